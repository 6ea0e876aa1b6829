"""The real and broken files that others made, from ../shared/data."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from firstlight.intake.reading import read_tables
from tests.intake.files import cells, only_table, refusal, shared_file


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("poc-xmlbomb.xlsx", "“xl/sharedStrings.xml” in it has a document type or entities"),
        ("protected_passtika.xlsx", "the workbook is protected with a password; save it without one"),
        ("xlsx-corrupted.xlsx", "the workbook is damaged: a part of it is not well-formed XML."),
        ("xmlbomb.xml", "this kind of file is not read as a list."),
        ("external.xml", "this kind of file is not read as a list."),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(name: str, sentence: str) -> None:
    assert sentence in refusal(shared_file(f"edge/{name}").read_bytes(), name).sentence


def test_dates_in_every_format_are_dates() -> None:
    flags, tests = read_tables(shared_file("edge/DateFormatTests.xlsx").read_bytes(), "dates.xlsx")
    assert (flags.header, len(flags.rows)) == (("Flag Name", "Value", "Description"), 3)
    assert len(tests.rows) == 45
    assert tests.rows[0].cells == ("11-10-52", "d-m-y", datetime(1952, 10, 11, 14, 35, 27), "Date")  # noqa: DTZ001


def test_a_workbook_without_shared_texts_is_read() -> None:
    table = only_table(shared_file("edge/noSharedStringTable.xlsx").read_bytes())
    assert table.header == (date(2006, 4, 12).isoformat(), "123")


def test_utf_16_and_the_mark_of_utf_8_are_understood() -> None:
    wide = only_table(shared_file("edge/utf-16le_encoded.csv").read_bytes(), "wide.csv")
    assert (wide.header[:2], len(wide.rows)) == (("Organisation_code", "Organisation_name"), 327)
    assert only_table(shared_file("edge/utf8bom.csv").read_bytes(), "b.csv").header == ("kitten", "win")


def test_the_header_is_found_under_titles() -> None:
    pasted = only_table(shared_file("edge/excel_pasting.csv").read_bytes(), "pasted.csv")
    assert (pasted.header_row, pasted.header[:3], len(pasted.rows)) == (4, ("Year", "2000", "2001"), 16)
    assert pasted.rows[9].cells[0] == "Machinery and \nequipment"
    padded = only_table(shared_file("edge/weird_head_padding.csv").read_bytes(), "padded.csv")
    assert padded.header[1:4] == ("1985", "1993", "2000")


def test_a_form_that_is_no_list_is_read_without_a_crash() -> None:
    assert only_table(shared_file("catalogue/Test Case Template.xlsx").read_bytes()).rows


def test_the_catalogue_of_ten_thousand_rows_is_read() -> None:
    full = only_table(shared_file("catalogue/business-process-catalog-full-2025-05.xlsx").read_bytes())
    assert (len(full.rows), len(full.header), full.header[:3]) == (10_003, 47, ("State", "ID", "Work Item Type"))
    assert full.problems == ()
    assert full.rows[-1].number == 10_004
    simple = only_table(shared_file("catalogue/business-process-catalog-simple-2025-05.xlsx").read_bytes())
    assert (len(simple.rows), simple.problems) == (4_217, ())
    assert cells(simple)[0][3] == "10 Acquire to dispose"


def test_rows_with_more_values_than_headings_keep_them() -> None:
    for name in ("outlook-mailactivityuserdetail", "teams-meeting-attendanceget", "tenant-activeuserdetail"):
        table = only_table(shared_file(f"adoption/{name}.csv").read_bytes(), f"{name}.csv")
        assert all(len(row.cells) == len(table.header) for row in table.rows)
