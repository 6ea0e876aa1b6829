"""A run against the criteria: met, missed, or not shown by this file, always with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from firstlight.engines.loadstats.criteria import PEAK_UNITS, Criterion, Kind, amount
from firstlight.engines.loadstats.facts import Label, Run

#: From this share of the expected peak on, the peak counts as reached: a load tool never hits it to the last request.
REACHED = 0.95
#: Full load is from this share of the most users at once, half load is up to that.
FULL, HALF = 0.9, 0.5
#: Comparing the end of a run with its beginning takes so many stretches.
LEAST_STRETCHES = 6
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Peak:
    """The expected peak and what the run reached of it, in the unit of the criterion. None: the file does not say."""

    expected: float
    reached: float | None
    unit: str

    @property
    def share(self) -> float | None:
        """Of the expected peak, from 0 up."""
        return None if self.reached is None else self.reached / self.expected


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a run says of one criterion.

    `measured` is in the unit of the criterion. `met` is None where the file does not show it: nothing was measured, or
    not at the expected peak. `label` is the one that decided, "" for the whole. `reasons` are sentences.
    """

    criterion: Criterion
    measured: float | None
    met: bool | None
    label: str = ""
    samples: int | None = None
    peak: Peak | None = None
    reasons: tuple[str, ...] = ()


def judge(run: Run, criterion: Criterion) -> Judgement:
    """One criterion. A target that is missed is missed at any load; one that is reached counts only at the peak."""
    labels = run.matching(criterion.label) if criterion.label else (run.whole,)
    if not labels:
        return Judgement(criterion, None, None, reasons=(_no_label(run, criterion.label),))
    measured, decisive, why_not = _measured(run, criterion, labels)
    peak = _peak(run, criterion, labels)
    if measured is None:
        return Judgement(criterion, None, None, peak=peak, reasons=(why_not,))
    told = criterion.in_unit(measured)
    reached = told <= criterion.target if criterion.at_most else told >= criterion.target
    met, reasons = (False, []) if not reached else _at_peak(peak)
    reasons.insert(0, _headline(criterion, told, decisive))
    reasons += _remarks(run, criterion, decisive)
    return Judgement(criterion, told, met, decisive.name, decisive.samples, peak, tuple(reasons))


def _measured(run: Run, criterion: Criterion, labels: Sequence[Label]) -> tuple[float | None, Label, str]:
    """The value, the label it is of, and why there is none. The worst of several labels counts; rates add up."""
    if criterion.kind is Kind.USERS:
        return run.users, run.whole, "The file does not say how many users there were at once."
    if criterion.is_length:
        return run.seconds, run.whole, "The file does not say how long the run went on."
    if criterion.kind is Kind.THROUGHPUT:
        rates = [label.throughput for label in labels if label.throughput is not None]
        why_not = "The file does not say how many samples there were in which time."
        return (sum(rates) if rates else None), labels[0] if len(labels) == 1 else run.whole, why_not
    values = [(value, label) for label in labels if (value := _of_label(run, criterion, label)) is not None]
    if not values:
        return None, labels[0], _why_not(run, criterion)
    value, label = max(values, key=lambda pair: pair[0])
    return value, label, ""


def _of_label(run: Run, criterion: Criterion, label: Label) -> float | None:
    if criterion.kind is Kind.ERROR_RATE:
        return label.error_share
    if criterion.kind is Kind.STABILITY:
        return _drift(run, label, criterion.percentile)
    if criterion.kind is Kind.SCALABILITY:
        return _growth(run, label, criterion.percentile)
    return label.percentile(criterion.percentile)


def _drift(run: Run, label: Label, percent: float) -> float | None:
    """By what share the last quarter of the time at full load was slower than the first: medians of stretches."""
    full = _times(run, label, percent, least=FULL)
    quarter = len(full) // 4
    if len(full) < LEAST_STRETCHES:
        return None
    before = median(full[:quarter])
    return median(full[-quarter:]) / before - 1 if before else None


def _growth(run: Run, label: Label, percent: float) -> float | None:
    """By what share full load was slower than half of it or less: medians of stretches."""
    if not run.users:
        return None
    full, half = _times(run, label, percent, least=FULL), _times(run, label, percent, most=HALF)
    return median(full) / median(half) - 1 if full and half and median(half) else None


def _times(run: Run, label: Label, percent: float, *, least: float = 0.0, most: float = 1.0) -> list[float]:
    """The percentile in each stretch in which the users were so many of the most; in all where nobody counted them."""
    counted = any(stretch.users for stretch in run.stretches)
    top = max((stretch.users or 0 for stretch in run.stretches), default=0)
    return [
        moment.percentiles[percent]
        for stretch, moment in zip(run.stretches, label.moments, strict=False)
        if percent in moment.percentiles
        and (not counted or (stretch.users is not None and least * top <= stretch.users <= most * top))
    ]


def _peak(run: Run, criterion: Criterion, labels: Sequence[Label]) -> Peak | None:
    if criterion.peak is None:
        return None
    if criterion.peak_unit == "users":
        return Peak(criterion.peak, run.users, "users")
    rate = sustained(run, labels)
    return Peak(criterion.peak, None if rate is None else rate / PEAK_UNITS[criterion.peak_unit], criterion.peak_unit)


def sustained(run: Run, labels: Sequence[Label]) -> float | None:
    """Samples a second over the busiest quarter of the run; over all of it where it is not cut into stretches."""
    counts = [
        sum(moment.samples or 0 for moment in moments)
        for moments in zip(*(label.moments for label in labels if label.moments), strict=False)
    ]
    quarter = len(counts) // 4
    if not quarter or not any(counts):
        rates = [label.throughput for label in labels if label.throughput is not None]
        return sum(rates) if rates else None
    busiest = max(sum(counts[start : start + quarter]) for start in range(len(counts) - quarter + 1))
    return busiest / (quarter * run.stretches[0].seconds)


def _at_peak(peak: Peak | None) -> tuple[bool | None, list[str]]:
    if peak is None:
        return True, []
    expected = amount(peak.expected, peak.unit)
    if peak.share is None or peak.reached is None:
        return None, [f"The file does not say what load was reached, so it is not shown at the peak of {expected}."]
    told = f"{amount(peak.reached, peak.unit)} of the expected peak of {expected} were reached ({peak.share:.0%})"
    if peak.share < REACHED:
        return None, [f"Only {told}, so it is not shown at the peak."]
    return True, [f"{told}."]


def _headline(criterion: Criterion, told: float, label: Label) -> str:
    """What was measured and what is asked for, to be read aloud."""
    target = amount(criterion.target, criterion.unit)
    asked = f"asked for: at most {target}." if criterion.at_most else f"asked for: at least {target}."
    measured = amount(told, criterion.unit, apart_from=criterion.target)
    percent, of = f"{criterion.percentile:g} of 100", f" “{label.name}”" if label.name else ""
    if criterion.kind is Kind.SCALABILITY:
        return f"At full load {percent} requests{of} took {measured} longer than at half of it; {asked}"
    if criterion.is_length:
        return f"The run went on for {measured}; {asked}"
    if criterion.kind is Kind.STABILITY:
        return f"At the end {percent} requests{of} took {measured} longer than at the beginning; {asked}"
    if criterion.is_time:
        return f"{percent} requests{of} took up to {measured}; {asked}"
    if criterion.kind is Kind.ERROR_RATE:
        return f"{measured} of the requests{of} failed; {asked}"
    if criterion.kind is Kind.USERS:
        return f"There were {measured} at once; {asked}"
    return f"{measured} were reached{f' of{of}' if of else ''}; {asked}"


def _remarks(run: Run, criterion: Criterion, label: Label) -> list[str]:
    """What a reader has to know to believe the figure."""
    told = []
    if criterion.is_time and label.error_share and label.error_share > 0.01:
        told.append(f"{label.error_share:.1%} of these samples failed, and what fails is often quick.")
    needed = 1 / (1 - criterion.percentile / 100) if criterion.percentile < 100 else 0
    if criterion.is_time and label.samples is not None and label.samples < needed:
        told.append(f"It rests on {label.samples} samples; this percentile takes {needed:.0f} to say anything.")
    if criterion.kind in (Kind.PAGE_LOAD, Kind.SEARCH) and not criterion.label:
        slow = [one.name for one in run.labels if _is_slow(one, criterion)]
        if slow:
            more = f" and {len(slow) - _NAMED} more" if len(slow) > _NAMED else ""
            told.append(f"Taken alone, it is missed by: {', '.join(slow[:_NAMED])}{more}.")
    return told


def _is_slow(label: Label, criterion: Criterion) -> bool:
    value = label.percentile(criterion.percentile)
    return not label.part and value is not None and criterion.in_unit(value) > criterion.target


def _why_not(run: Run, criterion: Criterion) -> str:
    if criterion.kind is Kind.ERROR_RATE:
        return "The file does not say how many samples failed."
    if criterion.over_time and not run.stretches:
        return "The file says nothing over time; the single samples (or the history) of the run are needed."
    if criterion.kind is Kind.STABILITY:
        return f"The run is too short at full load: it takes {LEAST_STRETCHES} stretches of time with samples."
    if criterion.kind is Kind.SCALABILITY:
        return "The run has no time with half of its users or less to compare the full load with."
    return f"The file does not say the percentile {criterion.percentile:g}, and holds no samples to compute it from."


def _no_label(run: Run, pattern: str) -> str:
    names = [label.name for label in run.labels]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    there = f"it has: {', '.join(names[:_NAMED])}{more}" if names else "it has none"
    return f"No label of the file fits “{pattern}”; {there}."
