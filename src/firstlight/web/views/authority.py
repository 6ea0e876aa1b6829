"""Who decides what: the chart, as it was at an earlier moment, and one line of it changed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.kernel.errors import Invalid, NotFound
from firstlight.web import wording
from firstlight.web.exporting import list_of
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.people import AuthorityForm
from firstlight.web.pages import authority as page
from firstlight.web.pages.entries import entry_lines
from firstlight.web.policies import MAY_READ_LEDGER
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.people import way_to_people
from firstlight.workspace.actions import change_authority
from firstlight.workspace.authority import LETTERS, Line
from firstlight.workspace.charts import changes_of, chart, chart_at
from firstlight.workspace.crew import people_of
from firstlight.workspace.policies import MAY_SET_AUTHORITY, MAY_VIEW_DECISIONS
from firstlight.workspace.queries import zone_of
from firstlight.workspace.rows import saved
from firstlight.workspace.sheets import AUTHORITY

#: So many changes stand below the chart; the ledger has all.
CHANGES = 10


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def authority(viewing: Viewing) -> HttpResponse:
    """The chart, today's or, with a day in the address, that of the end of the day."""
    at = _asked_day(viewing)
    lines = chart_at(viewing.project, at) if at else chart(viewing.project)
    columns = page.heads(lines, people_of(viewing.project))
    sees_ledger = MAY_READ_LEDGER.allows(viewing.context)
    context: dict[str, Any] = {
        "rows": page.chart_rows(lines, columns),
        "columns": columns,
        "letters": [(letter, page.letter_word(letter)) for letter in LETTERS],
        "at": at - timedelta(seconds=1) if at else None,
        "proposed": any(line.proposed for line in lines),
        "entries": entry_lines(changes_of(viewing.project)[:CHANGES]) if sees_ledger else [],
        "may_change": MAY_SET_AUTHORITY.allows(viewing.context) and at is None,
        "files": reverse("authority", args=[viewing.project.slug]) + "list.",
    }
    return show(viewing, "authority.html", _("Authority to decide"), way_to_people(viewing), **context)


def _asked_day(viewing: Viewing) -> datetime | None:
    """The end of the day in the address, in the project's zone; None for today or for what is no day."""
    try:
        day = parse_date(viewing.request.GET.get("at", ""))
    except ValueError:
        return None
    if day is None or not 1970 < day.year < 9999:
        return None
    return datetime.combine(day + timedelta(days=1), time(), zone_of(viewing.project))


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def authority_file(viewing: Viewing, form: str) -> HttpResponse:
    """The chart as a file that can be edited and given back."""
    return list_of(viewing.project, AUTHORITY, form)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_SET_AUTHORITY)
def authority_change(viewing: Viewing, ref: str) -> HttpResponse:
    """Who has which letter in one decision."""
    line = next((one for one in chart(viewing.project) if one.ref == ref), None)
    if line is None:
        raise NotFound(_("There is no such decision here."))
    form = AuthorityForm(sent(viewing), names=page.choices(people_of(viewing.project)), initial=_initial(line))
    if form.is_valid() and _saved(viewing, form, ref):
        return back_to(viewing, "authority", said=_("Who decides “%(title)s” was changed.") % form.cleaned_data)
    way = (_("Authority to decide"), reverse("authority", args=[viewing.project.slug]))
    return show_form(
        viewing, wording.said(line.title), form, way_to_people(viewing), way, template="authority_form.html"
    )


def _initial(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("title", "accountable", "responsible", "consulted", "informed")}


def _saved(viewing: Viewing, form: AuthorityForm, ref: str) -> bool:
    """Whether it could be stored; what stands in the way goes beside its field."""
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in form.cleaned_data.items()}
    try:
        change_authority(viewing.context, viewing.project, saved(AUTHORITY, viewing.project, {**given, "ref": ref}))
    except Invalid as refused:
        for problem in refused.problems:
            form.add_error(problem.column if problem.column in form.fields else None, wording.said(problem.sentence))
        return False
    return True
