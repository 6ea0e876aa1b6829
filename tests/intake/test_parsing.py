"""From cells to rows, with every problem named by place, value and what would do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from firstlight.contracts.tables import Problem, Table, TableRow
from firstlight.intake.parsing import MOST_PROBLEMS, join, parse
from firstlight.intake.recognising import Recognised
from firstlight.kernel.sheets import Dialect, Translated, text
from tests.intake.files import workbook, written
from tests.intake.lists import BERLIN, make_list, parsed_csv, parsed_file, sentences


def test_every_kind_of_cell_becomes_its_value() -> None:
    parsed = parsed_csv(
        "Ref,Title,State,Effort,Cost %,Cost,Active,Due date,Begins,People,Notes\n"
        't-1, A title ,done,"1,200",3.50,7,yes,7.12.2026,2026-12-07 05:00,b; a; b,"two\r\nlines"\n'
    )
    assert parsed.problems == ()
    (row,) = parsed.rows
    assert row.identity == ("t-1",)
    assert row.values == {
        "ref": "t-1", "title": "A title", "state": "done", "effort": 1200, "cost": Decimal("3.5"), "money": Decimal(7),
        "active": True, "due": date(2026, 12, 7), "begins": datetime(2026, 12, 7, 4, tzinfo=UTC), "people": ("b", "a"),
        "notes": "two\nlines",
    }  # fmt: skip


def test_a_row_knows_where_it_was_read() -> None:
    parsed = parsed_file(written(["Task list"], [], ["Number", "Name"], ["1", "a"]), make_list(), "in/tasks.xlsx")
    origin = parsed.rows[0].origin
    assert origin
    assert (origin.file, origin.sheet, origin.row) == ("in/tasks.xlsx", "List", 4)
    assert origin.columns == {"ref": "Number", "title": "Name"}
    assert (
        str(origin.problem("is unknown", column="title"))
        == "in/tasks.xlsx, sheet “List”, row 4, column “Name”: is unknown"
    )


def test_all_problems_are_told_at_once_in_the_order_of_rows() -> None:
    parsed = parsed_csv(
        "Number,Title,Effort,State,Due\n1,fine,3,open,2026-12-07\n2,,3.x,perhaps,7/12/2026\n1,again,,,\n,no name,,,\n"
    )
    assert [row.identity for row in parsed.rows] == [("1",)]
    assert sentences(parsed) == [
        "tasks.csv, row 3, column “Title”: this cell is empty; expected text.",
        "tasks.csv, row 3, column “State”: “perhaps” is not accepted; expected one of: Open, Done, or dropped.",
        "tasks.csv, row 3, column “Effort”: “3.x” is not accepted; expected a whole number from -1000 to 1000000000.",
        "tasks.csv, row 3, column “Due”: “7/12/2026” is not accepted; "
        "expected a date such as 2026-12-07 or 7 Dec 2026.",
        "tasks.csv, row 4, column “Number”: “1” stands in row 2 already; a row of this list may stand there once.",
        "tasks.csv, row 5, column “Number”: this cell is empty; expected text.",
    ]
    assert parsed.refused == {("2",), ("1",), ("",)}


def test_a_long_value_is_cut_in_the_sentence() -> None:
    parsed = parsed_csv(f"Ref,Title,Effort\n1,a,{'x' * 500}\n")
    assert f"“{'x' * 79}…” is not accepted" in sentences(parsed)[0]
    assert parsed.problems[0].value == "x" * 100


def test_a_missing_column_is_told_once_with_what_was_seen() -> None:
    parsed = parsed_csv("Identifier,Title,Effort\n1,a,x\n2,b,2\n")
    assert parsed.rows == ()
    assert sentences(parsed) == [
        "tasks.csv, row 1, column “Ref”: the column “Ref” is missing (also read: id, number); "
        "the headings found are “Identifier”, “Title”, “Effort”.",
        "tasks.csv, row 2, column “Effort”: “x” is not accepted; expected a whole number from -1000 to 1000000000.",
    ]


def test_a_heading_that_stands_twice_is_told() -> None:
    parsed = parsed_csv("Ref,Title,ref\n1,a,2\n")
    assert sentences(parsed) == [
        "tasks.csv, row 1, column “ref”: the heading “ref” stands twice, also in column C; name one otherwise."
    ]


def test_a_value_without_a_heading_is_told_with_its_row() -> None:
    parsed = parsed_csv("Ref,Title\n1,a\n2,b,surplus\n3,c,again,\n4,d,,\n")
    assert sentences(parsed) == [
        "tasks.csv, row 3, column “C”: “surplus” (with 1 more below it) stands in a column without a heading; "
        "write a heading into row 1, or clear the cells. If “Title” beside it is merged over several columns, take the "
        "merge apart first."
    ]


def test_extra_columns_are_kept_by_heading() -> None:
    parsed = parsed_csv('Ref,Title,Own,Blank,Description\n1,a," kept as is ",  ,b\n2,c,,,\n')
    assert [dict(row.extras) for row in parsed.rows] == [{"Own": " kept as is ", "Description": "b"}, {}]
    assert parsed.places[0].extras == ("Own", "Blank", "Description")


def test_extra_cells_of_a_workbook_are_kept_as_they_read() -> None:
    data = written(["Ref", "Title", "Share", "Flag"], ["1", "a", 3.0, True], ["2", "b", 0.25, False])
    parsed = parsed_file(data, make_list(), "tasks.xlsx")
    assert [dict(row.extras) for row in parsed.rows] == [{"Share": "3", "Flag": "yes"}, {"Share": "0.25", "Flag": "no"}]


def test_one_true_and_1_are_three_different_cells() -> None:
    data = written(["Ref", "Title"], ["a", 1], ["b", True], ["c", "1"], ["d", 1.5])
    assert [row.values["title"] for row in parsed_file(data, make_list(), "tasks.xlsx").rows] == [
        "1",
        "yes",
        "1",
        "1.5",
    ]


def test_blank_rows_are_passed_over() -> None:
    data = written(["Ref", "Title", "Own"], ["1", "a"], [" ", "  "], [], ["2", "b"])
    parsed = parsed_file(data, make_list(), "tasks.xlsx")
    assert (len(parsed.rows), parsed.problems) == (2, ())


def test_an_error_of_a_formula_refuses_its_row_under_the_heading() -> None:
    rows = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
    )
    parsed = parsed_file(workbook(rows), make_list(), "tasks.xlsx")
    assert parsed.rows == ()
    assert sentences(parsed)[0].startswith("tasks.xlsx, sheet “List”, row 2, column “Title”: “#N/A” is the error")


def test_a_list_in_the_wrong_column_is_told_in_a_thousand_problems_and_a_count() -> None:
    parsed = parsed_csv("Ref,Title,Effort\n" + "".join(f"{n},a,x\n" for n in range(MOST_PROBLEMS + 7)))
    assert len(parsed.problems) == MOST_PROBLEMS + 1
    assert parsed.problems[-1].sentence == "there are 7 more problems in this list; correct these first."


def test_a_dialect_translates_and_its_problems_refuse_rows() -> None:
    def translate(table: Table) -> Translated:
        rows = [(row.number, {"ref": row.cells[0], "title": row.cells[1], "strange": "x"}, {"Own": "1", "Title": "2"})
                for row in table.rows]  # fmt: skip
        return Translated(rows, ("Read as a catalogue.",), (Problem(table.file, "wrong", row=3),))

    sheet = make_list()
    table = Table("a.csv", "", ("X", "Y"), (TableRow(2, ("1", "a")), TableRow(3, ("2", "b"))))
    parsed = parse(Recognised(table, sheet, Dialect("d", lambda header: True, translate)), BERLIN)
    assert [row.identity for row in parsed.rows] == [("1",)]
    assert parsed.rows[0].extras == {"Own": "1", "Title (as imported)": "2"}
    assert parsed.refused == {("2",)}
    assert parsed.notes == ("Read as a catalogue.",)
    assert set(parsed.places[0].columns) == {"ref", "title"}


def test_two_files_of_one_list_are_joined_and_rows_in_both_are_told() -> None:
    sheet = make_list()
    first = parsed_file(b"Ref,Title\n1,a\n2,b\n", sheet, "tasks.csv")
    second = parsed_file(b"Ref,Title,Own\n2,c,x\n3,d,y\n", sheet, "more/tasks.csv")
    joined = join([first, second])
    assert [row.identity[0] for row in joined.rows] == ["1", "2", "3"]
    assert [place.file for place in joined.places] == ["tasks.csv", "more/tasks.csv"]
    assert sentences(joined) == [
        "more/tasks.csv, row 2, column “Ref”: “2” stands in tasks.csv, row 3 already; "
        "a row of this list may stand there once."
    ]


def test_a_row_without_a_name_is_told_even_where_the_column_may_be_blank() -> None:
    sheet = make_list(columns=(text("ref", "Ref", ""), text("title", "Title", "")))
    parsed = parsed_csv("Ref,Title\n,a\n1,b\n", sheet)
    assert sentences(parsed) == [
        "tasks.csv, row 2, column “Ref”: this row has no Ref, so it cannot be told from others; write one."
    ]


def test_an_identity_may_have_several_columns() -> None:
    sheet = make_list(identity=("ref", "begins"))
    parsed = parsed_csv("Ref,Title,Begins\n1,a,2026-12-07 05:00\n1,b,2026-12-08 05:00\n1,c,2026-12-07T04:00Z\n", sheet)
    assert [row.identity[1] for row in parsed.rows] == ["2026-12-07T04:00:00+00:00", "2026-12-08T04:00:00+00:00"]
    assert "stands in row 2 already" in sentences(parsed)[0]
