"""Guest links: one purpose, for people without an account, until they expire or are taken back."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from firstlight.ledger.models import Entry
from firstlight.web.guests import (
    MISSES_IN_TEN_MINUTES,
    GuestPage,
    GuestViewing,
    guest_page,
    guest_pages,
    show_to_guest,
)
from firstlight.workspace.models import GuestLink
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from tests.web.conftest import Stage


@pytest.fixture(autouse=True)
def purpose() -> Iterator[GuestPage]:
    """A purpose that shows what it was given, and takes a form."""

    @guest_page("night-shift", title="Night shift", policy=MAY_VIEW_SCOPE, writes=True)
    def shared(guest: GuestViewing) -> HttpResponse:
        assert guest.context.actor.rights == {"guest.night-shift"}
        if guest.request.method == "POST":
            return HttpResponse("taken")
        return show_to_guest(guest, "guest.html", f"Shift {guest.subject or 'all'} {guest.rest}")

    yield guest_pages["night-shift"]
    del guest_pages["night-shift"]


def _made(stage: Stage, **given: Any) -> str:
    """The address of a new link, as its maker copies it."""
    browser = stage.client()
    page = f"/p/{stage.project.slug}/guest-links/"
    answer = browser.post(page, {"shows": "night-shift|", "label": "Kim of Weighwell", "days": 7, **given})
    assert answer.status_code == 303
    found = re.search(r'value="http://testserver(/g/[^"]+)"', browser.get(page).content.decode())
    assert found
    assert "/g/" not in browser.get(page).content.decode()
    return found.group(1)


@pytest.mark.requirement("PLT-01")
def test_a_guest_without_an_account_sees_one_page_and_nothing_else(stage: Stage) -> None:
    address = _made(stage)
    guest = Client()
    page = guest.get(address)
    assert page.status_code == 200
    assert "Shift all" in page.content.decode()
    assert f"/p/{stage.project.slug}/" not in page.content.decode()
    assert guest.get(f"{address}more/").status_code == 200
    assert guest.get(f"/p/{stage.project.slug}/scope/").status_code == 302


def test_its_headers_keep_the_address_to_itself(stage: Stage, purpose: GuestPage) -> None:
    address = _made(stage)
    for response in (Client().get(address), Client().get("/g/never-made-at-all/")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(address).headers["Referrer-Policy"] == "same-origin"
    guest_pages["night-shift"] = GuestPage(purpose.purpose, purpose.view, writes=False)
    assert Client().get(address).headers["Referrer-Policy"] == "no-referrer"
    assert Client().post(address).status_code == 405


def test_expired_revoked_and_never_made_links_answer_with_the_same_bytes(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked, expired = _made(stage), _made(stage, days=1)
    ref = GuestLink.objects.order_by("pk").first().ref  # type: ignore[union-attr]
    assert stage.post(f"guest-links/{ref}/revoke/").status_code == 303
    monkeypatch.setattr("django.utils.timezone.now", lambda: stage.inside.now + timedelta(days=2))
    answers = [Client().get(address) for address in (revoked, expired, "/g/never-made-at-all/", f"{expired}more/")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert len({str(sorted(one.headers.items())) for one in answers}) == 1
    assert "Ask whoever sent it to you" in answers[0].content.decode()


def test_the_token_is_nowhere_but_in_the_link(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    address = _made(stage)
    token = address.split("/")[2]
    Client().get(address)
    written = str(list(Entry.objects.values())) + str(list(GuestLink.objects.values()))
    assert token not in written
    assert "workspace.guest-link.used" in written
    assert "workspace.guest-link.made" in written


def test_no_line_of_the_log_holds_a_token() -> None:
    from firstlight.config.logs import TokensHidden

    for path in ("/g/abc-123_x/rest", "/sign-in/abc-123_x/", "/invitation/abc-123_x/"):
        record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", path), None)
        assert TokensHidden().filter(record)
        assert "abc-123_x" not in record.getMessage()
        assert "(hidden)" in record.getMessage()


def test_an_hour_of_looking_is_one_entry_in_the_ledger(stage: Stage) -> None:
    address = _made(stage)
    for _ in range(4):
        Client().get(address)
    assert Entry.objects.filter(action="workspace.guest-link.used").count() == 1


def test_who_tries_many_links_waits(stage: Stage) -> None:
    address = _made(stage)
    for number in range(MISSES_IN_TEN_MINUTES):
        assert Client().get(f"/g/guess-{number}/").status_code == 404
    refused = Client().get(address)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"


def test_a_double_click_makes_one_link(stage: Stage) -> None:
    browser, page = stage.client(), f"/p/{stage.project.slug}/guest-links/"
    given = {"shows": "night-shift|", "label": "Kim", "days": 7, "idempotency_key": "k1"}
    assert browser.post(page, given).status_code == browser.post(page, given).status_code == 303
    assert GuestLink.objects.count() == 1


def test_a_link_is_only_made_by_who_may_see_what_it_shows(stage: Stage) -> None:
    assert stage.get("guest-links/", "au").status_code == 403
    text = stage.text("guest-links/")
    assert "Night shift" in text
    answer = stage.post("guest-links/", shows="something-else|", label="Kim", days=7)
    assert answer.status_code == 422
    assert "Kim" in answer.content.decode()


def test_a_link_of_another_project_cannot_be_revoked(stage: Stage) -> None:
    _made(stage)
    ref = GuestLink.objects.get().ref
    assert stage.outsider().post(f"/p/elsewhere/guest-links/{ref}/revoke/").status_code == 404
    assert GuestLink.objects.get().revoked is None
