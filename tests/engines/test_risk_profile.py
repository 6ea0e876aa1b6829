"""The go-live risk profile: levels, reasons, what follows; and that more never asks for less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.engines.riskprofile import DEFAULTS, Facts, Level, profile, thresholds, what_follows
from firstlight.engines.riskprofile.judging import POINTS

LIMITS = thresholds()
counts = st.integers(0, 60)


@st.composite
def anything(draw: st.DrawFn) -> Facts:
    integrations = draw(counts)
    return Facts(
        approach=draw(st.sampled_from(["", "big-bang", "phased"])),
        processes=draw(st.integers(0, 200)),
        small=draw(counts), medium=draw(counts), large=draw(counts), unsized=draw(counts), isv=draw(counts),
        integrations=integrations,
        critical=draw(st.integers(0, integrations)),
        peak=draw(st.integers(0, 50_000)),
        without_peak=draw(st.integers(0, integrations)),
        users=draw(st.none() | st.integers(0, 5_000)),
        countries=draw(st.integers(0, 12)), legal_entities=draw(counts),
        time_zones=draw(st.integers(0, 8)), languages=draw(st.integers(0, 8)),
        later_rollouts=draw(st.integers(0, 5)),
        partner_support=draw(st.sampled_from([None, True, False])),
    )  # fmt: skip


def _asks_no_less(before: Facts, after: Facts) -> None:
    old, new = profile(before, LIMITS), profile(after, LIMITS)
    assert POINTS[new.level] >= POINTS[old.level]
    was, is_now = what_follows(before, old, LIMITS), what_follows(after, new, LIMITS)
    if was.team and is_now.team:
        assert is_now.team.least >= was.team.least
        assert is_now.team.most >= was.team.most
    assert is_now.hypercare_weeks.least >= was.hypercare_weeks.least
    assert is_now.rehearsals >= was.rehearsals
    assert len(is_now.escalation) >= len(was.escalation)


@given(anything(), st.integers(0, 5_000))
def test_more_users_never_lower_the_risk_nor_what_it_asks_for(facts: Facts, more: int) -> None:
    known = replace(facts, users=facts.users or 0)
    _asks_no_less(known, replace(known, users=(known.users or 0) + more))


@given(anything(), st.sampled_from(["small", "medium", "large", "unsized", "isv", "processes", "integrations"]), counts)
def test_more_of_anything_never_lowers_the_risk(facts: Facts, name: str, more: int) -> None:
    _asks_no_less(facts, replace(facts, **{name: getattr(facts, name) + more}))


@given(anything())
def test_one_more_critical_integration_never_lowers_the_risk(facts: Facts) -> None:
    _asks_no_less(facts, replace(facts, integrations=facts.integrations + 1, critical=facts.critical + 1))


@given(anything())
def test_all_at_once_is_never_less_than_in_phases_and_nobody_saying_so_is_no_relief(facts: Facts) -> None:
    phased = replace(facts, approach="phased")
    _asks_no_less(phased, replace(facts, approach="big-bang"))
    _asks_no_less(phased, replace(facts, approach=""))


@given(anything())
def test_one_more_time_zone_or_language_never_lowers_the_risk(facts: Facts) -> None:
    known = replace(facts, countries=facts.countries + 1)
    _asks_no_less(known, replace(known, time_zones=known.time_zones + 1, languages=known.languages + 1))


@given(anything())
def test_the_working_adds_up_to_the_team(facts: Facts) -> None:
    found = what_follows(facts, profile(facts, LIMITS), LIMITS)
    if facts.users is None:
        assert found.team is None
        return
    assert found.team
    assert sum(step.adds.least for step in found.working) == found.team.least
    assert sum(step.adds.most for step in found.working) == found.team.most
    assert found.team.least <= found.team.most


@given(anything())
def test_every_factor_says_why_and_no_level_of_the_whole_is_unknown(facts: Facts) -> None:
    found = profile(facts, LIMITS)
    assert all(one.sentence.endswith(".") for one in found.factors)
    assert found.level is not Level.UNKNOWN


def test_a_heavy_go_live_all_at_once_is_high_as_the_checklist_says() -> None:
    found = profile(Facts("big-bang", large=4, users=10, countries=1, legal_entities=1), LIMITS)
    assert found.level is Level.HIGH
    assert found.sentence.startswith("All at once, with much that is customised")


def test_a_small_go_live_in_phases_is_low() -> None:
    facts = Facts("phased", processes=5, users=40, countries=1, legal_entities=1, time_zones=1, languages=1)
    found = profile(facts, LIMITS)
    assert found.level is Level.LOW
    follows = what_follows(facts, found, LIMITS)
    assert follows.team
    assert follows.team.words == "2"
    assert follows.rehearsals == 2
    assert [rung.who for rung in follows.escalation][-1].startswith("Microsoft")


def test_what_nobody_said_weighs_as_high() -> None:
    by_ref = {one.ref: one for one in profile(Facts(), LIMITS).factors}
    assert {by_ref[ref].level for ref in ("approach", "users", "places")} == {Level.UNKNOWN}
    assert by_ref["users"].points == 2


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"users.hihg": 4}, "is no threshold"),
        ({"users.high": 0}, "expected a whole number from 1"),
        ({"rehearsals.low": 1}, "expected a whole number from 2"),
        ({"users.medium": 900}, "must not be above"),
        ({"hypercare.low": 9}, "must not fall"),
        ({"team.high": 500}, "more risk needs more people"),
    ],
)
def test_thresholds_that_contradict_themselves_are_refused(own: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        thresholds(own)


def test_what_the_project_set_is_known_as_its_own() -> None:
    limits = thresholds({"users.high": 400})
    assert limits["users.high"] == 400
    assert limits.own == {"users.high"}
    assert len(limits.values) == len(DEFAULTS)


@pytest.mark.parametrize("wrong", [{"users": -1}, {"approach": "sideways"}, {"critical": 2, "integrations": 1}])
def test_facts_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"approach|nothing or more|cannot be critical"):
        Facts(**wrong)  # type: ignore[arg-type]
