"""JUnit XML and its many dialects: Surefire, Gradle, pytest, Jest, Go, CTest, PHPUnit, googletest, TestNG and others.

Decisions, where the dialects disagree:

- The worst of what a case holds counts: error, failure, skipped, passed. A case with a failure and an error is one
  error.
- A case without any such child is passed unless its `status` (or googletest's `result`) says otherwise.
- Surefire's `flakyFailure` and `flakyError` are failed attempts of a case that passed in the end: it is passed, and a
  warning says how many there are. `rerunFailure` and `rerunError` belong to a case that failed in the end: its
  outcome is that of the `failure` or `error` beside them, and failed where there is none.
- A test that a tool wrote several times stays several cases, because many tools also write different tests under one
  name, and a pass must not hide the failure of another test. See `repeats` for the one exception.
- `disabled` counts as skipped, in the cases and in the counts that the file declares.
- The suite is the class name; where there is none, the names of the suites around the case.
- The time of a case is its own timestamp or that of the nearest suite, if it names a zone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from firstlight.contracts.results import Cases, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Guard, TooMuch, XmlSource
from firstlight.testing.formats import saying, values
from firstlight.testing.formats.counting import (
    NOTHING,
    check_number,
    declared_or_none,
    differences,
    plus,
    rather,
    tally,
)
from firstlight.testing.formats.plain_cases import PlainCases
from firstlight.testing.formats.repeats import settle_repeats
from firstlight.testing.formats.values import Doubts, plural

#: The outcomes from best to worst. Ranks are used below because Python hashes members of enumerations slowly.
_OUTCOMES = (Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED, Outcome.ERROR)
_IS_SKIPPED, _IS_FAILED, _IS_ERROR = 1, 2, 3

#: Children of a case that decide its outcome.
_MARKS = {
    "error": _IS_ERROR,
    "failure": _IS_FAILED,
    "skipped": _IS_SKIPPED,
    "disabled": _IS_SKIPPED,
    "ignored": _IS_SKIPPED,
}
_SUITES = frozenset({"testsuite", "testsuites"})
_FLAKY = frozenset({"flakyFailure", "flakyError"})
_RERUNS = frozenset({"rerunFailure", "rerunError"})

#: Values of `status` or `result` that say something which a child element should have said.
_STATUSES = {
    **dict.fromkeys(("failed", "fail", "failure"), _IS_FAILED),
    **dict.fromkeys(("error", "errored", "broken", "crashed", "aborted", "timeout", "timedout"), _IS_ERROR),
    **dict.fromkeys(("skipped", "skip", "disabled", "suppressed", "ignored", "notrun", "not run"), _IS_SKIPPED),
    **dict.fromkeys(("not_run", "pending", "todo", "untested", "undefined", "blocked"), _IS_SKIPPED),
    **dict.fromkeys(("inconclusive", "notexecuted", "unknown"), _IS_SKIPPED),
}


@lru_cache(maxsize=64)
def _rank_of_status(status: str) -> int:
    return _STATUSES.get(status.strip().casefold(), 0)


#: Nested suites with long names would otherwise fill the memory.
_LONGEST_PATH = 1_000


@dataclass(slots=True)
class _Suite:
    """An open suite: where it began, what it claims, and what the suites in it claim together."""

    path: str
    at: datetime | None
    claims: Declared
    disabled: int | None
    first: int
    inner: Declared = NOTHING
    inner_disabled: int | None = None


Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


@dataclass(slots=True)
class _Place:
    """How deep the file is: 0 outside a case, 1 in it, 2 in a child of it, and so on."""

    inside: int = 0


class _TextWanted(Exception):
    """A failure keeps its message in its text, and text was not listened to."""


class _Reader:
    """Follows the file without its text, most of which is the white space between elements.

    Raises `_TextWanted` from `start` where a message is to be found in the text: then `_ReaderOfText` is needed.
    The plain passed case, which is nearly all of them, waits until something else begins or the piece of the file ends.
    """

    listens = False

    def __init__(self, source: XmlSource) -> None:
        self.source = source
        self._guard = Guard(source.limits)
        self._note_names = self._guard.names.update
        #: By column, one entry a case.
        self.names: list[str] = []
        self.suites: list[str] = []
        self.seconds: list[float | None] = []
        self.doubts = Doubts()
        self.plain = PlainCases(self.names, self.suites, self.seconds, self.doubts)
        #: By place: how those ended that did not pass, and their messages; times; what properties say.
        self.ended: dict[int, tuple[Outcome, str]] = {}
        self._moments: dict[int, datetime] = {}
        self._said: dict[int, list[str]] = {}
        #: From which place on which time holds.
        self._since: list[tuple[int, datetime | None]] = [(0, None)]
        self.declared = Declared()
        self.flaky = self.both = self.warned = self.stray = 0
        self.unequal = 0
        self.unequal_examples: list[str] = []
        self.case_tag = "testcase"
        self._open: list[_Suite] = []
        #: The path of the open suites, and when the innermost began.
        self.path = ""
        self._at: datetime | None = None
        self.marks: set[str] = set()
        self._rank = 0
        self._message = self._kind = ""
        self._wordy = False
        self._texts: list[str] = []
        self.place = _Place()
        self.start, self.end = _start_of(self), _end_of(self)

    def pause(self) -> None:
        """Drop the text that is not wanted, and see whether it becomes too much."""
        kept = "".join(self._texts).lstrip()[: 4 * values.MESSAGE] if self._wordy else ""
        self._texts[:] = [kept]
        self._guard.check_names()
        self.plain.settle(self.path)
        check_number(self.source, len(self.names))

    def close(self) -> None:
        """Nothing but what waits is left to do at the end of the file."""
        self.plain.settle(self.path)

    def is_plain(self, attributes: Mapping[str, str]) -> bool:
        """Whether no attribute says how the case ended or when. Notes their names, as any may be there."""
        self._note_names(attributes)
        return "status" not in attributes and "result" not in attributes and "timestamp" not in attributes

    def open_case(self, attributes: Mapping[str, str]) -> None:
        """A case without the usual three attributes, or with others that say something."""
        get = attributes.get
        suite = get("classname") or get("class") or self.path
        seconds = values.seconds(get("time") or get("duration"), self.doubts)
        if (stamp := get("timestamp")) and (at := values.moment(stamp, self.doubts)):
            self._moments[len(self.names)] = at
        self.names.append(get("name", ""))
        self.suites.append(suite)
        self.seconds.append(seconds)
        for word in (get("status"), get("result")):
            if word and (rank := _rank_of_status(word[:20])):
                self.marks.add("status")
                self._rank = rank
                break

    def enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins that is no plain case."""
        name = tag.rpartition("}")[2] if "}" in tag else tag
        if name == "testcase":
            if self.place.inside:
                raise TooMuch("a <testcase> stands inside another one")
            self.case_tag, self.place.inside = tag, 1
            self.open_case(attributes)
            return
        self._guard.enter(tag, attributes)
        if self.place.inside:
            self.place.inside += 1
            if name == "property":
                self._note_property(attributes)
            elif self.place.inside == 2:
                self._mark(name, attributes)
        elif name in _SUITES:
            self._open_suite(name, attributes)
        elif name in _MARKS:
            self.stray += 1

    def leave(self, tag: str) -> None:
        """It ends."""
        self._guard.leave()
        if self.place.inside:
            if self.place.inside == 2 and self._wordy:
                self._message = values.first_words("".join(self._texts), self._kind)
                self._wordy = False
            self.place.inside -= 1
        elif tag.rpartition("}")[2] in _SUITES:
            self._close_suite()

    def _note_property(self, attributes: Mapping[str, str]) -> None:
        """A property of the case; of its suite, it may speak of anything."""
        value = attributes.get("value")
        if value and saying.names_case(attributes.get("name", "")):
            self._said.setdefault(len(self.names) - 1, []).append(value)

    def _mark(self, name: str, attributes: Mapping[str, str]) -> None:
        """A child of the case begins."""
        self.marks.add(name)
        rank = _MARKS.get(name, 0)
        if rank > self._rank or (rank and rank == self._rank and not self._message):
            self._rank = rank
            message = attributes.get("message")
            self._message = message.strip()[: values.MESSAGE].rstrip() if message else ""
            if not self._message:
                self._expect_text(attributes.get("type", ""))

    def _expect_text(self, kind: str) -> None:
        """The message will be the text of the element, or what kind of failure it is."""
        if not self.listens:
            raise _TextWanted
        self._kind, self._wordy = kind, True
        self._texts.clear()

    def close_case(self) -> None:
        marks, rank = self.marks, self._rank
        if not rank and not _RERUNS.isdisjoint(marks):
            rank = _IS_FAILED
        if rank:
            self.ended[len(self.names) - 1] = (_OUTCOMES[rank], self._message)
            self._rank, self._message = 0, ""
        elif not _FLAKY.isdisjoint(marks):
            self.flaky += 1
        elif "warning" in marks:
            self.warned += 1
        if "error" in marks and "failure" in marks:
            self.both += 1
        marks.clear()

    def _open_suite(self, tag: str, attributes: Mapping[str, str]) -> None:
        # The name of `testsuites` is that of the run, not of a suite.
        name = attributes.get("name") if tag == "testsuite" else ""
        path = " › ".join(filter(None, (self.path, name)))[:_LONGEST_PATH]
        at = values.moment(attributes.get("timestamp"), self.doubts) or self._at
        disabled = values.count(attributes.get("disabled"))
        self._open.append(_Suite(path, at, _claims(attributes), disabled, len(self.names)))
        self._within(path, at)

    def _within(self, path: str, at: datetime | None) -> None:
        self.path, self._at = path, at
        self._since.append((len(self.names), at))

    def _close_suite(self) -> None:
        suite = self._open.pop()
        declared = rather(suite.claims, suite.inner)
        disabled = suite.disabled if suite.disabled is not None else suite.inner_disabled
        if not self._open:
            # Only now: googletest claims disabled tests on the outside and skipped ones further in.
            self.declared = replace(declared, skipped=values.total([declared.skipped, disabled]))
            return
        outer = self._open[-1]
        outer.inner = plus(outer.inner, declared)
        outer.inner_disabled = values.total([outer.inner_disabled, disabled])
        self._within(outer.path, outer.at)
        there = len(self.names) - suite.first
        if suite.claims.tests not in (None, there):
            self.unequal += 1
            if len(self.unequal_examples) < 3:
                self.unequal_examples.append(f"“{suite.path[:200]}”: {suite.claims.tests} declared, {there} there")

    def cases(self) -> Cases:
        """All cases of the file, once it is read."""
        number = len(self.names)
        outcomes, messages = [Outcome.PASSED] * number, [""] * number
        for place, (outcome, message) in self.ended.items():
            outcomes[place], messages[place] = outcome, message
        moments: list[datetime | None] = []
        for (first, at), (after, _) in pairwise([*self._since, (number, None)]):
            moments += [at] * (after - first)
        for place, at in self._moments.items():
            moments[place] = at
        rest = [""] * number, [None] * number, saying.by_place(self._said, number)
        return Cases(self.names, self.suites, outcomes, self.seconds, messages, moments, *rest)


class _ReaderOfText(_Reader):
    """The same, listening to the text."""

    listens = True

    def __init__(self, source: XmlSource) -> None:
        super().__init__(source)
        # No function of our own is called for the white space between elements.
        self.data = self._texts.append


def _start_of(reader: _Reader) -> Start:
    """What is called at the start of every element. It keeps to local names: looking up costs as much as the case."""
    place, wait, is_plain, case_tag = reader.place, reader.plain.waiting.append, reader.is_plain, reader.case_tag

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal case_tag
        if tag != case_tag or place.inside:
            reader.plain.settle(reader.path)
            reader.enter(tag, attributes)
            case_tag = reader.case_tag
            return
        place.inside = 1
        usual = "time" in attributes and "classname" in attributes and "name" in attributes
        if (len(attributes) == 3 or is_plain(attributes)) and usual:
            wait(attributes)
        else:
            reader.plain.settle(reader.path)
            reader.open_case(attributes)

    return start


def _end_of(reader: _Reader) -> End:
    """What is called at the end of every element."""
    place, marks = reader.place, reader.marks

    def end(tag: str) -> None:
        if place.inside == 1:
            place.inside = 0
            if marks:
                reader.close_case()
        else:
            reader.plain.settle(reader.path)
            reader.leave(tag)

    return end


def _claims(attributes: Mapping[str, str]) -> Declared:
    get = attributes.get
    return Declared(
        tests=values.count(get("tests")),
        failed=values.count(get("failures")),
        errors=values.count(get("errors")),
        skipped=values.count(get("skipped") or get("skip") or get("ignored")),
    )


def _remarks(reader: _Reader) -> list[str]:
    told = []
    if reader.flaky:
        told.append(f"{plural(reader.flaky, 'test', 'tests')} passed only on a retry.")
    if reader.both:
        counted = "it counts as an error" if reader.both == 1 else "they count as errors"
        told.append(f"{plural(reader.both, 'test has', 'tests have')} both a failure and an error; {counted}.")
    if reader.warned:
        told.append(f"{plural(reader.warned, 'passed test carries', 'passed tests carry')} a warning of the tool.")
    if reader.stray:
        told.append(f"{plural(reader.stray, 'failure or error', 'failures or errors')} reported outside of any test.")
    return told


def _followed(source: XmlSource) -> _Reader:
    """The whole file, with its text only where messages stand there: that takes a tenth longer."""
    try:
        reader = _Reader(source)
        source.feed(reader)
    except _TextWanted:
        reader = _ReaderOfText(source.again())
        reader.source.feed(reader)
    return reader


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `testsuites` or `testsuite`. Raises Unreadable for broken XML."""
    reader = _followed(source)
    cases, repeated = settle_repeats(reader.cases(), reader.ended, reader.declared.tests)
    outcomes = tally(cases)
    # A case with both was counted once, as an error; the tool may have counted it as a failure too.
    both = reader.both if reader.declared.failed == outcomes[Outcome.FAILED] + reader.both else 0
    told = differences(reader.declared, len(cases), outcomes, extra=Declared(failed=both))
    if reader.unequal and reader.declared.tests in (None, len(cases)):
        more = f"; and {reader.unequal - 3} more" if reader.unequal > 3 else ""
        shown = "; ".join(reader.unequal_examples)
        told.append(f"Suites declare another number of tests than they hold ({shown}{more}).")
    warnings = (*reader.source.warnings, *told, *_remarks(reader), *repeated, *reader.doubts.sentences())
    return ResultFile("junit", cases, declared_or_none(reader.declared), warnings)
