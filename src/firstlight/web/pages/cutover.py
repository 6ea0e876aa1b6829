"""The cutover: whether its plan fits the window, what is wrong with it, and its steps as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.assurance.rules import SignatureStanding, SignatureState
from firstlight.cutover.models import Task
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.findings import GAP, STOP
from firstlight.web.addresses import place
from firstlight.web.figures import day, joined, number
from firstlight.web.pages.spans import duration


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether the plan fits: a status and its word, a sentence, when it ends, and how much room is left."""

    state: str
    word: str
    sentence: str
    start: datetime | None = None
    finish: datetime | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    room: str = ""
    over: bool = False


def fit_of(planned: Planned) -> Fit:
    """How the plan stands to its window, if everything takes as long as planned."""
    window, table = planned.facts.window, planned.timetable
    opens, closes = (window.start, window.end) if window else (None, None)
    if not table.finish:
        sentence = _("The plan cannot be computed until what stops it is settled.")
        return Fit("unknown", _("Not known"), sentence, opens=opens, closes=closes)
    if closes is None:
        sentence = _("The plan has an end, and nobody has said by when it has to be done.")
        return Fit("unknown", _("No window"), sentence, table.start, table.finish)
    if table.finish <= closes:
        sentence = _("If every step takes as long as planned, the last one ends inside the window.")
        room = duration(table.finish, closes)
        return Fit("met", _("Fits the window"), sentence, table.start, table.finish, opens, closes, room)
    sentence = _("If every step takes as long as planned, the last one ends after the window closes.")
    room = duration(closes, table.finish)
    word = _("Does not fit the window")
    return Fit("unmet", word, sentence, table.start, table.finish, opens, closes, room, over=True)


@dataclass(frozen=True, slots=True)
class Total:
    """A figure with its word, drawn as a state, and where it leads."""

    number: int
    word: str
    state: str
    url: str


def totals(planned: Planned, slug: str) -> list[Total]:
    """How many steps there are, decide the end, stop the plan, have to be settled."""
    steps, findings = place("cutover-tasks", slug), place("cutover-findings", slug)
    work = sum(step.kind != Task.Kind.GROUP for step in planned.facts.steps)
    critical = sum(times.critical for times in planned.timetable.times.values())
    stops = sum(one.weight == STOP for one in planned.findings)
    gaps = sum(one.weight == GAP for one in planned.findings)
    decide = Total(critical, ngettext("decides when it ends", "decide when it ends", critical), "running",
                   f"{place('cutover-gantt', slug)}?critical=yes")  # fmt: skip
    return [
        Total(work, ngettext("step", "steps", work), "running", steps),
        # Where nothing can be computed nobody knows what decides the end: that is not none.
        *([decide] if planned.timetable.computed else []),
        Total(stops, ngettext("stops the plan", "stop the plan", stops), "unmet" if stops else "met", findings),
        Total(gaps, ngettext("has to be settled", "have to be settled", gaps), "partly" if gaps else "met", findings),
    ]  # fmt: skip


def next_step(planned: Planned) -> str:
    """What to do next, in a sentence."""
    findings = planned.findings
    if not planned.facts.steps:
        return _("Paste the sheet in which the cutover is planned today.")
    stops = [one for one in findings if one.weight == STOP]
    if stops:
        return _("Settle what stops the plan: only then its end can be computed.")
    if any(one.kind == "outside" for one in findings):
        return _("Shorten what decides the end, or ask for a longer window.")
    if any(one.weight == GAP for one in findings):
        return _("Settle the findings, those with the most steps first.")
    if not planned.facts.measured:
        return _("Rehearse the plan, and bring in how long the steps took.")
    return _("Have the plan signed, and print the run sheets.")


@dataclass(frozen=True, slots=True)
class SignedLine:
    """How the plan, or its scripts, stand signed; `url` is where one looks and signs, empty for who may not."""

    title: str
    state: str
    said: str
    url: str


def signed_lines(
    found: Iterable[tuple[str, Sequence[SignatureStanding]]], slug: str, *, signs: bool
) -> list[SignedLine]:
    """What is signed, who signed it, and whether it still is what they signed: a stale signature before a valid one."""
    titles = {"cutover": _("The plan"), "cutover-scripts": _("The scripts")}
    return [_signed(titles[on], standings, place("sign", slug, on) if signs else "") for on, standings in found]


def _signed(title: str, standings: Sequence[SignatureStanding], url: str) -> SignedLine:
    if not standings:
        return SignedLine(title, "unknown", _("Nobody has signed it yet."), url)
    stale = [one for one in standings if one.state is SignatureState.STALE]
    who = joined(one.person for one in stale or standings)
    signed = min(one.signed for one in stale or standings if one.signed)
    if not stale:
        said = _("%(who)s signed it on %(day)s, and it is what was signed.")
        return SignedLine(title, "met", said % {"who": who, "day": day(signed)}, url)
    count = max(len(one.changes) for one in stale)
    said = ngettext(
        "%(who)s signed it on %(day)s; %(count)s thing has changed since.",
        "%(who)s signed it on %(day)s; %(count)s things have changed since.",
        count,
    )
    return SignedLine(title, "stale", said % {"who": who, "day": day(signed), "count": number(count)}, url)


@dataclass(frozen=True, slots=True)
class Way:
    """A page beside this one."""

    title: str
    about: str
    url: str


def ways(slug: str, *, signs: bool) -> list[Way]:
    """The other pages of the cutover; that of its signature for who may sign."""
    found = [
        Way(_("Runs"), _("Carrying the plan out, as a rehearsal or live: the board that everybody works on."),
            place("cutover-runs", slug)),
        Way(_("Steps"), _("Every step with owner, times and links; edited in place, out to Excel and back."),
            place("cutover-tasks", slug)),
        Way(_("Checkpoints"), _("Who says go or no-go by what, and what waits for it."),
            place("cutover-checkpoints", slug)),
        Way(_("Rollback"), _("Until when one can turn back, what makes one turn back, and by which plan."),
            place("cutover-rollback", slug)),
        Way(_("Forecast"), _("How likely the plan fits, what drives it, and how that is computed."),
            place("cutover-forecast", slug)),
        Way(_("Chart"), _("The steps over time, with links and what decides the end."), place("cutover-gantt", slug)),
        Way(_("Graph"), _("What waits for what, as a whole or around one step."), place("cutover-graph", slug)),
        Way(_("People"), _("Who is busy when, and what runs in each hour."), place("cutover-people", slug)),
        Way(_("Rehearsals"), _("Planned against what rehearsals took, with durations to take over."),
            place("cutover-rehearsals", slug)),
        Way(_("Calendar"), _("The steps as a file for Outlook and telephones."), place("cutover-calendar", slug)),
        Way(_("Run sheets"),
            _("The steps on paper, with room for times and initials; for one person from the page of people."),
            place("cutover-run-sheet", slug)),
        Way(_("MS Project"), _("The plan as XML that Project opens, with all that it had when it came from there."),
            place("cutover-project", slug)),
        Way(_("Shifts"), _("Who is there when."), place("list", slug, "cutover.shifts")),
        Way(_("Black-outs"), _("When nothing may start or end."), place("list", slug, "cutover.blackouts")),
        Way(_("Plans"), _("The cutover and the way back, each with its window."), place("list", slug, "cutover.plans")),
    ]  # fmt: skip
    sign = (
        Way(_("Sign the plan"), _("Exactly what is signed, step by step."), place("sign", slug, "cutover")),
        Way(_("Sign the scripts"), _("How each step is done and how one sees that it worked."),
            place("sign", slug, "cutover-scripts")),
    )  # fmt: skip
    return [*found, *sign] if signs else found
