"""A file of a load tool, opened as often as it is needed and never in memory as a whole."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.decoding import shown_encoding

_HEAD = 65_536
_PIECE = 262_144
#: Longer than any line that a load tool writes, whatever message is in it.
LONGEST_LINE = 1_000_000
#: Results are text of many like lines, which packs well; what packs better than this is not results.
RATIO, RATIO_FROM = 100, 50_000_000


class NotThisEncoding(Exception):
    """The bytes are not text in the encoding in which they were read."""


@dataclass(frozen=True, slots=True)
class LoadSource:
    """The bytes themselves, or where they lie; `name` is what refusals show. Packed files (.gz) are unpacked."""

    given: bytes | Path
    name: str

    @property
    def size(self) -> int:
        """Bytes as they lie there."""
        return len(self.given) if isinstance(self.given, bytes) else self.given.stat().st_size

    @property
    def packed(self) -> bool:
        """Whether the file is compressed."""
        with self._opened() as file:
            return file.read(2) == b"\x1f\x8b"

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from the start, unpacked."""
        with self._opened() as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if not packed:
                yield file
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked  # type: ignore[misc]

    def head(self) -> bytes:
        """The first 64 kB. Raises Unreadable for a packed file that is damaged."""
        with self.open() as file, self._damage():
            return file.read(_HEAD)

    def content(self, most: int) -> bytes:
        """All bytes, for a format that cannot be read piece by piece. Raises Unreadable for more than `most`."""
        with self.open() as file, self._damage():
            data = file.read(most + 1)
        if len(data) > most:
            raise self.refused(f"the file has more than the {most // 1_000_000} MB that are accepted of this format.")
        return data

    def pieces(self) -> Iterator[bytes]:
        """All bytes, piece by piece. Raises Unreadable for a packed file that is damaged or unpacks without end."""
        with self.open() as file:
            packed, read = isinstance(file, gzip.GzipFile), 0
            while True:
                with self._damage():
                    piece = file.read(_PIECE)
                if not piece:
                    return
                read += len(piece)
                if packed and read > RATIO_FROM and read > RATIO * self.size:
                    raise self.refused(f"it unpacks to more than {RATIO} times its size; no results do.")
                yield piece

    def digest(self) -> str:
        """The SHA-256 of the bytes as they lie there."""
        digest = hashlib.sha256()
        with self._opened() as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def refused(self, sentence: str, row: int | None = None, column: str = "", value: str = "") -> Unreadable:
        """The refusal of this file, to be raised."""
        return Unreadable(Problem(self.name, sentence, row=row, column=column, value=value[:100]))

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with io.BytesIO(self.given) if isinstance(self.given, bytes) else self.given.open("rb") as file:
            yield file

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise self.refused("it is packed and damaged, or was cut short; unpack it or write it anew.") from None


class Text:
    """The lines of a source, in one encoding.

    UTF-8 and UTF-16 are recognised with and without their mark. Raises Unreadable for null characters and for lines
    without end, NotThisEncoding where the bytes are no such text.
    """

    def __init__(self, source: LoadSource, otherwise: str = "utf-8") -> None:
        self.source = source
        head = source.head()
        shown, self.mark = shown_encoding(head)
        self.encoding = shown or otherwise
        # A character may be cut in two at the end of the head.
        self.head = codecs.getincrementaldecoder(self.encoding)("replace").decode(head[self.mark :])
        self.newline = "\n" if "\n" in self.head else "\r"

    def lines(self) -> Iterator[str]:
        """Every line with its end."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        rest, skip, number = "", self.mark, 0
        for piece in self._ended():
            try:
                text = decoder.decode(piece[skip:], not piece)
            except UnicodeDecodeError:
                raise NotThisEncoding from None
            skip = 0
            *whole, rest = (rest + text).split(self.newline)
            for line in whole:
                number += 1
                self._check(line, number)
                yield line + self.newline
            self._check(rest, number + 1)
        if rest:
            yield rest

    def _ended(self) -> Iterator[bytes]:
        """The pieces, and an empty one at the end."""
        yield from self.source.pieces()
        yield b""

    def _check(self, line: str, number: int) -> None:
        if len(line) > LONGEST_LINE:
            raise self.source.refused(f"this line has more than {LONGEST_LINE:,} characters; no results do.", number)
        if "\x00" in line:
            raise self.source.refused("there is a null character here, so this is not text, or is damaged.", number)
