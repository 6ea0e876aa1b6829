"""Actions, dependencies, testing."""

from __future__ import annotations

import re
from datetime import date

from tests.web.conftest import Stage


def test_actions_stand_with_the_overdue_ones_first_and_marked(stage: Stage) -> None:
    page = stage.text("actions/")
    assert page.index("Retest weights") < page.index("Ask the bank")
    assert "2 days overdue" in page
    assert ">Late</span>" in page
    assert f'href="/p/{stage.project.slug}/checks/acceptance.requirements-tested/"' in page


def test_actions_are_filtered_and_sorted_by_the_address(stage: Stage) -> None:
    assert "1 action<" in stage.text("actions/?due=overdue")
    assert "Ask the bank" in stage.text("actions/?state=over")
    assert "1 action<" in stage.text("actions/?ref=A-1")
    assert "1 action<" in stage.text("actions/?check=acceptance.requirements-tested")
    by_priority = stage.text("actions/?sort=-priority")
    assert by_priority.index("Ask the bank") < by_priority.index("Retest weights")
    assert stage.get("actions/list.csv?due=overdue").content.count(b"\r\n") == 2


def test_a_finished_action_is_never_overdue(stage: Stage) -> None:
    from firstlight.assurance.models import ActionItem

    ActionItem.objects.filter(ref="A-2").update(due=date(2026, 1, 1))
    assert "1 action<" in stage.text("actions/?due=overdue")
    row = stage.text("actions/?ref=A-2")
    assert "overdue<" not in row.partition("<tbody>")[2]


def test_dependencies_say_who_is_late_and_who_is_silent(stage: Stage) -> None:
    page = stage.text("dependencies/")
    assert "Too late" in page
    assert "Silent" in page
    assert "that is 3 days after 7 Dec 2026" in page
    assert "1\u00a0Nov\u00a02026, every 7 days" in page
    assert "Scanners" in stage.text("dependencies/?attention=yes")
    assert "No row fits" in stage.text("dependencies/?attention=no")
    assert "1 dependency<" in stage.text("dependencies/?ref=D-1")
    assert b"Scanwell" in stage.get("dependencies/list.csv").content


def test_cycles_stand_with_their_counts_and_lead_to_what_fails(stage: Stage) -> None:
    page = stage.text("testing/")
    row = page.partition(">Acceptance</a>")[2].partition("</tr>")[0]
    figures = re.findall(r'data-th="(\w+)">(?:<a[^>]*>)?(\d+)', row)
    assert ("Cases", "2") in figures
    assert ("Passed", "1") in figures
    assert ("Failed", "1") in figures
    assert "2 Nov – 13\u00a0Nov\u00a02026" in row.replace("2\u00a0Nov –", "2 Nov –")
    assert f"/p/{stage.project.slug}/testing/failing/?cycle=UAT-1" in row


def test_requirements_without_a_pass_are_counted_by_what_they_lack(stage: Stage) -> None:
    page = stage.text("testing/").partition('id="cycles"')[0]
    assert re.search(r"<b>1 <small>of 3</small></b>", page)
    assert "have no case" in page
    assert "have cases, none passed" in page


def test_result_files_can_be_fetched_as_they_came(stage: Stage) -> None:
    page = stage.text("testing/")
    link = re.search(r'href="([^"]+/evidence/[0-9a-f]{64}/uat-1\.xml)"', page)
    assert link
    response = stage.client().get(link.group(1))
    assert response.content.startswith(b"<testsuites>")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="uat-1.xml"' in response.headers["Content-Disposition"]


def test_failing_results_stand_with_their_message(stage: Stage) -> None:
    page = stage.text("testing/failing/")
    assert "TC-2 weight" in page
    assert "TC-1 deposit" not in page
    assert "1 failing result<" in page
    assert "No row fits" in stage.text("testing/failing/?cycle=OTHER")
    assert b"TC-2 weight" in stage.get("testing/failing/list.csv").content


def test_cases_stand_with_how_they_ended_when_they_were_last_run(stage: Stage) -> None:
    assert "2 cases" in stage.text("testing/cases/")
    assert "Weight" in stage.text("testing/cases/?outcome=failed")
    assert "Deposit" in stage.text("testing/cases/?outcome=passed")
    assert "No row fits" in stage.text("testing/cases/?outcome=none")
    assert "1 case<" in stage.text("testing/cases/?ref=TC-1")


def test_empty_registers_say_what_will_be_there(bare: Stage) -> None:
    for address in ("actions/", "dependencies/", "testing/failing/", "testing/cases/"):
        assert "Nothing here yet" in bare.text(address), address
    assert "No cycle yet" in bare.text("testing/")
