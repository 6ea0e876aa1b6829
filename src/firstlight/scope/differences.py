"""How the scope differs from a baseline: item by item and field by field, from two renderings. No database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from firstlight.contracts.rendering import Change, Line, Rendering, difference

#: The field of a rendering's line that names the process an item belongs to.
_PROCESS = "Process"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an item; None where it was not filled."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """One item that is not as it was. `what` is added, removed or changed; `covers` is the digest of it all.

    `process` is the ref of the process it belongs to, "" where it belongs to none.
    """

    key: str
    kind: str
    ref: str
    title: str
    what: str
    fields: tuple[FieldChange, ...]
    process: str
    covers: str


Titles = Mapping[str, Collection[str]]


def differences(before: Rendering, after: Rendering, titles: Titles) -> tuple[ItemDifference, ...]:
    """Every item that differs, in the order of the renderings. `titles` are the fields that each kind may have."""
    old = {line.key: line for line in before.lines}
    new = {line.key: line for line in after.lines}
    return tuple(
        _item(change, old.get(change.key), new.get(change.key), titles) for change in difference(before, after)
    )


def process_titles(*renderings: Rendering) -> dict[str, str]:
    """The titles of all processes by their refs; a later rendering goes before an earlier one."""
    return {
        line.key.partition(":")[2]: _title(line)
        for rendering in renderings
        for line in rendering.lines
        if line.key.startswith("process:")
    }


def _item(change: Change, old: Line | None, new: Line | None, titles: Titles) -> ItemDifference:
    kind, _, ref = change.key.partition(":")
    known = titles.get(kind, ())
    was = _fields(old, known) if old else {}
    now = _fields(new, known) if new else {}
    names = [*now, *(name for name in was if name not in now)]
    fields = tuple(FieldChange(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name))
    what = "added" if old is None else "removed" if new is None else "changed"
    process = ref if kind == "process" else (now or was).get(_PROCESS, "")
    line = new or old
    return ItemDifference(
        change.key, kind, ref, _title(line) if line else "", what, fields, process, _digest(change.key, old, new)
    )


def _title(line: Line) -> str:
    """The label without the ref it begins with."""
    return line.label.removeprefix(line.key.partition(":")[2]).strip()


def _fields(line: Line, known: Collection[str]) -> dict[str, str]:
    """The line's words by field. A value may hold what splits fields: only a known title begins a new one."""
    found = {"Title": _title(line)}
    name = ""
    for part in line.text.split("; "):
        head, colon, value = part.partition(": ")
        if colon and head in known and head not in found:
            name = head
            found[name] = value
        elif name:
            found[name] = f"{found[name]}; {part}"
    return found


def _digest(key: str, old: Line | None, new: Line | None) -> str:
    words: list[object] = [key, *([line.label, line.text] if line else None for line in (old, new))]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def by_process(found: Collection[ItemDifference]) -> Iterator[tuple[str, list[ItemDifference]]]:
    """The differences by the process they belong to, in the order of refs; what belongs to none comes last."""
    groups: dict[str, list[ItemDifference]] = {}
    for one in found:
        groups.setdefault(one.process, []).append(one)
    for ref in sorted(groups, key=lambda ref: (not ref, ref)):
        yield ref, groups[ref]
