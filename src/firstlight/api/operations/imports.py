"""A file of lists: first what it would change, then the rows of it that a person chose. Nothing is kept in between."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from pydantic import Field

from firstlight.api.doors import Visit, visit
from firstlight.api.rows import row_id, sheet_named, told
from firstlight.api.shapes import Slug, Told, reaches, writing
from firstlight.contracts.tables import Problem
from firstlight.intake.applying import apply_all
from firstlight.intake.comparing import Difference, compare
from firstlight.intake.offering import tables_for
from firstlight.intake.parsing import ParsedSheet, join, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import LeftAside, Recognised, recognise_all
from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import Conflict, Invalid, Refused
from firstlight.kernel.sheets import RowChange, parts_of, sheets
from firstlight.workspace.queries import zone_of

router = Router()

#: Larger files are put into a project folder.
MOST_BYTES = 25 * 1024 * 1024
#: So many changed rows are told; the figures count all.
MOST_TOLD = 2_000

ListName = Annotated[str, Form(max_length=100, description="The list that the file is; empty: told by its headings.")]
Complete = Annotated[bool, Form(description="The file is the whole list: rows that it lacks are to be removed.")]


class FieldTold(Told):
    """A column of a row, as it would stand in a file."""

    column: str
    before: str
    after: str


class ChangeTold(Told):
    """What would happen to a row."""

    row: str
    kind: str = Field(description="added, changed or removed")
    fields: list[FieldTold]


class RefusedTold(Told):
    """A place in the file that cannot be accepted."""

    place: str
    value: str
    accepted: str


class ListDifference(Told):
    """What a file would do to one list."""

    sheet: str
    file: str
    table: str
    added: int
    changed: int
    removed: int
    same: int
    changes: list[ChangeTold]
    refused: list[RefusedTold]
    notes: list[str]


class PreviewTold(Told):
    """What the file would do. Send `seen` with the same file to have it done."""

    seen: str
    lists: list[ListDifference]
    left_aside: list[str] = Field(description="Parts of the file that are no list, and why.")


class AppliedTold(Told):
    """How many rows were added, changed or removed."""

    rows: int


@dataclass(frozen=True, slots=True)
class _Preview:
    """The differences that a file makes, and what of it was not read."""

    differences: tuple[Difference, ...]
    aside: tuple[str, ...]

    def seen(self) -> str:
        """Changes whenever anything of what was shown does."""
        said = [
            [one.sheet.ref, [[change.kind, row_id(change.row.identity), _texts(change)] for change in one.changes]]
            for one in self.differences
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def _texts(change: RowChange) -> list[Any]:
    sides = (change.before, change.after)
    return [
        [{key: told(value) for key, value in side.values.items()}, dict(side.extras)] if side else None
        for side in sides
    ]


@router.post("/projects/{slug}/imports/preview", response=writing(PreviewTold))
def preview_import(
    request: HttpRequest, slug: Slug, file: File[UploadedFile], sheet: ListName = "", complete: Complete = False
) -> Any:
    """What a workbook or CSV file would change, row by row. Nothing is stored, however often you look."""
    here = visit(request, slug)
    preview = _preview(here, file, sheet, complete)
    zone = zone_of(here.project)
    lists = []
    for one in preview.differences:
        counts = {name: getattr(one, name) for name in ("file", "table", "added", "changed", "removed", "same")}
        changes = [
            {"row": row_id(change.row.identity), "kind": change.kind,
             "fields": [{"column": f.title, "before": f.before, "after": f.after} for f in one.fields(change, zone)]}
            for change in one.changes[:MOST_TOLD]
        ]  # fmt: skip
        refused = [{"place": _place(p), "value": p.value, "accepted": p.sentence} for p in one.refused]
        lists.append(
            {**counts, "sheet": one.sheet.ref, "changes": changes, "refused": refused, "notes": list(one.notes)}
        )
    return {"seen": preview.seen(), "lists": lists, "left_aside": list(preview.aside)}


@router.post("/projects/{slug}/imports", response=writing(AppliedTold))
@reaches(*(sheet.apply for _, sheet in sheets.items()))
def apply_import(
    request: HttpRequest,
    slug: Slug,
    file: File[UploadedFile],
    seen: Annotated[str, Form(pattern=r"^[0-9a-f]{64}$", description="`seen` of the preview of this very file.")],
    sheet: ListName = "",
    complete: Complete = False,
    rows: Annotated[
        str, Form(max_length=2_000_000, description='JSON: {"scope.rollouts": ["W1"]}; empty: all rows of the file.')
    ] = "",
) -> Any:
    """Do what a preview showed, for all its rows or the chosen ones: all of it, or nothing.

    409 when the preview would show something else by now; look again.
    """
    here = visit(request, slug)
    preview = _preview(here, file, sheet, complete)
    if preview.seen() != seen:
        raise Conflict("The preview would show something else now: the list or the file changed. Look again.")
    chosen = _chosen(preview.differences, rows)
    for one in chosen:
        if one.changes and not one.sheet.may_change(here.context):
            raise Refused(f"{here.person.name} may not change {one.sheet.title.lower()}.")
    applied = apply_all(here.context, here.project, [(one.sheet, one) for one in chosen])
    for one in chosen:
        other = one.sheet.other_file(file.name or "")
        if other:
            file.seek(0)
            other.keep(here.context, file.name or "file", file.read())
    return {"rows": applied}


def _preview(here: Visit, file: UploadedFile, ref: str, complete: bool) -> _Preview:
    size = file.size or 0
    if size > MOST_BYTES:
        raise Invalid(f"The file has {size:,} bytes; at most {MOST_BYTES:,} are read.")
    named = sheet_named(ref) if ref else None
    candidates = [named, *parts_of(named)] if named else [one for _, one in sheets.items()]
    candidates = [one for one in candidates if one.sees_all(here.context)]
    name = file.name or "file"
    other = next((one for one in candidates if one.other_file(name)), None)
    zone = zone_of(here.project)
    tables = tables_for(other, file.read(), name, zone) if other else read_tables(file.read(), name)
    told = [recognise_all(table, candidates) for table in tables]
    found = [one for several in told if not isinstance(several, LeftAside) for one in several]
    if ref and not found and len(tables) == 1 and candidates:
        found, told = [Recognised(tables[0], candidates[0])], []
    parts: dict[str, list[ParsedSheet]] = {}
    for one in found:
        parts.setdefault(one.sheet.ref, []).append(parse(one, zone))
    joined = [join(same) for same in parts.values()]
    aside = tuple(f"{one.table.sheet or one.table.file}: {one.reason}" for one in told if isinstance(one, LeftAside))
    if not joined:
        problem = Problem(file.name or "file", " ".join(aside)[:1000] or "nothing in it is a list that you may see.")
        raise Invalid("The file holds no list that is read here.", problems=(problem,))
    differences = [compare(one.sheet.store.current(here.project), one, complete=complete) for one in joined]
    return _Preview(tuple(differences), aside)


def _chosen(differences: tuple[Difference, ...], rows: str) -> tuple[Difference, ...]:
    """The differences cut down to the rows that were chosen. Refused rows were shown as such, so they stay out."""
    if not rows:
        return differences
    try:
        wanted = json.loads(rows)
        named = {str(ref): {str(row) for row in chosen} for ref, chosen in wanted.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        problem = Problem("", 'expected JSON such as {"scope.rollouts": ["W1"]}.', column="rows", value=rows[:100])
        raise Invalid("The choice of rows cannot be read.", problems=(problem,)) from None
    known = {one.sheet.ref: {row_id(change.row.identity) for change in one.changes} for one in differences}
    strange = [(ref, row) for ref, chosen in named.items() for row in chosen if row not in known.get(ref, set())]
    if strange:
        problems = tuple(
            Problem("", "the preview does not show it as a change.", ref, value=row) for ref, row in strange
        )
        raise Invalid("Some chosen rows are not in the preview.", problems=problems[:500])
    return tuple(
        replace(
            one,
            changes=tuple(c for c in one.changes if row_id(c.row.identity) in named.get(one.sheet.ref, set())),
            refused=(),
        )
        for one in differences
    )


def _place(problem: Problem) -> str:
    return str(problem).partition(": ")[0]
