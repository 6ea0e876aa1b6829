"""What the register tells readiness. Today is Friday 20 November 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.reading import Figure
from firstlight.contracts.standing import Status
from firstlight.dependencies.rules import standing as rules
from firstlight.dependencies.rules.standing import DependencyFacts
from tests.dependencies.conftest import Register


def figure(value: int, of: int) -> Figure:
    return Figure(Decimal(value), "dependencies", Decimal(of))


@pytest.mark.parametrize("name", ["aligned", "confirmed", "requirements"])
def test_an_empty_register_is_unknown_and_says_where_to_fill_it(register: Register, name: str) -> None:
    register.add("D-1", in_scope=False)
    reading = register.read(name)
    assert reading.status is Status.UNKNOWN
    assert reading.reasons == (
        "No external dependency is known: put what the go-live needs from others into dependencies.xlsx.",
    )


@pytest.mark.parametrize("name", ["aligned", "confirmed", "requirements"])
def test_met_when_all_are_fine(register: Register, name: str) -> None:
    register.add("D-1", "D-2")
    reading = register.read(name)
    assert (reading.status, reading.figure, reading.records) == (Status.MET, figure(2, 2), ())


class TestAligned:
    def test_a_promise_after_the_day_of_need_is_unmet(self, register: Register) -> None:
        register.add("D-1")
        register.add("D-2", promised=date(2026, 12, 3))
        reading = register.read("aligned")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, 2))
        assert reading.reasons == (
            "Scanner provider promises D-2 Thing D-2 for 3 Dec 2026; that is 2 days after 1 Dec 2026, "
            "when it is needed.",
        )
        assert [(link.kind, link.ref) for link in reading.records] == [("dependency", "D-2")]

    def test_a_promise_for_the_very_day_is_in_time(self, register: Register) -> None:
        register.add("D-1", promised=date(2026, 12, 1))
        assert register.read("aligned").status is Status.MET

    def test_where_nobody_said_by_when_it_is_needed_the_go_live_counts_in_the_zone_of_the_project(
        self, register: Register
    ) -> None:
        register.project.go_live = datetime(2026, 12, 6, 23, 30, tzinfo=UTC)
        register.add("D-1", needed_by=None, promised=date(2026, 12, 7))
        assert register.read("aligned").status is Status.MET
        register.add("D-2", needed_by=None, promised=date(2026, 12, 8))
        assert register.read("aligned").status is Status.UNMET

    def test_without_any_day_of_need_nobody_can_tell(self, register: Register) -> None:
        register.project.go_live = None
        register.add("D-1", needed_by=None)
        reading = register.read("aligned")
        assert reading.status is Status.UNKNOWN
        assert reading.reasons == ("Nobody has said by when D-1 Thing D-1 is needed, and the go-live has no date.",)

    def test_without_a_promise_nobody_can_tell(self, register: Register) -> None:
        register.add("D-1", promised=None)
        assert register.read("aligned").status is Status.UNKNOWN

    def test_the_worst_is_told_first_and_no_more_than_five(self, register: Register) -> None:
        register.add(*[f"D-{number}" for number in range(4)], promised=None)
        register.add(*[f"D-{number}" for number in range(4, 9)], promised=date(2026, 12, 24))
        reasons = register.read("aligned").reasons
        assert reasons[0].startswith("Scanner provider promises D-4")
        assert reasons[5] == "4 more of 9 external dependencies are not as they should be."
        assert len(reasons) == 6


class TestConfirmed:
    def test_silence_beyond_the_cadence_is_unmet_and_counted_in_days(self, register: Register) -> None:
        register.add("D-1", provider="Warehouse scanner provider", confirmed_on=date(2026, 11, 12), cadence_days=7)
        reading = register.read("confirmed")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(0, 1))
        assert reading.reasons == (
            "Warehouse scanner provider has been silent for 8 days on D-1 Thing D-1; a word every 7 days was agreed.",
        )

    def test_a_word_lasts_for_its_cadence_and_then_lapses(self, register: Register) -> None:
        register.add("D-1", confirmed_on=date(2026, 11, 13), cadence_days=7)
        register.add("D-2", confirmed_on=date(2026, 11, 18))
        reading = register.read("confirmed")
        assert reading.status is Status.MET
        # Midnight in Berlin, after the last day on which the older word counts.
        assert reading.expires == datetime(2026, 11, 20, 23, tzinfo=UTC)
        assert reading.speaks_of == datetime(2026, 11, 17, 23, tzinfo=UTC)
        assert register.read("confirmed", reading.expires - timedelta(seconds=1)).status is Status.MET
        assert register.read("confirmed", reading.expires).status is Status.UNMET

    def test_without_a_word_nobody_can_tell(self, register: Register) -> None:
        register.add("D-1", confirmed_on=None)
        reading = register.read("confirmed")
        assert (reading.status, reading.speaks_of, reading.expires) == (Status.UNKNOWN, None, None)

    def test_a_word_from_the_future_is_not_believed(self, register: Register) -> None:
        register.add("D-1", confirmed_on=date(2026, 11, 21))
        reading = register.read("confirmed")
        assert reading.status is Status.UNKNOWN
        assert "which is yet to come" in reading.reasons[0]


class TestRequirements:
    @pytest.mark.parametrize("state", ["open", "agreed"])
    def test_what_is_not_met_is_named(self, register: Register, state: str) -> None:
        register.add("D-1")
        register.add("D-2", requirements_state=state)
        reading = register.read("requirements")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, 2))
        said = "are agreed and not met yet" if state == "agreed" else "are not agreed yet"
        assert reading.reasons == (f"The requirements on D-2 Thing D-2 {said}.",)


_DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31))


@given(_DAYS, _DAYS, st.integers(1, 60))
def test_waiting_never_makes_a_word_fresh(confirmed_on: date, today: date, cadence: int) -> None:
    one = DependencyFacts("D-1", "Thing", "", None, None, confirmed_on, cadence, "open")
    lapses = rules.lapses(one, today)
    assert (lapses is not None) == (rules.confirmed(one, today).status is Status.MET)
    if lapses:
        assert rules.confirmed(one, lapses - timedelta(days=1)).status is Status.MET
        assert rules.confirmed(one, lapses).status is Status.UNMET


@given(_DAYS, _DAYS, st.integers(0, 30))
def test_a_later_promise_never_aligns(promised: date, needed: date, later: int) -> None:
    one = DependencyFacts("D-1", "Thing", "", needed, promised, None, 14, "open")
    moved = DependencyFacts("D-1", "Thing", "", needed, promised + timedelta(days=later), None, 14, "open")
    if rules.aligned(moved, promised).status is Status.MET:
        assert rules.aligned(one, promised).status is Status.MET
