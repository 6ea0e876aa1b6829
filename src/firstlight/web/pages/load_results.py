"""Load results as their pages show them: all of a project, and one with its labels and its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from firstlight.engines.loadstats import Label, Run
from firstlight.testing.rules.performance import Evidence
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.figures import number
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.performance import file_name, measured, share

TOOLS = {"k6": "k6", "jmeter": "JMeter", "locust": "Locust"}
_PARTS = (Choice("whole", "Of their own", False), Choice("part", "Parts of others", True))


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A load result as a row. `against` says why it does not count."""

    name: str
    url: str
    cycle: str
    tool: str
    evidence: Evidence
    samples: str
    errors: str
    users: str
    rate: str
    p95: str
    against: tuple[str, ...]


def result_lines(evidence: Sequence[Evidence], slug: str) -> list[ResultLine]:
    """Load results, newest first."""
    return [
        ResultLine(
            file_name(one.file),
            place("load-result", slug, one.cycle.ref, one.digest),
            one.cycle.ref,
            TOOLS.get(one.tool, one.tool),
            one,
            **_figures(one.run),
            against=tuple(map(wording.said, one.against)),
        )
        for one in evidence
    ]


def _figures(run: Run) -> dict[str, str]:
    failed, rate = run.whole.error_share, run.whole.throughput
    return {
        "samples": _counted(run.whole.samples),
        "errors": "–" if failed is None else share(failed),
        "users": _counted(run.users),
        "rate": "–" if rate is None else measured(rate, "/s"),
        "p95": duration(run.whole.percentile(95)),
    }


def _counted(value: int | None) -> str:
    return "–" if value is None else number(value)


def duration(value: float | None) -> str:
    """840 ms, 12.4 s; a dash where nobody measured it."""
    if value is None:
        return "–"
    return measured(value / 1000, "s") if value >= 10_000 else measured(value, "ms")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a run as a row. `after` is how long the run had been going: 2:05."""

    after: str
    users: str
    rate: str
    errors: str
    p50: str
    p95: str
    p99: str


def stretches(run: Run) -> list[Stretch]:
    """The run through its time."""
    begun = run.stretches[0].start if run.stretches else None
    return [
        Stretch(
            _elapsed(piece.start - (begun or piece.start)),
            _counted(piece.users),
            "–" if moment.samples is None else measured(moment.samples / piece.seconds, "/s"),
            _counted(moment.errors),
            *(duration(moment.percentiles.get(percent)) for percent in (50, 95, 99)),
        )
        for piece, moment in zip(run.stretches, run.whole.moments, strict=False)
    ]


def _elapsed(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures that are drawn as a line: what they are, and the highest of them in words."""

    title: str
    values: tuple[int, ...]
    top: int
    highest: str


def drawn(run: Run) -> list[Drawn]:
    """Users, requests and times over the run. The same figures stand in the table of stretches."""
    moments = run.whole.moments
    users = [piece.users or 0 for piece in run.stretches]
    rates = [(moment.samples or 0) / piece.seconds for piece, moment in zip(run.stretches, moments, strict=False)]
    times = [moment.percentiles.get(95, 0) for moment in moments]
    lines = (
        (_("Users at once"), users, lambda top: number(round(top))),
        (_("Requests a second"), rates, lambda top: measured(top, "/s")),
        (_("95 of 100 within"), times, duration),
    )
    return [
        Drawn(title, tuple(round(value * 100 / max(values)) for value in values), 100, words(max(values)))
        for title, values, words in lines
        if values and max(values) > 0
    ]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A kind of request in a result, with what it is sorted and filtered by."""

    label: Label
    name: str
    part: bool
    samples: int
    share: float
    p50: float
    p95: float
    p99: float
    rate: float


def label_rows(labels: Sequence[Label]) -> list[LabelRow]:
    """The labels of a result."""
    found = []
    for one in labels:
        p50, p95, p99 = (one.percentile(percent) or 0.0 for percent in (50, 95, 99))
        failed, rate = one.error_share or 0.0, one.throughput or 0.0
        found.append(LabelRow(one, one.name, one.part, one.samples or 0, failed, p50, p95, p99, rate))
    return found


def labels() -> Listed[LabelRow]:
    """Kinds of request: how many, how many failed, how long they took."""
    within = _("part of others")

    def cells(row: LabelRow) -> tuple[Cell, ...]:
        one = row.label
        failed = one.error_share
        return (
            Cell(row.name, sub=within if row.part else ""),
            Cell(_counted(one.samples)),
            Cell("–" if failed is None else share(failed), late=bool(failed and failed > 0.01)),
            *(Cell(duration(one.percentile(percent))) for percent in (50, 90, 95, 99)),
            Cell(duration(one.most)),
            Cell("–" if one.throughput is None else measured(one.throughput, "/s")),
        )

    return Listed(
        "label",
        "labels",
        (
            Column("Request", "name", wide=True), Column("Requests", "samples", figure=True),
            Column("Failed", "share", figure=True), Column("50 of 100", "p50", figure=True),
            Column("90 of 100", figure=True), Column("95 of 100", "p95", figure=True),
            Column("99 of 100", "p99", figure=True), Column("Longest", figure=True),
            Column("Rate", "rate", figure=True),
        ),
        cells,
        (Filter("part", "Part", "part", _PARTS),),
        ("name",),
    )  # fmt: skip
