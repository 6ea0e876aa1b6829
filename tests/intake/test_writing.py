"""Lists as files that people edit and give back: nothing is lost, nothing can run."""

from __future__ import annotations

import csv
import io
import re
import string
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.intake.comparing import compare
from firstlight.intake.parsing import ParsedSheet
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import LeftAside, Recognised, recognise
from firstlight.intake.writing import write_csv, write_template, write_workbook
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, Sheet, choice, text
from tests.intake.lists import BERLIN, make_list, parsed_file, row_of

TASKS = make_list()

NASTY = (
    "=1+1", "+1", "-1", "-1.5", "-1+1", "@SUM(A1)", "'=1+1", "''-x", "'quoted", "'", "''", "=", "＝1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.test","y")', "a\nb", "a\rb",
    'with "quotes", and, commas; semi|pipes\ttabs', "_x000D_", "_x0041_", "&amp; <b> ]]>", "\u202eright to left",
    "😀", "a\x0b\x1fb", "007", "1e5", "TRUE", "yes", "#REF!", "2026-12-07",
    "sep=;", "1,200.50", "\u2028line", "a\u00a0", "\ufeffmark", "None", "  in  ner",
)  # fmt: skip

_WORDS = st.sampled_from(NASTY) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"), max_size=30
)


def _kept(words: str) -> str:
    """Text as the column keeps it: without space around it, and with one kind of line end."""
    return words.strip().replace("\r\n", "\n").strip()


_TEXT = _WORDS.map(_kept)
_NAMES = st.lists(
    _WORDS.map(lambda words: re.sub(r"[;,\n]", "", words).strip()).filter(bool), max_size=3, unique=True
).map(tuple)  # fmt: skip
_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
_MONEY = st.decimals(0, 10**12, places=4).map(lambda amount: amount.normalize() + 0)
_HEADINGS = st.text(string.ascii_letters + " =+-@'é", min_size=1, max_size=8).map(lambda words: f"own {words}".strip())
_EXTRAS = st.dictionaries(_HEADINGS, _WORDS.filter(lambda words: words and not words.isspace()), max_size=3)


def _one_heading_each(rows: list[Row]) -> bool:
    return all(len({" ".join(heading.split()) for heading in row.extras}) == len(row.extras) for row in rows)


@st.composite
def lists(draw: st.DrawFn) -> list[Row]:
    refs = draw(
        st.lists(_TEXT.filter(bool).map(lambda words: words[:60].strip()).filter(bool), max_size=6, unique=True)
    )
    return [
        row_of(
            TASKS,
            draw(_EXTRAS),
            ref=ref,
            title=draw(_TEXT.filter(bool)),
            state=draw(st.sampled_from(("open", "done"))),
            effort=draw(st.none() | st.integers(-1000, 10**9)),
            cost=draw(st.none() | st.decimals(-(10**6), 10**6, places=3).map(lambda amount: amount.normalize() + 0)),
            money=draw(st.none() | _MONEY),
            active=draw(st.booleans()),
            due=draw(st.none() | st.dates()),
            begins=draw(st.none() | _MOMENTS),
            people=draw(_NAMES),
            notes=draw(_TEXT),
        )
        for ref in refs
    ]


def come_back(rows: list[Row], kind: str) -> ParsedSheet:
    data = write_csv(TASKS, rows, BERLIN) if kind == "csv" else write_workbook([(TASKS, rows)], BERLIN)
    return parsed_file(data, TASKS, f"tasks.{kind}")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=150, deadline=None)
@given(rows=lists())
def test_what_is_written_and_read_again_is_no_difference(kind: str, rows: list[Row]) -> None:
    parsed = come_back(rows, kind)
    assert parsed.problems == ()
    found = compare({row.identity: row for row in rows}, parsed, complete=True)
    assert found.changes == ()
    assert found.same == len(rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_nasty_text_comes_back_in_known_and_extra_columns(kind: str) -> None:
    rows = [
        row_of(
            TASKS,
            {"Own": words, f"own {words}".strip(): words},
            ref=f"{n}",
            title=_kept(words) or "x",
            notes=_kept(words),
        )
        for n, words in enumerate(NASTY)
    ]
    assert compare({row.identity: row for row in rows}, come_back(rows, kind), complete=True).changes == ()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def nasty_rows() -> list[Row]:
    return [row_of(TASKS, {words: words}, ref=f"{n}", title=words, people=(words,)) for n, words in enumerate(NASTY)]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    data = write_workbook([(TASKS, nasty_rows())], BERLIN)
    for worksheet in opened(data):
        assert not [cell for row in worksheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [
            name for name in archive.namelist() if b"<f>" in archive.read(name) or b"hyperlink" in archive.read(name)
        ]


def test_no_cell_of_a_csv_file_could_run() -> None:
    words = write_csv(TASKS, nasty_rows(), BERLIN).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(words, newline="")):
        for cell in row:
            if cell.startswith("-"):
                float(cell)
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n", "＝"))


def test_dates_and_numbers_are_such_in_a_workbook() -> None:
    row = row_of(TASKS, ref="1", title="a", effort=-5, cost=Decimal("2.125"), money=Decimal("123456789012.3456789"),
                 due=date(2026, 12, 7), begins=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # fmt: skip
    cells = next(opened(write_workbook([(TASKS, [row])], BERLIN))["Tasks"].iter_rows(min_row=2, values_only=True))
    assert cells[3:6] == (-5, 2.125, "123456789012.3456789")
    assert cells[7:9] == (datetime(2026, 12, 7), "2026-10-25 02:30+02:00")  # noqa: DTZ001


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("when", [date.min, date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date.max])
def test_dates_that_excel_shows_wrongly_come_back_all_the_same(kind: str, when: date) -> None:
    assert come_back([row_of(TASKS, ref="1", title="a", due=when)], kind).rows[0].values["due"] == when


def test_an_hour_that_comes_twice_keeps_its_offset() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    rows = [row_of(TASKS, ref=f"{n}", title="a", begins=first + timedelta(hours=n, microseconds=n)) for n in range(3)]
    assert [row.values["begins"] for row in come_back(rows, "csv").rows] == [row.values["begins"] for row in rows]


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = nasty_rows()
    assert write_workbook([(TASKS, rows)], BERLIN) == write_workbook([(TASKS, rows)], BERLIN)
    assert write_csv(TASKS, rows, BERLIN) == write_csv(TASKS, rows, BERLIN)
    assert write_template([TASKS]) == write_template([TASKS])


def test_large_lists_are_written_through_the_disk_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstlight.intake.writing._MANY", 10)
    rows = nasty_rows()
    data = write_workbook([(TASKS, rows)], BERLIN)
    assert data == write_workbook([(TASKS, rows)], BERLIN)
    assert [row.values["title"] for row in parsed_file(data, TASKS, "tasks.xlsx").rows] == [
        _kept(words) for words in NASTY
    ]


def test_a_list_is_ready_to_be_worked_on() -> None:
    worksheet = opened(write_workbook([(TASKS, nasty_rows())], BERLIN))["Tasks"]
    assert worksheet.freeze_panes == "A2"
    assert worksheet.auto_filter.ref
    offered = {str(rule.sqref): rule.formula1 for rule in worksheet.data_validations.dataValidation}
    assert next(iter(offered)).startswith("C2:")
    assert worksheet.column_dimensions["A"].width >= 8
    assert all(dimension.width <= 61 for dimension in worksheet.column_dimensions.values())


def test_choices_too_long_for_a_cell_stand_on_a_hidden_worksheet() -> None:
    long = tuple(f"choice number {number}, with a comma" for number in range(30))
    sheet = make_list(columns=(text("ref", "Ref", "", required=True), choice("pick", "Pick", "", long)))
    book = opened(write_workbook([(sheet, [])], BERLIN))
    (rule,) = book["Tasks"].data_validations.dataValidation
    assert rule.formula1 == "Choices!$A$1:$A$30"
    assert (book["Choices"].sheet_state, book["Choices"]["A30"].value) == ("hidden", long[-1])


def test_a_template_has_an_empty_list_an_example_and_an_explanation() -> None:
    book = opened(
        write_template([TASKS, make_list(ref="a.b", title="Risks: all/any [of them], which may be very long")])
    )
    assert book.sheetnames == [
        "Tasks",
        "Risks  all any  of them , which",
        "Example Tasks",
        "Example Risks  all any  of them",
        "About this file",
        "Choices",
    ]
    assert book["Choices"].sheet_state == "hidden"
    assert [cell.value for cell in book["Tasks"][1]] == [column.title for column in TASKS.columns]
    assert book["Tasks"].max_row == 1
    assert book["Example Tasks"]["B2"].value == "An example"
    words = [cell.value for row in book["About this file"].iter_rows() for cell in row if cell.value]
    assert {"Ref", "A short name.", "identity", "T-1", "a whole number from -1000 to 1000000000"} <= set(words)


def test_of_a_template_only_the_lists_are_read() -> None:
    tables = read_tables(write_template([TASKS]), "tasks.xlsx")
    found = [recognise(table, [TASKS]) for table in tables]
    assert [isinstance(one, Recognised) for one in found] == [True, False, False, False]
    reasons = [one.reason for one in found if isinstance(one, LeftAside)]
    assert ["never data" in reason for reason in reasons] == [True, True, False]
    assert "hidden" in reasons[2]


def test_lists_of_one_title_get_worksheets_of_their_own() -> None:
    twin = make_list(ref="a.twin")
    assert opened(write_workbook([(TASKS, []), (twin, [])], BERLIN)).sheetnames[:2] == ["Tasks", "Tasks 2"]


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    row = row_of(TASKS, ref="1", title="x" * 40_000)
    for write in (lambda: write_csv(TASKS, [row], BERLIN), lambda: write_workbook([(TASKS, [row])], BERLIN)):
        with pytest.raises(Invalid, match="A text of 40,000 characters does not fit a cell; 32,767 do"):
            write()


def test_half_a_character_does_not_stop_an_export() -> None:
    (row,) = come_back([row_of(TASKS, ref="1", title="a\ud800b\ufffe")], "xlsx").rows
    assert row.values["title"] == "a?b?"


def choice_sheet() -> Sheet:
    levels = choice("level", "Level", "", {"1": "One", "2": "Two"}, required=True)
    parse: Any = lambda cell, zone: int(levels.parse(cell, zone))  # noqa: E731
    shown = levels.but(parse=parse, format=lambda value, zone: {1: "One", 2: "Two"}[value])
    return make_list(columns=(text("ref", "Ref", "", required=True), shown))


def test_a_choice_kept_as_a_number_is_written_as_its_word() -> None:
    sheet = choice_sheet()
    data = write_workbook([(sheet, [row_of(sheet, ref="1", level=2)])], BERLIN)
    assert opened(data)["Tasks"]["B2"].value == "Two"
    assert parsed_file(data, sheet, "tasks.xlsx").rows[0].values["level"] == 2
