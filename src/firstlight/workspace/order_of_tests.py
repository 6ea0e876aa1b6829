"""Where the guidance does not agree with itself on the order of tests, and what a project may hold to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Stance:
    """One side: what it asks for, and the document and heading that ask for it."""

    words: str
    document: str
    heading: str

    @property
    def source(self) -> str:
        """Go-live checklist, “Performance testing mitigation plan”."""
        return f"{self.document}, “{self.heading}”"


BESIDE_UAT, BEFORE_UAT = "beside-uat", "before-uat"
SUPER_USERS, ALL_TESTERS = "super-users", "all-testers"

#: When performance is tested. That it is never a part of UAT is not for choice.
PERFORMANCE: Mapping[str, Stance] = {
    BESIDE_UAT: Stance("Beside UAT", "Go-live checklist", "Performance testing mitigation plan"),
    BEFORE_UAT: Stance("Before UAT begins", "Create a test plan", "Schedule the tests and test cycles"),
}
#: Who is trained before UAT begins.
TRAINED: Mapping[str, Stance] = {
    SUPER_USERS: Stance("Super-users and trainers", "Checklist for your training strategy", "Implementation"),
    ALL_TESTERS: Stance("Everybody who tests", "Types of tests", "User acceptance testing"),
}


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """What a project holds to."""

    performance: str = BESIDE_UAT
    trained: str = SUPER_USERS


def order_held_by(project: Any) -> HeldOrder:
    """What this project holds to; the usual where it says nothing."""
    return HeldOrder(
        getattr(project, "performance_order", BESIDE_UAT), getattr(project, "trained_before_uat", SUPER_USERS)
    )
