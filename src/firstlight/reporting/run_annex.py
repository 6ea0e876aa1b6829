"""What is on paper beside where a run stands: the runbook, step by step, and how everybody in it is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.live.report import RunReport
from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules.findings.people import same_person
from firstlight.workspace.models import Person
from firstlight.workspace.roles import rights_of

#: Columns that a project added to its list of people and in which a telephone number stands.
_PHONE = re.compile(r"(tele)?phone|mobile|cell|tel|telefon|mobil|handy|rufnummer")
_LEADS = "cutover.run"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a run: what they do in it, what they are in the project, and how they are reached.

    `mail` and `phone` are "" where nobody wrote them down; `known` is False for a name that is none of theirs.
    """

    name: str
    does: tuple[str, ...]
    roles: tuple[str, ...]
    job: str
    party: str
    place: str
    mail: str
    phone: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Instruction:
    """A step of the runbook as its plan words it."""

    ref: str
    title: str
    owner: str
    backup: str
    verifier: str
    after: tuple[str, ...]
    instruction: str
    verification: str
    rollback: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The runbook and the contacts of a run. `contacts` is None for who may not see the people."""

    runbook: tuple[Instruction, ...] = ()
    contacts: tuple[Contact, ...] | None = None


NOTHING = Annex()


def annex_of(run: Run, report: RunReport, *, people: bool) -> Annex:
    """For a run that is open; a closed one has none, since nobody is to be called any more. Two queries at most.

    `people` is whether the reader may see who is in the project.
    """
    if run.closed is not None:
        return NOTHING
    return Annex(tuple(_runbook(run)), tuple(_contacts(run, report)) if people else None)


def _runbook(run: Run) -> Iterator[Instruction]:
    for step in RunStep.objects.filter(run=run).exclude(kind="group").order_by("position", "pk"):
        yield Instruction(
            step.ref, step.title, step.owner, step.backup, step.verifier, tuple(map(str, step.predecessors)),
            step.instruction, step.verification, step.rollback, tuple(map(str, step.documents)),
        )  # fmt: skip


@dataclass(slots=True)
class _Named:
    """A name at the steps of a run, and what it stands for there."""

    name: str
    owns: int = 0
    steps_in: int = 0
    verifies: int = 0
    decides: list[str] = field(default_factory=list)

    def does(self) -> Iterator[str]:
        for count, words in ((self.owns, "owner of"), (self.steps_in, "backup of"), (self.verifies, "verifies")):
            if count:
                yield f"{words} {count:,} step{'s' if count > 1 else ''}"
        if self.decides:
            yield f"decides at {', '.join(self.decides)}"


def _contacts(run: Run, report: RunReport) -> Iterator[Contact]:
    """Who leads the run first, then by name; names that are nobody's among the people last."""
    named = _named(report)
    left = dict(named)
    found: list[tuple[bool, Contact]] = []
    for person in Person.objects.filter(project_id=run.project_id).select_related("party"):
        does = list(dict.fromkeys(_does(person, named, left)))
        leads = _LEADS in rights_of(person.roles)
        if does or leads:
            found.append((not leads, _contact(person, ("leads the run", *does) if leads else tuple(does))))
    yield from (one for _, one in sorted(found, key=lambda each: (each[0], each[1].name.casefold())))
    for one in sorted(left.values(), key=lambda each: each.name.casefold()):
        yield Contact(one.name, tuple(one.does()), (), "", "", "", "", "", known=False)


def _does(person: Person, named: Mapping[str, _Named], left: dict[str, _Named]) -> Iterator[str]:
    for key, one in named.items():
        if is_among(person, (one.name,)):
            left.pop(key, None)
            as_role = "" if same_person(one.name, person.name) else f", as {one.name}"
            yield from (f"{words}{as_role}" for words in one.does())


def _named(report: RunReport) -> dict[str, _Named]:
    found: dict[str, _Named] = {}

    def at(name: str) -> _Named:
        return found.setdefault(" ".join(name.split()).casefold(), _Named(name))

    for line in report.lines:
        row = line.row
        if row.owner:
            at(row.owner).owns += 1
        if row.backup:
            at(row.backup).steps_in += 1
        if row.verifier:
            at(row.verifier).verifies += 1
    for gate in report.checkpoints:
        for seat in gate.seats:
            at(seat.named).decides.append(gate.row.ref)
    return found


def _contact(person: Person, does: tuple[str, ...]) -> Contact:
    return Contact(
        " ".join(person.name.split()), does, tuple(person.role_titles()), person.title,
        person.party.name if person.party else "", person.place, person.email, _phone(person.extras),
    )  # fmt: skip


def _phone(extras: Mapping[str, object]) -> str:
    """What stands in columns for telephone numbers that a project has of its own."""
    numbers = (
        str(value).strip() for name, value in extras.items()
        if any(_PHONE.fullmatch(word) for word in re.split(r"[\W_]+", name.casefold()))
    )  # fmt: skip
    return ", ".join(dict.fromkeys(one for one in numbers if one))
