"""Several rows of a list at once: choose them, say what changes, look at it, change them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from firstlight.intake.changing import change_list, in_words
from firstlight.intake.models import ListChange
from firstlight.intake.offering import changed_rows
from firstlight.intake.wording import fingerprint, identity_of, key_of, with_words, words_in
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.sheets import Column, Identity, Row, RowChange
from firstlight.web import wording
from firstlight.web.forms.rows import CLEAR, RowForm, typed_in
from firstlight.web.listing import asked
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.rows import changeable
from firstlight.web.working import after_change, safe_next
from firstlight.web.worklists import ListPage, editable
from firstlight.workspace.queries import zone_of

#: So many of the rows that change are shown one by one; the counts are of all.
SHOWN = 50


@dataclass
class Bulk:
    """The chosen rows, what is to be said in them, and what that changes."""

    rows: dict[Identity, Row]
    typed: dict[str, str] = field(default_factory=dict)
    changes: tuple[RowChange, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    seen: str = ""
    moved: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def bulk(viewing: Viewing, sheet: str) -> HttpResponse:
    """Change one or more fields of many rows, after a summary."""
    page = changeable(viewing, sheet)
    columns = editable(page, viewing)
    post = viewing.request.POST
    work = Bulk(_chosen(viewing, page))
    if viewing.request.method == "POST":
        _fill(viewing, page, columns, work)
        if post.get("step") == "apply" and not work.errors:
            try:
                return _apply(viewing, page, work, post.get("seen", ""))
            except Conflict as conflict:
                work.moved = wording.said(conflict.sentence)
            except Invalid as invalid:
                work.errors = in_words(invalid, page.sheet)
    return _shown(viewing, page, columns, work)


def _chosen(viewing: Viewing, page: ListPage) -> dict[Identity, Row]:
    """The rows that were ticked, or all that the filters in the address leave."""
    given = viewing.request.GET
    current = page.sheet.store.current(viewing.project)
    if given.get("all"):
        wanted = {
            identity_of(key) for key in page.keys(page.fitting(viewing, asked(viewing.request, page.spec(viewing))))
        }
    else:
        wanted = {identity_of(key) for key in given.getlist("row")}
    return {identity: row for identity, row in current.items() if identity in wanted}


def _fill(viewing: Viewing, page: ListPage, columns: tuple[Column, ...], work: Bulk) -> None:
    post, zone = viewing.request.POST, zone_of(viewing.project)
    work.typed = {key: words for key, words in typed_in(post, columns).items() if words.strip()}
    cleared = {column.key: "" for column in columns if post.get(f"{CLEAR}{column.key}")}
    words = {**work.typed, **cleared}
    if not words:
        work.errors = {"": _("Nothing is to be changed yet: fill in a field, or tick that it is emptied.")}
        return
    after = []
    for identity, row in work.rows.items():
        changed, problems = with_words(page.sheet, row, words, zone)
        if problems:
            work.errors = {problem.column: wording.said(problem.sentence) for problem in problems}
            return
        after.append((identity, changed))
    work.changes = changed_rows(page.sheet, work.rows, after)
    work.seen = _digest(page, work)


def _digest(page: ListPage, work: Bulk) -> str:
    """What the summary was made from: these rows, as they are now."""
    parts = [f"{key_of(identity)}:{fingerprint(page.sheet, row)}" for identity, row in work.rows.items()]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _apply(viewing: Viewing, page: ListPage, work: Bulk, seen: str) -> HttpResponse:
    if seen != work.seen:
        raise Conflict(_("The rows changed since this summary was made. Nothing was stored; this is the new one."))
    made = change_list(viewing.context, viewing.project, page.sheet, work.changes, ListChange.Way.BULK)
    return after_change(viewing, page, made)


def _shown(viewing: Viewing, page: ListPage, columns: tuple[Column, ...], work: Bulk) -> HttpResponse:
    back = safe_next(viewing.request, page.url(viewing.project.slug))
    summary = bool(work.changes or work.seen) and not work.errors
    post = viewing.request.POST
    cleared = [column.key for column in columns if post.get(f"{CLEAR}{column.key}")]
    form = RowForm(columns, {}, work.typed, errors=work.errors, needed=False)
    title = ngettext("Change %(count)s row", "Change %(count)s rows", len(work.rows))
    response = show(
        viewing, "bulk.html", title % {"count": wording.number(len(work.rows))}, (page.heading, back),
        count=len(work.rows), form=form, lines=[(*line, CLEAR + line[0].name) for line in form.lines()],
        back=back, summary=summary, changes=_facts(viewing, page, work), total=len(work.changes), seen=work.seen,
        moved=work.moved, general=work.errors.get("", ""), typed=list(work.typed.items()),
        cleared=[CLEAR + key for key in cleared], same=len(work.rows) - len(work.changes), clear_set=set(cleared),
    )  # fmt: skip
    response.status_code = 409 if work.moved else 422 if work.errors else 200
    return response


def _facts(viewing: Viewing, page: ListPage, work: Bulk) -> Mapping[str, Any]:
    """What changes: counted by field and by what was there, and the first rows one by one."""
    zone = zone_of(viewing.project)
    counts: Counter[tuple[str, str, str]] = Counter()
    rows: list[tuple[str, ...]] = []
    for change in work.changes:
        for key in change.fields():
            column = page.sheet.column(key)
            texts = [words_in(column, row.values[key], zone) for row in (change.before, change.after) if row]
            counts[wording.said(column.title), texts[0], texts[1]] += 1
            if len(rows) < SHOWN:
                rows.append((" / ".join(change.row.identity), wording.said(column.title), *texts))
    return {"counts": [(*what, count) for what, count in counts.most_common(SHOWN)], "rows": rows}
