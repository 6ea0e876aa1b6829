"""Sheets, signed content, pages' queries, the project folder and the command that inspects files."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.contracts.results import Outcome
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import file_kinds
from firstlight.kernel.renderings import render
from firstlight.kernel.sheets import Origin, Row, RowChange, Sheet
from firstlight.testing import queries
from firstlight.testing.actions import change_cases, change_cycles
from firstlight.testing.files import cycle_named_by
from firstlight.testing.inspecting import inspect_files
from firstlight.testing.models import Case, Cycle
from firstlight.testing.sheets import CASES, CYCLES
from tests.cast import added
from tests.testing.room import MONDAY, TUESDAY, Room, changed, junit

BERLIN = ZoneInfo("Europe/Berlin")


def cell(sheet: Sheet, key: str, given: Any) -> Any:
    return sheet.column(key).value(given, BERLIN)


class TestSheets:
    @pytest.mark.parametrize(
        ("given", "kind"),
        [
            ("User acceptance test", "uat"), ("UAT", "uat"), ("User acceptance testing", "uat"), ("sit", "sit"),
            ("System integration testing", "sit"), ("E2E", "end-to-end"), ("End to end test", "end-to-end"),
            ("Load test", "performance"), ("Other test", "other"),
        ],
    )  # fmt: skip
    def test_kinds_are_read_as_people_write_them(self, given: str, kind: str) -> None:
        assert cell(CYCLES, "kind", given) == kind

    def test_a_kind_that_says_nothing_is_refused(self) -> None:
        with pytest.raises(ValueError, match="one of: System integration test"):
            cell(CYCLES, "kind", "Friday")

    @pytest.mark.parametrize(
        ("given", "share"), [(None, 100), (95, 95), (0.95, 95), (1, 100), (1.0, 100), ("95 %", 95)]
    )
    def test_the_share_to_pass_is_read_from_cells_that_show_per_cent(self, given: Any, share: int) -> None:
        assert cell(CYCLES, "exit_pass_share", given) == share

    @pytest.mark.parametrize("given", [0, 101, "all", "0", -5])
    def test_a_share_that_is_none_is_refused(self, given: Any) -> None:
        with pytest.raises(ValueError, match="a whole number from 2 to 100"):
            cell(CYCLES, "exit_pass_share", given)

    @pytest.mark.parametrize(
        ("given", "path"), [(None, "usual"), ("Edge case", "edge"), ("Happy path", "usual"), ("negative", "edge")]
    )
    def test_paths_are_read_as_people_write_them(self, given: Any, path: str) -> None:
        assert cell(CASES, "path", given) == path

    def test_what_is_not_said_stays_unknown(self) -> None:
        assert cell(CYCLES, "migrated_data", None) is None
        assert cell(CYCLES, "environment_kind", None) == ""

    @pytest.mark.parametrize("sheet", [CYCLES, CASES])
    def test_every_column_is_explained_and_the_example_is_accepted(self, sheet: Sheet) -> None:
        assert all(column.explain and column.title for column in sheet.columns)
        for example in sheet.examples:
            for column in sheet.columns:
                column.value(example.get(column.key), BERLIN)

    def test_names_that_are_in_no_list_are_refused_all_at_once_with_their_place(self, room: Room) -> None:
        row = added(CASES, ref="TC-1", title="One", requirements=("R-9",), cycles=("UAT-9",), process="65")
        origin = Origin("tests/cases.xlsx", "Cases", 2, {"requirements": "Tests"})
        placed = RowChange("added", None, Row(row.row.identity, row.row.values, {}, origin))
        with pytest.raises(Invalid) as refused:
            change_cases(room.context, room.project, [placed])
        assert sorted((problem.column, problem.value, problem.row) for problem in refused.value.problems) == [
            ("Tests", "R-9", 2), ("cycles", "UAT-9", 2), ("process", "65", 2),
        ]  # fmt: skip
        assert "“R-9” is not in the requirements of the scope; add it there" in str(refused.value.problems)
        assert not Case.objects.exists()

    def test_lists_of_names_survive_a_round_trip(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1", "R-2")
        room.cases("TC-1", requirements=("R-2", "R-1"), matches=("a.*", "b"))
        values = CASES.store.current(room.project)[("TC-1",)].values
        assert (values["requirements"], values["matches"]) == (("R-2", "R-1"), ("a.*", "b"))

    def test_a_start_after_the_end_is_refused_at_its_cell(self, room: Room) -> None:
        room.cycle()
        change = changed(CYCLES, room.project, "UAT-1", end=date(2026, 11, 1))
        after = Row(change.row.identity, change.row.values, {}, Origin("tests/cases.xlsx", "Cycles", 3))
        with pytest.raises(Invalid) as refused:
            change_cycles(room.context, room.project, [RowChange("changed", change.before, after)])
        assert [(problem.column, problem.value, problem.row) for problem in refused.value.problems] == [
            ("end", "2026-11-01", 3)
        ]
        assert Cycle.objects.get().end == date(2026, 11, 13)


class TestSignedContent:
    def lines(self, room: Room, name: str = "testing:uat") -> dict[str, str]:
        rendering = render(room.project, name, room.context.now)
        return {line.key: line.text for line in rendering.lines} if rendering else {}

    def digest(self, room: Room) -> str:
        rendering = render(room.project, "testing:uat", room.context.now)
        return rendering.digest() if rendering else ""

    def test_there_is_nothing_to_sign_without_a_cycle_or_under_a_strange_name(self, room: Room) -> None:
        assert render(room.project, "testing:uat", room.context.now) is None
        room.cycle()
        assert render(room.project, "testing:sit", room.context.now) is None
        assert render(room.project, "testing:friday", room.context.now) is None
        assert render(room.project, "testing", room.context.now) is None

    def test_cycles_and_cases_are_signed_with_how_they_ended(self, room: Room) -> None:
        room.cycle(environment="ACC", environment_kind="production-like", solution_version="10.0.44")
        room.cases("TC-1", significant=True)
        room.cases("TC-2")
        room.results(("TC-1", "passed"), ("stray", "failed"), ("other", "passed"))
        assert self.lines(room) == {
            "cycle:UAT-1": "Environment: ACC; Kind of environment: production-like; Migrated data: not stated; "
            "Solution version: 10.0.44; Exit criteria: not stated; Share that must pass: 100 %",
            "case:UAT-1:TC-1": "passed; significant",
            "case:UAT-1:TC-2": "no result",
            "results:UAT-1": "1 passed, 1 failed",
        }

    def test_a_case_that_passes_once_more_is_what_was_signed_and_one_that_fails_is_not(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1")
        room.results(("TC-1", "passed"))
        signed = self.digest(room)
        room.results(("TC-1", "passed"), at=TUESDAY)
        change_cycles(room.context, room.project, [changed(CYCLES, room.project, "UAT-1", notes="x", owner="y")])
        assert self.digest(room) == signed
        room.results(("TC-1", "failed"), at=TUESDAY, file="later.xml", suite="orders")
        assert self.digest(room) != signed

    def test_refs_with_colons_do_not_collide(self, room: Room) -> None:
        room.cycle("A")
        room.cycle("A:B")
        room.cases("B:C", cycles=("A",))
        room.cases("C", cycles=("A:B",))
        assert len(self.lines(room)) == 4


class TestPages:
    def test_cycles_come_with_what_their_latest_results_add_up_to(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1", "TC-2")
        room.results(("TC-1", "failed"), ("stray", "skipped"))
        room.results(("TC-1", "passed"), at=TUESDAY)
        room.results(("x", "passed"), cycle="SIT-1")
        uat, sit = sorted(queries.cycles_with_counts(room.project), key=lambda row: row.ref, reverse=True)
        assert (uat.planned, uat.tests, uat.without_case, uat.files) == (2, 2, 1, 2)
        assert uat.outcomes == {Outcome.PASSED: 1, Outcome.SKIPPED: 1}
        assert (sit.kind_title, sit.declared, sit.planned) == ("System integration test", False, 0)

    @pytest.mark.parametrize("cycles", [1, 30])
    def test_lists_cost_the_same_number_of_queries_whatever_their_length(
        self, room: Room, cycles: int, django_assert_num_queries: Any
    ) -> None:
        for number in range(cycles):
            room.results((f"t{number}", "failed"), cycle=f"UAT-{number}")
        with django_assert_num_queries(3):
            queries.cycles_with_counts(room.project)
        with django_assert_num_queries(1):
            assert {one.cycle.ref for one in queries.result_files(room.project)}
        with django_assert_num_queries(2):
            queries.failing_results(room.project)
        with django_assert_num_queries(4):
            queries.coverage(room.project)

    def test_failing_results_come_in_pages_with_significant_cases_first(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1")
        room.cases("TC-2", significant=True)
        room.results(("TC-1", "failed"), ("TC-2", "error"), ("a", "failed"), ("b", "passed"))
        room.results(("elsewhere", "failed"), cycle="SIT-1")
        page = queries.failing_results(room.project, cycle="UAT-1", size=2)
        assert (page.total, [row.case for row in page.rows]) == (3, ["TC-2", "TC-1"])
        assert [row.name for row in queries.failing_results(room.project, cycle="UAT-1", page=2, size=2).rows] == ["a"]
        assert queries.failing_results(room.project, page=9).rows == []
        first = page.rows[0]
        assert (first.message, first.at, first.significant) == ("no", MONDAY, True)

    def test_coverage_counts_each_requirement_once(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1", "R-2", "R-3", "R-4")
        room.cases("TC-1", requirements=("R-1",), path="edge")
        room.cases("TC-2", requirements=("R-2",))
        room.results(("TC-1", "passed"), ("TC-2", "failed"), ("R-4 alone", "passed"))
        assert queries.coverage(room.project) == queries.Coverage(4, 2, 1, 1, 1)


class TestFolder:
    @pytest.mark.parametrize(
        ("path", "cycle"),
        [
            ("tests/UAT-2/monday.xml", "UAT-2"),
            ("tests/uat 2/monday.xml", "uat 2"),
            ("tests/uat-2.xml", "uat-2"),
            ("tests/acceptance/UAT-2/finance/a.xml", "UAT-2"),
            ("tests/SIT-1/finance/a.xml", "SIT-1"),
            ("tests/SIT-1/UAT-2.xml", "UAT-2"),
        ],
    )
    def test_the_place_of_a_file_names_its_cycle(self, path: str, cycle: str) -> None:
        assert cycle_named_by(PurePosixPath(path), ["UAT-2"]) == cycle

    @pytest.mark.parametrize(
        ("path", "taken"),
        [
            ("tests/UAT-2/a.xml", True), ("tests/a.TRX", True), ("tests/cases.xlsx", False), ("other/a.xml", False),
            ("tests", False),
        ],
    )  # fmt: skip
    def test_xml_files_below_tests_are_results(self, path: str, taken: bool) -> None:
        assert file_kinds["test-results"].matches(PurePosixPath(path)) is taken

    def test_a_file_of_the_folder_becomes_results_and_its_warnings_are_told(self, room: Room) -> None:
        room.cycle("UAT-2")
        data = junit([("a", "passed")]).replace(b"<testsuite ", b'<testsuite tests="2" ')
        notes = file_kinds["test-results"].take(room.context, PurePosixPath("tests/uat-2/a.xml"), data)
        assert notes == ("The file declares 2 tests, 1 is in it.",)
        assert Cycle.objects.get().results.count() == 1


class TestInspecting:
    def test_files_are_told_as_the_command_line_promises(self, tmp_path: Path) -> None:
        good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
        good.write_bytes(junit([("a", "passed"), ("b", "failed"), ("c", "error"), ("d", "skipped")]))
        bad.write_text("nothing")
        document, problems = inspect_files([good, bad, tmp_path / "missing.xml"])
        assert document == {
            "files": [
                {
                    "file": str(good), "format": "junit", "tests": 4, "passed": 1, "failed": 1, "errors": 1,
                    "skipped": 1, "declared": None, "warnings": [],
                }
            ]
        }  # fmt: skip
        assert [problem.file for problem in problems] == [str(bad), str(tmp_path / "missing.xml")]
