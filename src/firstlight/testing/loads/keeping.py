"""Runs as plain values, to be stored or written, and back. Single samples are not kept: 103 percentiles of them are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from firstlight.engines.loadstats import PERCENTILES, Label, Moment, Run, Stretch

#: Every whole one, and those at the upper end that people ask for.
KEPT = (*(float(percent) for percent in range(1, 100)), 99.5, 99.9, 99.99, 100.0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERS = ("samples", "errors", "mean", "least", "most", "throughput")


def kept_label(label: Label) -> dict[str, Any]:
    """A label without its moments. Percentiles are pairs of per cent and milliseconds."""
    told = {percent: label.percentile(percent) for percent in KEPT} if label.distribution else label.told
    pairs = [[percent, value] for percent, value in sorted(told.items()) if value is not None]
    return {**{name: getattr(label, name) for name in _NUMBERS}, "percentiles": pairs}


def kept_moments(label: Label) -> list[list[float | None]]:
    """By stretch: samples, errors, and the four percentiles that are told over time."""
    return [
        [one.samples, one.errors, *(one.percentiles.get(percent) for percent in PERCENTILES)] for one in label.moments
    ]


def kept_stretches(run: Run) -> list[list[float | None]]:
    """By stretch: seconds since 1970, its length in seconds, the most users."""
    return [[(one.start - _EPOCH) / timedelta(seconds=1), one.seconds, one.users] for one in run.stretches]


def label_from(name: str, facts: Mapping[str, Any], moments: Sequence[Any] = (), *, part: bool = False) -> Label:
    """The label again, with the percentiles that were kept in place of its samples."""
    told = {float(percent): value for percent, value in facts["percentiles"]}
    numbers = {key: facts[key] for key in _NUMBERS}
    return Label(name, told=told, part=part, moments=tuple(map(_moment, moments)), **numbers)


def stretches_from(kept: Sequence[Any]) -> tuple[Stretch, ...]:
    """The stretches again."""
    return tuple(Stretch(_EPOCH + timedelta(seconds=start), seconds, users) for start, seconds, users in kept)


def _moment(kept: Sequence[Any]) -> Moment:
    samples, errors, *told = kept
    percentiles = {percent: value for percent, value in zip(PERCENTILES, told, strict=True) if value is not None}
    return Moment(samples, errors, percentiles)
