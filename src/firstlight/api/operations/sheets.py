"""Every list of a project in the same way: read, searched, changed row by row, taken along as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status
from pydantic import Field

from firstlight.api.doors import Visit, visit
from firstlight.api.paging import SIZE, Cursor, Limit, cursor_of, link_next, parts_of
from firstlight.api.problems import NeedsVersion, Problem
from firstlight.api.rows import (
    Wanted,
    body_of,
    complete_row,
    etag,
    read_values,
    row_id,
    row_of,
    sheet_named,
    told,
)
from firstlight.api.shapes import Given, Ref, Slug, Told, file_of, reaches, reading, writing
from firstlight.contracts import tables
from firstlight.intake.applying import apply_difference
from firstlight.intake.comparing import Difference
from firstlight.intake.queries import with_parts
from firstlight.intake.writing import write_csv, write_workbook
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Row, RowChange, Sheet, cell_text, sheets
from firstlight.workspace.queries import zone_of

router = Router()

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LISTS = "/projects/{slug}/lists"
_ROW = "/projects/{slug}/lists/{sheet}/rows/{path:row}"


class ColumnTold(Told):
    """A column: `key` is its name here, `title` its heading in a file."""

    key: str
    title: str
    explain: str
    accepts: str
    required: bool
    choices: list[str]


class SheetTold(Told):
    """A list and what you may do with it."""

    ref: str
    title: str
    about: str
    identity: list[str]
    columns: list[ColumnTold]
    may_change: bool


class RowTold(Told):
    """A row. `version` is the value of its ETag; `extras` are columns that only your files know."""

    id: str
    version: str
    values: dict[str, Any]
    extras: dict[str, str]


class RowsTold(Told):
    """A page of rows; the header Link names the next."""

    rows: list[RowTold]
    total: int = Field(description="How many rows fit what was asked for, on all pages.")


class RowGiven(Given):
    """A whole row. What is not sent is empty."""

    values: dict[str, Any]
    extras: dict[Annotated[str, Field(min_length=1, max_length=200)], Annotated[str, Field(max_length=4000)]] = {}


class RowChangeGiven(Given):
    """Some columns. `was` is what they were when you read them, in place of If-Match."""

    values: dict[str, Any]
    was: dict[str, Any] | None = None


IfMatch = Annotated[str, Header(max_length=400, description="The ETag of the row that the change was made from.")]


@router.get(_LISTS, response=reading(list[SheetTold]))
def list_lists(request: HttpRequest, slug: Slug) -> Any:
    """The lists that you may see."""
    here = visit(request, slug)
    seen = [sheet for _, sheet in sheets.items() if sheet.may_see(here.context)]
    return [_sheet(sheet, here) for sheet in seen]


def _sheet(sheet: Sheet, here: Visit) -> dict[str, Any]:
    columns = [
        {name: getattr(column, name) for name in ("key", "title", "explain", "accepts", "required")}
        | {"choices": list(column.choices)}
        for column in sheet.columns
    ]
    names = {name: getattr(sheet, name) for name in ("ref", "title", "about")}
    return {
        **names,
        "identity": list(sheet.identity),
        "columns": columns,
        "may_change": sheet.may_change(here.context),
    }


@router.get(_LISTS + "/{sheet}/rows", response=reading(RowsTold))
def list_rows(
    request: HttpRequest,
    response: HttpResponse,
    slug: Slug,
    sheet: Ref,
    filter: Annotated[list[str], Query(max_length=20, description="column:value; several must all hold")] = [],  # noqa: B006
    q: Annotated[str, Query(max_length=200, description="words that stand in any column")] = "",
    sort: Annotated[str, Query(max_length=100, description="a column; with - before it the other way round")] = "",
    limit: Limit = SIZE,
    cursor: Cursor = "",
) -> Any:
    """Rows of a list. Without `sort` they are in the order of their identity. Two queries, whatever their number."""
    here, found = _seen(request, slug, sheet)
    rows = _chosen(found, list(found.seen_by(here.context, here.project).values()), filter, q, here)
    ordered = _ordered(found, rows, sort)
    after = parts_of(cursor, str, int)
    start = 0 if after is None else _after(ordered, *after)
    page = ordered[start : start + limit]
    more = start + limit < len(ordered)
    link_next(request, response, cursor_of(row_id(page[-1].identity), start + limit) if more else "")
    return {"rows": [body_of(row) for row in page], "total": len(rows)}


def _after(rows: Sequence[Row], last: str, place: int) -> int:
    """Where to go on: behind the last row of the page before, wherever it is now; where it was, when it is gone."""
    for position, row in enumerate(rows):
        if row_id(row.identity) == last:
            return position + 1
    return min(max(place, 0), len(rows))


def _seen(request: HttpRequest, slug: str, ref: str) -> tuple[Visit, Sheet]:
    here = visit(request, slug)
    sheet = sheet_named(ref)
    sheet.check_seen(here.context)
    return here, sheet


def _chosen(sheet: Sheet, rows: list[Row], filters: list[str], words: str, here: Visit) -> list[Row]:
    zone = zone_of(here.project)
    for one in filters:
        key, colon, value = one.partition(":")
        column = next((column for column in sheet.columns if column.key == key), None)
        if column is None or not colon:
            known = ", ".join(column.key for column in sheet.columns)
            problem = tables.Problem("", f"expected column:value with one of: {known}.", column="filter", value=one)
            raise Invalid("That filter cannot be read.", problems=(problem,))
        wanted = value.casefold()
        rows = [
            row
            for row in rows
            if wanted in (str(row.values[key]).casefold(), cell_text(column.cell(row.values[key], zone)).casefold())
            or (isinstance(row.values[key], tuple) and wanted in [str(part).casefold() for part in row.values[key]])
        ]
    if words:
        looked = words.casefold()
        rows = [row for row in rows if any(looked in str(value).casefold() for value in row.values.values())]
    return rows


def _ordered(sheet: Sheet, rows: list[Row], sort: str) -> list[Row]:
    key = sort.removeprefix("-")
    ordered = sorted(rows, key=lambda row: row.identity)
    if not key:
        return ordered
    if key not in {column.key for column in sheet.columns}:
        known = ", ".join(column.key for column in sheet.columns)
        problem = tables.Problem("", f"expected one of: {known}.", column="sort", value=sort)
        raise Invalid("It cannot be sorted by that.", problems=(problem,))
    filled = [row for row in ordered if row.values[key] not in (None, "", ())]
    blank = [row for row in ordered if row.values[key] in (None, "", ())]
    return [*sorted(filled, key=lambda row: row.values[key], reverse=sort.startswith("-")), *blank]


@router.get(_ROW, response=reading(RowTold))
def get_row(request: HttpRequest, response: HttpResponse, slug: Slug, sheet: Ref, row: Ref) -> Any:
    """One row, with its ETag."""
    here, found = _seen(request, slug, sheet)
    return _told(response, _there(here, found, row))


def _there(here: Visit, sheet: Sheet, wanted: str) -> Row:
    found = row_of(sheet.seen_by(here.context, here.project), wanted)
    if found is None:
        raise NotFound("There is no such row.")
    return found


def _told(response: HttpResponse, row: Row) -> dict[str, Any]:
    response.headers["ETag"] = etag(row)
    return body_of(row)


_CHANGING = {**writing(RowTold), 201: RowTold, 412: Problem, 428: Problem}


@router.put(_ROW, response=_CHANGING)
@reaches(*(sheet.apply for _, sheet in sheets.items()))
def put_row(
    request: HttpRequest,
    response: HttpResponse,
    slug: Slug,
    sheet: Ref,
    row: Ref,
    given: RowGiven,
    if_match: IfMatch = "",
) -> Any:
    """Put a whole row there: 201 when it is new. One that is there is only replaced with its ETag in If-Match."""
    here, found = _changeable(request, slug, sheet)
    values = read_values(found, given.values, zone_of(here.project))
    if found.identity == ("ref",):
        values.setdefault("ref", row)
    after = complete_row(found, values, given.extras)
    if row_id(after.identity) != row:
        sentence = f"its identity says “{row_id(after.identity)}”, its address “{row}”; they have to be the same."
        problem = tables.Problem("", sentence, column=found.identity[0], value=row_id(after.identity))
        raise Invalid("The row is not the one of its address.", problems=(problem,))
    before = row_of(found.store.current(here.project), row)
    if before is not None:
        _check_version(Wanted(if_match), before, values)
    elif if_match:
        raise NotFound("There is no such row that could have that version.")
    _apply(here, found, RowChange("changed" if before else "added", before, after))
    kept = _told(response, _there(here, found, row))
    return kept if before else Status(201, kept)


@router.patch(_ROW, response={**writing(RowTold), 412: Problem, 428: Problem})
@reaches(*(sheet.apply for _, sheet in sheets.items()))
def patch_row(
    request: HttpRequest,
    response: HttpResponse,
    slug: Slug,
    sheet: Ref,
    row: Ref,
    given: RowChangeGiven,
    if_match: IfMatch = "",
) -> Any:
    """Change some columns. Say which version you saw: If-Match, or `was` with what those columns were."""
    here, found = _changeable(request, slug, sheet)
    zone = zone_of(here.project)
    values = read_values(found, given.values, zone)
    was = read_values(found, given.was, zone) if given.was is not None else None
    before = _there(here, found, row)
    _check_version(Wanted(if_match, was), before, values)
    after = complete_row(found, {**before.values, **values}, before.extras)
    if after.identity != before.identity:
        raise Invalid("A row keeps its identity. Remove it and put another one there.")
    if after.values != before.values:
        _apply(here, found, RowChange("changed", before, after))
    return _told(response, _there(here, found, row))


@router.delete(_ROW, response={**writing(None, 204), 412: Problem, 428: Problem})
@reaches(*(sheet.apply for _, sheet in sheets.items()))
def delete_row(request: HttpRequest, slug: Slug, sheet: Ref, row: Ref, if_match: IfMatch = "") -> Any:
    """Remove a row, with its ETag in If-Match. Refused while something needs it."""
    here, found = _changeable(request, slug, sheet)
    before = _there(here, found, row)
    _check_version(Wanted(if_match), before, {})
    _apply(here, found, RowChange("removed", before, None))
    return Status(204, None)


def _changeable(request: HttpRequest, slug: str, ref: str) -> tuple[Visit, Sheet]:
    here, sheet = _seen(request, slug, ref)
    if not sheet.may_change(here.context):
        raise Refused(f"{here.person.name} may not change {sheet.title.lower()} by this way in.")
    return here, sheet


def _check_version(wanted: Wanted, row: Row, sent: dict[str, Any]) -> None:
    if not wanted.if_match and wanted.was is None:
        raise NeedsVersion("Send the ETag that you read in If-Match, so that nobody's change is lost.", etag=etag(row))
    wanted.check(row, sent)


def _apply(here: Visit, sheet: Sheet, change: RowChange) -> None:
    """The same way that files go, so that the same things are refused."""
    try:
        apply_difference(here.context, here.project, sheet, Difference(sheet, "", "", (change,), 0))
    except Conflict as conflict:
        raise Conflict(
            conflict.sentence, row=row_id(change.row.identity), now=_now(here, sheet, change.row)
        ) from conflict


def _now(here: Visit, sheet: Sheet, row: Row) -> Any:
    found = sheet.store.current(here.project).get(row.identity)
    return {key: told(value) for key, value in found.values.items()} if found else None


@router.get(_LISTS + "/{sheet}/file.{form}", response=reading(None), openapi_extra=file_of(_XLSX, "text/csv"))
def get_list_file(request: HttpRequest, slug: Slug, sheet: Ref, form: Literal["xlsx", "csv"]) -> HttpResponse:
    """The whole list as a file that can be edited and given back by an import."""
    here, found = _seen(request, slug, sheet)
    rows, zone = list(found.seen_by(here.context, here.project).values()), zone_of(here.project)
    lists = with_parts(here.project, found, rows) if form == "xlsx" else ()
    data = write_csv(found, rows, zone) if form == "csv" else write_workbook(lists, zone)
    kind = "text/csv; charset=utf-8" if form == "csv" else _XLSX
    name = f"{slug}-{found.ref}.{form}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
