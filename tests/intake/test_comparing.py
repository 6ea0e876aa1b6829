"""What a file would change: shown before anything is changed."""

from __future__ import annotations

from firstlight.intake.comparing import FieldChange, compare
from firstlight.intake.parsing import join
from firstlight.kernel.sheets import Row
from tests.intake.lists import BERLIN, difference, make_list, parsed_file, row_of


def stocked(*rows: Row, **settings: object):  # type: ignore[no-untyped-def]
    sheet = make_list(**settings)
    sheet.store.rows.update({row.identity: row for row in rows})
    return sheet


SHEET = make_list()
ONE = row_of(SHEET, {"Own": "mine"}, ref="1", title="first", effort=3)
TWO = row_of(SHEET, ref="2", title="second")
THREE = row_of(SHEET, ref="3", title="third")


def test_added_changed_same_and_removed_rows_are_counted_in_the_order_of_the_file() -> None:
    found = difference(stocked(ONE, TWO, THREE), "Ref,Title\n9,new\n2,second\n1,other\n8,newer\n")
    assert (found.added, found.changed, found.same, found.removed) == (2, 1, 1, 1)
    assert [(change.kind, change.row.identity[0]) for change in found.changes] == [
        ("added", "9"), ("changed", "1"), ("added", "8"), ("removed", "3")
    ]  # fmt: skip


def test_rows_are_removed_only_when_the_file_is_the_whole_list() -> None:
    assert difference(stocked(ONE, TWO), "Ref,Title\n2,second\n", complete=False).removed == 0


def test_columns_that_the_file_lacks_keep_their_value() -> None:
    (change,) = difference(stocked(ONE), "Ref,Title\n1,other\n").changes
    assert change.after
    assert (change.after.values["title"], change.after.values["effort"]) == ("other", 3)
    assert change.after.extras == {"Own": "mine"}
    assert change.fields() == ("title",)


def test_a_blank_cell_of_a_column_that_is_there_empties_the_value() -> None:
    (change,) = difference(stocked(ONE), "Ref,Title,Effort,Own\n1,first,,\n").changes
    assert change.after
    assert change.after.values["effort"] is None
    assert change.after.extras == {}


def test_a_new_row_has_empty_values_where_the_file_lacks_a_column() -> None:
    (change,) = difference(stocked(), "Ref,Title\n1,first\n").changes
    assert change.after
    assert (change.after.values["state"], change.after.values["people"]) == ("open", ())


def test_nothing_and_an_empty_text_are_alike() -> None:
    stored = Row(TWO.identity, {**TWO.values, "notes": None, "people": None}, {})
    assert difference(stocked(stored), "Ref,Title,Notes,People\n2,second,,\n").changes == ()


def test_a_column_that_the_store_does_not_keep_is_no_change() -> None:
    kept = {key: value for key, value in TWO.values.items() if key != "notes"}
    assert difference(stocked(Row(TWO.identity, kept, {})), "Ref,Title,Notes\n2,second,x\n").changes == ()


def test_a_refused_row_is_not_missing() -> None:
    found = difference(stocked(ONE, TWO), "Ref,Title,Effort\n1,first,x\n2,second,\n")
    assert (found.removed, found.refused_rows, len(found.refused)) == (0, 1, 1)


def test_a_file_without_the_identity_removes_nothing() -> None:
    found = difference(stocked(ONE, TWO), "Identifier,Title\n1,first\n")
    assert (found.removed, len(found.refused)) == (0, 1)


def test_the_preview_shows_each_field_before_and_after_as_a_file_would() -> None:
    sheet = stocked(ONE)
    (change,) = difference(sheet, "Ref,Title,State,Due,Own,New\n1,other,done,2026-12-07,,n\n").changes
    found = difference(sheet, "Ref,Title\n1,first\n").fields(change, BERLIN)
    assert found == (
        FieldChange("Title", "first", "other"),
        FieldChange("State", "", "Done, or dropped"),
        FieldChange("Due date", "", "2026-12-07"),
        FieldChange("Own", "mine", ""),
        FieldChange("New", "", "n"),
    )


def test_the_preview_of_new_and_removed_rows_shows_what_is_filled() -> None:
    found = difference(stocked(TWO), "Ref,Title,Own\n5,new,x\n")
    added, removed = (found.fields(change, BERLIN) for change in found.changes)
    assert added == (FieldChange("Ref", "", "5"), FieldChange("Title", "", "new"), FieldChange("Own", "", "x"))
    assert removed == (FieldChange("Ref", "2", ""), FieldChange("Title", "second", ""))


def test_of_joined_files_each_speaks_of_its_own_columns() -> None:
    sheet = stocked(ONE, row_of(SHEET, {"Own": "two"}, ref="2", title="second", effort=5))
    parts = [
        parsed_file(b"Ref,Title,Effort,Own\n1,first,,\n", sheet, "tasks.csv"),
        parsed_file(b"Ref,Title\n2,other\n", sheet, "more/tasks.csv"),
    ]
    one, two = compare(sheet.store.current(None), join(parts), complete=True).changes
    assert one.after
    assert two.after
    assert (one.after.values["effort"], one.after.extras) == (None, {})
    assert (two.after.values["effort"], two.after.extras) == (5, {"Own": "two"})
