"""How far the viewer is on the tour, and what its steps say."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from firstlight.web.opening import may_open
from firstlight.web.tours import tour_for
from firstlight.web.viewing import Viewing

#: What the cookie says when the tour was ended.
ENDED = "end"
#: Pages whose address has no project in it.
_OUTSIDE = {"account"}


@dataclass(frozen=True, slots=True)
class TourLine:
    """A step as it is shown; `next` is what to send for the step after it."""

    number: int
    title: str
    why: str
    url: str
    next: str


def cookie_of(viewing: Viewing) -> str:
    """The cookie that says how far this person is."""
    return f"fl-tour-{viewing.person.pk}"


def path_of(viewing: Viewing) -> str:
    """Where the cookie is sent to: this project alone."""
    return reverse("home", args=[viewing.project.slug])


def tour_lines(viewing: Viewing) -> list[TourLine]:
    """The steps whose pages open for the viewer."""
    slug, context = viewing.project.slug, viewing.context
    steps = [one for one in tour_for(viewing.person.roles) if one.page in _OUTSIDE or may_open(context, one.page)]
    lines = []
    for number, step in enumerate(steps, start=1):
        title, why = step.said()
        url = reverse(step.page) if step.page in _OUTSIDE else reverse(step.page, args=[slug])
        lines.append(TourLine(number, title, why, url, str(number + 1) if number < len(steps) else ENDED))
    return lines


def at_step(viewing: Viewing) -> int:
    """The step one is at, beginning with 1; 0 when the tour was ended."""
    said = viewing.request.COOKIES.get(cookie_of(viewing), "1")
    if said == ENDED:
        return 0
    return int(said) if said.isdecimal() and 1 <= int(said[:4]) <= len(tour_for(viewing.person.roles)) else 1


def step_shown(viewing: Viewing) -> dict[str, object]:
    """What the home page needs to show the step one is at: nothing once the tour was ended."""
    lines, at = tour_lines(viewing), at_step(viewing)
    return {"tour_step": lines[min(at, len(lines)) - 1], "tour_length": len(lines)} if at and lines else {}
