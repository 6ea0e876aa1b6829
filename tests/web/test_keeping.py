"""What was found for a reader is kept only while it is true, and only for that reader."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.assurance import actions as assurance_actions
from firstlight.assurance.sheets import ACTIONS
from firstlight.ledger import keeping
from tests.web.conftest import Stage


def asked(stage: Stage, address: str, ref: str = "pl") -> int:
    """How many queries a page costs."""
    browser = stage.client(ref)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/p/{stage.project.slug}/{address}").status_code == 200
    return len(queries)


def an_action(stage: Stage, ref: str) -> None:
    """Somebody opens an action."""
    stage.change(assurance_actions.change_actions, ACTIONS, {"ref": ref, "title": f"Do {ref}", "owner": "Nobody"})


def words(stage: Stage, address: str, ref: str = "pl") -> str:
    """What one reads on a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", stage.text(address, ref)).split())


def open_actions(stage: Stage) -> str:
    """The count beside “Actions” in the rail."""
    rail = stage.text("people/").partition('href="/p/wave-1/actions/"')[2]
    return rail.partition("</a>")[0]


def test_a_home_that_nothing_changed_is_found_once(stage: Stage) -> None:
    first, second = asked(stage, ""), asked(stage, "")
    assert second < first / 2
    assert words(stage, "") == words(stage, "")


def test_what_somebody_changes_is_seen_at_once(stage: Stage) -> None:
    words(stage, "")
    an_action(stage, "A-77")
    judged = stage.assess(timedelta(minutes=5))
    assert f"/assessments/{judged.number}/" in stage.text("")
    assert f"/assessments/{judged.number - 1}/" not in stage.text("").partition("fl-cols")[0]


def test_the_rail_counts_what_is_open_now(stage: Stage) -> None:
    before = open_actions(stage)
    an_action(stage, "A-78")
    assert open_actions(stage) != before


def test_each_reader_has_their_own(stage: Stage) -> None:
    lead, sponsor = words(stage, "", "pl"), words(stage, "", "es")
    assert words(stage, "", "pl") == lead
    assert words(stage, "", "es") == sponsor
    assert lead != sponsor
    german = stage.get("", "pl", headers={"Accept-Language": "de"}).content.decode()
    assert "Bereitschaft" in german
    assert "What waits for you" not in german


def test_what_depends_on_the_time_is_found_again_a_minute_later(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(stage, "")
    kept = asked(stage, "")
    monkeypatch.setattr("django.utils.timezone.now", lambda: stage.inside.now + timedelta(seconds=61))
    assert asked(stage, "") > kept


def test_no_more_is_kept_than_there_is_room_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FINDINGS", 2)
    for ref in ("pl", "es", "wo", "pl"):
        asked(stage, "", ref)
    assert [len(found) for _head, found in keeping._kept.values()] == [2]
