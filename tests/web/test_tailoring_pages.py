"""Checklists worked on from their pages: pinned, upgraded after a look, tailored, waived, added to, and taken back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import yaml

from firstlight.packs.actions import load_pack
from firstlight.packs.models import Tailoring
from firstlight.packs.queries import pins_of
from firstlight.readiness.queries import body_of, latest_assessment
from tests.packs.making import pack_text
from tests.web.conftest import HOSTILE, Stage

CHECK = "scope.agreed"


def newer(stage: Stage, repository: Any) -> None:
    """Load a second version of the go-live pack: one check worded anew, one withdrawn."""
    body = yaml.safe_load((repository / "content/packs/go-live/2026.1.yaml").read_text(encoding="utf-8"))
    body["version"] = "2026.2"
    body["areas"][1]["checks"][0]["why"] = "Because words that nobody understands cannot be agreed on."
    del body["areas"][10]["checks"][-1]
    load_pack(stage.inside, yaml.safe_dump(body).encode(), "2026.2.yaml")


def form_of(stage: Stage, address: str, **typed: Any) -> dict[str, Any]:
    """What a browser sends from a page, with what was typed."""
    page = stage.text(address)
    page = page[page.index('<div class="fl-card fl-pad fl-one-form">') :]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if facts.get("type") not in ("radio", "checkbox") or " checked" in tag:
            values[facts["name"]] = unescape(facts.get("value", ""))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page):
        values[name] = unescape(text)
    return values | typed


def pinned(stage: Stage) -> list[str]:
    return [str(pin.pack) for pin in pins_of(stage.project)]


def judged(stage: Stage, ref: str) -> dict[str, Any]:
    """How a check stands after the project is judged again."""
    stage.assess()
    latest = latest_assessment(stage.project)
    assert latest is not None
    return next(one for area in body_of(latest)["areas"] for one in area["checks"] if one["ref"] == ref)


@pytest.mark.requirement("RDY-14")
def test_an_upgrade_shows_what_changes_before_it_does(stage: Stage, repository: Any) -> None:
    newer(stage, repository)
    assert pinned(stage) == ["go-live@2026.1"]
    page = stage.text("packs/go-live/2026.2/")
    assert "1 changed and 1 withdrawn" in page
    assert "Because words that nobody understands" in page
    assert pinned(stage) == ["go-live@2026.1"], "nothing changes by looking"
    answer = stage.post("packs/go-live/2026.2/pin/", instead_of="2026.1")
    assert answer.status_code == 303
    assert pinned(stage) == ["go-live@2026.2"]
    assert "Because words that nobody understands" in stage.text("packs/go-live/")


def test_a_second_press_upgrades_once_and_a_stale_page_not_at_all(stage: Stage, repository: Any) -> None:
    newer(stage, repository)
    for _ in range(2):
        assert stage.post("packs/go-live/2026.2/pin/", instead_of="2026.1").status_code == 303
    assert pinned(stage) == ["go-live@2026.2"]
    assert stage.post("packs/go-live/2026.1/pin/", instead_of="2026.1").status_code == 409
    assert pinned(stage) == ["go-live@2026.2"]
    assert stage.post("packs/go-live/1999.1/pin/", instead_of="2026.2").status_code == 404


def test_a_checklist_is_pinned_and_unpinned_from_the_page(stage: Stage) -> None:
    assert "Change management 2026.1" in stage.text("packs/")
    assert stage.post("packs/change-management/2026.1/pin/").status_code == 303
    assert pinned(stage) == ["go-live@2026.1", "change-management@2026.1"]
    assert "checks leave the project" in stage.text("packs/change-management/unpin/")
    assert stage.post("packs/change-management/unpin/", version="2026.1").status_code == 303
    assert pinned(stage) == ["go-live@2026.1"]
    last = stage.post("packs/go-live/unpin/", version="2026.1")
    assert last.status_code == 422
    assert "at least one checklist" in last.content.decode()
    assert stage.get("packs/change-management/unpin/").status_code == 404


def test_two_checklists_with_one_area_do_not_go_together(stage: Stage) -> None:
    load_pack(stage.inside, pack_text(ref="other", area="scope").encode(), "other.yaml")
    answer = stage.post("packs/other/2026.1/pin/")
    assert answer.status_code == 422
    assert "both have an area" in answer.content.decode()
    assert pinned(stage) == ["go-live@2026.1"]


@pytest.mark.requirement("RDY-14")
def test_a_check_is_tailored_with_its_reason_and_taken_back(stage: Stage) -> None:
    address = f"checks/{CHECK}/tailor/"
    title = judged(stage, CHECK)["title"]
    sent = form_of(stage, address, title="The scope is agreed in Spanish, too", obligation="recommended",
                   reason="Two plants work in Spanish.")  # fmt: skip
    assert stage.post(address, **sent).status_code == 303
    row = Tailoring.objects.get(project=stage.project)
    assert (row.kind, row.title, row.obligation) == ("changed", "The scope is agreed in Spanish, too", "recommended")
    assert row.what == "", "what stays as the checklist has it is not kept"
    now = judged(stage, CHECK)
    assert (now["title"], now["mandatory"]) == ("The scope is agreed in Spanish, too", False)
    assert "Two plants work in Spanish." in stage.text("packs/")
    back = f"checks/{CHECK}/untailor/"
    assert stage.post(back, **form_of(stage, back)).status_code == 303
    assert judged(stage, CHECK)["title"] == title
    assert stage.get(back).status_code == 404


@pytest.mark.requirement("RDY-14")
def test_a_check_is_waived_with_a_reason_and_then_not_asked_for(stage: Stage) -> None:
    address = f"checks/{CHECK}/waive/"
    assert judged(stage, CHECK)["status"] != "not-applicable"
    refused = stage.post(address, **form_of(stage, address))
    assert refused.status_code == 422, "not without a reason"
    sent = form_of(stage, address, reason="There is no written scope in a pilot.")
    assert stage.post(address, **sent).status_code == 303
    now = judged(stage, CHECK)
    assert now["status"] == "not-applicable"
    assert "There is no written scope in a pilot." in now["reasons"][0]
    assert "There is no written scope in a pilot." in stage.text(f"checks/{CHECK}/")
    back = f"checks/{CHECK}/untailor/"
    assert stage.post(back, **form_of(stage, back)).status_code == 303
    assert judged(stage, CHECK)["status"] != "not-applicable"


@pytest.mark.requirement("RDY-14")
def test_a_check_is_added_with_its_reason_and_judged_like_any_other(stage: Stage) -> None:
    sent = form_of(stage, "checks/add/", title="A shuttle runs on cutover night", area="cutover",
                   obligation="mandatory", by=["cutover-manager"], reason="No trains after one.")  # fmt: skip
    for number in range(2):
        answer = stage.post("checks/add/", **sent | {"idempotency_key": "same"})
        assert answer.status_code == 303, number
    row = Tailoring.objects.get(project=stage.project)
    assert (row.check_ref, row.kind) == ("cutover.a-shuttle-runs-on-cutover-night", "added")
    assert judged(stage, row.check_ref)["status"] == "unknown"
    stage.attest("cm", row.check_ref, "cutover-manager")
    assert judged(stage, row.check_ref)["status"] == "met"
    address = f"checks/{row.check_ref}/tailor/"
    assert stage.post(address, **form_of(stage, address, title="A bus runs")).status_code == 303
    row.refresh_from_db()
    assert (row.title, row.kind, row.by) == ("A bus runs", "added", ["cutover-manager"])
    assert stage.get(f"checks/{row.check_ref}/waive/").status_code == 409


def test_somebody_elses_wording_is_not_overwritten_unseen(stage: Stage) -> None:
    address = f"checks/{CHECK}/tailor/"
    mine = form_of(stage, address, title="Mine", reason="Because.")
    theirs = form_of(stage, address, title="Theirs", reason="So.")
    assert stage.post(address, **theirs).status_code == 303
    answer = stage.post(address, **mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else tailored this check meanwhile" in page
    assert 'value="Mine"' in page
    again = re.search(r'name="seen" value="([^"]*)"', page)
    assert again
    assert stage.post(address, **mine | {"seen": again[1]}).status_code == 303
    assert Tailoring.objects.get(project=stage.project).title == "Mine"


def test_hostile_words_are_shown_as_words(stage: Stage) -> None:
    address = f"checks/{CHECK}/tailor/"
    assert stage.post(address, **form_of(stage, address, title=HOSTILE, reason=HOSTILE)).status_code == 303
    for page in ("packs/", f"checks/{CHECK}/", address):
        assert HOSTILE not in stage.text(page)


@pytest.mark.parametrize("who", ["wo", "ap", "es", "au", "pc"])
def test_who_may_not_is_refused_and_sees_no_button(stage: Stage, who: str) -> None:
    page = stage.text("packs/", who)
    assert "/pin/" not in page
    assert "checks/add/" not in page
    for address in ("packs/change-management/2026.1/pin/", "packs/go-live/unpin/", f"checks/{CHECK}/tailor/",
                    f"checks/{CHECK}/waive/", f"checks/{CHECK}/untailor/", "checks/add/"):  # fmt: skip
        assert stage.post(address, who).status_code == 403, address
    assert pinned(stage) == ["go-live@2026.1"]
    assert not Tailoring.objects.exists()
