"""Attestations and signatures as plain facts, and how signatures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
class Immaterial:
    """Somebody declared that what changed up to the content of that digest does not matter, and why."""

    digest: str
    because: str
    by: str
    at: datetime | None


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
    person_ref: str = ""
    for_ref: str = ""
    immaterial: Immaterial | None = None


@dataclass(frozen=True, slots=True)
class SignatureStanding:
    """A signature asked for or given, and how it stands today. `person` is empty when it is missing.

    `for_ref` is the person for whom they signed; `immaterial` is set where that is why it still covers what is there;
    `refused` is why somebody who was to sign does not.
    """

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
    person_ref: str = ""
    for_ref: str = ""
    immaterial: Immaterial | None = None
    refused: str = ""
    request: int | None = None


def covers(given: SignatureFacts, digest: str) -> bool:
    """Whether a signature covers content of this digest: it signed that, or its difference was declared immaterial."""
    return given.digest == digest or (given.immaterial is not None and given.immaterial.digest == digest)


def standing_of(given: SignatureFacts, today: Rendering | None, title: str) -> SignatureStanding:
    """Valid when today's digest is the signed one, or of content whose difference was declared immaterial.

    Else stale with every difference. Content that is gone makes a signature stale, with all its lines withdrawn.
    """
    signed = read_rendering(given.rendering)
    digest = today.digest() if today is not None else ""
    valid = today is not None and covers(given, digest)
    state = SignatureState.VALID if valid else SignatureState.STALE
    immaterial: Immaterial | None = None
    changes: tuple[Change, ...] = ()
    if digest != given.digest:
        immaterial = given.immaterial if valid else None
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
        given.person_ref,
        given.for_ref,
        immaterial,
    )


def latest_by_role(given: Sequence[SignatureFacts]) -> dict[tuple[str, str, str], SignatureFacts]:
    """Of several signatures of one person in one role on one thing, the newest."""
    newest: dict[tuple[str, str, str], SignatureFacts] = {}
    for signature in sorted(given, key=lambda one: one.signed):
        newest[signature.on, signature.role, f"{signature.person_ref or signature.person}/{signature.for_ref}"] = (
            signature
        )
    return newest


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """One who is asked to sign, in a role; `mail` is their address, where they have one."""

    pk: int
    ref: str
    person: str
    role: str
    reminded: datetime | None = None
    reminders: int = 0
    mail: str = ""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Those who are asked together, and how many of them have to sign."""

    position: int
    quorum: int
    signers: tuple[AskedFacts, ...]


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Who is asked to sign what, by whom, why, by when."""

    pk: int
    number: int
    on: str
    reason: str
    asked_by: str
    asked_by_ref: str
    asked: datetime
    due: date | None
    steps: tuple[StepFacts, ...]


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """Who does not sign what, and why."""

    on: str
    ref: str
    person: str
    role: str
    reason: str
    digest: str
    refused: datetime


def signature_of(asked: AskedFacts, standings: Iterable[SignatureStanding]) -> SignatureStanding | None:
    """The valid signature that answers what one is asked: their own, or one given for them."""
    for one in standings:
        signer = one.for_ref or one.person_ref
        if one.state is SignatureState.VALID and one.role == asked.role and signer == asked.ref:
            return one
    return None


def step_is_done(step: StepFacts, standings: Sequence[SignatureStanding]) -> bool:
    """Whether enough of those who are asked have signed. Nobody counts twice, for whomever they sign."""
    found = (signature_of(one, standings) for one in step.signers)
    return len({one.person_ref for one in found if one is not None}) >= step.quorum


def current_step(request: RequestFacts, standings: Sequence[SignatureStanding]) -> StepFacts | None:
    """The first step that is not done. None when the request is."""
    return next((step for step in request.steps if not step_is_done(step, standings)), None)


def waits_for_others(
    request: RequestFacts, ref: str, role: str, standings: Sequence[SignatureStanding]
) -> StepFacts | None:
    """The step that has to be signed before the person's own. None where it is their turn, or they are not asked."""
    step = current_step(request, standings)
    own = [one for one in request.steps if any(who.ref == ref and who.role == role for who in one.signers)]
    if step is None or not own or own[0].position <= step.position:
        return None
    return step


def outstanding(request: RequestFacts, standings: Sequence[SignatureStanding]) -> tuple[AskedFacts, ...]:
    """Those for whom the request waits now."""
    step = current_step(request, standings)
    return tuple(one for one in step.signers if signature_of(one, standings) is None) if step else ()
