"""What people tried, what has to be run again, one case and one run, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.histories import CaseHistory, RunHistory, Shown
from firstlight.testing.models import Access, Run
from firstlight.testing.rules.again import Again, Cause, causes
from firstlight.testing.rules.guards import CASE_CHANGED, CODES, REQUIREMENT_CHANGED
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.tallies import DISCOUNTED_RUN
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import REF, Address, choices_of, hole
from firstlight.web.pages.spans import day_words

#: How a run is drawn and called.
STATES = {
    "passed": ("met", gettext_noop("Passed")),
    "failed": ("unmet", gettext_noop("Failed")),
    "error": ("unmet", gettext_noop("Blocked")),
    "blocked": ("unmet", gettext_noop("Blocked")),
    "skipped": ("not-applicable", gettext_noop("Skipped")),
    "discounted": ("stale", gettext_noop("Passed, does not count")),
    "": ("unknown", gettext_noop("Not run")),
}
_ENDS = ("passed", "discounted", "failed", "blocked", "skipped")
#: So many cases are named beside a cause.
NAMED = 8
#: Causes that somebody may declare immaterial: the kind of record, as its address names it.
IMMATERIAL = {REQUIREMENT_CHANGED: "requirement", CASE_CHANGED: "case"}


def run_rows(project: ProjectLike) -> QuerySet[Any]:
    """Every run, each with `ended`: how it ended, "discounted" for a pass that does not count."""
    void = When(DISCOUNTED_RUN, then=Value(Outcome.DISCOUNTED.value))
    rows = Run.objects.filter(project_id=project.pk)
    return rows.annotate(ended=Case(void, default=F("outcome"), output_field=CharField(max_length=10)))


class _RunCells:
    """How a run becomes cells."""

    def __init__(self, slug: str) -> None:
        self.slug, self.said, self.access = slug, cache(wording.said), wording.Labels(Access.choices)
        self.unnamed, self.nowhere = _("no role named"), hole(_("not said"))

    def __call__(self, row: Any) -> tuple[Cell, ...]:
        state, word = STATES[row.ended]
        why = CODES[row.result__discounted.split()[0]] if row.ended == "discounted" else ""
        where = " · ".join(filter(None, (row.device, self.access[row.access] if row.access else "")))
        return (
            Cell(row.case__title, place("test-run", self.slug, row.ref), f"{row.ref} · {row.case__ref}"),
            Cell(row.cycle__ref),
            Cell(row.tester, sub=row.role or self.unnamed),
            Cell(at=row.at),
            Cell(self.said(word), state=state, sub=self.said(why) if why else ""),
            Cell(row.place, sub=where) if row.place or where else self.nowhere,
        )


def runs(slug: str, cycles: Sequence[tuple[str, str]]) -> Listed[Any]:
    """What people tried, under which role, how it ended, and whether it counts."""
    return Listed(
        "run",
        "runs",
        (
            Column("Case", "case__title", wide=True), Column("Cycle", "cycle__ref", whole=True),
            Column("Tester", "tester"), Column("Ended", "at"), Column("Outcome", "ended", wide=True),
            Column("Place", "place"),
        ),
        _RunCells(slug),
        (
            Filter("cycle", "Cycle", "cycle__ref", tuple(Choice(ref, f"{ref} {title}", ref) for ref, title in cycles)),
            Filter("outcome", "Outcome", "ended", tuple(Choice(one, STATES[one][1], one) for one in _ENDS)),
            Filter("why", "Does not count", "result__discounted__contains", choices_of(tuple(CODES.items()))),
            Filter("paper", "Entered", "entered_late", (Choice("late", "From paper, later", True),)),
            Filter("case", "Case", "case__ref"), Filter("tester", "Tester", "tester"), REF,
        ),
        ("ref", "case__ref", "case__title", "tester", "role", "place", "device", "comment"),
        ("-at", "-pk"),
        reads=(
            "ref", "case__ref", "case__title", "cycle__ref", "tester", "role", "at", "ended", "result__discounted",
            "place", "device", "access",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result of a case: of a person or of a file."""

    title: str
    url: str
    state: str
    word: str
    cycle: str
    who: str
    at: datetime
    reasons: tuple[str, ...]


def result_lines(slug: str, found: Iterable[Shown]) -> list[ResultLine]:
    """What was tried, newest first."""
    return [_line(slug, one) for one in found]


def _line(slug: str, one: Shown) -> ResultLine:
    row = one.result
    state, word = STATES[_ended(one)]
    run, source = row.run, row.source
    title = run.ref if run else (source.file if source else "")
    url = place("test-run", slug, run.ref) if run else ""
    who = " · ".join(filter(None, (run.tester, run.role))) if run else row.role
    reasons = tuple(wording.said(guard.sentence) for guard in one.guards) if state == "stale" else ()
    return ResultLine(title, url, state, wording.said(word), row.cycle.ref, who, row.at, reasons)


def _ended(one: Shown) -> str:
    passed = one.result.outcome == Outcome.PASSED.value
    return Outcome.DISCOUNTED.value if passed and one.guards else one.result.outcome


@dataclass(frozen=True, slots=True)
class KindLine:
    """How a case stands in a kind of test, and why."""

    title: str
    state: str
    word: str
    at: datetime | None
    reasons: tuple[str, ...]


def kind_lines(found: CaseHistory) -> list[KindLine]:
    """The kinds of test in which the case has results."""
    lines = []
    for one in found.standings:
        state, word = STATES[one.outcome.value]
        reasons = tuple(wording.said(guard.sentence) for guard in one.guards)
        lines.append(KindLine(wording.said(KINDS[one.kind]), state, wording.said(word), one.at, reasons))
    return lines


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a run: what was to be done, how it ended, what was said of it."""

    number: int
    action: str
    expected: str
    state: str
    word: str
    comment: str


def step_lines(found: RunHistory) -> list[StepLine]:
    """Every step that the run or its case has, in order."""
    ended: Mapping[int, Any] = {step["number"]: step for step in found.run.steps}
    lines = []
    for number in sorted({*ended, *(found.steps if ended else ())}):
        own, step = ended.get(number), found.steps.get(number)
        state, word = STATES[own["outcome"] if own else ""]
        words = (step.action, step.expected) if step else ("", "")
        lines.append(StepLine(number, *words, state, wording.said(word), own["comment"] if own else ""))
    return lines


def standing_of_run(found: RunHistory) -> tuple[str, str]:
    """State and sentence of the run as a whole."""
    ended = found.run.outcome
    if ended == "passed" and found.guards:
        return "stale", _("It passed, and does not count.")
    sentences = {
        "passed": ("met", _("It passed, and counts until something that it tests changes.")),
        "failed": ("unmet", _("It failed, and counts until a pass of the same case that counts follows.")),
        "blocked": ("unmet", _("It was blocked. The case stands as not passed until a pass that counts follows.")),
        "skipped": ("not-applicable", _("It was skipped, so it shows nothing.")),
    }
    return sentences[ended]


@dataclass(frozen=True, slots=True)
class CauseLine:
    """What sends cases back, with where one may say that it does not matter."""

    sentence: str
    count: int
    refs: str
    url: str
    immaterial: str


def cause_lines(slug: str, found: Sequence[Cause], kind: str, may: Mapping[str, bool]) -> list[CauseLine]:
    """The causes; `may` says of which kinds of record the viewer may declare a change immaterial."""
    lines = []
    for one in found:
        of = IMMATERIAL.get(one.code, "")
        immaterial = place("change-immaterial", slug, of, one.about) if of and may.get(of) else ""
        asked = urlencode({"kind": kind, "cause": cause_key(one)})
        url = f"{place('regression', slug)}?{asked}"
        refs = ", ".join(one.cases[:NAMED]) + (" …" if len(one.cases) > NAMED else "")
        lines.append(CauseLine(wording.said(one.sentence), len(one.cases), refs, url, immaterial))
    return lines


@dataclass(frozen=True, slots=True)
class AgainRow:
    """A case that has to be run again, as the list sorts and filters it; `asked` is the cause that was asked for."""

    one: Again
    asked: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.one, name)


def again_rows(found: Iterable[Again], cause: str) -> list[AgainRow]:
    """The cases that a cause sends back, by its key; all of them where none is asked for."""
    return [AgainRow(one, cause) for one in found if not cause or cause in map(cause_key, causes([one]))]


def cause_key(one: Cause) -> str:
    """A cause in an address: older-version:10.0.45."""
    return f"{one.code}:{one.about}"


def again(address: Address, kinds: Iterable[str], found: Sequence[Cause]) -> Listed[AgainRow]:
    """The cases that have to be run again, with the cause."""
    said = cache(wording.said)

    def cells(row: AgainRow) -> tuple[Cell, ...]:
        one = row.one
        weight = _("Significant") if one.significant else ""
        return (
            Cell(one.title, address("case", one.ref), " · ".join(filter(None, (one.ref, weight)))),
            Cell(said(KINDS[one.kind])),
            Cell(one.cycle),
            Cell(at=one.passed_at),
            Cell(" ".join(said(guard.sentence) for guard in one.stale)),
        )

    return Listed(
        "case",
        "cases",
        (
            Column("Case", "ref", wide=True), Column("Kind", "kind"), Column("Cycle", "cycle", whole=True),
            Column("Passed", "passed_at"), Column("Why again", wide=True),
        ),
        cells,
        (
            Filter("kind", "Kind", "kind", tuple(Choice(kind, KINDS[kind], kind) for kind in kinds)),
            Filter("cause", "Cause", "asked", tuple(
                Choice(cause_key(one), one.sentence, cause_key(one)) for one in found
            )),
            REF,
        ),
        ("ref", "title"),
    )  # fmt: skip


def changed_words(row: Any) -> str:
    """What changed and when, for the page that asks whether it matters."""
    words = {"what": f"{row.ref} {row.title}", "day": day_words(row.changed.date()) if row.changed else _("not yet")}
    return _("%(what)s. Changed: %(day)s. What passed before it does not count.") % words


def case_texts(case: Any) -> list[tuple[str, str]]:
    """What a case says of itself beside its steps, under headings."""
    return [
        (_("Objective"), case.objective),
        (_("Preconditions"), case.preconditions),
        (_("Details"), case.description),
    ]
