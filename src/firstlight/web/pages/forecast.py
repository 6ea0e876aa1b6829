"""The forecast of the cutover: the chance of ending inside the window, what it rests on, until when to turn back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from firstlight.cutover.forecasting import Kept
from firstlight.cutover.models import Forecast
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP
from firstlight.cutover.rules.founding import Founding
from firstlight.cutover.rules.told import ENDS, DriverTold, Told
from firstlight.engines.scheduling.chance import Basis
from firstlight.web.addresses import place
from firstlight.web.figures import number
from firstlight.workspace.models import Project

#: From this chance on the outlook is good, from that on partly so: what the checklist go-live asks for.
GOOD, FAIR = 0.9, 0.7
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


def outlook_of(kept: Kept | None, planned: Planned, slug: str) -> Outlook | None:
    """What many runs with drawn durations said. None where nothing is kept of them, or there is no window."""
    found = kept.told if kept else None
    if kept is None or found is None or found.probability is None:
        return None
    steps = place("cutover-tasks", slug)
    drivers = tuple(
        (one.task, planned.by_ref[one.task].title, f"{steps}?ref={one.task}")
        for one in found.drivers[:_FIRST] if one.task in planned.by_ref
    )  # fmt: skip
    return Outlook(
        chance=chance_words(found.probability),
        state=drawn(found.probability, founded=kept.founding.holds),
        likely=found.likely,
        late=found.late,
        drivers=drivers,
        assumed=found.bases[Basis.ASSUMED],
        back=found.back.last if found.back else None,
        todo=_todo(kept.founding),
    )


@dataclass(frozen=True, slots=True)
class Age:
    """Of which plan the forecast is. `made` is None before the first; `holds` is False where the plan changed since."""

    made: datetime | None
    entry: str
    holds: bool


def age_of(kept: Kept | None, planned: Planned) -> Age | None:
    """How old the forecast is; None where there is nothing to forecast, for want of steps or of a window."""
    if not planned.facts.steps or planned.facts.window is None:
        return None
    if kept is None:
        return Age(None, "", holds=False)
    return Age(kept.made, number(kept.entry) if kept.entry else "", kept.holds)


def drawn(chance: float, *, founded: bool) -> str:
    """The state of a chance. It is never good where most of it was not measured: nobody knows that it is."""
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
    founded = Founding(kept.timed, kept.steps).holds
    assumed = "" if founded else _("Durations assumed, not measured: %(timed)s of %(steps)s steps were timed.") % {
        "timed": kept.timed, "steps": kept.steps,
    }  # fmt: skip
    if kept.chance is None:
        word = _("The window is not known") if kept.closes is None else _("The plan cannot be computed")
        return OnHome("unknown", word, assumed, kept.starts, kept.likely, kept.late, None, kept.made)
    state = drawn(kept.chance, founded=founded)
    word = _("Durations assumed, not measured") if state == "unknown" else chance_words(kept.chance)
    return OnHome(state, word, assumed, kept.starts, kept.likely, kept.late, kept.last_decision, kept.made)


def _todo(founding: Founding) -> str:
    """What would make it surer, in a sentence."""
    if not founding.timed:
        return _("Nothing was measured yet: rehearse the plan, and the forecast rests on what really happens.")
    if not founding.holds:
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
    """How the forecast comes about: how many runs, how sure the chance is, what durations rest on, the ends.

    `varies` is False where all durations are certain.
    """

    runs: str
    error: str
    bases: tuple[tuple[str, int], ...]
    drivers: tuple[DriverLine, ...]
    ends: tuple[EndLine, ...]
    varies: bool


#: What a duration rests on.
_BASES = {
    Basis.REHEARSED: gettext_noop("rehearsed"),
    Basis.ESTIMATE: gettext_noop("estimated: shortest and longest were said"),
    Basis.ASSUMED: gettext_noop("assumed: from 20 % less to 50 % more than planned"),
    Basis.CERTAIN: gettext_noop("certain: done, or takes no time"),
}


def computed_of(found: Told, planned: Planned, slug: str) -> Computed:
    """How the chance was computed."""
    window, steps = planned.facts.window, place("cutover-tasks", slug)
    return Computed(
        runs=number(found.runs),
        error=_("%(share)s percentage points") % {"share": _apart(found)},
        bases=tuple((_(words), found.bases[basis]) for basis, words in _BASES.items()),
        drivers=tuple(
            _driver(one, planned, f"{steps}?ref={one.task}") for one in found.drivers if one.task in planned.by_ref
        ),
        ends=tuple(
            EndLine(f"{share} %", at, window is None or at <= window.end)
            for share, at in zip(ENDS, found.ends, strict=True)
        ),
        varies=any(found.bases[basis] for basis in _BASES if basis is not Basis.CERTAIN),
    )


def _apart(found: Told) -> str:
    """How far another series of runs would be off. Where all runs agree, three in all could still be otherwise."""
    # Rounded up, because it is said to be no more than that.
    return number_format(ceil(1000 * max(1.96 * (found.error or 0.0), 3 / found.runs)) / 10, 1)


def _driver(one: DriverTold, planned: Planned, url: str) -> DriverLine:
    basis = _(_BASES[Basis(one.basis)]).partition(":")[0]
    gained = "" if one.gained is None else points(round(100 * one.gained))
    sooner = "" if one.sooner is None else written(one.sooner)
    return DriverLine(
        one.task, planned.by_ref[one.task].title, url, f"{round(100 * one.decides)} %",
        f"{written(one.low)} – {written(one.high)}", basis, sooner, gained,
    )  # fmt: skip


def points(more: int) -> str:
    """So many percentage points more, or fewer."""
    return ngettext("%(share)s point", "%(share)s points", abs(more)) % {"share": f"{more:+d}" if more else "0"}


@dataclass(frozen=True, slots=True)
class Turning:
    """The way back: which plan, how long it takes, until when one can turn back, and why until then.

    `state` and `word` say what is known where there is no such moment; `stopped`, that the plan has no times.
    """

    title: str
    url: str
    steps: int
    takes: str
    last: datetime | None
    no_return: datetime | None
    closes: datetime | None
    sure: str
    state: str
    word: str
    stopped: bool
    finals: tuple[tuple[str, str, str], ...]


def turning_of(kept: Kept | None, planned: Planned, slug: str) -> Turning:
    """Until when one can turn back; without a rollback with steps only what is known without it."""
    back, window = planned.back, planned.facts.window
    found = kept.told.back if kept and kept.told else None
    steps = place("cutover-tasks", slug)
    finals = tuple(
        (step.ref, step.title, f"{steps}?ref={step.ref}") for step in planned.facts.steps if step.is_final
    )  # fmt: skip
    state, word = ("unmet", _("No moment is early enough to turn back")) if found else ("unknown", _("Not known"))
    return Turning(
        title=back.facts.title if back else "",
        url=f"{place('cutover-gantt', slug)}?plan={back.ref}" if back else "",
        steps=sum(step.kind != GROUP for step in back.facts.steps) if back else 0,
        takes=written(found.takes) if found else "",
        last=found.last if found else None,
        no_return=found.no_return if found else None,
        closes=window.end if window else None,
        sure=f"{round(100 * found.confidence)} %" if found else "",
        state=state,
        word=word if kept else _("Not computed yet"),
        stopped=not planned.timetable.computed,
        finals=finals,
    )
