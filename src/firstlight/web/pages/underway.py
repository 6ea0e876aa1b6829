"""How far the background loop is with offered rows, as its template shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.intake.models import Offer
from firstlight.intake.queries import taken
from firstlight.web.figures import number

#: Whoever works in the background looks every two seconds. After this long nobody does, or it has more to do.
SOON = timedelta(seconds=15)
#: So long a list says on its own page that rows were applied in the background; the page of its imports says it longer.
NEWS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Import:
    """Rows that were worked on in the background, in one sentence: how that stands, and where to look at them."""

    state: str
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that is done: in words, and met, running or waiting."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Underway:
    """What the page shows. `alone`: nobody took it up yet, which may be because no background loop runs.

    `again`: it was begun before and did not come to its end. `stops`: it can be called back. `problem` is why
    the file cannot be read.
    """

    title: str
    stages: tuple[Stage, ...]
    asked: datetime | None
    alone: bool
    again: bool
    stops: bool
    applies: bool
    applied: bool
    problem: str
    mark: str


def underway_of(offer: Offer, now: datetime) -> Underway:
    """How far it is with these rows."""
    unread = bool(offer.refusal) and not offer.work and not offer.applied
    return Underway(
        title=_title(offer, unread=unread) % {"name": _named(offer)},
        stages=tuple(_stages(offer)) if offer.work else (),
        asked=offer.asked,
        alone=_alone(offer, now),
        again=offer.tries > 1 or (offer.tries == 1 and not offer.holder),
        stops=offer.work == Offer.Work.READ or not offer.holder or _alone(offer, now),
        applies=offer.work == Offer.Work.APPLY,
        applied=offer.applied is not None,
        problem=offer.refusal.get("sentence", "") if unread else "",
        mark=mark_of(offer, now),
    )


def imports_of(offers: Sequence[Offer], slug: str, now: datetime) -> tuple[Import, ...]:
    """How it stands with these rows, as somebody reads it who has left their page."""
    return tuple(
        Import(_state(one, now), _sentence(one, now), reverse("offer", args=[slug, one.sheet, one.uid]))
        for one in offers
    )


def _state(offer: Offer, now: datetime) -> str:
    if offer.work:
        return "partly" if _alone(offer, now) else "running"
    return "met" if offer.applied else "unmet" if offer.refusal else "waiting"


def _sentence(offer: Offer, now: datetime) -> str:
    """Figures are left out where nobody has counted the rows yet."""
    named = {"name": _named(offer), "count": number(offer.rows)}
    if offer.work == Offer.Work.READ and _alone(offer, now):
        return _("%(name)s waits to be read; nobody has taken it up yet.") % named
    if offer.work == Offer.Work.READ:
        return _("%(name)s is being read; nothing of it is in the list yet.") % named
    if offer.work and _alone(offer, now):
        return _("An import of %(count)s rows waits, from %(name)s; nobody has taken it up yet.") % named
    if offer.work:
        return _("An import of %(count)s rows is under way, from %(name)s.") % named
    if offer.applied:
        return ngettext(
            "An import of %(count)s row was applied, from %(name)s.",
            "An import of %(count)s rows was applied, from %(name)s.", offer.rows,
        ) % named  # fmt: skip
    if offer.refusal and not offer.rows:
        return _("%(name)s could not be read; nothing of it is in the list.") % named
    if offer.refusal:
        return _("An import of %(count)s rows failed, from %(name)s; nothing of it is in the list.") % named
    return ngettext(
        "%(name)s was read; %(count)s row of it waits to be applied.",
        "%(name)s was read; %(count)s rows of it wait to be applied.", offer.rows,
    ) % named  # fmt: skip


def _named(offer: Offer) -> str:
    return _("Pasted rows") if offer.way == Offer.Way.PASTE else offer.file


def mark_of(offer: Offer, now: datetime) -> str:
    """Another one where the page would show something else."""
    done = "applied" if offer.applied else "refused" if offer.refusal else "offered"
    return "-".join((offer.work or done, offer.phase, str(offer.tries), "alone" if _alone(offer, now) else ""))


def _alone(offer: Offer, now: datetime) -> bool:
    """Whether it has waited for long: since it was asked for, or since whoever was at it should have said a word."""
    free = [one for one in (offer.asked, _lapses(offer)) if one]
    return bool(offer.work and free) and now - max(free) >= SOON


def _lapses(offer: Offer) -> datetime | None:
    """When whoever is at it, or was, will be given up, by the clock of the project."""
    return offer.held_until + offer.project.clock_offset if offer.held_until else None


def _title(offer: Offer, *, unread: bool) -> str:
    if offer.applied:
        return _("%(name)s is applied")
    if unread:
        return _("%(name)s could not be read")
    return _("%(name)s is being applied") if offer.work == Offer.Work.APPLY else _("%(name)s is being read")


def _stages(offer: Offer) -> list[Stage]:
    """In their order; what comes before the one that runs is done."""
    last = (
        _("Compare them once more with the list, and store %(count)s rows") % {"count": number(taken(offer))}
        if offer.work == Offer.Work.APPLY
        else _("Compare them with the list")
    )
    words = (_("Taken up by the background loop"), _("Read the rows"), last)
    at = 0 if not offer.holder else 1 if offer.phase in ("", Offer.Phase.READING) else 2
    return [Stage(one, "met" if place < at else "running" if place == at else "waiting")
            for place, one in enumerate(words)]  # fmt: skip
