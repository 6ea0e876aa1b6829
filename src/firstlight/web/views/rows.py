"""One row of a list: edit it on a page or in its cell, add one, remove one."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.intake.changing import change_list, in_words
from firstlight.intake.merging import Clash, merge
from firstlight.intake.models import ListChange
from firstlight.intake.wording import blank_row, fingerprint, with_words, words_of
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import Column, Row, RowChange, Sheet
from firstlight.web import wording
from firstlight.web.forms.rows import TAKE, WAS, RowForm, typed_in
from firstlight.web.listing import LONGEST, Asked, Window
from firstlight.web.pages.lines import Clock, lines
from firstlight.web.pages.lists import shown
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.working import after_change, safe_next, said_of, work_on
from firstlight.web.worklists import ListPage, editable, list_named, stored
from firstlight.workspace.queries import zone_of


def changeable(viewing: Viewing, sheet: str) -> ListPage:
    """The list of that name. Refused to who may not change it, NotFound where it keeps people's word."""
    page = list_named(viewing, sheet)
    page.sheet.check_change(viewing.context)
    if page.sheet.lasting:
        raise NotFound(_("The word of people is not edited."))
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def row(viewing: Viewing, sheet: str) -> HttpResponse:
    """A row as a form; without a name in the address a new one."""
    page, key = changeable(viewing, sheet), viewing.request.GET.get("row", "")
    if not key:
        return _add(viewing, page)
    _name, current = stored(viewing, page.sheet, key)
    columns = editable(page, viewing)
    words = words_of(page.sheet, current, zone_of(viewing.project))
    if viewing.request.method != "POST":
        return _form(viewing, page, key, RowForm(columns, words))
    edit = Edit.of(viewing, page, current, columns, words)
    if edit.clashes or edit.errors:
        form = RowForm(columns, words, edit.typed, errors=edit.errors)
        return _form(viewing, page, key, form, edit.clashes, status=409 if edit.clashes else 422)
    return after_change(viewing, page, edit.made)


class Edit:
    """What became of a form about a row: what was made of it, or why nothing was."""

    def __init__(self) -> None:
        self.made: ListChange | None = None
        self.typed: Mapping[str, str] = {}
        self.clashes: tuple[Clash, ...] = ()
        self.errors: dict[str, str] = {}

    @classmethod
    def of(
        cls, viewing: Viewing, page: ListPage, current: Row, columns: tuple[Column, ...], words: Mapping[str, str]
    ) -> Edit:
        """Store what was typed, unless somebody else changed the same fields or something is not accepted."""
        edit, data, sheet = cls(), viewing.request.POST, page.sheet
        edit.typed = {
            key: words[key] if data.get(f"{TAKE}{key}") == "theirs" else typed
            for key, typed in typed_in(data, columns).items()
        }
        was = {**{key: words[key] for key in edit.typed}, **typed_in(data, columns, WAS)}
        merged = merge(was, words, edit.typed)
        edit.clashes = merged.clashes
        edit.typed = {**words, **merged.changes, **{clash.key: clash.yours for clash in merged.clashes}}
        after, problems = with_words(sheet, current, merged.changes, zone_of(viewing.project))
        edit.errors = {problem.column: wording.said(problem.sentence) for problem in problems}
        if edit.clashes or edit.errors or after.values == current.values:
            return edit
        edit.store(viewing, page, RowChange("changed", current, after))
        return edit

    def store(self, viewing: Viewing, page: ListPage, change: RowChange) -> None:
        """Make the change, or keep what is wrong with it."""
        try:
            self.made = change_list(viewing.context, viewing.project, page.sheet, [change], ListChange.Way.EDIT)
        except Invalid as invalid:
            self.errors = in_words(invalid, page.sheet)


def _add(viewing: Viewing, page: ListPage) -> HttpResponse:
    sheet, blank = page.sheet, blank_row(page.sheet)
    words = words_of(sheet, blank)
    if viewing.request.method != "POST":
        return _form(viewing, page, "", RowForm(sheet.columns, words, _named(viewing, sheet)))
    edit = Edit()
    edit.typed = typed_in(viewing.request.POST, sheet.columns)
    everything = {column.key: edit.typed.get(column.key, words[column.key]) for column in sheet.columns}
    after, problems = with_words(sheet, blank, everything, zone_of(viewing.project))
    edit.errors = {problem.column: wording.said(problem.sentence) for problem in problems}
    if not edit.errors:
        edit.errors = _not_new(viewing, sheet, after)
    if not edit.errors:
        edit.store(viewing, page, RowChange("added", None, after))
    if edit.errors:
        form = RowForm(sheet.columns, words, edit.typed, errors=edit.errors)
        return _form(viewing, page, "", form, status=422)
    return after_change(viewing, page, edit.made)


def _named(viewing: Viewing, sheet: Sheet) -> dict[str, str]:
    """What the address says of a new row, such as the record that it is about."""
    given = viewing.request.GET
    return {column.key: given[column.key][:LONGEST] for column in sheet.columns if column.key in given}


def _not_new(viewing: Viewing, sheet: Sheet, row: Row) -> dict[str, str]:
    """What keeps a row from being added: it names nothing, or what it names is there."""
    first = sheet.identity[0]
    if not any(row.identity):
        title = wording.said(sheet.column(first).title)
        return {first: _("A row needs its %(column)s, so that it can be told from others.") % {"column": title}}
    if row.identity in sheet.store.current(viewing.project):
        said = _("“%(row)s” is in the list already; change that row, or name this one otherwise.")
        return {first: said % {"row": " / ".join(row.identity)}}
    return {}


def _form(
    viewing: Viewing, page: ListPage, key: str, form: RowForm, clashes: tuple[Clash, ...] = (), status: int = 200
) -> HttpResponse:
    slug, sheet = viewing.project.slug, page.sheet
    back = safe_next(viewing.request, page.url(slug))
    sides = [
        {"title": wording.said(sheet.column(one.key).title), "name": f"{TAKE}{one.key}", "clash": one}
        for one in clashes
    ]
    title = _("Change %(row)s") % {"row": key} if key else _("Add to %(list)s") % {"list": page.inside}
    response = show(
        viewing, "row.html", title, (page.heading, back),
        form=form, key=key, clashes=sides, back=back, general=form.said.get("", ""), errors=bool(form.said),
        removing=reverse("row-remove", args=[slug, sheet.ref]) if key else "", extras=_extras(viewing, page, key),
    )  # fmt: skip
    response.status_code = status
    return response


def _extras(viewing: Viewing, page: ListPage, key: str) -> Mapping[str, str]:
    """Columns of the row's own, which only its file knows."""
    return stored(viewing, page.sheet, key)[1].extras if key else {}


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def row_remove(viewing: Viewing, sheet: str) -> HttpResponse:
    """What hangs on a row; then, if it still is what was shown, it is removed."""
    page = changeable(viewing, sheet)
    identity, current = stored(viewing, page.sheet, viewing.request.GET.get("row", ""))
    sentence, status, post = "", 200, viewing.request.POST
    if viewing.request.method == "POST":
        try:
            if post.get("seen", "") != fingerprint(page.sheet, current):
                raise Conflict(_("Somebody changed this row since it was shown here. Look at it again."))
            change = [RowChange("removed", current, None)]
            made = change_list(viewing.context, viewing.project, page.sheet, change, ListChange.Way.EDIT)
            return after_change(viewing, page, made)
        except (Conflict, Invalid) as refusal:
            problems = refusal.problems if isinstance(refusal, Invalid) else ()
            sentence, status = " ".join(map(wording.said, problems)) or refusal.sentence, 409
    tell = getattr(page.sheet.store, "hanging_on", None)
    back = safe_next(viewing.request, page.url(viewing.project.slug))
    response = show(
        viewing, "row_remove.html", _("Remove %(row)s") % {"row": " / ".join(identity)}, (page.heading, back),
        sentence=sentence,
        cells=_filled(viewing, page, current), back=back, seen=fingerprint(page.sheet, current),
        hanging=tell(viewing.project, identity) if tell else (),
    )  # fmt: skip
    response.status_code = status
    return response


def _filled(viewing: Viewing, page: ListPage, current: Row) -> list[tuple[str, str]]:
    words = words_of(page.sheet, current, zone_of(viewing.project))
    return [(wording.said(column.title), words[column.key]) for column in page.sheet.columns if words[column.key]]


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def cell(viewing: Viewing, sheet: str) -> HttpResponse:
    """One cell as a small form, for the script that edits in place; after it is stored, its row as it is now."""
    page, asked = changeable(viewing, sheet), viewing.request.GET
    key = asked.get("row", "")
    _name, current = stored(viewing, page.sheet, key)
    columns = tuple(one for one in editable(page, viewing) if one.key == asked.get("column", ""))
    if not columns:
        raise NotFound(_("There is no such cell, or it is not edited here."))
    words = words_of(page.sheet, current, zone_of(viewing.project))
    if viewing.request.method != "POST":
        return _cell(viewing.request, RowForm(columns, words))
    edit = Edit.of(viewing, page, current, columns, words)
    if edit.clashes or edit.errors:
        form = RowForm(columns, words, edit.typed, errors=edit.errors)
        return _cell(viewing.request, form, edit.clashes, 409 if edit.clashes else 422)
    return JsonResponse({"row": _line(viewing, page, key), "said": str(said_of(viewing, page, edit.made))})


def _cell(request: HttpRequest, form: RowForm, clashes: tuple[Clash, ...] = (), status: int = 200) -> HttpResponse:
    context = {"form": form, "clash": clashes[0] if clashes else None, "general": form.said.get("", "")}
    return render(request, "firstlight/parts/cell_form.html", context, status=status)


def _line(viewing: Viewing, page: ListPage, key: str) -> str:
    """The row as its list shows it."""
    spec, found = page.spec(viewing), page.one(viewing, key)
    part = Window([found] if found else [], 1, 1, 1)
    ask = Asked(page.url(viewing.project.slug))
    zone = zone_of(viewing.project)
    clock = Clock(zone, str(viewing.context.now.astimezone(zone).year))
    return str(lines(shown(page.heading, spec, ask, part, work=work_on(viewing, page, spec, ask, part, ())), clock))
