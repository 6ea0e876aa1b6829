"""Records that are no lists: requests, reviews, decisions, votes, baselines. Read here, changed by actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Router

from firstlight.api.doors import visit
from firstlight.api.paging import SIZE, Cursor, Limit, cursor_of, key_of, link_next
from firstlight.api.shapes import Slug, Told, reading
from firstlight.kernel.policies import Policy
from firstlight.workspace import policies

router = Router()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A kind of record: its model, who may see it, how it says its project, and what of it is not told."""

    model: str
    policy: Policy
    project: str = "project"
    untold: tuple[str, ...] = ()


_SEEN = policies.MAY_VIEW_READINESS
_DECIDED = policies.MAY_VIEW_DECISIONS

RECORDS: Mapping[str, Recorded] = {
    "attestations": Recorded("assurance.Attestation", _SEEN),
    "signatures": Recorded("assurance.Signature", _SEEN, untold=("rendering",)),
    "signing-refusals": Recorded("assurance.SigningRefusal", _SEEN),
    "delegations": Recorded("assurance.Delegation", _SEEN),
    "signature-requests": Recorded("assurance.SignatureRequest", _SEEN),
    "letters": Recorded("letters.Letter", _DECIDED, untold=("body", "holder", "held_until")),
    "asked-signers": Recorded("assurance.AskedSigner", _SEEN, "step__request__project"),
    "accepted-risks": Recorded("packs.Waiver", _SEEN),
    "baselines": Recorded("scope.Baseline", policies.MAY_VIEW_SCOPE, untold=("content",)),
    "scope-changes": Recorded("scope.ScopeChange", policies.MAY_VIEW_SCOPE),
    "reviews": Recorded("readiness.Review", _DECIDED),
    "review-answers": Recorded("readiness.Answer", _DECIDED),
    "review-findings": Recorded("readiness.Finding", _DECIDED),
    "review-messages": Recorded("readiness.Message", _DECIDED),
    "decisions": Recorded("readiness.Decision", _DECIDED),
    "agenda-items": Recorded("readiness.AgendaItem", _DECIDED),
    "votes": Recorded("readiness.Vote", _DECIDED),
    "dissents": Recorded("readiness.Dissent", _DECIDED),
    "conditions": Recorded("readiness.Condition", _DECIDED),
    "parties": Recorded("workspace.Party", policies.MAY_VIEW_PEOPLE),
    "authorities": Recorded("workspace.Authority", policies.MAY_VIEW_PEOPLE),
    "person-groups": Recorded("workspace.PersonGroup", policies.MAY_VIEW_PEOPLE),
    "knowledge": Recorded("workspace.Knowledge", policies.MAY_VIEW_PEOPLE),
    "guest-links": Recorded("workspace.GuestLink", policies.MAY_SHARE, untold=("token_digest",)),
}

_Kind: Any = Literal[tuple(RECORDS)]


class RecordsTold(Told):
    """A page of records, oldest first; the header Link names the next. `id` names a record for the actions."""

    rows: list[dict[str, Any]]


@router.get("/projects/{slug}/records/{kind}", response=reading(RecordsTold))
def list_records(
    request: HttpRequest, response: HttpResponse, slug: Slug, kind: _Kind, limit: Limit = SIZE, cursor: Cursor = ""
) -> Any:
    """Records of one kind as they are kept. Persons stand there by their ref, other records by their id."""
    recorded = RECORDS[str(kind)]
    here = visit(request, slug, recorded.policy)
    model: Any = apps.get_model(recorded.model)
    after = key_of(cursor)
    rows = model._default_manager.filter(**{recorded.project: here.project}).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    page = list(rows.values("pk", **_told(model, recorded.untold))[: limit + 1])
    link_next(request, response, cursor_of(page[limit - 1]["pk"]) if len(page) > limit else "")
    return {"rows": [{"id": row.pop("pk"), **_plain(row)} for row in page[:limit]]}


def _told(model: type[models.Model], untold: tuple[str, ...]) -> dict[str, models.F]:
    """What is told of a record, by the name under which it is told."""
    told = {}
    for one in model._meta.concrete_fields:
        if one.primary_key or one.name == "project" or one.name in untold:
            continue
        to_person = one.related_model is not None and one.related_model._meta.label == "workspace.Person"
        told[f"told_{one.name}"] = models.F(f"{one.name}__ref" if to_person else one.attname)
    return told


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("told_"): value for name, value in row.items()}
