"""Content in the canonical form that a signature binds to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

SCHEMA = "firstlight/rendering/1"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was signed: `key` is its identity, `text` is all that is said of it."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """All that a signature covers, in an order that does not depend on the database.

    `kind` and `version` name the way it was rendered: a newer way never reinterprets an older signature.
    Keys are unique; lines are kept sorted by key.
    """

    kind: str
    version: int
    title: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        keys = [line.key for line in self.lines]
        if len(set(keys)) != len(keys):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            raise ValueError(f"rendering {self.kind} has two lines for {', '.join(twice[:5])}")
        object.__setattr__(self, "lines", tuple(sorted(self.lines, key=lambda line: line.key)))

    def canonical(self) -> str:
        """The exact text that is hashed: JSON, keys sorted, no spare space, UTF-8 characters as they are."""
        body = {
            "schema": SCHEMA,
            "kind": self.kind,
            "version": self.version,
            "title": self.title,
            "lines": [[line.key, line.label, line.text] for line in self.lines],
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def read_rendering(text: str) -> Rendering:
    """The rendering that `canonical` wrote. Raises ValueError with a sentence when it is not one."""
    try:
        body: Any = json.loads(text)
        if body["schema"] != SCHEMA:
            raise ValueError(f"schema is {body['schema']!r}, expected {SCHEMA!r}")
        lines = tuple(Line(str(key), str(label), str(words)) for key, label, words in body["lines"])
        return Rendering(str(body["kind"]), int(body["version"]), str(body["title"]), lines)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"not a signed rendering: {error}") from error


@dataclass(frozen=True, slots=True)
class Change:
    """How one line differs from what was signed. `before` is None for an added line, `after` for a withdrawn one."""

    key: str
    label: str
    before: str | None
    after: str | None

    def sentence(self) -> str:
        """The change in words."""
        if self.before is None:
            return f"Added since: {self.label} ({self.after})"
        if self.after is None:
            return f"Withdrawn since: {self.label} ({self.before})"
        return f"Changed since: {self.label}, from “{self.before}” to “{self.after}”"


def difference(signed: Rendering, today: Rendering) -> tuple[Change, ...]:
    """What changed between two renderings of the same kind, in key order."""
    old = {line.key: line for line in signed.lines}
    new = {line.key: line for line in today.lines}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None and (before.label, before.text) == (after.label, after.text):
            continue
        label = (after or before).label  # type: ignore[union-attr]
        changes.append(Change(key, label, _words(before, label), _words(after, label)))
    return tuple(changes)


def _words(line: Line | None, label: str) -> str | None:
    """The text of a line, with its own label in front where that label differs from the one shown."""
    if line is None:
        return None
    return line.text if line.label == label else f"{line.label}: {line.text}"
