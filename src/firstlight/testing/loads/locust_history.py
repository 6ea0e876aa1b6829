"""The history that Locust writes with `--csv`: a row each second, of the whole and (with full history) of each label.

Its counts and users are those of the run; its percentiles are of the moment (the last ten seconds), so that they are
averaged over each stretch and are not known for the whole. See locust.py for the other files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from firstlight.engines.loadstats import PERCENTILES, Bounds, Label, Moment, Run, Stretch
from firstlight.testing.loads.locust import Headings, Row, rows_below
from firstlight.testing.loads.source import Text
from firstlight.testing.loads.times import at_utc, is_instant

_MOST_LABELS = 1_000


@dataclass(slots=True)
class _Piece:
    """One label in one stretch. Totals are those at its last row."""

    samples: int = 0
    errors: int = 0
    users: int | None = None
    rows: int = 0
    sums: dict[float, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    """One label through the run. `last` is the row that closed its latest moment."""

    pieces: dict[int, _Piece] = field(default_factory=dict)
    last: Row | None = None


def read_history(text: Text, headings: Headings) -> Run:
    """The run as its history has it. Raises Unreadable with the row of what is wrong."""
    first, last, width, names = _span(text, headings)
    lines: dict[str, _Line] = {}
    for row in rows_below(text, headings):
        name = row.told_apart(names)
        line = lines.get(name)
        if line is None:
            line = lines[name] = _Line()
        _note(line, row, int(_timestamp(row) // width))
    whole = lines.pop("", None) or (next(iter(lines.values())) if len(lines) == 1 else None)
    if whole is None:
        raise text.source.refused("it has no row “Aggregated”, so nothing is known of the whole run.")
    places = range(int(first // width), int(last // width) + 1)
    stretches = tuple(Stretch(at_utc(place * width * 1000), width, _users(whole, place)) for place in places)
    seconds = last - first
    return Run(
        _label("", whole, places, seconds),
        tuple(_label(name, lines[name], places, seconds) for name in sorted(lines, key=str.casefold)),
        at_utc(first * 1000),
        at_utc(last * 1000),
        seconds,
        max((stretch.users for stretch in stretches if stretch.users is not None), default=None),
        stretches,
        ("Percentiles of a history are those of the moment; those of the whole run are in the file “…_stats.csv”.",),
    )


def _span(text: Text, headings: Headings) -> tuple[float, float, float, Counter[str]]:
    """The first and the last second, how long a stretch is, and under how many methods each name is asked for."""
    first = last = None
    kinds: set[tuple[str, str]] = set()
    for row in rows_below(text, headings):
        kinds.add((row.words("type"), row.label))
        if len(kinds) > _MOST_LABELS:
            raise text.source.refused(f"it has more than {_MOST_LABELS:,} kinds of request.", row.number)
        at = _timestamp(row)
        first = at if first is None else min(first, at)
        last = at if last is None else max(last, at)
    if first is None or last is None:
        raise text.source.refused("it has no rows; one for each second of the run is expected.")
    width = 1.0
    while last // width - first // width >= Bounds().stretches:
        width *= 2
    return first, last, width, Counter(name for _, name in kinds)


def _timestamp(row: Row) -> float:
    at = row.amount("timestamp")
    if at is None or not is_instant(round(at * 1000)):
        words = row.words("timestamp")
        why = f"“{words[:80]}” is not accepted; expected seconds since 1970 (10 digits)."
        raise row.source.refused(why, row.number, row.headings.names[row.headings.at["timestamp"]], words)
    return at


def _note(line: _Line, row: Row, place: int) -> None:
    piece = line.pieces.setdefault(place, _Piece())
    piece.samples = max(piece.samples, row.count("total samples") or 0)
    piece.errors = max(piece.errors, row.count("total errors") or 0)
    users = row.count("users")
    if users is not None:
        piece.users = max(users, piece.users or 0)
    told = row.percentiles()
    if told:
        piece.rows += 1
        for percent in PERCENTILES:
            if percent in told:
                piece.sums[percent] = piece.sums.get(percent, 0.0) + told[percent]
    line.last = row


def _users(line: _Line, place: int) -> int | None:
    piece = line.pieces.get(place)
    return piece.users if piece else None


def _label(name: str, line: _Line, places: range, seconds: float) -> Label:
    row = line.last
    samples = max(piece.samples for piece in line.pieces.values())
    return Label(
        name,
        samples,
        max(piece.errors for piece in line.pieces.values()),
        mean=row.amount("total mean") if row else None,
        least=row.amount("total least") if row else None,
        most=row.amount("total most") if row else None,
        throughput=samples / seconds if seconds else None,
        moments=tuple(_moments(line, places)),
    )


def _moments(line: _Line, places: range) -> Iterator[Moment]:
    """Totals only grow, so that what a stretch adds to the one before it is its own."""
    samples = errors = 0
    for place in places:
        piece = line.pieces.get(place)
        if piece is None:
            yield Moment(0, 0)
            continue
        more, wrong = max(0, piece.samples - samples), max(0, piece.errors - errors)
        samples, errors = max(samples, piece.samples), max(errors, piece.errors)
        yield Moment(more, wrong, {percent: total / piece.rows for percent, total in piece.sums.items()})
