"""Doing what a difference says: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from firstlight.contracts.tables import Problem
from firstlight.intake.comparing import Difference
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange, Sheet

#: When rows cannot be removed because others need them, so many are tried one by one to name them.
MOST_NAMED = 100


def apply_difference(context: Context, project: ProjectLike, sheet: Sheet, difference: Difference) -> int:
    """Do what the difference says, in one transaction; the number of rows that were added, changed or removed.

    Raises Invalid with all problems, and stores nothing, when a row was refused, names something that is not there,
    or would take away what others need. Raises Refused when the actor may not change this list.
    """
    return apply_all(context, project, [(sheet, difference)])


def apply_all(context: Context, project: ProjectLike, differences: Iterable[tuple[Sheet, Difference]]) -> int:
    """The same for several lists in one transaction: what others refer to comes first, and goes last.

    Every list is tried, so that all problems of all files are told at once.
    """
    ordered = sorted(differences, key=lambda entry: entry[0].order)
    problems = [problem for _, difference in ordered for problem in difference.refused]
    count = 0
    with transaction.atomic():
        for sheet, difference in ordered:
            stored = [change for change in difference.changes if change.kind != "removed"]
            count += _tried(context, project, sheet, stored, problems)
        for sheet, difference in reversed(ordered):
            removed = [change for change in difference.changes if change.kind == "removed"]
            count += _removed(context, project, sheet, difference, removed, problems)
        if problems:
            what = "is 1 problem" if len(problems) == 1 else f"are {len(problems):,} problems"
            raise Invalid(f"Nothing was stored: there {what} to correct first.", problems=tuple(problems))
    return count


def _tried(
    context: Context, project: ProjectLike, sheet: Sheet, changes: Sequence[RowChange], problems: list[Problem]
) -> int:
    """Apply, and note what is wrong.

    The rows without a problem are then applied alone, so that lists that refer to them are not blamed for it. They do
    not stay: one problem undoes everything in the end.
    """
    if not changes:
        return 0
    try:
        with transaction.atomic():
            return sheet.apply(context, project, changes)
    except Invalid as invalid:
        found = invalid.problems or (Problem("", invalid.sentence),)
    problems += found
    places = {(problem.file, problem.sheet, problem.row) for problem in found}
    rest = [
        change
        for change in changes
        if change.row.origin is None
        or (change.row.origin.file, change.row.origin.sheet, change.row.origin.row) not in places
    ]
    if rest and len(rest) < len(changes):
        try:
            with transaction.atomic():
                sheet.apply(context, project, rest)
        except Invalid:
            return 0
    return 0


def _removed(
    context: Context,
    project: ProjectLike,
    sheet: Sheet,
    difference: Difference,
    removed: Sequence[RowChange],
    problems: list[Problem],
) -> int:
    if not removed:
        return 0
    try:
        with transaction.atomic():
            return sheet.apply(context, project, removed)
    except Invalid as invalid:
        problems += invalid.problems or (Problem(difference.file, invalid.sentence, sheet=difference.table),)
    except (ProtectedError, RestrictedError) as error:
        named = [
            _needed(difference, change, needed)
            for change in removed[:MOST_NAMED]
            if (needed := _who_needs(context, project, sheet, change))
        ]
        problems += named or [_needed(difference, removed[0], _names_of(error))]
    return 0


def _who_needs(context: Context, project: ProjectLike, sheet: Sheet, change: RowChange) -> str:
    """What still refers to a row; "" when it could go. Whatever this removes comes back: a problem was found."""
    try:
        with transaction.atomic():
            sheet.apply(context, project, [change])
    except (ProtectedError, RestrictedError) as error:
        return _names_of(error)
    except Invalid:
        return ""
    return ""


def _names_of(error: ProtectedError | RestrictedError) -> str:
    needed_by = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    names = sorted(f"{type(row)._meta.verbose_name} “{row}”" for row in needed_by)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _needed(difference: Difference, change: RowChange, names: str) -> Problem:
    shown = " / ".join(change.row.identity)
    sentence = (
        f"“{shown}” is no longer in the file, but {names} refers to it; keep the row, or change what refers to it."
    )
    return Problem(difference.file, sentence, sheet=difference.table, value=shown)
