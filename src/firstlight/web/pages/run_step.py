"""One step of a run: where it stands, and what can be entered now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.live.queries import step_of_run
from firstlight.cutover.live.rows import DONE, Row
from firstlight.cutover.live.said import Checkpoint, checkpoints_of
from firstlight.cutover.models import Run
from firstlight.cutover.rules import running
from firstlight.cutover.rules.findings.people import same_person
from firstlight.web.live.fragments import GLYPHS, lane_of, lane_words, waits
from firstlight.web.pages.spans import over_words
from firstlight.workspace.models import Person

#: Go or no-go at a checkpoint.
_VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Field:
    """A text that goes with an entry. `kept` is what stands there already."""

    name: str
    label: str
    kept: str = ""
    needed: bool = False
    kind: str = "text"  # "text", "line", "time", "choice", "ballot"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be entered: its event, the word on its button, what goes with it.

    `title` stands above where it is still folded, if that is another one.
    """

    event: str
    words: str
    fields: tuple[Field, ...] = ()
    title: str = ""

    @property
    def folds(self) -> bool:
        """Whether its fields wait folded above the large button; a vote is nothing without its own."""
        return bool(self.fields) and self.event != _VOTE


@dataclass(frozen=True, slots=True)
class Tap:
    """One of the three taps: begun, done, verified."""

    words: str
    below: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as its page shows it. `main` is what comes next, `others` what else is possible."""

    state: str
    word: str
    over: str
    waits: str
    instruction: tuple[str, ...]
    verification: tuple[str, ...]
    documents: tuple[str, ...]
    rollback: str
    taps: tuple[Tap, ...]
    main: Offer | None
    others: tuple[Offer, ...]
    checkpoint: Checkpoint | None
    version: int


def step_shown(run: Run, row: Row, now: datetime, person: Person, *, leads: bool, works: bool) -> StepShown:
    """The step. One query, four for a checkpoint. What somebody may not do for who they are the action refuses.

    Who is named at a checkpoint and has not spoken is asked for that first.
    """
    kept, lane = step_of_run(run, row.ref), lane_of(row)
    gates = checkpoints_of(run, now) if row.kind == "checkpoint" else ()
    gate = next((one for one in gates if one.row.ref == row.ref), None)
    offers = list(_offers(run, row, now, leads=leads)) if works else []
    next_up = (_VOTE,) if gate and _is_asked(person, gate) else _next(row)
    main = next((one for one in offers if one.event in next_up), None)
    others = [one for one in offers if one is not main]
    if main and main.event == _VOTE:
        main, others = _own(main), [main, *others] if leads else others
    return StepShown(
        state=GLYPHS[lane],
        word=_over(row) if lane == DONE else lane_words()[lane],
        over=over_words(row.minutes_over) if row.minutes_over else "",
        waits=waits(row.waits_for),
        instruction=_lines(kept.instruction),
        verification=_lines(kept.verification),
        documents=tuple(map(str, kept.documents)),
        rollback=kept.rollback,
        taps=_taps(row),
        main=main,
        others=tuple(others),
        checkpoint=gate,
        version=run.version,
    )


def _is_asked(person: Person, gate: Checkpoint) -> bool:
    """Whether somebody is named at a checkpoint, has not spoken, and nobody else has in their place."""
    if any(same_person(seat.person, person.name) for seat in gate.seats):
        return False
    return any(not seat.person and is_among(person, [seat.named]) for seat in gate.seats)


def _own(vote: Offer) -> Offer:
    """A vote for oneself: nobody else is named with it."""
    return replace(vote, fields=tuple(one for one in vote.fields if one.name != "said_by"))


def _next(row: Row) -> tuple[str, ...]:
    """What may be the one large button. Where the plan names nobody who verifies, it is not what comes next."""
    nobody = row.state == running.DONE and not row.to_verify
    return ("start", "finish", "unblock") if nobody else ("start", "finish", "verify", "unblock")


def _over(row: Row) -> str:
    return {running.SKIPPED: _("Skipped"), running.VERIFIED: _("Verified")}.get(row.state, _("Done"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _taps(row: Row) -> tuple[Tap, ...]:
    if row.kind == "checkpoint":
        return ()
    begun, done = row.started is not None, row.ended is not None
    steps = [(_("Start"), _("Started"), begun), (_("Do it"), _("Done"), done)]
    if row.verifier:
        steps.append((_("Verify"), _("Verified"), row.state == running.VERIFIED))
    current = next((number for number, one in enumerate(steps) if not one[2]), None)
    by = (row.started_by, row.ended_by, row.verified_by)
    return tuple(
        Tap(f"{number + 1} {after if over else before}", by[number] if over else "", over, number == current)
        for number, (before, after, over) in enumerate(steps)
    )


def _offers(run: Run, row: Row, now: datetime, *, leads: bool) -> Iterator[Offer]:
    """What the state of the step and of the run allow."""
    for offer in _all(row, asks_clocks=_clocks_change(run, now)):
        event = _AS.get(offer.event, offer.event)
        if running.held_back(run.state, event) or running.refusal_of(row.state, event, row.kind):
            continue
        if running.WHO[event] == frozenset({running.LEAD}) and not leads:
            continue
        if offer.event == running.START and not row.ready:
            continue
        if offer.event == running.OVERRIDE and row.ready:
            continue
        if event == running.DECIDE and not row.ready:
            continue
        if offer.event == running.BLOCK and row.state == running.BLOCKED:
            offer = Offer(offer.event, _("Change the reason"), offer.fields)
        yield offer


#: What stands for another event where one asks whether it can happen now.
_AS = {_VOTE: running.DECIDE, "issue": running.BLOCK}


def _clocks_change(run: Run, now: datetime) -> bool:
    """Whether the clocks of the cutover are set back about now, so that a time on paper may be meant in two ways."""
    zone = ZoneInfo(run.time_zone)
    before, after = ((now + timedelta(days=days)).astimezone(zone).utcoffset() for days in (-3, 1))
    return before is not None and after is not None and before > after


def _all(row: Row, *, asks_clocks: bool) -> Iterator[Offer]:
    note, evidence = Field("note", _("Note"), row.note), Field("evidence", _("Evidence"), row.evidence)
    why = Field("reason", _("Reason"), needed=True)
    reached = row.kind == "milestone"
    yield Offer(_VOTE, _("Say it"), (
        Field("outcome", _("Go or no-go"), kind="ballot", choices=(("go", _("Go")), ("no-go", _("No-go")))),
        Field("reason", _("Reason; a no-go needs one")),
        Field("said_by", _("Who said so, where you write it down for somebody"), kind="line"),
    ), _("Say go or no-go"))  # fmt: skip
    yield Offer(running.DECIDE, _("Record the decision"), (
        Field("decision", _("Decision"), kind="choice", choices=(
            ("go", _("Go: what follows may begin")), ("repeat", _("No-go: decide again")),
            ("rollback", _("No-go: turn back")),
        )), why,
    ))  # fmt: skip
    yield Offer(running.START, pgettext("a button", "Start"))
    yield Offer(running.FINISH, _("Reached") if reached else _("Done"), () if reached else (note, evidence))
    yield Offer(running.VERIFY, _("Verified, it worked"), (evidence,))
    yield Offer(running.UNBLOCK, _("It can go on"))
    yield Offer(running.BLOCK, _("Something is wrong"), (Field("reason", _("What is wrong"), row.reason, needed=True),))
    yield Offer("issue", _("Report an issue that stops it"), (
        Field("title", _("What went wrong, in a sentence"), needed=True, kind="line"), Field("detail", _("Detail")),
        Field("owner", _("Who takes care of it"), kind="line"),
    ))  # fmt: skip
    yield Offer(running.NOTE, _("Save the note"), (note, evidence), _("Write a note"))
    yield Offer(running.OVERRIDE, _("Start before its turn"), (why,))
    yield Offer(running.SKIP, _("Skip it"), (why,))
    yield Offer(running.REOPEN, _("Take it up again"), (why,))
    yield Offer(running.REASSIGN, _("Give it to somebody else"), (
        Field("owner", _("Owner"), row.owner, needed=True, kind="line"),
        Field("backup", _("Backup"), row.backup, kind="line"),
    ))  # fmt: skip
    clocks = Field("clocks", _("Where the hour comes twice"), kind="choice", choices=(
        ("", _("It comes once")), ("before", _("Before the clocks were set back")),
        ("after", _("After the clocks were set back")),
    ))  # fmt: skip
    yield Offer(running.LATE, _("Enter from paper"), (
        Field("started", _("Began"), kind="time"), Field("ended", _("Ended"), kind="time"),
        *((clocks,) if asks_clocks else ()), Field("note", _("Note")),
    ))  # fmt: skip
