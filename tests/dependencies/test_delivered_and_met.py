"""Delivered or not, met as agreed or not, fitting the scope or not. Today is Friday 20 November 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from firstlight.contracts.standing import Status
from firstlight.dependencies.models import Dependency
from firstlight.kernel.errors import Invalid
from tests.dependencies.conftest import Register


class TestDelivered:
    def test_a_promise_whose_day_has_passed_is_not_taken_for_a_delivery(self, register: Register) -> None:
        register.add("D-1", promised=date(2026, 11, 19))
        reading = register.read("aligned")
        assert reading.status is Status.UNKNOWN
        assert reading.reasons == (
            "Scanner provider promised D-1 Thing D-1 for 19 Nov 2026; that day has passed, "
            "and nobody has said whether it came.",
        )
        register.change("D-1", delivered_on=date(2026, 11, 19))
        assert register.read("aligned").status is Status.MET

    def test_a_promise_in_time_is_believed_until_its_day_has_passed(self, register: Register) -> None:
        register.add("D-1", promised=date(2026, 11, 25))
        reading = register.read("aligned")
        assert reading.expires == datetime(2026, 11, 25, 23, tzinfo=UTC)
        assert register.read("aligned", reading.expires - timedelta(seconds=1)).status is Status.MET
        assert register.read("aligned", reading.expires).status is Status.UNKNOWN

    def test_of_what_is_there_no_word_and_no_meeting_is_needed(self, register: Register) -> None:
        register.add("D-1", confirmed_on=None, promised=None, delivered_on=date(2026, 11, 1))
        for name in ("aligned", "confirmed", "meetings"):
            reading = register.read(name)
            assert (reading.status, reading.expires) == (Status.MET, None), name

    def test_a_delivery_to_come_is_none_yet(self, register: Register) -> None:
        register.add("D-1", confirmed_on=None, delivered_on=date(2026, 11, 21))
        assert register.read("confirmed").status is Status.UNKNOWN


class TestWrittenDown:
    FULL = {
        "contact": "Jule", "commitment": "40 devices", "owner": "Integration lead", "plan_line": "Line 214",
    }  # fmt: skip

    def test_what_is_missing_is_named(self, register: Register) -> None:
        register.add("D-1", **self.FULL)
        register.add("D-2", **{**self.FULL, "owner": "", "plan_line": ""})
        reading = register.read("register")
        assert reading.status is Status.UNMET
        assert reading.reasons == ("Nobody has written down for D-2 Thing D-2: owner, line of the project plan.",)

    def test_a_mail_address_is_a_contact_too(self, register: Register) -> None:
        register.add("D-1", **{**self.FULL, "contact": "", "contact_mail": "jule@example.org"})
        assert register.read("register").status is Status.MET

    def test_an_isv_solution_that_no_dependency_names_is_a_hole(self, register: Register) -> None:
        from firstlight.scope.actions import change_parts
        from firstlight.scope.sheets import PARTS
        from tests.cast import added

        assert register.read("register").status is Status.UNKNOWN
        change_parts(register.context, register.project, [added(PARTS, ref="P-8", title="Invoices", kind="isv")])
        assert register.read("register").reasons == ("No dependency names the ISV solution P-8 Invoices.",)
        register.add("D-1", **self.FULL, scope_refs=("P-8",))
        assert register.read("register").status is Status.MET


class TestMeetings:
    def read(self, register: Register) -> tuple[Status, str]:
        reading = register.read("meetings")
        return reading.status, reading.reasons[0]

    def test_without_any_nobody_can_tell(self, register: Register) -> None:
        register.add("D-1")
        assert self.read(register) == (
            Status.UNKNOWN, "No status meeting with Scanner provider on D-1 Thing D-1 is recorded.",
        )  # fmt: skip

    def test_an_overdue_one_is_counted_in_days(self, register: Register) -> None:
        register.add("D-1")
        register.meet("M-1", dependencies=("D-1",), held_on=date(2026, 11, 10), minutes="Fine.", cadence_days=7)
        assert self.read(register) == (
            Status.UNMET,
            "The meeting with Scanner provider on D-1 Thing D-1 was due on 17 Nov 2026 and is 3 days overdue; "
            "a meeting every 7 days was agreed.",
        )

    def test_a_next_one_far_away_does_not_stretch_what_was_agreed(self, register: Register) -> None:
        register.add("D-1")
        held = {"held_on": date(2026, 11, 10), "minutes": "Fine.", "cadence_days": 7}
        register.meet("M-1", dependencies=("D-1",), next_on=date(2027, 2, 1), **held)
        assert self.read(register)[0] is Status.UNMET

    def test_one_that_is_planned_earlier_is_due_earlier(self, register: Register) -> None:
        register.add("D-1")
        held = {"held_on": date(2026, 11, 10), "minutes": "Fine.", "cadence_days": 30}
        register.meet("M-1", dependencies=("D-1",), next_on=date(2026, 11, 19), **held)
        assert "was due on 19 Nov 2026 and is 1 day overdue" in self.read(register)[1]

    def test_one_held_as_agreed_counts_until_the_next_is_due(self, register: Register) -> None:
        register.add("D-1")
        register.meet("M-1", dependencies=("D-1",), held_on=date(2026, 11, 16), minutes="Fine.", cadence_days=7)
        reading = register.read("meetings")
        assert (reading.status, reading.expires) == (Status.MET, datetime(2026, 11, 23, 23, tzinfo=UTC))
        assert register.read("meetings", reading.expires).status is Status.UNMET

    def test_one_without_minutes_is_half_of_it(self, register: Register) -> None:
        register.add("D-1")
        register.meet("M-1", dependencies=("D-1",), held_on=date(2026, 11, 16))
        assert self.read(register) == (
            Status.PARTLY, "The meeting M-1 of 16 Nov 2026 with Scanner provider on D-1 Thing D-1 has no minutes.",
        )  # fmt: skip

    def test_one_that_is_planned_is_none_yet(self, register: Register) -> None:
        register.add("D-1")
        register.meet("M-1", dependencies=("D-1",), next_on=date(2026, 11, 23))
        assert self.read(register)[0] is Status.UNKNOWN

    def test_the_next_one_cannot_lie_before(self, register: Register) -> None:
        register.add("D-1")
        with pytest.raises(Invalid) as refused:
            register.meet("M-1", dependencies=("D-1",), held_on=date(2026, 11, 16), next_on=date(2026, 11, 16))
        assert refused.value.problems[0].column == "next_on"

    def test_one_about_nothing_that_is_there_is_refused(self, register: Register) -> None:
        with pytest.raises(Invalid):
            register.meet("M-1", dependencies=("D-9",))


class TestAgreedRequirements:
    def test_those_that_are_listed_decide_and_the_open_ones_are_named(self, register: Register) -> None:
        register.add("D-1")  # the register says met
        agreed = {"dependency": "D-1", "agreed_on": date(2026, 10, 1)}
        register.require(
            {"ref": "Q-1", "title": "Enrolled", **agreed, "met_on": date(2026, 11, 1)},
            {"ref": "Q-2", "title": "Delivered to depots", **agreed},
            {"ref": "Q-3", "title": "Spare devices", "dependency": "D-1"},
        )
        reading = register.read("requirements")
        assert reading.status is Status.UNMET
        assert reading.reasons == (
            "2 of 3 requirements are not met for D-1 Thing D-1: Q-2 Delivered to depots (agreed); "
            "Q-3 Spare devices (open).",
        )

    def test_one_that_is_dropped_does_not_count_and_says_why(self, register: Register) -> None:
        register.add("D-1", requirements_state="open")
        met = {"ref": "Q-1", "title": "Enrolled", "dependency": "D-1", "met_on": date(2026, 11, 1)}
        gone = {"ref": "Q-2", "title": "Spares", "dependency": "D-1", "dropped": True}
        with pytest.raises(Invalid) as refused:
            register.require(met, gone)
        assert refused.value.problems[0].column == "dropped"
        register.require(met, {**gone, "notes": "The depots have spares."})
        assert register.read("requirements").status is Status.MET

    def test_one_that_will_be_met_is_not_met(self, register: Register) -> None:
        register.add("D-1")
        register.require({"ref": "Q-1", "title": "Enrolled", "dependency": "D-1", "met_on": date(2026, 11, 21)})
        assert register.read("requirements").status is Status.UNMET

    def test_evidence_has_to_be_there(self, register: Register) -> None:
        register.add("D-1")
        with pytest.raises(Invalid):
            register.require({"ref": "Q-1", "title": "x", "dependency": "D-1", "evidence": ("nowhere.pdf",)})

    def test_a_dependency_with_requirements_is_not_removed(self, register: Register) -> None:
        from django.db.models import ProtectedError

        from firstlight.dependencies.actions import change_dependencies
        from firstlight.dependencies.sheets import DEPENDENCIES
        from firstlight.kernel.sheets import RowChange

        register.add("D-1")
        register.require({"ref": "Q-1", "title": "x", "dependency": "D-1"})
        before = DEPENDENCIES.store.current(register.project)[("D-1",)]
        with pytest.raises(ProtectedError):
            change_dependencies(register.context, register.project, [RowChange("removed", before, None)])
        assert Dependency.objects.exists()


class TestFitsTheScope:
    @pytest.fixture(autouse=True)
    def scoped(self, register: Register) -> None:
        register.scope()

    def read(self, register: Register) -> tuple[Status, str]:
        reading = register.read("scope")
        return reading.status, reading.reasons[0]

    @pytest.mark.parametrize(
        ("values", "status", "words"),
        [
            ({"scope_refs": ("I-1",)}, Status.UNKNOWN, "Nobody has held what Scanner provider delivers"),
            ({"scope_refs": ("I-1",), "scope_match": "differs"}, Status.UNMET, "differs from what the scope needs"),
            ({"scope_refs": ("I-1",), "scope_match": "agrees"}, Status.MET, "agrees with the scope"),
        ],
    )
    def test_it_is_what_was_found(self, register: Register, values: dict[str, Any], status: Status, words: str) -> None:
        register.add("D-1", **values)
        found = self.read(register)
        assert found[0] is status
        assert words in found[1]

    def test_what_nothing_of_the_scope_needs_cannot_fit_it(self, register: Register) -> None:
        register.project.go_live = None
        register.add("D-1", scope_match="agrees")
        assert self.read(register) == (Status.UNKNOWN, "D-1 Thing D-1 does not name what of the scope needs it.")

    def test_what_only_things_out_of_scope_need_does_not_fit_it(self, register: Register) -> None:
        register.project.go_live = None
        register.add("D-1", scope_refs=("R-9",), scope_match="agrees")
        assert self.read(register) == (Status.UNMET, "D-1 Thing D-1 is in scope, but what needs it is not: R-9 Later.")

    def test_a_comparison_counts_until_the_commitment_changes(self, register: Register) -> None:
        on = date(2026, 11, 12)
        register.add("D-1", scope_refs=("I-1",), scope_match="agrees", scope_compared_on=on, commitment="40")
        register.change("D-1", notes="x", promised=date(2026, 11, 29))
        assert self.read(register)[0] is Status.MET
        register.change("D-1", commitment="30")
        assert self.read(register) == (
            Status.UNKNOWN,
            "D-1 Thing D-1 was held against the scope on 12 Nov 2026; what is delivered, or what needs it, has changed "
            "since.",
        )
        register.change("D-1", scope_compared_on=date(2026, 11, 20))
        assert self.read(register)[0] is Status.MET

    def test_a_comparison_counts_until_the_scope_changes(self, register: Register) -> None:
        from firstlight.scope.models import Integration

        register.add("D-1", scope_refs=("I-1",), scope_match="agrees")
        Integration.objects.filter(ref="I-1").update(volume_a_day=40_000)
        assert self.read(register)[0] is Status.UNKNOWN
