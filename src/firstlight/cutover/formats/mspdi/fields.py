"""What the format knows of its own, and how the rest of a step travels in it.

A field of a step that the format has not is a custom text field whose alias is the title of its column. Long texts
stand in the notes of the task under a line with their name, where Project shows them; a text field holds 255
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from firstlight.cutover.rules.durations import minutes_of, written
from firstlight.cutover.rules.links import read_links

#: The columns of a step, by key: their titles are the aliases of custom fields.
TITLES = {
    "ref": "Step", "title": "Task", "plan": "Plan", "kind": "Kind", "group": "Group", "area": "Area",
    "environment": "Environment", "system": "System", "countdown": "Countdown", "predecessors": "Predecessors",
    "minutes": "Duration", "shortest": "Shortest", "longest": "Longest", "dry_run_minutes": "Dry run",
    "start": "Start", "end": "End", "fixed": "Fixed", "owner": "Owner", "backup": "Backup owner",
    "verifier": "Verified by", "skill": "Skill", "instruction": "Instruction", "verification": "Verification",
    "documents": "Documents", "risky": "Risky", "rollback": "Way back", "final": "Point of no return",
    "deciders": "Decided by", "criteria": "Criteria", "percent": "% complete",
    "actual_start": "Actual start", "actual_end": "Actual end", "notes": "Notes",
}  # fmt: skip
#: Those that are custom fields, in the order in which they get one.
CUSTOM = ("ref", "kind", "group", "owner", "backup", "verifier", "system", "area", "environment", "countdown", "skill",
          "risky", "dry_run_minutes", "shortest", "longest", "end", "actual_end", "predecessors", "final",
          "deciders")  # fmt: skip
#: Those that stand in the notes.
IN_NOTES = ("instruction", "verification", "rollback", "documents", "criteria")
#: Those among them that are several, one a line.
LINES = ("documents", "criteria")

#: Text1 to Text30 by the numbers that the format gives them.
TEXT_FIELDS = {
    **{188743731 + 3 * n: f"Text{1 + n}" for n in range(5)},
    **{188743746 + n: f"Text{6 + n}" for n in range(5)},
    **{188743997 + n: f"Text{11 + n}" for n in range(20)},
}  # fmt: skip
#: A custom field of somebody that is called like a column gets this behind its name.
OTHER = " (Project)"

_KEYS = {title.casefold(): key for key, title in TITLES.items()}
_MINUTES = ("dry_run_minutes", "shortest", "longest")
_INSTANTS = ("end", "actual_end")
_MARK = re.compile(r"^--- (" + "|".join(TITLES[key] for key in IN_NOTES) + r") ---$", re.MULTILINE)


def column_of(alias: str) -> str:
    """The key of the column that a custom field is, or ""."""
    key = _KEYS.get(" ".join(alias.split()).casefold(), "")
    return key if key in CUSTOM else ""


def heading_of(alias: str) -> str:
    """The heading under which a custom field that is no column of ours is kept."""
    plain = " ".join(alias.split())
    return plain + OTHER if plain.casefold() in _KEYS else plain


def read_value(key: str, words: str) -> Any:
    """The value of a custom field; what it is not, as it stands there."""
    with suppress(ValueError):
        if key in _MINUTES:
            return minutes_of(words)
        if key in _INSTANTS:
            return datetime.fromisoformat(words)
        if key == "predecessors":
            return tuple(map(str, read_links(words)))
        if key == "deciders":
            return tuple(part for one in words.split(";") if (part := one.strip()))
        if key in ("risky", "final"):
            return {"yes": True, "no": False}.get(words.casefold(), words)
    return words


def write_value(key: str, value: Any) -> str:
    """The same as words."""
    if value in (None, False, "", ()):
        return ""
    if key in _MINUTES:
        return written(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, datetime) else "yes" if value is True else str(value)


def joined_notes(notes: str, texts: Mapping[str, str]) -> str:
    """Notes with the texts behind them, each under its name."""
    parts = [notes] if notes else []
    parts += [f"--- {TITLES[key]} ---\n{texts[key]}" for key in IN_NOTES if texts.get(key)]
    return "\n\n".join(parts) if len(parts) > 1 or not notes else notes


def split_notes(words: str) -> tuple[str, dict[str, str]]:
    """The notes and the texts in them by key."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    marks = list(_MARK.finditer(words))
    ends: Iterable[int] = [*(mark.start() for mark in marks[1:]), len(words)]
    texts = {
        _KEYS[mark[1].casefold()]: words[mark.end() : end].strip("\n") for mark, end in zip(marks, ends, strict=False)
    }
    return (words[: marks[0].start()].rstrip("\n") if marks else words), texts
