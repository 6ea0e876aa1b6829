"""Lists of records: what their columns are and how a row is shown. One definition a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from firstlight.assurance.models import ActionItem
from firstlight.contracts.standing import Status
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import RegisterRow
from firstlight.reporting.decision_pack import words
from firstlight.scope.models import ComparedRow, Integration, Requirement, Rollout, SolutionPart
from firstlight.scope.rules import WORDS
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.delivered import STATUS
from firstlight.web.pages.spans import day_words, overdue

#: Kind and ref of a record to its address.
Address = Callable[[str, str], str]

_REF = Filter("ref", "Ref", "ref")
_DELIVERED = Filter(
    "delivered",
    "Delivered",
    "delivered",
    tuple(Choice(state or "unknown", word, state) for state, word in WORDS.items()),
)
_IN_SCOPE = Filter("scope", "Scope", "in_scope", (Choice("in", "In scope", True), Choice("out", "Out of scope", False)))
_OWNER = Filter("owner", "Owner", "owner")


def _choices(given: Sequence[tuple[object, object]], unset: str = "") -> tuple[Choice, ...]:
    """The choices of a model's field; with a word for those that say nothing, where the field may be empty."""
    known = tuple(Choice(str(value), str(label), value) for value, label in given)
    return (*known, Choice("none", unset, "")) if unset else known


def _scope_cell(in_scope: bool) -> Cell:
    return Cell("In") if in_scope else Cell("Out", state="not-applicable")


def _delivered_cell(row: ComparedRow) -> Cell:
    """How the row stands against what is delivered; what is out of scope was not to be."""
    if not row.in_scope:
        return Cell("")
    return Cell(WORDS[row.delivered], state=STATUS[row.delivered])


def _number(value: int | None) -> Cell:
    return Cell(f"{value:,}") if value is not None else Cell("unknown", state="unknown")


def _words(value: str, missing: str = "unknown") -> Cell:
    """The words, or that nobody said: a hole is drawn, not left blank."""
    return Cell(value) if value else Cell(missing, state="unknown")


def requirements(address: Address) -> Listed[Requirement]:
    """What the processes need from the solution."""

    def cells(row: Requirement) -> tuple[Cell, ...]:
        process = row.process
        where = Cell(process.title, address("process", process.ref), process.ref) if process else _words("", "none")
        return (
            Cell(row.title, sub=row.ref),
            Cell(row.get_kind_display(), sub=row.regulation),
            _words(row.get_priority_display(), "not set"),
            where,
            _words(row.owner, "nobody"),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
        )

    return Listed(
        "requirement",
        "requirements",
        (
            Column("Requirement", "title", wide=True), Column("Kind", "kind"), Column("Priority", "priority"),
            Column("Process", "process__ref"), Column("Owner", "owner"), Column("Delivered", "delivered"),
            Column("Scope", "in_scope"),
        ),
        cells,
        (
            Filter("kind", "Kind", "kind", _choices(Requirement.Kind.choices)),
            Filter("priority", "Priority", "priority", _choices(Requirement.Priority.choices, "Not set")),
            _DELIVERED, _IN_SCOPE, _REF, _OWNER, Filter("process", "Process", "process__ref"),
        ),
        ("ref", "title", "regulation", "owner", "process__title"),
        ("ref",),
    )  # fmt: skip


def integrations(address: Address) -> Listed[Integration]:
    """Interfaces to other systems, with what goes through them."""

    def cells(row: Integration) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=row.ref),
            _words(row.system),
            _words(row.get_kind_display()),
            _words(row.pattern),
            _number(row.volume_a_day),
            _number(row.peak_an_hour),
            _words(row.get_criticality_display()),
            _words(row.owner, "nobody"),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
        )

    return Listed(
        "integration",
        "integrations",
        (
            Column("Integration", "title", wide=True), Column("Other system", "system"), Column("Type", "kind"),
            Column("Pattern", "pattern"), Column("Messages a day", "volume_a_day", figure=True),
            Column("Peak an hour", "peak_an_hour", figure=True), Column("Criticality", "criticality"),
            Column("Owner", "owner"), Column("Delivered", "delivered"), Column("Scope", "in_scope"),
        ),
        cells,
        (
            Filter("kind", "Type", "kind", _choices(Integration.Kind.choices, "Unknown")),
            Filter("criticality", "Criticality", "criticality", _choices(Integration.Criticality.choices, "Unknown")),
            _DELIVERED, _IN_SCOPE, _REF, _OWNER,
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
            Cell(row.get_kind_display()),
            Cell(row.vendor) if row.vendor or own else _words("", "unknown"),
            Cell(row.version),
            _words(row.owner, "nobody"),
            _delivered_cell(row),
            _scope_cell(row.in_scope),
        )

    return Listed(
        "solution part",
        "solution parts",
        (
            Column("Solution part", "title", wide=True), Column("Kind", "kind"), Column("Vendor", "vendor"),
            Column("Version", "version"), Column("Owner", "owner"), Column("Delivered", "delivered"),
            Column("Scope", "in_scope"),
        ),
        cells,
        (Filter("kind", "Kind", "kind", _choices(SolutionPart.Kind.choices)), _DELIVERED, _IN_SCOPE, _REF, _OWNER),
        ("ref", "title", "vendor", "version", "owner"),
        ("kind", "ref"),
    )  # fmt: skip


def rollouts(address: Address) -> Listed[Rollout]:
    """The go-live that is decided on, and later ones."""

    def cells(row: Rollout) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=row.ref),
            Cell(day_words(row.go_live)) if row.go_live else _words("", "no date"),
            _number(row.users),
            Cell(", ".join(row.countries)),
            Cell(", ".join(row.legal_entities)),
            _words(row.owner, "nobody"),
            _scope_cell(row.in_scope),
        )

    return Listed(
        "rollout",
        "rollouts",
        (
            Column("Rollout", "title", wide=True), Column("Go-live", "go_live"), Column("Users", "users", figure=True),
            Column("Countries"), Column("Legal entities"), Column("Owner", "owner"), Column("Scope", "in_scope"),
        ),
        cells,
        (_IN_SCOPE, _REF, _OWNER),
        ("ref", "title", "owner"),
        ("go_live", "ref"),
    )  # fmt: skip


def actions(address: Address, today: date) -> Listed[ActionItem]:
    """What will be done about what is not met."""
    states = {"open": "waiting", "under-way": "running", "done": "met", "dropped": "not-applicable"}

    def cells(row: ActionItem) -> tuple[Cell, ...]:
        late = overdue(row.due, today) if row.is_open else ""
        return (
            Cell(row.title, sub=" · ".join(filter(None, (row.ref, row.source and f"from {row.source}")))),
            Cell(row.check_ref, address("check", row.check_ref) if row.check_ref else ""),
            Cell(row.get_priority_display()),
            Cell(row.get_risk_display()),
            _words(row.owner, "nobody"),
            Cell(day_words(row.due), sub=late, late=bool(late)),
            Cell("Late" if late else row.get_state_display(), state="late" if late else states.get(row.state, "")),
        )

    return Listed(
        "action",
        "actions",
        (
            Column("What will be done", "title", wide=True), Column("Check", "check_ref"),
            Column("Priority", "priority_rank"), Column("Risk level", "risk_rank"), Column("Owner", "owner"),
            Column("Due", "due"), Column("State", "state"),
        ),
        cells,
        (
            Filter("state", "State", "still_open", (
                Choice("open", "Not finished", True), Choice("over", "Finished", False),
            )),
            Filter("due", "Due", "due_group", (
                Choice("overdue", "Overdue", "overdue"), Choice("in-time", "In time", "in-time"),
                Choice("no-date", "Without a date", "no-date"),
            )),
            Filter("priority", "Priority", "priority", _choices(ActionItem.Priority.choices)),
            Filter("check", "Check", "check_ref"), _REF, _OWNER,
        ),
        ("ref", "title", "owner", "check_ref", "notes", "blocker"),
        ("-still_open", "due", "ref"),
    )  # fmt: skip


_ALIGNED = {Status.MET: "In time", Status.UNMET: "Too late", Status.UNKNOWN: "Unknown"}
_WORD = {Status.MET: "Fresh", Status.UNMET: "Silent", Status.UNKNOWN: "No word"}


def _dependency_cells(row: RegisterRow) -> tuple[Cell, ...]:
    one = row.dependency
    named = f"{one.ref} · {one.get_kind_display()}" + ("" if one.in_scope else " · out of scope")
    heard = f"{day_words(one.confirmed_on, 'never')}, every {words.count(one.cadence_days, 'day')}"
    trouble = " ".join(filter(None, (row.alignment.sentence, row.word.sentence)))
    return (
        Cell(one.title, sub=f"{named}. {trouble}" if trouble else named),
        _words(one.provider),
        Cell(day_words(row.needed_by)),
        Cell(day_words(one.promised)),
        Cell(_ALIGNED[row.alignment.status], state=row.alignment.status.value),
        Cell(_WORD[row.word.status], state=row.word.status.value, sub=heard),
        Cell(
            one.get_requirements_state_display(),
            state="met" if row.requirements_met else "partly" if one.requirements_state == "agreed" else "unknown",
        ),
        _words(one.owner, "nobody"),
    )


def dependencies() -> Listed[RegisterRow]:
    """What the go-live needs from others, and whether their word can be trusted."""

    return Listed(
        "dependency",
        "dependencies",
        (
            Column("Dependency", "dependency.title", wide=True), Column("Provider", "dependency.provider"),
            Column("Needed by", "needed_by"), Column("Promised", "dependency.promised"), Column("In time"),
            Column("Their word", "dependency.confirmed_on"), Column("Requirements"),
            Column("Owner", "dependency.owner"),
        ),
        _dependency_cells,
        (
            Filter("attention", "Attention", "is_fine", (
                Choice("yes", "Asks for attention", False), Choice("no", "All well", True),
            )),
            Filter("kind", "Kind", "dependency.kind", _choices(Dependency.Kind.choices)),
            Filter("scope", "Scope", "dependency.in_scope", _IN_SCOPE.choices),
            Filter("ref", "Ref", "dependency.ref"),
            Filter("owner", "Owner", "dependency.owner"),
        ),
        ("dependency.ref", "dependency.title", "dependency.provider", "dependency.owner"),
    )  # fmt: skip
