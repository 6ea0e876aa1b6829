"""Keeping evidence, attesting, signing, and the register of actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from firstlight.assurance import audit, evidence, policies, stores
from firstlight.assurance.models import ActionItem, Attestation, EvidenceFile, Signature
from firstlight.kernel import renderings
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here


@action(policy=policies.MAY_ATTEST, record=audit.EVIDENCE_KEPT)
def keep_evidence(
    context: Context, data: bytes, *, name: str, effective: datetime, expires: datetime | None = None
) -> Done[EvidenceFile]:
    """Keep a file under its digest. `effective` is when what it shows was true; the same file again changes nothing."""
    project = here(context)
    if expires is not None and expires <= effective:
        raise Invalid(f"“{name}” would expire before it takes effect.")
    digest = evidence.keep(data)
    kept = {
        "size": len(data),
        "effective": effective,
        "expires": expires,
        "kept": context.now,
        "kept_by": context.actor.name,
    }
    file, new = EvidenceFile.objects.get_or_create(project=project, digest=digest, name=name, defaults=kept)
    if not new:
        return Done.nothing(file)
    facts = {"name": name, "digest": digest, "size": len(data), "effective": effective, "expires": expires}
    return Done.one(file, Subject("evidence", digest, name), after=facts)


@action(policy=policies.MAY_ATTEST, record=audit.ATTESTED)
def attest(
    context: Context,
    *,
    check_ref: str,
    person: Person,
    role: str,
    state: str,
    statement: str,
    effective: datetime | None = None,
    expires: datetime | None = None,
    files: Sequence[EvidenceFile] = (),
) -> Done[Attestation]:
    """One's own word on a check. Refused for another person's, or for a role one does not hold."""
    project = here(context)
    _check_role(context, person, role)
    if any(file.project_id != project.pk for file in files):
        raise NotFound("That evidence is not in this project.")
    if state not in Attestation.State.values:
        raise Invalid(f"“{state}” is not one of: {', '.join(Attestation.State.values)}.")
    if not statement.strip():
        raise Invalid("An attestation needs a sentence that says what is vouched for.")
    since = effective or context.now
    if since > context.now:
        raise Invalid("An attestation speaks of what is, not of a time to come.")
    if expires is not None and expires <= since:
        raise Invalid("An attestation expires after it takes effect, not before.")
    made = Attestation.objects.create(
        project=project,
        check_ref=check_ref,
        state=state,
        statement=statement.strip(),
        person=person,
        role=role,
        effective=since,
        expires=expires,
        recorded=context.now,
    )
    made.evidence.set(files)
    facts = {"state": state, "statement": made.statement, "person": person.ref, "role": role, "effective": since}
    facts |= {"expires": expires, "evidence": [file.digest for file in files]}
    return Done.one(made, Subject("check", check_ref, made.statement[:200]), after=facts)


def _check_role(context: Context, person: Person, role: str) -> None:
    check_own(context, person)
    if role not in person.roles:
        raise Refused(f"{person.name} does not hold the role {role} in this project.")


@action(policy=policies.MAY_RECORD, record=audit.ATTESTATIONS_RECORDED)
def record_attestations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record what people have attested in a file. It stays labelled as their word."""
    return Done(len(changes), stores.attestations.write(context, project, changes))


@action(policy=policies.MAY_SIGN, record=audit.SIGNED)
def sign(
    context: Context, *, on: str, person: Person, role: str, statement: str, digest: str, delegated_by: str = ""
) -> Done[Signature]:
    """Sign what `on` names, exactly as it was shown: `digest` is of what the signer saw.

    Conflict when the content changed since it was shown; Refused for a role the person does not hold.
    """
    project = here(context)
    _check_role(context, person, role)
    if not statement.strip():
        raise Invalid("A signature needs a sentence that says what is signed for.")
    today = renderings.render(project, on, context.now)
    if today is None:
        raise Invalid(f"There is nothing under “{on}” that could be signed.")
    if today.digest() != digest:
        raise Conflict("What you saw has changed since. Look at it again before you sign.")
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
        delegated_by=delegated_by,
        recorded=context.now,
    )
    facts = {"on": on, "person": person.ref, "role": role, "statement": made.statement, "digest": digest}
    return Done.one(made, Subject("signature", on, f"{person.name} as {role}"), after=facts)


@action(policy=policies.MAY_RECORD, record=audit.SIGNATURES_RECORDED)
def record_signatures(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record signatures that a file carries, each with the content it is bound to."""
    return Done(len(changes), stores.signatures.write(context, project, changes))


@action(policy=policies.MAY_ACT, record=audit.ACTIONS_CHANGED)
def change_actions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove actions as a sheet says."""
    return Done(len(changes), stores.action_items.write(project, changes))


@action(policy=policies.MAY_ACT, record=audit.ACTION_OPENED)
def open_action(
    context: Context,
    *,
    ref: str,
    title: str,
    check_ref: str = "",
    source: str = "",
    owner: str = "",
    due: date | None = None,
    risk: str = ActionItem.Priority.MEDIUM,
) -> Done[ActionItem]:
    """Open an action; one of that ref stays as it is, so that the same cause never opens two."""
    project = here(context)
    made, new = ActionItem.objects.get_or_create(
        project=project,
        ref=ref,
        defaults={
            "title": title,
            "check_ref": check_ref,
            "source": source,
            "owner": owner,
            "due": due,
            "risk": risk,
            "priority": risk,
        },
    )
    if not new:
        return Done.nothing(made)
    facts = {"title": title, "check_ref": check_ref, "source": source, "owner": owner, "due": due, "risk": risk}
    return Done.one(made, Subject("action", ref, title), after=facts)
