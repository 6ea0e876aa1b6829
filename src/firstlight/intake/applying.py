"""Doing what a difference says: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

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
    applying = _Applying(context, project, problems)
    with transaction.atomic():
        stored = sum(applying.store(sheet, difference) for sheet, difference in ordered)
        removed = sum(applying.remove(sheet, difference) for sheet, difference in reversed(ordered))
        if problems:
            what = "is 1 problem" if len(problems) == 1 else f"are {len(problems):,} problems"
            raise Invalid(f"Nothing was stored: there {what} to correct first.", problems=tuple(problems))
    return stored + removed


class _Applying:
    """One try, within a transaction. What is wrong is collected in `problems`, and the caller undoes all of it."""

    def __init__(self, context: Context, project: ProjectLike, problems: list[Problem]) -> None:
        self.context = context
        self.project = project
        self.problems = problems

    def store(self, sheet: Sheet, difference: Difference) -> int:
        """New and changed rows.

        When some are refused, the others are applied alone, so that lists that refer to them are not blamed for it.
        """
        changes = [change for change in difference.changes if change.kind != "removed"]
        if not changes:
            return 0
        try:
            return self._apply(sheet, changes)
        except Invalid as invalid:
            found = invalid.problems or (_of_all(difference, invalid),)
        self.problems += found
        places = {(problem.file, problem.sheet, problem.row) for problem in found}
        rest = [change for change in changes if _place(change) not in places]
        if rest and len(rest) < len(changes):
            with suppress(Invalid):
                self._apply(sheet, rest)
        return 0

    def remove(self, sheet: Sheet, difference: Difference) -> int:
        """Rows that the file no longer has."""
        removed = [change for change in difference.changes if change.kind == "removed"]
        if not removed:
            return 0
        try:
            return self._apply(sheet, removed)
        except Invalid as invalid:
            self.problems += invalid.problems or (_of_all(difference, invalid),)
        except (ProtectedError, RestrictedError) as error:
            named = [(change, self._needed_by(sheet, change)) for change in removed[:MOST_NAMED]]
            needed = [_needed(difference, change, names) for change, names in named if names]
            self.problems += needed or [_needed(difference, removed[0], _names_of(error))]
        return 0

    def _apply(self, sheet: Sheet, changes: Sequence[RowChange]) -> int:
        with transaction.atomic():
            return sheet.apply(self.context, self.project, changes)

    def _needed_by(self, sheet: Sheet, change: RowChange) -> str:
        """What still refers to a row; "" when it could go."""
        try:
            self._apply(sheet, [change])
        except (ProtectedError, RestrictedError) as error:
            return _names_of(error)
        except Invalid:
            return ""
        return ""


def _place(change: RowChange) -> tuple[str, str, int] | None:
    origin = change.row.origin
    return (origin.file, origin.sheet, origin.row) if origin else None


def _of_all(difference: Difference, invalid: Invalid) -> Problem:
    return Problem(difference.file, invalid.sentence, sheet=difference.table)


def _names_of(error: ProtectedError | RestrictedError) -> str:
    needed_by = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    names = sorted(f"{type(row)._meta.verbose_name} “{row}”" for row in needed_by)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _needed(difference: Difference, change: RowChange, names: str) -> Problem:
    shown = " / ".join(change.row.identity)
    sentence = (
        f"“{shown}” is no longer in the file, but it is needed by {names}; keep the row, or change what needs it."
    )
    return Problem(difference.file, sentence, sheet=difference.table, value=shown)
