"""What changed since the last committee: the verdict, what got worse, what got better, then the rest."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.readiness.comparing import compare

pytestmark = pytest.mark.requirement("RDY-13")

MARKS = ("unmet", "unknown", "stale", "partly", "met", "not-applicable")


def check(ref: str, mark: str = "met", **values: Any) -> dict[str, Any]:
    facts = {"title": f"Title of {ref}", "reasons": [f"{ref} stands so."], "stale": "It changed.", "rolls_up": False}
    return {"ref": ref, "mark": mark, **facts, **values}


def signature(
    state: str = "valid", person: str | None = "Emil Strand", role: str = "executive-sponsor"
) -> dict[str, Any]:
    return {"on": "scope", "title": "The scope", "role": role, "person": person, "state": state}


def document(
    *checks: dict[str, Any], verdict: str = "go", signatures: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    return {"verdict": verdict, "areas": [{"checks": list(checks)}], "signatures": list(signatures)}


def said(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str, bool | None]]:
    return [(one.kind, one.ref, one.sentence, one.better) for one in compare(old, new)]


def test_nothing_changed() -> None:
    one = document(check("a"), signatures=(signature(), signature("missing", None, "approver")))
    assert compare(one, one) == ()


def test_what_got_worse_comes_before_what_got_better_and_new_ones_come_last() -> None:
    old = document(check("better", "unmet"), check("worse"), check("gone", "partly"))
    new = document(check("better"), check("new", "unknown"), check("worse", "stale"), verdict="conditional")
    assert said(old, new) == [
        ("verdict", "", "The verdict went from go to conditional go.", False),
        ("check", "worse", "Went from met to stale: It changed.", False),
        ("check", "better", "Went from unmet to met: better stands so.", True),
        ("new", "new", "New in the checklist.", None),
        ("withdrawn", "gone", "No longer in the checklist.", None),
    ]


@given(st.sampled_from(MARKS), st.sampled_from(MARKS))
def test_there_and_back_is_better_and_worse(first: str, second: str) -> None:
    there = compare(document(check("a", first)), document(check("a", second)))
    back = compare(document(check("a", second)), document(check("a", first)))
    if first == second:
        assert there == back == ()
        return
    better, worse = there[0].better, back[0].better
    if "not-applicable" in (first, second):
        assert better is worse is None
    else:
        assert better is (not worse)
        assert better is (MARKS.index(second) > MARKS.index(first))


@pytest.mark.parametrize(("old", "new"), [*itertools.permutations(("no-go", "conditional", "go"), 2)])
def test_a_verdict_gets_better_or_worse(old: str, new: str) -> None:
    (found,) = compare(document(verdict=old), document(verdict=new))
    assert found.better is (("no-go", "conditional", "go").index(new) > ("no-go", "conditional", "go").index(old))


def test_checks_that_restate_others_are_left_out() -> None:
    old = document(check("sum", "met", rolls_up=True))
    assert compare(old, document(check("sum", "unmet", rolls_up=True))) == ()


@pytest.mark.parametrize(
    ("before", "after", "sentence", "better"),
    [
        (signature("missing", None), signature(), "Signed by Emil Strand (executive sponsor).", True),
        (None, signature(), "Signed by Emil Strand (executive sponsor).", True),
        (signature("missing"), signature(), "Signed by Emil Strand (executive sponsor).", True),
        (
            signature(), signature("stale"),
            "The signature of Emil Strand (executive sponsor) no longer covers what is there.", False,
        ),
        (signature("stale"), signature(), "Signed by Emil Strand (executive sponsor).", True),
        (signature(), signature("missing", None), "The signature of the executive sponsor is gone.", False),
        (
            signature("missing", None, "it-administrator"), signature("valid", "Ida", "it-administrator"),
            "Signed by Ida (IT administrator).", True,
        ),
    ],
)  # fmt: skip
def test_signatures_come_go_and_go_stale(
    before: dict[str, Any] | None, after: dict[str, Any], sentence: str, better: bool
) -> None:
    old = document(signatures=(before,) if before else ())
    assert said(old, document(signatures=(after,))) == [("signature", "scope", sentence, better)]


def test_several_people_in_one_role_are_told_apart() -> None:
    both = (signature(), signature("stale", "Anna Prahl"))
    assert compare(document(signatures=both), document(signatures=both)) == ()
    assert said(document(signatures=both[:1]), document(signatures=both)) == [
        ("signature", "scope", "The signature of Anna Prahl (executive sponsor) no longer covers what is there.", False)
    ]
