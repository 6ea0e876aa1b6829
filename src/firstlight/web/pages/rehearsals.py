"""Rehearsals side by side with the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.cutover.models import Rehearsal
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.learning import Compared
from firstlight.web.figures import number
from firstlight.web.pages.spans import duration

#: Steps named one by one.
_NAMED = 8
#: How an outcome is drawn; nothing said is unknown.
_DRAWN = {"met": "met", "not-met": "unmet", "": "unknown"}


@dataclass(frozen=True, slots=True)
class RehearsalLine:
    """A rehearsal: its outcome as a status, when it ran and how long, what was learned."""

    ref: str
    title: str
    environment: str
    state: str
    word: str
    started: datetime | None
    took: str
    lessons: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A step: planned, taken in each rehearsal, proposed. `seen` and `minutes` are for taking the proposal over."""

    ref: str
    title: str
    planned: str
    taken: tuple[tuple[str, str], ...]
    apart: str
    over: bool
    proposed: str
    minutes: int | None
    seen: str


def rehearsal_lines(rows: Iterable[Rehearsal]) -> list[RehearsalLine]:
    """The rehearsals of the plan."""
    words = {"met": _("Exit criteria met"), "not-met": _("Exit criteria not met"), "": _("Outcome not said")}
    return [
        RehearsalLine(
            one.ref, one.title, one.environment, _DRAWN[one.outcome], words[one.outcome], one.started,
            duration(one.started, one.ended) if one.started and one.ended else "", one.lessons,
        )
        for one in rows
    ]  # fmt: skip


def compared_lines(rows: Iterable[Compared], rehearsals: Sequence[str]) -> list[ComparedLine]:
    """The steps that were timed: those with a proposal first, then those that took longest beyond their plan."""
    lines = []
    for one in sorted(rows, key=lambda one: (one.proposed is None, -(one.apart or 0))):
        apart = one.apart or 0
        lines.append(
            ComparedLine(
                one.step.ref,
                one.step.title,
                written(one.step.takes) if one.step.takes is not None else "",
                tuple(
                    (ref, "" if taken is None else written(taken))
                    for ref, taken in zip(rehearsals, one.taken, strict=True)
                ),
                f"{'+' if apart > 0 else '−'}{written(abs(apart))}" if apart else "",
                apart > 0,
                written(one.proposed) if one.proposed is not None else "",
                one.proposed,
                "" if one.step.minutes is None else str(one.step.minutes),
            )
        )
    return lines


def strays(timings: Iterable[tuple[str, str]], steps: Collection[str], url: str) -> str:
    """Times of steps that are not in the plan, which stand in the list of times and nowhere else; "" for none."""
    refs = sorted({task for _rehearsal, task in timings if task not in steps})
    if not refs:
        return ""
    shown = ", ".join(refs[:_NAMED]) + (" …" if len(refs) > _NAMED else "")
    said = ngettext("%(count)s step was timed that is not in the plan: %(steps)s.",
                    "%(count)s steps were timed that are not in the plan: %(steps)s.", len(refs))  # fmt: skip
    words = said % {"count": number(len(refs)), "steps": shown}
    return format_html('{} <a href="{}">{}</a>', words, url, _("Change the times"))
