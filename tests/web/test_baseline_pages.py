"""Baselines on their pages: frozen, signed, compared, explained, taken along."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from firstlight.scope.models import Baseline, ScopeChange
from tests.web.conftest import Stage

pytestmark = pytest.mark.requirement("SCO-06")

EXPLAIN = "scope/baselines/1/explain/?item=requirement:R-3"


def test_the_newest_baseline_says_whether_the_scope_still_is_what_was_agreed(stage: Stage) -> None:
    page = stage.text("scope/baselines/")
    assert "The scope has changed since baseline 1." in page
    assert "1. Scope as agreed" in page
    assert "Emil Strand, executive sponsor" in page
    assert stage.post("scope/baselines/", name="With R-3", reason="Committee").status_code == 303
    page = stage.text("scope/baselines/")
    assert "The scope is as baseline 2 froze it." in page
    assert "/signatures/sign/scope/" in page
    assert "/signatures/sign/scope/" not in stage.text("scope/baselines/", "au")
    assert "nobody" in page
    assert "with 2" in page
    assert "Freeze" not in page


def test_the_signature_on_a_baseline_goes_stale_with_the_scope(stage: Stage) -> None:
    page = stage.text("checks/scope.agreed/")
    assert "Added later" in page
    assert "stale" in page.lower()


def test_a_baseline_is_not_frozen_twice_nor_without_a_name_nor_by_anybody(stage: Stage) -> None:
    assert stage.post("scope/baselines/", name=" ").status_code == 422
    assert stage.post("scope/baselines/", "po", name="Mine").status_code == 403
    assert stage.post("scope/baselines/", name="Second").status_code == 303
    response = stage.post("scope/baselines/", name="Third")
    assert response.status_code == 422
    assert "Nothing has changed since baseline 2" in response.content.decode()
    assert Baseline.objects.filter(project=stage.project).count() == 2


def test_a_form_that_is_sent_twice_freezes_once(stage: Stage) -> None:
    browser = stage.client()
    for _ in range(2):
        data = {"name": "Second", "idempotency_key": "k" * 20}
        assert browser.post(f"/p/{stage.project.slug}/scope/baselines/", data).status_code == 303
    assert [one.number for one in Baseline.objects.filter(project=stage.project)] == [2, 1]


def test_what_changed_stands_by_process_and_field(stage: Stage) -> None:
    from firstlight.scope.models import Requirement

    Requirement.objects.filter(ref="R-1").update(priority="should")
    Requirement.objects.filter(ref="R-2").update(in_scope=False)
    page = stage.text("scope/baselines/1/")
    assert "1 added, 1 removed, 1 changed." in page
    assert "3 changes without a reason that covers it." in page
    assert re.search(r"<dt>Priority</dt>.*?Removed: </span>Must</del>.*?Added: </span>Should</ins>", page, re.S)
    assert 'note="65.20.050"' in page or "65.20.050" in page
    assert "Added later" not in stage.text("scope/baselines/1/?what=changed")
    rows = list(csv.reader(io.StringIO(stage.get("scope/baselines/1/list.csv").content.decode("utf-8-sig"))))
    assert ["Requirement", "R-1", "Take an order with a deposit", "65.20.050", "Changed", "Priority", "Must", "Should",
            "", "", ""] in rows  # fmt: skip


def test_any_two_baselines_are_compared_whichever_is_named_first(stage: Stage) -> None:
    stage.post("scope/baselines/", name="Second")
    for address in ("scope/baselines/1/?with=2", "scope/baselines/2/?with=1"):
        page = stage.text(address)
        assert "1 added." in page
        assert "Added later" in page
    assert "Nothing differs" in stage.text("scope/baselines/2/")
    assert "Nothing differs" in stage.text("scope/baselines/2/?with=2")
    assert stage.get("scope/baselines/1/?with=9").status_code == 404
    assert stage.get("scope/baselines/9/").status_code == 404


def explain(stage: Stage, ref: str = "po", **answers: Any) -> Any:
    found = re.search(r'name="covers" value="(\w+)"', stage.text(EXPLAIN))
    assert found
    return stage.post(EXPLAIN, ref, **{"reason": "Change request 7", "covers": found.group(1), **answers})


def test_a_change_carries_its_reason_and_who_agreed(stage: Stage) -> None:
    assert explain(stage, agreed_by="Emil Strand", agreed_on="2026-11-19").status_code == 303
    page = stage.text("scope/baselines/1/")
    assert "Change request 7" in page
    assert "Agreed by Emil Strand, 19 Nov 2026." in page
    assert "without a reason" not in page
    from firstlight.scope.models import Requirement

    Requirement.objects.filter(ref="R-3").update(title="Added later, otherwise")
    assert "It changed again since" in stage.text("scope/baselines/1/")


def test_a_reason_is_refused_without_words_and_for_what_changed_meanwhile(stage: Stage) -> None:
    assert explain(stage, reason=" ").status_code == 422
    response = explain(stage, covers="0" * 64)
    assert response.status_code == 409
    assert "changed again in the meantime" in response.content.decode()
    assert "Change request 7" in response.content.decode()
    assert stage.post(EXPLAIN, "au", reason="x", covers="0").status_code == 403
    assert stage.get("scope/baselines/1/explain/?item=requirement:R-1").status_code == 404
    assert not ScopeChange.objects.exists()


def test_before_the_first_baseline_the_page_says_what_to_do(bare: Stage) -> None:
    page = bare.text("scope/baselines/")
    assert "No baseline yet" in page
    assert "Freeze 0" not in page
