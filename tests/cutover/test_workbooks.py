"""Cutover sheets as people have them are read as far as they can be, and what cannot be read is listed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.contracts.tables import Unreadable
from firstlight.cutover.listed import read_listed
from firstlight.cutover.sheets import TASKS
from firstlight.intake.offering import read_offer
from firstlight.intake.parsing import ParsedSheet

BERLIN = ZoneInfo("Europe/Berlin")


def workbook(*rows: tuple[Any, ...], merge: str = "") -> bytes:
    """These rows as a workbook, with one stretch of merged cells."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"})
    page = book.add_worksheet("Plan v7 FINAL")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, tuple):
                page.write_formula(number, at, cell[0], None, cell[1])
            elif cell is not None:
                page.write(number, at, cell)
    if merge:
        page.merge_range(merge, rows[0][0])
    book.close()
    return out.getvalue()


def read(data: bytes, name: str = "plan.xlsx", mapped: dict[str, str] | None = None) -> ParsedSheet:
    return read_offer(TASKS, data, name, BERLIN, mapped or {}).rows


MESSY = (
    ("Cutover plan Northmere, version 7", None, None, None, None, None, None),
    (None,) * 7,
    ("Step", "Task", "Responsible", "Predecessors", "Duration (h)", "Start", "Comment"),
    ("Phase 1: Freeze", None, None, None, None, None, None),
    (10, "Stop the interfaces", "Mira Holt", None, 0.5, "04.12.2026 18:00", "call first"),
    (20, "Back up the database", "Jonas Feld", ("=A5", 10), "2h", "daily", None),
    (None, "Tell the business", "Nadia Wolff", ('=A5&"SS+15m"', "10SS+15m"), "15 min", None, None),
    (None, "Phase 2: Load", None, None, None, None, None),
    ("Step", "Task", "Responsible", "Predecessors", "Duration (h)", "Start", "Comment"),
    (30, "Load customers", "Mira Holt", "20FS+30m, 99", "1,5", datetime(2026, 12, 5, 2, 0), None),  # noqa: DTZ001  (Excel knows no zones)
    (40, "Go / no-go", "Emil Strand", 30, "as long as it takes", None, None),
    (None,) * 7,
)


def test_a_messy_workbook_is_read_as_far_as_it_can_be() -> None:
    found = read(workbook(*MESSY, merge="A1:G1"))
    rows = {row.identity[0]: row.values for row in found.rows}
    assert list(rows) == ["phase-1-freeze", "10", "20", "20+1", "phase-2-load", "30", "40"]
    assert not found.problems
    assert [rows[ref]["kind"] for ref in rows] == ["group", "task", "task", "task", "group", "load", "checkpoint"]
    assert [rows[ref]["minutes"] for ref in ("10", "20", "20+1", "30", "40")] == [30, 120, 15, 90, None]
    assert rows["10"]["start"] == datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    assert rows["30"]["start"] == datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    assert [rows[ref]["predecessors"] for ref in ("20", "20+1", "30", "40")] == [
        ("10",), ("10SS+15m",), ("20FS+30m", "99"), ("30",),
    ]  # fmt: skip
    assert rows["20"]["group"] == "phase-1-freeze"
    assert rows["10"]["owner"] == "Mira Holt"
    assert rows["10"]["notes"] == "call first"


def test_what_cannot_be_read_is_listed_with_its_place_and_kept_beside_its_column() -> None:
    found = read(workbook(*MESSY))
    told = " ".join(found.notes)
    assert "Row 6, column “Start”: “daily” is not accepted; expected a date and time" in told
    assert "Row 11, column “Duration (h)”: “as long as it takes” is not accepted; expected a duration" in told
    assert "numbered by where they stand: 1." in told
    kept = {row.identity[0]: row.extras for row in found.rows}
    assert kept["20"] == {"Start (not read)": "daily"}


def test_german_headings_and_a_list_without_numbers_are_read() -> None:
    text = (
        "Vorgang\tVerantwortlich\tVertretung\tDauer\tBeginn\tEnde\n"
        "Schnittstellen stoppen\tMira Holt\tJonas Feld\t1,5 Std\t4.12.2026 18:00\t4.12.2026 19:30\n"
        "Laden der Kunden\tMira Holt\t\t2 Tage\t4.12.2026 20:00\t3.12.2026 20:00\n"
    )
    found = read(text.encode(), "pasted rows.tsv")
    rows = {row.identity[0]: row.values for row in found.rows}
    assert [(ref, row["title"], row["minutes"]) for ref, row in rows.items()] == [
        ("1", "Schnittstellen stoppen", 90), ("2", "Laden der Kunden", 2880),
    ]  # fmt: skip
    assert rows["1"]["backup"] == "Jonas Feld"
    assert rows["2"]["end"] is None
    assert "Durations in days were read as 24 hours a day." in found.notes


def test_day_and_time_of_day_in_two_columns_are_one_start() -> None:
    text = (
        "No.\tActivity\tOwner\tDuration\tStart date\tStart time\n7\tFreeze\tMira Holt\t30\t2026-12-04\t18:00\n"
        "8\tOpen\tMira Holt\t30\t2026-12-04\tlate\n"
    )
    rows = {row.identity[0]: row for row in read(text.encode(), "pasted rows.tsv").rows}
    assert rows["7"].values["start"] == datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    assert "2026-12-04 late" in rows["8"].extras.values()


def test_a_heading_that_somebody_explained_is_read_as_they_said() -> None:
    text = "No.\tActivity\tWhodunit\tDuration\tPredecessors\n7\tFreeze\tMira Holt\t30\t\n"
    found = read(text.encode(), "pasted rows.tsv", {"Whodunit": "owner"})
    assert found.rows[0].values["owner"] == "Mira Holt"


def test_one_number_for_two_rows_is_refused_with_both_places() -> None:
    text = "No.\tActivity\tOwner\tDuration\n7\tFreeze\tMira\t30\n7\tOpen\tMira\t30\n"
    found = read(text.encode(), "pasted rows.tsv")
    assert "“7” stands in row 2 already" in found.problems[0].sentence


def test_what_this_program_wrote_is_read_as_it_stands() -> None:
    dialect = TASKS.dialects[0]
    assert not dialect.recognises(tuple(column.title for column in TASKS.columns))


@pytest.mark.parametrize(
    "header",
    [
        ("ID", "Description", "Owner"),
        ("Ref", "Title", "Start", "End", "Owner"),
        ("Name", "Roles"),
        ("Ref", "Title", "Due"),
    ],
)
def test_other_lists_are_not_taken_for_a_plan(header: tuple[str, ...]) -> None:
    assert not TASKS.dialects[0].recognises(header)


def test_bytes_that_are_no_workbook_are_refused_under_the_name_of_their_file() -> None:
    noise = bytes(number * 89 % 251 + 1 for number in range(3000))
    with pytest.raises(Unreadable) as refusal:
        read_listed(noise, "noise.xlsx", BERLIN)
    problem = refusal.value.problem
    assert problem.file == "noise.xlsx"
    assert problem.sentence == (
        "there are bytes here that are not text in UTF-8, UTF-16 or Windows-1252. Save it as “CSV UTF-8”."
    )


def _percents(*cells: Any) -> list[int]:
    """What a workbook with these percentages is read as."""
    rows = ((number, "Load", "Mira", 30, cell) for number, cell in enumerate(cells, 1))
    found = read(workbook(("No.", "Activity", "Owner", "Duration", "% complete"), *rows))
    assert not found.problems
    return [row.values["percent"] for row in found.rows]


def test_percentages_are_read_as_excel_keeps_them_and_as_people_type_them() -> None:
    assert _percents(0.5, 1, 0, 0.25) == [50, 100, 0, 25]
    assert _percents(1, 0, None) == [100, 0, 0]
    assert _percents(50, 1, 100) == [50, 1, 100]
    assert _percents("50 %", "12,4%", "0.5", "75 Prozent", 80) == [50, 12, 50, 75, 80]
    told = read(workbook(("No.", "Activity", "Owner", "Duration", "% complete"), (1, "Load", "Mira", 30, 0.5))).notes
    assert "Percentages were read as parts of one: 0.5 is 50 %, 1 is 100 %." in told
    beyond = read(workbook(("No.", "Activity", "Owner", "Duration", "% complete"), (1, "Load", "Mira", 30, "140 %")))
    assert "Row 2, column “% complete”: “140” is not accepted; expected a whole number from 0 to 100." in beyond.notes


def _starts(*cells: Any) -> tuple[list[str], str]:
    """When steps with these starts begin, in Berlin, and what was said of them."""
    rows = ((number, "Load", "Mira", 30, cell) for number, cell in enumerate(cells, 1))
    found = read(workbook(("No.", "Activity", "Owner", "Duration", "Start"), *rows))
    starts = (row.values["start"] for row in found.rows)
    return [f"{at.astimezone(BERLIN):%d %H:%M}" if at else "" for at in starts], " ".join(found.notes)


def test_dates_are_read_as_people_write_them() -> None:
    cells = ("4.12.2026 24:00", "Sa, 5. Dezember 2026, 18.30 Uhr", "Sat 5 Dec 2026 8:00 PM", "05.12.26 02:30",
             "5.12.26", "2026-12-05T24:00", "5 Dec 2026 12am")  # fmt: skip
    assert _starts(*cells)[0] == ["05 00:00", "05 18:30", "05 20:00", "05 02:30", "05 00:00", "06 00:00", "05 00:00"]


def test_of_dates_with_strokes_a_whole_column_tells_whether_day_or_month_comes_first() -> None:
    found, told = _starts("12/4/2026 18:00", "12/13/2026 8:00 PM", "12/5/26")
    assert found == ["04 18:00", "13 20:00", "05 00:00"]
    assert "Dates such as 12/13/2026 8:00 PM were read with the month first." in told
    found, told = _starts("4/12/2026 18:00", "13/12/2026 20:00")
    assert (found, "with the day first" in told) == (["04 18:00", "13 20:00"], True)
    for cells in (("4/12/2026 18:00",), ("4/12/2026", "13/12/2026", "12/13/2026")):
        found, told = _starts(*cells)
        assert set(found) == {""}
        assert "Row 2, column “Start”: “4/12/2026" in told


def test_half_of_nobody_knows_what_is_no_duration() -> None:
    found = read(
        workbook(("No.", "Activity", "Owner", "Duration"), (1, "Load", "Mira", 0.0625), (2, "Open", "Mira", 30))
    )
    assert [row.values["minutes"] for row in found.rows] == [None, 30]
    assert "Row 2, column “Duration”: “0.0625” is not accepted; expected a duration" in " ".join(found.notes)


def test_a_row_whose_cells_slipped_to_the_right_is_told() -> None:
    heads = ("No.", "Activity", "Owner", "Duration", "Start")
    found = read(workbook(heads, (1, "Stop", "Mira", 30, None), (None, 2, "Load", "Mira", "30m")))
    assert "Row 3: the step is called “2”; its cells may stand one column too far to the right." in found.notes


def test_hidden_worksheets_are_named_as_not_read() -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("Plan", "Version 3", "Choices"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ("No.", "Activity", "Owner", "Duration"))
        page.write_row(1, 0, (1, f"Stop of {name}", "Mira", 30))
        if name != "Plan":
            page.hide()
    book.close()
    found = read(out.getvalue())
    assert [row.values["title"] for row in found.rows] == ["Stop of Plan"]
    assert "Hidden worksheets are not read: “Version 3”. Show them in Excel to have them read." in found.notes
