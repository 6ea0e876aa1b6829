"""The pages of a run whose steps and people have long names: everything stays in sight, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens, enter, link_of, looks
from tests.cutover.running import weekend
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PERSON = "Hubert Maximilian Wolfeschlegelsteinhausenbergerdorff"
TITLES = (
    "Load the open items of the accounts receivable subledger into finance and compare them, company by company",
    "Export_open_items_of_all_companies_final_version_really_final.csv",
    "Grundbuchabgleichsverfahrensdokumentationsprüfung abschließen",
)
LONG = "https://logs.example.org/" + "y" * 120


def test_long_names_push_nothing_out_of_sight(stage: Stage, opens: Opens) -> None:
    made = weekend(
        stage.cast,
        *(
            {"ref": f"KONV-FIN-{number:05d}", "title": title, "area": title, "owner": PERSON, "backup": PERSON,
             "instruction": f"Open it.\n{LONG}"}
            for number, title in enumerate(TITLES)
        ),
    )  # fmt: skip
    made.lead("start_step", "KONV-FIN-00001")
    made.lead("finish_step", "KONV-FIN-00001", note=LONG, evidence=LONG)
    made.lead("start_step", "KONV-FIN-00002")
    run = f"/p/{stage.project.slug}/cutover/runs/RUN-1/"
    for width, theme in ((1280, "light"), (390, "dark")):
        page = enter(opens(width, theme, zone="America/St_Johns"), link_of(stage, "cm"))
        page.goto(run)
        looks(page)
        table = page.get_by_role("region", name="Steps, table")
        assert table.evaluate("one => one.scrollWidth <= one.clientWidth"), width
        done = table.get_by_role("button", name="Done KONV-FIN-00002")
        done.scroll_into_view_if_needed()
        expect(done).to_be_in_viewport(ratio=1)
        expect(table.get_by_text("KONV-FIN-00002", exact=True).first).to_be_visible()
        for step in ("KONV-FIN-00001", "KONV-FIN-00002"):
            page.goto(f"{run}steps/{step}/")
            looks(page)
        page.goto(f"{run}report/")
        looks(page)
