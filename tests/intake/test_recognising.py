"""Which list a table is."""

from __future__ import annotations

import pytest

from firstlight.contracts.tables import Table, TableRow
from firstlight.intake.recognising import LeftAside, Recognised, match_headings, recognise
from firstlight.kernel.sheets import Dialect, Sheet, Translated, text
from tests.intake.files import only_table, written
from tests.intake.lists import make_list

TASKS = make_list(aliases=("to do",))
RISKS = make_list(
    ref="work.risks",
    title="Risks",
    stem="tasks",
    columns=(
        text("ref", "Ref", "", required=True),
        text("harm", "Harm", "", required=True),
        text("owner", "Owner", ""),
    ),
)


def table(*header: str, sheet: str = "", file: str = "list.csv", row: tuple[str, ...] = ()) -> Table:
    return Table(file, sheet, header, (TableRow(2, row or tuple("x" for _ in header)),))


def which(given: Table, *candidates: Sheet) -> str:
    found = recognise(given, candidates or (TASKS, RISKS))
    return found.sheet.ref if isinstance(found, Recognised) else found.reason


@pytest.mark.parametrize("name", ["Tasks", " tasks ", "TASKS", "work.tasks", "To-Do", "to do"])
def test_the_name_of_the_worksheet_says_which_list_it_is(name: str) -> None:
    assert which(table("Anything", sheet=name)) == "work.tasks"


@pytest.mark.parametrize(("sheet", "file"), [("", "risks.csv"), ("Sheet1", "a/Risks.xlsx"), ("Tabelle1", "risks.xlsx")])
def test_the_name_of_the_file_says_it_where_the_worksheet_has_none(sheet: str, file: str) -> None:
    assert which(table("Anything", sheet=sheet, file=file)) == "work.risks"


def test_the_stem_says_it_where_only_one_list_has_it() -> None:
    alone = make_list(ref="a.b", title="Something else", stem="plans/tasks")
    assert which(table("Anything", file="tasks.csv"), alone) == "a.b"
    assert "fit no list" in which(
        table("Anything", file="tasks.csv"), alone, make_list(ref="a.c", title="X", stem="plans/tasks")
    )


@pytest.mark.parametrize("name", ["About this file", "Example Tasks", "choices", "EXAMPLES"])
def test_worksheets_that_explain_are_never_data(name: str) -> None:
    assert "never data" in which(table("Ref", "Title", sheet=name))


def test_a_table_left_aside_by_the_reader_keeps_its_reason() -> None:
    assert which(Table("a.xlsx", "Tasks", (), (), aside="The worksheet is hidden.")) == "The worksheet is hidden."


def test_the_header_says_it_where_no_name_does() -> None:
    assert which(table("REF *", "harm", "Something else")) == "work.risks"
    assert which(table("Number", "Description", "Effort")) == "work.tasks"


def test_the_header_is_not_asked_where_any_list_may_lie() -> None:
    found = recognise(table("Ref", "Harm"), [TASKS, RISKS], by_header=False)
    assert isinstance(found, LeftAside)


def test_a_table_that_could_be_two_lists_is_left_aside() -> None:
    twin = make_list(ref="work.twins", title="Twins")
    assert which(table("Ref", "Title"), TASKS, twin) == (
        "Its headings fit more than one list; name the worksheet “Tasks” or “Twins”."
    )


def test_a_table_of_no_list_says_what_was_seen_and_what_is_known() -> None:
    assert which(table("Colour", "Taste")) == (
        "Its headings (“Colour”, “Taste”) fit no list that is read here (“Tasks”, “Risks”)."
    )


def test_a_dialect_comes_first_and_finds_its_header_under_a_title() -> None:
    dialect = Dialect("catalogue", lambda header: "Work Item" in header, lambda table: Translated(()))
    sheet = make_list(dialects=(dialect,))
    given = only_table(
        written(["Catalogue", "of", "work"], ["Ref", "Work Item", "Title", "More"], ["1", "b", "c"], name="Risks")
    )
    found = recognise(given, [RISKS, sheet])
    assert isinstance(found, Recognised)
    assert (found.sheet.ref, found.dialect, found.table.header_row) == ("work.tasks", dialect, 2)


def test_a_dialect_that_knows_no_header_leaves_the_others_their_turn() -> None:
    sheet = make_list(dialects=(Dialect("never", lambda header: False, lambda table: Translated(())),))
    assert which(table("Ref", "Title"), sheet) == "work.tasks"


def test_the_header_that_names_most_columns_wins_over_the_guess() -> None:
    given = only_table(
        written(["One", "two", "three", "four"], ["Ref", "Title", "Effort", "State"], [1, 2, 3, 4], name="Tasks")
    )
    assert given.header_row == 1
    found = recognise(given, [TASKS])
    assert isinstance(found, Recognised)
    assert (found.table.header_row, len(found.table.rows)) == (2, 1)


@pytest.mark.parametrize("heading", ["Due date", "due_date", "DUE-DATE *", " Due\nDate: ", "due", "dueDate"])
def test_headings_match_loosely(heading: str) -> None:
    assert match_headings(TASKS, [heading]).columns == {"due": 0}


def test_signs_that_matter_tell_columns_apart() -> None:
    assert match_headings(TASKS, ["cost", "COST %"]).columns == {"money": 0, "cost": 1}
    assert match_headings(TASKS, ["Cost %", "Cost"]).columns == {"cost": 0, "money": 1}


def test_an_alias_beside_the_better_name_is_an_extra_column() -> None:
    found = match_headings(TASKS, ["Description", "Title", "Name"])
    assert (found.columns, found.extras) == ({"title": 1}, {0: "Description", 2: "Name"})


def test_the_first_alias_wins_where_the_title_is_missing() -> None:
    assert match_headings(TASKS, ["Description", "Name"]).columns == {"title": 1}


def test_repeated_and_missing_headings_are_told_apart() -> None:
    found = match_headings(TASKS, ["Ref", "Title", "", "ref *", "Own", "own", "Own"])
    assert (found.repeated, found.unnamed, found.extras) == ((3, 6), (2,), {4: "Own", 5: "own"})
