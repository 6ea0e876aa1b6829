"""The ledger as a file: exports that anyone can verify, and anchors that are kept elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO

from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.ledger.queries import entries_of, head_of
from firstlight.ledger.rules import FORM, Anchor, EntryFacts, HeadFacts, Link

EXPORT = "firstlight/ledger/1"
ANCHOR = "firstlight/ledger-anchor/1"

#: One line of an export: far more than any entry, far less than would fill the memory.
LONGEST_LINE = 64 * 1024 * 1024


def export(project: ProjectLike, out: TextIO, at: datetime) -> int:
    """Write the ledger as lines of JSON: a heading, the entries, the head. Returns the number of entries."""
    heading = {"schema": EXPORT, "stream": project.uid, "project": project.slug, "name": project.name, "exported": at}
    head = head_of(project)
    out.write(canonical(heading) + "\n")
    count = 0
    for count, entry in enumerate(entries_of(project, until=head.sequence), 1):  # noqa: B007  (the count is wanted)
        out.write(canonical(asdict(entry)) + "\n")
    out.write(canonical({"head": asdict(head)}) + "\n")
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
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror}.") from error
    except _NOT_READ as error:
        raise Invalid(f"{path.name} is not an anchor of a ledger: {error}") from error


#: What strangers' JSON can do to those who read it.
_NOT_READ = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class ExportedLine(NamedTuple):
    """An entry as `export` wrote it, known by its bytes: they are the hashed form but for the digest itself.

    A tuple because files hold millions of them.
    """

    line: bytes
    sequence: int
    previous: str
    place: int

    @property
    def digest(self) -> str:
        """The digest that the line states."""
        return self.line[self.place : self.place + 64].decode("ascii", "replace")

    def computed(self) -> str:
        """The digest that follows from all other bytes of the line."""
        rest = self.line[: self.place - len(_DIGEST)] + _FORM + self.line[self.place + 65 :]
        return hashlib.sha256(rest).hexdigest()

    @property
    def label(self) -> str:
        """What was done, for people; a line that was spoilt does not say."""
        try:
            return str(json.loads(self.line)["label"])
        except _NOT_READ:
            return "spoilt"


_FORM = b'"form":%d' % FORM
_DIGEST, _PREVIOUS, _SEQUENCE = b'"digest":"', b'"previous":"', b'"sequence":'


def _exported(line: bytes) -> ExportedLine | None:
    """The line as an entry, where it is in the written form. Quotes within a text are escaped, so keys are found."""
    digest = line.find(_DIGEST) + len(_DIGEST)
    previous = line.find(_PREVIOUS, digest) + len(_PREVIOUS)
    sequence = line.find(_SEQUENCE, previous) + len(_SEQUENCE)
    number = line[sequence : line.find(b",", sequence)]
    if not (line.startswith(b'{"action":') and line.endswith(b'"}\n') and number.isdigit() and len(number) < 19):
        return None
    if line[digest + 64 : digest + 66] != b'",' or line[previous + 64 : previous + 66] != b'",':
        return None
    return ExportedLine(line[:-1], int(number), line[previous : previous + 64].decode("ascii", "replace"), digest)


class Export:
    """An exported ledger: `heading` at once, `entries` as they are read, `head` after the last of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head: HeadFacts | None = None
        with self._open() as lines:
            self.heading = self._line(lines.readline(LONGEST_LINE), 1)
        if self.heading.get("schema") != EXPORT:
            raise Invalid(f"{path.name}, line 1: its schema is {self.heading.get('schema')!r}, expected {EXPORT!r}.")

    def entries(self) -> Iterator[Link]:
        """The entries in the order of the file. Raises Invalid naming the line that is none."""
        with self._open() as lines:
            lines.readline(LONGEST_LINE)
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), b""), 2):
                if found := _exported(line):
                    yield found
                    continue
                body = self._line(line, number)
                try:
                    if "head" in body:
                        self.head = HeadFacts(int(body["head"]["sequence"]), str(body["head"]["digest"]))
                        continue
                    entry = _entry(body)
                except _NOT_READ as error:
                    raise Invalid(f"{self.path.name}, line {number}: not an entry of a ledger ({error}).") from error
                yield entry

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Invalid(f"{self.path.name} cannot be read: {error.strerror}.") from error

    def _line(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            body = json.loads(line)
        except _NOT_READ as error:
            raise Invalid(f"{self.path.name}, line {number}: not a line of an exported ledger ({error}).") from error
        if not isinstance(body, dict):
            raise Invalid(f"{self.path.name}, line {number}: not a line of an exported ledger.")
        return body


def _entry(body: dict[str, Any]) -> EntryFacts:
    """An entry from a line that was written in another way, by another program or by hand."""
    entry = EntryFacts(**{**body, "at": datetime.fromisoformat(body["at"])})
    if type(entry.sequence) is not int:
        raise ValueError("its sequence is no whole number")
    entry.computed()
    return entry
