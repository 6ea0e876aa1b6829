"""xUnit.net results: `assemblies/assembly/collection/test` of versions 2 and 3, `assembly/class/test` of version 1.

Decisions:

- Skip and NotRun are skipped, as are results we do not know.
- An error outside of any test (a fixture or a clean-up that broke) is a case of its own with the outcome error, named
  after what broke, as xUnit.net itself does in TRX. The tool declares it under errors, not under tests.
- The suite is the class (`type`).
- Version 3 gives instants (`start-rtf`); the date and time of version 2 name no zone and are left out.
"""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.results import CaseResult, Cases, Declared, Outcome, ResultFile
from firstlight.intake.reading.xml import Node, XmlSource
from firstlight.testing.formats import saying, values
from firstlight.testing.formats.counting import (
    NOTHING,
    Unclear,
    check_number,
    declared_or_none,
    differences,
    plus,
    tally,
)
from firstlight.testing.formats.values import Doubts, plural

_OUTCOMES = {
    "pass": Outcome.PASSED,
    "fail": Outcome.FAILED,
    "skip": Outcome.SKIPPED,
    "notrun": Outcome.SKIPPED,
}
_LONG = frozenset({"output", "attachments", "warnings", "stack-trace"})


class _Reader:
    def __init__(self) -> None:
        self.cases: list[CaseResult] = []
        self.errors = 0
        self.declared = NOTHING
        self.doubts = Doubts()
        self.unclear = Unclear()
        self._at: datetime | None = None

    def take(self, node: Node) -> None:
        """One element of the file."""
        if node.name == "test":
            self.cases.append(self._test(node))
        elif node.name == "error":
            self.cases.append(self._error(node))
            self.errors += 1
        elif node.name == "assembly":
            self._at = values.moment(node.get("start-rtf"), self.doubts)
            self.declared = plus(self.declared, _claims(node))

    def _test(self, node: Node) -> CaseResult:
        written = node.get("result").strip()
        outcome = _OUTCOMES.get(written.casefold())
        if outcome is None:
            self.unclear.note(written or "no result")
            outcome = Outcome.SKIPPED
        if outcome is Outcome.PASSED and node.find("failure"):
            outcome = Outcome.FAILED
        suite, name = node.get("type"), node.get("name") or node.get("method")
        if suite and name.startswith(f"{suite}."):
            name = name[len(suite) + 1 :]
        message = ""
        if outcome is not Outcome.PASSED:
            message = node.words("failure", "message") or node.words("reason")
        seconds = values.seconds(node.get("time-rtf") or node.get("time"), self.doubts)
        at = values.moment(node.get("start-rtf"), self.doubts) or self._at
        traits = node.find("traits")
        said = (one.get("value") for one in (traits.all("trait") if traits else ()) if saying.is_word(one.get("name")))
        return values.case(name, suite, outcome, seconds, message, at, saying.joined(said))

    def _error(self, node: Node) -> CaseResult:
        name = " ".join(filter(None, (node.get("type"), node.get("name")))) or "error"
        message = node.words("failure", "message") or node.words("message")
        return values.case(f"[{name}]", node.get("name"), Outcome.ERROR, None, message, self._at)

    def remarks(self) -> list[str]:
        """Sentences on what was counted in a way that needs a word."""
        told = self.unclear.sentences()
        if self.errors:
            count = "error outside of any test counts", "errors outside of any test count"
            told.append(f"{plural(self.errors, *count)} as a case.")
        return told


def _claims(node: Node) -> Declared:
    return Declared(
        tests=values.count(node.get("total")),
        failed=values.count(node.get("failed")),
        errors=values.count(node.get("errors")),
        skipped=values.total([values.count(node.get("skipped")), values.count(node.get("not-run"))]),
    )


def read(source: XmlSource) -> ResultFile:
    """The cases of a file whose root is `assemblies` or `assembly`. Raises Unreadable for broken XML."""
    reader = _Reader()
    for node in source.elements(("test", "error"), heads=("assembly",), without=_LONG):
        reader.take(node)
        check_number(source, len(reader.cases))
    cases = Cases.of(reader.cases)
    told = differences(reader.declared, len(cases), tally(cases), extra=Declared(tests=-reader.errors))
    warnings = (*source.warnings, *told, *reader.remarks(), *reader.doubts.sentences())
    return ResultFile("xunit", cases, declared_or_none(reader.declared), warnings)
