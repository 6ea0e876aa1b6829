"""Interfaces: pattern, peak, outage, and what readiness is told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.standing import Status
from firstlight.testing.rules.interfaces import (
    OUTAGE,
    InterfaceFacts,
    Tried,
    outage_gap,
    pattern_gap,
    peak_gap,
    systems_of,
)
from tests.testing.room import Room

TODAY = date(2026, 11, 20)
DONE = Tried(
    review="fits", reviewed_by="Architect", reviewed_on=date(2026, 10, 1), reviewed_pattern="File exchange",
    peak_reached=540, peak_on=date(2026, 10, 2), outage_on=date(2026, 10, 3), outage=dict.fromkeys(OUTAGE, "said"),
)  # fmt: skip
BANK = InterfaceFacts("I-1", "Bank statements", "House bank", "File exchange", 600, tried=DONE)


def tried(one: InterfaceFacts, **values: Any) -> InterfaceFacts:
    return replace(one, tried=replace(one.tried, **values))


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ({}, ""),
        ({"reviewed_pattern": ""}, ""),
        ({"reviewed_pattern": "file-exchange"}, ""),
        ({"reviewed_pattern": "OData"}, "pattern-changed"),
        ({"review": ""}, "not-reviewed"),
        ({"review": "doubt"}, "in-doubt"),
        ({"review": "change"}, "to-change"),
        ({"reviewed_by": ""}, "review-unsigned"),
        ({"reviewed_on": None}, "review-unsigned"),
        ({"reviewed_on": date(2026, 11, 21)}, "review-ahead"),
    ],
)
def test_a_pattern_is_shown_by_a_review_of_somebody_on_a_day_that_found_it_to_fit(
    values: dict[str, Any], gap: str
) -> None:
    assert pattern_gap(tried(BANK, **values), TODAY) == gap


@pytest.mark.parametrize(
    ("peak", "values", "gap"),
    [
        (600, {}, ""),
        (601, {}, "below-peak"),
        (0, {"peak_reached": None}, ""),
        (None, {}, "no-peak"),
        (600, {"peak_reached": None}, "not-run"),
        (600, {"peak_on": None}, "undated"),
        (600, {"peak_on": date(2026, 11, 21)}, "run-ahead"),
        (600, {"production": True}, "in-production"),
    ],
)
def test_nine_tenths_of_the_peak_are_near_it(peak: int | None, values: dict[str, Any], gap: str) -> None:
    assert peak_gap(tried(replace(BANK, peak=peak), **values), TODAY) == gap


@pytest.mark.parametrize("key", OUTAGE)
def test_an_outage_is_known_when_all_four_questions_are_answered(key: str) -> None:
    assert outage_gap(BANK, TODAY) == ""
    assert outage_gap(tried(BANK, outage={**BANK.tried.outage, key: ""}), TODAY) == "outage-unsaid"
    assert outage_gap(tried(BANK, outage_on=None), TODAY) == "not-simulated"
    assert outage_gap(tried(BANK, outage_on=date(2026, 11, 21)), TODAY) == "outage-ahead"
    assert outage_gap(tried(BANK, production=True), TODAY) == "in-production"


def test_one_interface_shows_the_outage_of_its_system() -> None:
    payments = InterfaceFacts("I-2", "Payments", "house bank", "File exchange", 10)
    alone = InterfaceFacts("I-3", "Scales", "", "OData", 10)
    bank, scales = systems_of([payments, BANK, alone], TODAY)
    assert (bank.name, bank.gap, bank.shown_by.ref) == ("house bank", "", "I-1")
    assert (scales.name, scales.gap) == ("Scales", "not-simulated")


@given(st.lists(st.sampled_from(["", "System A", "system a", "B"]), max_size=6))
def test_every_interface_belongs_to_one_system(systems: list[str]) -> None:
    interfaces = [InterfaceFacts(f"I-{number}", "Title", system) for number, system in enumerate(systems)]
    assert sorted(one.ref for found in systems_of(interfaces, TODAY) for one in found.interfaces) == [
        one.ref for one in interfaces
    ]


class TestMeasures:
    def integration(self, room: Room, ref: str, **values: Any) -> None:
        from firstlight.scope.sheets import INTEGRATIONS
        from tests.cast import added

        usual = {"title": f"Interface {ref}", "pattern": "File exchange", "system": f"System {ref}",
                 "peak_an_hour": 600, "criticality": "medium"}  # fmt: skip
        INTEGRATIONS.apply(room.context, room.project, [added(INTEGRATIONS, ref=ref, **{**usual, **values})])

    def tried(self, room: Room, ref: str, **values: Any) -> None:
        from firstlight.testing.actions import change_interfaces
        from firstlight.testing.sheets import INTERFACES
        from tests.cast import added

        usual = {
            "review": "fits", "reviewed_by": "Architect", "reviewed_on": date(2026, 10, 1), "peak_reached": 600,
            "peak_on": date(2026, 10, 2), "outage_on": date(2026, 10, 3), "outage_happened": "It waited.",
            "outage_told": "By mail.", "outage_seen": "A banner.", "outage_plan": "By telephone.",
        }  # fmt: skip
        change_interfaces(room.context, room.project, [added(INTERFACES, integration=ref, **{**usual, **values})])

    def test_nothing_known_is_unknown_and_says_where_to_put_it(self, room: Room) -> None:
        names = ("testing.sit.patterns", "testing.sit.peak", "testing.sit.outages")
        for name in names:
            assert room.read(name).status is Status.UNKNOWN
            assert "integrations.xlsx" in room.read(name).reasons[0]
        self.integration(room, "I-1")
        for name in names:
            assert room.read(name).status is Status.UNKNOWN
            assert "tests/interfaces.xlsx" in room.read(name).reasons[0]

    def test_all_of_it_shown_is_met(self, room: Room) -> None:
        for ref in ("I-1", "I-2"):
            self.integration(room, ref)
            self.tried(room, ref)
        found = {name: room.read(f"testing.sit.{name}") for name in ("patterns", "peak", "outages")}
        assert {reading.status for reading in found.values()} == {Status.MET}
        assert found["peak"].reasons == ("All 2 interfaces with a peak were run near it.",)
        assert found["outages"].figure is not None
        assert found["outages"].figure.text() == "2 of 2 systems"
        assert found["outages"].speaks_of is not None
        assert found["outages"].speaks_of.date() == date(2026, 10, 3)

    def test_what_is_missing_is_named_with_how_much(self, room: Room) -> None:
        for ref in ("I-1", "I-2", "I-3"):
            self.integration(room, ref)
        self.tried(room, "I-1", review="doubt", peak_reached=300, outage_plan="")
        self.tried(room, "I-2")
        assert room.read("testing.sit.patterns").reasons == (
            "The pattern is not reviewed: I-3 Interface I-3.",
            "The pattern is in doubt: I-1 Interface I-1.",
        )
        assert room.read("testing.sit.peak").reasons == (
            "No volume was run: I-3 Interface I-3.",
            "Run below 90 % of the peak: I-1 Interface I-1 (50 %).",
        )
        outages = room.read("testing.sit.outages")
        assert outages.status is Status.UNMET
        assert outages.reasons == (
            "No outage was simulated: System I-3.",
            "The record of the outage does not say everything: System I-1 (what is done until the system is back).",
        )
        assert [(link.kind, link.ref) for link in outages.records] == [("interface", "I-1"), ("interface", "I-3")]

    def test_a_peak_that_the_scope_does_not_state_is_not_known_to_be_reached(self, room: Room) -> None:
        self.integration(room, "I-1", peak_an_hour=None)
        self.integration(room, "I-2")
        for ref in ("I-1", "I-2"):
            self.tried(room, ref)
        reading = room.read("testing.sit.peak")
        assert reading.status is Status.UNKNOWN
        assert reading.reasons[0].startswith("No peak is stated in integrations.xlsx for I-1")

    def test_one_of_ten_is_partly_unless_it_is_of_high_criticality(self, room: Room) -> None:
        for number in range(10):
            self.integration(room, f"I-{number}")
            self.tried(room, f"I-{number}", **({"review": "doubt"} if number == 0 else {}))
        assert room.read("testing.sit.patterns").status is Status.PARTLY
        from firstlight.scope.models import Integration

        Integration.objects.filter(ref="I-0").update(criticality="high")
        assert room.read("testing.sit.patterns").status is Status.UNMET

    def test_what_was_tried_in_production_does_not_count(self, room: Room) -> None:
        self.integration(room, "I-1")
        room.cycle("SIT-1", "sit", environment_kind="production")
        self.tried(room, "I-1", cycle="SIT-1")
        for name in ("peak", "outages"):
            reading = room.read(f"testing.sit.{name}")
            assert reading.status is Status.UNMET
            assert reading.reasons[0].startswith("Tried in production")

    def test_the_signature_of_the_business_goes_stale_when_the_volumes_change(self, room: Room) -> None:
        from firstlight.kernel.renderings import render
        from firstlight.scope.models import Integration

        self.integration(room, "I-1")
        assert render(room.project, "interfaces:volumes", room.context.now) is None
        self.tried(room, "I-1")
        signed = render(room.project, "interfaces:volumes", room.context.now)
        assert signed is not None
        assert [line.text for line in signed.lines] == ["peak 600 an hour; run 600 an hour, 2 Oct 2026"]
        Integration.objects.filter(ref="I-1").update(peak_an_hour=900)
        now = render(room.project, "interfaces:volumes", room.context.now)
        assert now is not None
        assert now.digest() != signed.digest()
