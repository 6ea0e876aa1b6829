"""What the page of a list offers to whoever looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstlight.intake.models import ListChange, ListView
from firstlight.intake.policies import MAY_SHARE
from firstlight.intake.queries import beside_of, views_of
from firstlight.web import wording
from firstlight.web.keeping import kept
from firstlight.web.listing import Asked, Listed, Window, asked, window
from firstlight.web.pages.lists import RowButton, SavedView, Shown, Work, shown
from firstlight.web.pages.underway import Import, imports_of
from firstlight.web.saying import SeeOther, say
from firstlight.web.viewing import Viewing
from firstlight.web.worklists import ListPage, editable, list_named


def shown_list(viewing: Viewing, page: ListPage, views: Sequence[ListView]) -> Shown:
    """The list as the address asks for it, with what the viewer may do with it and these saved views.

    Kept while nothing changes, for whoever comes back to it from one of its rows.
    """
    asked_for = ("list", page.sheet.ref, viewing.request.get_full_path())
    return kept(viewing, asked_for, lambda: _shown_now(viewing, page, views))


def _shown_now(viewing: Viewing, page: ListPage, views: Sequence[ListView]) -> Shown:
    spec = page.spec(viewing)
    ask = asked(viewing.request, spec)
    part = window(page.fitting(viewing, ask, spec), ask)
    files = page.url(viewing.project.slug) + "list."
    return shown(page.heading, spec, ask, part, files, work_on(viewing, page, spec, ask, part, views))


def work_on(
    viewing: Viewing, page: ListPage, spec: Listed[Any], ask: Asked, part: Window[Any], views: Sequence[ListView]
) -> Work:
    """What may be done with these rows. No query."""
    context, slug, ref = viewing.context, viewing.project.slug, page.sheet.ref
    columns = {column.key for column in editable(page, viewing)}
    changeable = page.sheet.may_change(context)
    button = page.button or (lambda row: None)
    return Work(
        sheet=ref,
        keys=tuple(page.key(row) for row in part.rows),
        edits=tuple(column.edits if column.edits in columns else "" for column in spec.columns),
        may_edit=bool(columns),
        may_import=changeable,
        may_share=MAY_SHARE.allows(context),
        row=reverse("row", args=[slug, ref]),
        cell=reverse("cell", args=[slug, ref]),
        bulk=reverse("bulk", args=[slug, ref]),
        importing=reverse("list-import", args=[slug, ref]),
        changes=reverse("changes", args=[slug]),
        views_url=reverse("list-views", args=[slug, ref]),
        views=saved_views(ask, views),
        query=ask.query,
        total=part.total,
        buttons=tuple(
            RowButton(wording.said(one.words), one.column, one.value) if (one := button(row)) else None
            for row in part.rows
        ),
    )


def views_for(viewing: Viewing, page: ListPage) -> list[ListView]:
    """Saved views of the list, in one query.

    Those of the project are about all its rows, so who sees a part sees their own only.
    """
    found = kept(viewing, ("views", page.sheet.ref), lambda: views_of(viewing.context, page.sheet))
    return found if page.sheet.sees_all(viewing.context) else [one for one in found if one.owner]


def imports_beside(viewing: Viewing, page: ListPage, *, within: timedelta | None = None) -> tuple[Import, ...]:
    """What the viewer had the background loop read or apply for this list within a day, in one query; no query for who
    may not change it. Of what was applied only what was applied `within` that time.
    """
    if not page.sheet.may_change(viewing.context):
        return ()
    now = viewing.context.now
    found = beside_of(viewing.context, page.sheet)
    news = [one for one in found if not (within and one.applied) or now - one.applied < within]
    return imports_of(news, viewing.project.slug, now)


def saved_views(ask: Asked, views: Sequence[ListView]) -> tuple[SavedView, ...]:
    """The saved views above a list, after the list without any filter; none where nothing is saved."""
    if not views:
        return ()
    found = [SavedView(_("All rows"), f"{ask.path}?view=all", on=not ask.query)]
    for one in views:
        url = f"{ask.path}?{one.query or 'view=all'}"
        found.append(
            SavedView(one.name, url, one.query == ask.query, one.pk, not one.owner, one.standard, bool(one.owner))
        )
    return tuple(found)


def standard_view(viewing: Viewing, views: Sequence[ListView]) -> HttpResponse | None:
    """To the viewer's standard view, where the address asks for nothing and there is one."""
    own = (one.query for one in views if one.standard and one.owner)
    query = "" if viewing.request.GET else next(own, "")
    return HttpResponseRedirect(f"{viewing.request.path}?{query}") if query else None


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page of this project to come back to: as the form says, if it is one of them."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    start = "/".join(otherwise.split("/")[:3]) + "/"
    fine = wanted.startswith(start) and "\\" not in wanted and wanted.isprintable() and ".." not in wanted
    return wanted if fine else otherwise


def after_change(viewing: Viewing, page: ListPage, made: ListChange | None, *, undone: bool = False) -> HttpResponse:
    """Back to the list, with a sentence that says what was done, or undone, and offers to take it back."""
    said = said_of(viewing, page, made)
    if undone:
        said = format_html("{} {}", _("Undone."), said)
    say(viewing.request, said, state="met" if made else "running")
    return SeeOther(safe_next(viewing.request, page.url(viewing.project.slug)))


def back_to_list(viewing: Viewing, page: ListPage, said: str) -> HttpResponse:
    """Back to the list with a sentence."""
    say(viewing.request, said, state="met")
    return SeeOther(safe_next(viewing.request, page.url(viewing.project.slug)))


def said_of(viewing: Viewing, page: ListPage, made: ListChange | None) -> str | SafeString:
    """What was changed, as a sentence, with the way to undo it."""
    if made is None:
        return _("Nothing had to be changed.")
    changes = ((made, page), *((part, list_named(viewing, part.sheet)) for part in made.parts.order_by("pk")))
    sentence = " ".join(wording.changed_rows(one.inside, (row[0] for row in change.rows)) for change, one in changes)
    if page.warns and (warning := page.warns(viewing)):
        sentence = format_html("{} {}", sentence, warning)
    if page.sheet.lasting:
        return sentence
    back = urlencode({"next": safe_next(viewing.request, page.url(viewing.project.slug))})
    undo = f"{reverse('undo', args=[viewing.project.slug, made.uid])}?{back}"
    return format_html('{} <a class="fl-undo" data-post href="{}">{}</a>', sentence, undo, _("Undo"))
