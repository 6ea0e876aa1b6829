"""Interfaces as they were tried: pattern, peak, outage."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.intake.wording import blank_row, key_of
from firstlight.kernel.errors import NotFound
from firstlight.kernel.sheets import Row
from firstlight.testing.interfaces import interfaces_of
from firstlight.testing.rules.interfaces import InterfaceFacts
from firstlight.testing.sheets import INTERFACES
from firstlight.web.exporting import sheet_file
from firstlight.web.listing import Asked, Listed, asked, chosen, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import interfaces as page
from firstlight.web.pages import lists
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import today_in


def _way(viewing: Viewing) -> Step:
    return _("Testing"), reverse("testing", args=[viewing.project.slug])


@require_safe
@project_page(MAY_VIEW_TESTING)
def interfaces(viewing: Viewing) -> HttpResponse:
    """Every interface in scope: whether its pattern fits, it was run near its peak, and its outage is known."""
    rows, spec, ask = _rows(viewing)
    slug, may_change = viewing.project.slug, INTERFACES.may_change(viewing.context)
    part = window(chosen(rows, spec, ask), ask)
    listed = lists.shown(_("Interfaces"), spec, ask, part, reverse("interfaces", args=[slug]) + "list.")
    totals = page.totals(rows, today_in(viewing.context))
    return show(
        viewing, "interfaces.html", _("Interfaces tested"), _way(viewing),
        listed=listed, totals=totals, whole=len(rows), may_change=may_change,
    )  # fmt: skip


def _rows(viewing: Viewing) -> tuple[list[page.InterfaceRow], Listed[page.InterfaceRow], Asked]:
    rows = page.rows_of(interfaces_of(viewing.project), today_in(viewing.context))
    systems = sorted({row.system for row in rows if row.system})
    spec = page.interfaces(addresses_for(viewing.context, viewing.project.slug), viewing.project.slug, systems)
    return rows, spec, asked(viewing.request, spec)


@require_safe
@project_page(MAY_VIEW_TESTING)
def interfaces_file(viewing: Viewing, form: str) -> HttpResponse:
    """The list to fill in and give back: every interface that the page shows, also those of which nothing is known."""
    rows, spec, ask = _rows(viewing)
    known = INTERFACES.store.current(viewing.project)
    found = [known.get((row.ref,)) or _blank(row.facts) for row in chosen(rows, spec, ask)]
    return sheet_file(viewing.project, found, INTERFACES, form, f"{viewing.project.slug} interfaces tested")


def _blank(one: InterfaceFacts) -> Row:
    values = {**blank_row(INTERFACES).values, "integration": one.ref, "reviewed_pattern": one.pattern}
    return Row((one.ref,), values)


@require_safe
@project_page(MAY_VIEW_TESTING)
def interface(viewing: Viewing, ref: str) -> HttpResponse:
    """One interface: what was tried of it, in full, and the others of the same system."""
    found = next(iter(interfaces_of(viewing.project, only=ref)), None)
    if found is None:
        raise NotFound(_("There is no such integration."))
    slug, today = viewing.project.slug, today_in(viewing.context)
    others = interfaces_of(viewing.project)
    beside = [one for one in others if found.system and one.system == found.system and one.ref != ref]
    row = next(row for row in page.rows_of([found, *others], today) if row.ref == ref)
    steps = (_way(viewing), (_("Interfaces tested"), reverse("interfaces", args=[slug])))
    return show(
        viewing, "interface.html", found.title, *steps, one=found, parts=page.parts(row, slug),
        writing=_writing(viewing, found), beside=beside,
    )  # fmt: skip


def _writing(viewing: Viewing, one: InterfaceFacts) -> str:
    """The address of the form for what is tried; "" for who may not."""
    if not INTERFACES.may_change(viewing.context):
        return ""
    slug = viewing.project.slug
    back = {"next": reverse("interface", args=[slug, one.ref])}
    if (one.ref,) in INTERFACES.store.current(viewing.project):
        asked_for = {"row": key_of((one.ref,))}
    else:
        asked_for = {"integration": one.ref, "reviewed_pattern": one.pattern}
    return f"{reverse('row', args=[slug, INTERFACES.ref])}?{urlencode({**asked_for, **back})}"
