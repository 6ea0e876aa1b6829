"""JMeter results as text with separators (.csv, .jtl), row by row.

Decisions, which are those of JMeter's own report:

- A row that sums up a transaction (its message says how many samples there are in it) is a part: it has its label, but
  is not counted in the whole, which would count its requests twice.
- The time stamp is when a sample began; it ended `elapsed` later.
- A row without `success` is judged by its response code; without that too, nobody knows how it ended.
- A file whose rows do not all have the same number of columns is refused: a separator within a text, or a file cut
  short, would shift values into other columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from itertools import islice

from firstlight.engines.loadstats import Recorder
from firstlight.testing.loads import times
from firstlight.testing.loads.jmeter_columns import TRANSACTION, Columns
from firstlight.testing.loads.source import Text
from firstlight.testing.loads.table import rows_of

_LONGEST_LABEL = 500
NO_LABEL = "(no label)"


def label_of(words: str) -> str:
    """A label as it is kept: not too long, and without what no database stores and no encoding can write."""
    words = words[:_LONGEST_LABEL].strip()
    if "\x00" in words or not words.isascii():
        words = words.replace("\x00", "").encode("utf-8", "replace").decode()
    return words or NO_LABEL


class JMeterRows:
    """Reads the rows of a file into a recorder. Raises Unreadable with row, column and value of what is wrong."""

    def __init__(self, text: Text, columns: Columns, zone: tzinfo) -> None:
        self.text, self.columns, self.zone = text, columns, zone
        self.source = text.source
        self.zoneless = False
        self._instant: Callable[[str], float | None] = times.milliseconds

    @property
    def in_milliseconds(self) -> bool:
        """Whether the times that were read so far are numbers."""
        return self._instant == times.milliseconds

    def into(self, recorder: Recorder, most: int | None = None) -> list[str]:
        """All rows, or the first so many. Returns sentences on what had to be assumed."""
        read = 0
        for number, row in self._rows():
            if read == most:
                break
            self._take(number, row, recorder)
            read += 1
        if not read:
            raise self.source.refused("it has no samples; one row for each request is expected.")
        if self.zoneless:
            return [f"Its times carry no zone; they were taken as times of {self.zone}."]
        return []

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of every row below the headings."""
        columns = self.columns
        rows = rows_of(self.text, columns.delimiter, below=1 if columns.announced else 0)
        for number, row in islice(rows, 1 if columns.headed else 0, None):
            if len(row) != columns.width and (len(row) < columns.width or any(row[columns.width :])):
                raise self._misfit(number, row)
            yield number, row

    def _misfit(self, number: int, row: list[str]) -> Exception:
        width = self.columns.width
        why = "; the file may have been cut short" if len(row) < width else "; a text with separators needs quotes"
        sentence = f"this row has {len(row)} cells where {width} are expected{why}."
        return self.source.refused(sentence, number, value=self.columns.delimiter.join(row))

    def _take(self, number: int, row: list[str], recorder: Recorder) -> None:
        columns = self.columns
        took = times.duration(row[columns.took].strip())
        if took is None:
            raise self._refused(number, row, columns.took, times.DURATIONS)
        at = self._at(number, row)
        users = self._users(number, row)
        label = NO_LABEL if columns.label is None else label_of(row[columns.label])
        part = columns.message is not None and row[columns.message].startswith(TRANSACTION)
        end = None if at is None else at + took
        recorder.add(label, took, self._failed(number, row), at=at, end=end, users=users, part=part)

    def _at(self, number: int, row: list[str]) -> float | None:
        place = self.columns.at
        if place is None:
            return None
        words = row[place].strip()
        at = self._instant(words)
        if at is None and self.in_milliseconds:
            # The first row decides: a file has its times in one form.
            self._instant = self._written
            at = self._instant(words)
        if at is None:
            raise self._refused(number, row, place, times.INSTANTS)
        return at

    def _written(self, words: str) -> float | None:
        found = times.written(words, self.zone) if not words.isdigit() else None
        if found is None:
            return None
        self.zoneless = self.zoneless or not found[1]
        return found[0]

    def _users(self, number: int, row: list[str]) -> int | None:
        place = self.columns.users
        words = row[place].strip() if place is not None else ""
        if place is None or not words:
            return None
        if not (words.isascii() and words.isdigit() and len(words) < 10):
            raise self._refused(number, row, place, "a whole number of users")
        return int(words)

    def _failed(self, number: int, row: list[str]) -> bool | None:
        place = self.columns.success
        if place is None:
            code = row[self.columns.code].strip() if self.columns.code is not None else ""
            return None if not code else not (code.isdigit() and 200 <= int(code) < 400)
        said = row[place].strip().lower()
        if said not in ("true", "false", ""):
            raise self._refused(number, row, place, "true or false")
        return None if not said else said == "false"

    def _refused(self, number: int, row: list[str], place: int, expected: str) -> Exception:
        value, column = row[place][:80], self.columns.name(place)
        hint = ""
        if "E+" in value.upper():
            hint = " A spreadsheet has rounded this number; take the file as the tool wrote it."
        elif value.strip().startswith("-"):
            hint = " A clock that was set back while the test ran gives such times."
        return self.source.refused(f"“{value}” is not accepted; expected {expected}.{hint}", number, column, value)
