"""A plan from one kind of file to another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.cutover.formats.calendar import write_calendar
from firstlight.cutover.formats.mspdi import read_mspdi
from firstlight.cutover.formats.mspdi.exporting import Base, project_file
from firstlight.cutover.listed import ListedPlan, facts_of, read_listed, wanted_of
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.cutover.rules.timing import Timetable, timetable_of
from firstlight.cutover.sheets import TASKS
from firstlight.engines.scheduling import PlanRefused
from firstlight.intake.writing import write_csv, write_workbook
from firstlight.kernel.errors import Invalid

#: What can be written, by suffix.
KINDS = (".xlsx", ".csv", ".xml", ".ics", ".pdf")
#: What lists cannot hold of a file of MS Project.
_ONLY_PROJECT = (
    "Calendars, costs and other fields that only MS Project has are not in this file; "
    "give the original with --onto when you go back to XML."
)


@dataclass(slots=True)
class Conversion:
    """A plan that was read whole; `notes` are sentences on what was decided, and what the new file cannot hold."""

    listed: ListedPlan
    facts: PlanFacts
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def read(
        cls,
        data: bytes,
        file: str,
        zone: ZoneInfo,
        *,
        plan: str = "",
        begins: datetime | None = None,
        onto: tuple[bytes, str] | None = None,
    ) -> Conversion:
        """Read a plan. `onto` are bytes and name of the file of MS Project that its steps came from.

        Raises Unreadable for what holds no plan, Invalid with every row that cannot be taken: nothing is half written.
        """
        listed = read_listed(data, file, zone, plan)
        if listed.problems:
            many = "1 row cannot" if len(listed.problems) == 1 else f"{len(listed.problems):,} rows cannot"
            raise Invalid(f"{many} be taken, so nothing was written.", problems=listed.problems)
        if not listed.rows:
            raise Unreadable(Problem(file, "No steps are in it."))
        if onto is not None:
            listed = replace(listed, base=Base(onto[0], read_mspdi(onto[0], onto[1], zone.key)))
        start = listed.begins or begins
        if start is None:
            raise Unreadable(Problem(file, "No step has a start; say when the plan begins with --start."))
        others = f"Steps of other plans in the file are left out: {', '.join(listed.others)}."
        facts = facts_of(listed, zone, start, PurePath(file).stem)
        return cls(listed, facts, (*listed.notes, *([others] if listed.others else [])))

    def as_file(self, kind: str) -> bytes:
        """The plan as a file of that kind, but for paper, which is made above this layer.

        Raises PlanRefused where it needs times and they cannot be computed.
        """
        rows, zone = self.listed.rows, self.facts.zone
        if kind == "xml":
            made = project_file(self.facts, wanted_of(rows), self.listed.base)
            if made.left_out:
                self.notes += (f"No custom field was left for: {', '.join(made.left_out)}.",)
            stops = [problem.sentence for problem in timetable_of(self.facts).problems if problem.blocking]
            if stops:
                self.notes += (f"No dates were computed for this file. {stops[0]}",)
            return made.data
        if kind == "ics":
            return write_calendar(self.facts, self.timetable, self._uid(), self._made())
        if self.listed.base:
            self.notes += (_ONLY_PROJECT,)
        return write_csv(TASKS, rows, zone) if kind == "csv" else write_workbook([(TASKS, rows)], zone)

    @property
    def timetable(self) -> Timetable:
        """When everything happens. Raises PlanRefused with what stops the plan."""
        found = timetable_of(self.facts)
        if not found.computed:
            raise PlanRefused(found.problems)
        return found

    def _uid(self) -> str:
        """The same for the same plan, so that a calendar that is taken in again moves its events."""
        return hashlib.sha256(self.facts.title.encode()).hexdigest()[:16]

    def _made(self) -> datetime:
        return self.facts.begins.astimezone(UTC)

    @property
    def countdowns(self) -> dict[str, str]:
        """How long before go-live steps are done, as people call it."""
        return {str(row.values["ref"]): row.values["countdown"] for row in self.listed.rows if row.values["countdown"]}
