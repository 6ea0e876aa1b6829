"""Visual Studio test results (TRX): MSTest, vstest and the platforms that write for them.

Decisions:

- Error, Timeout, Aborted and Disconnected are errors. Whatever did not come to a result (Inconclusive, NotExecuted,
  NotRunnable, Warning, Completed, InProgress, Pending, and outcomes we do not know) is skipped, never passed.
  PassedButRunAborted is passed: the test was, and a warning tells of the run.
- A result without an outcome is an error: MSTest leaves out the attribute for its first value, which is Error.
- The rows of a data-driven test and the steps of an ordered test count, not the whole of them in addition; unless the
  whole ended worse than any of its rows.
- vstest declares skipped tests only as the difference between total and executed.
- A test that a runner wrote once for each attempt stays several cases; see `repeats`.
- What the run itself reports (`RunInfo`) becomes a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from firstlight.contracts.results import CaseResult, Cases, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Node, XmlSource
from firstlight.testing.formats import saying, values
from firstlight.testing.formats.counting import Unclear, check_number, declared_or_none, differences, tally
from firstlight.testing.formats.repeats import settle_repeats
from firstlight.testing.formats.values import Doubts, plural

_OUTCOMES = {
    "passed": Outcome.PASSED,
    "passedbutrunaborted": Outcome.PASSED,
    "failed": Outcome.FAILED,
    **dict.fromkeys(("error", "timeout", "aborted", "disconnected"), Outcome.ERROR),
    **dict.fromkeys(("notexecuted", "notrunnable", "inconclusive", "pending", "inprogress"), Outcome.SKIPPED),
    **dict.fromkeys(("warning", "completed"), Outcome.SKIPPED),
}
_RANK = {Outcome.PASSED: 0, Outcome.SKIPPED: 1, Outcome.FAILED: 2, Outcome.ERROR: 3}
#: Outcomes of tests that ran without a verdict; worth a sentence, since "skipped" hides that they ran.
_NO_VERDICT = frozenset({"Inconclusive", "Warning", "Completed", "InProgress"})
_ERRORS = ("error", "timeout", "aborted", "disconnected")
_SKIPPED = ("notExecuted", "notRunnable", "inconclusive", "warning", "completed", "inProgress", "pending")

_RESULTS = frozenset(
    f"{kind}Result" for kind in ("UnitTest", "ManualTest", "WebTest", "LoadTest", "GenericTest", "OrderedTest", "Test")
) | {"TestResultAggregation"}
_DEFINITIONS = frozenset({"UnitTest", "ManualTest", "WebTest", "LoadTest", "GenericTest", "OrderedTest"})
_LONG = frozenset({"StdOut", "StdErr", "DebugTrace", "TextMessages", "ResultFiles", "CollectorDataEntries"})
#: xUnit.net's runner says each failed and skipped test here once more.
_PROGRESS = re.compile(r"\[xUnit\.net [\d:.]+\].*\[(?:FAIL|SKIP)\]", re.DOTALL)
_DRIVERS = frozenset({"InnerResults"})


class _Reader:
    """Collects results first: the classes they belong to stand further down in the file."""

    def __init__(self) -> None:
        self.found: list[tuple[str, CaseResult]] = []
        self.classes: dict[str, str] = {}
        self.said: dict[str, str] = {}
        self.declared = Declared()
        self.run_outcome = ""
        self.messages: list[str] = []
        self.more_messages = 0
        self.doubts = Doubts()
        self.wholes = 0
        self.no_outcome = 0
        self.unclear = Unclear()

    def take(self, node: Node) -> None:
        """One element of the file."""
        if node.name in _RESULTS:
            self.found.extend(self._results(node))
        elif node.name in _DEFINITIONS:
            method = node.find("TestMethod")
            self.classes[node.get("id").lower()] = method.get("className").partition(",")[0].strip() if method else ""
            self.said[node.get("id").lower()] = saying.joined(_said(node))
        elif node.name == "ResultSummary":
            self.run_outcome = node.get("outcome")
        elif node.name == "Counters":
            self.declared = _declared(node)
        elif node.name == "RunInfo":
            self._message(values.first_words(node.words("Text"), node.words("Exception")))

    def _message(self, text: str) -> None:
        if not text or text in self.messages or _PROGRESS.fullmatch(text):
            return
        if len(self.messages) < 10:
            self.messages.append(text)
        else:
            self.more_messages += 1

    def cases(self) -> tuple[CaseResult, ...]:
        """All cases, with their class as suite and its name taken off the test's."""
        placed = []
        for identity, case in self.found:
            suite = self.classes.get(identity, "")
            name = case.name[len(suite) + 1 :] if suite and case.name.startswith(f"{suite}.") else case.name
            placed.append(case._replace(name=name, suite=suite, says=self.said.get(identity, "")))
        return tuple(placed)

    def _results(self, node: Node) -> Iterator[tuple[str, CaseResult]]:
        """The result, or those of its rows. Depth is bounded by the limits of the source."""
        rows = [
            row
            for inner in node.children
            if inner.name in _DRIVERS
            for child in inner.children
            if child.name in _RESULTS
            for row in self._results(child)
        ]
        yield from rows
        if not rows:
            yield self._result(node)
            return
        self.wholes += 1
        whole = _outcome(node.get("outcome"))
        if _RANK[whole] > max(_RANK[case.outcome] for _, case in rows):
            self.wholes -= 1
            yield self._result(node)

    def _result(self, node: Node) -> tuple[str, CaseResult]:
        written = node.get("outcome").strip()
        outcome = _outcome(written)
        if not written:
            self.no_outcome += 1
        elif written in _NO_VERDICT or written.casefold() not in _OUTCOMES:
            self.unclear.note(written)
        start, end = (values.moment(node.get(name), self.doubts) for name in ("startTime", "endTime"))
        seconds = values.seconds(node.get("duration"), self.doubts)
        if seconds is None and start and end and end >= start:
            seconds = (end - start).total_seconds()
        message = "" if outcome is Outcome.PASSED else node.words("Output", "ErrorInfo", "Message")
        case = values.case(node.get("testName"), "", outcome, seconds, message, start or end)
        return node.get("testId").lower(), case

    def remarks(self, failing: bool) -> list[str]:
        """Sentences on what was counted in a way that needs a word."""
        told = []
        if self.wholes:
            told.append(f"{plural(self.wholes, 'data-driven test is', 'data-driven tests are')} counted by the rows.")
        if self.no_outcome:
            count = "result names no outcome and counts", "results name no outcome and count"
            told.append(f"{plural(self.no_outcome, *count)} as an error.")
        told.extend(self.unclear.sentences())
        if self.run_outcome.casefold() in ("failed", "error", "aborted", "timeout", "disconnected") and not failing:
            told.append(f"The run ended as “{self.run_outcome}”, though no test in the file failed.")
        told.extend(f"The run says: {message}" for message in self.messages)
        if self.more_messages:
            told.append(f"The run says {plural(self.more_messages, 'more thing', 'more things')}.")
        return told


def _said(node: Node) -> Iterator[str]:
    """Properties of a definition that name a case, the work items it is tied to, and its categories."""
    for properties in node.all("Properties"):
        for one in properties.all("Property"):
            if saying.is_word(one.words("Key")):
                yield one.words("Value")
    for items in node.all("Workitems"):
        yield from (one.text for one in items.all("Workitem"))
    for categories in node.all("TestCategory"):
        yield from (one.get("TestCategory") for one in categories.all("TestCategoryItem"))


def _outcome(written: str) -> Outcome:
    return _OUTCOMES.get(written.strip().casefold(), Outcome.SKIPPED) if written.strip() else Outcome.ERROR


def _declared(node: Node) -> Declared:
    def number(name: str) -> int | None:
        return values.count(node.get(name))

    total, executed = number("total"), number("executed")
    skipped = values.total([number(name) for name in _SKIPPED])
    if total is not None and executed is not None:
        skipped = max(skipped or 0, total - executed)
    return Declared(total, number("failed"), values.total([number(name) for name in _ERRORS]), skipped)


def _also_counted(declared: Declared, outcomes: Counter[Outcome], wholes: int) -> Declared:
    """What to add before comparing: vstest counts a data-driven test in addition to its rows."""
    if wholes and declared.tests == outcomes.total() + wholes:
        claims = (declared.failed, declared.errors, declared.skipped)
        counted = (outcomes[Outcome.FAILED], outcomes[Outcome.ERROR], outcomes[Outcome.SKIPPED])
        beyond = [claim - found if claim is not None else 0 for claim, found in zip(claims, counted, strict=True)]
        if all(0 <= number <= wholes for number in beyond):
            return Declared(wholes, *beyond)
    return Declared()


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `TestRun`. Raises Unreadable for broken XML."""
    reader = _Reader()
    whole = _RESULTS | _DEFINITIONS | {"Counters", "RunInfo"}
    for node in source.elements(whole, heads=("ResultSummary",), without=_LONG):
        reader.take(node)
        check_number(source, len(reader.found))
    found = Cases.of(reader.cases())
    cases, repeated = settle_repeats(found, range(len(found)), reader.declared.tests)
    outcomes = tally(cases)
    extra = _also_counted(reader.declared, outcomes, reader.wholes)
    failing = bool(outcomes[Outcome.FAILED] + outcomes[Outcome.ERROR])
    told = differences(reader.declared, len(cases), outcomes, extra=extra)
    warnings = (*source.warnings, *told, *reader.remarks(failing), *repeated, *reader.doubts.sentences())
    return ResultFile("trx", cases, declared_or_none(reader.declared), warnings)
