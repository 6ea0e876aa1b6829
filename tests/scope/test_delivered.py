"""The scope held against what is delivered: states, gaps, counts, proposals, and what readiness is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstlight.contracts.standing import Status
from firstlight.kernel import renderings
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.readiness.registry import measures
from firstlight.scope.actions import compare_item, take_proposals
from firstlight.scope.comparing import comparison_of, gaps, items, standing_tree, totals_by_kind
from firstlight.scope.models import Process, Requirement
from firstlight.scope.rules import Comparison, Tally, lacking
from firstlight.scope.sheets import INTEGRATIONS, PARTS, PROCESSES, REQUIREMENTS
from tests.cast import NOW, Cast, added

TODAY = NOW.date()
WHOLE = {"gap_priority": "high", "gap_risk": "low", "gap_owner": "Paula", "expected": date(2026, 12, 1)}

pytestmark = pytest.mark.requirement("SCO-05")


def put(cast: Cast, sheet: Any, **values: Any) -> None:
    sheet.apply(cast.machine, cast.project, [added(sheet, **values)])


@pytest.fixture
def scope(cast: Cast) -> Cast:
    put(cast, PROCESSES, ref="65", title="Order to cash", level=1)
    put(cast, PROCESSES, ref="65.10", title="Take orders", level=2, parent="65")
    put(cast, PROCESSES, ref="65.10.5", title="Confirm orders", level=3, parent="65.10", delivered="delivered")
    put(cast, REQUIREMENTS, ref="R-1", title="Confirm", process="65.10.5", delivered="partial", **WHOLE)
    put(cast, REQUIREMENTS, ref="R-2", title="Print", process="65.10.5", delivered="missing", gap_priority="low")
    put(cast, REQUIREMENTS, ref="R-3", title="Alone")
    put(cast, REQUIREMENTS, ref="R-4", title="Later", delivered="missing", in_scope=False)
    put(cast, PARTS, ref="P-1", title="Finance", kind="application", delivered="delivered")
    put(cast, INTEGRATIONS, ref="I-1", title="Bank")
    return cast


def compare(cast: Cast, ref: str, outcome: Comparison, who: str = "po", before: Comparison | None = None) -> Any:
    row = Requirement.objects.get(project=cast.project, ref=ref)
    return compare_item(
        cast.context(who), kind="requirement", ref=ref, outcome=outcome, before=before or comparison_of(row)
    )


def test_items_are_counted_by_process_and_by_kind(scope: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        (root,), loose = standing_tree(scope.project)
    assert (root.all.delivered, root.all.partial, root.all.missing, root.all.unknown) == (1, 1, 1, 0)
    assert root.own.total == 0
    assert root.all.state == "missing"
    assert loose.unknown == 1
    with django_assert_num_queries(4):
        kinds = totals_by_kind(scope.project)
    assert {kind: tally.total for kind, tally in kinds.items()} == {
        "process": 1, "requirement": 3, "part": 1, "integration": 1,
    }  # fmt: skip


def test_gaps_stand_by_priority_and_say_what_they_lack(scope: Cast) -> None:
    first, second = gaps(scope.project, TODAY)
    assert (first.ref, first.lacks, first.is_late) == ("R-1", (), False)
    assert (second.ref, second.lacks) == ("R-2", ("a level of risk", "an owner", "an expected date"))
    assert gaps(scope.project, date(2026, 12, 2))[0].is_late
    assert {one.ref for one in items(scope.project, TODAY, [""])} == {"R-3", "I-1"}


def test_what_is_not_compared_is_named_as_such_and_never_as_delivered() -> None:
    tally = Tally()
    tally.add("delivered", 2)
    tally.add("")
    assert tally.sentence() == ("Of 3 items in scope: 2 delivered, 0 partial, 0 missing, 1 not compared yet.")
    assert tally.state == ""
    assert Tally().sentence() == "Nothing is in scope yet."
    assert lacking(Comparison("delivered")) == ()


def test_a_person_says_how_an_item_stands(scope: Cast) -> None:
    row = compare(scope, "R-3", Comparison("missing", **WHOLE, compared_on=TODAY))
    assert (row.delivered, row.gap_owner, row.expected) == ("missing", "Paula", date(2026, 12, 1))
    from firstlight.ledger.models import Entry

    entry = Entry.objects.order_by("-pk").first()
    assert entry
    assert entry.action == "scope.item.compared"


def test_what_is_delivered_is_no_gap_any_more(scope: Cast) -> None:
    row = compare(scope, "R-1", Comparison("delivered", **WHOLE))
    assert comparison_of(row) == Comparison("delivered")


def test_two_who_compare_the_same_item_are_told(scope: Cast) -> None:
    looked_at = comparison_of(Requirement.objects.get(project=scope.project, ref="R-3"))
    compare(scope, "R-3", Comparison("delivered"))
    with pytest.raises(Conflict, match="compared by somebody else"):
        compare(scope, "R-3", Comparison("missing"), before=looked_at)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Comparison("nearly"), "expected delivered, partial or missing"),
        (Comparison("missing", gap_priority="urgent"), "expected high, medium or low"),
        (Comparison("missing", gap_owner="x" * 201), "at most 200 characters"),
    ],
)
def test_what_there_is_not_is_refused(scope: Cast, outcome: Comparison, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        compare(scope, "R-3", outcome)


def test_an_item_of_another_project_or_kind_is_not_there(scope: Cast) -> None:
    for kind, ref in (("requirement", "R-99"), ("rollout", "W1"), ("part", "R-1")):
        with pytest.raises(NotFound):
            compare_item(scope.machine, kind=kind, ref=ref, outcome=Comparison("delivered"), before=Comparison())


def test_proposals_are_taken_only_for_what_nobody_compared(scope: Cast) -> None:
    proposed = {("requirement", "R-3"): "2 cases passed.", ("requirement", "R-2"): "1 case passed."}
    assert take_proposals(scope.context("po"), proposed=proposed) == 1
    taken = Requirement.objects.get(project=scope.project, ref="R-3")
    assert (taken.delivered, taken.compared_on) == ("delivered", TODAY)
    assert Requirement.objects.get(project=scope.project, ref="R-2").delivered == "missing"
    assert take_proposals(scope.context("po"), proposed=proposed) == 0


def test_how_far_it_is_delivered_is_not_what_the_business_signs_for(scope: Cast) -> None:
    before = renderings.render(scope.project, "scope", NOW)
    compare(scope, "R-3", Comparison("missing", **WHOLE))
    after = renderings.render(scope.project, "scope", NOW)
    assert before
    assert after
    assert before.digest() == after.digest()


def _read(cast: Cast, name: str) -> Any:
    return measures[name].read(cast.project, NOW)


def test_readiness_is_told_unknown_until_all_is_compared(scope: Cast, cast: Cast) -> None:
    reading = _read(scope, "scope.comparison")
    assert reading.status is Status.UNKNOWN
    assert reading.reasons == ("2 items were never compared with what is delivered, of 6: set the column Delivered.",)
    assert {link.ref for link in reading.records} == {"R-3", "I-1"}
    assert _read(scope, "scope.delivered").status is Status.UNKNOWN


def test_readiness_is_told_each_gap_without_an_answer(scope: Cast) -> None:
    take_proposals(scope.machine, proposed={("requirement", "R-3"): "", ("integration", "I-1"): ""})
    reading = _read(scope, "scope.comparison")
    assert reading.status is Status.UNMET
    assert reading.reasons == ("R-2 Print is missing and lacks a level of risk, an owner, an expected date.",)
    compare(scope, "R-2", Comparison("missing", **WHOLE))
    assert _read(scope, "scope.comparison").status is Status.MET
    compare(scope, "R-2", Comparison("missing", **{**WHOLE, "expected": date(2026, 11, 1)}))
    assert "was expected on 2026-11-01 and is missing" in _read(scope, "scope.comparison").reasons[0]
    assert _read(scope, "scope.delivered").status is Status.UNMET


def test_nothing_in_scope_is_unknown(cast: Cast) -> None:
    assert _read(cast, "scope.comparison").status is Status.UNKNOWN


def test_the_process_above_counts_only_when_somebody_compared_it(scope: Cast) -> None:
    Process.objects.filter(ref="65").update(delivered="partial")
    assert totals_by_kind(scope.project)["process"].total == 2
