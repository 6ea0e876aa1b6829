"""JUnit XML and its many dialects: Surefire, Gradle, pytest, Jest, Go, CTest, PHPUnit, googletest, TestNG and others.

Decisions, where the dialects disagree:

- The worst of what a case holds counts: error, failure, skipped, passed. A case with a failure and an error is one
  error.
- A case without any such child is passed unless its `status` (or googletest's `result`) says otherwise.
- Surefire's `flakyFailure` and `flakyError` are failed attempts of a case that passed in the end: it is passed, and a
  warning says how many there are. `rerunFailure` and `rerunError` belong to a case that failed in the end.
- A test that a tool wrote several times stays several cases, because many tools also write different tests under one
  name, and a pass must not hide the failure of another test. See `repeats` for the one exception.
- `disabled` counts as skipped, in the cases and in the counts that the file declares.
- The suite is the class name; where there is none, the names of the suites around the case.
- The time of a case is its own timestamp or that of the nearest suite, if it names a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from firstlight.contracts.results import CaseResult, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Guard, TooMuch, XmlSource
from firstlight.testing.formats import values
from firstlight.testing.formats.counting import declared_or_none, differences
from firstlight.testing.formats.repeats import settle_repeats
from firstlight.testing.formats.values import Doubts, plural

#: Children of a case that decide its outcome.
_OUTCOMES = {
    "error": Outcome.ERROR,
    "rerunError": Outcome.ERROR,
    "failure": Outcome.FAILED,
    "rerunFailure": Outcome.FAILED,
    "skipped": Outcome.SKIPPED,
    "disabled": Outcome.SKIPPED,
    "ignored": Outcome.SKIPPED,
}
_RANK = {Outcome.PASSED: 0, Outcome.SKIPPED: 1, Outcome.FAILED: 2, Outcome.ERROR: 3}
_SUITES = frozenset({"testsuite", "testsuites"})
_FLAKY = frozenset({"flakyFailure", "flakyError"})

#: Values of `status` or `result` that say something which a child element should have said.
_STATUSES = {
    **dict.fromkeys(("failed", "fail", "failure"), Outcome.FAILED),
    **dict.fromkeys(("error", "errored", "broken", "crashed", "aborted", "timeout", "timedout"), Outcome.ERROR),
    **dict.fromkeys(("skipped", "skip", "disabled", "suppressed", "ignored", "notrun", "not run"), Outcome.SKIPPED),
    **dict.fromkeys(("not_run", "pending", "todo", "untested", "undefined", "blocked"), Outcome.SKIPPED),
    **dict.fromkeys(("inconclusive", "notexecuted", "unknown"), Outcome.SKIPPED),
}

# Going round the constructor saves a third of a microsecond for each case, which is a tenth of the whole reading.
_passed = partial(tuple.__new__, CaseResult)


@dataclass(slots=True)
class _Suite:
    """An open suite: where it began and what it and the suites in it claim."""

    path: str
    at: datetime | None
    claims: Declared
    first: int
    inner: list[Declared] = field(default_factory=list)

    def declared(self) -> Declared:
        """Its own claims; where it makes none, the sum of those inside."""
        own, inner = self.claims, self.inner
        return Declared(
            tests=own.tests if own.tests is not None else values.total([one.tests for one in inner]),
            failed=own.failed if own.failed is not None else values.total([one.failed for one in inner]),
            errors=own.errors if own.errors is not None else values.total([one.errors for one in inner]),
            skipped=own.skipped if own.skipped is not None else values.total([one.skipped for one in inner]),
        )


class _Reader:
    """Follows the file. `start` and `end` have a short way for the plain passed case, which is nearly all of them."""

    def __init__(self, guard: Guard) -> None:
        self.cases: list[CaseResult] = []
        self.declared = Declared()
        self.doubts = Doubts()
        self.flaky = self.both = self.warned = self.stray = 0
        self.unequal_suites: list[str] = []
        self._guard = guard
        self._append = self.cases.append
        self._case_tag = "testcase"
        self._suites: list[_Suite] = []
        self._path = ""
        self._at: datetime | None = None
        #: 0 outside a case, 1 in it, 2 in a child of it, and so on.
        self._inside = 0
        self._marks: set[str] = set()
        self._outcome = Outcome.PASSED
        self._message = ""
        self._kind = ""
        self._words: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != self._case_tag or self._inside:
            self._enter(tag, attributes)
            return
        self._inside = 1
        if len(attributes) == 3:
            try:
                seconds = float(attributes["time"])
                if 0.0 <= seconds < values.LONGEST:
                    suite = attributes["classname"] or self._path
                    self._append(_passed((attributes["name"], suite, Outcome.PASSED, seconds, "", self._at)))
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

    def data(self, text: str) -> None:
        if self._words is not None and len(self._words) < 1_000:
            self._words.append(text)

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""

    def _open_case(self, attributes: Mapping[str, str]) -> None:
        """A case with other attributes than the usual three."""
        self._guard.enter(self._case_tag, attributes)
        self._guard.leave()
        get = attributes.get
        stamp = get("timestamp")
        status = get("status") or ""
        outcome = _STATUSES.get(status.casefold()) or _STATUSES.get(get("result", "").casefold())
        self._append(
            CaseResult(
                get("name", ""),
                get("classname") or get("class") or self._path,
                Outcome.PASSED,
                values.seconds(get("time") or get("duration"), self.doubts),
                "",
                (values.moment(stamp, self.doubts) if stamp else None) or self._at,
            )
        )
        if outcome:
            self._marks.add("status")
            self._outcome = outcome

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
        elif name in _OUTCOMES:
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
        outcome = _OUTCOMES.get(name)
        if outcome is None:
            return
        worse = _RANK[outcome] - _RANK[self._outcome]
        if worse > 0 or (worse == 0 and not self._message):
            self._outcome = outcome
            self._message = values.first_words(attributes.get("message"))
            self._kind = attributes.get("type", "")
            if not self._message:
                self._words = []

    def _unmark(self) -> None:
        """A child of the case ends."""
        if self._words is not None:
            self._message = values.first_words("".join(self._words), self._kind)
            self._words = None

    def _close_case(self) -> None:
        marks = self._marks
        if not _FLAKY.isdisjoint(marks) and self._outcome is Outcome.PASSED:
            self.flaky += 1
        if "error" in marks and "failure" in marks:
            self.both += 1
        if "warning" in marks and self._outcome is Outcome.PASSED:
            self.warned += 1
        if self._outcome is not Outcome.PASSED:
            self.cases[-1] = self.cases[-1]._replace(outcome=self._outcome, message=self._message)
        marks.clear()
        self._outcome = Outcome.PASSED
        self._message = self._kind = ""

    def _open_suite(self, tag: str, attributes: Mapping[str, str]) -> None:
        # The name of `testsuites` is that of the run, not of a suite.
        name = attributes.get("name") if tag == "testsuite" else ""
        path = " › ".join(filter(None, (self._path, name)))
        at = values.moment(attributes.get("timestamp"), self.doubts) or self._at
        self._suites.append(_Suite(path, at, _claims(attributes), len(self.cases)))
        self._path, self._at = path, at

    def _close_suite(self) -> None:
        suite = self._suites.pop()
        declared = suite.declared()
        there = len(self.cases) - suite.first
        if suite.claims.tests is not None and suite.claims.tests != there and self._suites:
            self.unequal_suites.append(f"“{suite.path}”: {suite.claims.tests} declared, {there} there")
        if self._suites:
            outer = self._suites[-1]
            outer.inner.append(declared)
            self._path, self._at = outer.path, outer.at
        else:
            self.declared = declared


def _claims(attributes: Mapping[str, str]) -> Declared:
    get = attributes.get
    skipped = values.count(get("skipped") or get("skip") or get("ignored"))
    return Declared(
        tests=values.count(get("tests")),
        failed=values.count(get("failures")),
        errors=values.count(get("errors")),
        skipped=values.total([skipped, values.count(get("disabled"))]),
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
    reader = _Reader(Guard(source.limits))
    source.feed(reader)
    cases, repeated = settle_repeats(reader.cases, reader.declared.tests)
    # A case with both was counted once, as an error; the tool may have counted it as a failure too.
    failures = reader.declared.failed
    there = sum(case.outcome is Outcome.FAILED for case in cases)
    extra = Declared(failed=reader.both if failures == there + reader.both else 0)
    told = differences(reader.declared, cases, extra=extra)
    if reader.unequal_suites and reader.declared.tests in (None, len(cases)):
        shown, more = reader.unequal_suites[:3], len(reader.unequal_suites) - 3
        rest = f"; and {more} more" if more > 0 else ""
        told.append(f"Suites declare another number of tests than they hold ({'; '.join(shown)}{rest}).")
    warnings = (*source.warnings, *told, *_remarks(reader), *repeated, *reader.doubts.sentences())
    return ResultFile("junit", tuple(cases), declared_or_none(reader.declared), warnings)
