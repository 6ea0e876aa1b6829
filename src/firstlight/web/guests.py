"""Pages for people without an account: a link with a token, one purpose, nothing else of the project.

    @guest_page("scope-delivered", title="Scope against delivered", policy=MAY_VIEW_SCOPE)
    def shared_comparison(guest: GuestViewing) -> HttpResponse: ...

The page is then at `/g/<token>/`, and what `rest` names below it. Links that never were, have expired or are revoked
answer alike. No token is logged or recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound
from firstlight.kernel.policies import Policy
from firstlight.web.pacing import knocked, knocks
from firstlight.web.viewing import done_once, open_page
from firstlight.workspace.actions import use_guest_link
from firstlight.workspace.guests import Purpose, Subject
from firstlight.workspace.guests import guest_actor as actor_of
from firstlight.workspace.models import GuestLink, Project
from firstlight.workspace.queries import guest_link_of, zone_of
from firstlight.workspace.roles import GUEST_DOOR

#: Pages from one address in a minute, and links that do not work in ten; whoever asks for more waits.
PAGES_A_MINUTE = 120
MISSES_IN_TEN_MINUTES = 20


@dataclass(frozen=True, slots=True)
class GuestViewing:
    """Somebody with a link looking at what it is for. `here` is the page's address, `rest` what stands after it."""

    request: HttpRequest
    link: GuestLink
    project: Project
    subject: str
    context: Context
    here: str
    rest: str = ""


GuestView = Callable[[GuestViewing], HttpResponse]


@dataclass(frozen=True, slots=True)
class GuestPage:
    """A purpose with the view that serves it. `writes`: it has a form."""

    purpose: Purpose
    view: GuestView
    writes: bool


#: Filled while the addresses are read.
guest_pages: dict[str, GuestPage] = {}


def guest_page(
    ref: str,
    *,
    title: str,
    policy: Policy,
    subjects: Callable[[Project], list[Subject]] | None = None,
    rights: frozenset[str] = frozenset(),
    writes: bool = False,
) -> Callable[[GuestView], GuestView]:
    """Make a view the page of the links of this purpose. `policy`: who may make one, besides the right to share.

    `subjects` lists what a link can be about: (subject, words) in a project. Whoever has the link acts with the right
    `guest.<ref>` and with `rights`. A page that `writes` takes POST, and its form needs `<c-form>`.
    """

    def register(view: GuestView) -> GuestView:
        if ref in guest_pages:
            raise RuntimeError(f"the guest page {ref!r} is registered twice")
        more = {"subjects": subjects} if subjects else {}
        guest_pages[ref] = GuestPage(Purpose(ref, title, policy, rights=rights, **more), view, writes)
        return view

    return register


@open_page
def guest(request: HttpRequest, token: str, rest: str = "") -> HttpResponse:
    """The page behind a link, with headers that keep its address to itself."""
    response = _answered(request, token, rest)
    page = getattr(request, "guest_page", None)
    # A browser that may tell nobody where it came from does not tell us either, and forms need that against forgery.
    response.headers["Referrer-Policy"] = "same-origin" if page and page.writes else "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answered(request: HttpRequest, token: str, rest: str) -> HttpResponse:
    if knocks(request, "guest miss") >= MISSES_IN_TEN_MINUTES or knocked(request, "guest", seconds=60) > PAGES_A_MINUTE:
        response = render(request, "firstlight/guest_wait.html", status=429)
        response.headers["Retry-After"] = "600"
        return response
    now = timezone.now()
    try:
        link = guest_link_of(token, now)
    except NotFound:
        return _nowhere(request)
    page = guest_pages.get(link.purpose)
    if page is None:
        return _nowhere(request)
    request.guest_page = page  # type: ignore[attr-defined]
    allowed = ["GET", "HEAD", "POST"] if page.writes else ["GET", "HEAD"]
    if request.method not in allowed:
        return HttpResponseNotAllowed(allowed)
    inside = now + link.project.clock_offset
    use_guest_link(Context(GUEST_DOOR, inside, link.project), link)
    context = Context(actor_of(link, page.purpose), inside, link.project)
    here = reverse("guest", args=[token])
    viewing = GuestViewing(request, link, link.project, link.subject, context, here, rest)
    return done_once(request, f"guest:{link.pk}", lambda: page.view(viewing))


def _nowhere(request: HttpRequest) -> HttpResponse:
    """The same for every link that does not work."""
    knocked(request, "guest miss", seconds=600)
    return render(None, "firstlight/guest_nowhere.html", status=404)


def show_to_guest(guest: GuestViewing, template: str, title: str, **context: Any) -> HttpResponse:
    """The page `title` in the frame for guests: no rail, no way into the project."""
    zone = zone_of(guest.project)
    frame = {
        "title": title,
        "of_project": guest.project,
        "project_zone": zone,
        "project_now": guest.context.now,
        "this_year": str(guest.context.now.astimezone(zone).year),
        "guest": guest,
        "navigation": (),
        "crumbs": (),
    }
    return render(guest.request, f"firstlight/{template}", {**frame, **context})
