"""The steps of a plan over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.drafting import links_of
from firstlight.cutover.rules.facts import GROUP, Step
from firstlight.cutover.rules.timing import Times
from firstlight.engines.scheduling import LinkKind
from firstlight.web.figures import number, weekday_and_time, weekday_of
from firstlight.web.pages.gantt import Chart, ChartRow, Scale, Shade, Tick, Tie, height_of, stacked, top_of
from firstlight.web.pages.zoom import Zoom

#: The address of a step.
Address = Callable[[str], str]


def step_chart(planned: Planned, steps: Sequence[Step], address: Address, now: datetime, zoom: Zoom) -> Chart:
    """These steps under the headings of their groups, with their links among each other.

    Where none of them has a time there is no time above them either.
    """
    times = planned.timetable.times
    shown = [times[step.ref] for step in steps if step.ref in times]
    scale = zoom.scale(planned, [at for one in shown for at in (one.start, one.end)])
    rows: list[ChartRow] = []
    at: dict[str, int] = {}
    group = ""
    for step in steps:
        if step.group != group and step.kind != GROUP and step.group not in at:
            group = step.group
            rows.append(ChartRow(planned.by_ref[group].title if group in planned.by_ref else group, heading=True))
        if step.kind == GROUP:
            group = step.ref
        at[step.ref] = len(rows)
        rows.append(_row(step, times.get(step.ref), scale, len(rows), address(step.ref)))
    words = ngettext("%(count)s step over time", "%(count)s steps over time", len(steps))
    words %= {"count": number(len(steps))}
    below = marks(planned, scale, now)
    return Chart(
        tuple(rows), scale.ticks() if shown else (), below, shades(planned, scale),
        tuple(_ties(steps, times, at, scale)), height_of(rows, below), words,
    )  # fmt: skip


def _row(step: Step, times: Times | None, scale: Scale, number: int, url: str) -> ChartRow:
    if times is None:
        return ChartRow(step.title, url, _("no time"), step.ref)
    kind = "group" if step.kind == GROUP else "mark" if times.start == times.end else "plan"
    if step.actual_end:
        kind = "done" if kind == "plan" else kind
    elif step.actual_start:
        kind = "run" if kind == "plan" else kind
    start, end = (one.astimezone(scale.zone) for one in (times.start, times.end))
    ends = f"{end:%H:%M}" if start.date() == end.date() else weekday_and_time(end)
    said = f"{weekday_of(start.year, start)}, {start:%H:%M} – {ends}"
    said = f"{said}, {_('critical')}" if times.critical else said
    bar = scale.bar(times.start, times.end, number, kind, critical=times.critical)
    code = "" if step.kind == GROUP else step.ref
    return ChartRow(step.title, url, said, code, (bar,), times.critical, step.kind == GROUP)


def _ties(steps: Sequence[Step], known: Mapping[str, Times], at: Mapping[str, int], scale: Scale) -> list[Tie]:
    found = []
    for step in steps:
        for link in links_of(step):
            if link.predecessor not in at or not {link.predecessor, step.ref} <= known.keys():
                continue
            first, then = known[link.predecessor], known[step.ref]
            begin = first.end if link.kind in (LinkKind.FS, LinkKind.FF) else first.start
            end = then.start if link.kind in (LinkKind.FS, LinkKind.SS) else then.end
            top, bottom = top_of(at[link.predecessor]) + 6, top_of(at[step.ref]) + 6
            found.append(Tie(scale.x(begin), top, scale.x(end), bottom, first.critical and then.critical))
    return found


def marks(planned: Planned, scale: Scale, now: datetime) -> tuple[Tick, ...]:
    """When the window opens and closes, and now: those that are on the line."""
    window = planned.facts.window
    # Words run away from the window: it may be short beside the preparation, and they stood over each other.
    known = [(window.start, _("window opens"), "end"), (window.end, _("window closes"), "start")] if window else []
    known.append((now, _("now"), "middle"))
    return stacked(
        Tick(scale.x(when), words, side=side) for when, words, side in known if scale.start <= when <= scale.end
    )


def shades(planned: Planned, scale: Scale) -> tuple[Shade, ...]:
    """The black-outs."""
    found = []
    for one in planned.facts.closed:
        if one.end > scale.start and one.start < scale.end:
            left, right = float(scale.x(one.start)), float(scale.x(one.end))
            found.append(Shade(f"{left:.2f}", f"{right - left:.2f}", one.reason))
    return tuple(found)
