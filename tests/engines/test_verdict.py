"""The verdict as a pure function: what may never happen, whatever the checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.verdict import VERSION, CheckFacts, Condition, Verdict, area_mark, judge
from firstlight.engines.verdict.judging import MARKS, STATUSES

pytestmark = pytest.mark.requirement("RDY-06")

BETTER = {"no-go": 0, "conditional": 1, "go": 2}
HARD = ("unmet", "unknown")


def check(**values: Any) -> CheckFacts:
    facts: dict[str, Any] = {"ref": "uat.coverage", "area": "uat", "mandatory": True, "status": "met"}
    return CheckFacts(**{**facts, "sentence": "Two of 184 requirements have no case.", **values})


CHECKS = st.builds(
    CheckFacts,
    ref=st.integers(0, 30).map(lambda number: f"area.check-{number}"),
    area=st.sampled_from(["uat", "cutover"]),
    mandatory=st.booleans(),
    status=st.sampled_from(STATUSES),
    sentence=st.just("It stands so."),
    accepted=st.sampled_from(["", "Emil accepts the risk."]),
    stale=st.sampled_from(["", "Emil signed; 2 things have changed since."]),
    rolls_up=st.booleans(),
)
MANY = st.lists(CHECKS, max_size=8)
CONDITIONS = st.lists(
    st.builds(Condition, ref=st.just("C-1"), sentence=st.just("The load test is repeated.")), max_size=2
)


def rank(verdict: Verdict) -> int:
    return BETTER[verdict.word]


@settings(max_examples=200)
@given(MANY, CONDITIONS, st.sampled_from(HARD))
def test_another_mandatory_check_that_is_unmet_or_unknown_is_never_better(
    checks: list[CheckFacts], conditions: list[Condition], status: str
) -> None:
    after = judge([*checks, check(status=status)], conditions)
    assert rank(after) <= rank(judge(checks, conditions))
    assert after.word == "no-go"


@given(MANY, st.data())
def test_unknown_is_never_a_pass(checks: list[CheckFacts], data: st.DataObject) -> None:
    known = [*checks, check(status=data.draw(st.sampled_from(["met", "partly"])))]
    place = data.draw(st.integers(0, len(known) - 1))
    counted = known[place].mandatory and not known[place].rolls_up and not known[place].accepted
    unknown = [*known[:place], replace(known[place], status="unknown"), *known[place + 1 :]]
    if counted:
        assert judge(unknown).word == "no-go"
    assert rank(judge(unknown)) <= max(
        rank(judge(known)), rank(judge([one for one in known if one is not known[place]]))
    )


@given(MANY, CONDITIONS, st.data())
def test_accepting_a_risk_is_never_worse_and_never_gives_go(
    checks: list[CheckFacts], conditions: list[Condition], data: st.DataObject
) -> None:
    bad = check(status=data.draw(st.sampled_from([*HARD, "partly"])))
    accepted = judge([*checks, replace(bad, accepted="Emil accepts the risk.")], conditions)
    assert rank(accepted) >= rank(judge([*checks, bad], conditions))
    assert accepted.word != "go"


@given(MANY, CONDITIONS, st.data())
def test_a_signature_that_goes_stale_is_never_better(
    checks: list[CheckFacts], conditions: list[Condition], data: st.DataObject
) -> None:
    known = [*checks, check()]
    place = data.draw(st.integers(0, len(known) - 1))
    before = judge(known, conditions)
    known[place] = replace(known[place], stale="Emil signed; 1 thing has changed since.")
    after = judge(known, conditions)
    assert rank(after) <= rank(before)
    if before.word == "go" and not known[place].rolls_up:
        assert after.word == "conditional"


@given(MANY, CONDITIONS, st.randoms())
def test_the_order_of_the_checks_does_not_change_the_word(
    checks: list[CheckFacts], conditions: list[Condition], chance: Any
) -> None:
    before = judge(checks, conditions)
    chance.shuffle(checks)
    after = judge(checks, conditions)
    assert after.word == before.word
    assert sorted(map(repr, after.reasons)) == sorted(map(repr, before.reasons))


@given(MANY, CONDITIONS)
def test_a_check_that_restates_others_changes_nothing(checks: list[CheckFacts], conditions: list[Condition]) -> None:
    counted = [one for one in checks if not one.rolls_up]
    assert judge(checks, conditions) == judge(counted, conditions)


@given(MANY, CONDITIONS)
def test_a_recommended_check_whose_signatures_hold_changes_nothing(
    checks: list[CheckFacts], conditions: list[Condition]
) -> None:
    mandatory = [one for one in checks if one.mandatory or one.stale]
    assert judge(checks, conditions) == judge(mandatory, conditions)


@given(MANY, CONDITIONS)
def test_there_are_reasons_exactly_when_it_is_not_go_and_they_block_exactly_when_it_is_no_go(
    checks: list[CheckFacts], conditions: list[Condition]
) -> None:
    verdict = judge(checks, conditions)
    assert bool(verdict.reasons) is (verdict.word != "go")
    assert any(reason.blocks for reason in verdict.reasons) is (verdict.word == "no-go")
    assert all(reason.sentence for reason in verdict.reasons)
    blocking = [reason.blocks for reason in verdict.reasons]
    assert blocking == sorted(blocking, reverse=True)


@given(CONDITIONS)
def test_nothing_to_judge_by_is_no_go(conditions: list[Condition]) -> None:
    for checks in ([], [check(mandatory=False)], [check(status="not-applicable")], [check(rolls_up=True)]):
        verdict = judge(checks, conditions)
        assert verdict.word == "no-go"
        assert [reason.kind for reason in verdict.reasons] == ["nothing"]


@given(MANY, CONDITIONS)
def test_no_percentage_decides(checks: list[CheckFacts], conditions: list[Condition]) -> None:
    many_good = [check(ref=f"good.{number}") for number in range(200)]
    verdict, with_good = judge([*checks, check()], conditions), judge([*checks, check(), *many_good], conditions)
    assert with_good.word == verdict.word


@pytest.mark.parametrize(
    ("facts", "word", "kinds"),
    [
        ({}, "go", []),
        ({"status": "unmet"}, "no-go", ["unmet"]),
        ({"status": "unknown"}, "no-go", ["unknown"]),
        ({"status": "partly"}, "conditional", ["partly"]),
        ({"status": "unmet", "accepted": "Emil accepts it."}, "conditional", ["accepted"]),
        ({"status": "partly", "accepted": "Emil accepts it."}, "conditional", ["accepted"]),
        ({"status": "met", "accepted": "Emil accepts it."}, "go", []),
        ({"stale": "Emil signed; it changed."}, "conditional", ["stale"]),
        ({"status": "unmet", "stale": "Emil signed; it changed."}, "no-go", ["unmet", "stale"]),
        ({"status": "unmet", "mandatory": False}, "go", []),
    ],
)  # fmt: skip
def test_how_one_check_decides(facts: dict[str, Any], word: str, kinds: list[str]) -> None:
    verdict = judge([check(ref="other.one"), check(**facts)])
    assert (verdict.word, [reason.kind for reason in verdict.reasons]) == (word, kinds)


def test_an_open_condition_is_a_reason_of_its_own() -> None:
    verdict = judge([check()], [Condition("C-1", "The load test is repeated.")])
    assert verdict.word == "conditional"
    assert [(one.check, one.kind, one.sentence) for one in verdict.reasons] == [
        ("C-1", "condition", "The load test is repeated.")
    ]


def test_a_reason_says_who_accepts_the_risk() -> None:
    verdict = judge(
        [check(status="unmet", accepted="Emil Strand accepts the risk until 31 Jan 2027: a saved view helps")]
    )
    assert verdict.reasons[0].sentence == (
        "Two of 184 requirements have no case. Emil Strand accepts the risk until 31 Jan 2027: a saved view helps"
    )


@given(st.lists(st.sampled_from(MARKS)))
def test_an_area_shows_its_heaviest_check(marks: list[str]) -> None:
    shown = area_mark(marks)
    assert shown == (min(marks, key=MARKS.index) if marks else "not-applicable")
    assert all(MARKS.index(shown) <= MARKS.index(mark) for mark in marks)


@pytest.mark.parametrize(
    ("status", "mark"), [("unmet", "unmet"), ("unknown", "unknown"), ("partly", "stale"), ("met", "stale")]
)
def test_stale_shows_where_nothing_heavier_is_the_matter(status: str, mark: str) -> None:
    assert check(status=status, stale="It changed.").mark == mark
    assert check(status=status).mark == status


@pytest.mark.parametrize(
    "facts", [{"ref": ""}, {"sentence": ""}, {"status": "green"}, {"status": "Met"}, {"status": "stale"}]
)
def test_facts_that_say_nothing_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        check(**facts)


def test_the_engine_names_its_version() -> None:
    assert VERSION == "2"
