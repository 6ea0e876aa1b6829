"""Bringing in result files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from firstlight.assurance.evidence import content
from firstlight.kernel.errors import Invalid, Refused
from firstlight.ledger.models import Entry
from firstlight.testing.actions import change_cases, change_cycles, import_results
from firstlight.testing.models import Case, Cycle, Result, ResultImport
from firstlight.testing.sheets import CASES, CYCLES
from tests.testing.room import MONDAY, TUESDAY, WEDNESDAY, Room, changed, junit, removed


def latest(room: Room, cycle: str = "UAT-1") -> dict[str, tuple[str, str]]:
    """By name: how the result that counts ended, and how the test ended last in any cycle of the kind."""
    rows = Result.objects.filter(cycle__project=room.project, cycle__ref=cycle, latest=True)
    return {name: (outcome, last) for name, outcome, last in rows.values_list("name", "outcome", "last_outcome")}


def test_a_file_becomes_results_an_import_evidence_and_one_entry_in_the_ledger(room: Room) -> None:
    room.cycle()
    room.cases("TC-1")
    made = room.results(("TC-1 order", "passed"), ("other", "failed"), ("third", "skipped"))
    assert (made.tests, made.passed, made.failed, made.errors, made.skipped) == (3, 1, 1, 0, 1)
    assert (made.format, made.effective, made.imported) == ("junit", MONDAY, room.context.now)
    assert content(made.digest).startswith(b"<testsuites>")
    row = Result.objects.get(name="TC-1 order")
    assert (row.case.ref, row.suite, row.seconds, row.at) == ("TC-1", "orders", 0.1, MONDAY)  # type: ignore[union-attr]
    entries = Entry.objects.filter(action="testing.results.imported")
    assert [entry.subject_id for entry in entries] == [made.digest]
    assert '"cycle":"UAT-1"' in str(entries[0].after)
    assert '"tests":3' in str(entries[0].after)


def test_the_same_file_again_changes_nothing(room: Room) -> None:
    first = room.results(("a", "passed"))
    entries = Entry.objects.count()
    assert room.results(("a", "passed"), file="tests/copy of results.xml").pk == first.pk
    assert (ResultImport.objects.count(), Result.objects.count(), Entry.objects.count()) == (1, 1, entries)
    assert room.results(("a", "passed"), cycle="UAT-2").pk != first.pk


def test_a_cycle_that_nobody_listed_is_made_of_the_kind_that_its_name_suggests(room: Room) -> None:
    for ref in ("SIT 2", "uat-1", "perf", "e2e", "Regression", "security", "Migration run", "load", "misc"):
        room.results(("a", "passed"), cycle=ref)
    kinds = dict(Cycle.objects.values_list("ref", "kind"))
    assert kinds == {
        "SIT 2": "sit", "uat-1": "uat", "perf": "performance", "e2e": "end-to-end", "Regression": "regression",
        "security": "security", "Migration run": "migration", "load": "performance", "misc": "other",
    }  # fmt: skip
    assert not Cycle.objects.filter(declared=True).exists()


def test_a_cycle_is_found_in_spite_of_case_and_punctuation(room: Room) -> None:
    room.cycle("UAT 1")
    assert room.results(("a", "passed"), cycle="uat-1").cycle.ref == "UAT 1"
    room.cycle("uat_1")
    assert room.results(("b", "passed"), cycle="uat_1").cycle.ref == "uat_1"


@pytest.mark.parametrize("ref", ["", "   ", "x" * 61])
def test_a_cycle_needs_a_name_of_some_length(room: Room, ref: str) -> None:
    with pytest.raises(Invalid, match="1 to 60 characters"):
        room.results(("a", "passed"), cycle=ref)


@pytest.mark.parametrize("data", [b"", b"no xml", b"<other/>", b"<testsuites><testsuite>"])
def test_a_file_that_cannot_be_read_is_refused_with_its_place_and_leaves_nothing(room: Room, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        import_results(room.context, cycle_ref="UAT-1", file="tests/UAT-1/a.xml", data=data)
    assert [problem.file for problem in refused.value.problems] == ["tests/UAT-1/a.xml"]
    assert not Cycle.objects.exists()


def test_only_who_may_edit_tests_imports_results(cast: object) -> None:
    auditor = cast.context("au")  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        import_results(auditor, cycle_ref="UAT-1", file="a.xml", data=junit([("a", "passed")]))
    lead = cast.context("wo")  # type: ignore[attr-defined]
    assert import_results(lead, cycle_ref="UAT-1", file="a.xml", data=junit([("a", "passed")])).tests == 1


def test_a_file_without_times_is_as_old_as_its_cycle_once_that_is_over(room: Room) -> None:
    room.cycle(end=date(2026, 11, 13))
    room.cycle("UAT-2", end=date(2026, 11, 30))
    # The last second of the day in Berlin.
    assert room.results(("a", "passed"), at=None).effective == datetime(2026, 11, 13, 22, 59, 59, tzinfo=UTC)
    assert room.results(("a", "passed"), at=None, cycle="UAT-2").effective == room.context.now
    assert room.results(("a", "passed"), at=None, cycle="other").effective == room.context.now


def test_a_result_from_the_future_is_as_old_as_the_import_and_that_is_said(room: Room) -> None:
    made = room.results(("a", "passed"), ("b", "passed"), at=room.context.now + timedelta(days=3))
    assert made.effective == room.context.now
    assert made.warnings == ["2 tests are dated after the file came in, and taken for as old as that."]
    assert set(Result.objects.values_list("at", flat=True)) == {room.context.now}


def test_a_newer_file_takes_over_and_an_older_one_that_comes_later_does_not(room: Room) -> None:
    room.results(("a", "failed"), ("b", "passed"))
    room.results(("a", "passed"), at=WEDNESDAY)
    assert latest(room) == {"a": ("passed", "passed"), "b": ("passed", "passed")}
    room.results(("a", "failed"), ("b", "failed"), at=TUESDAY)
    assert latest(room) == {"a": ("passed", "passed"), "b": ("failed", "failed")}
    assert Result.objects.count() == 5


def test_of_two_tests_of_one_name_in_a_file_the_worst_counts(room: Room) -> None:
    room.results(("a", "failed"), ("a", "passed"), ("a", "passed"))
    assert latest(room) == {"a": ("failed", "failed")}


def test_a_repetition_in_another_cycle_of_the_kind_is_how_the_test_ended_last(room: Room) -> None:
    room.results(("a", "failed"))
    room.results(("a", "passed"), at=TUESDAY, cycle="UAT-2")
    room.results(("a", "failed"), at=WEDNESDAY, cycle="SIT-1")
    assert latest(room) == {"a": ("failed", "passed")}
    assert latest(room, "UAT-2") == {"a": ("passed", "passed")}
    assert latest(room, "SIT-1") == {"a": ("failed", "failed")}


def test_a_cycle_that_becomes_of_another_kind_is_counted_with_that_kind(room: Room) -> None:
    room.cycle("ONE", "uat")
    room.cycle("TWO", "uat")
    room.results(("a", "failed"), cycle="ONE")
    room.results(("a", "passed"), at=TUESDAY, cycle="TWO")
    assert latest(room, "ONE") == {"a": ("failed", "passed")}
    change_cycles(room.context, room.project, [changed(CYCLES, room.project, "TWO", kind="sit")])
    assert latest(room, "ONE") == {"a": ("failed", "failed")}
    assert latest(room, "TWO") == {"a": ("passed", "passed")}


def test_cases_that_come_after_their_results_find_them(room: Room) -> None:
    room.cycle()
    room.requirements("R-7")
    room.results(("TC-1 order", "passed"), ("checks R-7", "passed"), ("Title of it", "passed"))
    assert Result.objects.get(requirement__ref="R-7").name == "checks R-7"
    room.cases("TC-1")
    room.cases("TC-2", title="Title of it")
    room.cases("TC-3", matches=("orders.checks*",))
    tied = dict(Result.objects.values_list("name", "case__ref"))
    assert tied == {"TC-1 order": "TC-1", "checks R-7": "TC-3", "Title of it": "TC-2"}
    assert not Result.objects.filter(requirement__isnull=False).exists()
    change_cases(room.context, room.project, [changed(CASES, room.project, "TC-2", title="Another")])
    change_cases(room.context, room.project, [removed(CASES, room.project, "TC-3")])
    assert dict(Result.objects.values_list("name", "case__ref")) == {**tied, "checks R-7": None, "Title of it": None}
    assert Result.objects.get(requirement__ref="R-7").name == "checks R-7"


def test_listing_a_cycle_takes_over_the_one_that_a_folder_named(room: Room) -> None:
    room.results(("a", "passed"), cycle="uat-1")
    assert CYCLES.store.current(room.project) == {}
    room.cycle("UAT 1", environment="ACC")
    cycle = Cycle.objects.get()
    assert (cycle.ref, cycle.environment, cycle.declared, cycle.results.count()) == ("UAT 1", "ACC", True, 1)
    assert list(CYCLES.store.current(room.project)) == [("UAT 1",)]


def test_a_cycle_taken_off_the_list_keeps_its_results_and_loses_what_was_said_of_it(room: Room) -> None:
    room.cycle("UAT-1", kind="sit", environment="ACC", exit_pass_share=50)
    room.cycle("UAT-2")
    room.results(("a", "passed"))
    change_cycles(
        room.context, room.project, [removed(CYCLES, room.project, "UAT-1"), removed(CYCLES, room.project, "UAT-2")]
    )
    cycle = Cycle.objects.get()
    assert (cycle.kind, cycle.environment, cycle.exit_pass_share, cycle.declared) == ("uat", "", 100, False)
    assert cycle.results.count() == 1
    assert CYCLES.store.current(room.project) == {}


def test_a_cycle_does_not_end_before_it_starts(room: Room) -> None:
    with pytest.raises(Invalid, match="UAT-1 ends before it starts"):
        room.cycle(start=date(2026, 11, 20), end=date(2026, 11, 19))


def test_results_of_two_projects_do_not_meet(room: Room) -> None:
    from firstlight.workspace.actions import add_project
    from tests.cast import profile

    other = add_project(room.context, profile(slug="other", name="Other"))
    elsewhere = Room(other, room.context.within(other))
    room.cycle()
    room.cases("TC-1")
    elsewhere.results(("TC-1", "failed"), at=WEDNESDAY)
    room.results(("TC-1", "passed"))
    assert latest(room) == {"TC-1": ("passed", "passed")}
    assert latest(elsewhere) == {"TC-1": ("failed", "failed")}
    assert Case.objects.get().results.count() == 1
