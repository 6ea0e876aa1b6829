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

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from firstlight.contracts.results import CaseResult, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Guard, TooMuch, XmlSource
from firstlight.testing.formats import values
from firstlight.testing.formats.counting import (
    NOTHING,
    check_number,
    declared_or_none,
    differences,
    plus,
    rather,
    tally,
)
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


# The short way: looking up a member of an enumeration and calling the constructor of a named tuple take half a
# microsecond for each case, which is a quarter of the whole reading.
_PASSED = Outcome.PASSED
_LONGEST = values.LONGEST
#: Nested suites with long names would otherwise fill the memory.
_LONGEST_PATH = 1_000
_make = tuple.__new__


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


class _Reader:
    """Follows the file. `start` and `end` have a short way for the plain passed case, which is nearly all of them."""

    def __init__(self, source: XmlSource) -> None:
        self._source = source
        self._guard = Guard(source.limits)
        self._note_names = self._guard.names.update
        self.cases: list[CaseResult] = []
        self.troubled: list[CaseResult] = []
        self.declared = Declared()
        self.doubts = Doubts()
        self.flaky = self.both = self.warned = self.stray = 0
        self.unequal = 0
        self.unequal_examples: list[str] = []
        self._append = self.cases.append
        self._case_tag = "testcase"
        self._suites: list[_Suite] = []
        self._path = self._suite = ""
        self._at: datetime | None = None
        #: 0 outside a case, 1 in it, 2 in a child of it, and so on.
        self._inside = 0
        self._marks: set[str] = set()
        self._rank = 0
        self._message = self._kind = ""
        self._wordy = False
        self._texts: list[str] = []
        # No function of our own is called for the white space between elements, which is most of the text.
        self.data = self._texts.append

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != self._case_tag or self._inside:
            self._enter(tag, attributes)
            return
        self._inside = 1
        if len(attributes) == 3 or self._is_plain(attributes):
            try:
                seconds = float(attributes["time"])
                if 0.0 <= seconds < _LONGEST:
                    suite = attributes["classname"] or self._path
                    # Neighbours share the text: new memory costs more than the comparison.
                    if suite == self._suite:
                        suite = self._suite
                    else:
                        self._suite = suite
                    self._append(
                        _make(CaseResult, (attributes["name"], suite, _PASSED, seconds, "", self._at, "", None))
                    )
                    return
            except (KeyError, ValueError):
                pass
        self._open_case(attributes)

    def end(self, tag: str) -> None:
        if self._inside == 1:
            self._inside = 0
            if self._marks:
                self._close_case()
        else:
            self._leave(tag)

    def pause(self) -> None:
        """Drop the text that is not wanted, and see whether it becomes too much."""
        kept = "".join(self._texts).lstrip()[: 4 * values.MESSAGE] if self._wordy else ""
        self._texts[:] = [kept]
        self._guard.check_names()
        check_number(self._source, len(self.cases))

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""

    def _is_plain(self, attributes: Mapping[str, str]) -> bool:
        """Whether no attribute says how the case ended or when. Notes their names, as any may be there."""
        self._note_names(attributes)
        return "status" not in attributes and "result" not in attributes and "timestamp" not in attributes

    def _open_case(self, attributes: Mapping[str, str]) -> None:
        """A case without the usual three attributes, or with others that say something."""
        get = attributes.get
        suite = get("classname") or get("class") or self._path
        seconds = values.seconds(get("time") or get("duration"), self.doubts)
        stamp = get("timestamp")
        at = (values.moment(stamp, self.doubts) if stamp else None) or self._at
        self._append(_make(CaseResult, (get("name", ""), suite, _PASSED, seconds, "", at, "", None)))
        rank = _rank_of_status(get("status", "")[:20]) or _rank_of_status(get("result", "")[:20])
        if rank:
            self._marks.add("status")
            self._rank = rank

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "testcase":
            if self._inside:
                raise TooMuch("a <testcase> stands inside another one")
            self._case_tag = tag
            self.start(tag, attributes)
            return
        self._guard.enter(tag, attributes)
        if self._inside:
            self._inside += 1
            if self._inside == 2:
                self._mark(name, attributes)
        elif name in _SUITES:
            self._open_suite(name, attributes)
        elif name in _MARKS:
            self.stray += 1

    def _leave(self, tag: str) -> None:
        self._guard.leave()
        if self._inside:
            if self._inside == 2:
                self._unmark()
            self._inside -= 1
        elif tag.rpartition("}")[2] in _SUITES:
            self._close_suite()

    def _mark(self, name: str, attributes: Mapping[str, str]) -> None:
        """A child of the case begins."""
        self._marks.add(name)
        rank = _MARKS.get(name, 0)
        if rank > self._rank or (rank and rank == self._rank and not self._message):
            self._rank = rank
            self._message = values.first_words(attributes.get("message"))
            self._kind = attributes.get("type", "")
            self._wordy = not self._message
            self._texts.clear()

    def _unmark(self) -> None:
        """A child of the case ends."""
        if self._wordy:
            self._message = values.first_words("".join(self._texts), self._kind)
            self._wordy = False

    def _close_case(self) -> None:
        marks, rank = self._marks, self._rank
        if not rank and not _RERUNS.isdisjoint(marks):
            rank = _IS_FAILED
        if rank:
            name, suite, _, seconds, _, at, _, _ = self.cases[-1]
            case = _make(CaseResult, (name, suite, _OUTCOMES[rank], seconds, self._message, at, "", None))
            self.cases[-1] = case
            self.troubled.append(case)
            self._rank = 0
            self._message = self._kind = ""
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
        path = " › ".join(filter(None, (self._path, name)))[:_LONGEST_PATH]
        at = values.moment(attributes.get("timestamp"), self.doubts) or self._at
        disabled = values.count(attributes.get("disabled"))
        self._suites.append(_Suite(path, at, _claims(attributes), disabled, len(self.cases)))
        self._path, self._at = path, at

    def _close_suite(self) -> None:
        suite = self._suites.pop()
        declared = rather(suite.claims, suite.inner)
        disabled = suite.disabled if suite.disabled is not None else suite.inner_disabled
        if not self._suites:
            # Only now: googletest claims disabled tests on the outside and skipped ones further in.
            self.declared = replace(declared, skipped=values.total([declared.skipped, disabled]))
            return
        outer = self._suites[-1]
        outer.inner = plus(outer.inner, declared)
        outer.inner_disabled = values.total([outer.inner_disabled, disabled])
        self._path, self._at = outer.path, outer.at
        there = len(self.cases) - suite.first
        if suite.claims.tests not in (None, there):
            self.unequal += 1
            if len(self.unequal_examples) < 3:
                self.unequal_examples.append(f"“{suite.path[:200]}”: {suite.claims.tests} declared, {there} there")


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


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `testsuites` or `testsuite`. Raises Unreadable for broken XML."""
    reader = _Reader(source)
    source.feed(reader)
    cases, repeated = settle_repeats(reader.cases, reader.troubled, reader.declared.tests)
    # Going over all cases once more is spared wherever nothing was folded.
    outcomes = tally(reader.troubled if cases is reader.cases else cases)
    # A case with both was counted once, as an error; the tool may have counted it as a failure too.
    both = reader.both if reader.declared.failed == outcomes[Outcome.FAILED] + reader.both else 0
    told = differences(reader.declared, len(cases), outcomes, extra=Declared(failed=both))
    if reader.unequal and reader.declared.tests in (None, len(cases)):
        more = f"; and {reader.unequal - 3} more" if reader.unequal > 3 else ""
        shown = "; ".join(reader.unequal_examples)
        told.append(f"Suites declare another number of tests than they hold ({shown}{more}).")
    warnings = (*source.warnings, *told, *_remarks(reader), *repeated, *reader.doubts.sentences())
    return ResultFile("junit", tuple(cases), declared_or_none(reader.declared), warnings)
