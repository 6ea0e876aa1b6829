"""Testing: cycles with what their results add up to, the files they came in, what fails, and the cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.results import Outcome
from firstlight.testing.models import Case, ResultImport
from firstlight.testing.queries import CycleRow, FailingResult
from firstlight.web import wording
from firstlight.web.addresses import address_of, place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.spans import day_words, short_day

#: How an outcome is drawn and called.
_OUTCOMES = {
    "passed": ("met", gettext_noop("Passed")),
    "failed": ("unmet", gettext_noop("Failed")),
    "error": ("unmet", gettext_noop("Broke")),
    "skipped": ("not-applicable", gettext_noop("Skipped")),
    "discounted": ("stale", gettext_noop("Does not count")),
    "": ("unknown", gettext_noop("Not run")),
}

#: What else there is on testing: name of the page, its title, what one finds there.
_WAYS = (
    (
        "coverage",
        gettext_noop("Coverage"),
        gettext_noop("Process by requirement, users by place and device, rules: with the holes named"),
    ),
    (
        "acceptance",
        gettext_noop("Acceptance"),
        gettext_noop("Process by process: what passed, what is open, who has signed"),
    ),
    (
        "findings",
        gettext_noop("Findings"),
        gettext_noop("What tests have found, what it means for the business, who sees to it"),
    ),
    (
        "interfaces",
        gettext_noop("Interfaces"),
        gettext_noop("Each interface: its pattern reviewed, its peak run, its outage simulated"),
    ),
    (
        "test-runs",
        gettext_noop("Runs"),
        gettext_noop("What people tried, under which role, on which data, and what of it counts"),
    ),
    (
        "regression",
        gettext_noop("To run again"),
        gettext_noop("What passed before something changed, cause by cause, and where to plan it"),
    ),
    (
        "performance",
        gettext_noop("Performance"),
        gettext_noop("What is fast enough, in figures, and what load tools measured at the peak"),
    ),
    ("cases", gettext_noop("Cases"), gettext_noop("What is tried, for which requirements, in which cycles")),
    ("failing", gettext_noop("Failing results"), gettext_noop("What failed or broke when it was last run")),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A page on testing."""

    title: str
    about: str
    url: str


def ways(slug: str) -> list[Way]:
    """What else there is on testing."""
    return [Way(wording.said(title), wording.said(about), place(name, slug)) for name, title, about in _WAYS]


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle as a row."""

    ref: str
    title: str
    kind: str
    environment: str
    days: str
    declared: bool
    planned: int
    tests: int
    passed: int
    failed: int
    broke: int
    skipped: int
    without_case: int
    files: int

    @property
    def bad(self) -> int:
        """How many failed or broke."""
        return self.failed + self.broke


def cycle_lines(cycles: Sequence[CycleRow]) -> tuple[CycleLine, ...]:
    """The cycles in their order."""
    return tuple(
        CycleLine(
            one.ref,
            one.title,
            wording.said(one.kind_title),
            one.environment,
            _days(one.start, one.end),
            one.declared,
            one.planned,
            one.tests,
            one.outcomes.get(Outcome.PASSED, 0),
            one.outcomes.get(Outcome.FAILED, 0),
            one.outcomes.get(Outcome.ERROR, 0),
            one.outcomes.get(Outcome.SKIPPED, 0),
            one.without_case,
            one.files,
        )
        for one in cycles
    )


def _days(start: date | None, end: date | None) -> str:
    if not start and not end:
        return _("no dates")
    year = end.year if start and end and start.year == end.year else 0
    first = short_day(start, year).replace(" ", "\u00a0") if start else _("open")
    return f"{first} – {day_words(end, _('open'))}"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of results, and the first warnings about it."""

    name: str
    url: str
    cycle: str
    format: str
    effective: datetime
    tests: int
    passed: int
    failed: int
    errors: int
    skipped: int
    warnings: tuple[str, ...]
    undo: str


def outcome_of(word: str) -> tuple[str, str]:
    """How an outcome is drawn and called."""
    state, words = _OUTCOMES[word]
    return state, wording.said(words)


def file_lines(slug: str, files: Sequence[ResultImport], since: datetime | None) -> tuple[FileLine, ...]:
    """Files in their order, each with the address of its bytes; those that came in since then can be taken back."""
    return tuple(
        FileLine(
            one.file, address_of(slug, "result-file", one.digest, one.file), one.cycle.ref, one.format, one.effective,
            one.tests, one.passed, one.failed, one.errors, one.skipped, tuple(one.warnings[:3]),
            place("results-undo", slug, one.batch) if since and one.batch and one.imported > since else "",
        )
        for one in files
    )  # fmt: skip


def failing(address: Callable[[str, str], str], cycles: Sequence[tuple[str, str]]) -> Listed[FailingResult]:
    """What failed or broke when it was last run."""
    said, nothing, significant = cache(wording.said), Cell(_("none"), state="unknown"), _("Significant")

    def cells(row: FailingResult) -> tuple[Cell, ...]:
        state, word = _OUTCOMES[row.outcome.value]
        tied = row.case or row.requirement
        kind = "case" if row.case else "requirement"
        return (
            Cell(row.name, sub=_said(row)),
            Cell(row.cycle),
            Cell(tied, address(kind, tied)) if tied else nothing,
            Cell(said(word), state=state, sub=significant if row.significant else ""),
            Cell(at=row.at),
            Cell(row.file),
        )

    return Listed(
        "failing result",
        "failing results",
        (
            Column("Test", wide=True), Column("Cycle", whole=True), Column("Case or requirement", whole=True),
            Column("Outcome"), Column("Run"), Column("File", wide=True),
        ),
        cells,
        (Filter("cycle", "Cycle", "cycle", tuple(Choice(ref, f"{ref} {title}", ref) for ref, title in cycles)),),
    )  # fmt: skip


def _said(row: FailingResult) -> str:
    """What the test tool said of it in one line, where that is more than its name."""
    lines = " · ".join(line.strip() for line in row.message.splitlines() if line.strip())
    return next((text for text in (lines, row.suite) if text and text != row.name), "")


def _case_cells(address: Callable[[str, str], str]) -> Callable[[Any], tuple[Cell, ...]]:
    said, paths = cache(wording.said), wording.Labels(Case.Path.choices)
    nothing, nobody = Cell(_("none"), state="unknown"), Cell(_("nobody"), state="unknown")
    and_more, significant = _("and %(count)s more"), " · " + _("significant")

    def cells(row: Any) -> tuple[Cell, ...]:
        state, word = _OUTCOMES.get(row.last_outcome or "", _OUTCOMES[""])
        first = row.requirements[0] if row.requirements else ""
        more = and_more % {"count": len(row.requirements) - 1} if len(row.requirements) > 1 else ""
        return (
            Cell(row.title, address("case", row.ref), row.ref + (significant if row.significant else "")),
            Cell(paths[row.path]),
            Cell(first, address("requirement", first), more) if first else nothing,
            Cell(", ".join(row.cycles)) if row.cycles else nothing,
            Cell(row.persona),
            Cell(said(word), state=state),
            Cell(row.owner) if row.owner else nobody,
        )

    return cells


def cases(address: Callable[[str, str], str]) -> Listed[Any]:
    """What is planned to be tried, and how it ended when it was last run."""
    return Listed(
        "case",
        "cases",
        (
            Column("Case", "title", wide=True, edits="title"), Column("Path", "path", edits="path"),
            Column("Requirements", edits="requirements"), Column("Cycles", edits="cycles"),
            Column("Persona", "persona", edits="persona"), Column("Last run", "last_outcome"),
            Column("Owner", "owner", edits="owner"),
        ),
        _case_cells(address),
        (
            Filter("path", "Path", "path", tuple(Choice(str(key), str(name), key) for key, name in Case.Path.choices)),
            Filter("significant", "Significant", "significant", (
                Choice("yes", "Significant", True), Choice("no", "Others", False),
            )),
            Filter("outcome", "Last run", "last_outcome", tuple(
                Choice(key or "none", name, key) for key, (_, name) in _OUTCOMES.items()
            )),
            Filter("ref", "Ref", "ref"), Filter("owner", "Owner", "owner"),
        ),
        ("ref", "title", "persona", "owner"),
        ("ref",),
        reads=(
            "ref", "title", "path", "requirements", "cycles", "persona", "significant", "owner", "last_outcome",
        ),
    )  # fmt: skip
