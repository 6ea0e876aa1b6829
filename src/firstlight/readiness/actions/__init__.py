"""Assessing a project: judged, frozen, numbered, kept for ever."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from firstlight.assurance.queries import open_actions
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.ledger.queries import head_of
from firstlight.packs.queries import pins_of
from firstlight.readiness import audit, policies
from firstlight.readiness.assessing import Assessor
from firstlight.readiness.decided import decided
from firstlight.readiness.documents import Document
from firstlight.readiness.models import AreaStanding, Assessment
from firstlight.readiness.shape import wrong_in
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
    return _frozen(context, text, body, (last or 0) + 1, context.now, context.actor.name)


@action(policy=policies.MAY_RECORD, record=audit.ASSESSMENT_RECORDED)
def record_assessment(context: Context, data: bytes, *, number: int, made_by: str) -> Done[Assessment]:
    """Keep an assessment that another workspace froze, word by word, under the number it has there.

    Invalid for what is no assessment. Conflict where another one has that number; the same one again changes nothing.
    """
    project = here(context)
    text, body = _read(data)
    known = Assessment.objects.filter(project=project, number=number).first()
    if known is not None:
        if known.body == text:
            return Done.nothing(known)
        raise Conflict(f"Assessment {number} is another one here, and stays as it is.")
    return _frozen(context, text, body, number, datetime.fromisoformat(body["as_of"]), made_by)


def _read(data: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode()
        body = json.loads(text)
        wrong = wrong_in(body) or _too_long(body)
        whole = not wrong and canonical(body) == text and "\x00" not in text and "\\u0000" not in text
    except (ValueError, RecursionError):
        raise Invalid("It is no assessment: it cannot be read as JSON.") from None
    if not whole:
        raise Invalid(f"It is no assessment as Firstlight freezes them{f': {wrong} is amiss' if wrong else ''}.")
    return text, body


def _too_long(body: dict[str, Any]) -> str:
    """Areas of one name, or with a name that is too long to be kept."""
    refs = [area["ref"] for area in body["areas"]]
    short = all(len(area["ref"]) <= 60 and len(area["title"]) <= 200 for area in body["areas"])
    return "" if short and len(set(refs)) == len(refs) else "areas"


def _frozen(
    context: Context, text: str, body: dict[str, Any], number: int, as_of: datetime, made_by: str
) -> Done[Assessment]:
    made = Assessment.objects.create(
        project=here(context),
        number=number,
        as_of=as_of,
        made_by=made_by[:200],
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
