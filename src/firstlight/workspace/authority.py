"""Who decides what: the decisions of every project, the letters of the chart, and what a chart must hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstlight.workspace.roles import ROLES

#: A letter and how it is read. Only the first two decide.
LETTERS: dict[str, str] = {"A": "Accountable", "R": "Responsible", "C": "Consulted", "I": "Informed"}
#: Where a letter stands in a row.
FIELD_OF: dict[str, str] = {"R": "responsible", "C": "consulted", "I": "informed"}


@dataclass(frozen=True, slots=True)
class Line:
    """One decision and who has which part in it; each is the ref of a person or of a role.

    `proposed`: nobody has put it into the chart yet, and until somebody does it holds.
    """

    ref: str
    title: str
    accountable: str
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    proposed: bool = False

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Line:
        """A line from its facts by name, as a sheet or the ledger has them."""
        return cls(
            ref=facts["ref"],
            title=facts.get("title") or facts["ref"],
            accountable=facts.get("accountable") or "",
            responsible=tuple(facts.get("responsible") or ()),
            consulted=tuple(facts.get("consulted") or ()),
            informed=tuple(facts.get("informed") or ()),
        )

    def letter_of(self, name: str) -> str:
        """The letter of a person or role in this line, or ""."""
        if name == self.accountable:
            return "A"
        return next((letter for letter, field in FIELD_OF.items() if name in getattr(self, field)), "")

    def names(self) -> tuple[str, ...]:
        """Everyone in the line, the accountable first."""
        return (self.accountable, *self.responsible, *self.consulted, *self.informed)


#: What is decided in every project, with who usually decides it.
PROPOSED: tuple[Line, ...] = (
    Line(
        "go-live", "Go-live", "executive-sponsor", ("approver", "project-lead"),
        ("cutover-manager", "support-lead", "test-lead"), ("change-manager", "partner-consultant"),
    ),
    Line(
        "scope-baseline", "Scope baseline", "executive-sponsor", ("project-lead", "process-owner"),
        ("solution-architect",), ("test-lead", "change-manager"),
    ),
    Line(
        "waiver", "Waiving a mandatory check", "executive-sponsor", ("project-lead",),
        ("approver", "workstream-owner"), ("auditor",),
    ),
    Line(
        "cutover-start", "Start of the cutover", "project-lead", ("cutover-manager",),
        ("support-lead", "it-administrator"), ("executive-sponsor", "process-owner"),
    ),
    Line(
        "rollback", "Rollback", "executive-sponsor", ("cutover-manager", "project-lead"),
        ("support-lead", "solution-architect"), ("process-owner", "change-manager"),
    ),
    Line(
        "process-acceptance", "Acceptance of a process", "process-owner", ("workstream-owner",),
        ("test-lead",), ("project-lead",),
    ),
    Line(
        "hypercare-end", "End of hypercare", "executive-sponsor", ("support-lead",),
        ("process-owner", "project-lead"), ("partner-consultant",),
    ),
)  # fmt: skip


def complete(stored: Iterable[Line]) -> list[Line]:
    """The chart: decisions of every project first, as stored or else as proposed, then the project's own."""
    known = {line.ref: line for line in stored}
    usual = [known[line.ref] if line.ref in known else replace(line, proposed=True) for line in PROPOSED]
    own = [line for ref, line in known.items() if ref not in {one.ref for one in PROPOSED}]
    return [*usual, *own]


def flaws(line: Line, people: Collection[str]) -> list[tuple[str, str, str]]:
    """What is wrong with a line, as (field, value, sentence): names that are nobody, and names with two letters."""
    found = []
    seen: dict[str, str] = {}
    for field, names in _fields(line).items():
        for name in names:
            if name not in people and name not in ROLES:
                sentence = f"“{name}” is neither a person of the project nor a role; roles are: {', '.join(ROLES)}."
                found.append((field, name, sentence))
            if name in seen:
                found.append((field, name, f"“{name}” is {seen[name]} already; one letter each."))
            seen.setdefault(name, field)
    return found


def _fields(line: Line) -> Mapping[str, tuple[str, ...]]:
    return {
        "accountable": (line.accountable,),
        "responsible": line.responsible,
        "consulted": line.consulted,
        "informed": line.informed,
    }
