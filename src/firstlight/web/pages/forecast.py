"""The forecast of the cutover: the chance of ending inside the window, what it rests on, until when to turn back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.cutover.models import Forecast
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP
from firstlight.engines.scheduling.chance import Basis, Chance, Driver
from firstlight.web.addresses import place
from firstlight.web.figures import number
from firstlight.workspace.models import Project

#: From this chance on the outlook is good, from that on it is worth a talk.
GOOD, FAIR = 0.9, 0.5
#: Steps that decide the end, as they stand beside the chance.
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast: the chance as words and how it is drawn, likely and late finish, what drives it, the way back.

    `assumed` is the number of steps for whose durations a usual spread is assumed, `todo` what would make it surer.
    """

    chance: str
    state: str
    likely: datetime
    late: datetime
    drivers: tuple[tuple[str, str, str], ...]
    assumed: int
    back: datetime | None
    todo: str = ""


def outlook_of(planned: Planned, slug: str) -> Outlook | None:
    """What many runs with drawn durations say. None where the plan cannot be computed or has no window."""
    found = planned.chance
    if found is None or found.probability is None:
        return None
    steps = place("cutover-tasks", slug)
    drivers = tuple(
        (one.task, planned.by_ref[one.task].title, f"{steps}?ref={one.task}")
        for one in found.drivers[:_FIRST] if one.task in planned.by_ref
    )  # fmt: skip
    return Outlook(
        chance=chance_words(found.probability),
        state=state_of(found),
        likely=found.finish.p50,
        late=found.finish.p90,
        drivers=drivers,
        assumed=len(found.resting_on(Basis.ASSUMED)),
        back=found.rollback.last_decision if found.rollback else None,
        todo=_todo(found),
    )


def state_of(found: Chance) -> str:
    """How the chance is drawn. It is never good where most of it is assumed: nobody has measured that it is."""
    return drawn(found.probability or 0.0, founded=_is_founded(found))


def drawn(chance: float, *, founded: bool) -> str:
    """The state of a chance; a good one that is not founded on what was measured is not known."""
    if chance >= GOOD:
        return "met" if founded else "unknown"
    return "partly" if chance >= FAIR else "unmet"


@dataclass(frozen=True, slots=True)
class OnHome:
    """The forecast as the home of a project shows it; `assumed` says so where most durations were not measured."""

    state: str
    word: str
    assumed: str
    starts: datetime | None
    likely: datetime | None
    late: datetime | None
    back: datetime | None
    made: datetime


def kept_forecast(project: Project) -> OnHome | None:
    """What is kept of the forecast; None before there is a plan. One query, and nothing is computed."""
    kept = Forecast.objects.filter(project=project).exclude(starts=None).first()
    if kept is None:
        return None
    founded = bool(kept.timed) and kept.timed * 2 >= kept.steps
    assumed = "" if founded else _("Durations assumed, not measured: %(timed)s of %(steps)s steps were timed.") % {
        "timed": kept.timed, "steps": kept.steps,
    }  # fmt: skip
    if kept.chance is None:
        word = _("The window is not known") if kept.closes is None else _("The plan cannot be computed")
        return OnHome("unknown", word, assumed, kept.starts, kept.likely, kept.late, None, kept.made)
    state = drawn(kept.chance, founded=founded)
    word = _("Durations assumed, not measured") if state == "unknown" else chance_words(kept.chance)
    return OnHome(state, word, assumed, kept.starts, kept.likely, kept.late, kept.last_decision, kept.made)


def _is_founded(found: Chance) -> bool:
    """Whether something was rehearsed, and no more than half of the durations are assumed."""
    uncertain = sum(one.basis is not Basis.CERTAIN for one in found.outlooks.values())
    return bool(found.resting_on(Basis.REHEARSED)) and 2 * len(found.resting_on(Basis.ASSUMED)) <= uncertain


def _todo(found: Chance) -> str:
    """What would make it surer, in a sentence."""
    if not found.resting_on(Basis.REHEARSED):
        return _("Nothing was measured yet: rehearse the plan, and the forecast rests on what really happens.")
    if not _is_founded(found):
        return _("Most durations are still assumed: rehearse the steps that were never timed.")
    return ""


def chance_words(share: float) -> str:
    """A chance in whole per cent. What happened always or never in the runs is not said to be certain."""
    rounded = round(share * 100)
    if rounded >= 100:
        return _("More than 99 %% chance") % {}
    if rounded <= 0:
        return _("Less than 1 %% chance") % {}
    return _("%(percent)s %% chance") % {"percent": rounded}


@dataclass(frozen=True, slots=True)
class DriverLine:
    """A step that decides the end: in how many runs, what its duration rests on, what an hour less would buy."""

    ref: str
    title: str
    url: str
    decides: str
    range: str
    basis: str
    sooner: str
    gained: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """So many runs have ended by then."""

    share: str
    at: datetime
    inside: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """How the forecast comes about: how many runs, how sure the chance is, what durations rest on, the ends."""

    runs: str
    error: str
    bases: tuple[tuple[str, int], ...]
    drivers: tuple[DriverLine, ...]
    ends: tuple[EndLine, ...]


#: Shares of the runs by which ends are told, in per cent.
_ENDS = (1, 10, 25, 50, 75, 90, 99)
#: What a duration rests on.
_BASES = {
    Basis.REHEARSED: gettext_noop("rehearsed"),
    Basis.ESTIMATE: gettext_noop("estimated: shortest and longest were said"),
    Basis.ASSUMED: gettext_noop("assumed: from 20 % less to 50 % more than planned"),
    Basis.CERTAIN: gettext_noop("certain: done, or takes no time"),
}
#: Steps that decide the end, on the page that explains the forecast.
_SHOWN = 20


def computed_of(planned: Planned, slug: str) -> Computed | None:
    """How the chance was computed. None where there is none."""
    found = planned.chance
    if found is None:
        return None
    window = planned.facts.window
    steps = place("cutover-tasks", slug)
    return Computed(
        runs=number(found.runs),
        error=_("%(share)s percentage points") % {"share": _apart(found)},
        bases=tuple((_(words), len(found.resting_on(basis))) for basis, words in _BASES.items()),
        drivers=tuple(
            _driver(one, planned, found, f"{steps}?ref={one.task}")
            for one in found.drivers[:_SHOWN] if one.task in planned.by_ref
        ),
        ends=tuple(
            EndLine(f"{share} %", found.quantiles[share], window is None or found.quantiles[share] <= window.end)
            for share in _ENDS
        ),
    )  # fmt: skip


def _apart(found: Chance) -> str:
    """How far another series of runs would be off. Where all runs agree, three in all could still be otherwise."""
    return f"{100 * max(1.96 * (found.error or 0.0), 3 / found.runs):.1f}"


def _driver(one: Driver, planned: Planned, found: Chance, url: str) -> DriverLine:
    outlook = found.outlooks.get(one.task)
    spread = f"{_hours(outlook.p10)} – {_hours(outlook.p90)}" if outlook else ""
    basis = _(_BASES[outlook.basis]).partition(":")[0] if outlook else ""
    gained = "" if one.gained is None else _("%(share)s points") % {"share": f"{100 * one.gained:+.0f}"}
    sooner = "" if one.sooner is None else _hours(one.sooner)
    return DriverLine(
        one.task, planned.by_ref[one.task].title, url, f"{round(100 * one.decides)} %", spread, basis, sooner, gained
    )


def _hours(span: timedelta) -> str:
    return written(round(span.total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class Turning:
    """The way back: which plan, how long it takes, until when one can turn back, and why until then."""

    title: str
    url: str
    steps: int
    takes: str
    last: datetime | None
    no_return: datetime | None
    closes: datetime | None
    sure: str
    finals: tuple[tuple[str, str, str], ...]


def turning_of(planned: Planned, slug: str) -> Turning:
    """Until when one can turn back; without a rollback with steps only what is known without it."""
    back, window = planned.back, planned.facts.window
    rollback = planned.chance.rollback if planned.chance else None
    steps = place("cutover-tasks", slug)
    finals = tuple(
        (step.ref, step.title, f"{steps}?ref={step.ref}") for step in planned.facts.steps if step.is_final
    )  # fmt: skip
    return Turning(
        title=back.facts.title if back else "",
        url=f"{place('cutover-gantt', slug)}?plan={back.ref}" if back else "",
        steps=sum(step.kind != GROUP for step in back.facts.steps) if back else 0,
        takes=_hours(rollback.longest) if rollback else "",
        last=rollback.last_decision if rollback else None,
        no_return=rollback.no_return if rollback else None,
        closes=window.end if window else None,
        sure=f"{round(100 * rollback.confidence)} %" if rollback else "",
        finals=finals,
    )
