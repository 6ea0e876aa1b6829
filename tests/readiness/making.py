"""Checks, words and signatures for tests of how a check stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from firstlight.assurance.rules import AttestationFacts, SignatureFacts
from firstlight.contracts.reading import Evidence, Figure, Reading
from firstlight.contracts.rendering import Line, Rendering
from firstlight.contracts.standing import Status
from firstlight.packs.content import Check, SignaturesWanted
from tests.cast import NOW


def days(number: float) -> datetime:
    """So many days from now."""
    return NOW + timedelta(days=number)


def check(ref: str = "uat.coverage", **values: Any) -> Check:
    words = dict.fromkeys(("what", "why", "outcome", "risk", "mitigation", "source"), "Words.")
    facts = {"area": ref.split(".")[0], "title": f"Title of {ref}", "mandatory": True, "answers": ()}
    return Check(ref=ref, **{**words, **facts, **values})


def measured_check(**values: Any) -> Check:
    return check(**{"measure": "testing.uat", **values})


def attested_check(*roles: str, **values: Any) -> Check:
    return check(**{"attested_by": roles or ("process-owner",), "expires_after_days": 14, **values})


def signed_check(*roles: str, quorum: int | None = None, **values: Any) -> Check:
    wanted = SignaturesWanted("scope", roles, len(roles) if quorum is None else quorum)
    return attested_check(**{"signatures": wanted, **values})


def reading(status: Status = Status.MET, *, value: int | None = None, of: int | None = None, **values: Any) -> Reading:
    figure = None if value is None else Figure(Decimal(value), "cases", None if of is None else Decimal(of))
    return Reading(status, ("It stands so.",), figure, **{"speaks_of": NOW, **values})


def word(**values: Any) -> AttestationFacts:
    facts = {
        "check_ref": "uat.coverage", "state": "met", "statement": "All is well.", "person": "Paula Ortiz",
        "title": "Head of order desk", "role": "process-owner", "effective": days(-1), "expires": None,
        "evidence": (), "links": (),
    }  # fmt: skip
    return AttestationFacts(**{**facts, **values})


def evidence(expires: datetime | None = None) -> Evidence:
    return Evidence("0" * 64, "plan.pdf", days(-1), expires)


def rendering(*titles: str) -> Rendering:
    return Rendering("scope", 1, "Scope of Wave 1", tuple(Line(title, title, "In scope") for title in titles))


def signature(
    role: str, content: Rendering | None, *, person: str = "Emil Strand", at: datetime = NOW
) -> SignatureFacts:
    """A signature on that content; without content it is a typed row, bound to nothing."""
    digest, text = (content.digest(), content.canonical()) if content else ("", "")
    return SignatureFacts("scope", role, person, "This is it.", at, digest, text)
