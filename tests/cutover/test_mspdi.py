"""MS Project XML: what Project computed is computed here, whatever the tools that write for it leave out or make up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from firstlight.contracts.tables import Unreadable
from firstlight.cutover.formats.mspdi import lines_of, read_mspdi
from firstlight.cutover.formats.reading import read_plan_bytes
from firstlight.engines.scheduling import ConstraintKind, LagKind, LinkKind, Shift, compute
from tests.cutover.mspdi_files import ALWAYS, calendar, elements, link, project, task, working
from tests.cutover.stored_dates import NAMES, compared, table
from tests.intake.files import shared_file

FRIDAY = datetime(2026, 12, 4, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("name", NAMES[:2])
def test_dates_and_slack_that_ms_project_stored_are_those_computed_here(name: str) -> None:
    one = compared(shared_file(f"plans/{name}"))
    assert one.values > 500
    assert one.differing == {}


def test_a_file_that_contradicts_its_own_calendar_differs_only_through_that() -> None:
    one = compared(shared_file("plans/aspose-project.xml"))
    starts = {
        stored.early_start
        for id, names in one.differing.items()
        if "EarlyStart" in names and (stored := one.found.stored[id])
    }
    weekends = {at for at in starts if at and at.weekday() >= 5}
    assert starts == weekends, "each start that differs is on a day on which the calendar of the file does not work"
    assert not {field for names in one.differing.values() for field in names} & {"TotalSlack", "FreeSlack", "Critical"}


def test_the_table_of_the_document_says_what_is_compared_today(repository: Path) -> None:
    today = "\n".join(table(compared(shared_file(f"plans/{name}")) for name in NAMES))
    written = (repository / "docs" / "algorithms" / "scheduling.md").read_text(encoding="utf-8")
    assert today in written, today


def test_tasks_links_and_lags_are_read_as_they_are_meant() -> None:
    draft = read_mspdi(
        project(
            task(0, "Cutover", Summary=1, OutlineLevel=0),
            task(1, "Stop interfaces", 2),
            task(2, "Load", 8, link(1, 3, 600, 5), ConstraintType=4, ConstraintDate="2026-12-04T20:00:00"),
            task(3, "Check", 4, link(2, 1, -50, 19), link(1, 0, 4800, 8), DurationFormat=8, Milestone=1),
            task(4, "Later", 1, link(3, 2), Active=0, Deadline="2026-12-06T12:00:00"),
        ),
        "plan.xml",
    ).draft
    assert [(one.id, one.parent, one.duration) for one in draft.tasks[:3]] == [
        ("0", None, 0 * HOUR),
        ("1", "0", 2 * HOUR),
        ("2", "0", 8 * HOUR),
    ]
    assert [(one.predecessor, one.kind, one.lag.kind, one.lag.time, one.lag.percent) for one in draft.links] == [
        ("1", LinkKind.SS, LagKind.WORKING, HOUR, 0),
        ("2", LinkKind.FS, LagKind.PERCENT, 0 * HOUR, -50),
        ("1", LinkKind.FF, LagKind.ELAPSED, 8 * HOUR, 0),
        ("3", LinkKind.SF, LagKind.WORKING, 0 * HOUR, 0),
    ]
    assert draft.tasks[2].constraint.kind is ConstraintKind.START_NO_EARLIER_THAN
    assert (draft.tasks[3].elapsed, draft.tasks[3].milestone, draft.tasks[4].active) == (True, True, False)
    assert draft.constraints_win


def test_times_are_those_of_the_zone_that_is_named() -> None:
    found = read_mspdi(project(task(1, "Stop", 2)), "plan.xml", "Europe/Berlin")
    assert found.draft.start == datetime(2026, 12, 4, 17, tzinfo=UTC)
    assert found.draft.calendars[0].zone == "Europe/Berlin"


def test_exceptions_work_weeks_and_nights_become_days_of_the_calendar() -> None:
    exceptions = (
        f"<Exceptions><Exception>{elements(Name='Christmas', Type=1, Period=1)}<TimePeriod>"
        f"{elements(FromDate='2026-12-24T00:00:00', ToDate='2026-12-26T23:59:00')}</TimePeriod></Exception>"
        f"<Exception>{elements(Name='Stock', Type=6, Period=2, DaysOfWeek=64)}<TimePeriod>"
        f"{elements(FromDate='2026-12-01T00:00:00', ToDate='2026-12-31T23:59:00')}</TimePeriod>"
        f"{working(('10:00:00', '14:00:00'))}</Exception>"
        f"<Exception>{elements(Name='Close', Type=5, MonthItem=1, MonthPosition=4, Period=1)}<TimePeriod>"
        f"{elements(FromDate='2026-11-01T00:00:00', ToDate='2027-01-31T23:59:00')}</TimePeriod></Exception>"
        "</Exceptions>"
    )
    night = calendar(3, "Night", [(day, working(("22:00:00", "06:00:00"))) for day in range(2, 7)], exceptions)
    draft = read_mspdi(project(task(1, "Stop", 2), calendars=ALWAYS + night), "plan.xml").draft
    read = draft.calendars[1]
    assert read.week == {day: (Shift(time(22), time(6)),) for day in range(5)}
    days = [(one.name, one.first, one.last, one.shifts) for one in read.exceptions]
    saturday = (Shift(time(10), time(14)),)
    assert days == [
        ("Christmas", date(2026, 12, 24), date(2026, 12, 26), ()),
        ("Stock", date(2026, 12, 5), date(2026, 12, 5), saturday),
        ("Stock", date(2026, 12, 19), date(2026, 12, 19), saturday),
        ("Close", date(2026, 11, 30), date(2026, 11, 30), ()),
        ("Close", date(2026, 12, 31), date(2026, 12, 31), ()),
        ("Close", date(2027, 1, 29), date(2027, 1, 29), ()),
    ]


def test_people_of_a_task_and_their_calendars_are_known() -> None:
    night = calendar(3, "Night", [(day, working(("22:00:00", "06:00:00"))) for day in range(1, 8)])
    people = (
        f"<Resource>{elements(UID=0, Type=1, CalendarUID=3)}</Resource>"
        f"<Resource>{elements(UID=7, Name='Database', Type=1, CalendarUID=3, Group='Floor', MaxUnits=2)}</Resource>"
        f"<Resource>{elements(UID=8, Name='Disks', Type=0)}</Resource>"
    )
    given = "".join(f"<Assignment>{elements(TaskUID=1, ResourceUID=uid)}</Assignment>" for uid in (7, 8, -65535))
    data = project(task(1, "Copy", 2), calendars=ALWAYS + night, resources=people, assignments=given)
    draft = read_mspdi(data, "plan.xml").draft
    assert [(one.name, one.team, one.units) for one in draft.resources] == [
        ("Database", "Floor", 2),
        ("Disks", "", 1),
    ]
    assert [need.resource for need in draft.tasks[0].needs] == ["7"]
    assert compute(draft.settled()).dates("1").start == FRIDAY + 4 * HOUR


def test_progress_without_dates_takes_those_that_were_planned() -> None:
    dates = {"Start": "2026-12-04T18:00:00", "Finish": "2026-12-04T20:00:00"}
    made_up = {"ActualStart": "2000-01-01T00:00:00", "ActualFinish": "2000-01-01T00:00:00"}
    draft = read_mspdi(
        project(
            task(1, "Done", 2, PercentComplete=100, **dates),
            task(2, "Half", 2, PercentComplete=50, **dates),
            task(3, "Not begun", 2, PercentComplete=0, **made_up),
        ),
        "plan.xml",
    )
    done, half, none = (one.progress for one in draft.draft.tasks)
    assert (done.done, half.under_way, none.actual_start) == (True, True, None)
    assert draft.warnings == ("1 task has an end and nothing done; taken as not started.",)


def test_fields_that_nothing_here_reads_are_kept() -> None:
    found = read_mspdi(project(task(1, "Stop", 2, Cost=120), Author="Somebody"), "plan.xml")
    assert found.rows[0].words("Cost") == "120"
    assert {"Author": "Somebody"}.items() <= {one.name: one.text for one in found.fields}.items()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "plan.xml: The file is empty"),
        (b"<Project><Tasks>", "before all that was opened is closed"),
        (b"<testsuite/>", "its root element is <testsuite>; MS Project XML has <Project>"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Project/>", "it declares a document type"),
        (project(), "expected at least one <Task>"),
        (
            project(task(1, "Load", Duration="two hours")),
            "“two hours” is not accepted; expected a duration such as",
        ),
        (project(task(1, "Load", Duration="PT" + "9" * 30 + "H0M0S")), "expected a duration below a hundred years"),
        (
            project(task(1, "Load", 2, ConstraintType=9)),
            "“ConstraintType”: Task “Load” (1): “9” is not accepted",
        ),
        (project(task(1, "Load", 2, ConstraintType=4)), "expected the date of the constraint"),
        (
            project(task(1, "Load", 2, ConstraintType=4, ConstraintDate="soon")),
            "expected a time such as 2026",
        ),
        (project(task(1, "Load", 2, link(1, 7))), "expected 0 (FF), 1 (FS), 2 (SF) or 3 (SS)"),
        (project(task(1, "Load", 2), StartDate="0001-01-01T00:00:00"), "expected a time from 1970 to 2149"),
        (b"PK\x03\x04rest", "the workbook is damaged"),
        (b"%PDF-1.7", "This is a PDF document; accepted is MS Project XML"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_plan_bytes(data, "plan.xml")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("given", "taken"), [("140", 100), ("-5", 0)])
def test_a_percentage_that_cannot_be_is_told_with_what_it_was_read_as(given: str, taken: int) -> None:
    found = read_mspdi(project(task(1, "Load", 2, PercentComplete=given, ActualStart="2026-12-04T18:00:00")), "p.xml")
    assert found.draft.tasks[0].progress.percent == taken
    assert found.warnings == (
        f"Task “Load” (1), PercentComplete: “{given}” is no percentage from 0 to 100; read as {taken}.",
    )


def test_times_that_the_clock_leaves_out_or_shows_twice_are_told_with_what_they_were_read_as() -> None:
    data = project(
        task(1, "Stop", 1, ConstraintType=4, ConstraintDate="2026-03-29T02:30:00", EarlyStart="2026-10-25T02:10:00"),
        task(2, "Load", 1, Manual=1, Start="2026-10-25T02:30:00"),
        task(3, "Check", 1, Deadline="2026-03-29T02:45:00"),
        StartDate="2026-03-29T00:00:00",
    )
    assert read_mspdi(data, "p.xml", "Europe/Berlin").warnings == (
        "Task “Stop” (1), ConstraintDate: the clock of Europe/Berlin never shows 2026-03-29 02:30;"
        " read as 2026-03-29 03:00+02:00.",
        "Task “Load” (2), Start: the clock of Europe/Berlin shows 2026-10-25 02:30 twice;"
        " read as 2026-10-25 02:30+02:00.",
        "Task “Check” (3), Deadline: the clock of Europe/Berlin never shows 2026-03-29 02:45;"
        " read as 2026-03-29 03:00+02:00.",
    )
    assert read_mspdi(data, "p.xml", "UTC").warnings == ()


def test_of_many_values_that_were_read_otherwise_the_first_are_told_and_the_rest_counted() -> None:
    data = project(*(task(n, f"Load {n}", 1, PercentComplete=101) for n in range(1, 41)))
    warnings = read_mspdi(data, "p.xml").warnings
    assert len(warnings) == 26
    assert warnings[-1] == "More values that were read otherwise: 15."


def test_a_negative_duration_is_refused_with_the_task_and_the_value() -> None:
    with pytest.raises(Unreadable) as refused:
        read_mspdi(project(task(1, "Load", Duration="-PT2H0M0S")), "plan.xml")
    assert "Task “Load” (1): “-PT2H0M0S” is not accepted; expected nothing or more" in str(refused.value)


def test_a_task_with_the_id_of_the_projects_own_row_is_refused_at_its_place() -> None:
    """It would be taken for the whole project and left out."""
    with pytest.raises(Unreadable) as refused:
        read_mspdi(project(task(0, "Whole", OutlineLevel=0), task(1, "Stop"), task(0, "Load")), "plan.xml")
    assert "Task “Load” (0): “0” is not accepted; expected an id of its own, not that of the" in str(refused.value)


def test_of_two_tasks_with_one_id_each_says_what_stands_in_its_own_row() -> None:
    outside = f"<PredecessorLink>{elements(PredecessorUID=9, Type=1, CrossProject=1)}</PredecessorLink>"
    data = project(
        task(1, "Stop", 1), task(2, "Load", 2, link(1)), task(2, "Check", 3, link(1, 3), link(1, 0)),
        task(3, "End", 4, link(2), outside),
        task(4, "After", 5, link(3)),
    )  # fmt: skip
    lines = lines_of(read_mspdi(data, "plan.xml"))
    assert [(one.ref, one.values["title"], one.values["minutes"], one.links) for one in lines] == [
        ("1", "Stop", 60, ()), ("2", "Load", 120, ("1",)), ("2", "Check", 180, ("1SS", "1FF")),
        ("3", "End", 240, ("2",)), ("4", "After", 300, ("3",)),
    ]  # fmt: skip
