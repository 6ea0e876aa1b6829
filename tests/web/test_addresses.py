"""Every address, every role, reading and writing: an address without a rule fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from firstlight.workspace.models import Party, Person, Project
from firstlight.workspace.roles import RIGHTS, ROLES
from tests.web.conftest import Stage

#: People of other organisations, in every role there is: the kind of their organisation, and what is left to them.
#: The customer has not consented to the partner.
GUESTS = {
    "of a vendor": ("vendor", {"project.view", "own-dependencies.view", "own-actions.view", "knowledge.confirm"}),
    "of a partner without consent": ("partner", {"project.view"}),
}
#: Who looks: every role on its own, those of other organisations, someone without a role, a stranger, and nobody.
VIEWERS = (*ROLES, *GUESTS, "no role", "outsider", "anonymous")


@dataclass(frozen=True)
class Rule:
    """What an address takes, and what it answers to someone who may. `right` is needed for the method that writes,
    `view` for both.
    """

    kwargs: dict[str, Any] = field(default_factory=dict)
    get: int = 200
    post: int = 405
    right: str = ""
    view: str = ""
    is_open: bool = False
    of_project: bool = True


FORMS = {"form": "csv"}
#: A run that is not there. One that is there: test_command_pages.
NO_RUN = {"ref": "RUN-9"}
#: Of a load result that is not there. One that is there: test_performance_pages.
NO_RESULT = {"cycle": "PERF-1", "digest": "0" * 64}


RULES: dict[str, Rule] = {
    "start": Rule(get=302, of_project=False),
    "projects": Rule(of_project=False),
    "projects-file": Rule(FORMS, of_project=False),
    "project-new": Rule(get=403, post=403, of_project=False),
    "project-new-folder": Rule(get=405, post=403, of_project=False),
    "project-new-preview": Rule({"upload": "never-made"}, get=403, post=403, of_project=False),
    "project-new-example": Rule(get=405, post=403, of_project=False),
    "sign-in": Rule(post=422, is_open=True, of_project=False),
    "sign-in-passkey": Rule(get=405, post=422, is_open=True, of_project=False),
    "sign-in-question": Rule(get=405, post=200, is_open=True, of_project=False),
    "sign-in-second": Rule(get=302, post=302, is_open=True, of_project=False),
    "sign-in-link": Rule(is_open=True, post=422, of_project=False),
    "sign-in-organisation": Rule(get=404, is_open=True, of_project=False),
    "sign-in-organisation-return": Rule(get=404, is_open=True, of_project=False),
    "account": Rule(post=422, of_project=False),
    "account-password": Rule(post=422, of_project=False),
    "account-passkeys": Rule(post=422, of_project=False),
    "account-passkey-question": Rule(get=405, post=200, of_project=False),
    "account-passkey-remove": Rule({"number": 4711}, get=405, post=404, of_project=False),
    "account-app": Rule(post=422, of_project=False),
    "account-app-remove": Rule(get=405, post=409, of_project=False),
    "account-recovery-codes": Rule(get=405, post=200, of_project=False),
    "account-sessions-end": Rule(get=405, post=302, of_project=False),
    "sign-in-by-link": Rule({"token": "never-made"}, get=404, post=404, is_open=True, of_project=False),
    "confirm": Rule(post=422, of_project=False),
    "sign-out": Rule(get=405, post=302, of_project=False),
    "home": Rule(),
    "tour": Rule(post=303),
    "search": Rule(),
    "assess": Rule(get=405, post=302, right="readiness.assess"),
    "readiness": Rule(view="readiness.view"),
    "readiness-file": Rule(FORMS, view="readiness.view"),
    "area": Rule({"ref": "scope"}, view="readiness.view"),
    "check": Rule({"ref": "scope.agreed"}, view="readiness.view"),
    "check-add": Rule(post=422, view="packs.tailor"),
    "check-tailor": Rule({"ref": "scope.agreed"}, post=422, view="packs.tailor"),
    "check-waive": Rule({"ref": "scope.agreed"}, post=422, view="packs.tailor"),
    "check-untailor": Rule({"ref": "scope.agreed"}, get=404, post=404, view="packs.tailor"),
    "attest": Rule({"ref": "support.transition"}, post=422, view="assurance.attest"),
    "mitigate": Rule({"ref": "scope.agreed"}, post=422, view="assurance.act"),
    "accept-risk": Rule({"ref": "scope.agreed"}, post=422, view="packs.waive"),
    "end-acceptance": Rule({"ref": "scope.agreed"}, get=404, post=404, view="packs.waive"),
    "withdraw-word": Rule({"number": 999}, get=404, post=404, view="assurance.attest"),
    "signatures": Rule(view="decisions.view"),
    "ask": Rule(post=422, view="assurance.ask"),
    "remind": Rule({"number": 999}, get=404, post=404, view="assurance.ask"),
    "withdraw-request": Rule({"number": 999}, get=405, post=404, right="assurance.ask"),
    "immaterial": Rule({"number": 999}, get=404, post=404, view="assurance.declare-immaterial"),
    "delegations": Rule(post=422, view="assurance.sign"),
    "end-delegation": Rule({"number": 999}, get=405, post=404, right="assurance.sign"),
    "sign": Rule({"on": "scope"}, post=409, view="assurance.sign"),
    "refuse-to-sign": Rule({"on": "scope"}, get=405, post=422, right="assurance.sign"),
    "assessments": Rule(view="readiness.view"),
    "assessment": Rule({"number": 1}, view="readiness.view"),
    "compare": Rule({"number": 1, "other": 2}, view="readiness.view"),
    "decision-pack": Rule({"number": 1, "form": "json"}, view="readiness.view"),
    "reviews": Rule(post=422, right="reviews.plan", view="decisions.view"),
    "review": Rule({"ref": "GR-9"}, get=404, view="decisions.view"),
    "review-report": Rule({"ref": "GR-9"}, get=404, view="decisions.view"),
    "review-section": Rule({"ref": "GR-9", "section": "scope"}, get=404, post=404, view="decisions.view"),
    "review-answer": Rule({"ref": "GR-9", "question": "a.b"}, get=405, post=404, right="reviews.answer"),
    "review-move": Rule({"ref": "GR-9"}, get=405, post=404, right="reviews.review"),
    "review-finding": Rule({"ref": "GR-9"}, get=405, post=404, right="reviews.review"),
    "review-finding-close": Rule({"ref": "GR-9", "finding": "F-1"}, get=405, post=404, right="reviews.review"),
    "review-message": Rule({"ref": "GR-9"}, get=405, post=404, right="reviews.review"),
    "decisions": Rule(post=422, right="decisions.prepare", view="decisions.view"),
    "decision": Rule({"ref": "D-9"}, get=404, view="decisions.view"),
    "decision-wall": Rule({"ref": "D-9"}, get=404, view="decisions.view"),
    "decision-open": Rule({"ref": "D-9"}, get=405, post=404, right="decisions.prepare"),
    "decision-withdraw": Rule({"ref": "D-9"}, get=405, post=404, right="decisions.prepare"),
    "decision-agenda": Rule({"ref": "D-9"}, get=405, post=404, right="decisions.prepare"),
    "decision-point": Rule({"ref": "D-9", "position": 1}, get=405, post=404, right="decisions.prepare"),
    "decision-vote": Rule({"ref": "D-9"}, get=404, post=404, view="decisions.vote"),
    "decision-dissent": Rule({"ref": "D-9"}, get=405, post=404, right="decisions.vote"),
    "decision-condition": Rule({"ref": "D-9"}, get=405, post=404, right="decisions.prepare"),
    "decision-condition-remove": Rule({"ref": "D-9", "condition": "C-1"}, get=405, post=404, right="decisions.prepare"),
    "decision-risk": Rule({"ref": "D-9", "check": "scope.agreed"}, get=404, post=404, view="packs.waive"),
    "decision-close": Rule({"ref": "D-9"}, get=404, post=404, view="decisions.preside"),
    "scope": Rule(view="scope.view"),
    "process": Rule({"ref": "65.20"}, view="scope.view"),
    "requirements": Rule(view="scope.view"),
    "requirements-file": Rule(FORMS, view="scope.view"),
    "integrations": Rule(view="scope.view"),
    "integrations-file": Rule(FORMS, view="scope.view"),
    "parts": Rule(view="scope.view"),
    "parts-file": Rule(FORMS, view="scope.view"),
    "rollouts": Rule(view="scope.view"),
    "rollouts-file": Rule(FORMS, view="scope.view"),
    "delivered": Rule(view="scope.view"),
    "delivered-file": Rule(FORMS, view="scope.view"),
    "delivered-items": Rule(view="scope.view"),
    "delivered-items-file": Rule(FORMS, view="scope.view"),
    "delivered-item": Rule({"kind": "requirement", "ref": "R-1"}, post=422, right="scope.edit", view="scope.view"),
    "delivered-take": Rule(get=405, post=303, right="scope.edit"),
    "baselines": Rule(post=422, right="scope.baseline", view="scope.view"),
    "baseline": Rule({"number": 1}, view="scope.view"),
    "baseline-file": Rule({"number": 1, **FORMS}, view="scope.view"),
    "baseline-explain": Rule({"number": 1}, get=404, post=404, view="scope.edit"),
    "risk-profile": Rule(view="scope.view"),
    "risk-profile-file": Rule(FORMS, view="scope.view"),
    "risk-threshold": Rule(get=405, post=422, right="scope.edit"),
    "testing": Rule(view="testing.view"),
    "failing": Rule(view="testing.view"),
    "failing-file": Rule(FORMS, view="testing.view"),
    "coverage": Rule(view="testing.view"),
    "coverage-file": Rule(FORMS, view="testing.view"),
    "testers": Rule({"ref": "UAT-1"}, post=200, right="guests.share", view="testing.view"),
    "script": Rule({"ref": "UAT-1"}, view="testing.view"),
    "enter-run": Rule({"ref": "UAT-1", "case": "TC-1"}, post=422, view="testing.edit"),
    "interfaces": Rule(view="testing.view"),
    "interfaces-file": Rule(FORMS, view="testing.view"),
    "interface": Rule({"ref": "I-1"}, view="testing.view"),
    "performance": Rule(view="testing.view"),
    "performance-file": Rule(FORMS, view="testing.view"),
    "results-import": Rule(post=422, view="testing.edit"),
    "results-preview": Rule({"upload": "never-made"}, get=404, post=404, view="testing.edit"),
    "results-undo": Rule({"batch": "0" * 24}, get=404, post=404, view="testing.edit"),
    "load-upload": Rule(post=422, view="testing.edit"),
    "load-result": Rule(NO_RESULT, get=404, view="testing.view"),
    "load-result-file": Rule({**NO_RESULT, **FORMS}, get=404, view="testing.view"),
    "findings": Rule(view="testing.view"),
    "findings-file": Rule(FORMS, view="testing.view"),
    "report-finding": Rule(post=422, view="testing.edit"),
    "acceptance": Rule(view="testing.view"),
    "cycle": Rule({"ref": "UAT-1"}, view="testing.view"),
    "cycle-report": Rule({"ref": "UAT-1", "form": "xlsx"}, view="testing.view"),
    "leniency": Rule({"ref": "UAT-1"}, post=422, view="testing.edit"),
    "insist": Rule({"ref": "UAT-1"}, get=405, post=404, right="testing.edit"),
    "case": Rule({"ref": "TC-1"}, view="testing.view"),
    "test-runs": Rule(view="testing.view"),
    "test-runs-file": Rule(FORMS, view="testing.view"),
    "test-run": Rule({"ref": "RUN-1"}, get=404, view="testing.view"),
    "regression": Rule(view="testing.view"),
    "regression-file": Rule(FORMS, view="testing.view"),
    "plan-again": Rule(get=405, post=422, right="testing.edit", view="testing.edit"),
    "change-immaterial": Rule(
        {"of": "case", "ref": "TC-1"}, post=422, right="testing.declare-immaterial", view="testing.declare-immaterial"
    ),
    "cases": Rule(view="testing.view"),
    "cases-file": Rule(FORMS, view="testing.view"),
    "cutover": Rule(view="cutover.view"),
    "cutover-findings": Rule(view="cutover.view"),
    "cutover-calendar": Rule(view="cutover.view"),
    "cutover-project": Rule(view="cutover.view"),
    "cutover-run-sheet": Rule(view="cutover.view"),
    "cutover-code": Rule({"ref": "NONE"}, get=404, view="cutover.view"),
    "cutover-tasks": Rule(view="cutover.view"),
    "cutover-tasks-file": Rule(FORMS, view="cutover.view"),
    "cutover-checkpoints": Rule(view="cutover.view"),
    "cutover-decide": Rule({"ref": "9"}, get=404, post=404, right="cutover.decide", view="cutover.decide"),
    "cutover-rollback": Rule(view="cutover.view"),
    "cutover-forecast": Rule(post=303, view="cutover.view"),
    "cutover-gantt": Rule(view="cutover.view"),
    "cutover-graph": Rule(view="cutover.view"),
    "cutover-people": Rule(view="cutover.view"),
    "cutover-rehearsals": Rule(view="cutover.view"),
    "cutover-runs": Rule(view="cutover.view"),
    "cutover-run-open": Rule(post=422, right="cutover.run", view="cutover.run"),
    "cutover-run": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-changes": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-stream": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-act": Rule(NO_RUN, get=405, post=404, right="cutover.work"),
    "cutover-run-issues": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-messages": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-report": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-lessons": Rule(NO_RUN, get=405, post=404, right="cutover.run"),
    "cutover-run-report-file": Rule({**NO_RUN, "form": "pdf"}, get=404, view="cutover.view"),
    "cutover-run-paper": Rule({**NO_RUN, "number": 1, "form": "pdf"}, get=404, view="cutover.view"),
    "cutover-run-move": Rule(NO_RUN, get=405, post=404, right="cutover.run"),
    "cutover-run-weekend": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-message-words": Rule(NO_RUN, get=405, post=404, right="cutover.run"),
    "cutover-run-papers": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-sheet-now": Rule(NO_RUN, get=404, view="cutover.view"),
    "cutover-run-anew": Rule(NO_RUN, get=404, post=404, right="cutover.run", view="cutover.run"),
    "cutover-run-once-more": Rule(NO_RUN, get=404, post=404, right="cutover.run", view="cutover.run"),
    "cutover-run-step": Rule({**NO_RUN, "step": "9"}, get=404, view="cutover.view"),
    "cutover-learn": Rule({"ref": "R9"}, get=404, post=404, right="assurance.act", view="assurance.act"),
    "cutover-take": Rule({"ref": "9"}, get=405, post=404, right="cutover.plan"),
    "dependencies": Rule(view="own-dependencies.view"),
    "dependencies-file": Rule(FORMS, view="own-dependencies.view"),
    "dependency": Rule({"ref": "D-9"}, get=404, view="own-dependencies.view"),
    "dependency-link": Rule({"ref": "D-9"}, get=405, post=404, right="guests.share"),
    "dependency-note": Rule(
        {"ref": "D-9", "what": "match"}, get=405, post=404, right="dependencies.edit", view="dependencies.view"
    ),
    "agreed-requirements": Rule(view="dependencies.view"),
    "agreed-requirements-file": Rule(FORMS, view="dependencies.view"),
    "requirement-met": Rule({"ref": "Q-9"}, get=405, post=404, right="dependencies.edit"),
    "provider-meetings": Rule(view="dependencies.view"),
    "provider-meetings-file": Rule(FORMS, view="dependencies.view"),
    "actions": Rule(view="own-actions.view"),
    "actions-file": Rule(FORMS, view="own-actions.view"),
    "files": Rule(post=422, right="intake.import"),
    "project-zip": Rule(view="project.export"),
    "folder-preview": Rule({"upload": "never-made"}, get=404, post=404, view="intake.import"),
    "settings": Rule(post=422, view="project.edit"),
    "slide-template": Rule(post=422, view="project.edit"),
    "slide-template-remove": Rule(get=405, post=303, right="project.edit"),
    "slide-template-file": Rule(get=404, view="project.edit"),
    "lists": Rule(),
    "changes": Rule(),
    "undo": Rule({"uid": "0" * 24}, get=404, post=404),
    "list": Rule({"sheet": "scope.processes"}, view="scope.view"),
    "list-file": Rule({"sheet": "scope.processes", "form": "csv"}, view="scope.view"),
    "list-import": Rule({"sheet": "scope.requirements"}, post=422, view="scope.edit"),
    "offer": Rule({"sheet": "scope.requirements", "uid": "0" * 24}, get=404, post=404, view="scope.edit"),
    "offer-refused": Rule({"sheet": "scope.requirements", "uid": "0" * 24, "form": "csv"}, get=404, view="scope.edit"),
    "row": Rule({"sheet": "scope.requirements"}, post=422, view="scope.edit"),
    "row-remove": Rule({"sheet": "scope.requirements"}, get=404, post=404, view="scope.edit"),
    "cell": Rule({"sheet": "scope.requirements"}, get=404, post=404, view="scope.edit"),
    "bulk": Rule({"sheet": "scope.requirements"}, post=422, view="scope.edit"),
    "list-views": Rule({"sheet": "scope.requirements"}, get=405, post=422, view="scope.view"),
    "packs": Rule(view="readiness.view"),
    "pack": Rule({"ref": "go-live"}, view="readiness.view"),
    "pack-pin": Rule({"ref": "go-live", "version": "1999.1"}, get=405, post=404, right="packs.pin"),
    "pack-unpin": Rule({"ref": "go-live"}, post=422, view="packs.pin"),
    "pack-difference": Rule({"ref": "go-live", "version": "2026.1"}, view="readiness.view"),
    "ledger": Rule(view="ledger.view"),
    "ledger-verify": Rule(view="ledger.view"),
    "ledger-file": Rule(view="ledger.view"),
    "ledger-anchor": Rule(view="ledger.view"),
    "tokens": Rule(post=422),
    "token-revoke": Rule({"number": 1}, get=405, post=404),
    "webhooks": Rule(post=422, view="project.edit"),
    "webhook": Rule({"uid": "whk_0a1b"}, get=404, post=404, view="project.edit"),
    "webhook-do": Rule({"uid": "whk_0a1b", "what": "test"}, get=405, post=404, right="project.edit"),
    "people": Rule(view="people.view"),
    "people-file": Rule(FORMS, view="people.view"),
    "person": Rule({"ref": "sl"}, view="people.view"),
    "person-add": Rule(post=422, view="people.edit"),
    "person-change": Rule({"ref": "sl"}, post=422, view="people.edit"),
    "person-remove": Rule({"ref": "ghost"}, get=405, post=404, right="people.edit"),
    "person-invite": Rule({"ref": "ghost"}, get=405, post=404, right="people.invite"),
    "invitation-revoke": Rule({"ref": "sl"}, get=405, post=303, right="people.invite"),
    "who-may-what": Rule(view="people.view"),
    "groups": Rule(view="people.view"),
    "groups-file": Rule(FORMS, view="people.view"),
    "parties": Rule(view="people.view"),
    "party": Rule({"ref": "ghost"}, get=404, post=404, view="people.edit"),
    "party-consent": Rule({"ref": "ghost"}, get=405, post=404, right="people.consent"),
    "consent-setting": Rule(get=405, post=303, right="project.edit"),
    "authority": Rule(view="decisions.view"),
    "authority-file": Rule(FORMS, view="decisions.view"),
    "authority-change": Rule({"ref": "go-live"}, post=422, view="people.authority"),
    "knowledge": Rule(view="people.view"),
    "knowledge-file": Rule(FORMS, view="people.view"),
    "knowledge-choose": Rule(get=405, post=422, right="people.edit"),
    "knowledge-confirm": Rule({"ref": "sl", "topic": "Monitoring"}, post=422, view="knowledge.confirm"),
    "invitation": Rule({"token": "never-made"}, get=404, post=404, is_open=True, of_project=False),
    "guest-links": Rule(post=422, view="guests.share"),
    "guest-link-revoke": Rule({"ref": "0a1b2c3d"}, get=405, post=404, right="guests.share"),
    "guest": Rule({"token": "never-made"}, get=404, post=404, is_open=True, of_project=False),
    "guest-part": Rule({"token": "never-made", "rest": "a/b"}, get=404, post=404, is_open=True, of_project=False),
    "evidence": Rule({"name": "minutes.txt"}, view="files.view"),
}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    patterns = list(_patterns(get_resolver()))
    assert all(one.name for one in patterns), "an address without a name"
    assert {one.name for one in patterns if not one.name.startswith("api-")} == set(RULES)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_address_answers_each_viewer_as_its_rule_says(stage: Stage, viewer: str) -> None:
    client = _browser(stage, viewer)
    for name, rule in RULES.items():
        address = address_for(stage, name, rule)
        for method, allowed in (("get", rule.get), ("post", rule.post)):
            response = getattr(client, method)(address)
            wanted = _wanted(rule, method, allowed, viewer)
            assert response.status_code == wanted, f"{viewer} {method} {address}"
            if viewer == "anonymous" and not rule.is_open:
                assert response.headers["Location"].startswith(reverse("sign-in")), address
        if name in ("sign-out", "account-sessions-end") and viewer != "anonymous":
            client = _browser(stage, viewer)


def _browser(stage: Stage, viewer: str) -> Any:
    from django.test import Client

    if viewer == "anonymous":
        return Client()
    if viewer == "outsider":
        stage.cast.outsider.refresh_from_db()
        return stage.outsider()
    stage.cast.users["pc"].refresh_from_db()
    roles = list(ROLES) if viewer in GUESTS else [viewer] if viewer in ROLES else []
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(roles=roles)
    if viewer in GUESTS:
        _belongs(stage, GUESTS[viewer][0])
    return stage.client("pc")


def _belongs(stage: Stage, kind: str) -> None:
    """Whoever looks is of an organisation of that kind; partners need the customer's consent, which nobody gave."""
    party, _ = Party.objects.get_or_create(project=stage.project, ref="weighwell", name="Weighwell", kind=kind)
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(party=party)
    if kind == "partner":
        Project.objects.filter(pk=stage.project.pk).update(consent_needed=True)


def address_for(stage: Stage, name: str, rule: Rule) -> str:
    """The address of that name on the stage."""
    kwargs = dict(rule.kwargs)
    if rule.of_project:
        kwargs["slug"] = stage.project.slug
    if name == "evidence":
        from firstlight.assurance.models import EvidenceFile

        kwargs["digest"] = EvidenceFile.objects.get(project=stage.project, name="minutes.txt").digest
    return reverse(name, kwargs=kwargs)


def _wanted(rule: Rule, method: str, allowed: int, viewer: str) -> int:
    """What the viewer is to get: the way in, nothing, no, or what the address gives."""
    if rule.is_open:
        return allowed
    if viewer == "anonymous":
        return 302
    if allowed == 405 or not rule.of_project:
        return allowed
    if viewer in ("outsider", "no role"):
        return 404
    held = GUESTS[viewer][1] if viewer in GUESTS else RIGHTS[viewer]
    if rule.view and rule.view not in held:
        return 403
    if method == "post" and rule.right and rule.right not in held:
        return 403
    return allowed


def test_a_strangers_project_looks_exactly_like_one_that_does_not_exist(stage: Stage) -> None:
    client = stage.outsider()
    there = client.get(f"/p/{stage.project.slug}/")
    nowhere = client.get("/p/no-such-project/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert dict(there.headers) == dict(nowhere.headers)
    deep = client.get(f"/p/{stage.project.slug}/ledger/")
    assert deep.content == nowhere.content


def test_a_strangers_project_is_looked_up_no_further_than_one_that_does_not_exist(stage: Stage) -> None:
    """So that the time of the answer does not tell them apart either."""
    counts = []
    for slug in (stage.project.slug, "no-such-project"):
        for address in ("", "ledger/", "scope/processes/65.20/"):
            client = stage.outsider()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/p/{slug}/{address}").status_code == 404
            counts.append((address, len(asked)))
    assert counts[:3] == counts[3:]


def test_a_project_of_ones_own_shows_nothing_of_another_by_its_numbers(stage: Stage) -> None:
    """Refs and digests of one project lead nowhere in another."""
    from firstlight.assurance.models import EvidenceFile

    digest = EvidenceFile.objects.get(project=stage.project, name="minutes.txt").digest
    client = stage.outsider()
    for address in (
        f"evidence/{digest}/minutes.txt",
        "scope/processes/65/",
        "assessments/1/",
        "assessments/1/decision-pack.json",
        "assessments/1/compare/2/",
        "packs/go-live/",
        "checks/scope.agreed/",
    ):
        assert client.get(f"/p/elsewhere/{address}").status_code == 404, address


def test_numbers_that_no_database_holds_are_not_there(stage: Stage) -> None:
    for address in ("assessments/99999999999999999999/", "assessments/1/compare/99999999999999999999/"):
        assert stage.get(address).status_code == 404


def test_a_null_character_in_an_address_leads_nowhere(stage: Stage) -> None:
    for address in (
        "checks/%00/", "readiness/%00/", "scope/processes/a%00b/", "packs/go-live/%00/", "packs/%00/",
        f"evidence/{'0' * 64}/%00",
    ):  # fmt: skip
        assert stage.get(address).status_code == 404, address
    assert stage.client().get("/sign-in/%00/").status_code == 404


def test_what_makes_no_sense_in_an_address_is_left_aside(stage: Stage) -> None:
    for query in (
        "sort=nonsense", "sort=--status", "page=-1", "page=99999999999", "page=x", "q=%00", "q=%ff", "status=blue",
        "area=%F0%9F%8C%85", "before=99999999999999999999", "before=-1", "actor=%00", "action=x",
    ):  # fmt: skip
        for address in ("readiness/", "scope/requirements/", "actions/", "ledger/", "assessments/", "testing/failing/"):
            assert stage.get(f"{address}?{query}").status_code == 200, f"{address}?{query}"
