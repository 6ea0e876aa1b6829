"""What has to be known of a run as a whole: that it waits, was turned back or closed, or is itself a way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.cutover.models import Run
from firstlight.web.addresses import place


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the board, why as somebody wrote it, and where to go on reading."""

    words: str
    why: str = ""
    url: str = ""
    link: str = ""
    state: str = "partly"


def way_back_of(run: Run) -> Run | None:
    """The run that leads back from one that was left for it; None while a run goes on. One query where it does not."""
    if run.state not in (Run.State.PAUSED, Run.State.CLOSED):
        return None
    return run.ways_back.order_by("-pk").first()


def notices_of(run: Run, back: Run | None, slug: str) -> Iterator[Notice]:
    """What is to be known, with the run that leads back from it; nothing while it goes on as planned."""
    if run.back_from:
        words = _("This is the way back from “%(run)s”.") % {"run": run.back_from.title}
        yield Notice(words, "", place("cutover-run", slug, run.back_from.ref), _("Its board"), "running")
    if run.state == Run.State.CLOSED:
        words = _("This run was closed; steps stand as they stood then.")
        yield Notice(words, run.closed_because, place("cutover-run-report", slug, run.ref), _("Its report"))
    if back is not None:
        words = _("It was decided to turn back: what is done now stands on the board of the way back.")
        why = run.note if run.state == Run.State.PAUSED else ""
        yield Notice(words, why, place("cutover-run", slug, back.ref), back.title, "unmet")
    elif run.state == Run.State.PAUSED:
        yield Notice(_("This run is paused: nothing is begun until it goes on."), run.note)
    elif run.state == Run.State.PREPARED:
        yield Notice(_("This run has not started yet."))
