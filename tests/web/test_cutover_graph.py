"""The graph of a plan: whole where it can be told apart, else around one step, with a table that says the same."""

from __future__ import annotations

import re

from firstlight.cutover.models import Plan, Task
from firstlight.ledger.keeping import forget
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage
from tests.web.test_cutover_pages import planned as planned


def _boxes(page: str) -> list[str]:
    return re.findall(r'class="box[^"]*"[^>]*data-ref="([^"]*)"', page)


def test_the_graph_and_its_table_say_what_waits_for_what(planned: Stage) -> None:
    page = planned.text("cutover/graph/")
    assert _boxes(page) == ["11", "12", "13", "14"]
    assert page.count('class="link crit"') == 3
    assert page.count("◆") == 4
    assert "12 → 13 FS+30m" in page
    assert "waits for 11; before 13" in page
    table = page.partition('id="links"')[2]
    assert "12FS+30m" in table
    assert table.count("decides the end") == 4
    assert "<script>alert" not in page


def test_one_step_is_shown_with_so_many_links_around(planned: Stage) -> None:
    page = planned.text("cutover/graph/?focus=12&around=1")
    assert _boxes(page) == ["11", "12", "13"]
    assert "3 of 4 steps: 12 Say go or no-go and what lies 1 link before and behind it." in page
    assert _boxes(planned.text("cutover/graph/?focus=11&around=5")) == ["11", "12", "13", "14"]
    assert "There is no step “99”" in planned.text("cutover/graph/?focus=99")
    for odd in ("?around=x&focus=12", "?plan=nowhere", "?focus=10", "?focus=" + "9" * 500):
        assert planned.get(f"cutover/graph/{odd}").status_code == 200, odd


def test_steps_without_links_stand_in_the_table_only(planned: Stage) -> None:
    Cutover(planned.project, planned.inside).add({"ref": "50", "title": "Water the plants", "start": after(1)})
    page = planned.text("cutover/graph/")
    assert _boxes(page) == ["11", "12", "13", "14"]
    assert "1 step neither waits for another nor is waited for" in page
    assert "Water the plants" in page.partition('id="links"')[2]
    assert _boxes(planned.text("cutover/graph/?focus=50")) == ["50"]


def test_five_thousand_steps_are_not_drawn_and_the_page_says_so(stage: Stage) -> None:
    plan = Plan.objects.create(project=stage.project, ref="cutover", title="Cutover")
    Task.objects.bulk_create(
        Task(project=stage.project, plan=plan, ref=str(n), title=f"Step {n}", minutes=1, position=n,
             predecessors=[str(n // 10)] if n >= 10 else [])
        for n in range(1, 5001)
    )  # fmt: skip
    forget()
    page = stage.text("cutover/graph/?focus=4&around=5")
    assert len(_boxes(page)) == 150
    assert "150 of 5,000 steps: 4 Step 4" in page
    assert "more lie that near and are not drawn" in page
    assert "More than 500 steps cannot be told apart at once" in page
    assert len(stage.get("cutover/graph/").content) < 300_000
