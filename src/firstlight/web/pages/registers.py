"""Lists of records: what their columns are and how a row is shown. One definition a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.standing import Status
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import RegisterRow
from firstlight.scope.models import ComparedRow, Integration, Requirement, Rollout, SolutionPart
from firstlight.scope.rules import WORDS
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.delivered import STATUS
from firstlight.web.pages.spans import day_words

#: Kind and ref of a record to its address.
Address = Callable[[str, str], str]

REF = Filter("ref", "Ref", "ref")
_DELIVERED = Filter(
    "delivered",
    "Delivered",
    "delivered",
    tuple(Choice(state or "unknown", word, state) for state, word in WORDS.items()),
)
_IN_SCOPE = Filter("scope", "Scope", "in_scope", (Choice("in", "In scope", True), Choice("out", "Out of scope", False)))
OWNER = Filter("owner", "Owner", "owner")


def choices_of(given: Sequence[tuple[object, object]], unset: str = "") -> tuple[Choice, ...]:
    """The choices of a model's field; with a word for those that say nothing, where the field may be empty."""
    known = tuple(Choice(str(value), str(label), value) for value, label in given)
    return (*known, Choice("none", unset, "")) if unset else known


def _scope_cell(in_scope: bool) -> Cell:
    return Cell(_("In")) if in_scope else Cell(_("Out"), state="not-applicable")


def _delivered_cell(row: ComparedRow) -> Cell:
    """How the row stands against what is delivered; what is out of scope was not to be."""
    if not row.in_scope:
        return Cell("")
    return Cell(wording.said(WORDS[row.delivered]), state=STATUS[row.delivered])


def _number(value: int | None) -> Cell:
    return Cell(wording.number(value)) if value is not None else Cell(_("unknown"), state="unknown")


def words_or(value: str, missing: str = "") -> Cell:
    """The words, or that nobody said: a hole is drawn, not left blank."""
    return Cell(value) if value else Cell(missing or _("unknown"), state="unknown")


def requirements(address: Address) -> Listed[Requirement]:
    """What the processes need from the solution."""

    def cells(row: Requirement) -> tuple[Cell, ...]:
        process = row.process
        where = (
            Cell(process.title, address("process", process.ref), process.ref) if process else words_or("", _("none"))
        )
        return (
            Cell(row.title, sub=row.ref),
            Cell(wording.said(row.get_kind_display()), sub=row.regulation),
            words_or(wording.said(row.get_priority_display()), _("not set")),
            where,
            words_or(row.owner, _("nobody")),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
        )

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
        cells,
        (
            Filter("kind", "Kind", "kind", choices_of(Requirement.Kind.choices)),
            Filter("priority", "Priority", "priority", choices_of(Requirement.Priority.choices, "Not set")),
            _DELIVERED, _IN_SCOPE, REF, OWNER, Filter("process", "Process", "process__ref"),
        ),
        ("ref", "title", "regulation", "owner", "process__title"),
        ("ref",),
    )  # fmt: skip


def integrations(address: Address) -> Listed[Integration]:
    """Interfaces to other systems, with what goes through them."""

    def cells(row: Integration) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=row.ref),
            words_or(row.system),
            words_or(wording.said(row.get_kind_display())),
            words_or(row.pattern),
            _number(row.volume_a_day),
            _number(row.peak_an_hour),
            words_or(wording.said(row.get_criticality_display())),
            words_or(row.owner, _("nobody")),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
        )

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
        cells,
        (
            Filter("kind", "Type", "kind", choices_of(Integration.Kind.choices, "Unknown")),
            Filter("criticality", "Criticality", "criticality", choices_of(Integration.Criticality.choices, "Unknown")),
            _DELIVERED, _IN_SCOPE, REF, OWNER,
        ),
        ("ref", "title", "system", "pattern", "owner"),
        ("ref",),
    )  # fmt: skip


def parts(address: Address) -> Listed[SolutionPart]:
    """Applications, customisations and ISV solutions."""

    def cells(row: SolutionPart) -> tuple[Cell, ...]:
        own = row.kind == SolutionPart.Kind.CUSTOMISATION
        return (
            Cell(row.title, sub=row.ref),
            Cell(wording.said(row.get_kind_display())),
            Cell(row.vendor) if row.vendor or own else words_or(""),
            Cell(row.version),
            words_or(row.owner, _("nobody")),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
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
        (Filter("kind", "Kind", "kind", choices_of(SolutionPart.Kind.choices)), _DELIVERED, _IN_SCOPE, REF, OWNER),
        ("ref", "title", "vendor", "version", "owner"),
        ("kind", "ref"),
    )  # fmt: skip


def rollouts(address: Address) -> Listed[Rollout]:
    """The go-live that is decided on, and later ones."""

    def cells(row: Rollout) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=row.ref),
            Cell(day_words(row.go_live)) if row.go_live else words_or("", _("no date")),
            _number(row.users),
            Cell(", ".join(row.countries)),
            Cell(", ".join(row.legal_entities)),
            words_or(row.owner, _("nobody")),
            _scope_cell(row.in_scope),
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
        (_IN_SCOPE, REF, OWNER),
        ("ref", "title", "owner"),
        ("go_live", "ref"),
    )  # fmt: skip


_ALIGNED = {
    Status.MET: gettext_noop("In time"),
    Status.UNMET: gettext_noop("Too late"),
    Status.UNKNOWN: gettext_noop("Unknown"),
}
_WORD = {
    Status.MET: gettext_noop("Fresh"),
    Status.UNMET: gettext_noop("Silent"),
    Status.UNKNOWN: gettext_noop("No word"),
}


def _dependency_cells(row: RegisterRow) -> tuple[Cell, ...]:
    one = row.dependency
    named = f"{one.ref} · {wording.said(one.get_kind_display())}"
    named += "" if one.in_scope else " · " + _("out of scope")
    heard = _("%(day)s, every %(days)s") % {
        "day": day_words(one.confirmed_on, _("never")),
        "days": wording.days(one.cadence_days),
    }
    trouble = " ".join(filter(None, (row.alignment.sentence, row.word.sentence)))
    return (
        Cell(one.title, sub=f"{named}. {trouble}" if trouble else named),
        words_or(one.provider),
        Cell(day_words(row.needed_by)),
        Cell(day_words(one.promised)),
        Cell(wording.said(_ALIGNED[row.alignment.status]), state=row.alignment.status.value),
        Cell(wording.said(_WORD[row.word.status]), state=row.word.status.value, sub=heard),
        Cell(
            wording.said(one.get_requirements_state_display()),
            state="met" if row.requirements_met else "partly" if one.requirements_state == "agreed" else "unknown",
        ),
        words_or(one.owner, _("nobody")),
    )


def dependencies() -> Listed[RegisterRow]:
    """What the go-live needs from others, and whether their word can be trusted."""

    return Listed(
        "dependency",
        "dependencies",
        (
            Column("Dependency", "dependency.title", wide=True, edits="title"),
            Column("Provider", "dependency.provider", edits="provider"),
            Column("Needed by", "needed_by", edits="needed_by"),
            Column("Promised", "dependency.promised", edits="promised"), Column("In time"),
            Column("Their word", "dependency.confirmed_on", edits="confirmed_on"),
            Column("Requirements", edits="requirements_state"),
            Column("Owner", "dependency.owner", edits="owner"),
        ),
        _dependency_cells,
        (
            Filter("attention", "Attention", "is_fine", (
                Choice("yes", "Asks for attention", False), Choice("no", "All well", True),
            )),
            Filter("kind", "Kind", "dependency.kind", choices_of(Dependency.Kind.choices)),
            Filter("scope", "Scope", "dependency.in_scope", _IN_SCOPE.choices),
            Filter("ref", "Ref", "dependency.ref"),
            Filter("owner", "Owner", "dependency.owner"),
        ),
        ("dependency.ref", "dependency.title", "dependency.provider", "dependency.owner"),
    )  # fmt: skip
