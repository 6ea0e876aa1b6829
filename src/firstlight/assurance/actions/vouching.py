"""Keeping evidence, giving one's word on a check, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.assurance import audit, evidence, policies, stores
from firstlight.assurance.kinds import check_kind
from firstlight.assurance.models import Attestation, EvidenceFile
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here


@action(policy=policies.MAY_ATTEST, record=audit.EVIDENCE_KEPT)
def keep_evidence(
    context: Context,
    data: bytes,
    *,
    name: str,
    effective: datetime,
    expires: datetime | None = None,
    kept: datetime | None = None,
    kept_by: str = "",
    most: int | None = None,
) -> Done[EvidenceFile]:
    """Keep a file under its digest. `effective` is when what it shows was true; the same file again changes nothing.

    `kept` and `kept_by` are of a file that comes from another workspace, for who may record what others have said;
    anybody else keeps it now and in their own name. Files of more than `most` bytes
    (without it `evidence.MOST_BYTES`) are refused.
    """
    project = here(context)
    trusted = policies.MAY_RECORD.allows(context)
    if expires is not None and expires <= effective:
        raise Invalid(f"“{name}” would expire before it takes effect.")
    digest = evidence.keep(data, most=most)
    defaults = {
        "size": len(data),
        "effective": effective,
        "expires": expires,
        "kept": (trusted and kept) or context.now,
        "kept_by": (trusted and kept_by) or context.actor.name,
    }
    file, new = EvidenceFile.objects.get_or_create(project=project, digest=digest, name=name, defaults=defaults)
    if not new:
        return Done.nothing(file)
    facts = {"name": name, "digest": digest, "size": len(data), "effective": effective, "expires": expires}
    return Done.one(file, Subject("evidence", digest, name), after=facts)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a word. `effective` is when what it shows was true; None: now."""

    name: str
    data: bytes
    effective: datetime | None = None


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
    links: Sequence[str] = (),
    uploads: Sequence[Upload] = (),
) -> Done[Attestation]:
    """One's own word on a check. Refused for another person's, or for a role one does not hold.

    `uploads` are kept as evidence with it, or nothing is: Invalid, naming the file, where one is not what it says.
    """
    project = here(context)
    check_role(context, person, role)
    if any(file.project_id != project.pk for file in files):
        raise NotFound("That evidence is not in this project.")
    since = effective or context.now
    _check_word(context, state, statement, since, expires)
    files = [*files, *(_taken(context, one) for one in uploads)]
    said = Attestation.objects.filter(project=project, check_ref=check_ref, person=person, effective=since)
    if said.exists():
        raise Conflict("Your word on this check of that very minute is there already; nothing was recorded twice.")
    made = Attestation.objects.create(
        project=project,
        check_ref=check_ref,
        state=state,
        statement=statement.strip(),
        person=person,
        role=role,
        effective=since,
        expires=expires,
        links=list(dict.fromkeys(links)),
        recorded=context.now,
    )
    made.evidence.set(files)
    facts = {"state": state, "statement": made.statement, "person": person.ref, "role": role, "effective": since}
    facts |= {"expires": expires, "evidence": [file.digest for file in files], "links": made.links}
    return Done.one(made, Subject("check", check_ref, made.statement[:200]), after=facts)


def _taken(context: Context, upload: Upload) -> EvidenceFile:
    check_kind(upload.name, upload.data)
    effective = upload.effective or context.now
    if effective > context.now:
        raise Invalid(f"“{upload.name}” shows what was; its date is still to come.")
    return keep_evidence(context, upload.data, name=upload.name, effective=effective)


def _check_word(context: Context, state: str, statement: str, since: datetime, expires: datetime | None) -> None:
    if state not in Attestation.State.values:
        raise Invalid(f"“{state}” is not one of: {', '.join(Attestation.State.values)}.")
    if not statement.strip():
        raise Invalid("An attestation needs a sentence that says what is vouched for.")
    if since > context.now:
        raise Invalid("An attestation speaks of what is, not of a time to come.")
    if expires is not None and expires <= since:
        raise Invalid("An attestation expires after it takes effect, not before.")


def check_role(context: Context, person: Person, role: str) -> None:
    """Raises Refused where a person speaks for another, or in a role that they do not hold."""
    check_own(context, person)
    if role not in person.roles:
        raise Refused(f"{person.name} does not hold the role {role} in this project.")


@action(policy=policies.MAY_ATTEST, record=audit.WORD_WITHDRAWN)
def withdraw_word(context: Context, word: Attestation, *, because: str) -> Done[Attestation]:
    """Take one's own word back: it no longer counts, and stays to be read. Refused for somebody else's.

    Older words of the same person on the check go with it, so that none of them comes to count again.
    """
    project = here(context)
    if word.project_id != project.pk:
        raise NotFound("That word is not in this project.")
    check_own(context, word.person)
    if not because.strip():
        raise Invalid("Taking a word back needs a sentence that says why.")
    said = {"withdrawn": context.now, "withdrawn_because": because.strip()}
    if Attestation.objects.filter(pk=word.pk, withdrawn=None).update(**said) != 1:
        raise Conflict("This word was taken back already.")
    older = Attestation.objects.filter(project=project, check_ref=word.check_ref, person=word.person, withdrawn=None)
    older.filter(effective__lte=word.effective).update(**said)
    word.refresh_from_db()
    before = {"state": word.state, "statement": word.statement, "withdrawn": None}
    after = {"withdrawn": context.now, "because": word.withdrawn_because}
    return Done.one(word, Subject("check", word.check_ref, word.statement[:200]), before=before, after=after)


@action(policy=policies.MAY_RECORD, record=audit.ATTESTATIONS_RECORDED)
def record_attestations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record what people have attested in a file. It stays labelled as their word."""
    return Done(len(changes), stores.attestations.write(context, project, changes))
