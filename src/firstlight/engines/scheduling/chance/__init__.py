"""The chance of finishing in a window: many runs with durations that were drawn. See docs/algorithms/scheduling.md."""

from firstlight.engines.scheduling.chance.durations import Basis, Outlook, Spread, outlooks
from firstlight.engines.scheduling.chance.outcome import Chance, Driver, Finish, RollbackChance, simulate

__all__ = [
    "Basis",
    "Chance",
    "Driver",
    "Finish",
    "Outlook",
    "RollbackChance",
    "Spread",
    "outlooks",
    "simulate",
]
