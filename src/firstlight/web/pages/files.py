"""What a project folder would do, list by list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from firstlight.intake.comparing import Difference
from firstlight.intake.folder import LoadedFolder
from firstlight.web import wording

#: So many rows of a list are shown.
MOST = 50


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that would change: what becomes of it, and what of it."""

    kind: str
    state: str
    name: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list that would change, with its rows; `more` are not shown."""

    ref: str
    title: str
    file: str
    added: int
    changed: int
    removed: int
    same: int
    rows: tuple[RowLine, ...]
    more: int


_STATES = {"added": "met", "changed": "partly", "removed": "unmet"}
_WORDS = {"added": gettext_noop("Added"), "changed": gettext_noop("Changed"), "removed": gettext_noop("Removed")}


def list_lines(differences: Sequence[Difference], zone: ZoneInfo) -> list[ListLine]:
    """The lists in which something changes, in the order in which they are applied."""
    return [_line(one, zone) for one in differences if one.changes]


def _line(one: Difference, zone: ZoneInfo) -> ListLine:
    rows = tuple(
        RowLine(
            wording.said(_WORDS[change.kind]),
            _STATES[change.kind],
            " / ".join(change.row.identity),
            tuple((wording.said(field.title), field.before, field.after) for field in one.fields(change, zone))
            if change.kind == "changed"
            else (),
        )
        for change in one.changes[:MOST]
    )
    more = max(0, len(one.changes) - MOST)
    return ListLine(
        one.sheet.ref,
        wording.said(one.sheet.title),
        one.file,
        one.added,
        one.changed,
        one.removed,
        one.same,
        rows,
        more,
    )


def fingerprint(loaded: LoadedFolder) -> str:
    """Changes whenever the preview would say something else, so that what is applied is what was seen."""
    digest = hashlib.sha256(repr((loaded.profile_changed, loaded.notes, loaded.refused)).encode())
    for one in (*loaded.differences, *loaded.withheld):
        for change in one.changes:
            digest.update(repr((one.sheet.ref, change.kind, change.row.identity, change.before, change.after)).encode())
    return digest.hexdigest()
