"""A check that restates others: the worst of them, named, never a fact of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.standing import HEAVIEST_FIRST, Basis, Status
from firstlight.packs.content import Check
from firstlight.readiness.rules import Standing, rolled_up
from tests.readiness.making import check, days

pytestmark = pytest.mark.requirement("RDY-02")

ROLL_UP = check("go-live-readiness.uat", roll_up_areas=("uat",))


def below(*facts: tuple[str, Status], **values: Any) -> dict[str, tuple[Check, Standing]]:
    return {
        ref: (check(ref, **values), Standing(status, Basis.MEASURED, (f"{ref} stands so.",), speaks_of=days(-1)))
        for ref, status in facts
    }


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=6))
def test_it_stands_as_the_heaviest_of_those_that_apply(statuses: list[Status]) -> None:
    standing = rolled_up(ROLL_UP, below(*((f"uat.{number}", status) for number, status in enumerate(statuses))))
    assert standing.status is min(statuses, key=HEAVIEST_FIRST.index)
    applying = [status for status in statuses if status is not Status.NOT_APPLICABLE]
    if applying:
        assert standing.figure
        assert (standing.figure.value, standing.figure.of) == (applying.count(Status.MET), len(applying))


def test_it_names_what_holds_it_back() -> None:
    facts = [(f"uat.{letter}", Status.UNMET) for letter in "abcd"]
    standing = rolled_up(ROLL_UP, below(*facts, ("uat.e", Status.MET)))
    assert standing.reasons == (
        "Held back by 4 of 5 mandatory checks: "
        "Title of uat.a; Title of uat.b; Title of uat.c; and 1 more.",
    )  # fmt: skip
    assert [record.ref for record in standing.records] == ["uat.a", "uat.b", "uat.c", "uat.d"]
    assert standing.speaks_of == days(-1)


def test_all_met_is_met() -> None:
    standing = rolled_up(ROLL_UP, below(("uat.a", Status.MET), ("uat.b", Status.NOT_APPLICABLE)))
    assert standing.reasons == ("The mandatory checks that it restates are all met (1 of 1).",)


def test_recommended_ones_are_left_out_where_there_are_mandatory_ones() -> None:
    others = below(("uat.a", Status.MET)) | below(("uat.b", Status.UNMET), mandatory=False)
    assert rolled_up(ROLL_UP, others).status is Status.MET
    assert rolled_up(ROLL_UP, below(("uat.b", Status.UNMET), mandatory=False)).status is Status.UNMET


def test_other_areas_and_other_roll_ups_are_left_out() -> None:
    others = below(("cutover.a", Status.UNMET)) | below(("uat.sum", Status.UNMET), roll_up_areas=("x",))
    assert rolled_up(ROLL_UP, others | below(("uat.a", Status.MET))).status is Status.MET
    one = check("go-live-readiness.plan", roll_up_checks=("cutover.a",))
    assert rolled_up(one, others).status is Status.UNMET


def test_nothing_to_restate_is_unknown_and_nothing_that_applies_is_not_applicable() -> None:
    assert rolled_up(ROLL_UP, {}).status is Status.UNKNOWN
    assert rolled_up(ROLL_UP, below(("uat.a", Status.NOT_APPLICABLE))).status is Status.NOT_APPLICABLE


def test_stale_signatures_below_are_restated() -> None:
    others = below(("uat.a", Status.MET))
    stale = {
        ref: (one, Standing(s.status, s.basis, s.reasons, stale="It changed.")) for ref, (one, s) in others.items()
    }
    assert rolled_up(ROLL_UP, stale).stale == "It changed."
