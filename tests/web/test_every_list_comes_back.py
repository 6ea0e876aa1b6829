"""Every list of the example goes out as a file and comes back without a difference; one change is one change."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstlight.kernel.sheets import sheets
from firstlight.workspace.models import Person

pytestmark = pytest.mark.thorough


@pytest.fixture
def browser(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The project lead of the example, signed in."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from firstlight.identity.models import User
    from firstlight.intake.folder import load_folder
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import FOLDER_READER
    from tests.examples.judging import EXAMPLES

    now = datetime(2026, 11, 20, 9, 40, tzinfo=ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    project = load_folder(Context(FOLDER_READER, now), EXAMPLES / "northmere", as_of=now).project
    lead = next(one for one in Person.objects.filter(project=project) if "project-lead" in one.roles)
    lead.user = User.objects.create(email="lead@example.org", name=lead.name)
    lead.save()
    client = Client()
    client.force_login(lead.user)
    client.defaults["HTTP_HOST"] = "testserver"
    client.slug = project.slug  # type: ignore[attr-defined]
    return client


def _preview(client: Any, ref: str, data: bytes, form: str) -> str:
    at = f"/p/{client.slug}/lists/{ref}/import/"
    given = client.post(at, {"file": SimpleUploadedFile(f"list.{form}", data)})
    assert given.status_code == 303, (ref, given.content.decode()[-3000:])
    page = client.get(given.headers["Location"])
    assert page.status_code == 200, ref
    return str(page.content.decode())


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_goes_out_comes_back_without_a_difference(browser: Any, form: str) -> None:
    tried, other = 0, {}
    for ref, sheet in sheets.items():
        out = browser.get(f"/p/{browser.slug}/lists/{ref}/list.{form}")
        data = b"".join(out.streaming_content) if out.streaming else out.content
        if browser.get(f"/p/{browser.slug}/lists/{ref}/import/").status_code != 200 or not sheet.store:
            continue
        page = _preview(browser, ref, data, form)
        tried += 1
        if "Nothing would change" not in page:
            other[ref] = page[page.find("<main") :][:1500]
    assert not other
    assert tried > 20


def test_one_changed_cell_is_one_change(browser: Any) -> None:
    out = browser.get(f"/p/{browser.slug}/lists/scope.requirements/list.csv").content.decode("utf-8-sig")
    first = out.splitlines()[1].split(",")[1].strip('"')
    page = _preview(browser, "scope.requirements", out.replace(first, "Something else", 1).encode(), "csv")
    assert "Something else" in page
    assert "Apply 1 row" in page
