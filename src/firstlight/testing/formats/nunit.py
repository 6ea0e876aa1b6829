"""NUnit results: `test-run` of NUnit 3 and later, `test-results` of NUnit 2.

Decisions:

- NUnit 3 says Failed, with a label, for an unexpected exception too, and counts it so: it is a failure here as well.
  NUnit 2 says Error, and that is an error.
- Inconclusive, Warning, Ignored, Explicit, NotRunnable and what was not executed is skipped, never passed. A warning
  tells of the inconclusive ones and those with warnings, which ran.
- A case with a `failure` inside is a failure, whatever its result says.
- Versions differ on whether the declared total includes tests that did not run: the reading that fits the cases in the
  file is taken.
- The suite is the class; NUnit 2 has it only as the first part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstlight.contracts.results import CaseResult, Cases, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Node, XmlSource
from firstlight.testing.formats import saying, values
from firstlight.testing.formats.counting import Unclear, check_number, declared_or_none, differences, tally
from firstlight.testing.formats.values import Doubts

_OUTCOMES = {
    **dict.fromkeys(("passed", "success"), Outcome.PASSED),
    **dict.fromkeys(("failed", "failure"), Outcome.FAILED),
    **dict.fromkeys(("error", "cancelled"), Outcome.ERROR),
    **dict.fromkeys(("skipped", "ignored", "explicit", "notrunnable", "inconclusive", "warning"), Outcome.SKIPPED),
}
_RAN_WITHOUT_VERDICT = frozenset({"inconclusive", "warning"})
#: "Failed(Child)" and "Skipped:Ignored" were written by early versions.
_WORD = re.compile(r"\s*([A-Za-z]+)")
_LONG = frozenset({"output", "attachments", "assertions", "stack-trace"})
_RUNS = frozenset({"test-run", "test-results"})


class _Reader:
    def __init__(self) -> None:
        self.cases: list[CaseResult] = []
        self.run: Node | None = None
        self.doubts = Doubts()
        self.unclear = Unclear()
        self.teardowns: list[str] = []
        self.more_teardowns = 0

    def take(self, node: Node) -> None:
        """One element of the file."""
        if node.name == "test-case":
            self.cases.append(self._case(node))
            return
        # The first is the root: the run, or the one suite that a tool cut out of it.
        self.run = self.run or node
        if node.get("site") == "TearDown" and self._outcome(node)[0] in (Outcome.FAILED, Outcome.ERROR):
            if len(self.teardowns) < 3:
                self.teardowns.append(f"“{(node.get('fullname') or node.get('name'))[:100]}”")
            else:
                self.more_teardowns += 1

    def _case(self, node: Node) -> CaseResult:
        outcome, word = self._outcome(node)
        if outcome is Outcome.PASSED and node.find("failure"):
            outcome = Outcome.FAILED
        if word in _RAN_WITHOUT_VERDICT or word not in _OUTCOMES:
            self.unclear.note(word)
        suite, name = _names(node)
        message = ""
        if outcome is not Outcome.PASSED:
            message = node.words("failure", "message") or node.words("reason", "message") or node.get("label")
        seconds = values.seconds(node.get("duration") or node.get("time"), self.doubts)
        at = values.moment(node.get("start-time"), self.doubts)
        return values.case(name, suite, outcome, seconds, message, at, saying.joined(_said(node)))

    def _outcome(self, node: Node) -> tuple[Outcome, str]:
        """The outcome and the word for it, which NUnit 2 may have to be asked for in two other attributes."""
        match = _WORD.match(node.get("result"))
        if match:
            word = match[1].casefold()
        elif node.get("executed").casefold() == "false":
            word = "skipped"
        elif node.get("success") or node.get("executed"):
            word = "success" if node.get("success", "True").casefold() == "true" else "failure"
        else:
            word = "no result"
        return _OUTCOMES.get(word, Outcome.SKIPPED), word

    def remarks(self) -> list[str]:
        """Sentences on what was counted in a way that needs a word."""
        told = self.unclear.sentences()
        if self.teardowns:
            more = f" and {self.more_teardowns} more" if self.more_teardowns else ""
            told.append(f"The tear-down of {', '.join(self.teardowns)}{more} failed, after its tests.")
        return told


def _said(node: Node) -> Iterator[str]:
    """Properties that name a case, and categories, which NUnit 2 keeps apart."""
    for one in ((properties := node.find("properties")) and properties.all("property")) or ():
        if saying.is_word(one.get("name")):
            yield one.get("value")
    for one in ((categories := node.find("categories")) and categories.all("category")) or ():
        yield one.get("name")


def _names(node: Node) -> tuple[str, str]:
    """Suite and name. Where there is no class, it is what stands before the last dot outside of arguments."""
    name, suite = node.get("name"), node.get("classname")
    if suite:
        return suite, name
    full = node.get("fullname") or name
    plain = re.split(r"[(<\"]", full, maxsplit=1)[0]
    suite = plain.rpartition(".")[0]
    if suite and (name == full or not name):
        name = full[len(suite) + 1 :]
    return suite, name


def _declared(run: Node | None, cases: list[CaseResult]) -> Declared:
    if run is None:
        return Declared()

    def number(name: str) -> int | None:
        return values.count(run.get(name))

    total, not_run = number("total"), number("not-run")
    if run.name != "test-results":
        everything = number("testcasecount")
        skipped = values.total([number("skipped"), number("inconclusive"), number("warnings")])
        failed, errors = number("failed"), None
    else:
        everything = values.total([total, not_run]) if total is not None else None
        skipped = values.total([not_run, number("inconclusive")])
        failed, errors = number("failures"), number("errors")
    tests = everything if total is None or everything == len(cases) else total
    return Declared(tests, failed, errors, skipped)


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `test-run`, `test-results` or a lone `test-suite`. Raises Unreadable."""
    reader = _Reader()
    for node in source.elements(("test-case",), heads=(*_RUNS, "test-suite"), without=_LONG):
        reader.take(node)
        check_number(source, len(reader.cases))
    declared = _declared(reader.run, reader.cases)
    cases = Cases.of(reader.cases)
    told = differences(declared, len(cases), tally(cases))
    warnings = (*source.warnings, *told, *reader.remarks(), *reader.doubts.sentences())
    return ResultFile("nunit", cases, declared_or_none(declared), warnings)
