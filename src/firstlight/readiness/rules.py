"""How a check stands, judged on plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from firstlight.assurance.rules import (
    AttestationFacts,
    RefusalFacts,
    RequestFacts,
    SignatureFacts,
    SignatureStanding,
    SignatureState,
    current_step,
    outstanding,
    signature_of,
    standing_of,
)
from firstlight.contracts.reading import Figure, Reading, RecordLink
from firstlight.contracts.rendering import Rendering
from firstlight.contracts.standing import Basis, Status, worst
from firstlight.packs.content import Check
from firstlight.workspace.roles import spoken


@dataclass(frozen=True, slots=True)
class Standing:
    """A check as it stands: the status, why, on what, of when, until when."""

    status: Status
    basis: Basis
    reasons: tuple[str, ...]
    figure: Figure | None = None
    records: tuple[RecordLink, ...] = ()
    speaks_of: datetime | None = None
    expires: datetime | None = None
    attestation: AttestationFacts | None = None
    signatures: tuple[SignatureStanding, ...] = ()
    stale: str = ""


def measured(check: Check, reading: Reading | None, better: str, now: datetime, *, strict: bool = False) -> Standing:
    """A check that a measure judges. Old evidence is not believed: it makes the check unknown.

    The thresholds of a pack are the last word, unless the measure is `strict`: then they can only add to its own.
    """
    if reading is None:
        sentence = f"Nothing measures this yet: the measure {check.measure} is not known here."
        return Standing(Status.UNKNOWN, Basis.MEASURED, (sentence,))
    status = by_thresholds(check, reading, better)
    standing = Standing(
        worst([status, reading.status]) if strict else status,
        Basis.MEASURED,
        reading.reasons,
        reading.figure,
        reading.records,
        reading.speaks_of,
        reading.expires,
    )
    if standing.status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        return standing
    oldest = now - timedelta(days=check.fresh_for_days) if check.fresh_for_days else None
    if oldest and reading.speaks_of and reading.speaks_of < oldest:
        age = (now - reading.speaks_of).days
        sentence = f"The newest evidence is {age} days old; it is believed for {check.fresh_for_days} days."
        return replace(standing, status=Status.UNKNOWN, reasons=(sentence, *reading.reasons))
    if reading.expires and reading.expires <= now:
        sentence = f"The evidence lapsed on {day(reading.expires)}."
        return replace(standing, status=Status.UNKNOWN, reasons=(sentence, *reading.reasons))
    fresh_until = reading.speaks_of + (now - oldest) if oldest and reading.speaks_of else None
    return replace(standing, expires=min(filter(None, (fresh_until, reading.expires)), default=None))


def by_thresholds(check: Check, reading: Reading, better: str) -> Status:
    """The status by the thresholds of the pack; the measure's own where the pack has none, or nothing is known."""
    figure = reading.figure
    if reading.status in (Status.UNKNOWN, Status.NOT_APPLICABLE) or check.met is None or figure is None:
        return reading.status
    if figure.of == 0:  # a share of nothing reaches no threshold and misses none
        return reading.status
    amount = figure.share if figure.share is not None else figure.value
    if _reaches(amount, check.met, better):
        return Status.MET
    if check.partly is not None and _reaches(amount, check.partly, better):
        return Status.PARTLY
    return Status.UNMET


def _reaches(amount: Decimal, threshold: float, better: str) -> bool:
    wanted = Decimal(str(threshold))
    return amount >= wanted if better == "higher" else amount <= wanted


def attested(check: Check, given: Sequence[AttestationFacts], now: datetime) -> Standing:
    """A check that somebody vouches for. Only the asked role counts, only until it lapses, only with its evidence."""
    roles = " or ".join(spoken(role) for role in check.attested_by)
    counted = [one for one in given if not check.attested_by or one.role in check.attested_by]
    if not counted:
        others = f" {given[0].person} has, but as {spoken(given[0].role)}." if given else ""
        sentence = f"Nobody has attested this yet; it is the word of the {roles}.{others}"
        return Standing(Status.UNKNOWN, Basis.ATTESTED, (sentence,))
    word = counted[0]
    expires = expiry_of(check, word)
    standing = Standing(
        Status(word.state),
        Basis.ATTESTED,
        (word.statement,),
        records=tuple(RecordLink("evidence", file.digest, file.name) for file in word.evidence),
        speaks_of=word.effective,
        expires=expires,
        attestation=word,
    )
    problem = _not_believed(check, word, expires, now)
    if problem:
        return replace(standing, status=Status.UNKNOWN, reasons=(problem, word.statement))
    return standing


def expiry_of(check: Check, word: AttestationFacts) -> datetime | None:
    """When a word lapses: as it says itself, or as the pack says, and never after its evidence."""
    own = word.expires
    if own is None and check.expires_after_days:
        own = word.effective + timedelta(days=check.expires_after_days)
    return min(filter(None, (own, *(file.expires for file in word.evidence))), default=None)


def _not_believed(check: Check, word: AttestationFacts, expires: datetime | None, now: datetime) -> str:
    if expires and expires <= now:
        return f"The word of {word.person} lapsed on {day(expires)}; it has to be given again."
    positive = word.state in (Status.MET.value, Status.PARTLY.value)
    if check.evidence_required and positive and not word.evidence and not word.links:
        return f"{word.person} attests it without the evidence that this check requires."
    return ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whom requests wait: a row for each who has not signed, and a sentence for each request."""

    rows: tuple[SignatureStanding, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked to sign, and who has said that they do not."""

    requests: Sequence[RequestFacts] = ()
    refusals: Sequence[RefusalFacts] = ()

    def waiting(self, on: str, given: Sequence[SignatureFacts], today: Rendering | None, title: str) -> Waiting:
        """For whom the requests on this content wait."""
        standings = [standing_of(one, today, title) for one in given if one.digest]
        rows, sentences = [], []
        for request in self.requests:
            if request.on != on or current_step(request, standings) is None:
                continue
            left = [one for step in request.steps for one in step.signers if signature_of(one, standings) is None]
            rows += [
                SignatureStanding(
                    on, title, one.role, SignatureState.MISSING, one.person, person_ref=one.ref, request=request.number
                )
                for one in left
            ]
            names = " and ".join(one.person for one in outstanding(request, standings))
            sentences.append(f"Asked for on {day(request.asked)} and not signed yet by {names}: {_lowered(title)}.")
        return Waiting(tuple(rows), tuple(sentences))

    def refused(self, on: str, today: Rendering | None) -> list[RefusalFacts]:
        """Those who do not sign what is there today. What was refused and has changed since is asked again."""
        digest = today.digest() if today else ""
        return [one for one in self.refusals if one.on == on and one.digest == digest]


NOBODY_ASKED = Asked()


def signed(
    check: Check,
    standing: Standing,
    given: Iterable[SignatureFacts],
    today: Rendering | None,
    title: str,
    asked: Asked = NOBODY_ASKED,
) -> Standing:
    """Add the signatures that a check requires: missing ones make it unknown, refused ones unmet, stale ones mark it.

    Requests refine what the pack requires: while one is open, its steps have to be signed too.
    """
    wanted = check.signatures
    if wanted is None or standing.status is Status.NOT_APPLICABLE:
        return standing
    on_this = [one for one in given if one.on == check.signed_content]
    signatures = tuple(
        _signature(check, [one for one in on_this if one.role == role], role, today, title) for role in wanted.roles
    )
    stale = [one for one in signatures if one.state is SignatureState.STALE]
    missing = [one for one in signatures if one.state is SignatureState.MISSING]
    short = wanted.quorum - (len(signatures) - len(missing))
    waiting = asked.waiting(check.signed_content, on_this, today, title)
    refused = asked.refused(check.signed_content, today)
    held = [*([_missing_sentence(missing, title)] if short > 0 else []), *waiting.sentences]
    others = _others(on_this, signatures, today, title)
    rows = [*_with_names(signatures, waiting.rows), *others]
    standing = replace(standing, signatures=tuple(_with_refusals(rows, refused)), stale=stale_sentence(stale, title))
    if not held:
        return standing
    roles = {*wanted.roles, *(one.role for one in waiting.rows)}
    against = [_refusal_sentence(one, title) for one in refused if one.role in roles]
    if standing.status in (Status.MET, Status.PARTLY):
        status = Status.UNMET if against else Status.UNKNOWN
        return replace(standing, status=status, reasons=(*against, *held, *standing.reasons))
    return replace(standing, reasons=(*standing.reasons, *against, *held))


def _with_names(signatures: Sequence[SignatureStanding], asked: Sequence[SignatureStanding]) -> list[SignatureStanding]:
    """The required signatures; a missing one of a role that somebody was asked in gives way to those who were asked."""
    roles = {one.role for one in asked}
    kept = [one for one in signatures if one.state is not SignatureState.MISSING or one.role not in roles]
    return [*kept, *asked]


def _with_refusals(rows: Iterable[SignatureStanding], refused: Sequence[RefusalFacts]) -> Iterable[SignatureStanding]:
    """Missing signatures, with the reason of whoever does not give them."""
    for one in rows:
        if one.state is SignatureState.MISSING:
            told = next((r for r in refused if r.role == one.role and one.person_ref in ("", r.ref)), None)
            if told:
                one = replace(one, refused=told.reason, person=told.person, person_ref=told.ref)
        yield one


def _refusal_sentence(one: RefusalFacts, title: str) -> str:
    reason = one.reason.rstrip(".")
    return f"{one.person} ({spoken(one.role)}) does not sign {_lowered(title)}: {reason}."


def _lowered(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _others(
    given: Sequence[SignatureFacts], counted: Sequence[SignatureStanding], today: Rendering | None, title: str
) -> list[SignatureStanding]:
    """Signatures of other people in the same roles: they are shown, stale ones too, but the role has signed."""
    known = {(one.role, one.person) for one in counted}
    roles = {one.role for one in counted}
    return [
        standing_of(one, today, title)
        for one in given
        if one.digest and one.role in roles and (one.role, one.person) not in known
    ]


def _signature(
    check: Check, given: Sequence[SignatureFacts], role: str, today: Rendering | None, title: str
) -> SignatureStanding:
    """How a role has signed: a valid signature before a stale one, a newer before an older."""
    bound = [standing_of(one, today, title) for one in sorted(given, key=lambda one: one.signed) if one.digest]
    if bound:
        return max(reversed(bound), key=lambda one: one.state is SignatureState.VALID)
    typed = next((one.person for one in given), "")
    return SignatureStanding(check.signed_content, title, role, SignatureState.MISSING, typed)


def stale_sentence(stale: Sequence[SignatureStanding], title: str) -> str:
    """Who signed content of that title as it no longer is; nothing where nobody did."""
    if not stale:
        return ""
    who = " and ".join(f"{one.person} ({spoken(one.role)})" for one in stale)
    first = min((one.signed for one in stale if one.signed), default=None)
    count = max(len(one.changes) for one in stale)
    things = "1 thing has" if count == 1 else f"{count} things have"
    when = f" on {day(first)}" if first else ""
    return f"{who} signed {_lowered(title)}{when}; {things} changed since."


def _missing_sentence(missing: Sequence[SignatureStanding], title: str) -> str:
    roles = " and ".join(f"the {spoken(one.role)}" for one in missing)
    typed = [one.person for one in missing if one.person]
    more = f" The row of {', '.join(typed)} is bound to no content; “firstlight sign” binds it." if typed else ""
    return f"Not signed yet by {roles}: {_lowered(title)}.{more}"


def day(instant: datetime) -> str:
    """12 Nov 2026."""
    return f"{instant.day} {instant:%b %Y}"


def rolled_up(check: Check, others: Mapping[str, tuple[Check, Standing]]) -> Standing:
    """A check that restates others: the worst of the mandatory ones, named, never a fact of its own."""
    below = [
        (one, standing)
        for one, standing in others.values()
        if not one.rolls_up and (one.area in check.roll_up_areas or one.ref in check.roll_up_checks)
    ]
    mandatory = [pair for pair in below if pair[0].mandatory] or below
    applying = [pair for pair in mandatory if pair[1].status is not Status.NOT_APPLICABLE]
    if not below:
        return Standing(Status.UNKNOWN, Basis.MEASURED, ("Nothing that it restates is among the checks.",))
    if not applying:
        return Standing(Status.NOT_APPLICABLE, Basis.MEASURED, ("Nothing that it restates applies to this project.",))
    held = [pair for pair in applying if pair[1].status is not Status.MET]
    met = len(applying) - len(held)
    checks = "checks" if mandatory is below else "mandatory checks"
    reason = (
        f"Held back by {len(held)} of {len(applying)} {checks}: " + _named([one.title for one, _ in held])
        if held
        else f"The {checks} that it restates are all met ({met} of {met})."
    )
    stale = " ".join(standing.stale for _, standing in applying if standing.stale)
    return Standing(
        worst([standing.status for _, standing in applying]),
        Basis.MEASURED,
        (reason,),
        Figure(Decimal(met), "checks", Decimal(len(applying))),
        tuple(RecordLink("check", one.ref, one.title) for one, _ in held),
        speaks_of=max((s.speaks_of for _, s in applying if s.speaks_of), default=None),
        stale=stale,
    )


def _named(titles: Sequence[str], most: int = 3) -> str:
    shown = "; ".join(titles[:most])
    return f"{shown}; and {len(titles) - most} more." if len(titles) > most else f"{shown}."
