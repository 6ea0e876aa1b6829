"""A project with test cycles, cases and result files, made in few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from firstlight.contracts.reading import Reading
from firstlight.kernel.context import Context
from firstlight.kernel.sheets import Row, RowChange
from tests.cast import added

MONDAY = datetime(2026, 11, 9, 10, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 10, 10, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 11, 10, tzinfo=UTC)

_ENDED = {"failed": "<failure message='no'/>", "error": "<error message='no'/>", "skipped": "<skipped/>", "passed": ""}


def junit(results: Sequence[tuple[str, str]], at: datetime | None = MONDAY, suite: str = "orders") -> bytes:
    """A JUnit file of (name, outcome), all run at one time."""
    stamp = f' timestamp="{at.isoformat()}"' if at else ""
    cases = "".join(
        f"<testcase classname={quoteattr(suite)} name={quoteattr(name)} time='0.1'>{_ENDED[outcome]}</testcase>"
        for name, outcome in results
    )
    return f"<testsuites><testsuite name='all'{stamp}>{cases}</testsuite></testsuites>".encode()


@dataclass
class Room:
    """A project and the machine that may do everything in it."""

    project: Any
    context: Context

    def cycles(self, *rows: dict[str, Any]) -> None:
        from firstlight.testing.actions import change_cycles
        from firstlight.testing.sheets import CYCLES

        change_cycles(self.context, self.project, [added(CYCLES, **{"title": row["ref"], **row}) for row in rows])

    def cycle(self, ref: str = "UAT-1", kind: str = "uat", **values: Any) -> None:
        """A cycle that has ended, unless said otherwise."""
        self.cycles({"ref": ref, "kind": kind, "start": date(2026, 11, 2), "end": date(2026, 11, 13), **values})

    def cases(self, *refs: str, cycles: tuple[str, ...] = ("UAT-1",), **values: Any) -> None:
        from firstlight.testing.actions import change_cases
        from firstlight.testing.sheets import CASES

        rows = [added(CASES, **{"ref": ref, "title": f"Case {ref}", "cycles": cycles, **values}) for ref in refs]
        change_cases(self.context, self.project, rows)

    def requirements(self, *refs: str, **values: Any) -> None:
        from firstlight.scope.actions import change_requirements
        from firstlight.scope.sheets import REQUIREMENTS

        rows = [added(REQUIREMENTS, **{"ref": ref, "title": f"Requirement {ref}", **values}) for ref in refs]
        change_requirements(self.context, self.project, rows)

    def results(
        self, *results: tuple[str, str], cycle: str = "UAT-1", at: datetime | None = MONDAY, **more: Any
    ) -> Any:
        """Import a file of these results."""
        from firstlight.testing.actions import import_results

        context = more.pop("context", self.context)
        file = more.pop("file", f"tests/{cycle}/results.xml")
        return import_results(context, cycle_ref=cycle, file=file, data=junit(results, at, **more))

    def list_of_results(self, *lines: str, cycle: str = "UAT-1", at: datetime | None = None) -> Any:
        """Import a list of these lines, as people write it."""
        from firstlight.testing.actions import import_results

        data = "\n".join(lines).encode()
        return import_results(self.context, cycle_ref=cycle, file=f"tests/{cycle}/list.csv", data=data, kept=at)

    def change_requirement(self, ref: str, **values: Any) -> None:
        """Change a requirement, and let follow what follows from it."""
        from firstlight.contracts.events import RequirementChanged
        from firstlight.scope.actions import change_requirements
        from firstlight.scope.sheets import REQUIREMENTS
        from firstlight.testing.following import count_what_passed_again

        change_requirements(self.context, self.project, [changed(REQUIREMENTS, self.project, ref, **values)])
        count_what_passed_again(RequirementChanged(self.project.uid, (ref,)), self.context.now)

    def put(self, sheet: Any, **values: Any) -> None:
        """Add a row to a list."""
        sheet.apply(self.context, self.project, [added(sheet, **values)])

    def run(self, ref: str, **values: Any) -> None:
        """A run by somebody of the business, under the role of the job; it passed, unless said otherwise."""
        from firstlight.testing.sheets import RUNS

        usual = {"case": "TC-1", "cycle": "UAT-1", "tester": "Lena Brandt", "role": "Order clerk", "at": MONDAY}
        self.put(RUNS, **{"ref": ref, **usual, "outcome": "passed", **values})

    def read(self, measure: str, now: datetime | None = None) -> Reading:
        from firstlight.readiness.registry import measures

        return measures[measure].read(self.project, now or self.context.now)


def changed(sheet: Any, project: Any, ref: str, **values: Any) -> RowChange:
    """The change of a stored row to these values."""
    before = sheet.store.current(project)[(ref,)]
    after = Row(before.identity, {**before.values, **values}, before.extras)
    return RowChange("changed", before, after)


def removed(sheet: Any, project: Any, ref: str) -> RowChange:
    """The change that takes a stored row away."""
    return RowChange("removed", sheet.store.current(project)[(ref,)], None)
