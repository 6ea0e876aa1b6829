"""Attestations and signatures as plain facts, and how signatures stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firstlight.contracts.reading import Evidence
from firstlight.contracts.rendering import Change, Rendering, difference, read_rendering


@dataclass(frozen=True, slots=True)
class AttestationFacts:
    """An attestation with its evidence, as plain facts. `person` and `title` are for people to read."""

    check_ref: str
    state: str
    statement: str
    person: str
    title: str
    role: str
    effective: datetime
    expires: datetime | None
    evidence: tuple[Evidence, ...]
    links: tuple[str, ...]


class SignatureState(StrEnum):
    """Valid covers what is there today; stale covers what was; missing was asked for and not given."""

    VALID = "valid"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature as it was given."""

    on: str
    role: str
    person: str
    statement: str
    signed: datetime
    digest: str
    rendering: str
    delegated_by: str = ""


@dataclass(frozen=True, slots=True)
class SignatureStanding:
    """A signature asked for or given, and how it stands today. `person` is empty when it is missing."""

    on: str
    title: str
    role: str
    state: SignatureState
    person: str = ""
    statement: str = ""
    signed: datetime | None = None
    delegated_by: str = ""
    covers: int = 0
    changes: tuple[Change, ...] = ()


def standing_of(given: SignatureFacts, today: Rendering | None, title: str) -> SignatureStanding:
    """Valid when today's digest is the signed one; else stale with every difference.

    Content that is gone altogether makes a signature stale, with all its lines withdrawn.
    """
    signed = read_rendering(given.rendering)
    state = SignatureState.VALID
    changes: tuple[Change, ...] = ()
    if today is None or today.digest() != given.digest:
        state = SignatureState.STALE
        changes = difference(signed, today or Rendering(signed.kind, signed.version, signed.title, ()))
    return SignatureStanding(
        given.on,
        title,
        given.role,
        state,
        given.person,
        given.statement,
        given.signed,
        given.delegated_by,
        len(signed.lines),
        changes,
    )


def latest_by_role(given: Sequence[SignatureFacts]) -> dict[tuple[str, str, str], SignatureFacts]:
    """Of several signatures of one person in one role on one thing, the newest."""
    newest: dict[tuple[str, str, str], SignatureFacts] = {}
    for signature in sorted(given, key=lambda one: one.signed):
        newest[signature.on, signature.role, signature.person] = signature
    return newest
