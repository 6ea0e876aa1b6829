"""The scope: the tree and its lists."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from firstlight.web.pages import tree
from tests.web.conftest import Stage


@pytest.mark.requirement("SCO-01")
def test_the_processes_stand_as_a_tree_in_the_words_of_the_business(stage: Stage) -> None:
    page = stage.text("scope/")
    for title, level in (("Order to cash", "End to end"), ("Manage sales orders", "Process area")):
        assert title in page
        assert level in page
    assert "Paula Ortiz" in page
    assert re.search(r"<b>3</b><a [^>]*>processes in scope", page)
    assert "<details open>" in page


def test_a_process_has_its_own_page_with_what_it_needs(stage: Stage) -> None:
    page = stage.text("scope/processes/65.20.050/")
    assert "Take sales orders" in page
    assert "Rollout W1" in page
    assert "Take an order with a deposit" in page
    above = stage.text("scope/processes/65/")
    assert "Manage sales orders" in above
    assert "tied to processes below it" in above
    assert stage.get("scope/processes/99/").status_code == 404


def test_a_ref_may_be_anything_a_person_types(stage: Stage) -> None:
    from firstlight.scope import actions, sheets

    refs = ("a/b", "50 % off?", "Ä & ö #1", "a;b", "two\nlines", "requirements")
    stage.change(
        actions.change_processes,
        sheets.PROCESSES,
        *({"ref": ref, "title": f"Process {ref}", "level": 1} for ref in refs),
    )
    page = stage.text("scope/")
    links = [html.unescape(link) for link in re.findall(r'<span class="name"><a href="([^"]+)"', page)]
    assert len(links) == 9
    browser = stage.client()
    odd = [link for link in links if browser.get(link).status_code != 200]
    assert not odd


def test_ten_thousand_processes_are_cut_into_pages() -> None:
    from firstlight.scope.queries import Branch

    def branch(ref: str, level: int, children: list[Branch]) -> Branch:
        return Branch(ref, f"Process {ref}", level, True, "", "", 1, children)

    roots = [
        branch(
            f"{a}", 1, [branch(f"{a}.{b}", 2, [branch(f"{a}.{b}.{c}", 3, []) for c in range(40)]) for b in range(16)]
        )
        for a in range(15)
    ]
    shown = tree.nodes(roots)
    assert len(shown) == 15
    assert sum(len(node.below) for node in shown) == 240
    assert {below.hidden for node in shown for below in node.below} == {40}
    assert not any(below.below for node in shown for below in node.below)
    wide = [branch(str(a), 1, [branch(f"{a}.{b}", 2, []) for b in range(50)]) for a in range(20)]
    assert {node.hidden for node in tree.nodes(wide)} == {50}


@pytest.mark.requirement("SCO-02")
def test_solution_parts_stand_with_kind_vendor_and_owner(stage: Stage) -> None:
    page = stage.text("scope/parts/")
    for words in ("Catch weight pricing", "ISV solution", "Weighwell", "nobody"):
        assert words in page


@pytest.mark.requirement("SCO-03")
def test_integrations_stand_with_type_pattern_volumes_and_criticality(stage: Stage) -> None:
    page = stage.text("scope/integrations/")
    for words in ("Bank statements", "Batch", "File exchange", "House bank", "1,200", "600", "High"):
        assert words in page
    assert re.search(r'data-th="Messages a day" class="figure">1,200', page)
    assert "No row fits" in stage.text("scope/integrations/?criticality=low")


@pytest.mark.requirement("SCO-04")
def test_rollouts_stand_with_their_day_and_users(stage: Stage) -> None:
    page = stage.text("scope/rollouts/")
    for words in ("Wave 1", "7\u00a0Dec\u00a02026", "420", "DE, NL"):
        assert words in page


def test_requirements_are_filtered_by_what_the_address_says(stage: Stage) -> None:
    assert "3 requirements" in stage.text("scope/requirements/")
    assert "Invoice by weight" in stage.text("scope/requirements/?kind=regulatory")
    assert "Take an order" not in stage.text("scope/requirements/?kind=regulatory")
    assert "1 requirement<" in stage.text("scope/requirements/?ref=R-1")
    assert "Take an order" in stage.text("scope/requirements/?process=65.20.050")
    assert "1 requirement<" in stage.text("scope/requirements/?q=DEPOSIT")
    assert "2 requirements" in stage.text("scope/requirements/?priority=none")


def test_what_is_out_of_scope_is_kept_and_says_so(stage: Stage) -> None:
    from firstlight.scope.models import Requirement

    Requirement.objects.filter(ref="R-2").update(in_scope=False)
    assert ">Out</span>" in stage.text("scope/requirements/?ref=R-2")
    assert "1 requirement<" in stage.text("scope/requirements/?scope=out")
    assert "requirements in scope, of 3" in stage.text("scope/")


def test_long_lists_come_in_pages(stage: Stage) -> None:
    from firstlight.scope.models import Requirement

    Requirement.objects.bulk_create(
        Requirement(project=stage.project, ref=f"X-{n:03}", title=f"Requirement {n}") for n in range(250)
    )
    first = stage.text("scope/requirements/?sort=requirement")
    assert "1 to 100 of 253" in first
    assert "sort=requirement&amp;page=2" in first
    last = stage.text("scope/requirements/?page=3")
    assert "201 to 253 of 253" in last
    assert "201 to 253 of 253" in stage.text("scope/requirements/?page=999")


def test_a_list_goes_out_in_the_form_in_which_it_can_come_back(stage: Stage) -> None:
    response = stage.get("scope/requirements/list.csv?kind=regulatory")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Ref", "Title", "Kind"]
    assert [row[0] for row in rows[1:]] == ["R-2"]
    assert stage.get("scope/rollouts/list.xlsx").content[:2] == b"PK"


def test_an_empty_scope_says_how_it_comes_in(bare: Stage) -> None:
    assert "No process yet" in bare.text("scope/")
    assert "Nothing here yet" in bare.text("scope/integrations/")
