"""Assessing a project: judged, frozen, numbered, kept for ever."""

from __future__ import annotations

import hashlib

from firstlight.assurance.queries import open_actions
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import Context
from firstlight.ledger.queries import head_of
from firstlight.packs.queries import pins_of
from firstlight.readiness import audit, policies
from firstlight.readiness.assessing import Assessor
from firstlight.readiness.decided import decided
from firstlight.readiness.documents import Document
from firstlight.readiness.models import AreaStanding, Assessment
from firstlight.workspace.queries import here


@action(policy=policies.MAY_ASSESS, record=audit.ASSESSED)
def assess_project(context: Context) -> Done[Assessment]:
    """Judge the project of the context as of its time, and freeze the judgement under the next number."""
    project = here(context)
    judgement = Assessor(project, context.now).judge()
    document = Document(project, context.now, judgement)
    body = document.body(pins_of(project), open_actions(project), head_of(project), decided(project, context.now))
    text = canonical(body)
    last = Assessment.objects.filter(project=project).order_by("-number").values_list("number", flat=True).first()
    made = Assessment.objects.create(
        project=project,
        number=(last or 0) + 1,
        as_of=context.now,
        made_by=context.actor.name,
        verdict=body["verdict"],
        body=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    AreaStanding.objects.bulk_create(
        AreaStanding(
            assessment=made,
            area=area["ref"],
            title=area["title"],
            mark=area["status"],
            checks=sum(check["status"] != "not-applicable" for check in area["checks"]),
            not_met=sum(check["mark"] not in ("met", "not-applicable") for check in area["checks"]),
        )
        for area in body["areas"]
    )
    facts = {"number": made.number, "verdict": made.verdict, "digest": made.digest}
    return Done.one(made, Subject("assessment", str(made.number), f"Assessment {made.number}"), after=facts)
