"""The scope held against what is delivered: item by item, and counted by process. Fixed numbers of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.scope import stores
from firstlight.scope.models import ComparedRow, Integration, Process, Requirement, SolutionPart
from firstlight.scope.rules import GAPS, WEIGHTS, Comparison, Tally, lacking, late

#: The kinds of items, as a page names one and many of them.
KINDS: dict[str, tuple[type[ComparedRow], str, str]] = {
    "process": (Process, "Process", "processes"),
    "requirement": (Requirement, "Requirement", "requirements"),
    "part": (SolutionPart, "Solution part", "solution parts"),
    "integration": (Integration, "Integration", "integrations"),
}


def asked_for(kind: str) -> Q:
    """The rows that have to be compared: all in scope; of the processes those that are neither above nor below one.

    An end-to-end process, an area or a scenario counts as soon as somebody says how it stands.
    """
    rows = Q(in_scope=True)
    return rows & (Q(level=Process.Level.PROCESS) | ~Q(delivered="")) if kind == "process" else rows


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the scope and how it stands. `proposed` says what evidence speaks for its being delivered."""

    kind: str
    ref: str
    title: str
    process: str
    process_title: str
    owner: str
    found: Comparison
    today: date
    proposed: str = ""

    @property
    def key(self) -> str:
        """The item's name across all kinds, as in a baseline: requirement:R-114."""
        return f"{self.kind}:{self.ref}"

    @property
    def state(self) -> str:
        """Delivered, partial, missing, or "" for not compared yet."""
        return self.found.delivered

    @property
    def priority_rank(self) -> int:
        """0 for high; without a priority last."""
        return _rank(self.found.gap_priority)

    @property
    def risk_rank(self) -> int:
        """0 for high; without a level last."""
        return _rank(self.found.gap_risk)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What a gap still needs."""
        return lacking(self.found)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacks

    @property
    def is_late(self) -> bool:
        """Whether a gap is past its date."""
        return late(self.found, self.today)

    @property
    def due(self) -> str:
        """Of a gap: overdue, in-time or no-date; of all others nothing."""
        if not self.found.is_gap:
            return ""
        return "no-date" if self.found.expected is None else "overdue" if self.is_late else "in-time"

    @property
    def is_proposed(self) -> bool:
        """Whether evidence says that it is delivered, and no person has said anything."""
        return bool(self.proposed)

    @property
    def age(self) -> int | None:
        """Days since the state was found."""
        return (self.today - self.found.compared_on).days if self.found.compared_on else None


def _rank(weight: str) -> int:
    return WEIGHTS.index(weight) if weight in WEIGHTS else len(WEIGHTS)


def items(project: ProjectLike, today: date, states: Collection[str] | None = None) -> list[Item]:
    """All items that are asked for; of these states, or of all. Gaps of high priority come first. Four queries."""
    found: list[Item] = []
    for kind, (model, _, _) in KINDS.items():
        rows = model._default_manager.filter(asked_for(kind), project_id=project.pk)
        if states is not None:
            rows = rows.filter(delivered__in=states)
        found += (_made(kind, cells, today) for cells in rows.values_list(*_fields(kind)).iterator(chunk_size=5000))
    return sorted(found, key=_weight)


def _weight(one: Item) -> tuple[Any, ...]:
    order = {"missing": 0, "partial": 1, "": 2, "delivered": 3}
    late_first = one.found.expected or date.max
    gap = one.found.is_gap
    return (
        not gap,
        one.priority_rank if gap else 0,
        one.risk_rank if gap else 0,
        late_first,
        order[one.state],
        one.ref,
    )


def _fields(kind: str) -> list[str]:
    process = {"process": ("ref", "title"), "requirement": ("process__ref", "process__title")}.get(kind, ())
    return ["ref", "title", "owner", *stores.COMPARED, *process]


def _made(kind: str, cells: tuple[Any, ...], today: date) -> Item:
    ref, title, owner, *rest = cells
    width = len(stores.COMPARED)
    process, process_title = rest[width:] or ("", "")
    found = Comparison(*rest[:width])
    return Item(kind, ref, title, process or "", process_title or "", owner, found, today)


def gaps(project: ProjectLike, today: date) -> list[Item]:
    """What is partial or missing, by priority. Four queries."""
    return items(project, today, GAPS)


def totals_by_kind(project: ProjectLike) -> dict[str, Tally]:
    """How many items of each kind stand in which state. Four queries."""
    found = {}
    for kind, (model, _, _) in KINDS.items():
        tally = found[kind] = Tally()
        rows = model._default_manager.filter(asked_for(kind), project_id=project.pk).order_by()
        for state, number in rows.values_list("delivered").annotate(Count("pk")):
            tally.add(state, number)
    return found


@dataclass(slots=True)
class Standing:
    """A process with how its own items and all below it stand."""

    ref: str
    title: str
    level: int
    in_scope: bool
    own: Tally = field(default_factory=Tally)
    all: Tally = field(default_factory=Tally)
    children: list[Standing] = field(default_factory=list)

    def refs(self) -> Iterator[str]:
        """Its own ref and those of all below it."""
        yield self.ref
        for child in self.children:
            yield from child.refs()


def standing_tree(project: ProjectLike) -> tuple[list[Standing], Tally]:
    """The processes as a tree with their counts, and the count of requirements that no process holds. Two queries."""
    found: dict[int, Standing] = {}
    parents: dict[int, int | None] = {}
    rows = Process.objects.filter(project_id=project.pk).order_by("ref")
    for pk, parent, ref, title, level, in_scope, state in rows.values_list(
        "pk", "parent_id", "ref", "title", "level", "in_scope", "delivered"
    ):
        one = found[pk] = Standing(ref, title, level, in_scope)
        parents[pk] = parent
        if in_scope and (level == Process.Level.PROCESS or state):
            one.own.add(state)
    loose = Tally()
    tied = Requirement.objects.filter(project_id=project.pk, in_scope=True).order_by()
    for process, state, number in tied.values_list("process_id", "delivered").annotate(Count("pk")):
        (found[process].own if process in found else loose).add(state, number)
    roots: list[Standing] = []
    for pk, one in found.items():
        above = found.get(parents[pk] or 0)
        (above.children if above else roots).append(one)
    for root in roots:
        _sum(root)
    return roots, loose


def _sum(one: Standing) -> None:
    one.all.take_in(one.own)
    for child in one.children:
        _sum(child)
        one.all.take_in(child.all)


def comparison_of(row: ComparedRow) -> Comparison:
    """How a row stands, as plain values."""
    return Comparison(**{name: getattr(row, name) for name in stores.COMPARED})


def item_row(project: ProjectLike, kind: str, ref: str) -> ComparedRow:
    """The row of an item. NotFound for a kind or a ref that there is not. One query."""
    found = KINDS[kind][0]._default_manager.filter(project_id=project.pk, ref=ref).first() if kind in KINDS else None
    if found is None:
        raise NotFound("There is no such item.")
    return found
