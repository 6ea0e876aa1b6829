"""The go-live risk profile: how much starts on the first day, and what follows for support. See docs/algorithms."""

from firstlight.engines.riskprofile.facts import DEFAULTS, VERSION, Facts, Threshold, Thresholds, thresholds
from firstlight.engines.riskprofile.following import Following, Range, Rung, Step, what_follows
from firstlight.engines.riskprofile.judging import Factor, Level, Profile, profile

__all__ = [
    "DEFAULTS",
    "VERSION",
    "Factor",
    "Facts",
    "Following",
    "Level",
    "Profile",
    "Range",
    "Rung",
    "Step",
    "Threshold",
    "Thresholds",
    "profile",
    "thresholds",
    "what_follows",
]
