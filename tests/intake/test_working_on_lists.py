"""Rows offered to a list, applied, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.assurance.actions import change_actions
from firstlight.assurance.sheets import ACTIONS, SIGNATURES
from firstlight.contracts.tables import Unreadable
from firstlight.intake.actions import apply_offer, choose, look_again, map_headings, offer_rows, undo_change
from firstlight.intake.changing import change_list
from firstlight.intake.models import ListChange, Offer
from firstlight.intake.offering import PASTED, pasted
from firstlight.intake.queries import proposal_of
from firstlight.intake.wording import identity_of, key_of, with_words
from firstlight.kernel.errors import Conflict, NotFound, Refused
from firstlight.kernel.sheets import Row, RowChange, Sheet
from firstlight.ledger.models import Entry
from firstlight.scope.sheets import REQUIREMENTS
from tests.cast import NOW, Cast, added

BERLIN = ZoneInfo("Europe/Berlin")


def _stored(cast: Cast, sheet: Sheet = ACTIONS) -> dict[Any, Row]:
    return dict(sheet.store.current(cast.project))


def _put(cast: Cast, *refs: str, **values: Any) -> None:
    change_actions(cast.machine, cast.project, [added(ACTIONS, ref=ref, title=f"Do {ref}", **values) for ref in refs])


def _edit(cast: Cast, ref: str, who: str = "pl", **words: str) -> ListChange:
    row = _stored(cast)[(ref,)]
    after, problems = with_words(ACTIONS, row, words, BERLIN)
    assert not problems
    made = change_list(
        cast.context(who), cast.project, ACTIONS, [RowChange("changed", row, after)], ListChange.Way.EDIT
    )
    assert made
    return made


def _offer(cast: Cast, text: str, who: str = "pl", sheet: Sheet = ACTIONS, file: str = "rows.csv") -> Offer:
    way = Offer.Way.PASTE if file == PASTED else Offer.Way.FILE
    data = pasted(sheet, text) if file == PASTED else text.encode()
    return offer_rows(cast.context(who), sheet, data, file=file, way=way)


def test_what_is_offered_is_in_the_list_only_when_it_is_applied(cast: Cast) -> None:
    _put(cast, "A-1", "A-2")
    offer = _offer(cast, "Ref,What will be done,Owner\nA-1,Do A-1,Petra\nA-3,New one,\n")
    assert set(_stored(cast)) == {("A-1",), ("A-2",)}
    proposal = proposal_of(cast.context("pl"), offer, ACTIONS)
    assert [(line.change.kind, line.taken) for line in proposal.lines] == [
        ("changed", True), ("added", True), ("removed", False),
    ]  # fmt: skip
    made = apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert made
    assert made.count == 2
    assert set(_stored(cast)) == {("A-1",), ("A-2",), ("A-3",)}
    assert _stored(cast)[("A-1",)].values["owner"] == "Petra"


def test_applying_twice_does_it_once(cast: Cast) -> None:
    offer = _offer(cast, "Ref,What will be done\nA-1,One\n")
    apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    entries = Entry.objects.count()
    with pytest.raises(Conflict, match="applied already"):
        apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert Entry.objects.count() == entries


def test_offered_rows_expire_after_a_day(cast: Cast) -> None:
    offer = _offer(cast, "Ref,What will be done\nA-1,One\n")
    with pytest.raises(Conflict, match="Offer them again"):
        apply_offer(cast.context("pl", NOW + timedelta(days=1)), ACTIONS, offer.uid)
    assert not _stored(cast)


def test_nobody_applies_what_another_offered(cast: Cast) -> None:
    offer = _offer(cast, "Ref,What will be done\nA-1,One\n")
    with pytest.raises(NotFound):
        apply_offer(cast.context("wo"), ACTIONS, offer.uid)


def test_who_may_not_change_the_list_offers_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="action register"):
        _offer(cast, "Ref,What will be done\nA-1,One\n", who="au")
    assert not Offer.objects.exists()


def test_a_list_that_moved_in_between_is_named_and_nothing_is_stored(cast: Cast) -> None:
    _put(cast, "A-1", "A-2")
    offer = _offer(cast, "Ref,What will be done,Owner\nA-1,Do A-1,Petra\nA-2,Do A-2,Petra\n")
    _edit(cast, "A-2", who="wo", owner="Willem")
    with pytest.raises(Conflict, match="A-2") as refused:
        apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert refused.value.facts["moved"] == ["A-2"]
    assert _stored(cast)[("A-1",)].values["owner"] == ""
    assert _stored(cast)[("A-2",)].values["owner"] == "Willem"


def test_rows_are_chosen_one_by_one(cast: Cast) -> None:
    offer = _offer(cast, "Ref,What will be done\nA-1,One\nA-2,Two\n")
    choose(offer, out=["a:A-2"], back=[])
    apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert set(_stored(cast)) == {("A-1",)}


def test_refused_rows_are_told_and_the_others_can_be_applied(cast: Cast) -> None:
    offer = _offer(cast, "Ref,What will be done,Due\nA-1,One,soon\nA-2,Two,2026-12-01\n")
    proposal = proposal_of(cast.context("pl"), offer, ACTIONS)
    (problem,) = proposal.difference.refused
    assert (problem.row, problem.column, problem.value) == (2, "Due", "soon")
    assert "2026-12-07" in problem.sentence
    apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert set(_stored(cast)) == {("A-2",)}


def test_a_row_that_names_what_is_in_no_list_is_refused_in_the_preview(cast: Cast) -> None:
    offer = _offer(cast, "Ref,Title,Process\nR-1,One,99.99\nR-2,Two,\n", sheet=REQUIREMENTS)
    proposal = proposal_of(cast.context("pl"), offer, REQUIREMENTS)
    assert [problem.value for problem in proposal.difference.refused] == ["99.99"]
    assert [line.change.row.identity for line in proposal.lines] == [("R-2",)]


def test_a_heading_that_is_explained_once_is_known_from_then_on(cast: Cast) -> None:
    text = "Ref,What will be done,Wer macht es\nA-1,One,Petra\n"
    offer = _offer(cast, text)
    assert "Wer macht es" in proposal_of(cast.context("pl"), offer, ACTIONS).headings
    map_headings(cast.context("pl"), ACTIONS, {"Wer macht es": "owner"})
    apply_offer(cast.context("pl"), ACTIONS, _offer(cast, text).uid)
    row = _stored(cast)[("A-1",)]
    assert row.values["owner"] == "Petra"
    assert not row.extras


def test_a_file_whose_headings_are_all_foreign_can_be_explained(cast: Cast) -> None:
    text = "Kennung,Aufgabe\nA-1,One\n"
    offer = _offer(cast, text)
    proposal = proposal_of(cast.context("pl"), offer, ACTIONS)
    assert not proposal.lines
    assert set(proposal.missing) == {"Ref", "What will be done"}
    map_headings(cast.context("pl"), ACTIONS, {"Kennung": "ref", "Aufgabe": "title"})
    look_again(cast.context("pl"), offer, ACTIONS)
    apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert _stored(cast)[("A-1",)].values["title"] == "One"


# pasting ------------------------------------------------------------------------------------------------------------


def test_pasted_rows_may_come_with_headings_or_without(cast: Cast) -> None:
    for text in ("Ref\tWhat will be done\nA-1\tOne\n", "A-1\tOne\n"):
        offer = _offer(cast, text, file=PASTED)
        (line,) = proposal_of(cast.context("pl"), offer, ACTIONS).lines
        assert line.change.row.values["title"] == "One"


def test_pasted_cells_may_hold_quotes_and_line_breaks(cast: Cast) -> None:
    offer = _offer(cast, 'Ref\tWhat will be done\tNotes\r\nA-1\tSay ""no""\t"first\nsecond ""line"""\r\n', file=PASTED)
    (line,) = proposal_of(cast.context("pl"), offer, ACTIONS).lines
    assert line.change.row.values["notes"] == 'first\nsecond "line"'


def test_pasting_a_few_rows_removes_none(cast: Cast) -> None:
    _put(cast, "A-1", "A-2")
    offer = _offer(cast, "A-1\tSomething else\n", file=PASTED)
    assert [line.change.kind for line in proposal_of(cast.context("pl"), offer, ACTIONS).lines] == ["changed"]


def test_a_merged_heading_is_reported_with_the_place_of_what_stands_below_it(cast: Cast) -> None:
    offer = _offer(cast, "Ref\tWhat will be done\tDates\t\nA-1\tOne\t2026-12-01\t2026-12-02\n", file=PASTED)
    (problem,) = proposal_of(cast.context("pl"), offer, ACTIONS).difference.refused
    assert problem.row == 2
    assert "without a heading" in problem.sentence
    assert "If “Dates” beside it is merged over several columns, take the merge apart first." in problem.sentence


def test_a_formula_that_is_pasted_stays_text(cast: Cast) -> None:
    offer = _offer(cast, "A-1\t=cmd|' /C calc'!A0\n", file=PASTED)
    apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert _stored(cast)[("A-1",)].values["title"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "   \n\t\n", "A-1\tOne\x00\n", 'A-1\t"never closed\n'])
def test_what_cannot_be_read_is_refused_in_a_sentence(cast: Cast, text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        _offer(cast, text, file=PASTED)
    assert str(refused.value).endswith(".")
    assert not Offer.objects.exists()


# undoing ------------------------------------------------------------------------------------------------------------


def test_an_import_is_undone_by_one_compensating_change(cast: Cast) -> None:
    _put(cast, "A-1", "A-2", owner="Anna", due=date(2026, 12, 1))
    before = _stored(cast)
    offer = _offer(cast, "Ref,What will be done,Owner,Mood\nA-1,Do A-1,Petra,good\nA-3,New,,\n")
    choose(offer, out=[], back=["r:A-2"])
    made = apply_offer(cast.context("pl"), ACTIONS, offer.uid)
    assert made
    assert set(_stored(cast)) == {("A-1",), ("A-3",)}
    entries = Entry.objects.count()
    undo_change(cast.context("pl"), made.uid)
    assert _stored(cast) == before
    assert Entry.objects.count() == entries + 4, "three rows and the undoing itself; nothing is taken out"
    with pytest.raises(Conflict, match="undone already"):
        undo_change(cast.context("pl"), made.uid)


def test_an_undo_can_be_undone(cast: Cast) -> None:
    _put(cast, "A-1")
    made = _edit(cast, "A-1", owner="Petra")
    back = undo_change(cast.context("pl"), made.uid)
    assert back
    undo_change(cast.context("pl"), back.uid)
    assert _stored(cast)[("A-1",)].values["owner"] == "Petra"


def test_undoing_leaves_what_others_changed_in_other_fields(cast: Cast) -> None:
    _put(cast, "A-1")
    made = _edit(cast, "A-1", owner="Petra")
    _edit(cast, "A-1", who="wo", notes="Asked twice")
    undo_change(cast.context("pl"), made.uid)
    row = _stored(cast)[("A-1",)].values
    assert (row["owner"], row["notes"]) == ("", "Asked twice")


def test_undoing_stops_where_others_changed_the_same_field(cast: Cast) -> None:
    _put(cast, "A-1")
    made = _edit(cast, "A-1", owner="Petra")
    _edit(cast, "A-1", who="wo", owner="Willem")
    with pytest.raises(Conflict) as refused:
        undo_change(cast.context("pl"), made.uid)
    (one,) = refused.value.facts["in_the_way"]
    assert (one.title, one.expected, one.now) == ("Owner", "Petra", "Willem")
    assert _stored(cast)[("A-1",)].values["owner"] == "Willem"


def test_changes_are_undone_for_thirty_days(cast: Cast) -> None:
    _put(cast, "A-1")
    made = _edit(cast, "A-1", owner="Petra")
    undo_change(cast.context("pl", NOW + timedelta(days=29)), made.uid)
    other = _edit(cast, "A-1", owner="Petra")
    with pytest.raises(NotFound, match="30 days"):
        undo_change(cast.context("pl", NOW + timedelta(days=30)), other.uid)


def test_who_may_not_change_the_list_undoes_nothing(cast: Cast) -> None:
    _put(cast, "A-1")
    made = _edit(cast, "A-1", owner="Petra")
    with pytest.raises(Refused):
        undo_change(cast.context("au"), made.uid)


def test_the_word_of_people_is_never_undone(cast: Cast) -> None:
    change = ListChange.objects.create(
        project=cast.project, uid="x", sheet=SIGNATURES.ref, way="file", actor="1", actor_name="P", made=NOW, rows=[],
        count=1,
    )  # fmt: skip
    with pytest.raises(Conflict, match="never undone"):
        undo_change(cast.machine, change.uid)


@pytest.mark.parametrize("identity", [("A-1",), ("a/b", "c~d"), ("", "x"), ("~1", "/")])
def test_an_identity_survives_an_address(identity: tuple[str, ...]) -> None:
    assert identity_of(key_of(identity)) == identity
