"""Results of load tools: k6 (summaries, points), JMeter (rows, XML), Locust (statistics, history, failures), and
summaries of our own of any of them.

What a file is, is found in its content and never in its name. Each module below reads one form and says in its first
lines how it decides where tools disagree. Files are read piece by piece: memory does not grow with their size, but for
summaries and XML, which have a limit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from firstlight.engines.loadstats import Recorder, Run
from firstlight.intake.reading.decoding import decoded
from firstlight.testing.loads import jmeter, jmeter_xml, k6_points, k6_summary, locust, locust_history, summary
from firstlight.testing.loads.jmeter_columns import find_columns
from firstlight.testing.loads.source import LoadSource, NotThisEncoding, Text

__all__ = ["LoadFile", "LoadSource", "read_load"]

_MOST_JSON, _MOST_XML = 50_000_000, 500_000_000
_OTHERS = {
    b"PK\x03\x04": "a workbook or an archive; unpack it, or save the sheet as CSV",
    b"%PDF": "a PDF document; the results it was made from are needed",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; the file that the tool wrote is needed",
}
_ACCEPTED = (
    "k6 (summary or points as JSON), JMeter (text with columns such as timeStamp, elapsed, label, success, or XML) and "
    "Locust (…_stats.csv, …_stats_history.csv, …_failures.csv)"
)


@dataclass(frozen=True, slots=True)
class LoadFile:
    """A file of a load tool that was read: the tool, the form of its files that this is, and the run.

    `summed_up` is a run that was read from its samples before, and comes in a file of our own without them.
    """

    format: str
    form: str
    run: Run
    summed_up: bool = False

    @property
    def from_samples(self) -> bool:
        """Whether its percentiles were computed here, from samples, and not by the tool."""
        return self.summed_up or self.run.from_samples


def read_load(source: LoadSource, *, zone: tzinfo = UTC, over_time: bool = False) -> LoadFile:
    """What a file of a load tool says. `zone` is that of times without one.

    `over_time` also cuts the run into stretches, where the file has times; without it, large files of JMeter are read
    a quarter faster. Raises Unreadable, with the row, column and value at fault and what would be accepted, for what is
    no such file, is empty, broken, cut short, or beyond a limit.
    """
    head = source.head()
    if not head.strip():
        raise source.refused(f"the file is empty; accepted are {_ACCEPTED}.")
    for mark, kind in _OTHERS.items():
        if head.startswith(mark):
            raise source.refused(f"this is {kind}. Accepted are {_ACCEPTED}.")
    try:
        return _read(Text(source), zone, over_time)
    except NotThisEncoding:
        return _read_western(source, zone, over_time)


def _read_western(source: LoadSource, zone: tzinfo, over_time: bool) -> LoadFile:
    """The file as Windows-1252, where it is not what it shows to be."""
    text = Text(source, "cp1252")
    try:
        found = _read(text, zone, over_time)
    except NotThisEncoding:
        name = text.encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise source.refused(f"there are bytes in it that are not text in {name}; save it as UTF-8.") from None
    why = "The file is not UTF-8 and was read as Windows-1252; look at labels with accents."
    return replace(found, run=replace(found.run, warnings=(*found.run.warnings, why)))


def _read(text: Text, zone: tzinfo, over_time: bool) -> LoadFile:
    start = text.head.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _read_xml(text.source, over_time)
    first = start.split("\n", 1)[0].strip()
    if start.startswith(("{", "[")):
        if k6_points.is_points(first):
            return LoadFile("k6", "points", k6_points.read_points(text, over_time=over_time))
        return _read_json(text.source)
    headings = locust.headings_of(first)
    if headings is not None:
        readers = {
            "stats": locust.read_stats,
            "history": locust_history.read_history,
            "failures": locust.read_failures,
            "exceptions": locust.read_exceptions,
        }
        return LoadFile("locust", headings.kind, readers[headings.kind](text, headings))
    columns = find_columns(text.head)
    if columns is None:
        why = f"its first line, “{first[:200]}”, is not one of the results of a load tool; accepted are {_ACCEPTED}."
        raise text.source.refused(why, 1, value=first)
    return LoadFile("jmeter", "rows", jmeter.read_table(text, columns, zone, over_time=over_time))


def _read_xml(source: LoadSource, over_time: bool) -> LoadFile:
    recorder = Recorder(over_time=over_time)
    warnings = jmeter_xml.read_samples(source.content(_MOST_XML), source.name, recorder)
    return LoadFile("jmeter", "xml", recorder.run([*warnings, *jmeter.parts_told(recorder)]))


def _read_json(source: LoadSource) -> LoadFile:
    text, _ = decoded(source.content(_MOST_JSON), source.name)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        why = f"the JSON is broken at character {error.colno}: {error.msg}; it may have been cut short."
        raise source.refused(why, error.lineno) from None
    except (ValueError, RecursionError):
        raise source.refused("the JSON is nested too deep, or has a number of thousands of digits.") from None
    if isinstance(document, dict) and document.get("schema") == summary.SCHEMA:
        tool, form, from_samples, run = summary.read_own(document, source)
        return LoadFile(tool, form, run, from_samples)
    if not isinstance(document, dict) or not k6_summary.is_summary(document):
        raise source.refused(f"this JSON has no metrics, so it is no summary of k6; accepted are {_ACCEPTED}.")
    return LoadFile("k6", "summary", k6_summary.read_summary(document, source))
