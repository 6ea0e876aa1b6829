"""What is read of a workbook, and what is said of cells that cannot be read."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from firstlight.intake.reading import Limits, read_tables
from firstlight.intake.reading.extents import Texts, TooFar
from firstlight.intake.reading.walking import walked_extent
from firstlight.intake.reading.worksheet import extent
from tests.intake.files import (
    HEADER,
    cells,
    only_table,
    packed,
    parts_of,
    refusal,
    sheet_xml,
    strings_xml,
    workbook,
    written,
)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_formats(*cells_and_formats: tuple[float, str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    worksheet = book.add_worksheet()
    worksheet.write_row(0, 0, ["Value", "Second"])
    for row, (value, form) in enumerate(cells_and_formats, 1):
        worksheet.write_number(row, 0, value, book.add_format({"num_format": form}))
        worksheet.write_string(row, 1, "x")
    book.close()
    return out.getvalue()


def test_text_is_kept_as_written() -> None:
    nasty = ["  space around  ", "line\nbreak\r\nand \x0b control", "_x000D_ literal", "😀 \u202e x", "=1+1", "'quoted"]
    table = only_table(written(["Ref", "Title"], *[["r", words] for words in nasty]))
    assert [row[1] for row in cells(table)] == nasty


def test_dates_times_and_durations_come_as_such() -> None:
    data = with_formats(
        (46000, "yyyy-mm-dd"), (46000.25, "dd/mm/yyyy hh:mm"), (0.5, "hh:mm"), (1.5, "[h]:mm"), (7, "0")
    )
    found = [row[0] for row in cells(only_table(data))]
    assert found == [date(2025, 12, 9), datetime(2025, 12, 9, 6, 0), time(12, 0), timedelta(hours=36), 7.0]  # noqa: DTZ001


def test_dates_of_the_1904_calendar_are_right() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Ref", "Day"])  # type: ignore[union-attr]
    book.active.append(["a", datetime(2026, 12, 7)])  # type: ignore[union-attr]  # noqa: DTZ001
    assert cells(only_table(saved(book))) == [("a", date(2026, 12, 7))]


def test_the_stored_result_of_a_formula_is_read() -> None:
    rows = '<row r="2"><c r="A2" t="str"><f>"R"&amp;1</f><v>R1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    assert cells(only_table(workbook(rows))) == [("R1", 2.0)]


def test_an_empty_text_is_a_result_too() -> None:
    table = only_table(workbook('<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'))
    assert cells(table) == [(1.0, None)]
    assert table.problems == ()


def test_a_formula_without_a_result_is_a_problem_at_its_place() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Title"])  # type: ignore[union-attr]
    book.active.append(["a", "=A2"])  # type: ignore[union-attr]
    (problem,) = only_table(saved(book)).problems
    assert (problem.row, problem.column, problem.value) == (2, "B", "=A2")
    assert "is not stored in the file; open it in Excel, save it" in problem.sentence


def test_an_error_is_a_problem_at_its_place() -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>A9</f><v>#REF!</v></c></row>'
    (problem,) = only_table(workbook(rows)).problems
    assert str(problem) == (
        "list.xlsx, sheet “List”, row 2, column “B”: “#REF!” is the error of a formula; correct it, or type the value."
    )


def test_errors_are_found_in_worksheets_of_unusual_form() -> None:
    rows = "<row r='2'><c r='B2' t='e'><v>#N/A</v></c></row><row><c/><c><f>A1</f></c><c><v>3</v></c></row>"
    table = only_table(workbook(rows))
    assert [(problem.row, problem.column) for problem in table.problems] == [(2, "B"), (3, "B")]
    assert cells(table) == [(None, None, 3.0)]


def test_hidden_worksheets_and_charts_are_left_aside_with_the_reason() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("Seen", "Hidden", "Deep", "Empty"):
        worksheet = book.add_worksheet(name)
        if name != "Empty":
            worksheet.write_row(0, 0, ["Ref", "Title"])
    book.get_worksheet_by_name("Hidden").hide()
    book.get_worksheet_by_name("Deep").very_hidden()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Seen!$A$1:$A$2"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.close()
    asides = {table.sheet: table.aside for table in read_tables(out.getvalue(), "a.xlsx")}
    assert asides == {
        "Seen": "",
        "Hidden": "The worksheet is hidden; show it to have it read.",
        "Deep": "The worksheet is hidden; show it to have it read.",
        "Chart": "This is a chart, not a list.",
        "Empty": "The worksheet is empty.",
    }


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    rows = '<row r="4"><c r="A4"><v>1</v></c></row><row r="9"><c r="B9"><v>0</v></c></row>'
    table = only_table(workbook(rows))
    assert [(row.number, row.cells) for row in table.rows] == [(4, (1.0, None)), (9, (None, 0.0))]


def test_a_table_may_start_anywhere() -> None:
    rows = '<row r="3"><c r="C3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>'
    rows += '<row r="4"><c r="C4"><v>5</v></c></row>'
    data = packed(parts_of({"List": sheet_xml(rows)}, **{"xl/sharedStrings.xml": strings_xml("Ref", "Title")}))
    table = only_table(data)
    assert table.header == ("", "", "Ref", "Title")
    assert table.header_row == 3
    assert cells(table) == [(None, None, 5.0, None)]


def test_titles_above_the_header_are_skipped() -> None:
    data = written(
        ["Task list of the programme"], [], ["as of", "today"], ["Ref", "Title", "State", "Due"], ["a", "b", "c", "d"]
    )
    table = only_table(data)
    assert (table.header_row, len(table.rows)) == (4, 1)
    assert table.headed_by(1).header[0] == "Task list of the programme"
    assert len(table.headed_by(1).rows) == 3
    with pytest.raises(ValueError, match="no row 2"):
        table.headed_by(2)


def test_formats_that_reach_far_do_not_count() -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    assert cells(only_table(workbook(rows))) == [(1.0, None)]


def test_parts_may_have_other_names_and_prefixes() -> None:
    parts = parts_of({"List": sheet_xml(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>')})
    sheet = str(parts.pop("xl/worksheets/sheet1.xml"))
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        sheet = (
            sheet.replace(f"<{name}>", f"<x:{name}>")
            .replace(f"<{name} ", f"<x:{name} ")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    links = str(parts.pop("xl/_rels/workbook.xml.rels")).replace("worksheets/sheet1.xml", "/data/First.XML")
    parts["books/main.xml"] = parts.pop("xl/workbook.xml")
    parts["books/_rels/main.xml.rels"] = links.replace("sharedStrings.xml", "../xl/sharedStrings.xml")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("xl/workbook.xml", "/books/main.xml")
    parts["data/first.xml"] = sheet.replace("xmlns=", "xmlns:x=")
    parts["xl/sharedStrings.xml"] = strings_xml()
    assert cells(only_table(packed(parts))) == [(1.0, None)]


# What the quick form accepts, and what the walk through the elements finds, must be one.

_TYPES = st.sampled_from(("", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="inlineStr"'))
_VALUES = st.sampled_from(
    ("", "<v/>", "<v></v>", "<v>1</v>", "<v>0</v>", "<f>A1</f>", "<f/>", "<f>A1</f><v>1</v>", "<is><t>x</t></is>")
)
_PLACES = st.builds(
    lambda letters, row: f' r="{letters}{row}"',
    st.sampled_from(("A", "Z", "AA", "GR", "GS", "XFD")),
    st.integers(1, 30_000),
)
_CELLS = st.builds(
    lambda place, style, kind, value, closed: f"<c{place}{style}{kind}" + ("/>" if closed else f">{value}</c>"),
    _PLACES | st.just(""), st.sampled_from(("", ' s="1"')), _TYPES, _VALUES, st.booleans(),
)  # fmt: skip
_ROWS = st.lists(st.lists(_CELLS, max_size=4).map(lambda row: f"<row>{''.join(row)}</row>"), max_size=4).map("".join)


@settings(max_examples=400, deadline=None)
@given(_ROWS)
def test_both_ways_to_judge_a_worksheet_agree(rows: str) -> None:
    part, sizes = sheet_xml(rows).encode(), [7, 11]
    limits = Limits(columns=20_000, rows=2_000_000, area=10**12)

    def outcome(judge: Any) -> Any:
        try:
            return judge()
        except Exception as refused:
            return type(refused).__name__

    quick = outcome(lambda: extent(part, Texts(sizes), limits))
    slow = outcome(lambda: walked_extent(part, sizes, limits))
    if isinstance(quick, str) or isinstance(slow, str):
        assert quick == slow
        return
    assert sorted(quick.faults, key=repr) == sorted(slow.faults, key=repr)
    assert (quick.rows, quick.columns) >= (0, 0)
    assert quick.rows >= slow.rows
    assert quick.columns >= slow.columns
    assert quick.cells >= slow.cells


@pytest.mark.parametrize(
    "before",
    [
        "<!-- <sheetData> -->{}",
        "<x:sheetData>{}</x:sheetData>",
        "<sheetData >{}</sheetData>",
        "<!-- > --><sheetData>{}</sheetData>",
        "<x:sheetData>{}</x:sheetData><!-- <sheetData> -->",
    ],
)
def test_cells_that_another_reader_would_take_first_are_not_passed_over(before: str) -> None:
    far = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    part = sheet_xml("", before=before.format(far)).replace("xmlns=", 'xmlns:x="x" xmlns=')
    with pytest.raises(TooFar, match="column 16,384"):
        extent(part.encode(), Texts(), Limits())


def test_a_workbook_in_an_unknown_encoding_is_refused() -> None:
    xml = sheet_xml(HEADER).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')
    data = packed(
        {**parts_of({"L": ""}), "xl/worksheets/sheet1.xml": xml.encode("utf-16"), "xl/sharedStrings.xml": strings_xml()}
    )
    assert "is not written in UTF-8" in refusal(data).sentence


def test_foreign_parts_may_have_any_encoding() -> None:
    parts = parts_of({"L": sheet_xml(HEADER)}, **{"xl/sharedStrings.xml": strings_xml()})
    parts["customXml/item1.xml"] = '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")
    assert only_table(packed(parts)).header == ("Ref", "Title")
