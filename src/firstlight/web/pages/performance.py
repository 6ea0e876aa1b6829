"""Performance as its pages show it: criteria with what was measured, load results, one result label by label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.reading import Reading
from firstlight.engines.loadstats import REACHED, Judgement, Peak, amount
from firstlight.testing.models import Criterion
from firstlight.testing.rules.performance import Evidence, Standing, Stands
from firstlight.web import sentences, wording
from firstlight.web.addresses import place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import OWNER, REF, choices_of, hole

#: How a criterion stands: the state that is drawn, and its word.
STANDS = {
    Stands.MISSED: ("unmet", gettext_noop("Missed")),
    Stands.UNTRIED: ("unknown", gettext_noop("Not measured")),
    Stands.BORROWED: ("unknown", gettext_noop("Nothing that counts")),
    Stands.NOT_SHOWN: ("unknown", gettext_noop("Not at the peak")),
    Stands.STALE: ("stale", gettext_noop("Before a later version")),
    Stands.MET: ("met", gettext_noop("Met")),
}
_ORDER = list(STANDS)
_STANDS = tuple(Choice(one.value, word, one.value) for one, (_state, word) in STANDS.items())
_KINDS = choices_of(Criterion.KindChoice.choices)
_AMOUNT = re.compile(r"(-?[\d,.]+)(.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion in the list, with what it is sorted and filtered by."""

    standing: Standing
    ref: str
    title: str
    kind: str
    stands: str
    rank: int
    process: str
    integration: str
    owner: str
    significant: bool
    cycle: str


def rows_of(standings: Sequence[Standing]) -> list[Row]:
    """The criteria, the heaviest first."""
    found = [_row(one) for one in standings]
    return sorted(found, key=lambda row: (row.rank, not row.significant, row.ref))


def _row(one: Standing) -> Row:
    asked = one.asked
    return Row(
        one,
        asked.criterion.ref,
        asked.criterion.title,
        asked.criterion.kind.value,
        one.stands.value,
        _ORDER.index(one.stands),
        asked.process,
        asked.integration,
        asked.owner,
        asked.significant,
        one.evidence.cycle.ref if one.evidence else "",
    )


def criteria(slug: str) -> Listed[Row]:
    """Criteria: what is asked, what was measured, at which load, and how that stands."""
    kinds = wording.Labels(Criterion.KindChoice.choices)
    words = {stands: wording.said(word) for stands, (_state, word) in STANDS.items()}
    nobody, unmeasured, unsaid = hole(_("nobody")), hole(_("not measured")), hole(_("not said"))

    def cells(row: Row) -> tuple[Cell, ...]:
        one, asked = row.standing, row.standing.asked.criterion
        state = STANDS[one.stands][0]
        about = " · ".join(filter(None, (row.ref, kinds[row.kind], asked.label)))
        return (
            Cell(row.title, sub=about),
            Cell(target(one), sub=_percentile(one)),
            _measured(one.judgement) if one.judgement and one.judgement.measured is not None else unmeasured,
            _peak(one) if asked.peak is not None else unsaid,
            Cell(words[one.stands], state=state),
            Cell("" if one.met else wording.said(one.reasons[0])),
            _source(slug, one.evidence),
            Cell(row.owner) if row.owner else nobody,
        )

    return Listed(
        "criterion",
        "criteria",
        (
            Column("Criterion", "title", wide=True, edits="title"), Column("Target", edits="target"),
            Column("Measured"), Column("Peak reached", edits="expected_peak"), Column("State", "rank"),
            Column("Why", wide=True), Column("Load result", "cycle", whole=True),
            Column("Owner", "owner", edits="owner"),
        ),
        cells,
        (
            Filter("state", "State", "stands", _STANDS), Filter("kind", "Kind", "kind", _KINDS),
            Filter("significant", "Significant", "significant", (
                Choice("yes", "Significant", True), Choice("no", "Others", False),
            )),
            Filter("process", "Process", "process"), Filter("integration", "Integration", "integration"), REF, OWNER,
        ),
        ("ref", "title", "owner", "process", "integration"),
    )  # fmt: skip


def target(one: Standing) -> str:
    """at most 2 s, at least 3,000/h."""
    asked = one.asked.criterion
    form = _("at most %(amount)s") if asked.at_most else _("at least %(amount)s")
    return form % {"amount": measured(asked.target, asked.unit)}


def _percentile(one: Standing) -> str:
    asked = one.asked.criterion
    return _("%(percent)s of 100 requests") % {"percent": f"{asked.percentile:g}"} if asked.is_time else ""


def _measured(judgement: Judgement) -> Cell:
    asked = judgement.criterion
    shown = measured(judgement.measured or 0, asked.unit, apart_from=asked.target)
    state = {True: "met", False: "unmet", None: "unknown"}[judgement.met]
    return Cell(shown, state=state, sub=judgement.label)


def _peak(one: Standing) -> Cell:
    """What was reached of the expected peak; a hole where nobody counted it."""
    asked = one.asked.criterion
    found: Peak | None = one.judgement.peak if one.judgement else None
    expected = measured(asked.peak or 0, asked.peak_unit)
    if found is None or found.reached is None or found.share is None:
        return Cell(_("unknown"), state="unknown", sub=_("of %(amount)s") % {"amount": expected})
    return Cell(
        share(found.share),
        state="met" if found.share >= REACHED else "unmet",
        sub=_("%(reached)s of %(expected)s")
        % {"reached": measured(found.reached, asked.peak_unit), "expected": expected},
    )


def _source(slug: str, evidence: Evidence | None) -> Cell:
    if evidence is None:
        return Cell()
    return Cell(
        evidence.cycle.ref,
        place("load-result", slug, evidence.cycle.ref, evidence.digest),
        sub=file_name(evidence.file),
    )


def measured(value: float, unit: str, *, apart_from: float | None = None) -> str:
    """1,240 ms, 35.9/s, 220 users, as the page writes figures."""
    figure, rest = _AMOUNT.fullmatch(amount(value, unit, apart_from=apart_from)).groups()  # type: ignore[union-attr]
    return f"{sentences.number(figure)}{rest.replace('users', _('users'))}"


def share(value: float) -> str:
    """12.4 %, as the page writes figures."""
    return measured(value * 100, "%")


def file_name(path: str) -> str:
    """The last part of the name of a file."""
    return path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Total:
    """So many criteria that stand so."""

    number: int
    state: str
    word: str
    url: str


def totals(rows: Sequence[Row], path: str) -> list[Total]:
    """How many criteria stand how; those that nothing is to be said of are left out."""
    found = []
    for one, (state, word) in reversed(STANDS.items()):
        count = sum(row.stands == one.value for row in rows)
        if count or one in (Stands.MET, Stands.MISSED):
            found.append(
                Total(
                    count,
                    state if count or one is Stands.MET else "met",
                    wording.said(word),
                    f"{path}?state={one.value}",
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A side of performance: how it stands, and why."""

    title: str
    state: str
    reasons: tuple[str, ...]
    figure: str


def facet_lines(readings: Sequence[tuple[str, Reading]]) -> list[FacetLine]:
    """What has to be covered, in the order of the checklist."""
    return [
        FacetLine(
            wording.said(title),
            reading.status.value,
            tuple(wording.said(reason) for reason in reading.reasons[:3]),
            wording.figure(reading.figure.text()) if reading.figure else "",
        )
        for title, reading in readings
    ]
