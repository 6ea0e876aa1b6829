"""All checks as a list, and each area."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.web.conftest import Stage


def _titles(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a class="open"[^>]*>([^<]+)</a>', page)


@pytest.mark.requirement("RDY-01")
def test_every_check_stands_there_mandatory_or_recommended(stage: Stage) -> None:
    page = stage.text("readiness/")
    assert len(_titles(page)) == 118
    assert "118 checks" in page
    mandatory = stage.text("readiness/?obligation=mandatory")
    recommended = stage.text("readiness/?obligation=recommended")
    assert len(_titles(mandatory)) + len(_titles(recommended)) == 118
    assert len(_titles(recommended)) > 10


def test_the_address_holds_the_filters(stage: Stage) -> None:
    page = stage.text("readiness/?area=scope&status=stale")
    assert not _titles(page)
    assert "No row fits" in page
    page = stage.text("readiness/?area=scope&basis=measured")
    assert _titles(page)
    assert "Area: <b>Solution scope</b>" in page
    assert "Basis: <b>Measured</b>" in page


def test_words_are_looked_for_in_titles_and_reasons(stage: Stage) -> None:
    titles = _titles(stage.text("readiness/?q=DRY+runs"))
    assert titles
    assert len(titles) < 20
    assert "No row fits" in stage.text("readiness/?q=zebra")


def test_columns_sort_both_ways(stage: Stage) -> None:
    up, down = _titles(stage.text("readiness/?sort=check")), _titles(stage.text("readiness/?sort=-check"))
    assert up == sorted(up)
    assert down == up[::-1]
    heaviest = stage.text("readiness/?sort=status")
    assert 'aria-sort="ascending"' in heaviest
    first_row = heaviest.partition("<tbody>")[2].partition("</tr>")[0]
    assert ">Unmet</span>" in first_row


def test_the_filtered_rows_can_be_taken_along(stage: Stage) -> None:
    response = stage.get("readiness/list.csv?area=scope&sort=check")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Ref", "Check", "Area"]
    assert len(rows) == 10
    assert {row[2] for row in rows[1:]} == {"Solution scope"}
    workbook = stage.get("readiness/list.xlsx?area=scope")
    assert workbook.content[:2] == b"PK"
    assert workbook.headers["Content-Disposition"].startswith("attachment")


def test_an_area_says_what_it_settles_and_how_each_check_stands(stage: Stage) -> None:
    page = stage.text("readiness/scope/")
    assert "Process owner" in page
    assert "Business and leadership agree with the scope" in page
    assert "Emil Strand (executive sponsor) signed" in page
    assert stage.get("readiness/nothing/").status_code == 404


def test_the_roll_up_area_leads_to_what_holds_it_back(stage: Stage) -> None:
    page = stage.text("readiness/go-live-readiness/")
    assert "Held back by" in page
    assert f'href="/p/{stage.project.slug}/checks/scope.agreed/"' in page


def test_before_the_first_assessment_the_list_says_what_will_be_there(bare: Stage) -> None:
    assert "not judged yet" in bare.text("readiness/")
    assert bare.get("readiness/scope/").status_code == 404
    assert bare.get("readiness/list.csv").status_code == 200


def test_an_accepted_risk_is_seen_in_the_list(stage: Stage) -> None:
    from firstlight.packs.actions import accept_risk

    until = stage.inside.now + timedelta(days=40)
    accept_risk(stage.inside, check_ref="scope.agreed", reason="Small.", person=stage.cast.people["es"], expires=until)
    stage.assess(timedelta(hours=1))
    assert "Risk accepted" in stage.text("readiness/?area=scope")
