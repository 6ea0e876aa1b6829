"""Checklists: what is pinned, what it says, what a newer version would change."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from tests.web.conftest import Stage


def _newer(stage: Stage, repository: object, **changes: object) -> None:
    """Load another version of the go-live pack."""
    from pathlib import Path

    from firstlight.packs.actions import load_pack

    assert isinstance(repository, Path)
    body = yaml.safe_load((repository / "content/packs/go-live/2026.1.yaml").read_text(encoding="utf-8"))
    body["version"] = "2026.2"
    body["areas"][1]["checks"][1]["obligation"] = "recommended"
    body["areas"][1]["checks"][0]["why"] = "Because words that nobody understands cannot be agreed on."
    del body["areas"][10]["checks"][-1]
    load_pack(stage.inside, yaml.safe_dump(body).encode(), "2026.2.yaml")


def test_pinned_packs_stand_with_version_digest_and_counts(stage: Stage) -> None:
    page = stage.text("packs/")
    assert "Go-live readiness 2026.1" in page
    assert "11 areas · 118 checks, 95 mandatory" in page
    assert re.search(r'SHA-256 <span class="fl-code">[0-9a-f]{16}</span>', page)
    assert "Nobody has accepted a risk" in page
    assert "Loaded since" not in page


@pytest.mark.requirement("RDY-01")
def test_a_pack_shows_eleven_areas_each_check_with_all_its_texts(stage: Stage) -> None:
    page = stage.text("packs/go-live/")
    assert len(re.findall(r'<section aria-labelledby="area-', page)) == 11
    for label in ("What to check", "Why", "Expected outcome", "Risk if not reached", "Usual mitigation"):
        texts = re.findall(rf"<dt>{label}</dt><dd>([^<]+)</dd>", page)
        assert len(texts) == 118, label
        assert min(len(text.strip()) for text in texts) > 10, label
    tags = re.findall(r'<span class="fl-tag">(\w+)</span>', page)
    assert tags.count("Mandatory") == 95
    assert tags.count("Recommended") == 23


def test_a_newer_version_is_offered_with_what_it_would_change(stage: Stage, repository: object) -> None:
    _newer(stage, repository)
    assert "2026.2, see what it would change" in stage.text("packs/")
    page = stage.text("packs/go-live/2026.2/")
    assert "2 changed and 1 withdrawn" in page
    assert re.search(r"<dt>Obligation</dt><dd>.*Mandatory</del>.*Recommended</ins>", page, re.IGNORECASE)
    assert page.count("<details open>") == 3
    assert "Because words that nobody understands" in page
    assert "Nothing changes by looking" in page
    assert "All checks and messages say the same in both versions" in stage.text("packs/go-live/2026.1/")


def test_a_newer_version_says_which_messages_it_changes_and_where_own_words_stay(
    stage: Stage, repository: Path
) -> None:
    from firstlight.cutover.actions import word_message
    from firstlight.packs.actions import load_pack

    body = yaml.safe_load((repository / "content/packs/go-live/2026.1.yaml").read_text(encoding="utf-8"))
    body["version"] = "2026.2"
    body["messages"]["texts"]["late"]["de"]["body"] = "Der Schritt ist verspätet.\nBitte melden."
    body["messages"]["texts"]["closed"]["en"]["subject"] = "{run} has ended"
    load_pack(stage.inside, yaml.safe_dump(body).encode(), "2026.2.yaml")
    word_message(stage.cast.context("cm"), event="late", language="de", subject="Spät", body="Spät")
    page = stage.text("packs/go-live/2026.2/")
    assert "2 changed." in page
    assert "Message: A step is late (Deutsch)" in page
    assert "Der Schritt ist verspätet.\nBitte melden.</ins>" in page
    assert "Message: The run is closed (English)" in page
    assert "{run} has ended</ins>" in page
    assert page.count("The project has its own words for this message") == 1
    german = stage.client("pl").get(f"/p/{stage.project.slug}/packs/go-live/2026.2/", headers={"Accept-Language": "de"})
    assert "<dt>Betreff</dt>" in german.content.decode()


def test_the_conversation_pack_shows_its_steps_tasks_and_resources(stage: Stage) -> None:
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named

    assert stage.get("packs/adoption-conversation/").status_code == 404
    pin_packs(stage.inside, [version_named("go-live"), version_named("adoption-conversation")])
    page = stage.text("packs/adoption-conversation/")
    for words in ("Steps", "Tasks", "Resources", "Task 4047", "Schedule and conduct the conversation"):
        assert words in page
    assert 'rel="noreferrer noopener external"' in page


def test_accepted_risks_and_own_words_stand_there(stage: Stage) -> None:
    from firstlight.packs.actions import accept_risk, tailor_checks
    from firstlight.packs.sheets import CHECKS

    until = stage.inside.now + timedelta(days=9)
    accept_risk(stage.inside, check_ref="scope.agreed", reason="Small.", person=stage.cast.people["es"], expires=until)
    stage.change(
        tailor_checks, CHECKS, {"check_ref": "cutover.bus", "kind": "added", "title": "A bus", "reason": "Late"}
    )
    page = stage.text("packs/")
    assert "1 in force" in page
    assert "Small." in page
    assert "A bus" in page


def test_a_pack_or_version_that_is_not_there_is_not_there(stage: Stage) -> None:
    for address in ("packs/nothing/", "packs/go-live/1999.1/", "packs/change-management/"):
        assert stage.get(address).status_code == 404, address
