"""What stands out of order among the tests: kinds, places and people. Findings, no walls."""

from __future__ import annotations

from datetime import date

import pytest

from firstlight.contracts.standing import Status
from firstlight.testing.rules.order import Facts, Learner, Rule, out_of_order
from firstlight.testing.rules.performance import CycleFacts
from firstlight.workspace.order_of_tests import ALL_TESTERS, BEFORE_UAT, PERFORMANCE, TRAINED, HeldOrder
from tests.testing.room import Room, changed

TODAY = date(2026, 11, 20)
UAT = CycleFacts("UAT-1", "uat", "ACC", "production-like", date(2026, 11, 2), date(2026, 11, 13))


def load(start: int, end: int, environment: str = "PERF", month: int = 11) -> CycleFacts:
    days = date(2026, month, start), date(2026, month, end)
    return CycleFacts("PERF-1", "performance", environment, "production-like", *days)


def found(*cycles: CycleFacts, held: HeldOrder | None = None, **more: object) -> list[Rule]:
    facts = Facts(cycles, **more)  # type: ignore[arg-type]
    return [one.rule for one in out_of_order(facts, held or HeldOrder(), TODAY)]


@pytest.mark.parametrize(
    ("cycle", "held", "rules"),
    [
        (load(4, 12), HeldOrder(), []),
        (load(4, 12, "acc"), HeldOrder(), [Rule.INSIDE_UAT]),
        (load(5, 30, month=10), HeldOrder(), []),
        (load(16, 18), HeldOrder(), [Rule.NOT_AS_PLANNED]),
        (load(16, 18, "ACC"), HeldOrder(), [Rule.NOT_AS_PLANNED]),
        (load(4, 12), HeldOrder(BEFORE_UAT), [Rule.NOT_AS_PLANNED]),
        (load(5, 30, month=10), HeldOrder(BEFORE_UAT), []),
    ],
    ids=["beside", "in its environment", "earlier", "after it", "after it and there", "held before", "before"],
)  # fmt: skip
def test_performance_runs_beside_uat_and_never_inside(cycle: CycleFacts, held: HeldOrder, rules: list[Rule]) -> None:
    assert found(UAT, cycle, held=held) == rules


def test_what_a_load_tool_measured_as_part_of_uat_is_told_with_the_names_of_the_files() -> None:
    facts = Facts((UAT,), measured=(("UAT-1", "orders.jtl"), ("UAT-1", "search.jtl")))
    (one,) = out_of_order(facts, HeldOrder(), TODAY)
    assert one.sentence.startswith("orders.jtl and search.jtl came in as part of UAT-1")
    assert (one.rule, one.cycles) == (Rule.INSIDE_UAT, ("UAT-1",))


@pytest.mark.parametrize("kind", ["sit", "uat", "performance", "end-to-end", "regression", "migration", "security"])
def test_no_kind_of_test_but_two_runs_in_production(kind: str) -> None:
    assert found(CycleFacts("X-1", kind, "PROD", "production")) == [Rule.IN_PRODUCTION]


@pytest.mark.parametrize("kind", ["mock-cutover", "validation"])
def test_a_mock_cutover_and_the_final_validation_run_in_production(kind: str) -> None:
    assert found(CycleFacts("X-1", kind, "PROD", "production")) == []


def person(name: str, day: date | None, *, super_user: bool = True) -> Learner:
    return Learner(name, name, super_user, day)


def test_super_users_are_trained_on_the_day_before_uat_at_the_latest() -> None:
    in_time, late, silent = person("A", date(2026, 11, 1)), person("B", date(2026, 11, 2)), person("C", None)
    facts = Facts((UAT,), (in_time, late, silent, person("D", None, super_user=False)))
    assert [one.sentence for one in out_of_order(facts, HeldOrder(), TODAY)] == [
        "Trained only when UAT had begun, on 2 Nov 2026: B (2 Nov 2026).",
        "UAT began on 2 Nov 2026, and nobody said when they were trained: C.",
    ]
    everybody = out_of_order(facts, HeldOrder(trained=ALL_TESTERS), TODAY)
    assert everybody[1].sentence.endswith("nobody said when they were trained: C and D.")


def test_before_uat_begins_nobody_is_late_who_has_no_day_yet() -> None:
    assert out_of_order(Facts((UAT,), (person("C", None),)), HeldOrder(), date(2026, 10, 20)) == ()


@pytest.mark.parametrize("stances", [PERFORMANCE, TRAINED])
def test_each_side_names_a_document_of_its_own_and_its_heading(stances: dict[str, object]) -> None:
    sources = [one.source for one in stances.values()]  # type: ignore[attr-defined]
    assert len(set(sources)) == 2
    assert all("“" in one for one in sources)


def test_the_measures_speak_of_the_order_with_figures(room: Room) -> None:
    from firstlight.testing.sheets import CYCLES, TESTERS

    assert room.read("testing.order.training").status is Status.UNKNOWN
    days = {"start": date(2026, 11, 2), "end": date(2026, 11, 13)}
    room.cycle("UAT-1", environment="ACC", environment_kind="production-like")
    room.cycle("PERF-1", "performance", environment="ACC", environment_kind="production-like", **days)
    inside = "PERF-1 runs in ACC while UAT-1 is tried there"
    for measure in ("testing.order.performance", "testing.performance.environment"):
        reading = room.read(measure)
        assert reading.status is Status.UNMET
        assert reading.reasons[0].startswith(inside)
    CYCLES.apply(room.context, room.project, [changed(CYCLES, room.project, "PERF-1", environment="PERF")])
    assert room.read("testing.order.performance").status is Status.MET
    assert room.read("testing.order.production").status is Status.MET
    assert "mark the super-users" in room.read("testing.order.training").reasons[0]
    room.put(TESTERS, ref="T-1", name="Lena Brandt", super_user=True, trained_on=date(2026, 10, 26))
    assert room.read("testing.order.training").reasons == ("All 1 were trained before UAT begins on 2 Nov 2026.",)
    room.put(TESTERS, ref="T-2", name="Tom Ude", super_user=True, trained_on=date(2026, 11, 3))
    reading = room.read("testing.order.training")
    assert (reading.status, str(reading.figure and reading.figure.value)) == (Status.PARTLY, "1")


def test_a_finding_of_order_stands_against_no_pass_and_no_end(room: Room) -> None:
    from firstlight.testing.exit_report import exit_report

    room.cycle("SIT-1", "sit", start=date(2026, 10, 12), end=date(2026, 11, 6))
    room.cycle("UAT-1")
    room.cases("TC-1")
    room.run("RUN-1", migrated_data=True)
    report = exit_report(room.project, "UAT-1", room.context.now)
    assert [one.rule for one in report.out_of_order] == [Rule.SIT_LATE]
    assert report.passed == report.whole == 1
    assert all(one.sentence not in part.reasons for one in report.out_of_order for part in report.parts)
