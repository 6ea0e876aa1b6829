"""What other people ask of the person who looks, as the database knows it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.assurance.models import Delegation
from firstlight.assurance.policies import MAY_SIGN
from firstlight.assurance.queries import delegations_held, requests_of, said_since, signers_of
from firstlight.assurance.rules import (
    AskedFacts,
    RequestFacts,
    SignatureFacts,
    SignatureStanding,
    SignatureState,
    latest_by_role,
    outstanding,
)
from firstlight.dependencies.policies import MAY_EDIT_DEPENDENCIES
from firstlight.dependencies.queries import Unheard, unheard_of
from firstlight.kernel.context import Context
from firstlight.readiness.models import Decision, Finding, Review
from firstlight.readiness.policies import MAY_ANSWER, MAY_VOTE
from firstlight.readiness.queries.decisions import votes_awaited
from firstlight.readiness.queries.reviews import findings_owned_by, reviews_to_answer
from firstlight.readiness.question_sets import SectionStanding
from firstlight.workspace.crew import people_check
from firstlight.workspace.knowing import Known
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_CONFIRM_KNOWLEDGE, MAY_VIEW_DECISIONS
from firstlight.workspace.queries import today_in


@dataclass(frozen=True, slots=True)
class Asked:
    """Votes, signatures, answers, findings, knowledge and delegations; what was said and signed since the verdict."""

    votes: Sequence[tuple[Decision, str]] = ()
    requests: Sequence[tuple[RequestFacts, AskedFacts]] = ()
    reviews: Sequence[tuple[Review, Sequence[SectionStanding]]] = ()
    findings: Sequence[Finding] = ()
    knowledge: Sequence[Known] = ()
    delegations: Sequence[Delegation] = ()
    dependencies: Sequence[Unheard] = ()
    attested: frozenset[str] = frozenset()
    signed: frozenset[tuple[str, str]] = frozenset()

    def standing_in(self, ref: str) -> int | None:
        """The delegation under which the person signs for another."""
        return next((one.pk for one in self.delegations if one.giver.ref == ref), None)


def own_names(person: Person) -> set[str]:
    """Under which names something may be somebody's: their own, their title, their roles; in small letters."""
    return {name.casefold() for name in _names(person)}


def _names(person: Person) -> list[str]:
    return [name for name in (person.name, person.title, *person.role_titles()) if name]


def asked_of(person: Person, context: Context, document: Mapping[str, Any]) -> Asked:
    """All that is asked of somebody, within what they may do. A fixed number of queries."""
    project, now = person.project, context.now
    attested, signed = said_since(person, datetime.fromisoformat(document["as_of"]))
    held = delegations_held(person, now) if MAY_SIGN.allows(context) else []
    sees = MAY_VIEW_DECISIONS.allows(context)
    knowing = people_check(project).lacking(today_in(context)) if MAY_CONFIRM_KNOWLEDGE.allows(context) else []
    return Asked(
        votes=votes_awaited(person) if MAY_VOTE.allows(context) else (),
        requests=_requests(person, held, document, now) if MAY_SIGN.allows(context) else (),
        reviews=_reviews(person) if sees and MAY_ANSWER.allows(context) else (),
        findings=findings_owned_by(project, own_names(person)) if sees else (),
        knowledge=[one for one in knowing if one.person == person.ref],
        delegations=held,
        dependencies=unheard_of(project, now, _names(person)) if MAY_EDIT_DEPENDENCIES.allows(context) else (),
        attested=frozenset(attested),
        signed=frozenset(signed),
    )


def _reviews(person: Person) -> list[tuple[Review, Sequence[SectionStanding]]]:
    """Those whose team the person is of: who reviews does not answer."""
    return [
        (review, sections)
        for review, sections in reviews_to_answer(person.project)
        if person.ref not in review.reviewers and any(one.missing for one in sections)
    ]


def _requests(
    person: Person, held: Sequence[Delegation], document: Mapping[str, Any], now: datetime
) -> list[tuple[RequestFacts, AskedFacts]]:
    """Requests whose turn it is, with whom of those the person signs for they ask."""
    whole = {person.ref, *(one.giver.ref for one in held if not one.on)}
    parts = {(one.giver.ref, one.on) for one in held}
    requests = requests_of(person.project, now, to={*whole, *(ref for ref, _on in parts)})
    given = signers_of(person.project, {one.on for one in requests}, now)
    standings = _standings(given, document)
    return [
        (request, whose)
        for request in requests
        for whose in outstanding(request, [one for one in standings if one.on == request.on])
        if whose.ref in whole or (whose.ref, request.on) in parts
    ]


def _standings(given: Sequence[SignatureFacts], document: Mapping[str, Any]) -> list[SignatureStanding]:
    """Signatures as they stood in the newest assessment; one that it does not know covers what is there."""
    stale = {
        (one["on"], one["role"], one["person"], one["signed"])
        for one in document["signatures"]
        if one["state"] == SignatureState.STALE
    }
    known = {(on, role, who, datetime.fromisoformat(at)) for on, role, who, at in stale}
    return [
        SignatureStanding(
            one.on, one.on, one.role,
            SignatureState.STALE if (one.on, one.role, one.person, one.signed) in known else SignatureState.VALID,
            person=one.person, signed=one.signed, person_ref=one.person_ref, for_ref=one.for_ref,
        )
        for one in latest_by_role(given).values()
    ]  # fmt: skip
