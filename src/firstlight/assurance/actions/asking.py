"""Asking for signatures: who has to sign what, in which order, and reminding them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstlight.assurance import audit, policies
from firstlight.assurance.models import AskedSigner, RequestStep, SignatureRequest
from firstlight.assurance.queries import requests_of, standings_on
from firstlight.assurance.rules import signature_of
from firstlight.contracts.events import SignerReminded, SigningMoved
from firstlight.kernel import renderings
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here
from firstlight.workspace.roles import RIGHTS, spoken

#: Nobody is reminded twice within this time.
APART = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Step:
    """Those who are asked together, each in a role, and how many of them have to sign."""

    quorum: int
    signers: tuple[tuple[Person, str], ...]


@action(policy=policies.MAY_ASK, record=audit.SIGNATURES_ASKED)
def ask_for_signatures(
    context: Context, *, on: str, person: Person, reason: str, steps: Sequence[Step], due: date | None = None
) -> Done[SignatureRequest]:
    """Ask for signatures on what `on` names, step by step.

    Invalid where there is nothing to sign, where `person`, who asks, is among the signers, where a signer does not
    hold the role or it does not sign, or where more signatures are wanted than people are asked.
    """
    project = here(context)
    check_own(context, person)
    if renderings.render(project, on, context.now) is None:
        raise Invalid(f"There is nothing under “{on}” that could be signed.")
    if not reason.strip():
        raise Invalid("Asking for a signature needs a sentence that says what it is for.")
    if due is not None and due < context.now.date():
        raise Invalid("The day by which it is to be signed has passed.")
    _check_steps(project, person, steps)
    last = SignatureRequest.objects.filter(project=project).order_by("-number").values_list("number", flat=True).first()
    made = SignatureRequest.objects.create(
        project=project,
        number=(last or 0) + 1,
        on=on,
        reason=reason.strip(),
        asked_by=person,
        asked=context.now,
        due=due,
    )
    for position, step in enumerate(steps, 1):
        row = RequestStep.objects.create(request=made, position=position, quorum=step.quorum)
        AskedSigner.objects.bulk_create(AskedSigner(step=row, person=who, role=role) for who, role in step.signers)
    asked = [{"quorum": one.quorum, "signers": [f"{who.ref} as {role}" for who, role in one.signers]} for one in steps]
    facts = {"number": made.number, "on": on, "reason": made.reason, "due": due, "steps": asked}
    moved = (SigningMoved(project.uid, on),)
    return Done.one(made, Subject("signature", on, f"Request {made.number}"), after=facts, events=moved)


def _check_steps(project: ProjectLike, asker: Person, steps: Sequence[Step]) -> None:
    everyone = [pair for step in steps for pair in step.signers]
    if not everyone or not all(step.signers for step in steps):
        raise Invalid("A request needs somebody who is asked to sign in each of its steps.")
    if len({person.pk for person, _ in everyone}) != len(everyone):
        raise Invalid("Everybody is asked once in a request.")
    for person, role in everyone:
        if person.project_id != project.pk:
            raise NotFound(f"{person.name} is nobody in this project.")
        if person.pk == asker.pk:
            raise Invalid("Whoever asks for signatures gives none of them; let somebody else ask, or sign unasked.")
        if role not in person.roles:
            raise Invalid(f"{person.name} is not {spoken(role)} in this project.")
        if policies.MAY_SIGN.right not in RIGHTS.get(role, ()):
            raise Invalid(f"The {spoken(role)} does not sign in this project.")
    for number, step in enumerate(steps, 1):
        if not 1 <= step.quorum <= len(step.signers):
            count = len(step.signers)
            raise Invalid(f"Step {number} asks {count} to sign; so between 1 and {count} of them can be needed.")


@action(policy=policies.MAY_ASK, record=audit.SIGNER_REMINDED)
def remind_signer(context: Context, signer: AskedSigner, *, by_hand: bool = False) -> Done[AskedSigner]:
    """Remind somebody who is asked: by mail, where there is mail. Twice within four hours is once.

    `by_hand`: whoever reminds has told them in another way, and no letter is written. Conflict once they have signed.
    """
    project = here(context)
    request = signer.step.request
    if request.project_id != project.pk:
        raise NotFound("That request is not in this project.")
    standings = standings_on(project, request.on, context.now)
    facts = next(
        (one for one in requests_of(project, context.now, on=request.on) if one.number == request.number), None
    )
    if facts is None:
        raise Conflict("This request was withdrawn.")
    asked = next(one for step in facts.steps for one in step.signers if one.pk == signer.pk)
    if signature_of(asked, standings) is not None:
        raise Conflict(f"{asked.person} has signed; there is nothing to remind them of.")
    if signer.reminded is not None and context.now - signer.reminded < APART:
        return Done.nothing(signer)
    count = signer.reminders
    same = AskedSigner.objects.filter(pk=signer.pk, reminders=count)
    if same.update(reminded=context.now, reminders=count + 1) != 1:
        return Done.nothing(signer)
    signer.refresh_from_db()
    after = {"person": signer.person.ref, "request": request.number, "reminders": signer.reminders, "by_hand": by_hand}
    subject = Subject("signature", request.on, f"{asked.person} as {asked.role}")
    events = () if by_hand else (SignerReminded(project.uid, signer.pk, signer.reminders),)
    return Done.one(signer, subject, before={"reminders": count}, after=after, events=events)


@action(policy=policies.MAY_ASK, record=audit.REQUEST_WITHDRAWN)
def withdraw_request(context: Context, request: SignatureRequest) -> Done[SignatureRequest]:
    """Ask no longer. Signatures that were given stay. Refused for somebody else's request."""
    project = here(context)
    if request.project_id != project.pk:
        raise NotFound("That request is not in this project.")
    check_own(context, request.asked_by)
    if SignatureRequest.objects.filter(pk=request.pk, withdrawn=None).update(withdrawn=context.now) != 1:
        raise Conflict("This request was withdrawn already.")
    request.refresh_from_db()
    subject, moved = (
        Subject("signature", request.on, f"Request {request.number}"),
        SigningMoved(project.uid, request.on),
    )
    return Done.one(request, subject, before={}, after={"withdrawn": context.now}, events=(moved,))
