"""What was changed in lists in the last thirty days, and taking it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.intake.actions import undo_change
from firstlight.intake.models import ListChange
from firstlight.intake.queries import change_named, changes_of, ways_back
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.sheets import sheets
from firstlight.web import wording
from firstlight.web.pages.changes import change_fields, change_line
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.working import after_change
from firstlight.web.worklists import ListPage, list_named


@require_safe
@project_page()
def changes(viewing: Viewing) -> HttpResponse:
    """Imports, pastes, bulk edits, edits and undos, newest first, of the lists that the viewer sees whole."""
    slug, context = viewing.project.slug, viewing.context
    lines = [
        change_line(one, sheet, reverse("undo", args=[slug, one.uid]), sheet.may_change(context))
        for one in changes_of(viewing.project, context.now)
        if (sheet := sheets.get(one.sheet)) and sheet.sees_all(context)
    ]
    return show(viewing, "changes.html", _("Changes"), (_("Lists"), reverse("lists", args=[slug])), lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def undo(viewing: Viewing, uid: str) -> HttpResponse:
    """What a change did; then it is taken back, if nobody changed the same fields since."""
    change = change_named(viewing.context, uid)
    page = list_named(viewing, change.sheet)
    page.sheet.check_all(viewing.context)
    if viewing.request.method == "POST":
        page.sheet.check_change(viewing.context)
        try:
            return after_change(viewing, page, undo_change(viewing.context, uid), undone=True)
        except (Conflict, Invalid) as refusal:
            problems = refusal.problems if isinstance(refusal, Invalid) else ()
            sentence = " ".join(map(wording.said, (refusal.sentence, *problems)))
            return _shown(viewing, page, change_named(viewing.context, uid), sentence, status=409)
    return _shown(viewing, page, change)


def _shown(viewing: Viewing, page: ListPage, change: ListChange, sentence: str = "", status: int = 200) -> HttpResponse:
    slug, context = viewing.project.slug, viewing.context
    may = page.sheet.may_change(context) and not change.undone and not page.sheet.lasting
    way = wording.said(change.get_way_display())
    response = show(
        viewing, "undo.html", _("%(way)s of %(list)s") % {"way": way, "list": page.inside},
        (_("Changes"), reverse("changes", args=[slug])), change=change, sentence=sentence, may_undo=may,
        fields=change_fields(change), in_the_way=_in_the_way(viewing, change) if may else (),
        line=change_line(change, page.sheet, "", may), back=page.url(slug),
    )  # fmt: skip
    response.status_code = status
    return response


def _in_the_way(viewing: Viewing, change: ListChange) -> tuple[object, ...]:
    """Fields that somebody changed since, so that undoing would lose their work."""
    return tuple(one for _, back in ways_back(viewing.project, change) for one in back.in_the_way)
