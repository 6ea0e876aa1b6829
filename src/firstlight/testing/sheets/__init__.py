"""The lists of this layer as sheets."""

from firstlight.testing.sheets.coverage import COMBINATIONS, REGULATIONS
from firstlight.testing.sheets.findings import FINDINGS, LENIENCIES
from firstlight.testing.sheets.interfaces import INTERFACES
from firstlight.testing.sheets.performance import CRITERIA
from firstlight.testing.sheets.plan import CASES, CYCLES, STEPS
from firstlight.testing.sheets.runs import RUNS
from firstlight.testing.sheets.surroundings import ROLES, TESTERS, VERSIONS

__all__ = [
    "CASES",
    "COMBINATIONS",
    "CRITERIA",
    "CYCLES",
    "FINDINGS",
    "INTERFACES",
    "LENIENCIES",
    "REGULATIONS",
    "ROLES",
    "RUNS",
    "STEPS",
    "TESTERS",
    "VERSIONS",
]
