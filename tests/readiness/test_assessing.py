"""From records to a judgement, frozen, numbered and kept."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from firstlight.assurance.actions import attest, record_signatures, sign
from firstlight.assurance.sheets import ACTIONS, SIGNATURES
from firstlight.kernel import renderings
from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import NotFound, Refused
from firstlight.kernel.sheets import Row, RowChange
from firstlight.ledger.queries import head_of, search
from firstlight.packs.actions import accept_risk, load_pack, pin_packs, tailor_checks
from firstlight.packs.queries import version_named
from firstlight.packs.sheets import CHECKS
from firstlight.readiness.actions import assess_project
from firstlight.readiness.assessing import Assessor
from firstlight.readiness.models import AreaStanding, Assessment
from firstlight.readiness.queries import assessment_numbered, body_of, latest_assessment, newest, recent, trends
from firstlight.readiness.registry import measures
from firstlight.scope.sheets import PROCESSES, REQUIREMENTS, ROLLOUTS
from firstlight.workspace.actions import change_project
from tests.cast import NOW, Cast, added, profile
from tests.packs.making import check_text, pack_text

pytestmark = pytest.mark.requirement("RDY-11", "RDY-13", "RDY-14")

SIGNED = "        signatures: {covers: scope, roles: [executive-sponsor]}\n"


def judged_by(cast: Cast, *checks: str, area: str = "night") -> None:
    """From now on the project is judged by just these checks."""
    pack = load_pack(cast.machine, pack_text(*checks, area=area).encode(), "night.yaml")
    pin_packs(cast.machine, [pack])


def say(cast: Cast, ref: str = "night.bus", state: str = "met", **values: Any) -> None:
    words = {"check_ref": ref, "state": state, "statement": "The bus runs.", "role": "project-lead"}
    attest(cast.context("pl", values.pop("at", NOW)), **words, person=cast.people["pl"], **values)


def assess(cast: Cast, days: float = 0) -> dict[str, Any]:
    return body_of(assess_project(cast.context("pl", NOW + timedelta(days=days))))


def only(document: dict[str, Any]) -> dict[str, Any]:
    ((check,),) = [area["checks"] for area in document["areas"]]
    return dict(check)


def test_what_nobody_knows_is_no_go(cast: Cast) -> None:
    judged_by(cast, check_text())
    document = assess(cast)
    assert document["verdict"] == "no-go"
    (reason,) = document["reasons"]
    assert (reason["check"], reason["status"], reason["kind"], reason["blocks"]) == (
        "night.bus", "unknown", "unknown", True,
    )  # fmt: skip
    assert (reason["title"], reason["area"]) == ("A bus runs at night", "night")


def test_a_word_makes_it_go_until_it_lapses(cast: Cast) -> None:
    judged_by(cast, check_text())
    say(cast)
    assert assess(cast)["verdict"] == "go"
    after = assess(cast, days=30)
    assert after["verdict"] == "no-go"
    assert "lapsed on 20 Dec 2026" in after["reasons"][0]["sentence"]


def test_a_word_of_tomorrow_does_not_count_today(cast: Cast) -> None:
    judged_by(cast, check_text())
    say(cast, at=NOW + timedelta(days=1))
    assert assess(cast)["verdict"] == "no-go"
    assert assess(cast, days=1)["verdict"] == "go"


def test_an_accepted_risk_makes_it_conditional_until_it_expires(cast: Cast) -> None:
    judged_by(cast, check_text())
    words = {"check_ref": "night.bus", "reason": "A colleague drives.", "person": cast.people["es"]}
    accept_risk(cast.context("es"), **words, expires=NOW + timedelta(days=10))
    document = assess(cast)
    assert document["verdict"] == "conditional"
    assert document["reasons"][0]["sentence"].endswith(
        "Emil Strand accepts the risk until 30 Nov 2026: A colleague drives."
    )
    (risk,) = document["accepted_risks"]
    assert (risk["check"], risk["person"], risk["job"], risk["reason"]) == (
        "night.bus", "Emil Strand", "Managing director", "A colleague drives.",
    )  # fmt: skip
    assert only(document)["accepted"]["expires"] == "2026-11-30T09:40:00+01:00"
    assert assess(cast, days=10)["verdict"] == "no-go"


def test_a_measure_is_read_once_however_many_checks_it_judges(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = "{measure: scope.users, thresholds: {met: 100}}"
    judged_by(cast, check_text("a", judged_by=judged), check_text("b", judged_by=judged))
    found, asked = measures["scope.users"], []
    counting = type(found)(
        found.name,
        found.title,
        found.unit,
        found.better,
        lambda project, now: asked.append(now) or found.read(project, now),
    )
    monkeypatch.setitem(measures._entries, "scope.users", counting)
    Assessor(cast.project, NOW).judge()
    assert asked == [NOW]


def test_a_measured_check_shows_its_figure(cast: Cast) -> None:
    judged_by(cast, check_text(judged_by="{measure: scope.users, thresholds: {met: 100}}"))
    put(cast, ROLLOUTS, ref="W1", title="Wave 1", users=420)
    put(cast, ROLLOUTS, ref="W2", title="Wave 2")
    check = only(assess(cast))
    assert (check["status"], check["basis"], check["figure"], check["of"]) == ("unmet", "measured", 1, 2)
    assert check["figure_text"] == "1 of 2 rollouts"
    assert [record["ref"] for record in check["records"]] == ["W2"]


def put(cast: Cast, sheet: Any, **values: Any) -> None:
    sheet.apply(cast.machine, cast.project, [added(sheet, **values)])


def sign_scope(cast: Cast) -> None:
    today = renderings.render(cast.project, "scope", NOW)
    assert today
    words = {"on": "scope", "role": "executive-sponsor", "statement": "This is it.", "digest": today.digest()}
    sign(cast.context("es"), **words, person=cast.people["es"])


@pytest.mark.requirement("RDY-09")
def test_a_signature_that_goes_stale_moves_the_verdict_and_says_what_changed(cast: Cast) -> None:
    judged_by(cast, check_text(more=SIGNED))
    put(cast, PROCESSES, ref="65", title="Order to cash", level=1)
    say(cast)
    assert assess(cast)["verdict"] == "no-go"
    sign_scope(cast)
    assert assess(cast)["verdict"] == "go"
    put(cast, REQUIREMENTS, ref="R-1", title="Confirm an order", process="65")
    document = assess(cast)
    assert document["verdict"] == "conditional"
    assert [reason["kind"] for reason in document["reasons"]] == ["stale"]
    (signature,) = document["signatures"]
    assert (signature["state"], signature["person"], signature["role_title"]) == (
        "stale",
        "Emil Strand",
        "Executive sponsor",
    )
    assert signature["differences"] == ["Added since: R-1 Confirm an order (Process: 65)"]
    assert only(document)["mark"] == "stale"
    assert [area["status"] for area in document["areas"]] == ["stale"]


def test_signatures_that_no_check_asks_for_are_shown_and_change_nothing(cast: Cast) -> None:
    judged_by(cast, check_text())
    put(cast, PROCESSES, ref="65", title="Order to cash", level=1)
    say(cast)
    sign_scope(cast)
    row = {"on": "testing:uat", "person": "ap", "role": "approver", "statement": "Tested.", "signed": NOW}
    record_signatures(cast.machine, cast.project, [added(SIGNATURES, **row)])
    put(cast, PROCESSES, ref="75", title="Procure to pay", level=1)
    document = assess(cast)
    assert {(one["on"], one["state"], one["person"]) for one in document["signatures"]} == {
        ("scope", "stale", "Emil Strand"), ("testing:uat", "missing", "Anna Prahl"),
    }  # fmt: skip
    assert document["verdict"] == "go"


def test_a_check_does_not_apply_only_when_the_profile_says_so(cast: Cast) -> None:
    judged_by(cast, check_text(more="        applies_when: {profile: {isv: true}}\n"), check_text("taxi"))
    say(cast, "night.taxi")
    assert assess(cast)["verdict"] == "no-go"
    change_project(cast.context("pl"), profile(answers={"isv": True}))
    assert assess(cast)["verdict"] == "no-go"
    change_project(cast.context("pl"), profile(answers={"isv": False}))
    document = assess(cast)
    assert document["verdict"] == "go"
    check = document["areas"][0]["checks"][0]
    assert (check["status"], check["reasons"]) == ("not-applicable", ["The profile of the project answers no to isv."])


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("{product: [customer-engagement]}", "It applies to customer-engagement only."),
        ("{approach: [big-bang]}", "It applies to a big-bang go-live only."),
        ("{product: [finance-operations], approach: [phased]}", ""),
        ("{product: [finance-operations], approach: [big-bang, phased]}", ""),
    ],
)
def test_a_check_of_another_product_or_approach_does_not_apply(cast: Cast, when: str, reason: str) -> None:
    judged_by(cast, check_text(more=f"        applies_when: {when}\n"))
    check = only(assess(cast))
    assert (check["status"] == "not-applicable") is bool(reason)
    if reason:
        assert check["reasons"] == [reason]


@pytest.mark.requirement("RDY-02")
def test_a_fact_that_is_restated_is_counted_once(cast: Cast) -> None:
    restated = check_text("sum", title="All is ready at night", judged_by="{roll_up: {areas: [night]}}")
    judged_by(cast, check_text(), restated)
    document = assess(cast)
    assert [reason["check"] for reason in document["reasons"]] == ["night.bus"]
    assert document["areas"][0]["checks"][1]["status"] == "unknown"
    say(cast)
    after = assess(cast)
    assert (after["verdict"], after["areas"][0]["checks"][1]["status"]) == ("go", "met")


def test_a_roll_up_that_does_not_apply_says_so(cast: Cast) -> None:
    more = "        applies_when: {approach: [big-bang]}\n"
    judged_by(cast, check_text(), check_text("sum", judged_by="{roll_up: {areas: [night]}}", more=more))
    assert assess(cast)["areas"][0]["checks"][1]["status"] == "not-applicable"


def test_a_projects_own_checks_count_like_any_other(cast: Cast) -> None:
    judged_by(cast, check_text())
    say(cast)
    row = {
        "check_ref": "night.ferry",
        "kind": "added",
        "title": "A ferry runs",
        "obligation": "mandatory",
        "reason": "Sea",
    }
    tailor_checks(cast.context("pl"), cast.project, [added(CHECKS, **row)])
    assert assess(cast)["verdict"] == "no-go"
    say(cast, "night.ferry")
    assert assess(cast)["verdict"] == "go"


def test_without_any_pack_nothing_is_known(cast: Cast) -> None:
    pin_packs(cast.machine, [])
    document = assess(cast)
    assert (document["verdict"], document["pack"], document["areas"]) == ("no-go", None, [])
    assert document["reasons"][0]["sentence"] == "There is no mandatory check to judge by, so nothing is known."


def test_all_four_packs_can_be_used_together(cast: Cast) -> None:
    names = ("go-live", "change-management", "transition-to-support", "adoption-conversation")
    pin_packs(cast.machine, [version_named(name) for name in names])
    document = assess(cast)
    assert [pack["ref"] for pack in document["packs"]] == list(names)
    assert len(document["areas"]) > 20
    assert document["verdict"] == "no-go"


# frozen -------------------------------------------------------------------------------------------------------------


def test_an_assessment_is_frozen_with_the_digest_of_its_body_under_the_next_number(cast: Cast) -> None:
    first, second = assess_project(cast.context("pl")), assess_project(cast.context("wo"))
    assert (first.number, second.number) == (1, 2)
    assert str(first) == f"assessment 1 of {cast.project.pk}"
    for one in (first, second):
        assert one.digest == hashlib.sha256(one.body.encode()).hexdigest()
        assert canonical(json.loads(one.body)) == one.body
        assert one.verdict == body_of(one)["verdict"]
    entry = search(cast.project, most=1)[0]
    assert json.loads(entry.after or "") == {"number": 2, "verdict": "no-go", "digest": second.digest}


def test_each_project_counts_for_itself(cast: Cast) -> None:
    from firstlight.workspace.models import Project

    assess_project(cast.context("pl"))
    elsewhere = Project.objects.get(slug="elsewhere")
    assert assess_project(cast.machine.within(elsewhere)).number == 1


def test_it_says_at_what_entry_of_the_ledger_it_stood(cast: Cast) -> None:
    head = head_of(cast.project)
    assert assess(cast)["ledger"] == {"entries": head.sequence, "head": head.digest}


def test_the_same_records_at_the_same_time_give_the_same_document(cast: Cast) -> None:
    first, second = assess(cast), assess(cast)
    del first["ledger"], second["ledger"]
    assert first == second


def test_every_instant_of_a_document_is_in_the_zone_of_the_project(cast: Cast) -> None:
    document = assess(cast)
    assert document["as_of"] == "2026-11-20T09:40:00+01:00"
    assert document["project"]["cutover_window"] == ["2026-12-04T18:00:00+01:00", "2026-12-07T05:00:00+01:00"]
    assert document["project"]["next_committee"] is None


def test_open_actions_are_part_of_it_with_those_that_are_late_marked(cast: Cast) -> None:
    for ref, due in (("A-1", date(2026, 11, 19)), ("A-2", date(2026, 11, 20)), ("A-3", None)):
        put(cast, ACTIONS, ref=ref, title=f"Do {ref}", due=due)
    assert [(one["ref"], one["due"], one["overdue"]) for one in assess(cast)["actions"]] == [
        ("A-1", "2026-11-19", True), ("A-2", "2026-11-20", False), ("A-3", None, False),
    ]  # fmt: skip


def test_an_attestation_is_shown_with_its_evidence(cast: Cast) -> None:
    from firstlight.assurance.actions import keep_evidence

    judged_by(cast, check_text())
    file = keep_evidence(cast.machine, b"plan", name="plan.pdf", effective=NOW)
    say(cast, files=[file])
    word = only(assess(cast))["attestation"]
    assert (word["person"], word["title"], word["state"]) == ("Petra Lind", "Programme lead", "met")
    assert word["evidence"] == [{"name": "plan.pdf", "digest": file.digest}]


def test_who_may_not_assess_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs the right to assess the project"):
        assess_project(cast.context("au"))
    assert not Assessment.objects.exists()


def test_judging_costs_the_same_queries_for_few_and_for_many(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            Assessor(cast.project, NOW).judge()
        return len(asked)

    def more(start: int, count: int) -> None:
        rows = [added(REQUIREMENTS, ref=f"R-{number}", title="x") for number in range(start, start + count)]
        REQUIREMENTS.apply(cast.machine, cast.project, rows)
        for number in range(start, start + count):
            say(cast, f"cutover.check-{number}")

    more(0, 2)
    few = cost()
    more(2, 30)
    assert cost() == few


# reading ------------------------------------------------------------------------------------------------------------


def test_assessments_are_found_by_number_and_by_age(cast: Cast) -> None:
    assert latest_assessment(cast.project) is None
    for _ in range(3):
        assess_project(cast.context("pl"))
    assert [one.number for one in recent(cast.project, 2)] == [2, 3]
    assert [one.number for one in newest(cast.project, 2)] == [3, 2]
    assert assessment_numbered(cast.project, 2).number == 2
    found = latest_assessment(cast.project)
    assert found
    assert found.number == 3
    with pytest.raises(NotFound, match="There is no assessment 9"):
        assessment_numbered(cast.project, 9)


def test_the_trend_of_an_area_is_drawn_without_opening_the_documents(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    judged_by(
        cast,
        check_text(),
        check_text("taxi"),
        check_text("light", more="        applies_when: {approach: [big-bang]}\n"),
    )
    assess(cast)
    say(cast)
    assess(cast)
    with django_assert_num_queries(2):
        points = trends(cast.project)["night"]
    assert [(point.number, point.not_met, point.checks, point.mark) for point in points] == [
        (1, 2, 2, "unknown"), (2, 1, 2, "unknown"),
    ]  # fmt: skip
    assert str(AreaStanding.objects.first()) == "night: unknown"


def test_rewording_a_row_is_seen_by_the_next_assessment_only(cast: Cast) -> None:
    judged_by(cast, check_text(judged_by="{measure: scope.users, thresholds: {met: 100}}"))
    put(cast, ROLLOUTS, ref="W1", title="Wave 1")
    before = assess_project(cast.context("pl"))
    row = ROLLOUTS.store.current(cast.project)["W1",]
    ROLLOUTS.apply(
        cast.machine, cast.project, [RowChange("changed", row, Row(row.identity, {**row.values, "users": 1}))]
    )
    assert assess(cast)["verdict"] == "go"
    assert body_of(assessment_numbered(cast.project, before.number))["verdict"] == "no-go"
