"""What tests find, when it is closed, when a cycle may end incomplete, and when a process is accepted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.standing import Status
from firstlight.testing.rules.completion import Item
from firstlight.testing.rules.exits import hindrances, unspoken
from firstlight.testing.rules.findings import FindingFacts, lacking, open_ones
from tests.cast import NOW, Cast
from tests.testing.room import MONDAY, TUESDAY, Room, changed

ENDED = {"start": date(2026, 11, 2), "end": date(2026, 11, 13)}


def _finding(room: Room, ref: str = "F-1", **values: Any) -> None:
    from firstlight.testing.sheets import FINDINGS

    usual = {"title": f"Finding {ref}", "kind": "bug", "severity": "medium", "state": "open", "cycle": "UAT-1"}
    room.put(FINDINGS, ref=ref, **{**usual, **values})


def _facts(**values: Any) -> FindingFacts:
    return FindingFacts(
        **{"ref": "F-1", "title": "Rounding", "kind": "bug", "severity": "low", "state": "open", **values}
    )


# closing ------------------------------------------------------------------------------------------------------------


def test_a_retest_closes_and_a_pass_from_before_it_was_found_does_not() -> None:
    found = {"state": "closed", "case": "TC-1", "found_on": date(2026, 11, 12)}
    assert _facts(**found).is_open
    assert _facts(**found, passed_on=date(2026, 11, 11)).is_open
    assert not _facts(**found, passed_on=date(2026, 11, 12)).is_open
    assert not _facts(**found, closed_because="Cannot happen any more: the form is gone.").is_open
    assert not _facts(state="closed").is_open, "without a case there is nothing to repeat"


@given(
    st.sampled_from(["open", "in-work", "to-retest", "deferred", "closed", "withdrawn"]), st.booleans(), st.booleans()
)
def test_nothing_is_closed_by_a_word_alone_where_a_case_could_show_it(state: str, passed: bool, reason: bool) -> None:
    one = _facts(state=state, case="TC-1", found_on=date(2026, 11, 2), closed_because="Why." if reason else "",
                 passed_on=date(2026, 11, 3) if passed else None)  # fmt: skip
    assert one.is_open == (state not in ("closed", "withdrawn") or (state == "closed" and not passed and not reason))


def test_a_pass_that_does_not_count_closes_nothing(room: Room) -> None:
    from firstlight.testing.finding_facts import findings_of

    room.cycle(migrated_data=True)
    room.cases("TC-1")
    _finding(room, state="closed", case="TC-1", found_on=date(2026, 11, 9))
    room.run("RUN-1", role="System Administrator", at=TUESDAY, migrated_data=True)
    assert [one.unproven for one in findings_of(room.project)] == [True]
    room.run("RUN-2", at=TUESDAY + timedelta(hours=1), migrated_data=True)
    assert [one.unproven for one in findings_of(room.project)] == [False]


# ending incomplete --------------------------------------------------------------------------------------------------


def test_what_hinders_is_named_and_what_is_owned_and_dated_does_not_hinder() -> None:
    open_case = Item("TC-9", "Returns", False, None)
    spoken = _facts(case="TC-9", owner="Ines", expected=date(2026, 11, 30))
    assert hindrances([open_case], [spoken]) == ()
    assert unspoken([open_case], []) == ("TC-9",)
    assert "no open finding says who sees to it and by when: TC-9" in hindrances([open_case], [])[0]
    assert "lacks" not in " ".join(hindrances([], [spoken]))
    assert "an owner and an expected date" in hindrances([], [_facts()])[0]
    assert "of high or critical severity" in hindrances([], [_facts(severity="high", owner="I", expected=date.max)])[0]
    assert "significant and not passed" in hindrances([Item("TC-9", "Returns", True, None)], [spoken])[0]


@given(st.lists(st.tuples(st.sampled_from(["critical", "high", "medium", "low"]), st.booleans(), st.booleans())))
def test_nothing_hinders_exactly_where_all_is_minor_owned_and_dated(rows: list[tuple[str, bool, bool]]) -> None:
    found = [
        _facts(ref=f"F-{place}", severity=severity, owner="Ines" if owner else "", expected=date.max if day else None)
        for place, (severity, owner, day) in enumerate(rows)
    ]
    fine = all(one.severity in ("medium", "low") and not lacking(one) for one in found)
    assert (hindrances([], found) == ()) == fine
    assert [one.ref for one in open_ones(reversed(found))] == [one.ref for one in open_ones(found)]


def _incomplete(room: Room) -> None:
    """An acceptance test that is over: nine cases passed, one failed."""
    room.cycle(**ENDED)
    names = [f"TC-{number}" for number in range(1, 11)]
    room.cases(*names)
    room.results(*((name, "failed" if name == "TC-10" else "passed") for name in names))


def test_an_acceptance_test_that_is_over_is_incomplete_until_the_business_lets_it_end(cast: Cast) -> None:
    from firstlight.assurance.actions import sign
    from firstlight.kernel.errors import Conflict
    from firstlight.kernel.renderings import render
    from firstlight.testing.actions import accept_incomplete, change_findings

    here = Room(cast.project, cast.machine)
    _incomplete(here)
    assert here.read("testing.uat.complete").status is Status.UNMET
    with pytest.raises(Conflict, match=r"TC-10"):
        accept_incomplete(cast.context("wo"), cycle="UAT-1", reason="One label is wrong.")
    _finding(here, case="TC-10", owner="Ines", expected=date(2026, 11, 30), found_on=date(2026, 11, 9))
    accept_incomplete(cast.context("wo"), cycle="UAT-1", reason="One label is wrong.")
    assert here.read("testing.uat.complete").status is Status.UNMET, "it counts once somebody bears it"

    today = render(cast.project, "testing-exit:UAT-1", NOW)
    assert today is not None
    sign(cast.context("ap"), on="testing-exit:UAT-1", person=cast.people["ap"], role="approver",
         statement="We can live with it.", digest=today.digest())  # fmt: skip
    reading = here.read("testing.uat.complete")
    assert reading.status is Status.PARTLY
    assert "The business accepts UAT-1 incomplete, in writing: “One label is wrong.”" in reading.reasons

    from firstlight.testing.sheets import FINDINGS

    change_findings(here.context, here.project, [changed(FINDINGS, here.project, "F-1", severity="high")])
    assert here.read("testing.uat.complete").status is Status.UNMET, "what is open weighs more than when it was signed"


def test_open_items_are_under_control_only_with_owner_and_date(room: Room) -> None:
    assert room.read("testing.uat.open-items").status is Status.UNKNOWN
    _incomplete(room)
    assert room.read("testing.uat.open-items").status is Status.UNMET
    _finding(room, case="TC-10", owner="Ines", expected=date(2026, 11, 30), found_on=date(2026, 11, 9))
    reading = room.read("testing.uat.open-items")
    assert reading.status is Status.MET
    assert reading.reasons == ("1 item is open, each with an owner and a date, and nothing significant.",)
    late = room.read("testing.uat.open-items", NOW + timedelta(days=30))
    assert late.status is Status.PARTLY
    assert "Past the day" in late.reasons[0]


def test_performance_issues_need_a_cause_an_owner_and_a_date(room: Room) -> None:
    assert room.read("testing.performance.issues").status is Status.UNKNOWN
    room.cycle("PERF-1", "performance")
    room.cases("TC-1", cycles=("PERF-1",))
    room.results(("TC-1", "passed"), cycle="PERF-1")
    assert room.read("testing.performance.issues").status is Status.MET
    _finding(room, cycle="PERF-1", severity="high", owner="Ines", expected=date(2026, 11, 30))
    assert room.read("testing.performance.critical-issues").status is Status.UNMET
    reading = room.read("testing.performance.issues")
    assert (reading.status, reading.reasons) == (Status.UNMET, ("F-1 Finding F-1 is open and lacks a root cause.",))


# events -------------------------------------------------------------------------------------------------------------


def test_a_training_need_and_a_data_issue_are_told_once(room: Room) -> None:
    from firstlight.assurance.models import ActionItem
    from firstlight.kernel.models import OutboxEvent
    from firstlight.testing.actions import change_findings
    from firstlight.testing.sheets import FINDINGS

    room.cycle()
    _finding(room, "F-1", kind="training", owner="Hanna")
    _finding(room, "F-2", kind="data")
    _finding(room, "F-3")
    change_findings(room.context, room.project, [changed(FINDINGS, room.project, "F-1", severity="low")])
    change_findings(room.context, room.project, [changed(FINDINGS, room.project, "F-3", kind="data")])
    kinds = sorted(OutboxEvent.objects.values_list("kind", flat=True))
    assert kinds == ["DataIssueFound", "DataIssueFound", "TrainingNeedFound"]
    assert not ActionItem.objects.exists(), "what is delivered after the commit is another test's"


# acceptance ---------------------------------------------------------------------------------------------------------


def _process(room: Room) -> None:
    from firstlight.scope.sheets import PROCESSES

    room.put(PROCESSES, ref="65", title="Order to cash", level=1, owner="Paula Ortiz", in_scope=True)
    room.put(PROCESSES, ref="65.20", title="Orders", level=2, parent="65", in_scope=True)
    room.put(PROCESSES, ref="90", title="Record to report", level=1, in_scope=True)


def test_a_process_is_accepted_when_all_passed_nothing_significant_is_open_and_its_owner_signed(cast: Cast) -> None:
    from firstlight.assurance.actions import sign
    from firstlight.kernel.renderings import render
    from firstlight.testing.acceptance import acceptance_of

    room = Room(cast.project, cast.machine)
    _process(room)
    room.cycle(**ENDED)
    room.cases("TC-1", "TC-2", process="65.20")
    room.results(("TC-1", "passed"), ("TC-2", "failed"))

    def standing() -> Any:
        return {one.ref: one for one in acceptance_of(cast.project, NOW)}

    assert standing()["90"].status is Status.UNKNOWN
    assert standing()["65"].reasons() == (
        "65 Order to cash: 1 of 2 cases of the user acceptance test has not passed.",
        "65 Order to cash: Paula Ortiz has not signed for it.",
    )
    room.results(("TC-2", "passed"), at=TUESDAY, file="tests/UAT-1/again.xml")
    today = render(cast.project, "acceptance:65", NOW)
    assert today is not None
    sign(cast.context("po"), on="acceptance:65", person=cast.people["po"], role="process-owner", statement="Yes.",
         digest=today.digest())  # fmt: skip
    assert standing()["65"].status is Status.MET
    room.results(("TC-2", "failed"), at=TUESDAY + timedelta(hours=1), file="tests/UAT-1/third.xml")
    after = standing()["65"]
    assert (after.status, after.signature, after.signed_by) == (Status.UNMET, "stale", "Paula Ortiz")


def test_a_significant_finding_keeps_a_process_from_being_accepted(room: Room) -> None:
    from firstlight.testing.acceptance import acceptance_of

    _process(room)
    room.cycle(**ENDED)
    room.cases("TC-1", process="65.20")
    room.results(("TC-1", "passed"), at=MONDAY)
    _finding(room, severity="critical", case="TC-1", found_on=date(2026, 11, 12), impact="No invoice leaves.")
    found = next(one for one in acceptance_of(room.project, NOW) if one.ref == "65")
    assert [one.ref for one in found.significant] == ["F-1"]
    assert any("F-1 Finding F-1 is open and significant." in reason for reason in found.reasons())
    assert room.read("testing.acceptance").status is Status.UNMET
