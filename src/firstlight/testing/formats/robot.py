"""Robot Framework results: `output.xml` of versions 3 to 7, of Robot itself and of Rebot.

Decisions:

- NOT RUN is skipped, as Robot counts it. A status we do not know is skipped, never passed.
- When the tear-down of a suite fails, all its tests have failed, as in Robot's own report, though the file says of
  each that it passed; those that were skipped stay so.
- The suite is the path of suites; what keywords did is read past.
- What the file declares is its line for all tests. Times of Robot name no zone and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstlight.contracts.results import CaseResult, Cases, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Guard, XmlSource
from firstlight.testing.formats import saying, values
from firstlight.testing.formats.counting import NOTHING, Unclear, check_number, declared_or_none, differences, tally
from firstlight.testing.formats.values import Doubts, plural

_OUTCOMES = {
    "pass": Outcome.PASSED,
    "fail": Outcome.FAILED,
    "skip": Outcome.SKIPPED,
    "not run": Outcome.SKIPPED,
    "not_run": Outcome.SKIPPED,
}
_MOST_KEPT = 4 * values.MESSAGE
_LONGEST_PATH = 1_000


@dataclass(slots=True)
class _Suite:
    """An open suite: its path, its first test, why its tear-down failed (None: it did not)."""

    path: str
    first: int
    torn: str | None = None


class _Reader:
    """Follows the file. `_open` holds the names of the open elements, for which the depth is bounded."""

    def __init__(self, source: XmlSource) -> None:
        self._source = source
        self._guard = Guard(source.limits)
        self.cases: list[CaseResult] = []
        self.declared = NOTHING
        self.doubts = Doubts()
        self.unclear = Unclear()
        self.torn = 0
        self._open: list[str] = []
        self._suites: list[_Suite] = []
        self._test: str | None = None
        self._status: Mapping[str, str] = {}
        self._stat: Mapping[str, str] | None = None
        self._tearing = False
        self._text = ""
        self._listens = False
        self._tags: list[str] = []
        self._tag: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._guard.enter(tag, attributes)
        name, inside = tag.rpartition("}")[2], self._open[-1] if self._open else ""
        self._open.append(name)
        self._listens = False
        if name == "tag" and (self._open[-2:-1] == ["test"] or self._open[-3:-1] == ["test", "tags"]):
            self._tag = ""
        if inside in ("robot", "suite") and "statistics" not in self._open:
            self._begin(name, attributes)
        if name == "status" and self._speaks():
            self._status, self._text, self._listens = attributes, "", True
        elif name == "stat" and inside == "total":
            self._stat, self._text, self._listens = attributes, "", True

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "suite":
            above = self._suites[-1].path if self._suites else ""
            path = " › ".join(filter(None, (above, attributes.get("name"))))[:_LONGEST_PATH]
            self._suites.append(_Suite(path, len(self.cases)))
        elif name == "test":
            self._test, self._status, self._text = attributes.get("name", ""), {}, ""
            self._tags.clear()
        elif name in ("kw", "teardown"):
            self._status = {}
            self._tearing = name == "teardown" or attributes.get("type", "").casefold() == "teardown"

    def _speaks(self) -> bool:
        """Whether a status at this place is that of a test, or of a keyword of the suite itself."""
        return self._open[-2:-1] == ["test"] or self._open[-3:-1] in (["suite", "kw"], ["suite", "teardown"])

    def data(self, text: str) -> None:
        if self._tag is not None:
            self._tag = (self._tag + text)[: saying.LONGEST]
        elif self._listens and len(self._text) < _MOST_KEPT:
            self._text = (self._text + text).lstrip()[:_MOST_KEPT]

    def end(self, tag: str) -> None:
        self._guard.leave()
        name, inside = self._open.pop(), self._open[-1] if self._open else ""
        self._listens = False
        if name == "tag" and self._tag is not None:
            if len(self._tags) < saying.LONGEST:
                self._tags.append(self._tag)
            self._tag = None
        if name == "test" and self._test is not None and inside == "suite":
            self._close_test(self._test)
        elif name in ("kw", "teardown") and inside == "suite" and self._tearing and self._suites:
            if self._status.get("status", "").casefold() == "fail":
                self._suites[-1].torn = values.first_words(self._text)
        elif name == "suite" and self._suites and "statistics" not in self._open:
            self._close_suite(self._suites.pop())
        elif name == "stat" and self._stat is not None:
            self._claim(self._stat)

    def _close_test(self, name: str) -> None:
        """A test ends. Without a status of its own it has not passed, whatever its keywords did."""
        written = self._status.get("status", "").strip()
        outcome = _OUTCOMES.get(written.casefold(), Outcome.SKIPPED)
        if written.casefold() not in _OUTCOMES:
            self.unclear.note(written or "no status")
        message = values.first_words(self._text) if outcome is not Outcome.PASSED else ""
        seconds = values.seconds(self._status.get("elapsed"), self.doubts)
        at = values.moment(self._status.get("start"), self.doubts)
        suite = self._suites[-1].path if self._suites else ""
        says = saying.joined(self._tags)
        self.cases.append(CaseResult(name, suite, outcome, seconds, message, at, says=says))
        self._test = None

    def _close_suite(self, suite: _Suite) -> None:
        if suite.torn is None:
            return
        message = values.first_words(f"The tear-down of the suite failed: {suite.torn}")
        for place in range(suite.first, len(self.cases)):
            if self.cases[place].outcome is Outcome.PASSED:
                self.cases[place] = self.cases[place]._replace(outcome=Outcome.FAILED, message=message)
                self.torn += 1

    def _claim(self, stat: Mapping[str, str]) -> None:
        if self._text.strip() == "All Tests":
            passed, failed, skipped = (values.count(stat.get(name)) for name in ("pass", "fail", "skip"))
            self.declared = Declared(values.total([passed, failed, skipped]), failed, None, skipped)
        self._stat = None

    def pause(self) -> None:
        """See whether it becomes too much."""
        check_number(self._source, len(self.cases))

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""

    def remarks(self) -> list[str]:
        """Sentences on what was counted in a way that needs a word."""
        told = self.unclear.sentences()
        if self.torn:
            counted = "counts as failed", "count as failed"
            told.append(
                f"{plural(self.torn, f'test {counted[0]}', f'tests {counted[1]}')}, because the tear-down of the suite "
                "failed."
            )
        return told


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `robot`. Raises Unreadable for broken XML."""
    reader = _Reader(source)
    source.feed(reader)
    cases = Cases.of(reader.cases)
    told = differences(reader.declared, len(cases), tally(cases))
    warnings = (*source.warnings, *told, *reader.remarks(), *reader.doubts.sentences())
    return ResultFile("robot", cases, declared_or_none(reader.declared), warnings)
