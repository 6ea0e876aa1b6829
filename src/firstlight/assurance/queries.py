"""Reading what people vouch for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from firstlight.assurance.models import ActionItem, Attestation, EvidenceFile, Signature
from firstlight.assurance.rules import AttestationFacts, SignatureFacts
from firstlight.contracts.reading import Evidence
from firstlight.kernel.context import ProjectLike


def attestations_of(project: ProjectLike, now: datetime) -> dict[str, list[AttestationFacts]]:
    """By check, those that had taken effect by `now`, newest first. Two queries."""
    rows = (
        Attestation.objects.filter(project_id=project.pk, effective__lte=now)
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


def signatures_of(project: ProjectLike, now: datetime) -> list[SignatureFacts]:
    """All signatures given by `now`, oldest first. One query."""
    rows = Signature.objects.filter(project_id=project.pk, signed__lte=now).select_related("person").order_by("signed")
    return [
        SignatureFacts(
            row.on,
            row.role,
            row.person.name,
            row.statement,
            row.signed,
            row.digest,
            row.rendering,
            row.delegated_by,
        )
        for row in rows
    ]


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


def action_register(project: ProjectLike, today: date) -> QuerySet[ActionItem]:
    """All actions, with what they are sorted and filtered by.

    `still_open`; `due_group`: overdue, in-time or no-date, where finished ones are never overdue; ranks of priority
    and risk, the highest first.
    """
    still_open = Q(state__in=["open", "under-way"])
    return ActionItem.objects.filter(project_id=project.pk).annotate(
        still_open=Case(When(still_open, then=Value(True)), default=Value(False), output_field=BooleanField()),
        due_group=Case(
            When(due=None, then=Value("no-date")),
            When(still_open & Q(due__lt=today), then=Value("overdue")),
            default=Value("in-time"),
        ),
        priority_rank=_rank("priority"),
        risk_rank=_rank("risk"),
    )


def _rank(field: str) -> Case:
    ranks = [When(**{field: value}, then=Value(number)) for number, value in enumerate(ActionItem.Priority.values)]
    return Case(*ranks, default=Value(len(ranks)))


def count_open_actions(project: ProjectLike) -> int:
    """How many actions still have to be done. One query."""
    return ActionItem.objects.filter(project_id=project.pk, state__in=["open", "under-way"]).count()


def evidence_file(project: ProjectLike, digest: str, name: str = "") -> EvidenceFile | None:
    """The evidence of that digest in this project; of several names the given one, else the newest. One query."""
    rows = list(EvidenceFile.objects.filter(project_id=project.pk, digest=digest).order_by("-kept", "-pk"))
    return next((row for row in rows if row.name == name), rows[0] if rows else None)
