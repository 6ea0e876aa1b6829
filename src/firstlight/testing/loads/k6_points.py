"""Single measurements of k6 (`--out json=…`): one JSON document a line, each a metric that is declared or a point.

Decisions:

- Samples are the requests of HTTP and gRPC; where a script makes none, its iterations.
- The label is the name of the request, else its address. Groups, iterations and timings of the script's own (also
  those of its browser) are labels as well, and parts.
- A request failed where k6 tags it as an answer that was not expected; without that tag, where it was counted under
  `http_req_failed`.
- A point is of the moment at which the request ended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from firstlight.engines.loadstats import Recorder, Run
from firstlight.testing.loads.jmeter_csv import label_of
from firstlight.testing.loads.k6_names import ITERATIONS, REQUESTS, is_timing
from firstlight.testing.loads.source import Text
from firstlight.testing.loads.times import LONGEST

_FAILED = "http_req_failed"
_USERS = "vus"
#: Read without parsing the line: most points are of metrics that are not needed.
_MARKS = tuple(f'"{name}"' for name in (*REQUESTS, ITERATIONS, _FAILED, _USERS))


def is_points(first: str) -> bool:
    """Whether a file that starts with this line is one of points."""
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("type") in ("Metric", "Point") and "metric" in found


class _Points:
    def __init__(self, text: Text, over_time: bool) -> None:
        self.text = text
        self.recorder = Recorder(over_time=over_time)
        self.iterations = Recorder(over_time=over_time)
        self.timings: set[str] = set()
        self.marks = list(_MARKS)
        self.requests = 0

    def read(self) -> Run:
        for number, line in enumerate(self.text.lines(), start=1):
            if '"Metric"' in line or any(mark in line for mark in self.marks):
                self._take(number, line)
        if self.requests:
            return self.recorder.run()
        if self.iterations.samples == self.iterations.parts:
            raise self.text.source.refused(
                f"it has no points of {' or '.join(REQUESTS)} or {ITERATIONS}; it may have been cut short."
            )
        return self.iterations.run(["The script made no HTTP or gRPC requests; its iterations are judged."])

    def _take(self, number: int, line: str) -> None:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            why = "this line is no JSON document; expected is one of k6's points. The file may have been cut short."
            raise self.text.source.refused(why, number, value=line.strip()) from None
        data = found.get("data") if isinstance(found, dict) else None
        metric = found.get("metric") if isinstance(found, dict) else None
        if not isinstance(data, dict) or not isinstance(metric, str):
            return
        if found.get("type") == "Metric":
            self._declare(metric, data)
        elif found.get("type") == "Point":
            self._point(number, metric, data)

    def _declare(self, metric: str, data: Mapping[str, Any]) -> None:
        """A timing of the script's own is followed too."""
        own = data.get("type") == "trend" and data.get("contains") == "time" and is_timing(metric)
        if own and metric not in REQUESTS and metric != ITERATIONS and len(self.timings) < 100:
            self.timings.add(metric)
            self.marks.append(f'"{metric}"')

    def _point(self, number: int, metric: str, data: Mapping[str, Any]) -> None:
        if metric not in self.timings and metric not in (*REQUESTS, ITERATIONS, _FAILED, _USERS):
            return
        value = data.get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LONGEST:
            raise self._refused(number, "value", value, "a number from 0 up, of milliseconds where it is a time")
        at = self._at(number, data.get("time"))
        raw = data.get("tags")
        tags: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        if metric == _USERS:
            for recorder in (self.recorder, self.iterations):
                recorder.saw_users(round(value), at)
        elif metric == _FAILED:
            if "expected_response" not in tags:
                self.recorder.failed(_label(tags), int(value != 0), 1)
        elif metric in REQUESTS:
            self.requests += 1
            self.recorder.add(_label(tags), value, _failed(metric, tags), at=at - value, end=at)
        else:
            self._part(metric, value, at, tags)

    def _part(self, metric: str, value: float, at: float, tags: Mapping[str, Any]) -> None:
        group = str(tags.get("group") or "").removeprefix("::").replace("::", " / ")
        name = group if metric == "group_duration" and group else metric
        self.recorder.add(label_of(name), value, None, at=at - value, end=at, part=True)
        whole = metric == ITERATIONS
        name = str(tags.get("scenario") or metric) if whole else name
        self.iterations.add(label_of(name), value, None, at=at - value, end=at, part=not whole)

    def _at(self, number: int, written: Any) -> float:
        try:
            at = datetime.fromisoformat(written)
        except (ValueError, TypeError):
            at = None
        if at is None or at.tzinfo is None or not 1990 <= at.year < 2100:
            raise self._refused(number, "time", written, "a time with its zone, such as 2026-11-05T14:00:01.25+01:00")
        return at.timestamp() * 1000

    def _refused(self, number: int, field: str, value: Any, expected: str) -> Exception:
        shown = str(value)[:80]
        return self.text.source.refused(f"“{shown}” is not accepted; expected {expected}.", number, field, shown)


def read_points(text: Text, *, over_time: bool) -> Run:
    """The run in a file of points. Raises Unreadable with the line of what is wrong."""
    return _Points(text, over_time).read()


def _label(tags: Mapping[str, Any]) -> str:
    return label_of(str(tags.get("name") or tags.get("url") or tags.get("method") or ""))


def _failed(metric: str, tags: Mapping[str, Any]) -> bool | None:
    if metric == "grpc_req_duration":
        return str(tags["status"]) not in ("0", "OK") if "status" in tags else None
    expected = tags.get("expected_response")
    return None if expected is None else str(expected).lower() != "true"
