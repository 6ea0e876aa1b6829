"""A plan in a file of any kind as rows of the list of steps: Excel, CSV, MS Project XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.cutover.formats.mspdi import Wanted, drawn_of, read_mspdi
from firstlight.cutover.formats.mspdi.exporting import Base
from firstlight.cutover.formats.mspdi.lines import OTHERS
from firstlight.cutover.formats.reading import is_list, refuse_others
from firstlight.cutover.rules.facts import GROUP, PlanFacts, Step
from firstlight.cutover.sheets import TASKS
from firstlight.cutover.sheets.projects import table_in
from firstlight.cutover.stores import CUTOVER
from firstlight.intake.offering import Offered, read_offer
from firstlight.intake.parsing import ParsedSheet, parse
from firstlight.intake.recognising import Recognised
from firstlight.kernel.sheets import Row

_BOOK = (".xlsx", ".xlsm")
_FIELDS = frozenset(field.name for field in fields(Step))


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """The steps of one plan as rows. `others` are plans of which the file has steps besides; those are left out.

    `problems` are rows that could not be taken; `notes` what was decided while reading. `base` is the file where it is
    one of MS Project XML.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    base: Base | None = None
    others: tuple[str, ...] = ()
    title: str = ""

    @property
    def begins(self) -> datetime | None:
        """The first start that a step has, or that of the file."""
        if self.base:
            return self.base.found.draft.start
        return min((row.values["start"] for row in self.rows if row.values["start"]), default=None)


def read_listed(data: bytes, file: str, zone: ZoneInfo, plan: str = "") -> ListedPlan:
    """The steps in a file, those of the plan of that ref; without one, of the cutover, else of the first plan in it.

    Raises Unreadable for what holds no steps at all.
    """
    refuse_others(data, file)
    if is_list(data):
        return _listed(_offered(data, file, zone).rows, plan)
    base = Base(data, read_mspdi(data, file, zone.key))
    parsed = parse(Recognised(table_in(TASKS, base.found, file), TASKS), zone)
    return _listed(parsed, plan, base)


def _offered(data: bytes, file: str, zone: ZoneInfo) -> Offered:
    try:
        return read_offer(TASKS, data, _named(data, file), zone, {})
    except Unreadable as refusal:
        # Whoever gave the file knows it by its own name.
        raise Unreadable(replace(refusal.problem, file=file)) from None


def _named(data: bytes, file: str) -> str:
    """The name with a suffix that says what the bytes are."""
    suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
    if data.startswith(b"PK"):
        return file if suffix in _BOOK else f"{file}.xlsx"
    return file if suffix in (".csv", ".tsv", ".txt") else f"{file}.csv"


def _listed(parsed: ParsedSheet, plan: str, base: Base | None = None) -> ListedPlan:
    plans = list(dict.fromkeys(row.values["plan"] or CUTOVER for row in parsed.rows))
    chosen = plan or (CUTOVER if CUTOVER in plans or not plans else plans[0])
    rows = tuple(row for row in parsed.rows if (row.values["plan"] or CUTOVER) == chosen)
    others = tuple(one for one in plans if one != chosen)
    title = base.found.draft.name if base else ""
    return ListedPlan(rows, parsed.problems, parsed.notes, base, others, title)


def facts_of(listed: ListedPlan, zone: ZoneInfo, begins: datetime, title: str) -> PlanFacts:
    """The plan for the rules. `begins` is when it starts where no step says so."""
    return PlanFacts(
        title=listed.title or title,
        zone=zone,
        begins=listed.begins or begins,
        steps=steps_of(row.values for row in listed.rows),
        drawn=drawn_of(listed.base.found) if listed.base else None,
    )


def steps_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Values by column as steps."""
    return tuple(
        Step(dry_run=row["dry_run_minutes"], **{key: row[key] for key in _FIELDS & row.keys()}) for row in rows
    )


def who_of(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Who does each step: its owner, and who else is assigned. Nobody does a group."""
    found = {}
    for row in rows:
        others = (one.strip() for one in row.extras.get(OTHERS, "").split(";"))
        if row.values["kind"] != GROUP:
            found[str(row.values["ref"])] = tuple(name for name in (row.values["owner"], *others) if name)
    return found


def wanted_of(rows: Iterable[Row]) -> list[Wanted]:
    """Rows as a file is to have them."""
    return [Wanted(str(row.values["ref"]), row.values, row.extras) for row in rows]
