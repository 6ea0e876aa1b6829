"""What load tools measured: percentiles, throughput, users, and criteria judged by them. See docs/algorithms."""

from firstlight.engines.loadstats.criteria import PEAK_UNITS, UNITS, Criterion, Kind, amount
from firstlight.engines.loadstats.distribution import COARSE_BITS, Distribution, near
from firstlight.engines.loadstats.facts import PERCENTILES, VERSION, Label, Moment, Run, Stretch
from firstlight.engines.loadstats.judging import REACHED, Judgement, Peak, judge, sustained
from firstlight.engines.loadstats.patterns import matches
from firstlight.engines.loadstats.recording import OTHER, Bounds, Recorder

__all__ = [
    "COARSE_BITS",
    "OTHER",
    "PEAK_UNITS",
    "PERCENTILES",
    "REACHED",
    "UNITS",
    "VERSION",
    "Bounds",
    "Criterion",
    "Distribution",
    "Judgement",
    "Kind",
    "Label",
    "Moment",
    "Peak",
    "Recorder",
    "Run",
    "Stretch",
    "amount",
    "judge",
    "matches",
    "near",
    "sustained",
]
