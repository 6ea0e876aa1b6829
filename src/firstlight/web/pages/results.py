"""What files of results would do, as the preview shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.results import Declared
from firstlight.testing.previewing import FilePreview, Preview, Turn
from firstlight.web import wording
from firstlight.web.pages.testing import outcome_of

FORMATS = {
    "junit": "JUnit", "trx": "TRX", "nunit": "NUnit", "xunit": "xUnit", "robot": "Robot Framework",
    "azure": "Azure Test Plans", "sheet": gettext_noop("List"),
}  # fmt: skip
#: What tied a result to its case.
_TIED = {
    "property": gettext_noop("by a property or tag"),
    "ref": gettext_noop("by the ref in their name"),
    "title": gettext_noop("by the title"),
    "pattern": gettext_noop("by a pattern of the case"),
}


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A test that would stand otherwise: how it stands, how it would."""

    name: str
    sub: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file: what is in it, what it is of, what it would change; or why it is not read."""

    file: str
    format: str
    known: bool
    counts: tuple[tuple[str, int], ...]
    declared: str
    warnings: tuple[str, ...]
    problems: tuple[str, ...]
    of_cases: int
    tied: str
    of_requirements: int
    unmatched: int
    change: tuple[tuple[str, int], ...]
    turns: tuple[TurnLine, ...]
    more_turns: int


@dataclass(frozen=True, slots=True)
class ResultsPreview:
    """Everything that the template of the preview needs. `made` says of a cycle that is not there what it will be."""

    cycle: str
    title: str
    made: str
    files: tuple[FileLine, ...]
    fits: bool
    news: int


def preview(found: Preview, ref: str) -> ResultsPreview:
    """The preview in the language of the page."""
    cycle = found.cycle
    made = "" if cycle else _("This cycle is new. It is made as: %(kind)s.") % {"kind": wording.said(found.kind)}
    files = tuple(map(_line, found.files))
    return ResultsPreview(
        cycle.ref if cycle else ref, cycle.title if cycle else "", made, files, found.fits, found.news
    )


def _line(one: FilePreview) -> FileLine:
    found, counts = one.found, one.counts()
    names = {
        "tests": _("Tests"), "passed": _("Passed"), "failed": _("Failed"), "errors": _("Broke"),
        "skipped": _("Skipped"),
    }  # fmt: skip
    change = ((_("New"), one.new), (_("Changed"), one.changed), (_("Same"), one.same), (_("Older"), one.older))
    return FileLine(
        one.file,
        wording.said(FORMATS.get(found.format, found.format)) if found else "",
        one.known,
        tuple((names[key], number) for key, number in counts.items()),
        _declared(found.declared, counts) if found else "",
        tuple(wording.said(words) for words in found.warnings) if found else (),
        tuple(wording.said(problem) for problem in one.problems),
        one.of_cases,
        ", ".join(_tied(one)),
        one.of_requirements,
        one.unmatched,
        () if one.known or found is None else change,
        tuple(map(_turn, one.turns)),
        max(0, one.changed - len(one.turns)),
    )


def _declared(declared: Declared | None, counts: dict[str, int]) -> str:
    """What the file claims of itself, where that is something else than what is in it."""
    names = (("tests", _("tests")), ("failed", _("failed")), ("errors", _("broke")), ("skipped", _("skipped")))
    told = [
        f"{wording.number(number)} {words}"
        for name, words in names
        if declared and (number := getattr(declared, name)) is not None and number != counts[name]
    ]
    return _("The file declares otherwise: %(counts)s.") % {"counts": ", ".join(told)} if told else ""


def _tied(one: FilePreview) -> Iterator[str]:
    for by, words in _TIED.items():
        if number := (one.matched or {}).get(by, 0):
            yield f"{wording.number(number)} {wording.said(words)}"


def _turn(one: Turn) -> TurnLine:
    sub = " · ".join(filter(None, (one.case, one.suite)))
    return TurnLine(one.name, sub, outcome_of(one.before.value), outcome_of(one.after.value))
