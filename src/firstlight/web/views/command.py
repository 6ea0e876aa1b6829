"""The command centre: the board of a run, what changes of it, and what people enter."""

from __future__ import annotations

import gzip
from typing import cast

from django.contrib.messages import get_messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.cutover.live.queries import run_named
from firstlight.cutover.models import Run
from firstlight.cutover.policies import MAY_WORK
from firstlight.kernel.errors import NotFound
from firstlight.web.forms.entering import enter, entry_of
from firstlight.web.live import boards, editions
from firstlight.web.live.fragments import Saying
from firstlight.web.live.streams import Audience, Credential, EventStream, Seen, Subscription
from firstlight.web.pages import command as page
from firstlight.web.refusals import asks_for_facts
from firstlight.web.saying import SeeOther, say
from firstlight.web.surroundings import viewer_zone
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.working import safe_next
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


def audience_of(viewing: Viewing, run: Run | boards.Stands) -> Audience:
    """How the board is said to the viewer: their own zone only where it has other times than that of the cutover."""
    zone = viewer_zone(viewing.request)
    own = zone.key if zone and zone.key != run.time_zone else ""
    acts = MAY_WORK.allows(viewing.context) and run.closed is None
    return Audience(run.pk, get_language() or "en", own, acts, whole="all" in viewing.request.GET)


def saying_of(viewing: Viewing, ref: str, run: Run | boards.Stands) -> Saying:
    """The same, for what is made here and now."""
    found = audience_of(viewing, run)
    return Saying(viewing.project.slug, ref, run.time_zone, found.zone, found.language, found.acts)


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def board(viewing: Viewing, ref: str) -> HttpResponse:
    """The board. `team`, `person`, `mine`, `critical` leave rows out; `lane`, `all` ask for others; `wall`: large."""
    run = run_named(viewing.project, ref)
    run.project = viewing.project
    # Who has just entered something without a script sees it; anybody else is told by the stream in a moment.
    now, said = viewing.context.now, saying_of(viewing, ref, run)
    run, now = (run, now) if len(get_messages(viewing.request)) else boards.lately(run, now, Seen(), beside=said)
    shown = boards.shown(run, saying_of(viewing, ref, run), now)
    asked = page.asked(viewing.request.GET, viewing.person)
    top, side = shown.parts()
    return render(
        viewing.request,
        "firstlight/command.html",
        {
            "title": run.title, "run": run, "shown": shown, "asked": asked, "top": top, "side": side,
            "table": shown.table(asked.lanes, asked.fits if asked.leaves_out else None),
            "tallies": page.tallies(shown, asked), "teams": page.teams(shown.board), "people": page.people(shown.board),
            "address": reverse("cutover-run", args=[viewing.project.slug, ref]),
            "nothing": page.nothing_words(shown, asked), "edition": editions.edition(),
        },
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def changes(viewing: Viewing, ref: str) -> HttpResponse:
    """What changed `since` a position, for who has no stream. 204 where nothing did.

    A header says which version of the page is current.
    """
    answer = _changed(viewing, ref)
    answer[editions.HEADER] = editions.edition()
    return answer


def _changed(viewing: Viewing, ref: str) -> HttpResponse:
    seen = Seen.read(viewing.request.GET.get("since", ""))
    stands, whole = _stands(viewing, ref), "all" in viewing.request.GET
    to = boards.told_to(stands, seen)
    if seen == to:
        return HttpResponse(status=204)
    said = saying_of(viewing, ref, stands)
    found = boards.told_lately(said, seen, to, whole=whole)
    if found is None:
        run, now = boards.lately(run_named(viewing.project, ref), viewing.context.now, seen, beside=said)
        run.project = viewing.project
        found = boards.packed(run, said, seen, now, whole=whole)
    return _packed(viewing, found) if found else HttpResponse(status=204)


def _stands(viewing: Viewing, ref: str) -> boards.Stands:
    found = boards.stands_at(viewing.project, ref, viewing.context.now)
    if found is None:
        raise NotFound("There is no such run.")
    return found


def _packed(viewing: Viewing, found: bytes) -> HttpResponse:
    if "gzip" in viewing.request.headers.get("Accept-Encoding", ""):
        return HttpResponse(found, content_type="application/json", headers={"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(found), content_type="application/json")


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def stream(viewing: Viewing, ref: str) -> HttpResponse:
    """The same as it happens. A browser that comes back says with Last-Event-ID how far it is."""
    stands = _stands(viewing, ref)
    asked = viewing.request.headers.get("Last-Event-ID", "") or viewing.request.GET.get("since", "")
    credential = Credential(viewing.request.session.session_key or "", viewing.user.pk, viewing.person.pk)
    answer = EventStream(Subscription(audience_of(viewing, stands), credential, Seen.read(asked)))
    return cast("HttpResponse", answer)  # Django's two kinds of answers have one base, which views need not know


@require_POST
@project_page(MAY_WORK)
def act(viewing: Viewing, ref: str) -> HttpResponse:
    """Enter something: start, finish, verify, block, … a step. A script is answered with facts, a form with a page."""
    run = run_named(viewing.project, ref)
    enter(viewing.context, run, entry_of(viewing.request.POST, run))
    saved = page.saved_at(viewing, run)
    if asks_for_facts(viewing.request):
        return JsonResponse({"saved": saved})
    say(viewing.request, _("Saved %(time)s.") % {"time": saved})
    return SeeOther(safe_next(viewing.request, reverse("cutover-run", args=[viewing.project.slug, ref])))
