"""The page of one check."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.web.conftest import Stage


@pytest.mark.requirement("RDY-06")
def test_a_measured_check_shows_its_figure_its_records_and_when_it_was_judged(stage: Stage) -> None:
    page = stage.text("checks/acceptance.requirements-tested/")
    assert ">Measured</span>" in page
    assert re.search(r'fl-figure">1\s*<small>of 3</small>', page)
    assert "<b>Needed:</b> all of them; from 95 % it is partly met" in page
    assert f'href="/p/{stage.project.slug}/scope/requirements/?ref=R-2"' in page
    for label in ("Speaks of", "Judged"):
        assert f"<dt>{label}</dt>" in page
    assert "Fri 20 Nov, 09:40 CET" in page


@pytest.mark.requirement("RDY-06")
def test_what_a_person_attested_is_labelled_so_with_who_when_and_on_what(stage: Stage) -> None:
    page = stage.text("checks/support.transition/")
    assert "Attested, a person’s word" in page
    assert "Met, as attested" in page
    assert "“Agreed line by line.”" in page
    assert "Petra Lind, Programme lead, as Project lead" in page
    link = re.search(r'href="([^"]+/evidence/[^"]+)"', page)
    assert link
    assert stage.client().get(link.group(1)).content == b"minutes"


def test_an_attestation_that_is_not_believed_does_not_look_like_a_pass(stage: Stage) -> None:
    stage.attest("pl", "support.transition", "project-lead", statement="Again, without a file.")
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/support.transition/")
    assert "Attested as met" in page
    assert "Met, as attested" not in page
    assert "without the evidence that this check requires" in page


def test_a_stale_signature_shows_what_changed_before_and_after(stage: Stage) -> None:
    page = stage.text("checks/scope.agreed/")
    assert "Emil Strand" in page
    assert re.search(r"<dt>R-3 [^<]*<small>Added</small></dt>", page)
    assert "R-3 Added later" in page
    assert "<ins>" in page
    assert "Not signed yet" in page
    assert "0 of 2 valid" in page


def test_many_differences_unfold(stage: Stage) -> None:
    from firstlight.scope import actions, sheets

    stage.change(
        actions.change_requirements, sheets.REQUIREMENTS, *({"ref": f"N-{n}", "title": f"New {n}"} for n in range(9))
    )
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/scope.agreed/")
    assert "5 more differences" in page
    assert page.count("<small>Added</small>") == 10


def test_mitigations_stand_there_and_late_ones_stand_out(stage: Stage) -> None:
    page = stage.text("checks/acceptance.requirements-tested/")
    assert "Retest weights" in page
    assert re.search(r'class="sub fl-late">2 days overdue', page)
    assert ">Late</span>" in page
    assert f'href="/p/{stage.project.slug}/actions/?check=acceptance.requirements-tested"' in page
    assert "No action answers this check yet" in stage.text("checks/dependencies.aligned/")


@pytest.mark.requirement("RDY-01")
def test_what_why_outcome_risk_and_mitigation_stand_there_with_their_source(stage: Stage) -> None:
    page = stage.text("checks/uat.coverage/")
    for label in ("What to check", "Why", "Expected outcome", "Risk if not reached", "Usual mitigation"):
        assert re.search(rf"<dt>{label}</dt><dd>.{{20,}}?</dd>", page), label
    assert ">Mandatory</span>" in page
    assert "Go-live checklist: User acceptance test" in page
    assert "GL:" in page
    assert "Go-live readiness 2026.1" in page
    assert ">Recommended</span>" in stage.text("checks/go-live-readiness.gate-reviews/")


@pytest.mark.requirement("RDY-02")
def test_the_history_says_since_when_it_stands_so_and_how_it_came_there(stage: Stage) -> None:
    stage.attest("pl", "go-live-readiness.gate-reviews", "project-lead", files=[stage.evidence()])
    stage.assess(timedelta(hours=1))
    stage.assess(timedelta(hours=2))
    page = stage.text("checks/go-live-readiness.gate-reviews/")
    assert "since <span" in page
    assert "assessment 3</span>" in page
    assert "<b>Unknown to met</b>" in page
    history = page.partition('id="history"')[2]
    assert [int(n) for n in re.findall(r"assessment (\d)</a>", history)] == [4, 3, 1]


def test_an_accepted_risk_stands_there_with_who_bears_it(stage: Stage) -> None:
    from firstlight.packs.actions import accept_risk

    until = stage.inside.now + timedelta(days=40)
    person = stage.cast.people["es"]
    accept_risk(stage.inside, check_ref="scope.agreed", reason="Small team.", person=person, expires=until)
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/scope.agreed/")
    assert "“Small team.”" in page
    assert "Emil Strand accepts it in writing until" in page
    assert ">Risk accepted</span>" in page


def test_a_check_of_the_projects_own_says_so(stage: Stage) -> None:
    from firstlight.packs.actions import tailor_checks
    from firstlight.packs.sheets import CHECKS

    stage.change(
        tailor_checks,
        CHECKS,
        {"check_ref": "cutover.night/bus", "kind": "added", "title": "A shuttle runs", "reason": "No night bus"},
        {"check_ref": "uat.coverage", "kind": "changed", "title": "Deposits are covered", "reason": "They went wrong"},
    )
    before = stage.text("checks/cutover.night/bus/")
    assert "Not judged yet" in before
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/cutover.night/bus/")
    assert "Added by this project" in page
    assert "No night bus" in page
    assert "This project’s own" in page
    changed = stage.text("checks/uat.coverage/")
    assert "Deposits are covered" in changed
    assert "Worded by this project" in changed


def test_what_the_ledger_knows_of_it_stands_there(stage: Stage) -> None:
    page = stage.text("checks/support.transition/")
    assert "Check attested" in page
    assert "Petra Lind" in page.partition('id="ledger"')[2]


def test_a_check_that_is_not_there_is_not_there(stage: Stage) -> None:
    assert stage.get("checks/scope.nothing/").status_code == 404


def test_a_check_can_be_read_before_anything_was_judged(bare: Stage) -> None:
    page = bare.text("checks/scope.agreed/")
    assert "Not judged yet" in page
    assert "What to check" in page


def test_only_web_addresses_become_links(stage: Stage) -> None:
    from firstlight.assurance.models import Attestation

    Attestation.objects.update(links=["https://wiki.example/m", "javascript:alert(1)", "data:text/html,x"])
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/support.transition/")
    assert 'href="https://wiki.example/m"' in page
    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page
    assert 'href="data:' not in page


def test_a_roll_up_leads_to_what_it_restates(stage: Stage) -> None:
    page = stage.text("checks/go-live-readiness.scope/")
    assert "It restates other checks" in page
    assert f'href="/p/{stage.project.slug}/checks/scope.agreed/"' in page
