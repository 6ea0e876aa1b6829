"""A check that a measure judges: thresholds in their direction, and no belief in old evidence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.reading import unknown
from firstlight.contracts.standing import Basis, Status
from firstlight.readiness.rules import by_thresholds, measured
from tests.cast import NOW
from tests.readiness.making import days, measured_check, reading

pytestmark = pytest.mark.requirement("RDY-02")


@pytest.mark.parametrize(
    ("value", "of", "better", "status"),
    [
        (100, 100, "higher", "met"), (95, 100, "higher", "met"), (94, 100, "higher", "partly"),
        (90, 100, "higher", "partly"), (89, 100, "higher", "unmet"), (19, 20, "higher", "met"),
        (95, None, "higher", "met"), (89, None, "higher", "unmet"),
    ],
)  # fmt: skip
def test_more_is_better_from_the_threshold_on(value: int, of: int | None, better: str, status: str) -> None:
    assert by_thresholds(measured_check(met=95, partly=90), reading(value=value, of=of), better) == status


@pytest.mark.parametrize(("value", "status"), [(0, "met"), (2, "met"), (3, "partly"), (5, "partly"), (6, "unmet")])
def test_less_is_better_up_to_the_threshold(value: int, status: str) -> None:
    assert by_thresholds(measured_check(met=2, partly=5), reading(Status.UNMET, value=value), "lower") == status


def test_without_partly_there_is_no_middle() -> None:
    assert by_thresholds(measured_check(met=95), reading(value=94, of=100), "higher") is Status.UNMET


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 100), st.integers(0, 100))
def test_a_better_figure_is_never_judged_worse(value: int, of: int, met: int, partly: int) -> None:
    order = [Status.UNMET, Status.PARTLY, Status.MET]
    wanted = measured_check(met=max(met, partly), partly=min(met, partly))
    for better, step in (("higher", 1), ("lower", -1)):
        if better == "lower":
            wanted = measured_check(met=min(met, partly), partly=max(met, partly))
        first = by_thresholds(wanted, reading(value=value, of=of), better)
        second = by_thresholds(wanted, reading(value=max(0, value + step), of=of), better)
        assert order.index(second) >= order.index(first)


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.NOT_APPLICABLE])
def test_what_the_measure_does_not_know_no_threshold_makes_known(status: Status) -> None:
    assert by_thresholds(measured_check(met=0), reading(status, value=100, of=100), "higher") is status


@pytest.mark.parametrize("status", [Status.MET, Status.PARTLY, Status.UNMET])
def test_without_threshold_figure_or_anything_to_count_the_measure_judges_itself(status: Status) -> None:
    assert by_thresholds(measured_check(), reading(status, value=1, of=2), "higher") is status
    assert by_thresholds(measured_check(met=100), reading(status), "higher") is status
    assert by_thresholds(measured_check(met=100), reading(status, value=0, of=0), "higher") is status


def test_a_measure_that_nobody_registered_leaves_it_unknown() -> None:
    standing = measured(measured_check(measure="moon.phase"), None, "higher", NOW)
    assert (standing.status, standing.basis) == (Status.UNKNOWN, Basis.MEASURED)
    assert standing.reasons == ("Nothing measures this yet: the measure moon.phase is not known here.",)


@pytest.mark.parametrize(("age", "status"), [(0, "met"), (7, "met"), (7.01, "unknown"), (30, "unknown")])
def test_evidence_is_believed_for_so_many_days(age: float, status: str) -> None:
    standing = measured(measured_check(fresh_for_days=7), reading(speaks_of=days(-age)), "higher", NOW)
    assert standing.status == status
    if status == "unknown":
        assert standing.reasons[0] == f"The newest evidence is {int(age)} days old; it is believed for 7 days."
        assert standing.reasons[1] == "It stands so."
    else:
        assert standing.expires == days(7 - age)


def test_a_bad_reading_gets_no_better_by_getting_old() -> None:
    old = reading(Status.UNMET, speaks_of=days(-9))
    assert measured(measured_check(fresh_for_days=7), old, "higher", NOW).status is Status.UNKNOWN


@pytest.mark.parametrize(("expires", "status"), [(1, "met"), (0, "unknown"), (-1, "unknown")])
def test_a_reading_that_lapsed_is_not_believed(expires: int, status: str) -> None:
    standing = measured(measured_check(), reading(expires=days(expires)), "higher", NOW)
    assert standing.status == status
    if status == "unknown":
        assert standing.reasons[0] == f"The evidence lapsed on {20 + expires} Nov 2026."


@pytest.mark.parametrize(("expires", "shown"), [(3, 3), (9, 6), (None, 6)])
def test_it_expires_by_what_comes_first(expires: int | None, shown: int) -> None:
    found = reading(speaks_of=days(-1), **({} if expires is None else {"expires": days(expires)}))
    assert measured(measured_check(fresh_for_days=7), found, "higher", NOW).expires == days(shown)


def test_a_reading_that_does_not_know_says_so_itself() -> None:
    standing = measured(measured_check(fresh_for_days=7, met=95), unknown("Nobody looked."), "higher", NOW)
    assert (standing.status, standing.reasons) == (Status.UNKNOWN, ("Nobody looked.",))


def test_the_figure_records_and_times_of_a_reading_are_shown() -> None:
    found: Any = reading(value=3, of=4, expires=days(2))
    standing = measured(measured_check(), found, "higher", NOW)
    assert (standing.figure, standing.speaks_of, standing.expires) == (found.figure, NOW, days(2))
