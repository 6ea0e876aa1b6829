"""Rows that the background loop reads or applies: how far it is, what came of it, what to do where none runs."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from firstlight.intake import beside, stores
from firstlight.intake.actions import discard
from firstlight.intake.models import ListChange, Offer
from firstlight.web.pages.underway import mark_of, underway_of
from firstlight.web.saying import SeeOther
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing
from firstlight.web.working import said_of
from firstlight.web.worklists import ListPage

#: What the page takes when it asks by itself whether something changed.
_BY_ITSELF = "application/json"


def underway(viewing: Viewing, page: ListPage, found: Offer) -> HttpResponse | None:
    """How far it is, or what came of it; None where the preview is what there is to see."""
    now = viewing.context.now
    if viewing.request.headers.get("Accept") == _BY_ITSELF:
        return JsonResponse({"mark": mark_of(found, now)})
    unread = bool(found.refusal) and not found.seen
    if not found.work and not found.applied and not unread:
        return None
    back = page.url(viewing.project.slug)
    shown = underway_of(found, now)
    made = ListChange.objects.filter(project=viewing.project, uid=found.change).first() if found.change else None
    said = said_of(viewing, page, made) if found.applied else ""
    return show(viewing, "offer_underway.html", shown.title, (page.heading, back),
                underway=shown, said=said, back=back, listed=page)  # fmt: skip


def while_underway(viewing: Viewing, page: ListPage, found: Offer) -> HttpResponse:
    """What one may do in the meantime: do it here at once, or call it back. Anything else has to wait."""
    do = viewing.request.POST.get("do", "")
    if do == "here":
        beside.do(found.pk, timezone.now, f"page-{viewing.context.request_id}"[:40])
    elif do == "stop" and found.work == Offer.Work.APPLY:
        stores.call_back(found, timezone.now())
    elif do == "stop":
        discard(found)
        return SeeOther(page.url(viewing.project.slug))
    return SeeOther(viewing.request.path)
