"""What is known of testing: what is planned, under what circumstances it is tried, what was found."""

from firstlight.testing.models.coverage import Combination, Regulation
from firstlight.testing.models.findings import Finding, Leniency
from firstlight.testing.models.interfaces import Interface
from firstlight.testing.models.performance import Criterion, LoadImport, LoadLabel
from firstlight.testing.models.plan import Case, Cycle, Listed, Step
from firstlight.testing.models.results import OUTCOMES, STANDS, Result, ResultImport, Run
from firstlight.testing.models.surroundings import Access, Role, Tester, Version

__all__ = [
    "OUTCOMES",
    "STANDS",
    "Access",
    "Case",
    "Combination",
    "Criterion",
    "Cycle",
    "Finding",
    "Interface",
    "Leniency",
    "Listed",
    "LoadImport",
    "LoadLabel",
    "Regulation",
    "Result",
    "ResultImport",
    "Role",
    "Run",
    "Step",
    "Tester",
    "Version",
]
