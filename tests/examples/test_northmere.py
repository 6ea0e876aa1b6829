"""The example project tells the story it is meant to tell."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.examples.judging import EXAMPLES, STATES, blocking, check, judged, stale, state

pytestmark = pytest.mark.django_db

BEFORE, COMMITTEE, TODAY, LATER = STATES


def test_today_it_is_no_go_for_seven_reasons() -> None:
    document = state(TODAY)
    assert document["verdict"] == "no-go"
    assert blocking(document) == [
        "acceptance.requirements-tested",
        "acceptance.accepted",
        "performance.search",
        "performance.critical-issues",
        "dependencies.aligned",
        "sit.bank-outage",
        "change.training",
    ]


def test_each_reason_says_what_is_the_matter() -> None:
    sentences = {one["check"]: one["sentence"] for one in state(TODAY)["reasons"] if one["blocks"]}
    assert sentences["acceptance.requirements-tested"] == "8 of 153 requirements in scope have no passing test result."
    assert sentences["acceptance.accepted"] == (
        "60 Inventory to deliver: 2 of 65 cases of the user acceptance test have not passed."
    )
    assert sentences["performance.search"] == (
        "PC-04 Item search within 2.0 s: 95 of 100 requests “Item search” took up to 3.40 s; asked for: at most 2 s."
    )
    assert sentences["performance.critical-issues"].startswith("PI-07 Item search takes 4.6 s is of high or critical")
    assert sentences["dependencies.aligned"].startswith("Skanwerk Devices promises D-04 Warehouse scanners for 8 Dec")
    assert sentences["sit.bank-outage"].startswith("Nobody has attested this yet")
    assert sentences["change.training"].startswith("The word of Nadia Rossi lapsed on 19 Nov 2026")


def test_three_of_the_untested_requirements_carry_catch_weight_invoicing() -> None:
    untested = [one["ref"] for one in check(state(TODAY), "acceptance.requirements-tested")["records"]]
    assert untested == ["R-270", "R-271", "R-272", "R-274", "R-276", "R-277", "R-279", "R-280"]


def test_signatures_of_finance_went_stale_with_the_change_request() -> None:
    found = stale(state(TODAY))
    assert set(found) == {("scope", "Friederike Thomsen"), ("testing:uat", "Friederike Thomsen")}
    scope, uat = found["scope", "Friederike Thomsen"], found["testing:uat", "Friederike Thomsen"]
    assert sum(one.startswith(("Added since: R-27", "Added since: R-280")) for one in scope) == 11
    assert sum(one.startswith("Added since: TC-2") for one in uat) == 11
    assert any("TC-189" in one and "from “failed” to “passed”" in one for one in uat)


def test_since_the_committee_some_things_got_worse_and_more_got_better() -> None:
    from firstlight.readiness.comparing import compare

    changes = compare(state(COMMITTEE), state(TODAY))
    worse = {one.title for one in changes if one.better is False}
    assert "Each requirement in scope has passed a test" in worse
    assert "Everyone is trained for the first day" in worse
    assert sum(one.better is True for one in changes) > 2 * len(worse)


def test_the_project_converges() -> None:
    assert [len(blocking(state(name))) for name in STATES] == [42, 14, 7, 0]


def test_later_it_is_conditional_on_two_accepted_risks_a_stale_signature_and_one_thing_partly_met() -> None:
    document = state(LATER)
    assert document["verdict"] == "conditional"
    assert [(one["kind"], one["check"]) for one in document["reasons"]] == [
        ("accepted", "performance.virtual-desktops"),
        ("accepted", "dependencies.aligned"),
        ("stale", "cutover.checkpoint"),
        ("partly", "dependencies.requirements"),
    ]
    assert set(stale(document)) == {("cutover-checkpoints", "Henrik Aldag")}
    assert [one["person"] for one in document["accepted_risks"]] == ["Henrik Aldag", "Henrik Aldag"]


@pytest.mark.parametrize("name", STATES)
def test_every_file_counts_but_the_note_for_people(name: str) -> None:
    document = state(name)
    assert document["ignored"] == ["README.md"]
    short = "tests/SIT-1/2026-07-03 order to cash.xml: The file declares 23 tests, 21 are in it."
    momentary = (
        "Percentiles of a history are those of the moment; those of the whole run are in the file “…_stats.csv”."
    )
    history = [f"load/PERF-1/2026-11-05 nine hours_stats_history.csv: {momentary}"]
    assert document["notes"] == [*(history if name != BEFORE else []), short]


def test_people_speak_only_in_roles_they_hold() -> None:
    from firstlight.assurance.models import Attestation, Signature

    judged(EXAMPLES / LATER)
    for words in (Attestation, Signature):
        for one in words.objects.select_related("person"):
            assert one.role in one.person.roles, one


@pytest.mark.parametrize("name", STATES)
def test_every_stated_number_of_the_minutes_ties_with_the_assessment(name: str) -> None:
    """The minutes of a committee quote the assessment it had before it."""
    minutes = {
        BEFORE: ("2026-10-29", "42 mandatory checks stand in the way, 13 of them because nothing is known yet"),
        COMMITTEE: ("2026-11-12", "Fourteen mandatory checks stood in the way, six of them for want of a signature"),
    }
    if name in minutes:
        day, words = minutes[name]
        text = (EXAMPLES / TODAY / "evidence" / f"{day} committee minutes.md").read_text(encoding="utf-8")
        assert words in text
    unknown = [one["sentence"] for one in state(name)["reasons"] if one["blocks"] and one["kind"] == "unknown"]
    expected = {BEFORE: (13, 0), COMMITTEE: (7, 6), TODAY: (2, 0), LATER: (0, 0)}
    assert (len(unknown), sum(one.startswith("Not signed yet") for one in unknown)) == expected[name]


def test_one_changed_number_makes_the_signatures_on_the_scope_stale(tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(EXAMPLES / LATER, folder)
    rollouts = folder / "rollouts.csv"
    text = rollouts.read_text(encoding="utf-8-sig")
    rollouts.write_text(text.replace('"412"', '"430"'), encoding="utf-8-sig")
    document = judged(folder)
    found = {key: words for key, words in stale(document).items() if key[0] == "scope"}
    assert set(found) == {("scope", "Henrik Aldag"), ("scope", "Friederike Thomsen")}
    for words in found.values():
        assert len(words) == 1
        assert "Users: 412" in words[0]
        assert "Users: 430" in words[0]
    assert ("stale", "scope.agreed") in [(one["kind"], one["check"]) for one in document["reasons"]]
    assert document["verdict"] == "conditional"


def test_the_committee_could_decide_as_it_did_and_the_assessment_it_decided_on_is_kept() -> None:
    from firstlight.packs.queries import waivers_of
    from firstlight.readiness import deciding
    from firstlight.readiness.models import Assessment, Decision, Vote
    from firstlight.readiness.queries.decisions import conditions_of, unaccepted

    document = judged(EXAMPLES / TODAY)
    decision = Decision.objects.get(ref="D-1")
    project, closed = decision.project, decision.closed
    assert closed is not None
    kept = Assessment.objects.get(number=decision.assessment_number)
    assert (kept.digest, kept.verdict) == (decision.assessment_digest, decision.verdict)
    conditions = conditions_of(decision, closed.date())
    assert [(one.condition.owner, one.state) for one in conditions] == [
        ("Bo Lindahl", "open"),
        ("Jonas Riedel", "open"),
    ]
    votes = list(Vote.objects.filter(decision=decision).values_list("person__ref", "vote"))
    assert votes == [("ha", "conditional"), ("pl", "conditional"), ("ft", "conditional"), ("mo", "no-go")]
    waived = waivers_of(project, closed)
    assert {one["check"] for one in decision.accepted} <= waived.keys()
    why_not = deciding.why_not_close(
        decision.outcome, votes=len(votes), quorum=decision.quorum or 0, conditions=len(conditions),
        unaccepted=[one["title"] for one in unaccepted(project, decision, closed)], accepted=len(decision.accepted),
    )  # fmt: skip
    assert why_not == ""
    assert [one["person"] for one in document["decision"]["dissents"]] == ["Margit Ohlsen"]
    assert sum(one["kind"] == "condition" for one in document["reasons"]) >= 2


def test_the_gate_review_is_in_mitigation_with_every_required_question_answered() -> None:
    from firstlight.readiness.models import Finding, Review
    from firstlight.readiness.queries.reviews import reviews_to_answer

    judged(EXAMPLES / TODAY)
    assert dict(Review.objects.values_list("ref", "state")) == {"GR-1": "complete", "GR-2": "mitigation"}
    assert not [one for _, sections in reviews_to_answer(Review.objects.get(ref="GR-2").project) for one in sections
                if one.missing]  # fmt: skip
    held = Finding.objects.filter(review__ref="GR-2", state="open").exclude(kind="assertion")
    assert set(held.values_list("ref", flat=True)) == {"GR-2-F1", "GR-2-F2", "GR-2-F5"}


def test_people_decide_and_know_and_are_asked() -> None:
    from firstlight.assurance.models import Delegation, SignatureRequest
    from firstlight.workspace.charts import who_decides
    from firstlight.workspace.crew import people_check
    from firstlight.workspace.models import PersonGroup, Project

    judged(EXAMPLES / TODAY)
    project = Project.objects.get()
    assert [one.ref for one in who_decides(project, "go-live")] == ["ha", "mo", "pl", "ft"]
    check = people_check(project)
    assert (len(check.people), check.lacking(date(2026, 11, 20))) == (4, [])
    assert sum(PersonGroup.objects.values_list("size", flat=True)) == 412
    assert (SignatureRequest.objects.count(), Delegation.objects.count()) == (2, 2)


#: Where something of this installation or of whoever looks would stand, which no folder brings.
OWN = ("guest-links", "tokens", "webhooks", "changes", "cutover-runs", "cutover-forecast")


@pytest.mark.thorough
def test_no_page_of_the_example_is_empty_but_where_something_of_this_installation_would_stand() -> None:
    from tests.web.test_addresses import RULES

    judged(EXAMPLES / TODAY)
    client, slug = _lead_signed_in()
    empty = []
    for name, rule in RULES.items():
        if rule.get != 200 or not rule.of_project or rule.kwargs or name in OWN:
            continue
        page = client.get(reverse(name, args=[slug]))
        if "text/html" in page.headers["Content-Type"] and 'class="fl-empty' in page.content.decode():
            empty.append(name)
    assert not empty


def _lead_signed_in() -> tuple[Client, str]:
    from firstlight.identity.models import User
    from firstlight.workspace.models import Person, Project

    project = Project.objects.get()
    lead = Person.objects.get(project=project, ref="pl")
    lead.user = User.objects.create(email="lead@example.org", name=lead.name)
    lead.save()
    client = Client()
    client.force_login(lead.user)
    return client, project.slug
