"""The scope against what is delivered: counted, compared, proposed by tests, shared by link."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from firstlight.scope.models import Requirement
from firstlight.workspace.queries import zone_of
from tests.web.conftest import Stage

pytestmark = pytest.mark.requirement("SCO-05")

ITEM = "scope/delivered/items/requirement/R-1/"


def looked_at(page: str) -> str:
    """What the form of a page says that it showed."""
    import html

    found = re.search(r'name="looked_at" value="([^"]*)"', page)
    assert found
    return html.unescape(found.group(1))


def say(stage: Stage, ref: str = "po", address: str = ITEM, **answers: Any) -> Any:
    answers = {"delivered": "missing", "looked_at": looked_at(stage.text(address)), **answers}
    return stage.post(address, ref, **answers)


def test_before_anything_is_compared_all_is_unknown_and_nothing_a_pass(stage: Stage) -> None:
    page = stage.text("scope/delivered/")
    assert "Of 6 items in scope: 0 delivered, 0 partial, 0 missing, 6 not compared yet." in page
    assert "No gap is known. What is not compared yet may hold some." in page
    assert "Compare the rest" in page


def test_a_gap_is_named_with_what_it_lacks_until_it_is_there(stage: Stage) -> None:
    assert say(stage).status_code == 303
    page = stage.text("scope/delivered/")
    assert "Lacks a priority, a level of risk, an owner, an expected date" in page
    assert "1 missing" in page
    item = stage.text(ITEM)
    assert "This gap still lacks a priority" in item
    whole = {"gap_priority": "high", "gap_risk": "low", "gap_owner": "Paula Ortiz", "expected": "2026-11-18"}
    assert say(stage, **whole, action="A-1").status_code == 303
    page = stage.text("scope/delivered/")
    assert "Lacks" not in page
    assert "2 days overdue" in page
    row = Requirement.objects.get(project=stage.project, ref="R-1")
    assert (row.expected, row.action) == (date(2026, 11, 18), "A-1")
    assert row.compared_on == stage.inside.now.astimezone(zone_of(stage.project)).date()


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    response = say(stage, action="A-99", gap_owner="Paula Ortiz", expected="soon")
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is no action “A-99”." in page
    assert "Enter a valid date." in page
    assert 'value="Paula Ortiz"' in page
    assert Requirement.objects.get(project=stage.project, ref="R-1").delivered == ""
    assert stage.post(ITEM, "po", delivered="missing", looked_at="[]").status_code == 422


def test_who_was_second_is_told_what_the_first_said_and_keeps_what_was_typed(stage: Stage) -> None:
    seen = looked_at(stage.text(ITEM))
    assert say(stage, ref="wo", delivered="partial", gap_owner="Willem").status_code == 303
    response = stage.post(ITEM, "po", delivered="missing", gap_owner="Paula", looked_at=seen)
    assert response.status_code == 409
    page = response.content.decode()
    assert "compared by somebody else" in page
    assert "It says now: Partial, Willem." in page
    assert 'value="Paula"' in page
    again = stage.post(ITEM, "po", delivered="missing", gap_owner="Paula", looked_at=looked_at(page))
    assert again.status_code == 303
    assert Requirement.objects.get(project=stage.project, ref="R-1").gap_owner == "Paula"


def test_who_may_only_look_gets_no_form_and_is_refused(stage: Stage) -> None:
    page = stage.text(ITEM, "au")
    assert "Save comparison" not in page
    assert stage.post(ITEM, "au", delivered="delivered", looked_at="").status_code == 403
    assert stage.get("scope/delivered/items/rollout/W1/").status_code == 404
    assert stage.get("scope/delivered/items/part/R-1/").status_code == 404


def test_passed_tests_propose_and_nothing_counts_until_a_person_takes_it(stage: Stage) -> None:
    page = stage.text("scope/delivered/items/")
    assert "Tests propose 1 item as delivered. It does not count until somebody takes it." in page
    assert "Proposed: delivered. Its 1 case passed." in page
    assert "0 delivered" in stage.text("scope/delivered/")
    assert stage.post("scope/delivered/take/", "au").status_code == 403
    assert stage.post("scope/delivered/take/?kind=part").status_code == 303
    assert not Requirement.objects.filter(delivered="delivered").exists()
    assert stage.post("scope/delivered/take/?proposed=yes").status_code == 303
    taken = Requirement.objects.filter(project=stage.project, delivered="delivered").values_list("ref", flat=True)
    assert list(taken) == ["R-1"]
    assert "Tests propose" not in stage.text("scope/delivered/items/")


def test_a_failed_case_proposes_nothing(stage: Stage) -> None:
    from firstlight.testing.proposals import delivery_proposals

    assert set(delivery_proposals(stage.project)) == {("requirement", "R-1")}


def test_items_are_filtered_by_the_address_and_taken_along(stage: Stage) -> None:
    say(stage, gap_priority="high")
    assert "1 gap<" in stage.text("scope/delivered/?priority=high")
    assert "No row fits" in stage.text("scope/delivered/?priority=low")
    assert "1 gap<" in stage.text("scope/delivered/?process=65")
    assert "No row fits" in stage.text("scope/delivered/?process=99")
    assert "1 gap<" in stage.text("scope/delivered/?due=no-date&lacks=some")
    assert "5 items<" in stage.text("scope/delivered/items/?state=unknown")
    assert "1 item<" in stage.text("scope/delivered/items/?kind=integration")
    for address in ("scope/delivered/list.csv", "scope/delivered/items/list.csv?state=missing"):
        rows = list(csv.reader(io.StringIO(stage.get(address).content.decode("utf-8-sig"))))
        assert [row[1] for row in rows] == ["Ref", "R-1"]
    assert stage.get("scope/delivered/items/list.xlsx").content[:2] == b"PK"


def test_an_empty_scope_says_what_to_do(bare: Stage) -> None:
    assert "Nothing is in scope yet" in bare.text("scope/delivered/")


def test_somebody_with_a_link_sees_the_comparison_and_no_names(stage: Stage) -> None:
    from django.test import Client

    say(stage, gap_priority="high", gap_owner="Paula Ortiz")
    response = stage.post("guest-links/", shows="scope-delivered|", label="Steering group", days="7")
    assert response.status_code == 303
    from firstlight.web.guests import guest_pages
    from firstlight.workspace.actions import make_guest_link

    purpose = guest_pages["scope-delivered"].purpose
    _, token = make_guest_link(stage.cast.context("pl"), purpose, subject="", title="Scope", label="Steering", days=7)
    page = Client().get(f"/g/{token}/").content.decode()
    assert "Take an order with a deposit" in page
    assert "Process owner" in page
    assert "Paula Ortiz" not in page
    assert "Save comparison" not in page
    assert "/p/wave-1/" not in page
    assert Client().get(f"/g/{token}/?priority=low").content.decode().count("No row fits") == 1
    assert Client().get(f"/g/{token}/?q=Paula").content.decode().count("No row fits") == 1
    assert Client().get(f"/g/{token}/more").status_code == 404
    assert Client().post(f"/g/{token}/").status_code == 405


def test_ten_thousand_items_stay_a_page_that_can_be_read(stage: Stage) -> None:
    from firstlight.scope.models import Process

    top = Process.objects.get(project=stage.project, ref="65.20.050")
    rows = [
        Requirement(project=stage.project, ref=f"N-{n:05}", title=f"Requirement {n}", process=top, delivered="missing")
        for n in range(10_000)
    ]
    Requirement.objects.bulk_create(rows, batch_size=1000)
    for address in ("scope/delivered/", "scope/delivered/items/?page=3", "scope/processes/65/"):
        page = stage.text(address)
        assert len(page.encode()) < 200_000, address
    assert "1 to 100 of 10,000" in stage.text("scope/delivered/")


def test_the_check_of_the_scope_is_measured_by_the_comparison_and_nobodys_word_is_asked(
    stage: Stage,
) -> None:
    from datetime import timedelta

    page = stage.text("checks/scope.comparison/")
    assert "Computed from the project’s records: scope compared with what is delivered." in page
    assert f'href="/p/{stage.project.slug}/scope/delivered/">Where it is kept</a>' in page
    assert "6 items were never compared with what is delivered, of 6" in page
    assert "Give your word" not in page
    assert stage.post("checks/scope.comparison/attest/", state="met", statement="It is so.").status_code == 422
    requirements = (f"requirement/R-{number}" for number in (1, 2, 3))
    items = ("process/65.20.050", *requirements, "integration/I-1", "part/P-1")
    for one in items:
        address = f"scope/delivered/items/{one}/"
        assert say(stage, "pl", address, delivered="delivered").status_code == 303
    stage.assess(timedelta(hours=1))
    assert "All 6 items of the scope were compared and nothing is missing." in stage.text("checks/scope.comparison/")
    assert say(stage, "pl", delivered="missing").status_code == 303
    stage.assess(timedelta(hours=2))
    page = stage.text("checks/scope.comparison/")
    assert "R-1 Take an order with a deposit is missing and lacks a priority" in page
