"""The scope against what is delivered, as its pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.scope.comparing import KINDS, Item, Standing
from firstlight.scope.rules import DELIVERED, GAPS, MISSING, PARTIAL, UNKNOWN, WORDS, Tally
from firstlight.web import wording
from firstlight.web.listing import Asked, Cell, Choice, Column, Filter, Listed, chosen
from firstlight.web.pages.spans import day_words, overdue

#: A state of delivery as a status is drawn.
STATUS = {DELIVERED: "met", PARTIAL: "partly", MISSING: "unmet", UNKNOWN: "unknown"}
#: In an address, nothing has a name, too.
_KEYS = {DELIVERED: "delivered", PARTIAL: "partial", MISSING: "missing", UNKNOWN: "unknown"}
_WEIGHTS = (Choice("high", "High", "high"), Choice("medium", "Medium", "medium"), Choice("low", "Low", "low"),
            Choice("none", "Not set", ""))  # fmt: skip

#: Levels below one another, and processes, that stand on one page; the others open from there.
MOST_DEPTH = 4
MOST = 40

Address = Callable[[Item], str]
Known = Callable[[str], bool]
Owner = Callable[[str], str]


class _Cells:
    """How an item becomes cells; what the items of a page have in common is made once for all of them."""

    def __init__(self, address: Address, owner: Owner) -> None:
        self.address, self.owner = address, owner
        self.kind, self.said = cache(lambda name: wording.small(kind_word(name))), cache(wording.said)
        self.nobody, self.undated, self.unset = (
            Cell(words, state="unknown") for words in (_("nobody"), _("no date"), _("not set"))
        )

    def __call__(self, row: Item) -> tuple[Cell, ...]:
        return (
            Cell(row.title, self.address(row), self.below(row)),
            self.state(row),
            *(self.gap(row) if row.found.is_gap else (Cell(), Cell(), Cell(), Cell())),
            Cell(wording.days(row.age) if row.age is not None else ""),
        )

    def below(self, row: Item) -> str:
        process = f"{row.process} {row.process_title}" if row.process and row.kind != "process" else ""
        return " · ".join(filter(None, (row.ref, self.kind(row.kind), process)))

    def state(self, row: Item) -> Cell:
        """How the item stands; what evidence proposes is said, and drawn as what it is: not compared yet."""
        word, sub = self.said(WORDS[row.state]), ""
        if row.proposed:
            sub = _("Proposed: delivered. %(why)s") % {"why": self.said(row.proposed)}
        elif row.lacks:
            sub = _("Lacks %(names)s") % {"names": ", ".join(map(self.said, row.lacks))}
        return Cell(word, state=STATUS[row.state], sub=sub)

    def gap(self, row: Item) -> tuple[Cell, ...]:
        found, late = row.found, overdue(row.found.expected, row.today)
        return (
            self.weight(found.gap_priority),
            self.weight(found.gap_risk),
            Cell(self.owner(found.gap_owner)) if found.gap_owner else self.nobody,
            Cell(day_words(found.expected), sub=late, late=bool(late)) if found.expected else self.undated,
        )

    def weight(self, value: str) -> Cell:
        return Cell(self.said(value.capitalize())) if value else self.unset


def listed(address: Address, *, gaps_only: bool, owner: Owner = str) -> Listed[Item]:
    """Items with how they stand. `owner` makes of a name what may be shown of it."""
    states = tuple(Choice(_KEYS[state], WORDS[state], state) for state in (GAPS if gaps_only else _KEYS))
    return Listed(
        "gap" if gaps_only else "item",
        "gaps" if gaps_only else "items",
        (
            Column("Item", "title", wide=True), Column("State", "state"), Column("Priority", "priority_rank"),
            Column("Risk level", "risk_rank"), Column("Owner", "found.gap_owner"),
            Column("Expected", "found.expected"), Column("Known for", "age", figure=True),
        ),
        _Cells(address, owner),
        (
            Filter("kind", "Kind", "kind", tuple(Choice(kind, one, kind) for kind, (_m, one, _n) in KINDS.items())),
            Filter("state", "State", "state", states),
            Filter("priority", "Priority", "found.gap_priority", _WEIGHTS),
            Filter("risk", "Risk level", "found.gap_risk", _WEIGHTS),
            Filter("due", "Expected", "due", (
                Choice("overdue", "Overdue", "overdue"), Choice("in-time", "In time", "in-time"),
                Choice("no-date", "Without a date", "no-date"),
            )),
            Filter("lacks", "Answers", "is_whole", (
                Choice("some", "Something is lacking", False), Choice("nothing", "Nothing is lacking", True),
            )),
            *(() if gaps_only else (Filter("proposed", "Evidence", "is_proposed", (
                Choice("yes", "Proposed as delivered", True),
            )),)),
            Filter("process", "Process", "process"), Filter("owner", "Owner", "found.gap_owner"),
        ),
        ("ref", "title", "process_title", *(() if owner is not str else ("found.gap_owner",))),
    )  # fmt: skip


def narrowed_to(rows: Sequence[Item], spec: Listed[Item], ask: Asked, below: Iterable[str] | None) -> list[Item]:
    """The rows that fit; a process in the address means all that stands below it, too."""
    if below is None:
        return chosen(rows, spec, ask)
    refs = set(below)
    kept = {key: value for key, value in ask.kept.items() if key != "process"}
    return chosen([row for row in rows if row.process in refs], spec, replace(ask, kept=kept))


FILE_HEADS = (
    gettext_noop("Kind"),
    gettext_noop("Ref"),
    gettext_noop("Item"),
    gettext_noop("Process"),
    gettext_noop("State"),
    gettext_noop("Priority"),
    gettext_noop("Risk level"),
    gettext_noop("Owner"),
    gettext_noop("Expected"),
    gettext_noop("Days known"),
    gettext_noop("Lacks"),
    gettext_noop("Action"),
)


def file_row(row: Item, owner: Owner = str) -> tuple[Cell, ...]:
    """An item as a row of a file."""
    found = row.found
    cells = (
        kind_word(row.kind),
        row.ref,
        row.title,
        row.process,
        wording.said(WORDS[row.state]),
        wording.said(found.gap_priority.capitalize()),
        wording.said(found.gap_risk.capitalize()),
        owner(found.gap_owner) if found.gap_owner else "",
        found.expected.isoformat() if found.expected else "",
        str(row.age) if row.age is not None else "",
        ", ".join(row.lacks),
        found.action,
    )
    return tuple(Cell(words) for words in cells)


@dataclass(frozen=True, slots=True)
class Line:
    """A process, or a kind of items, with its counts. `depth` is how far it stands in."""

    title: str
    ref: str
    url: str
    depth: int
    tally: Tally
    sentence: str
    state: str


def lines(
    roots: Sequence[Standing], loose: Tally, kinds: Mapping[str, Tally], address: Callable[[str], str], below: str = ""
) -> list[Line]:
    """The processes down to the deepest level that fits on a page, then what belongs to no process."""
    tops = roots if not below else next((way[-1].children for way in [way_to(roots, below)] if way), [])
    depth = 1
    while depth < MOST_DEPTH and len(_cut(tops, depth)) < len(_cut(tops, depth + 1)) <= MOST:
        depth += 1
    found = [_line(one.title, one.ref, address(one.ref), deep, one.all) for one, deep in _cut(tops, depth)]
    if below:
        return found
    if loose.total:
        found.append(_line(_("Requirements of no process"), "", "", 0, loose))
    rest = {"part": _("Solution parts"), "integration": _("Integrations")}
    return found + [_line(title, "", "", 0, kinds[kind]) for kind, title in rest.items() if kinds[kind].total]


def _cut(tops: Sequence[Standing], depth: int, deep: int = 0) -> list[tuple[Standing, int]]:
    if not depth:
        return []
    found = []
    for one in tops:
        if one.all.total:
            found += [(one, deep), *_cut(one.children, depth - 1, deep + 1)]
    return found


def _line(title: str, ref: str, url: str, depth: int, tally: Tally) -> Line:
    return Line(title, ref, url, depth, tally, told(tally), STATUS[tally.state])


def told(tally: Tally) -> str:
    """In a few words what is heaviest: 2 missing, 1 partial, 4 not compared yet; all delivered."""
    parts = [
        f"{wording.number(number)} {what}"
        for number, what in (
            (tally.missing, _("missing")), (tally.partial, _("partial")), (tally.unknown, _("not compared yet")),
        )
        if number
    ]  # fmt: skip
    return ", ".join(parts) or _("all delivered")


def way_to(roots: Sequence[Standing], ref: str) -> list[Standing]:
    """The process of that ref, after all that stand above it; empty where there is none."""
    for one in roots:
        if one.ref == ref:
            return [one]
        if way := way_to(one.children, ref):
            return [one, *way]
    return []


def whole(kinds: Mapping[str, Tally]) -> Tally:
    """All items of all kinds."""
    found = Tally()
    for one in kinds.values():
        found.take_in(one)
    return found


def kind_word(kind: str) -> str:
    """Requirement, solution part."""
    return wording.said(KINDS[kind][1])
