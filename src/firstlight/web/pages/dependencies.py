"""The register of external dependencies and what belongs to it, as lists."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.standing import Status
from firstlight.dependencies.models import AgreedRequirement, Dependency
from firstlight.dependencies.queries import MeetingRow, RegisterRow, requirement_facts
from firstlight.dependencies.rules.requirements import AGREED, DROPPED, MET, OPEN, WORDS
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import IN_SCOPE, Address, Cells, choices_of, hole
from firstlight.web.pages.spans import day_words

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
_MET = {
    Status.MET: gettext_noop("Held"),
    Status.PARTLY: gettext_noop("No minutes"),
    Status.UNMET: gettext_noop("Overdue"),
    Status.UNKNOWN: gettext_noop("None held"),
}
#: How the state of a requirement is drawn.
DRAWN = {OPEN: "unknown", AGREED: "running", MET: "met", DROPPED: "not-applicable"}


def _dependency_cells(address: Address, today: date) -> Cells:
    kinds, agreed = wording.Labels(Dependency.Kind.choices), wording.Labels(Dependency.Requirements.choices)
    out, every, never, due = _("out of scope"), _("%(day)s, every %(days)s"), _("never"), _("due %(day)s")
    unknown, nobody, there, said = hole(_("unknown")), hole(_("nobody")), _("Delivered"), cache(wording.said)
    unneeded = Cell(_("not needed"), state="not-applicable")

    def requirements(row: RegisterRow) -> Cell:
        counted = [one for one in row.listed if not one.dropped]
        met = sum(one.state(today) == MET for one in counted)
        words = wording.of(met, len(counted)) if counted else agreed[row.dependency.requirements_state]
        return Cell(words, state=row.requirements.status.value)

    def coming(row: RegisterRow) -> tuple[Cell, Cell, Cell]:
        one = row.dependency
        if one.delivered_on and one.delivered_on <= today:
            return Cell(there, state="met", sub=day_words(one.delivered_on)), unneeded, unneeded
        heard = every % {"day": day_words(one.confirmed_on, never), "days": wording.days(one.cadence_days)}
        meeting = due % {"day": day_words(row.meeting_due)} if row.meeting_due else ""
        return (
            Cell(said(_ALIGNED[row.alignment.status]), state=row.alignment.status.value, sub=day_words(one.promised)),
            Cell(said(_WORD[row.word.status]), state=row.word.status.value, sub=heard),
            Cell(said(_MET[row.meetings.status]), state=row.meetings.status.value, sub=meeting),
        )

    def cells(row: RegisterRow) -> tuple[Cell, ...]:
        one = row.dependency
        named = f"{one.ref} · {kinds[one.kind]}" + ("" if one.in_scope else f" · {out}")
        told = (row.alignment.sentence, row.word.sentence, row.service.sentence)
        trouble = " ".join(map(wording.said, filter(None, told)))
        title = Cell(one.title, address("dependency", one.ref), f"{named}. {trouble}" if trouble else named)
        provider = Cell(one.provider) if one.provider else unknown
        needed = Cell(day_words(row.needed_by))
        owner = Cell(one.owner) if one.owner else nobody
        promised, word, meeting = coming(row)
        return (title, provider, needed, promised, word, requirements(row), meeting, owner)

    return cells


def dependencies(address: Address, today: date) -> Listed[RegisterRow]:
    """What the go-live needs from others, and whether their word can be trusted."""
    return Listed(
        "dependency",
        "dependencies",
        (
            Column("Dependency", "dependency.title", wide=True, edits="title"),
            Column("Provider", "dependency.provider", edits="provider"),
            Column("Needed by", "needed_by", edits="needed_by"),
            Column("Promised", "dependency.promised", edits="promised"),
            Column("Their word", "dependency.confirmed_on", edits="confirmed_on"),
            Column("Requirements", edits="requirements_state"),
            Column("Meetings", "meeting_due"),
            Column("Owner", "dependency.owner", edits="owner"),
        ),
        _dependency_cells(address, today),
        (
            Filter("attention", "Attention", "is_fine", (
                Choice("yes", "Asks for attention", False), Choice("no", "All well", True),
            )),
            Filter("kind", "Kind", "dependency.kind", choices_of(Dependency.Kind.choices)),
            Filter("scope", "Scope", "dependency.in_scope", IN_SCOPE.choices),
            Filter("ref", "Ref", "dependency.ref"),
            Filter("owner", "Owner", "dependency.owner"),
            Filter("provider", "Provider", "dependency.provider"),
        ),
        ("dependency.ref", "dependency.title", "dependency.provider", "dependency.owner"),
    )  # fmt: skip


def requirements(address: Address, today: date) -> Listed[AgreedRequirement]:
    """What was agreed with providers, until it is met."""
    words = {state: wording.said(word) for state, word in WORDS.items()}
    not_yet, nothing = _("not yet"), _("none")

    def cells(row: AgreedRequirement) -> tuple[Cell, ...]:
        state, other = requirement_facts(row).state(today), row.dependency
        return (
            Cell(row.title, sub=row.ref),
            Cell(other.title, address("dependency", other.ref), other.ref),
            Cell(other.provider),
            Cell(words[state], state=DRAWN[state]),
            Cell(day_words(row.agreed_on, not_yet)),
            Cell(day_words(row.met_on, not_yet)),
            Cell(", ".join(row.evidence) or nothing),
        )

    return Listed(
        "requirement",
        "requirements",
        (
            Column("Requirement", "title", wide=True, edits="title"), Column("Dependency", "dependency__ref"),
            Column("Provider", "dependency__provider"), Column("State"),
            Column("Agreed on", "agreed_on", edits="agreed_on"), Column("Met on", "met_on", edits="met_on"),
            Column("Evidence", edits="evidence"),
        ),
        cells,
        (
            Filter("met", "State", "met_on__isnull", (Choice("no", "Not met", True), Choice("yes", "Met", False))),
            Filter("dependency", "Dependency", "dependency__ref"), Filter("ref", "Ref", "ref"),
        ),
        ("ref", "title", "dependency__title", "dependency__provider"),
        ("dependency__ref", "ref"),
    )  # fmt: skip


def meetings(address: Address) -> Listed[MeetingRow]:
    """Meetings with providers, with those that are overdue."""
    to_come, every = _("to come"), _("every %(days)s")
    words = {"unmet": _("Overdue"), "waiting": _("To come"), "met": _("Held"), "partly": _("No minutes")}

    def cells(row: MeetingRow) -> tuple[Cell, ...]:
        one = row.meeting
        state = Cell(words[row.state], state=row.state)
        url = address("dependency", one.dependencies[0]) if len(one.dependencies) == 1 else ""
        return (
            Cell(one.title, sub=one.ref),
            Cell("; ".join(one.dependencies), url),
            Cell(day_words(one.held_on, to_come)),
            Cell(every % {"days": wording.days(one.cadence_days)}),
            Cell(day_words(row.due, "")),
            state,
            Cell(one.minutes[:200]),
        )

    return Listed(
        "meeting",
        "meetings",
        (
            Column("Meeting", "meeting.title", wide=True, edits="title"), Column("Dependencies", edits="dependencies"),
            Column("Held on", "meeting.held_on", edits="held_on"),
            Column("Cadence", "meeting.cadence_days", edits="cadence_days"),
            Column("Next", "due", edits="next_on"), Column("State", "state"), Column("Minutes", edits="minutes"),
        ),
        cells,
        (
            Filter("overdue", "Next meeting", "is_overdue", (
                Choice("yes", "Overdue", True), Choice("no", "Not overdue", False),
            )),
            Filter("about", "Dependency", "about"), Filter("ref", "Ref", "meeting.ref"),
        ),
        ("meeting.ref", "meeting.title", "meeting.minutes", "about"),
    )  # fmt: skip
