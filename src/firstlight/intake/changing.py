"""Changing a list from a page: through the list's own action, with what is needed to take it back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction

from firstlight.contracts.tables import Problem
from firstlight.intake.applying import apply_all
from firstlight.intake.comparing import Difference
from firstlight.intake.models import ListChange
from firstlight.intake.wording import kept
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange, Sheet, parts_of


def change_list(
    context: Context,
    project: ProjectLike,
    sheet: Sheet,
    changes: Sequence[RowChange],
    way: ListChange.Way,
    *,
    source: str = "",
) -> ListChange | None:
    """Make the changes, all or none; None when there is nothing to do.

    The ledger gets what the list's own action records: one entry a row. Beside it stands, until it can no longer be
    undone, what the cells said before and after. Refused without the right of that action, Conflict when a row is not
    what it was, Invalid with every problem.
    """
    return change_lists(context, project, [(sheet, changes)], way, source=source)


def change_lists(
    context: Context,
    project: ProjectLike,
    changes: Iterable[tuple[Sheet, Sequence[RowChange]]],
    way: ListChange.Way,
    *,
    source: str = "",
) -> ListChange | None:
    """The same for lists that change together, all or none. Later ones are parts of the first that changes."""
    wanted = [(sheet, tuple(rows)) for sheet, rows in changes if rows]
    first: ListChange | None = None
    with transaction.atomic():
        apply_all(context, project, [(sheet, Difference(sheet, source, "", rows, 0)) for sheet, rows in wanted])
        for sheet, rows in wanted:
            made = ListChange.objects.create(
                project_id=project.pk,
                uid=secrets.token_hex(12),
                sheet=sheet.ref,
                way=way,
                source=source[:300],
                actor=context.actor.id,
                actor_name=context.actor.name[:200],
                made=context.now,
                rows=[kept(sheet, change).as_json() for change in rows],
                count=len(rows),
                part_of=first,
            )
            first = first or made
    return first


def with_their_parts(
    project: ProjectLike, sheet: Sheet, changes: Sequence[tuple[Sheet, Sequence[RowChange]]]
) -> list[tuple[Sheet, tuple[RowChange, ...]]]:
    """The same changes; with a row that goes, all of its parts go, so that undoing brings them back as well."""
    given = {one.ref: tuple(rows) for one, rows in changes}
    gone = {change.row.identity[0] for change in given.get(sheet.ref, ()) if change.kind == "removed"}
    found = [(sheet, given.get(sheet.ref, ()))]
    for part in parts_of(sheet):
        rows = tuple(change for change in given.get(part.ref, ()) if change.row.identity[0] not in gone)
        stored = part.store.current(project).items() if gone else ()
        found.append((part, (*rows, *(RowChange("removed", row, None) for key, row in stored if key[0] in gone))))
    return found


def in_words(invalid: Invalid, sheet: Sheet) -> dict[str, str]:
    """The problems of one row by the key of their column; what belongs to no column stands under ""."""
    titles = {column.title: column.key for column in sheet.columns}
    found: dict[str, str] = {}
    for problem in invalid.problems or (Problem("", invalid.sentence),):
        key = titles.get(problem.column, problem.column)
        known = any(column.key == key for column in sheet.columns)
        found.setdefault(key if known else "", problem.sentence)
    return found
