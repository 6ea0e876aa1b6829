"""Performance: criteria with what was measured, load results, one of them, and bringing one in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.ledger.keeping import forget
from tests.testing.load_files import jmeter_rows
from tests.testing.test_load_k6 import POINTS
from tests.web.conftest import HOSTILE, Stage

PAGE = "testing/performance/"


@pytest.fixture
def measured(stage: Stage) -> Stage:
    """Three criteria, of which one is met, one missed and one not measured, by a run at the peak."""
    from firstlight.testing import actions, sheets

    stage.change(actions.change_cycles, sheets.CYCLES,
                 {"ref": "PERF-1", "title": "Load of the order desk", "kind": "performance", "environment": "PERF",
                  "environment_kind": "production-like", "migrated_data": True, "start": date(2026, 10, 26),
                  "end": date(2026, 11, 6), "exit_pass_share": 100})  # fmt: skip
    usual = {"kind": "page-load", "unit": "s", "label": "order*", "expected_peak": Decimal(40), "peak_unit": "users"}
    stage.change(
        actions.change_criteria,
        sheets.CRITERIA,
        {"ref": "PC-1", "title": "Orders open quickly", "target": Decimal(2), "process": "65.20.050", **usual},
        {"ref": "PC-2", "title": "Orders open at once", "target": Decimal("0.3"), "covers": ("browser",), **usual},
        {"ref": "PC-3", "title": "Statements come in", "target": Decimal(5), "integration": "I-1", **usual,
         "label": "statement"},
    )  # fmt: skip
    return stage


def _bring_in(stage: Stage, content: str, name: str = "desk.jtl", cycle: str = "PERF-1", ref: str = "pl") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return stage.post(f"{PAGE}bring-in/", ref, cycle=cycle, file=file)


def _run(users: int = 40, took: int = 900, label: str = "order list") -> str:
    return jmeter_rows(*((3000 * place, took, label, "true", users) for place in range(120)))


@pytest.mark.requirement("PRF-01", "PRF-02", "PRF-03")
def test_criteria_stand_by_what_was_measured_at_the_peak(measured: Stage) -> None:
    assert "Not measured" in measured.text(PAGE)
    answer = _bring_in(measured, _run())
    assert answer.status_code == 303
    page = measured.text(PAGE)
    for words in ("at most 2 s", "40 users of 40 users", "0.90 s", "95 of 100 requests", "desk.jtl"):
        assert words in page
    assert "Orders open at once" in measured.text(f"{PAGE}?state=missed")
    assert "Orders open quickly" not in measured.text(f"{PAGE}?state=missed")
    assert "Statements come in" in measured.text(f"{PAGE}?state=untried")
    assert "No load result measures it." in page
    assert "No criterion covers a device: say so in the column Covers of load/criteria.csv." in page
    assert "No criterion is about virtual desktops" in page
    csv = measured.get(f"{PAGE}list.csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == ['"PC-1"', '"PC-2"', '"PC-3"']


@pytest.mark.requirement("PRF-02")
def test_a_target_reached_below_the_peak_is_not_met(measured: Stage) -> None:
    _bring_in(measured, _run(users=10))
    page = measured.text(f"{PAGE}?state=not-shown")
    assert "Orders open quickly" in page
    assert "10 users of 40 users" in page
    assert "25 %" in page


@pytest.mark.requirement("PRF-04")
def test_a_result_from_production_or_beside_an_acceptance_test_does_not_count(measured: Stage) -> None:
    from firstlight.testing.models import Cycle

    shown = _bring_in(measured, _run())
    Cycle.objects.filter(ref="PERF-1").update(environment_kind="production")
    forget()  # past the door that everything else comes in by
    page = measured.text(PAGE)
    assert "does not count" in page
    assert "It was measured in production (PERF)" in page
    assert "Nothing that counts" in page
    alone = measured.client().get(shown["Location"]).content.decode()
    assert "It is kept and does not count." in alone
    Cycle.objects.filter(ref="PERF-1").update(environment_kind="production-like")
    Cycle.objects.filter(ref="UAT-1").update(environment="PERF", start=date(2026, 10, 30))
    forget()  # past the door that everything else comes in by
    assert "It was measured while UAT-1 ran in the same environment (PERF)" in measured.text(PAGE)
    Cycle.objects.filter(ref="UAT-1").update(environment="UAT")
    forget()  # past the door that everything else comes in by
    assert "does not count" not in measured.text(PAGE)


def test_one_result_is_told_label_by_label_and_over_time(measured: Stage) -> None:
    content = _run() + _run(took=30, label=f"item {HOSTILE}").split("\n", 1)[1]
    place = _bring_in(measured, content)["Location"]
    page = measured.client().get(place).content.decode()
    for words in (
        "240",
        "computed from the samples",
        "Over time",
        "order list",
        "item &lt;script&gt;",
        "900 ms",
        "30 ms",
    ):
        assert words in page
    assert HOSTILE not in page
    narrowed = measured.client().get(f"{place}?q=order").content.decode()
    assert "item &lt;script&gt;" not in narrowed
    listed = measured.client().get(f"{place}list.csv").content.decode("utf-8-sig")
    assert listed.splitlines()[1].startswith('"item ')
    assert "The file" in page


def test_a_summary_of_a_tool_says_that_the_tool_computed_it(measured: Stage) -> None:
    place = _bring_in(measured, "\n".join(POINTS), "points.json")["Location"]
    assert "k6" in measured.client().get(place).content.decode()


def test_the_same_file_again_is_the_same_result(measured: Stage) -> None:
    from firstlight.testing.models import LoadImport

    first, again = _bring_in(measured, _run()), _bring_in(measured, _run())
    assert first["Location"] == again["Location"]
    assert LoadImport.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,amount\nbolts,4\n", "is not one of the results of a load tool"),
        (_run().replace(",900,", ",-900,", 1), "row 2, column “elapsed”"),
        ("", "This file is empty."),
    ],
)
def test_a_file_that_is_refused_stands_on_the_form_with_its_place(measured: Stage, content: str, sentence: str) -> None:
    from firstlight.testing.models import LoadImport

    answer = _bring_in(measured, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not LoadImport.objects.exists()


def test_who_may_bring_in_results_and_who_may_only_look(measured: Stage) -> None:
    place = _bring_in(measured, _run(), ref="wo")["Location"]
    assert _bring_in(measured, _run(), ref="au").status_code == 403
    assert "Bring in load results" not in measured.text(PAGE, "au")
    slug = measured.project.slug
    outside = measured.outsider()
    for address in (
        f"/p/{slug}/{PAGE}",
        f"/p/{slug}/{PAGE}list.csv",
        f"/p/{slug}/{PAGE}bring-in/",
        place,
        f"{place}list.csv",
    ):
        assert outside.get(address).status_code == 404
    assert measured.get(f"{PAGE}results/PERF-1/{'0' * 64}/").status_code == 404


def test_an_empty_project_is_told_what_to_do(bare: Stage) -> None:
    page = bare.text(PAGE)
    assert "No load result yet" in page
    assert "Import or paste rows" in page


def test_the_number_of_queries_does_not_grow(measured: Stage) -> None:
    from firstlight.testing.actions import import_load

    def queries(address: str) -> int:
        browser = measured.client()
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    page, one = f"/p/{measured.project.slug}/{PAGE}", _bring_in(measured, _run())["Location"]
    few = queries(page), queries(one)
    for number in range(20):
        import_load(measured.inside, cycle_ref="PERF-1", file=f"{number}.jtl", data=_run(took=100 + number).encode())
    assert (queries(page), queries(one)) == few
    assert max(few) <= 15
