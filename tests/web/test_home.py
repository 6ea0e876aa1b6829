"""The home of a project."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from firstlight.ledger.keeping import forget
from firstlight.readiness.models import Assessment
from firstlight.workspace.models import Phase, Project
from tests.web.conftest import Stage


def test_before_the_first_assessment_it_says_so_and_offers_to_judge(bare: Stage) -> None:
    page = bare.text("")
    assert "Not judged yet" in page
    assert "Judge now" in page
    assert bare.get("readiness/").status_code == 200


def test_who_may_not_judge_sees_no_button(bare: Stage) -> None:
    assert "Judge now" not in bare.text("", "au")
    response = bare.client("au").post(f"/p/{bare.project.slug}/assess/", {"after": "0"})
    assert response.status_code == 403
    assert "needs the right to assess the project" in response.content.decode()
    assert not Assessment.objects.exists()


def test_judging_freezes_an_assessment_and_comes_back(bare: Stage) -> None:
    response = bare.client("wo").post(f"/p/{bare.project.slug}/assess/", {"after": "0"})
    assert response.headers["Location"] == f"/p/{bare.project.slug}/"
    assert Assessment.objects.get().made_by == "Willem Oost"
    assert "No-go" in bare.text("")


def test_pressing_twice_judges_once(bare: Stage) -> None:
    browser = bare.client()
    for _ in range(2):
        assert browser.post(f"/p/{bare.project.slug}/assess/", {"after": "0"}).status_code == 302
    assert Assessment.objects.count() == 1


def test_the_way_back_after_judging_stays_in_the_project(bare: Stage) -> None:
    browser, home = bare.client(), f"/p/{bare.project.slug}/"
    back = browser.post(f"{home}assess/", {"after": "0", "back": f"{home}checks/scope.agreed/"})
    assert back.headers["Location"] == f"{home}checks/scope.agreed/"
    for elsewhere in ("https://evil.example/", "/p/elsewhere/", "//evil.example"):
        assert browser.post(f"{home}assess/", {"after": "x", "back": elsewhere}).headers["Location"] == home


@pytest.mark.requirement("RDY-01")
def test_the_eleven_areas_stand_there_with_every_check(stage: Stage) -> None:
    page = stage.text("")
    assert "The eleven areas" in page
    rows = re.findall(r'<th scope="row"><a class="open" href="[^"]+/readiness/([a-z-]+)/">', page)
    assert len(rows) == 11
    cells = re.findall(r'class="fl-cell is-[a-z]+" href="[^"]+/checks/', page)
    assert len(cells) == 118


@pytest.mark.requirement("RDY-02")
def test_the_trend_of_each_area_stands_there_as_a_line_and_as_figures(stage: Stage) -> None:
    stage.assess(timedelta(hours=1))
    page = stage.text("")
    assert page.count('class="fl-spark') == 11
    assert "Checks not met at the last 3 assessments: " in page
    figures = page.partition("Show as figures")[2]
    assert figures.count("<tr>") == 12
    heads = re.findall(r'<th scope="col" class="figure">\s*([^<]+?)\s*</th>', figures)
    assert heads == ["1", "2", "3", "Met now"]


def test_the_verdict_comes_with_its_reasons_and_what_is_done_about_them(stage: Stage) -> None:
    page = stage.text("")
    assert "mandatory checks stand in the way" in page
    assert "Each requirement in scope has passed a test" in page
    assert "2 of 3 requirements in scope have no passing test result" in page
    assert "mitigation 2 days overdue" in page
    assert re.search(r"All \d+ reasons", page)
    assert "decision-pack.pdf" in page


def test_a_stale_signature_keeps_its_place_among_many_reasons(stage: Stage) -> None:
    verdict = stage.text("").partition('class="foot"')[0]
    assert "Emil Strand (executive sponsor) signed" in verdict
    assert ">Stale</span>" in verdict


def test_what_changed_since_the_assessment_before_stands_there(stage: Stage) -> None:
    page = stage.text("")
    assert "Since assessment 1" in page
    assert f"/p/{stage.project.slug}/assessments/1/compare/2/" in page
    assert "no longer covers what is there" in page


def test_what_waits_depends_on_who_looks(stage: Stage) -> None:
    lead, sponsor, auditor = (_waits(stage, ref) for ref in ("pl", "es", "au"))
    assert "Retest weights" in lead
    assert "2 days overdue" in lead
    assert "Readiness is reviewed at gates, early and often" in lead
    assert "again" in sponsor
    assert "You signed on 20 Nov 2026; 1 thing has changed since" in sponsor
    assert "Nothing waits for you" in auditor


def _waits(stage: Stage, ref: str) -> str:
    return stage.text("", ref).partition('id="waits"')[2].partition('id="areas"')[0]


def test_what_waits_leads_somewhere_and_offers_no_dead_button(stage: Stage) -> None:
    section = _waits(stage, "pl").partition("</section>")[0]
    assert "<button" not in section
    links = re.findall(r'href="([^"]+)"', section)
    assert links
    browser = stage.client()
    assert {browser.get(link).status_code for link in links} == {200}


def test_times_stand_in_the_projects_zone_and_in_the_viewers(stage: Stage) -> None:
    browser = stage.client()
    browser.cookies["fl-zone"] = "Asia/Kolkata"
    page = browser.get(f"/p/{stage.project.slug}/").content.decode()
    assert "Mon 7 Dec, 05:00 CET" in page
    assert "09:30 your time (IST)" in page
    browser.cookies["fl-zone"] = "Not/A_Zone"
    assert "your time" not in browser.get(f"/p/{stage.project.slug}/").content.decode()


def test_the_window_says_how_long_it_is(stage: Stage) -> None:
    assert "for 59 h" in stage.text("")


def test_an_example_says_that_its_clock_was_set(stage: Stage) -> None:
    assert "This is an example" not in stage.text("")
    Project.objects.filter(pk=stage.project.pk).update(clock_offset=timedelta(days=-30))
    assert "This is an example: its clock was set when it was loaded" in stage.text("")


def test_the_phases_stand_on_one_line_with_today_and_the_go_live(stage: Stage) -> None:
    for ref, title, start, end in (
        ("prepare", "Prepare", date(2026, 9, 28), date(2026, 12, 6)),
        ("operate", "Operate", date(2026, 12, 7), None),
    ):
        Phase.objects.create(project=stage.project, ref=ref, title=title, start=start, end=end)
    horizon = stage.text("").partition('class="fl-horizon"')[2].partition("</ol>")[0]
    assert "28 Sep – 6 Dec" in horizon
    assert horizon.count('class="sun"') == 1
    assert "Operate" in horizon


def test_a_project_without_dates_still_has_a_home(bare: Stage) -> None:
    Project.objects.filter(pk=bare.project.pk).update(go_live=None, window_start=None, window_end=None)
    bare.assess()
    assert "No go-live date is set" in bare.text("")


def test_the_rail_shows_where_one_is_and_how_much_is_open(stage: Stage) -> None:
    page = stage.text("checks/scope.agreed/")
    current = re.search(r'href="([^"]+)"[^>]* aria-current="page"', page)
    assert current
    assert current.group(1).endswith("/readiness/")
    assert re.search(r'Actions<span class="count"><span class="visually-hidden">, open: </span>1</span>', page)


def test_changes_are_told_since_the_assessment_that_was_decided_on(stage: Stage) -> None:
    from datetime import timedelta

    from firstlight.readiness.models import Decision
    from firstlight.readiness.queries import assessment_numbered

    stage.assess()
    assert "Since assessment 2" in stage.text("")
    then = stage.inside.now - timedelta(hours=1)
    Decision.objects.create(
        project=stage.project, ref="D-1", title="First committee", planned=then, presider=stage.cast.people["es"],
        state="closed", closed=then, outcome=Decision._meta.get_field("outcome").choices[0][0],
        assessment_number=1, assessment_digest=assessment_numbered(stage.project, 1).digest,
    )  # fmt: skip
    forget()  # the row came past the door that everything else comes in by
    assert "Since First committee, assessment 1" in stage.text("")


@pytest.mark.requirement("RDY-01")
def test_every_other_checklist_has_a_board_of_its_own_and_the_page_says_what_the_verdict_is_judged_by(
    stage: Stage,
) -> None:
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named

    assert "can stand in the way of a go." not in stage.text("")
    pin_packs(stage.inside, [version_named(ref) for ref in ("change-management", "go-live", "transition-to-support")])
    stage.assess()
    page = stage.text("")
    assert "A mandatory check of each of them can stand in the way of a go." in page
    first = page.partition('id="areas"')[2].partition('id="board-')[0]
    assert len(re.findall(r'<a class="open" href="[^"]+/readiness/', first.partition("<details")[0])) == 11
    assert re.findall(r'id="board-([a-z-]+)"', page) == ["change-management", "transition-to-support"]
    below = page.partition('id="board-change-management"')[2]
    assert re.search(r"\d+ mandatory checks? of this checklist stands? in the way of a go\.", below)
