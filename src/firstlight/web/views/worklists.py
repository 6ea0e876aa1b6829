"""The pages of lists, and the same lists as files."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from firstlight.intake.wording import key_of
from firstlight.web import wording
from firstlight.web.exporting import sheet_file
from firstlight.web.listing import asked
from firstlight.web.pages.underway import NEWS
from firstlight.web.showing import show
from firstlight.web.viewing import View, Viewing, project_page
from firstlight.web.working import imports_beside, shown_list, standard_view, views_for
from firstlight.web.worklists import ListPage, list_named, lists_of
from firstlight.workspace.policies import MAY_VIEW


def list_view(page: ListPage) -> View:
    """The page of a list."""

    @require_safe
    @project_page(page.sheet.opening or MAY_VIEW)
    def view(viewing: Viewing) -> HttpResponse:
        return _shown(viewing, page)

    return view


def file_view(page: ListPage) -> View:
    """The same rows as a file that can be edited and given back."""

    @require_safe
    @project_page(page.sheet.opening or MAY_VIEW)
    def view(viewing: Viewing, form: str) -> HttpResponse:
        return _file(viewing, page, form)

    return view


@require_safe
@project_page()
def lists(viewing: Viewing) -> HttpResponse:
    """Every list that the viewer may see."""
    slug = viewing.project.slug
    found = [
        {"title": page.heading, "about": wording.said(page.sheet.about), "url": page.url(slug), "sheet": page.sheet.ref,
         "may_change": page.sheet.may_change(viewing.context),
         "importing": reverse("list-import", args=[slug, page.sheet.ref])}
        for page in lists_of(viewing)
    ]  # fmt: skip
    return show(viewing, "lists.html", _("Lists"), lists=found, changes=reverse("changes", args=[slug]))


@require_safe
@project_page()
def plain(viewing: Viewing, sheet: str) -> HttpResponse:
    """A list with every column as it stands in its file."""
    return _shown(viewing, list_named(viewing, sheet))


@require_safe
@project_page()
def plain_file(viewing: Viewing, sheet: str, form: str) -> HttpResponse:
    """The same as a file."""
    return _file(viewing, list_named(viewing, sheet), form)


def _shown(viewing: Viewing, page: ListPage) -> HttpResponse:
    way = page.way or ((gettext_noop("Lists"), "lists") if page.args else None)
    steps = [(wording.said(way[0]), reverse(way[1], args=[viewing.project.slug]))] if way else []
    views = views_for(viewing, page)
    return standard_view(viewing, views) or show(
        viewing, page.template, page.heading, *steps, listed=shown_list(viewing, page, views),
        about=wording.said(page.sheet.about), imports=imports_beside(viewing, page, within=NEWS),
        warning=page.warns(viewing) if page.warns else "",
        **(page.also(viewing) if page.also else {}),
    )  # fmt: skip


def _file(viewing: Viewing, page: ListPage, form: str) -> HttpResponse:
    rows = page.fitting(viewing, asked(viewing.request, page.spec(viewing)))
    wanted = set(page.keys(rows))
    name = f"{viewing.project.slug} {page.title.lower()}"
    seen = page.sheet.seen_by(viewing.context, viewing.project)
    chosen = [row for identity, row in seen.items() if key_of(identity) in wanted]
    return sheet_file(viewing.project, chosen, page.sheet, form, name)
