"""Test coverage as its page shows it: a square for each requirement, and the requirements as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.testing.coverage import Block, CombinationLine, Line, RegulationLine
from firstlight.testing.models import Access, Regulation
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import OWNER, REF, Address, hole

#: How a requirement stands, and what is said of it. The heaviest first.
MARKS = {
    "unmet": gettext_noop("a case fails"),
    "unknown": gettext_noop("no case, or none was run"),
    "stale": gettext_noop("passed, and does not count"),
    "partly": gettext_noop("a path is missing"),
    "met": gettext_noop("both paths passed"),
}
#: So many holes of a process are named beside its squares.
NAMED = 3


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A process with its squares. `holes` are the first requirements that are not covered, `more` how many others."""

    title: str
    about: str
    url: str
    squares: SafeString
    holes: tuple[Line, ...]
    more: int


def block_lines(blocks: tuple[Block, ...], slug: str) -> tuple[BlockLine, ...]:
    """A line for each process."""
    words = {mark: wording.said(said) for mark, said in MARKS.items()}
    return tuple(_block(one, slug, words) for one in blocks)


def _block(one: Block, slug: str, words: dict[str, str]) -> BlockLine:
    counted = _("%(met)s of %(all)s") % {"met": one.met, "all": len(one.lines)}
    holes = [line for mark in MARKS if mark != "met" for line in one.of(mark)]
    squares = "".join(
        f'<i class="is-{line.mark}" title="{escape(f"{line.ref} {line.title}: {words[line.mark]}")}"></i>'
        for line in one.lines
    )
    return BlockLine(
        one.title or _("No process"),
        f"{one.owner} · {counted}" if one.owner else counted,
        place("coverage", slug) + f"?process={one.ref or 'none'}&hole=yes#requirements",
        mark_safe(f'<div class="fl-squares" aria-hidden="true">{squares}</div>'),  # noqa: S308  (escaped above)
        tuple(holes[:NAMED]),
        max(0, len(holes) - NAMED),
    )


class _Cells:
    """How a requirement becomes cells."""

    def __init__(self, address: Address) -> None:
        self.address = cache(address)
        self.marks = {mark: Cell(wording.said(words), state=mark) for mark, words in MARKS.items()}
        self.paths = {
            "met": Cell(_("passed"), state="met"), "unmet": Cell(_("fails"), state="unmet"),
            "stale": Cell(_("does not count"), state="stale"), "partly": Cell(_("not all run"), state="partly"),
            "unknown": Cell(_("not shown"), state="unknown"),
        }  # fmt: skip
        self.nobody = hole(_("nobody"))

    def __call__(self, row: Line) -> tuple[Cell, ...]:
        return (
            Cell(row.title, self.address("requirement", row.ref), row.ref),
            self.marks[row.mark],
            self.paths[row.usual],
            self.paths[row.edge],
            Cell(wording.number(row.cases), sub=", ".join((*row.failing, *row.stale)[:3])),
            Cell(row.process, self.address("process", row.process)) if row.process else Cell(),
            Cell(row.owner) if row.owner else self.nobody,
        )


def requirements(address: Address, blocks: Sequence[Block]) -> Listed[Line]:
    """The requirements in scope with how they are covered."""
    processes = tuple(Choice(one.ref or "none", one.title or _("No process"), one.ref) for one in blocks)
    return Listed(
        "requirement",
        "requirements",
        (
            Column("Requirement", "title", wide=True), Column("Coverage", "mark", wide=True),
            Column("Usual path", "usual"), Column("Edge case", "edge"),
            Column("Cases", "cases", figure=True), Column("Process", "process"),
            Column("Owner", "owner"),
        ),
        _Cells(address),
        (
            Filter("hole", "Hole", "hole", (Choice("yes", "Holes only", True), Choice("no", "Covered", False))),
            Filter("mark", "Coverage", "mark", tuple(Choice(mark, words, mark) for mark, words in MARKS.items())),
            Filter("process", "Process", "top", processes),
            Filter("regulatory", "Regulatory", "regulatory", (Choice("yes", "Regulatory", True),)),
            REF, OWNER,
        ),
        ("ref", "title", "owner"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A row of the two smaller tables."""

    ref: str
    title: str
    cells: tuple[str, ...]
    state: str
    word: str
    owner: str


def combination_rows(lines: Sequence[CombinationLine]) -> list[Named]:
    """Combinations, the missing ones first, significant ones before others."""
    access, anything = wording.Labels(Access.choices), _("any")
    found = []
    for one in sorted(lines, key=lambda one: (one.covered, not one.wanted.significant, one.wanted.ref)):
        wanted = one.wanted
        cells = (
            wanted.persona or anything,
            wanted.place or anything,
            access[wanted.access] if wanted.access else anything,
            wanted.device or anything,
        )
        missing = _("missing, significant") if wanted.significant else _("missing")
        state = "met" if one.covered else "unmet" if wanted.significant else "unknown"
        found.append(Named(wanted.ref, wanted.title, cells, state, _("covered") if one.covered else missing, one.owner))
    return found


def regulation_rows(lines: Sequence[RegulationLine]) -> list[Named]:
    """Rules of others with feature, documents and results."""
    levels = wording.Labels(Regulation.Level.choices)
    words = {"met": _("passed"), "unmet": _("fails"), "stale": _("does not count"), "unknown": _("not shown")}
    found = []
    for one in lines:
        where = f"{levels[one.level]}: {one.where}" if one.where else levels[one.level]
        cells = (where, ", ".join(one.requirements), one.feature, one.documents)
        found.append(Named(one.ref, one.title, cells, one.mark, words[one.mark], one.owner))
    return found
