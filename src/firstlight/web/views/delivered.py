"""The scope against what is delivered: counts by process, gaps by priority, all items, and one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.assurance.models import ActionItem
from firstlight.kernel.errors import Conflict, NotFound
from firstlight.scope.actions import compare_item, take_proposals
from firstlight.scope.comparing import (
    Item,
    Standing,
    comparison_of,
    gaps,
    item_row,
    items,
    standing_tree,
    totals_by_kind,
)
from firstlight.scope.models import ComparedRow
from firstlight.scope.policies import MAY_EDIT_SCOPE
from firstlight.scope.rules import WORDS, lacking
from firstlight.testing.proposals import delivery_proposals
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.exporting import table_file
from firstlight.web.forms.scope import ComparisonForm, comparison_text
from firstlight.web.guests import GuestViewing, guest_page, show_to_guest
from firstlight.web.listing import Asked, Listed, asked, window
from firstlight.web.pages import delivered as page
from firstlight.web.pages import lists
from firstlight.web.pages.waits import waits
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.models import Person, Project
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from firstlight.workspace.queries import zone_of

#: What a kind of item is called among records, where that is another word.
_OTHERWISE = {"part": "solution-part"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks of the items: the list, what is asked, and the processes it is narrowed to."""

    spec: Listed[Item]
    ask: Asked
    below: tuple[str, ...] | None


def _today(viewing: Viewing | GuestViewing) -> date:
    return viewing.context.now.astimezone(zone_of(viewing.project)).date()


def _wanted(viewing: Viewing, roots: Sequence[Standing] | None, *, gaps_only: bool) -> _Asked:
    slug = viewing.project.slug
    spec = page.listed(lambda one: place("delivered-item", slug, one.kind, one.ref), gaps_only=gaps_only)
    ask = asked(viewing.request, spec)
    ref = ask.kept.get("process", "")
    if not ref:
        return _Asked(spec, ask, None)
    way = page.way_to(roots if roots is not None else standing_tree(viewing.project)[0], ref)
    return _Asked(spec, ask, tuple(way[-1].refs()) if way else ())


@require_safe
@project_page(MAY_VIEW_SCOPE)
def delivered(viewing: Viewing) -> HttpResponse:
    """How much is delivered, by process, and every gap by its priority."""
    project, slug = viewing.project, viewing.project.slug
    roots, loose = standing_tree(project)
    kinds = totals_by_kind(project)
    wanted = _wanted(viewing, roots, gaps_only=True)
    found = gaps(project, _today(viewing))
    rows = page.narrowed_to(found, wanted.spec, wanted.ask, wanted.below)
    here = reverse("delivered", args=[slug])
    below = wanted.ask.kept.get("process", "")
    return show(
        viewing,
        "delivered.html",
        _("Scope against delivered"),
        (_("Scope"), reverse("scope", args=[slug])),
        tally=page.whole(kinds),
        overdue=sum(one.is_late for one in found),
        unanswered=sum(not one.is_whole for one in found),
        lines=page.lines(roots, loose, kinds, lambda ref: wanted.ask.url(process=ref), below),
        way=page.way_to(roots, below),
        listed=lists.shown(_("Gaps"), wanted.spec, wanted.ask, window(rows, wanted.ask), f"{here}list."),
        may_edit=MAY_EDIT_SCOPE.allows(viewing.context),
    )


@require_safe
@project_page(MAY_VIEW_SCOPE)
def delivered_file(viewing: Viewing, form: str) -> HttpResponse:
    """The gaps as a file."""
    wanted = _wanted(viewing, None, gaps_only=True)
    rows = page.narrowed_to(gaps(viewing.project, _today(viewing)), wanted.spec, wanted.ask, wanted.below)
    name = f"{viewing.project.slug} scope gaps"
    return table_file(page.FILE_HEADS, map(page.file_row, rows), form, zone_of(viewing.project), name)


def _all_items(viewing: Viewing) -> list[Item]:
    """All items; those that nobody compared with what evidence proposes."""
    proposed = delivery_proposals(viewing.project)
    return [
        replace(one, proposed=proposed[one.kind, one.ref]) if not one.state and (one.kind, one.ref) in proposed else one
        for one in items(viewing.project, _today(viewing))
    ]


@require_safe
@project_page(MAY_VIEW_SCOPE)
def delivered_items(viewing: Viewing) -> HttpResponse:
    """Every item of the scope with how it stands, and what evidence proposes."""
    slug = viewing.project.slug
    wanted = _wanted(viewing, None, gaps_only=False)
    found = _all_items(viewing)
    rows = page.narrowed_to(found, wanted.spec, wanted.ask, wanted.below)
    here = reverse("delivered-items", args=[slug])
    return show(
        viewing,
        "delivered_items.html",
        _("All items of the scope"),
        (_("Scope"), reverse("scope", args=[slug])),
        (_("Scope against delivered"), reverse("delivered", args=[slug])),
        listed=lists.shown(_("Items"), wanted.spec, wanted.ask, window(rows, wanted.ask), f"{here}list."),
        proposed=sum(one.is_proposed for one in found),
        proposed_here=sum(one.is_proposed for one in rows),
        proposed_url=wanted.ask.url(proposed="yes"),
        query=wanted.ask.query,
        may_edit=MAY_EDIT_SCOPE.allows(viewing.context),
    )


@require_safe
@project_page(MAY_VIEW_SCOPE)
def delivered_items_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same items as a file."""
    wanted = _wanted(viewing, None, gaps_only=False)
    rows = page.narrowed_to(_all_items(viewing), wanted.spec, wanted.ask, wanted.below)
    name = f"{viewing.project.slug} scope against delivered"
    return table_file(page.FILE_HEADS, map(page.file_row, rows), form, zone_of(viewing.project), name)


@require_POST
@project_page(MAY_EDIT_SCOPE)
def delivered_take(viewing: Viewing) -> HttpResponse:
    """Count as delivered what evidence proposes for the items that the address names. A person answers for it."""
    wanted = _wanted(viewing, None, gaps_only=False)
    rows = page.narrowed_to(_all_items(viewing), wanted.spec, wanted.ask, wanted.below)
    taken = take_proposals(
        viewing.context, proposed={(one.kind, one.ref): one.proposed for one in rows if one.is_proposed}
    )
    if not taken:
        return back_to(viewing, "delivered-items", said=_("Nothing is proposed any more."), state="running")
    said = _("1 item counts as delivered now.") if taken == 1 else _("%(count)s items count as delivered now.")
    return back_to(viewing, "delivered-items", said=said % {"count": taken} if taken > 1 else said)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_SCOPE)
def delivered_item(viewing: Viewing, kind: str, ref: str) -> HttpResponse:
    """One item: how it stands, and a form for those who may say so."""
    slug = viewing.project.slug
    row = item_row(viewing.project, kind, ref)
    now, given = comparison_of(row), sent(viewing)
    shown = {**asdict(now), "delivered": now.delivered or "unknown", "looked_at": comparison_text(now)}
    form = ComparisonForm(given, known_action=_known_action(viewing.project), initial=shown)
    status = 422 if given is not None else 200
    if given is not None:
        MAY_EDIT_SCOPE.check(viewing.context)
        if form.is_valid():
            outcome = form.outcome(_today(viewing))
            try:
                compare_item(viewing.context, kind=kind, ref=ref, outcome=outcome, before=form.before)
                return back_to(viewing, "delivered-item", kind, ref, said=_told(row, lacking(outcome)))
            except Conflict as refusal:
                status = 409
                form.look_again(wording.said(refusal.sentence), now)
    response = show(viewing, "delivered_item.html", row.ref, *_way(slug), row=row, kind=page.kind_word(kind),
                    form=form, word=wording.said(WORDS[now.delivered]), state=page.STATUS[now.delivered], found=now,
                    lacks=tuple(map(wording.said, lacking(now))), waits=waits(viewing, _OTHERWISE.get(kind, kind), ref),
                    may_edit=MAY_EDIT_SCOPE.allows(viewing.context))  # fmt: skip
    response.status_code = status
    return response


def _told(row: ComparedRow, lacks: Sequence[str]) -> str:
    said = _("%(item)s is compared.") % {"item": f"{row.ref} {row.title}"}
    return (
        f"{said} {_('The gap still lacks %(what)s.') % {'what': ', '.join(map(wording.said, lacks))}}"
        if lacks
        else said
    )


def _way(slug: str) -> tuple[tuple[str, str], tuple[str, str]]:
    against = (_("Scope against delivered"), reverse("delivered", args=[slug]))
    return (_("Scope"), reverse("scope", args=[slug])), against


def _known_action(project: Project) -> page.Known:
    return lambda ref: ActionItem.objects.filter(project=project, ref=ref).exists()


@guest_page("scope-delivered", title="Scope against delivered", policy=MAY_VIEW_SCOPE)
def shared(guest: GuestViewing) -> HttpResponse:
    """The same for somebody with a link: read only, and roles in place of people's names."""
    if guest.rest:
        raise NotFound(_("There is nothing here."))
    project = guest.project
    roots, loose = standing_tree(project)
    kinds = totals_by_kind(project)
    roles = {one.name: ", ".join(map(wording.role, one.roles)) for one in Person.objects.filter(project=project)}
    spec = page.listed(lambda one: "", gaps_only=True, owner=lambda name: roles.get(name) or _("named"))
    ask = asked(guest.request, spec)
    found = gaps(project, _today(guest))
    rows = page.narrowed_to(found, spec, ask, None)
    return show_to_guest(
        guest,
        "guest_delivered.html",
        _("Scope against delivered"),
        tally=page.whole(kinds),
        overdue=sum(one.is_late for one in found),
        unanswered=sum(not one.is_whole for one in found),
        lines=page.lines(roots, loose, kinds, lambda ref: ""),
        listed=lists.shown(_("Gaps"), spec, ask, window(rows, ask)),
    )
