"""Signing, refusing to sign, and saying that a change does not matter."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.assurance import audit, evidence, policies, stores
from firstlight.assurance.actions.vouching import check_role
from firstlight.assurance.models import Delegation, Signature, SigningRefusal
from firstlight.assurance.queries import requests_of, standings_on
from firstlight.assurance.rules import waits_for_others
from firstlight.contracts.events import SigningMoved
from firstlight.contracts.rendering import Rendering
from firstlight.kernel import renderings
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import RowChange
from firstlight.ledger.queries import changed_since
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here
from firstlight.workspace.roles import spoken


@action(policy=policies.MAY_SIGN, record=audit.SIGNED)
def sign(
    context: Context,
    *,
    on: str,
    person: Person,
    role: str,
    statement: str,
    digest: str,
    delegated_by: str = "",
    delegation: Delegation | None = None,
) -> Done[Signature]:
    """Sign what `on` names, exactly as it was shown: `digest` is of what the signer saw.

    With a `delegation` the person signs for its giver, in the giver's role. The same signature again changes nothing.
    Conflict when the content changed since it was shown, or others are to sign before; Refused for a role the person
    neither holds nor stands in for, and for one who would count twice.
    """
    project = here(context)
    _check_speaks(context, person, role, on, delegation)
    if not statement.strip():
        raise Invalid("A signature needs a sentence that says what is signed for.")
    today = _as_shown(context, project, on, digest)
    if same := _same(project, on, person, role, statement, digest, delegation):
        return Done.nothing(same)
    _check_counts_once(project, on, person, digest, delegation)
    if Signature.objects.filter(project=project, on=on, person=person, role=role, signed=context.now).exists():
        raise Conflict("You signed this at this very moment. Look at it again before you sign once more.")
    _check_turn(context, project, on, delegation.giver if delegation else person, person, role)
    evidence.keep(today.canonical().encode())
    made = Signature.objects.create(
        project=project,
        on=on,
        person=person,
        role=role,
        statement=statement.strip(),
        signed=context.now,
        digest=digest,
        rendering=today.canonical(),
        delegated_by=delegation.giver.name if delegation else delegated_by,
        delegation=delegation,
        recorded=context.now,
    )
    facts = {"on": on, "person": person.ref, "role": role, "statement": made.statement, "digest": digest}
    facts |= {"delegated_by": made.delegated_by} if made.delegated_by else {}
    subject, moved = Subject("signature", on, f"{person.name} as {role}"), SigningMoved(project.uid, on)
    return Done.one(made, subject, after=facts, events=(moved,))


def _as_shown(context: Context, project: ProjectLike, on: str, digest: str) -> Rendering:
    """Today's content; Conflict where it is not what the signer saw."""
    today = renderings.render(project, on, context.now)
    if today is None:
        raise Invalid(f"There is nothing under “{on}” that could be signed.")
    if today.digest() != digest:
        raise Conflict("What you saw has changed since. Look at it again before you sign.", code="content-changed")
    return today


def _check_speaks(context: Context, person: Person, role: str, on: str, delegation: Delegation | None) -> None:
    """Raises Refused where the person may not sign in that role, themselves or for another."""
    if delegation is None:
        check_role(context, person, role)
        return
    check_own(context, person)
    if delegation.project_id != person.project_id or delegation.delegate_id != person.pk:
        raise NotFound("Nobody has asked you to sign for them here.")
    giver = delegation.giver
    if not delegation.since <= context.now < (delegation.ended or delegation.until):
        raise Refused(f"{giver.name} lets you sign for them at another time; that does not hold now.")
    if delegation.on and delegation.on != on:
        raise Refused(f"{giver.name} lets you sign something else for them, not this.")
    if role not in giver.roles:
        raise Refused(
            f"{giver.name} is no {spoken(role)} here. Who signs for somebody cannot pass that on: "
            f"a delegate of a delegate does not sign."
        )


def _same(
    project: ProjectLike, on: str, person: Person, role: str, words: str, digest: str, delegation: Delegation | None
) -> Signature | None:
    """The signature that says just this already, unless its signer has refused since."""
    rows = Signature.objects.filter(project_id=project.pk, on=on, person=person, role=role, delegation=delegation)
    same = rows.filter(digest=digest, statement=words.strip()).order_by("-signed").first()
    if same is None:
        return None
    refused = SigningRefusal.objects.filter(project_id=project.pk, on=on, person=person, role=role)
    return None if refused.filter(refused__gte=same.signed).exists() else same


def _check_counts_once(
    project: ProjectLike, on: str, person: Person, digest: str, delegation: Delegation | None
) -> None:
    """Raises Refused where somebody who signs for another would stand twice under the same content."""
    own = Signature.objects.filter(project_id=project.pk, on=on, person=person, digest=digest)
    others = own.exclude(delegation=delegation) if delegation else own.exclude(delegation=None)
    if others.exists():
        raise Refused(
            f"{person.name} has signed this already. Who signs for another counts once: somebody else has to sign."
        )


def _check_turn(context: Context, project: ProjectLike, on: str, signer: Person, hand: Person, role: str) -> None:
    """Raises Conflict where others sign before, Refused where the one who asked would sign for one who is asked."""
    standings = standings_on(project, on, context.now)
    for request in requests_of(project, context.now, on=on):
        asked = [one for step in request.steps for one in step.signers if one.ref == signer.ref and one.role == role]
        if asked and request.asked_by_ref == hand.ref:
            raise Refused(f"{hand.name} has asked for these signatures, and so gives none of them.")
        before = waits_for_others(request, signer.ref, role, standings)
        if before is not None:
            names = " or ".join(one.person for one in before.signers)
            raise Conflict(f"It is not your turn yet. Step {before.position} comes first: {names} has to sign.")


@action(policy=policies.MAY_SIGN, record=audit.SIGNING_REFUSED)
def refuse_to_sign(
    context: Context, *, on: str, person: Person, role: str, reason: str, digest: str
) -> Done[SigningRefusal]:
    """Say, under one's own name, that one does not sign what one was shown, and why."""
    project = here(context)
    check_role(context, person, role)
    if not reason.strip():
        raise Invalid("Refusing to sign needs a sentence that says why.")
    _as_shown(context, project, on, digest)
    last = SigningRefusal.objects.filter(project=project, on=on, person=person, role=role).first()
    if last is not None and (last.digest, last.reason) == (digest, reason.strip()):
        return Done.nothing(last)
    made = SigningRefusal.objects.create(
        project=project, on=on, person=person, role=role, reason=reason.strip(), digest=digest, refused=context.now
    )
    facts = {"on": on, "person": person.ref, "role": role, "reason": made.reason, "digest": digest}
    return Done.one(made, Subject("signature", on, f"{person.name} as {role} does not sign"), after=facts)


@action(policy=policies.MAY_DECLARE_IMMATERIAL, record=audit.DECLARED_IMMATERIAL)
def declare_immaterial(context: Context, signature: Signature, *, digest: str, because: str) -> Done[Signature]:
    """Say why what changed under a signature does not matter: it covers today's content, and only that, too.

    `digest` is of today's content as it was shown. Refused for whoever made the change; Conflict when it changed
    again, or somebody else has declared it meanwhile.
    """
    project = here(context)
    if signature.project_id != project.pk:
        raise NotFound("That signature is not in this project.")
    if not because.strip():
        raise Invalid("Declaring a change immaterial needs a sentence that says why.")
    _as_shown(context, project, signature.on, digest)
    if digest in (signature.digest, signature.immaterial_digest):
        raise Conflict("This signature covers what is there; there is no change to declare immaterial.")
    if signature.digest and changed_since(project, context.actor.id, signature.signed, signature.on):
        raise Refused("You changed what was signed. Somebody else with the right says whether that matters.")
    before = {"immaterial_digest": signature.immaterial_digest, "because": signature.immaterial_because}
    said = {"immaterial_digest": digest, "immaterial_because": because.strip(), "immaterial_at": context.now}
    same = Signature.objects.filter(pk=signature.pk, immaterial_digest=signature.immaterial_digest)
    if same.update(**said, immaterial_by=context.actor.name) != 1:
        raise Conflict("Somebody else has said something about this change meanwhile. Look at it again.")
    signature.refresh_from_db()
    after = {"signed_digest": signature.digest, "immaterial_digest": digest, "because": signature.immaterial_because}
    subject = Subject("signature", signature.on, f"{signature.person.name} as {signature.role}")
    moved = (SigningMoved(project.uid, signature.on),)
    return Done.one(signature, subject, before=before, after=after, events=moved)


@action(policy=policies.MAY_RECORD, record=audit.SIGNATURES_RECORDED)
def record_signatures(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record signatures that a file carries, each with the content it is bound to."""
    return Done(len(changes), stores.signatures.write(context, project, changes))
