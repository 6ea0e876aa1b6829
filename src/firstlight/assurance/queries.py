"""Reading what people vouch for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from firstlight.assurance.models import (
    ActionItem,
    AskedSigner,
    Attestation,
    Delegation,
    EvidenceFile,
    Signature,
    SignatureRequest,
    SigningRefusal,
)
from firstlight.assurance.rules import (
    AskedFacts,
    AttestationFacts,
    Immaterial,
    RefusalFacts,
    RequestFacts,
    SignatureFacts,
    SignatureStanding,
    StepFacts,
    latest_by_role,
    standing_of,
)
from firstlight.contracts.reading import Evidence
from firstlight.kernel import renderings
from firstlight.kernel.context import ProjectLike
from firstlight.workspace.models import Person


def attestations_of(project: ProjectLike, now: datetime) -> dict[str, list[AttestationFacts]]:
    """By check, those that had taken effect by `now` and were not taken back, newest first. Two queries."""
    rows = (
        Attestation.objects.filter(project_id=project.pk, effective__lte=now)
        .filter(Q(withdrawn=None) | Q(withdrawn__gt=now))
        .select_related("person")
        .prefetch_related("evidence")
    )
    found: dict[str, list[AttestationFacts]] = {}
    for row in rows:
        found.setdefault(row.check_ref, []).append(facts_of(row))
    return found


def facts_of(row: Attestation) -> AttestationFacts:
    """One attestation as plain facts."""
    return AttestationFacts(
        row.check_ref,
        row.state,
        row.statement,
        row.person.name,
        row.person.title,
        row.role,
        row.effective,
        row.expires,
        tuple(Evidence(file.digest, file.name, file.effective, file.expires) for file in row.evidence.all()),
        tuple(row.links),
    )


def signatures_of(project: ProjectLike, now: datetime, *, on: str = "") -> list[SignatureFacts]:
    """All signatures given by `now`, or those on one thing, oldest first. One query."""
    rows = Signature.objects.filter(project_id=project.pk, signed__lte=now)
    if on:
        rows = rows.filter(on=on)
    found = rows.select_related("person", "delegation__giver").order_by("signed", "pk")
    return [_signature_facts(row) for row in found]


def _signature_facts(row: Signature, rendering: str | None = None) -> SignatureFacts:
    immaterial = Immaterial(row.immaterial_digest, row.immaterial_because, row.immaterial_by, row.immaterial_at)
    return SignatureFacts(
        row.on,
        row.role,
        row.person.name,
        row.statement,
        row.signed,
        row.digest,
        row.rendering if rendering is None else rendering,
        row.delegated_by,
        row.person.ref,
        row.delegation.giver.ref if row.delegation else "",
        immaterial if row.immaterial_digest else None,
    )


def standings_on(project: ProjectLike, on: str, now: datetime) -> list[SignatureStanding]:
    """How the signatures on one thing stand: of several by one person in one role, the newest."""
    given = latest_by_role(signatures_of(project, now, on=on)).values()
    today = renderings.render(project, on, now)
    return [standing_of(one, today, today.title if today else on) for one in given if one.digest]


def requests_of(
    project: ProjectLike, now: datetime, *, on: str = "", to: Collection[str] | None = None
) -> list[RequestFacts]:
    """Requests for signatures that were not withdrawn, the oldest first; `to` people by ref. Four queries."""
    rows = SignatureRequest.objects.filter(project_id=project.pk, asked__lte=now)
    rows = rows.filter(Q(withdrawn=None) | Q(withdrawn__gt=now)).select_related("asked_by").order_by("number")
    if on:
        rows = rows.filter(on=on)
    if to is not None:
        asked = AskedSigner.objects.filter(person__project_id=project.pk, person__ref__in=to)
        rows = rows.filter(pk__in=asked.values("step__request"))
    return [_request_facts(row) for row in rows.prefetch_related("steps__signers__person")]


def _request_facts(row: SignatureRequest) -> RequestFacts:
    steps = tuple(
        StepFacts(
            step.position,
            step.quorum,
            tuple(
                AskedFacts(
                    one.pk, one.person.ref, one.person.name, one.role, one.reminded, one.reminders, one.person.email
                )
                for one in step.signers.all()
            ),
        )
        for step in row.steps.all()
    )
    who = row.asked_by
    return RequestFacts(row.pk, row.number, row.on, row.reason, who.name, who.ref, row.asked, row.due, steps)


def refusals_of(project: ProjectLike, now: datetime, *, on: str = "") -> list[RefusalFacts]:
    """Those who do not sign, who have not signed since; the newest word of each. Two queries."""
    rows = SigningRefusal.objects.filter(project_id=project.pk, refused__lte=now)
    signed = Signature.objects.filter(project_id=project.pk, signed__lte=now)
    if on:
        rows, signed = rows.filter(on=on), signed.filter(on=on)
    since = {
        (on, pk, role): at
        for on, pk, role, at in signed.order_by("signed").values_list("on", "person", "role", "signed")
    }
    found: dict[tuple[str, int, str], RefusalFacts] = {}
    for row in rows.select_related("person").order_by("refused", "pk"):
        key = (row.on, row.person_id, row.role)
        if key not in since or since[key] <= row.refused:
            found[key] = RefusalFacts(
                row.on, row.person.ref, row.person.name, row.role, row.reason, row.digest, row.refused
            )
    return list(found.values())


def delegations_of(project: ProjectLike) -> list[Delegation]:
    """Every delegation of the project, the newest first. One query."""
    return list(Delegation.objects.filter(project_id=project.pk).select_related("giver", "delegate"))


def delegations_held(person: Person, now: datetime) -> list[Delegation]:
    """Those under which the person signs for others now. One query."""
    rows = Delegation.objects.filter(delegate=person, since__lte=now, until__gt=now, ended=None)
    return list(rows.select_related("giver"))


def signers_of(project: ProjectLike, contents: Collection[str], now: datetime) -> list[SignatureFacts]:
    """Who signed these contents, oldest first, without what they were shown. One query."""
    rows = Signature.objects.filter(project_id=project.pk, on__in=contents, signed__lte=now).exclude(digest="")
    found = rows.defer("rendering").select_related("person", "delegation__giver").order_by("signed", "pk")
    return [_signature_facts(row, rendering="") for row in found]


def said_since(person: Person, then: datetime) -> tuple[set[str], set[tuple[str, str]]]:
    """What somebody gave their word on after then, and what they signed, in which role. Two queries."""
    words = Attestation.objects.filter(person=person, recorded__gt=then, withdrawn=None)
    signed = Signature.objects.filter(person=person, signed__gt=then)
    return set(words.values_list("check_ref", flat=True)), set(signed.values_list("on", "role"))


def declared_to(person: Person) -> list[Signature]:
    """Signatures of the person under which somebody declared a change immaterial, the newest first. One query."""
    return list(Signature.objects.filter(person=person).exclude(immaterial_digest="").order_by("-immaterial_at")[:5])


def signatures_on(project: ProjectLike, on: str) -> list[Signature]:
    """The newest signature of each person in each role on one thing. One query."""
    rows = Signature.objects.filter(project_id=project.pk, on=on).exclude(digest="").select_related("person")
    return list({(row.person_id, row.role): row for row in rows.order_by("signed", "pk")}.values())


def words_on(project: ProjectLike, check_ref: str) -> list[Attestation]:
    """Every word on a check, those taken back too, newest first. Two queries."""
    rows = Attestation.objects.filter(project_id=project.pk, check_ref=check_ref)
    return list(rows.select_related("person").prefetch_related("evidence"))


def open_actions(project: ProjectLike, checks: Iterable[str] | None = None) -> list[ActionItem]:
    """Actions that still have to be done, the most overdue first."""
    rows = ActionItem.objects.filter(project_id=project.pk, state__in=["open", "under-way"])
    if checks is not None:
        rows = rows.filter(check_ref__in=list(checks))
    return sorted(rows, key=lambda item: (item.due is None, item.due, item.ref))


def actions_of_check(project: ProjectLike, check_ref: str) -> list[ActionItem]:
    """Every action that is for the check: what still has to be done first. One query."""
    rows = ActionItem.objects.filter(project_id=project.pk, check_ref=check_ref)
    return sorted(rows, key=lambda item: (not item.is_open, item.due is None, item.due, item.ref))


def action_register(project: ProjectLike, today: date, names: frozenset[str] | None = None) -> QuerySet[ActionItem]:
    """All actions, or those owned under these names, with what they are sorted and filtered by.

    `still_open`; `due_group`: overdue, in-time or no-date, where finished ones are never overdue; ranks of priority
    and risk, the highest first; `source_kind`: what it came from; `is_blocked`.
    """
    due_group = Case(
        When(due=None, then=Value("no-date")),
        When(_STILL_OPEN & Q(due__lt=today), then=Value("overdue")),
        default=Value("in-time"),
    )
    return _owned(_ranked(), project, names).annotate(due_group=due_group)


_STILL_OPEN = Q(state__in=["open", "under-way"])


@cache
def _ranked() -> QuerySet[ActionItem]:
    """What is the same for every project and day, put together once: that takes longer than to ask it."""
    return ActionItem.objects.annotate(
        still_open=_whether(_STILL_OPEN),
        priority_rank=_rank("priority"),
        risk_rank=_rank("risk"),
        source_kind=_source_kind(),
        is_blocked=_whether(_STILL_OPEN & ~Q(blocker="")),
    )


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _actions(project: ProjectLike, names: frozenset[str] | None) -> QuerySet[ActionItem]:
    """All actions of the project, or those owned under these names."""
    return _owned(ActionItem.objects.all(), project, names)


def _owned(rows: QuerySet[ActionItem], project: ProjectLike, names: frozenset[str] | None) -> QuerySet[ActionItem]:
    rows = rows.filter(project_id=project.pk)
    return rows if names is None else rows.filter(owner__in=names)


def count_actions(
    project: ProjectLike, today: date, me: Sequence[str], names: frozenset[str] | None = None
) -> dict[str, int]:
    """Of the actions that are not finished: how many are `mine`, `overdue`, `high`, `blocked`. One query.

    With `names` only those that are owned under one of them are counted.
    """
    rows = _actions(project, names).filter(state__in=["open", "under-way"])
    return rows.aggregate(
        mine=Count("pk", filter=Q(owner__in=list(me))),
        overdue=Count("pk", filter=Q(due__lt=today)),
        high=Count("pk", filter=Q(priority=ActionItem.Priority.HIGH)),
        blocked=Count("pk", filter=~Q(blocker="")),
    )


#: How the source of an action begins, where something else than a person or a check brought it up.
SOURCES = {"review": "Gate review", "decision": "Decision", "dependency": "Dependency", "test": "Test"}


def _source_kind() -> Case:
    named = [When(source__istartswith=words, then=Value(kind)) for kind, words in SOURCES.items()]
    return Case(*named, When(~Q(check_ref=""), then=Value("check")), default=Value("people"))


def _rank(field: str) -> Case:
    ranks = [When(**{field: value}, then=Value(number)) for number, value in enumerate(ActionItem.Priority.values)]
    return Case(*ranks, default=Value(len(ranks)))


def actions_by_check(project: ProjectLike) -> dict[str, list[ActionItem]]:
    """Every action that is for a check, by check, those still to be done first. One query."""
    rows = ActionItem.objects.filter(project_id=project.pk).exclude(check_ref="")
    found: dict[str, list[ActionItem]] = {}
    for item in sorted(rows, key=lambda item: (not item.is_open, item.due is None, item.due, item.ref)):
        found.setdefault(item.check_ref, []).append(item)
    return found


def count_open_actions(project: ProjectLike, names: frozenset[str] | None = None) -> int:
    """How many actions still have to be done, of all or of those owned under these names. One query."""
    return _actions(project, names).filter(state__in=["open", "under-way"]).count()


def evidence_file(project: ProjectLike, digest: str, name: str = "") -> EvidenceFile | None:
    """The evidence of that digest in this project; of several names the given one, else the newest. One query."""
    rows = list(EvidenceFile.objects.filter(project_id=project.pk, digest=digest).order_by("-kept", "-pk"))
    return next((row for row in rows if row.name == name), rows[0] if rows else None)
