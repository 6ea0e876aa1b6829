"""Lists of records: what their columns are and how a row is shown. One definition a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from firstlight.scope.models import Integration, Requirement, SolutionPart
from firstlight.scope.rules import WORDS
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.delivered import STATUS
from firstlight.web.pages.spans import day_words

#: Kind and ref of a record to its address.
Address = Callable[[str, str], str]
#: The ref of a row, and what else is said below its title.
Beside = Callable[[str], str]
#: How a row becomes cells.
Cells = Callable[[Any], tuple[Cell, ...]]

REF = Filter("ref", "Ref", "ref")
_DELIVERED = Filter(
    "delivered",
    "Delivered",
    "delivered",
    tuple(Choice(state or "unknown", word, state) for state, word in WORDS.items()),
)
IN_SCOPE = Filter("scope", "Scope", "in_scope", (Choice("in", "In scope", True), Choice("out", "Out of scope", False)))
OWNER = Filter("owner", "Owner", "owner")


def choices_of(given: Sequence[tuple[object, object]], unset: str = "") -> tuple[Choice, ...]:
    """The choices of a model's field; with a word for those that say nothing, where the field may be empty."""
    known = tuple(Choice(str(value), str(label), value) for value, label in given)
    return (*known, Choice("none", unset, "")) if unset else known


def hole(words: str) -> Cell:
    """What nobody said: it is drawn, not left blank."""
    return Cell(words, state="unknown")


class _Known:
    """Cells that the rows of a page have in common, made once for all of them."""

    def __init__(self) -> None:
        self.empty = Cell()
        self.unknown, self.nobody = hole(_("unknown")), hole(_("nobody"))
        self.scope = {True: Cell(_("In")), False: Cell(_("Out"), state="not-applicable")}
        self.delivered = {state: Cell(wording.said(word), state=STATUS[state]) for state, word in WORDS.items()}

    def words(self, value: str) -> Cell:
        return Cell(value) if value else self.unknown

    def owner(self, name: str) -> Cell:
        return Cell(name) if name else self.nobody

    def number(self, value: int | None) -> Cell:
        return self.unknown if value is None else Cell(wording.number(value))

    def standing(self, row: Any) -> tuple[Cell, Cell]:
        """How the row stands against what is delivered, and whether it is in scope; what is not was not to be."""
        return self.delivered[row.delivered] if row.in_scope else self.empty, self.scope[row.in_scope]


def _requirement_cells(address: Address, beside: Beside) -> Cells:
    known, nowhere, unset = _Known(), hole(_("none")), hole(_("not set"))
    kinds, priorities = wording.Labels(Requirement.Kind.choices), wording.Labels(Requirement.Priority.choices)

    @cache
    def where(ref: str, title: str) -> Cell:
        return Cell(title, address("process", ref), ref)

    def cells(row: Any) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=beside(row.ref)),
            Cell(kinds[row.kind], sub=row.regulation),
            Cell(priorities[row.priority]) if row.priority else unset,
            where(row.process__ref, row.process__title) if row.process__ref else nowhere,
            known.owner(row.owner),
            *known.standing(row),
        )

    return cells


def requirements(address: Address, beside: Beside = str) -> Listed[Any]:
    """What the processes need from the solution."""
    return Listed(
        "requirement",
        "requirements",
        (
            Column("Requirement", "title", wide=True, edits="title"), Column("Kind", "kind", edits="kind"),
            Column("Priority", "priority", edits="priority"),
            Column("Process", "process__ref", edits="process"), Column("Owner", "owner", edits="owner"),
            Column("Delivered", "delivered", edits="delivered"),
            Column("Scope", "in_scope", edits="in_scope"),
        ),
        _requirement_cells(address, beside),
        (
            Filter("kind", "Kind", "kind", choices_of(Requirement.Kind.choices)),
            Filter("priority", "Priority", "priority", choices_of(Requirement.Priority.choices, "Not set")),
            _DELIVERED, IN_SCOPE, REF, OWNER, Filter("process", "Process", "process__ref"),
        ),
        ("ref", "title", "regulation", "owner", "process__title"),
        ("ref",),
        reads=(
            "ref", "title", "kind", "regulation", "priority", "process__ref", "process__title", "owner", "delivered",
            "in_scope",
        ),
    )  # fmt: skip


def _integration_cells(beside: Beside) -> Cells:
    known = _Known()
    kinds, weights = wording.Labels(Integration.Kind.choices), wording.Labels(Integration.Criticality.choices)

    def cells(row: Any) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=beside(row.ref)),
            known.words(row.system),
            known.words(kinds[row.kind]),
            known.words(row.pattern),
            known.number(row.volume_a_day),
            known.number(row.peak_an_hour),
            known.words(weights[row.criticality]),
            known.owner(row.owner),
            *known.standing(row),
        )

    return cells


def integrations(address: Address, beside: Beside = str) -> Listed[Any]:
    """Interfaces to other systems, with what goes through them."""
    return Listed(
        "integration",
        "integrations",
        (
            Column("Integration", "title", wide=True, edits="title"),
            Column("Other system", "system", edits="system"), Column("Type", "kind", edits="kind"),
            Column("Pattern", "pattern", edits="pattern"),
            Column("Messages a day", "volume_a_day", figure=True, edits="volume_a_day"),
            Column("Peak an hour", "peak_an_hour", figure=True, edits="peak_an_hour"),
            Column("Criticality", "criticality", edits="criticality"),
            Column("Owner", "owner", edits="owner"), Column("Delivered", "delivered", edits="delivered"),
            Column("Scope", "in_scope", edits="in_scope"),
        ),
        _integration_cells(beside),
        (
            Filter("kind", "Type", "kind", choices_of(Integration.Kind.choices, "Unknown")),
            Filter("criticality", "Criticality", "criticality", choices_of(Integration.Criticality.choices, "Unknown")),
            _DELIVERED, IN_SCOPE, REF, OWNER,
        ),
        ("ref", "title", "system", "pattern", "owner"),
        ("ref",),
        reads=(
            "ref", "title", "system", "kind", "pattern", "volume_a_day", "peak_an_hour", "criticality", "owner",
            "delivered", "in_scope",
        ),
    )  # fmt: skip


def parts(address: Address, beside: Beside = str) -> Listed[Any]:
    """Applications, customisations and ISV solutions."""
    known, kinds = _Known(), wording.Labels(SolutionPart.Kind.choices)

    def cells(row: Any) -> tuple[Cell, ...]:
        own = row.kind == SolutionPart.Kind.CUSTOMISATION
        return (
            Cell(row.title, sub=beside(row.ref)),
            Cell(kinds[row.kind]),
            Cell(row.vendor) if row.vendor or own else known.unknown,
            Cell(row.version),
            known.owner(row.owner),
            *known.standing(row),
        )

    return Listed(
        "solution part",
        "solution parts",
        (
            Column("Solution part", "title", wide=True, edits="title"), Column("Kind", "kind", edits="kind"),
            Column("Vendor", "vendor", edits="vendor"),
            Column("Version", "version", edits="version"), Column("Owner", "owner", edits="owner"),
            Column("Delivered", "delivered", edits="delivered"),
            Column("Scope", "in_scope", edits="in_scope"),
        ),
        cells,
        (Filter("kind", "Kind", "kind", choices_of(SolutionPart.Kind.choices)), _DELIVERED, IN_SCOPE, REF, OWNER),
        ("ref", "title", "vendor", "version", "owner"),
        ("kind", "ref"),
        reads=("ref", "title", "kind", "vendor", "version", "owner", "delivered", "in_scope"),
    )  # fmt: skip


def rollouts(address: Address, beside: Beside = str) -> Listed[Any]:
    """The go-live that is decided on, and later ones."""
    known, undated = _Known(), hole(_("no date"))

    def cells(row: Any) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=beside(row.ref)),
            Cell(day_words(row.go_live)) if row.go_live else undated,
            known.number(row.users),
            Cell(", ".join(row.countries)),
            Cell(", ".join(row.legal_entities)),
            known.owner(row.owner),
            known.scope[row.in_scope],
        )

    return Listed(
        "rollout",
        "rollouts",
        (
            Column("Rollout", "title", wide=True, edits="title"), Column("Go-live", "go_live", edits="go_live"),
            Column("Users", "users", figure=True, edits="users"),
            Column("Countries", edits="countries"), Column("Legal entities", edits="legal_entities"),
            Column("Owner", "owner", edits="owner"), Column("Scope", "in_scope", edits="in_scope"),
        ),
        cells,
        (IN_SCOPE, REF, OWNER),
        ("ref", "title", "owner"),
        ("go_live", "ref"),
        reads=("ref", "title", "go_live", "users", "countries", "legal_entities", "owner", "in_scope"),
    )  # fmt: skip
