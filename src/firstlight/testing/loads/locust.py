"""What Locust writes with `--csv`: statistics, their history, and failures.

Decisions:

- Locust computed the percentiles, from times that it rounds to two digits. `50%` goes before the median, which older
  versions computed in another way.
- The row “Aggregated” (“Total” in old versions) is the whole; a sentence tells where the rows do not add up to it.
- Of the history, percentiles are those of the moment: they cut the run into stretches and are not those of the whole.
- A list of failures says only how many there were; one of exceptions tells of the script, not of the system.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import isfinite

from firstlight.engines.loadstats import Label, Run
from firstlight.testing.loads.jmeter_csv import label_of
from firstlight.testing.loads.source import LoadSource, Text
from firstlight.testing.loads.table import cells_of, rows_of

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%")
#: More kinds of request than anybody has a use for.
_MOST_ROWS = 100_000
_TOO_MANY = f"it has more than {_MOST_ROWS:,} kinds of request; give them names in the script."
_TOTALS = frozenset({"aggregated", "total"})
_NAMES: Mapping[str, tuple[str, ...]] = {
    "type": ("type", "method"),
    "name": ("name",),
    "samples": ("request count", "# requests", "requests"),
    "errors": ("failure count", "# failures", "failures"),
    "median": ("median response time",),
    "mean": ("average response time",),
    "least": ("min response time",),
    "most": ("max response time",),
    "rate": ("requests/s",),
    "error": ("error",),
    "occurrences": ("occurrences",),
    "timestamp": ("timestamp",),
    "users": ("user count",),
    "exceptions": ("count",),
    "traceback": ("traceback",),
    "total samples": ("total request count",),
    "total errors": ("total failure count",),
    "total mean": ("total average response time",),
    "total least": ("total min response time",),
    "total most": ("total max response time",),
}


class Headings:
    """Where the columns stand, and which of Locust's files it is: stats, history, failures, exceptions or none ("")."""

    def __init__(self, cells: Sequence[str]) -> None:
        places = {cell.strip().strip("\ufeff").casefold(): place for place, cell in reversed(list(enumerate(cells)))}
        self.width = len(cells)
        self.names = tuple(cell.strip() for cell in cells)
        self.at = {
            key: place
            for key, names in _NAMES.items()
            if (place := next((places[name] for name in names if name in places), None)) is not None
        }
        found = ((_PERCENT.fullmatch(name), place) for name, place in places.items())
        self.percents = {float(match[1]): place for match, place in found if match and float(match[1]) <= 100}
        self.kind = self._kind()

    def _kind(self) -> str:
        if {"timestamp", "users", "name"} <= self.at.keys():
            return "history"
        if {"name", "error", "occurrences"} <= self.at.keys():
            return "failures"
        if {"exceptions", "traceback"} <= self.at.keys():
            return "exceptions"
        if {"name", "samples"} <= self.at.keys() and (self.percents or "median" in self.at):
            return "stats"
        return ""


class Row:
    """One row under its headings."""

    def __init__(self, source: LoadSource, headings: Headings, number: int, cells: Sequence[str]) -> None:
        self.source, self.headings, self.number, self.cells = source, headings, number, cells

    def words(self, key: str) -> str:
        place = self.headings.at.get(key)
        return self.cells[place].strip() if place is not None else ""

    def amount(self, key: str) -> float | None:
        """A number from 0 up, or None where the cell is empty or says N/A. Raises Unreadable for all else."""
        place = self.headings.at.get(key)
        return None if place is None else self._at(place)

    def count(self, key: str) -> int | None:
        """A whole number."""
        value = self.amount(key)
        return None if value is None else round(value)

    def percentiles(self) -> dict[float, float]:
        """What Locust computed, by percent."""
        told = {
            percent: value
            for percent, place in self.headings.percents.items()
            if (value := self._at(place)) is not None
        }
        median = self.amount("median")
        if median is not None:
            told.setdefault(50.0, median)
        return told

    @property
    def label(self) -> str:
        """The name of the request; "" for the row of the whole."""
        name, method = self.words("name"), self.words("type")
        if name.casefold() in _TOTALS and method in ("", "None"):
            return ""
        return label_of(name)

    def told_apart(self, names: Mapping[str, int]) -> str:
        """The label with its method, where there are several of its name."""
        name = self.label
        return label_of(f"{self.words('type')} {name}") if name and names[name] > 1 else name

    def _at(self, place: int) -> float | None:
        words = self.cells[place].strip()
        if words in ("", "N/A", "None"):
            return None
        try:
            value = float(words)
        except ValueError:
            value = -1.0
        if not isfinite(value) or not 0 <= value < 1e15:
            column = self.headings.names[place]
            why = f"“{words[:80]}” is not accepted; expected a number from 0 up, or N/A."
            raise self.source.refused(why, self.number, column, words)
        return value


def headings_of(line: str) -> Headings | None:
    """The headings of a Locust file that starts with this line; None for any other."""
    headings = Headings(cells_of(line))
    return headings if headings.kind else None


def rows_below(text: Text, headings: Headings) -> Iterator[Row]:
    """The rows below the headings; blank lines between them are nothing."""
    for number, cells in islice(rows_of(text), 1, None):
        if len(cells) != headings.width:
            why = f"this row has {len(cells)} cells where {headings.width} are expected; it may have been cut short."
            raise text.source.refused(why, number, value=",".join(cells))
        yield Row(text.source, headings, number, cells)


def read_stats(text: Text, headings: Headings) -> Run:
    """The run as the statistics have it: labels and the whole, without times and users."""
    rows = list(islice(rows_below(text, headings), _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS:
        raise text.source.refused(_TOO_MANY)
    names = Counter(row.label for row in rows)
    whole: Label | None = None
    labels: dict[str, Label] = {}
    for row in rows:
        name = row.told_apart(names)
        if name in labels or (not name and whole):
            raise row.source.refused(f"“{name or 'Aggregated'}” stands in an earlier row already.", row.number)
        if name:
            labels[name] = _label(row, name)
        else:
            whole = _label(row, "")
    ordered = sorted(labels.values(), key=lambda label: (label.name.casefold(), label.name))
    return _with_whole(text.source, whole, tuple(ordered))


def _label(row: Row, name: str) -> Label:
    return Label(
        name,
        row.count("samples"),
        row.count("errors"),
        told=row.percentiles(),
        mean=row.amount("mean"),
        least=row.amount("least"),
        most=row.amount("most"),
        throughput=row.amount("rate"),
    )


def _with_whole(source: LoadSource, whole: Label | None, labels: tuple[Label, ...]) -> Run:
    if not labels and (whole is None or not whole.samples):
        raise source.refused("it has no requests; one row for each kind of request is expected.")
    samples = sum(label.samples or 0 for label in labels)
    errors = sum(label.errors or 0 for label in labels)
    if whole is None:
        rate = sum(label.throughput or 0 for label in labels)
        known = dict(labels[0].told) if len(labels) == 1 else {}
        why = "It has no row “Aggregated”, so nothing is known of the whole but sums."
        return Run(Label("", samples, errors, told=known, throughput=rate), labels, warnings=(why,))
    told = [
        f"The row “Aggregated” says {said:,} {words}; the rows add up to {there:,}."
        for said, there, words in ((whole.samples, samples, "requests"), (whole.errors, errors, "failures"))
        if labels and said is not None and said != there
    ]
    seconds = whole.samples / whole.throughput if whole.samples and whole.throughput else None
    return Run(whole, labels, seconds=seconds, warnings=tuple(told))


def read_failures(text: Text, headings: Headings) -> Run:
    """How many requests failed, by label. How many there were at all is in the statistics."""
    counts: Counter[str] = Counter()
    for row in rows_below(text, headings):
        counts[label_of(row.words("name"))] += row.count("occurrences") or 0
        if len(counts) > _MOST_ROWS:
            raise text.source.refused(
                f"it has more than {_MOST_ROWS:,} kinds of request; give them names in the script."
            )
    labels = tuple(Label(name, errors=errors) for name, errors in sorted(counts.items()))
    why = "It lists failures only; how many requests there were and how long they took is in the file “…_stats.csv”."
    return Run(Label("", errors=counts.total()), labels, warnings=(why,))


def read_exceptions(text: Text, headings: Headings) -> Run:
    """Nothing that was measured: what went wrong in the script itself."""
    exceptions = sum(row.count("exceptions") or 0 for row in rows_below(text, headings))
    why = f"It lists exceptions of the script ({exceptions:,} of them); nothing in it is measured."
    return Run(Label(""), warnings=(why,))
