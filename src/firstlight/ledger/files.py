"""The ledger as a file: exports that anyone can verify, and anchors that are kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.ledger.queries import entries_of, head_of
from firstlight.ledger.rules import Anchor, EntryFacts, HeadFacts

EXPORT = "firstlight/ledger/1"
ANCHOR = "firstlight/ledger-anchor/1"

#: One line of an export: far more than any entry, far less than would fill the memory.
LONGEST_LINE = 64 * 1024 * 1024


def export(project: ProjectLike, out: TextIO, at: datetime) -> int:
    """Write the ledger as lines of JSON: a heading, the entries, the head. Returns the number of entries."""
    heading = {"schema": EXPORT, "stream": project.uid, "project": project.slug, "name": project.name, "exported": at}
    out.write(canonical(heading) + "\n")
    count = 0
    for count, entry in enumerate(entries_of(project), 1):  # noqa: B007  (the count is wanted)
        out.write(canonical(asdict(entry)) + "\n")
    out.write(canonical({"head": asdict(head_of(project))}) + "\n")
    return count


def anchor_of(project: ProjectLike, at: datetime) -> dict[str, Any]:
    """Today's head as a document to keep where this program cannot write: a mail, a printout, a repository."""
    head = head_of(project)
    return {
        "schema": ANCHOR,
        "stream": project.uid,
        "project": project.slug,
        "sequence": head.sequence,
        "head": head.digest,
        "at": at.isoformat(),
    }


def read_anchor(path: Path) -> Anchor:
    """An anchor that `anchor_of` wrote. Raises Invalid with a sentence for anything else."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body.get("schema") != ANCHOR:
            raise ValueError(f"its schema is {body.get('schema')!r}, expected {ANCHOR!r}")
        at = datetime.fromisoformat(body["at"])
        return Anchor(str(body["stream"]), int(body["sequence"]), str(body["head"]), at)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(f"{path.name} is not an anchor of a ledger: {error}") from error


class Export:
    """An exported ledger: `heading` at once, `entries` as they are read, `head` after the last of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head: HeadFacts | None = None
        with self._open() as lines:
            self.heading = self._line(lines.readline(LONGEST_LINE), 1)
        if self.heading.get("schema") != EXPORT:
            raise Invalid(f"{path.name}, line 1: its schema is {self.heading.get('schema')!r}, expected {EXPORT!r}.")

    def entries(self) -> Iterator[EntryFacts]:
        """The entries in the order of the file. Raises Invalid naming the line that is none."""
        with self._open() as lines:
            lines.readline(LONGEST_LINE)
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), ""), 2):
                body = self._line(line, number)
                try:
                    if "head" in body:
                        self.head = HeadFacts(int(body["head"]["sequence"]), str(body["head"]["digest"]))
                        continue
                    yield EntryFacts(**{**body, "at": datetime.fromisoformat(body["at"])})
                except (KeyError, TypeError, ValueError) as error:
                    raise Invalid(f"{self.path.name}, line {number}: not an entry of a ledger ({error}).") from error

    def _open(self) -> TextIO:
        try:
            return self.path.open(encoding="utf-8", errors="replace")
        except OSError as error:
            raise Invalid(f"{self.path.name} cannot be read: {error.strerror}.") from error

    def _line(self, line: str, number: int) -> dict[str, Any]:
        try:
            body = json.loads(line)
        except ValueError as error:
            raise Invalid(f"{self.path.name}, line {number}: not a line of an exported ledger ({error}).") from error
        if not isinstance(body, dict):
            raise Invalid(f"{self.path.name}, line {number}: not a line of an exported ledger.")
        return body
