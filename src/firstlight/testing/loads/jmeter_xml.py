"""JMeter results as XML (.jtl): samples, and samples within samples.

Decisions:

- A sample within another one (a redirect, an embedded resource, a request of a transaction) is a part: it has its
  label, but is not counted in the whole, as its time is in that of the sample around it.
- `ts` is when a sample began, `t` how long it took, `s` how it ended, `na` how many users there were.
"""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.engines.loadstats import Recorder
from firstlight.intake.reading.xml import Guard, XmlLimits, XmlSource
from firstlight.testing.loads import times
from firstlight.testing.loads.jmeter_columns import TRANSACTION
from firstlight.testing.loads.jmeter_csv import label_of

ROOT = "testResults"
_SAMPLES = frozenset({"sample", "httpSample"})


class _Samples:
    """Follows the file and records every sample when it starts: all that counts is in its attributes."""

    def __init__(self, source: XmlSource, recorder: Recorder) -> None:
        self.source, self.recorder = source, recorder
        self.guard = Guard(source.limits)
        self.within = 0
        self.number = 0
        self.wrong: Unreadable | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.guard.enter(tag, attributes)
        if tag.rpartition("}")[2] in _SAMPLES:
            self.number += 1
            if self.wrong is None:
                self._take(attributes)
            self.within += 1

    def end(self, tag: str) -> None:
        self.guard.leave()
        if tag.rpartition("}")[2] in _SAMPLES:
            self.within -= 1

    def data(self, text: str) -> None:
        """What is between the tags is not needed."""

    def pause(self) -> None:
        """Stop at the first sample that is wrong."""
        if self.wrong is not None:
            raise self.wrong

    def close(self) -> None:
        self.pause()

    def _take(self, found: Mapping[str, str]) -> None:
        took = times.duration(found.get("t", "").strip())
        if took is None:
            return self._refuse("t", found, times.DURATIONS)
        at = None
        if "ts" in found:
            at = times.milliseconds(found["ts"].strip())
            if at is None:
                return self._refuse("ts", found, "milliseconds since 1970 (13 digits)")
        said = found.get("s", "").strip().lower()
        if said not in ("true", "false", ""):
            return self._refuse("s", found, "true or false")
        users = found.get("na", "").strip()
        part = self.within > 0 or found.get("rm", "").startswith(TRANSACTION)
        self.recorder.add(
            label_of(found.get("lb", "")),
            took,
            said == "false" if said else None,
            at=at,
            end=None if at is None else at + took,
            users=int(users) if users.isascii() and users.isdigit() and len(users) < 10 else None,
            part=part,
        )
        return None

    def _refuse(self, name: str, found: Mapping[str, str], expected: str) -> None:
        value = found.get(name)
        label = found.get("lb", "")[:80]
        what = f"has no attribute {name}" if value is None else f"has {name}=“{value[:80]}”, which is not accepted"
        sentence = f"sample {self.number:,} (“{label}”) {what}; expected {expected}."
        self.wrong = Unreadable(Problem(self.source.file, sentence, column=name, value=(value or "")[:100]))


def read_samples(data: bytes, name: str, recorder: Recorder) -> tuple[str, ...]:
    """Record all samples. Returns what the reader had to replace. Raises Unreadable for what is no such file."""
    source = XmlSource(data, name, XmlLimits(file_bytes=len(data)))
    if source.root != ROOT:
        raise source.unreadable(
            f"its root element <{source.root}> on line {source.line} is not one of a load tool; JMeter's is <{ROOT}>"
        )
    samples = _Samples(source, recorder)
    source.feed(samples)
    if not samples.number:
        raise source.unreadable("it has no samples; one <httpSample> or <sample> for each request is expected")
    return source.warnings
