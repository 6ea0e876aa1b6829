"""What is read of a CSV file, whatever it leaves open, and what is said where nothing can be made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.intake.formulas import disarmed, restored
from firstlight.intake.reading import Limits
from firstlight.intake.reading.delimited import likeliest_delimiter
from tests.intake.files import cells, only_table, refusal

ROWS = [["Réf", "Title"], ["ä-1", "Größe; 5, x"], ["ø", 'with "quotes"\nand a line']]


def as_csv(delimiter: str = ",") -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in ROWS]
    return "\r\n".join(delimiter.join(row) for row in quoted) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    table = only_table(as_csv(delimiter).encode(encoding), "list.csv")
    assert [list(table.header), *map(list, cells(table))] == ROWS
    assert bool(table.notes) == (encoding == "cp1252")


def test_windows_1252_is_read_with_a_note() -> None:
    table = only_table("Ref,Title\n1,Überführung\n".encode("cp1252"), "list.csv")
    assert cells(table) == [("1", "Überführung")]
    assert "read as Windows-1252" in table.notes[0]


def test_broken_utf_8_is_not_taken_for_windows_1252() -> None:
    data = "Ref,Title\n1,Größe\n2,Maß\n3,übel\n".encode()
    problem = refusal(data[:-3] + b"\xff\n", "list.csv")
    assert problem.row == 4
    assert problem.sentence == "there are bytes here that are not text in UTF-8. Save it as “CSV UTF-8”."


def test_bytes_that_are_no_text_at_all_are_refused() -> None:
    assert refusal(b"Ref,Title\n1,\x81\x8d\n", "list.csv").row == 2


def test_a_null_character_is_refused_with_its_row() -> None:
    problem = refusal(b"Ref,Title\n1,a\n2,b\x00c\n", "list.csv")
    assert (problem.row, "null character" in problem.sentence) == (3, True)


def test_the_line_with_the_separator_that_excel_writes_is_obeyed_and_not_counted() -> None:
    table = only_table(b"sep=|\r\nRef|Title\r\n1|a,b;c\r\n", "list.csv")
    assert (table.header, table.header_row, cells(table)) == (("Ref", "Title"), 1, [("1", "a,b;c")])


@pytest.mark.parametrize(
    ("words", "delimiter"),
    [
        ("A;B\n1,5;2,5\n3,5;4,5\n", ";"),
        ("Ref,Title,Roles\n1,x,a; b\n2,y,c; d\n", ","),
        ("Ref\tTitle\n1\ta, b, c\n2\td, e, f\n", "\t"),
        ("Title only\nfirst\nsecond\n", ","),
        ('"A";"B"\n"x, y";"1, 2"\n"z, w";"3, 4"\n', ";"),
        ("a|b\n1|2\n", "|"),
        ('Ref, Title\n1, "a, b"\n2, "c, d"\n', ","),
    ],
)
def test_the_delimiter_is_the_one_under_which_rows_agree(words: str, delimiter: str) -> None:
    assert likeliest_delimiter(words) == delimiter


def test_spaces_between_comma_and_quote_do_not_split_a_cell() -> None:
    assert cells(only_table(b'Ref, Title\n1, "a, b"\n', "list.csv")) == [("1", "a, b")]


def test_old_line_ends_are_read() -> None:
    assert cells(only_table(b"Ref,Title\r1,a\r2,b\r", "list.csv")) == [("1", "a"), ("2", "b")]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    table = only_table(b'\n\nRef,Title\n1,"two\nlines"\n\n , \n2,b\n', "list.csv")
    assert table.header_row == 3
    assert [(row.number, row.cells[0]) for row in table.rows] == [(4, "1"), (7, "2")]


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_row() -> None:
    problem = refusal(b'Ref,Title\n1,a\n2,"b\n3,c\n4,d\n', "list.csv")
    assert problem.row == 3
    assert "never closed" in problem.sentence


def test_a_quotation_mark_that_swallows_half_the_file_is_named_too() -> None:
    problem = refusal(b'Ref,Title\n1,"a\n' + b"2,b\n" * 50_000, "list.csv")
    assert problem.row == 2
    assert "never closed" in problem.sentence


def test_a_mark_within_a_cell_is_a_character() -> None:
    assert cells(only_table(b'Ref,Title\n1,5" pipe\n', "list.csv")) == [("1", '5" pipe')]


def test_surplus_cells_are_kept_where_filled_and_dropped_where_empty() -> None:
    table = only_table(b"Ref,Title,,,\n1,a,,,\n2,b,c,,\n", "list.csv")
    assert table.header == ("Ref", "Title", "")
    assert cells(table) == [("1", "a", None), ("2", "b", "c")]


def test_a_cell_that_is_too_long_is_named_with_its_place() -> None:
    problem = refusal(b"Ref,Title\n1," + b"x" * 32_768 + b"\n", "list.csv")
    assert (problem.row, problem.column) == (2, "B")
    assert problem.sentence == "this cell has 32,768 characters; at most 32,767 are accepted."


def test_too_many_columns_and_rows_are_refused() -> None:
    wide = refusal(b"Ref,Title\n" + b"x," * 200 + b"x\n", "list.csv")
    assert (wide.row, wide.sentence) == (2, "this row has 201 cells; at most 200 columns are accepted.")
    long = refusal(b"Ref\n" + b"x\n" * 11, "list.csv", Limits(rows=10))
    assert (long.row, long.sentence) == (12, "11 rows are more than the 10 that are accepted; split the list.")
    endless = refusal(b"Ref\n" + b"\n" * 1_100_000 + b"x", "list.csv")
    assert endless.row == 1_048_577


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....", "a workbook or an archive"),
        (b"\xd0\xcf\x11\xe0....", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a web page or XML"),
        (b"<?xml version='1.0'?>", "a web page or XML"),
    ],
)
def test_other_kinds_of_file_under_the_name_of_a_csv_are_told(data: bytes, kind: str) -> None:
    assert f"this is {kind}" in refusal(data, "list.csv").sentence


@pytest.mark.parametrize("data", [b"", b"  \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b",,\n,,\n"])
def test_an_empty_file_is_told(data: bytes) -> None:
    assert refusal(data, "list.csv").sentence == "the file is empty; a header and rows below it are expected."


@given(st.text())
def test_any_text_comes_back_from_being_disarmed(words: str) -> None:
    assert restored(disarmed(words)) == words


@given(st.text(alphabet="'=+-@\t\r\n＝1.a", max_size=6))
def test_nothing_that_is_disarmed_can_run(words: str) -> None:
    out = disarmed(words)
    assert restored(out) == words
    assert out[:1] not in tuple("=+@\t\r\n＝")
    if out.startswith("-"):
        float(out)


@pytest.mark.parametrize(
    ("words", "written"),
    [("=1+1", "'=1+1"), ("-5", "-5"), ("-5.25", "-5.25"), ("-1+1", "'-1+1"), ("+49 30", "'+49 30"), ("'=x", "''=x"),
     ("'tis", "'tis"), ("a=b", "a=b"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("", "")],
)  # fmt: skip
def test_only_what_could_run_is_touched(words: str, written: str) -> None:
    assert disarmed(words) == written
