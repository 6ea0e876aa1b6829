"""Where the project stands, and the checks: what they ask, what people say of them, which risks are accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from firstlight.api.doors import in_person, visit
from firstlight.api.shapes import Digest, Given, Moment, Ref, Slug, Told, Words, reaches, reading, writing
from firstlight.assurance.actions import attest, open_action
from firstlight.assurance.queries import attestations_of, evidence_file
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.packs.actions import accept_risk
from firstlight.packs.content import Area, Check
from firstlight.packs.queries import areas_of, waivers_of
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_VIEW_READINESS

router = Router()

_CHECK = "/projects/{slug}/checks/{ref}"


class StandingTold(Told):
    """How the project stood in its latest assessment; null before the first."""

    assessment: int | None
    as_of: datetime | None
    verdict: str | None
    reasons: list[dict[str, Any]]
    areas: list[dict[str, Any]] = Field(description="Each area with its checks, as they were judged.")
    signatures: list[dict[str, Any]]


class CheckLine(Told):
    """A check as the project's packs word it."""

    ref: str
    area: str
    title: str
    mandatory: bool
    measure: str
    mark: str | None = Field(description="How it was judged last: met, partly, unmet, unknown, stale, not-applicable.")


class WordTold(Told):
    """What a person attested."""

    state: str
    statement: str
    person: str
    role: str
    effective: datetime
    expires: datetime | None


class WaiverTold(Told):
    """An accepted risk."""

    check: str
    reason: str
    person: str
    accepted: datetime
    expires: datetime


class CheckTold(CheckLine):
    """A check with everything that is said of it."""

    what: str
    why: str
    outcome: str
    risk: str
    mitigation: str
    judged: dict[str, Any] | None = Field(description="As it was frozen in the latest assessment.")
    attestations: list[WordTold]
    waiver: WaiverTold | None


class AttestationGiven(Given):
    """One's own word on a check."""

    role: Ref
    state: Literal["met", "partly", "unmet", "not-applicable"]
    statement: Words
    effective: Moment | None = None
    expires: Moment | None = None
    evidence: list[Digest] = Field(default=[], max_length=50, description="Digests of files that are kept as evidence.")


class RiskGiven(Given):
    """A risk that you accept."""

    reason: Words
    expires: Moment


class ActionGiven(Given):
    """An action that is to be done."""

    ref: Ref = Field(max_length=60)
    title: Words = Field(max_length=300)
    owner: str = Field("", max_length=200)
    risk: Literal["low", "medium", "high"] = "medium"


class Opened(Told):
    """The action of that ref; one that was there stays as it is."""

    ref: str
    title: str
    state: str


@router.get("/projects/{slug}/readiness", response=reading(StandingTold))
def get_readiness(request: HttpRequest, slug: Slug) -> Any:
    """Verdict, reasons and areas of the latest assessment."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    found = latest_assessment(here.project)
    body = body_of(found) if found else {}
    told = {name: body.get(name, []) for name in ("reasons", "areas", "signatures")}
    number, as_of, verdict = (found.number, found.as_of, found.verdict) if found else (None, None, None)
    return {**told, "assessment": number, "as_of": as_of, "verdict": verdict}


@router.get("/projects/{slug}/checks", response=reading(list[CheckLine]))
def list_checks(request: HttpRequest, slug: Slug) -> Any:
    """Every check of the project, in the order of its packs."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    judged = _judged(here.project)
    return [_line(area, check, judged) for area in areas_of(here.project) for check in area.checks]


def _judged(project: Project) -> dict[str, dict[str, Any]]:
    found = latest_assessment(project)
    areas = body_of(found)["areas"] if found else []
    return {check["ref"]: check for area in areas for check in area["checks"]}


def _line(area: Area, check: Check, judged: dict[str, dict[str, Any]]) -> dict[str, Any]:
    names = {name: getattr(check, name) for name in ("ref", "title", "mandatory", "measure")}
    return {**names, "area": area.ref, "mark": judged.get(check.ref, {}).get("mark")}


@router.get(_CHECK, response=reading(CheckTold))
def get_check(request: HttpRequest, slug: Slug, ref: Ref) -> Any:
    """One check, how it was judged last, who said what of it."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    area, check = _check(here.project, ref)
    judged, now = _judged(here.project), here.context.now
    words = attestations_of(here.project, now).get(ref, [])
    waiver = waivers_of(here.project, now).get(ref)
    told = {name: getattr(check, name) or "" for name in ("what", "why", "outcome", "risk", "mitigation")}
    return {
        **_line(area, check, judged),
        **told,
        "judged": judged.get(ref),
        "attestations": words,
        "waiver": {**_waiver(waiver)} if waiver else None,
    }


def _waiver(found: Any) -> dict[str, Any]:
    names = {name: getattr(found, name) for name in ("reason", "accepted", "expires")}
    return {**names, "check": found.check_ref, "person": getattr(found.person, "name", found.person)}


def _check(project: Project, ref: str) -> tuple[Area, Check]:
    for area in areas_of(project):
        for check in area.checks:
            if check.ref == ref:
                return area, check
    raise NotFound("There is no such check.")


@router.post(_CHECK + "/attestations", response=writing(WordTold, 201))
@reaches(attest)
def attest_check(request: HttpRequest, slug: Slug, ref: Ref, given: AttestationGiven) -> Any:
    """Give your own word on a check, in a role that you hold. Nobody gives it for somebody else."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    _check(here.project, ref)
    files = [evidence_file(here.project, digest) for digest in given.evidence]
    if None in files:
        raise NotFound("That evidence is not in this project. Send the file first.")
    words = given.model_dump(exclude={"evidence"})
    made = attest(here.context, check_ref=ref, person=here.person, files=[one for one in files if one], **words)
    names = {name: getattr(made, name) for name in ("state", "statement", "role", "effective", "expires")}
    return Status(201, {**names, "person": here.person.name})


@router.post(_CHECK + "/accepted-risk", response=writing(WaiverTold, 201))
@reaches(accept_risk)
def accept_risk_of_check(request: HttpRequest, slug: Slug, ref: Ref, given: RiskGiven) -> Any:
    """Accept in writing, until a date, that a check is not met. Needs a person: a token cannot."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    in_person(here)
    _check(here.project, ref)
    made = accept_risk(here.context, check_ref=ref, reason=given.reason, person=here.person, expires=given.expires)
    return Status(201, _waiver(made))


@router.post(_CHECK + "/actions", response=writing(Opened, 201))
@reaches(open_action)
def open_action_for_check(request: HttpRequest, slug: Slug, ref: Ref, given: ActionGiven) -> Any:
    """Open an action for a check. To change one, change its row in the list assurance.actions."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    _check(here.project, ref)
    if not given.ref.strip():
        raise Invalid("An action needs a ref.")
    made = open_action(here.context, check_ref=ref, source="api", **given.model_dump())
    return Status(201, made)
