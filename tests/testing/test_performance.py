"""Criteria of performance, load results as evidence, and how the criteria stand by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.contracts.standing import Status
from firstlight.kernel.errors import Invalid
from firstlight.testing.actions import import_load
from firstlight.testing.models import Cycle, LoadImport, LoadLabel
from firstlight.testing.performance import Performance, performance_of
from firstlight.testing.rules.performance import Stands
from firstlight.testing.sheets import CRITERIA, VERSIONS
from tests.testing.load_files import jmeter_rows
from tests.testing.room import Room
from tests.testing.test_load_locust import HISTORY, STATS

#: Everything in `load_files` was measured on this day.
DAY = date(2026, 10, 31)


@pytest.fixture
def load(room: Room) -> Load:
    """A performance cycle of a week, outside acceptance tests."""
    room.cycle("PERF-1", "performance", environment="PERF", environment_kind="production-like", migrated_data=True,
               start=DAY, end=date(2026, 11, 6))  # fmt: skip
    return Load(room)


class Load:
    """Short ways to ask for performance and to measure it."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def criterion(self, ref: str = "PC-1", **values: Any) -> None:
        usual = {"title": f"Criterion {ref}", "kind": "page-load", "target": Decimal(2), "unit": "s", "label": "order"}
        self.room.put(CRITERIA, ref=ref, **{**usual, **values})

    def run(
        self,
        took: int = 500,
        *,
        users: int = 50,
        cycle: str = "PERF-1",
        label: str = "order",
        after: int = 0,
        count: int = 200,
    ) -> LoadImport:
        """A run of ten minutes in which every request takes as long."""
        rows = [(after * 60_000 + 3000 * place, took, label, "true", users) for place in range(200)]
        return self.file(jmeter_rows(*rows), f"load/{cycle}/{label} {took} {after}.jtl", cycle)

    def file(self, content: str, name: str, cycle: str = "PERF-1") -> LoadImport:
        made: LoadImport = import_load(self.room.context, cycle_ref=cycle, file=name, data=content.encode())
        return made

    def standing(self) -> Performance:
        return performance_of(self.room.project, self.room.context.now)

    def stands(self) -> list[tuple[str, Stands]]:
        return [(one.asked.criterion.ref, one.stands) for one in self.standing().standings]

    def why(self) -> str:
        return " ".join(self.standing().standings[0].reasons)


def test_a_file_is_kept_with_what_it_says(load: Load) -> None:
    made = load.run()
    assert (made.format, made.form, made.samples, made.errors, made.users) == ("jmeter", "rows", 200, 0, 50)
    assert made.from_samples
    assert made.effective == datetime(2026, 10, 31, 10, 9, 57, 500_000, tzinfo=UTC)
    label = LoadLabel.objects.get()
    assert (label.name, dict(map(tuple, label.facts["percentiles"]))[95.0]) == ("order", 500)
    assert load.run() == made
    assert LoadImport.objects.count() == 1


def test_a_folder_that_nobody_listed_is_a_performance_test(load: Load) -> None:
    load.run(cycle="Sprint 12")
    assert Cycle.objects.get(ref="Sprint 12").kind == "performance"


def test_a_file_that_cannot_be_read_changes_nothing(load: Load) -> None:
    with pytest.raises(Invalid, match="is not one of the results of a load tool"):
        load.file("name,amount\nbolts,5\n", "load/PERF-1/a.csv")
    assert not LoadImport.objects.exists()


def test_a_criterion_is_met_missed_or_untried(load: Load) -> None:
    load.criterion("PC-1")
    load.criterion("PC-2", target=Decimal(400), unit="ms")
    load.criterion("PC-3", label="invoice")
    assert load.stands() == [(ref, Stands.UNTRIED) for ref in ("PC-1", "PC-2", "PC-3")]
    load.run(500)
    assert load.stands() == [("PC-1", Stands.MET), ("PC-2", Stands.MISSED), ("PC-3", Stands.UNTRIED)]


def test_the_newest_result_that_says_something_decides(load: Load) -> None:
    load.criterion()
    load.run(5000)
    load.run(500, after=60)
    load.run(9000, after=120, label="invoice")
    assert load.stands() == [("PC-1", Stands.MET)]


def test_a_result_below_the_peak_shows_nothing_and_hides_nothing(load: Load) -> None:
    load.criterion(expected_peak=Decimal(100), peak_unit="users")
    load.run(500, users=40)
    assert load.stands() == [("PC-1", Stands.NOT_SHOWN)]
    assert "Only 40 users of the expected peak of 100 users" in load.why()
    load.run(500, users=100, after=60)
    load.run(300, users=5, after=120)
    assert load.stands() == [("PC-1", Stands.MET)]


def test_a_later_smaller_run_takes_nothing_back_of_a_larger_one_but_is_told(load: Load) -> None:
    load.criterion(kind="users", target=Decimal(100), unit="users", label="")
    load.run(500, users=40)
    assert load.stands() == [("PC-1", Stands.MISSED)]
    load.run(500, users=120, after=60)
    assert load.stands() == [("PC-1", Stands.MET)]
    assert "Less since" not in load.why()
    load.run(500, users=30, after=120)
    assert load.stands() == [("PC-1", Stands.MET)]
    assert "Less since: load/PERF-1/order 500 120.jtl." in load.why()
    assert "30 users" in load.why()


def test_a_version_that_was_deployed_since_makes_it_stale(load: Load) -> None:
    load.criterion()
    load.run(500)
    deployed = datetime(2026, 11, 3, 8, tzinfo=UTC)
    load.room.put(VERSIONS, ref="R-218", title="Release 218", kind="code", at=deployed)
    assert load.stands() == [("PC-1", Stands.STALE)]
    assert load.why().startswith("It was met before R-218 was deployed on 3 Nov 2026.")
    load.run(600, after=5 * 24 * 60)
    assert load.stands() == [("PC-1", Stands.MET)]


def _production(load: Load) -> None:
    Cycle.objects.filter(ref="PERF-1").update(environment_kind="production", environment="PROD")


def _within_uat(load: Load) -> None:
    load.room.cycle("UAT-1", "uat", environment="perf", start=DAY - timedelta(days=1), end=DAY)


def _of_uat(load: Load) -> None:
    Cycle.objects.filter(ref="PERF-1").update(kind="uat")


def _of_another_kind(load: Load) -> None:
    Cycle.objects.filter(ref="PERF-1").update(kind="sit")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_production, "It was measured in production (PROD)"),
        (_within_uat, "while UAT-1 ran in the same environment (perf), from 30 Oct 2026 to 31 Oct 2026"),
        (_of_uat, "It was measured in PERF-1; an acceptance test has few people and no peak."),
        (_of_another_kind, "PERF-1 is a system integration test"),
    ],
)
def test_what_was_measured_elsewhere_is_no_evidence(load: Load, spoil: Callable[[Load], None], sentence: str) -> None:
    load.criterion()
    load.run(500)
    spoil(load)
    assert load.stands() == [("PC-1", Stands.BORROWED)]
    assert sentence in load.why()


def test_an_acceptance_test_elsewhere_or_at_another_time_does_no_harm(load: Load) -> None:
    load.criterion()
    load.run(500)
    load.room.cycle("UAT-1", "uat", environment="UAT", start=DAY, end=DAY)
    load.room.cycle("UAT-2", "uat", environment="PERF", start=DAY + timedelta(days=1), end=DAY + timedelta(days=9))
    assert load.stands() == [("PC-1", Stands.MET)]


def test_a_file_without_times_is_of_the_days_of_its_cycle(load: Load) -> None:
    load.criterion(label="/orders", target=Decimal(1))
    load.file(STATS.replace("POST,/orders", "POST,/other"), "load/PERF-1/run_stats.csv")
    assert load.stands() == [("PC-1", Stands.MET)]
    load.room.cycle("UAT-1", "uat", environment="PERF", start=date(2026, 11, 5), end=date(2026, 11, 20))
    assert load.stands() == [("PC-1", Stands.BORROWED)]


def test_statistics_of_locust_know_users_and_times_from_their_history(load: Load) -> None:
    load.criterion(label="", target=Decimal(1), expected_peak=Decimal(10), peak_unit="users")
    load.file(STATS, "load/PERF-1/run_stats.csv")
    assert load.stands() == [("PC-1", Stands.NOT_SHOWN)]
    load.file(HISTORY, "load/PERF-1/other_stats_history.csv")
    assert load.stands() == [("PC-1", Stands.NOT_SHOWN)]
    load.file(HISTORY + "\n", "load/PERF-1/run_stats_history.csv")
    assert load.stands() == [("PC-1", Stands.MET)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"unit": "users"}, "page-load is measured in s, ms, min, not in “users”"),
        ({"unit": ""}, "its unit is missing; expected s or ms or min"),
        ({"kind": "stability", "unit": "%", "percentile": Decimal(97)}, "at the percentile 50, 90, 95 or 99"),
        ({"expected_peak": Decimal(5)}, "the unit of its expected peak is missing"),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused(load: Load, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        load.criterion(**values)
    assert sentence in refused.value.problems[0].sentence


def test_the_number_of_queries_does_not_grow(load: Load) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            load.standing()
        return len(caught)

    load.criterion()
    load.run(500)
    few = queries()
    for number in range(2, 12):
        load.criterion(f"PC-{number}", label=f"page {number}*")
        load.run(500 + number, label=f"page {number}", after=number)
    assert queries() == few


class TestMeasures:
    def read(self, load: Load, name: str) -> tuple[Status, str]:
        reading = load.room.read(f"testing.performance.{name}")
        return reading.status, " ".join(reading.reasons)

    @pytest.mark.parametrize(
        "name",
        ["criteria", "peak", "search", "processes", "devices", "virtualised", "integrations", "representative",
         "apart-from-uat"],
    )  # fmt: skip
    def test_with_nothing_to_look_at_they_are_unknown_and_say_what_is_missing(self, room: Room, name: str) -> None:
        reading = room.read(f"testing.performance.{name}")
        assert reading.status is Status.UNKNOWN
        assert "No " in reading.reasons[0]
        assert "load/" in reading.reasons[0] or "tests/cases.xlsx" in reading.reasons[0]

    def test_criteria_have_to_name_each_kind_and_each_process(self, load: Load) -> None:
        from firstlight.scope.sheets import PROCESSES

        load.room.put(PROCESSES, ref="65", title="Order to cash", level=1)
        load.room.put(PROCESSES, ref="75", title="Source to pay", level=1)
        load.room.put(PROCESSES, ref="65.20", title="Orders", level=2, parent="65")
        load.criterion("PC-1", process="65.20")
        status, told = self.read(load, "criteria")
        assert status is Status.UNMET
        assert "what is fast enough for: search, throughput, users at once, stability and scalability" in told
        assert "PC-1 Criterion PC-1 does not say at which load to hold." in told
        assert "No criterion is of the end-to-end process 75 Source to pay." in told
        peak = {"expected_peak": Decimal(50), "peak_unit": "users"}
        load.criterion("PC-2", kind="search", process="75", **peak)
        for ref, kind, unit in (("3", "throughput", "/h"), ("4", "stability", "%"), ("5", "scalability", "%")):
            load.criterion(f"PC-{ref}", kind=kind, unit=unit, label="", **peak)
        load.criterion("PC-6", kind="users", unit="users", label="")
        assert self.read(load, "criteria")[0] is Status.PARTLY

    def test_a_missed_criterion_is_unmet_and_a_lesser_one_partly(self, load: Load) -> None:
        load.criterion("PC-1", covers=("device", "browser"))
        load.run(1000)
        assert self.read(load, "devices") == (Status.MET, "The one criterion about devices and browsers is met.")
        load.criterion("PC-2", covers=("device",), target=Decimal(1) / 2, significant=False)
        assert self.read(load, "devices")[0] is Status.PARTLY
        load.criterion("PC-3", covers=("device",), target=Decimal(1) / 2)
        status, told = self.read(load, "devices")
        assert status is Status.UNMET
        assert told.startswith(
            "PC-3 Criterion PC-3: 95 of 100 requests “order” took up to 1 s; asked for: at most 0.50 s."
        )

    def test_what_nobody_covers_is_named(self, load: Load) -> None:
        load.criterion("PC-1", covers=("device",))
        load.run(1000)
        assert self.read(load, "devices") == (
            Status.UNKNOWN,
            "No criterion covers a browser: say so in the column Covers of load/criteria.csv.",
        )
        assert self.read(load, "virtualised")[0] is Status.UNKNOWN

    def test_integrations_that_carry_load_need_a_criterion(self, load: Load) -> None:
        from firstlight.scope.sheets import INTEGRATIONS

        load.room.put(INTEGRATIONS, ref="I-1", title="Web shop", peak_an_hour=2700)
        load.room.put(INTEGRATIONS, ref="I-2", title="Bank files", peak_an_hour=2, criticality="high")
        load.criterion("PC-1", integration="I-1")
        load.run(500)
        assert self.read(load, "integrations")[0] is Status.MET
        load.room.put(INTEGRATIONS, ref="I-3", title="EDI", criticality="high")
        assert self.read(load, "integrations") == (Status.UNKNOWN, "No criterion is of I-3 EDI, which carries load.")

    def test_results_that_do_not_count_leave_everything_unknown(self, load: Load) -> None:
        load.criterion()
        load.run(500)
        _production(load)
        load.criterion("PC-2", kind="search")
        status, told = self.read(load, "search")
        assert status is Status.UNKNOWN
        assert "It was measured in production (PROD)" in told
        assert self.read(load, "apart-from-uat")[0] is Status.UNMET

    def test_a_representative_test_is_like_production_with_migrated_data_at_the_peak(self, load: Load) -> None:
        load.criterion(expected_peak=Decimal(100), peak_unit="users")
        load.run(500, users=100)
        assert self.read(load, "representative")[0] is Status.MET
        load.run(500, users=100, after=60)
        Cycle.objects.update(migrated_data=None)
        assert self.read(load, "representative")[0] is Status.UNKNOWN
        Cycle.objects.update(environment_kind="test")
        status, told = self.read(load, "representative")
        assert status is Status.UNMET
        assert told.startswith("PERF-1 runs in a test environment (PERF), not one like production.")
        Cycle.objects.update(environment_kind="production-like", migrated_data=True)
        load.criterion("PC-2", expected_peak=Decimal(500), peak_unit="users")
        assert self.read(load, "representative")[0] is Status.PARTLY


def test_load_results_and_criteria_travel_with_the_project_folder(load: Load, tmp_path: Path) -> None:
    from firstlight.intake.folder import Choice, give_folder, load_folder
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import FOLDER_READER

    load.criterion(covers=("device",), expected_peak=Decimal(50), peak_unit="users")
    load.run(500)
    load.file(STATS, "uploaded stats.csv")
    before = [(one.asked, one.stands, one.reasons) for one in load.standing().standings]
    for name, content in give_folder(load.room.context):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())
    assert (tmp_path / "load/PERF-1/order 500 0.jtl").is_file()
    assert (tmp_path / "load/PERF-1/uploaded stats.csv").is_file()
    arrived = load_folder(Context(FOLDER_READER, load.room.context.now), tmp_path, choice=Choice(slug="wave-2"))
    after = performance_of(arrived.project, load.room.context.now)
    assert [(one.asked, one.stands, one.reasons) for one in after.standings] == before
    assert len(after.evidence) == 2


def test_a_file_that_no_cycle_is_named_for_is_of_the_only_performance_test(load: Load) -> None:
    from firstlight.testing.load_files import LOADS

    LOADS.take(load.room.context, PurePosixPath("load/desk.jtl"), jmeter_rows((0, 5, "a", "true", 1)).encode())
    assert LoadImport.objects.get().cycle.ref == "PERF-1"
    load.room.cycle("PERF-2", "performance")
    with pytest.raises(Invalid, match="nothing says of which cycle this is"):
        LOADS.take(load.room.context, PurePosixPath("load/other.jtl"), jmeter_rows((1, 5, "a", "true", 1)).encode())
    LOADS.take(load.room.context, PurePosixPath("load/perf 2.jtl"), jmeter_rows((2, 5, "a", "true", 1)).encode())
    assert LoadImport.objects.latest("pk").cycle.ref == "PERF-2"


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("load/criteria.csv", False), ("load/criteria.xlsx", False), ("load/PERF-1/criteria.csv", True),
        ("load/perf-1.json", True), ("load/PERF-1/a/b.jtl", True), ("load/PERF-1/notes.md", False),
        ("tests/PERF-1/a.csv", False), ("load/points.json.gz", True),
    ],
)  # fmt: skip
def test_criteria_are_a_list_and_what_lies_beside_them_are_results(path: str, taken: bool) -> None:
    from firstlight.testing.load_files import LOADS

    assert LOADS.matches(PurePosixPath(path)) is taken
