"""Runs as a list, and what is said when one moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstlight.cutover.models import Run
from firstlight.web.addresses import place

_DRAWN = {
    Run.State.PREPARED: "waiting", Run.State.RUNNING: "running", Run.State.PAUSED: "partly", Run.State.CLOSED: "met",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run: how it stands, and where its board is."""

    ref: str
    title: str
    plan: str
    url: str
    report_url: str
    again_url: str
    over: bool
    state: str
    word: str
    live: bool
    began: datetime | None
    ended: datetime | None


def run_lines(runs: Iterable[Run], slug: str) -> list[RunLine]:
    """Lines in the order of the runs."""
    return [
        RunLine(
            one.ref, one.title, one.plan.title, place("cutover-run", slug, one.ref),
            place("cutover-run-report", slug, one.ref), place("cutover-run-once-more", slug, one.ref),
            one.state == Run.State.CLOSED, _DRAWN[Run.State(one.state)], state_word(one.state),
            one.mode == Run.Mode.LIVE, one.started or one.opened, one.closed,
        )
        for one in runs
    ]  # fmt: skip


def state_word(state: str) -> str:
    """The state of a run in a word."""
    return {
        Run.State.PREPARED: _("Prepared"), Run.State.RUNNING: _("Running"), Run.State.PAUSED: _("Paused"),
        Run.State.CLOSED: _("Closed"),
    }[Run.State(state)]  # fmt: skip


def moved(event: str) -> str:
    """What was done to a run."""
    return {
        "start": _("The run has started."), "pause": _("The run is paused."), "resume": _("The run goes on."),
        "close": _("The run is closed."),
        "back": _("The way back is open as a run of its own. Start it when it begins."),
    }[event]  # fmt: skip
