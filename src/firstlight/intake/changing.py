"""Changing a list from a page: through the list's own action, with what is needed to take it back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from firstlight.contracts.tables import Problem
from firstlight.intake.applying import apply_difference
from firstlight.intake.comparing import Difference
from firstlight.intake.models import ListChange
from firstlight.intake.wording import kept
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange, Sheet


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
    if not changes:
        return None
    with transaction.atomic():
        apply_difference(context, project, sheet, Difference(sheet, source, "", tuple(changes), 0))
        return ListChange.objects.create(
            project_id=project.pk,
            uid=secrets.token_hex(12),
            sheet=sheet.ref,
            way=way,
            source=source[:300],
            actor=context.actor.id,
            actor_name=context.actor.name[:200],
            made=context.now,
            rows=[kept(sheet, change).as_json() for change in changes],
            count=len(changes),
        )


def in_words(invalid: Invalid, sheet: Sheet) -> dict[str, str]:
    """The problems of one row by the key of their column; what belongs to no column stands under ""."""
    titles = {column.title: column.key for column in sheet.columns}
    found: dict[str, str] = {}
    for problem in invalid.problems or (Problem("", invalid.sentence),):
        key = titles.get(problem.column, problem.column)
        known = any(column.key == key for column in sheet.columns)
        found.setdefault(key if known else "", problem.sentence)
    return found
