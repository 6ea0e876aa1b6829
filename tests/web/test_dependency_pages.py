"""The page of a dependency, and what is written down on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstlight.dependencies.models import AgreedRequirement, Dependency, Meeting, ProviderWord, ServiceState
from firstlight.ledger.keeping import forget
from firstlight.workspace.models import Party, Person
from firstlight.workspace.roles import ROLES
from tests.web.conftest import Stage


def post(stage: Stage, what: str, ref: str = "wo", **given: Any) -> Any:
    return stage.post(f"dependencies/D-1/{what}/", ref, **given)


@pytest.mark.requirement("DEP-01")
def test_a_dependency_says_how_it_stands_and_what_waits_for_it(stage: Stage) -> None:
    Dependency.objects.update(scope_refs=["I-1"])
    page = stage.text("dependencies/D-1/")
    for words in (
        "Scanwell promises D-1 Scanners for 10 Dec 2026; that is 3 days after 7 Dec 2026, when it is needed.",
        "Scanwell has been silent for 19 days", "The requirements on D-1 Scanners are agreed and not met yet.",
        "Nobody has held what Scanwell delivers", "No status meeting with Scanwell on D-1 Scanners is recorded.",
        "I-1 Bank statements", "W1 Wave 1",
    ):  # fmt: skip
        assert words in page, words
    assert stage.outsider().get(f"/p/{stage.project.slug}/dependencies/D-1/").status_code == 404
    assert stage.get("dependencies/D-9/").status_code == 404


@pytest.mark.requirement("DEP-01")
def test_what_is_delivered_is_held_against_the_scope_until_either_changes(stage: Stage) -> None:
    Dependency.objects.update(scope_refs=["I-1"])
    assert post(stage, "match", agrees="yes").status_code == 303
    assert "What is delivered was held against the scope and agrees." in stage.text("dependencies/D-1/")
    stage.client().post(
        f"/p/{stage.project.slug}/lists/dependencies.register/cell/?row=D-1&column=title", {"title": "40 scanners"}
    )
    assert "has changed since" in stage.text("dependencies/D-1/")
    assert post(stage, "match", agrees="no").status_code == 303
    assert "differs from what the scope needs" in stage.text("dependencies/D-1/")


@pytest.mark.requirement("DEP-02")
def test_meetings_are_written_down_and_overdue_ones_are_flagged(stage: Stage) -> None:
    given = {"title": "Weekly call", "held_on": "2026-11-10", "cadence_days": "7", "next_on": ""}
    refused = post(stage, "meeting", minutes=" ", **given)
    assert refused.status_code == 422
    assert "Weekly call" in refused.content.decode()
    assert not Meeting.objects.exists()
    assert post(stage, "meeting", minutes="The cradles are late.", **given).status_code == 303
    page = stage.text("dependencies/D-1/")
    assert "The cradles are late." in page
    assert "was due on 17 Nov 2026 and is 3 days overdue; a meeting every 7 days was agreed." in page
    overdue = stage.text("provider-meetings/?overdue=yes")
    assert "Weekly call" in overdue
    assert ">Overdue</span>" in overdue
    assert "Overdue" in stage.text("dependencies/").partition("<tbody>")[2]
    assert post(stage, "meeting", minutes="Fine.", **{**given, "held_on": "2026-11-19"}).status_code == 303
    assert "No row fits" in stage.text("provider-meetings/?overdue=yes")
    assert b"The cradles are late." in stage.get("provider-meetings/list.csv").content


@pytest.mark.requirement("DEP-02")
def test_readiness_says_which_meetings_are_overdue(stage: Stage) -> None:
    given = {"title": "Weekly call", "held_on": "2026-11-10", "cadence_days": "7", "next_on": "", "minutes": "Late."}
    post(stage, "meeting", **given)
    stage.assess()
    assert "is 3 days overdue; a meeting every 7 days was agreed." in stage.text("checks/dependencies.meetings/")


@pytest.mark.requirement("DEP-03")
def test_requirements_are_agreed_and_tracked_to_met(stage: Stage) -> None:
    assert post(stage, "requirement", title="", agreed_on="").status_code == 422
    assert post(stage, "requirement", title="Enrolled before they are sent", agreed_on="2026-11-02").status_code == 303
    stage.assess()
    check = stage.text("checks/dependencies.requirements/")
    assert "1 of 1 requirements is not met for D-1 Scanners: Q-1 Enrolled before they are sent (agreed)." in check
    assert "Agreed" in stage.text("agreed-requirements/?met=no")
    assert stage.post("agreed-requirements/Q-1/met/", "wo").status_code == 303
    assert AgreedRequirement.objects.get().met_on == date(2026, 11, 20)
    assert "1 of 1" in stage.text("dependencies/")
    stage.assess()
    assert "The requirements on all 1 external dependencies are met." in stage.text("checks/dependencies.requirements/")
    assert "No row fits" in stage.text("agreed-requirements/?met=no")


@pytest.mark.requirement("DEP-03")
def test_the_state_of_a_service_is_told_by_hand_and_counts(stage: Stage) -> None:
    Dependency.objects.update(requirements_state="met")
    assert post(stage, "service", works="no", reason="").status_code == 422
    assert post(stage, "service", works="no", reason="Test orders are refused").status_code == 303
    page = stage.text("dependencies/D-1/")
    assert "The service of D-1 Scanners has been down since 20 Nov 2026, 09:40 CET (Test orders are refused)." in page
    stage.assess()
    assert "has been down since" in stage.text("checks/dependencies.requirements/")
    assert post(stage, "service", works="yes", reason="").status_code == 303
    assert ServiceState.objects.get().state == "works"
    assert "Works, as Willem Oost saw." in stage.text("dependencies/D-1/")


def test_a_call_is_written_down_with_who_said_it(stage: Stage) -> None:
    given = {"kind": "moved", "day": "2026-12-03", "note": "In a call.", "by": "Jule", "on": "2026-11-18"}
    assert post(stage, "word", **{**given, "on": "2026-11-21"}).status_code == 422
    assert post(stage, "word", **given).status_code == 303
    assert "Jule, taken down by Willem Oost" in stage.text("dependencies/D-1/")
    assert Dependency.objects.get().promised == date(2026, 12, 3)
    refused = post(stage, "word", kind="moved", day="2026-11-02", note="Once more.")
    assert refused.status_code == 422
    assert "2 Nov 2026 has passed" in refused.content.decode()
    assert "Once more." in refused.content.decode()
    assert ProviderWord.objects.count() == 1


def test_a_delivery_that_the_provider_reports_is_recorded_with_one_press(stage: Stage) -> None:
    post(stage, "word", kind="delivered", day="2026-11-19", note="")
    page = stage.text("dependencies/D-1/")
    assert "By the provider’s word it was delivered on 19 Nov 2026. Nobody has recorded that it is there." in page
    assert 'value="2026-11-19"' in page
    assert post(stage, "delivery", on="2026-11-19").status_code == 303
    assert post(stage, "delivery", on="2026-11-19").status_code == 409
    assert "Delivered on 19 Nov 2026." in stage.text("dependencies/D-1/")
    assert "not needed" in stage.text("dependencies/")


def test_who_may_not_edit_sees_everything_and_writes_nothing(stage: Stage) -> None:
    page = stage.text("dependencies/D-1/", "au")
    assert "Write down" not in page
    assert "Make link" not in page
    assert post(stage, "service", "au", works="yes").status_code == 403
    assert stage.post("agreed-requirements/Q-1/met/", "au").status_code == 403


def test_a_vendor_sees_its_own_and_no_meeting_about_others(stage: Stage) -> None:
    from firstlight.dependencies.actions import change_dependencies, change_meetings
    from firstlight.dependencies.sheets import DEPENDENCIES, MEETINGS

    stage.change(change_dependencies, DEPENDENCIES, {"ref": "D-2", "title": "Bank interface", "provider": "House bank"})
    held = {"held_on": date(2026, 11, 16)}
    stage.change(
        change_meetings, MEETINGS,
        {"ref": "M-1", "title": "Weekly call", "dependencies": ("D-1",), "minutes": "Own words.", **held},
        {"ref": "M-2", "title": "Round of all", "dependencies": ("D-1", "D-2"), "minutes": "Of the bank.", **held},
    )  # fmt: skip
    party = Party.objects.create(project=stage.project, ref="scanwell", name="Scanwell", kind="vendor")
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(party=party, roles=list(ROLES))
    page = stage.text("dependencies/D-1/", "pc")
    assert "Own words." in page
    assert "Of the bank." not in page
    assert "Wave 1" not in page.partition("<main")[2].replace("Wave 1 · ", "")
    assert stage.get("dependencies/D-2/", "pc").status_code == 404
    assert stage.get("provider-meetings/", "pc").status_code == 403


def test_who_looks_after_it_is_told_on_home_whom_to_ask_and_what_to_record(stage: Stage) -> None:
    assert "Ask Scanwell how it stands" not in stage.text("", "wo")
    Dependency.objects.update(owner="Willem Oost")
    forget()  # past the door that everything else comes in by
    page = stage.text("", "wo")
    assert "Ask Scanwell how it stands: Scanners" in page
    assert "Scanwell has been silent for 19 days on D-1 Scanners" in page
    assert "Ask Scanwell" not in stage.text("", "cm")
    post(stage, "word", kind="delivered", day="2026-11-19", note="")
    assert "Record that it is there: Scanners" in stage.text("", "wo")
    post(stage, "delivery", on="2026-11-19")
    assert "Record that it is there" not in stage.text("", "wo")
