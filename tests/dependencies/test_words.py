"""The word of providers: by their link, taken down, brought in; two at once; too late. Today is 20 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from firstlight.contracts.standing import Status
from firstlight.dependencies.actions import change_dependencies, give_word, record_words, take_down_word
from firstlight.dependencies.models import ProviderWord
from firstlight.dependencies.queries import seen_of
from firstlight.dependencies.rules.words import Said
from firstlight.dependencies.sheets import DEPENDENCIES, WORDS
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.models import OutboxEvent
from firstlight.kernel.sheets import RowChange
from firstlight.ledger.models import Entry
from firstlight.workspace.models import Project
from tests.cast import NOW, added
from tests.dependencies.conftest import Register
from tests.dependencies.speaking import guest, link

TODAY = date(2026, 11, 20)
LATE = date(2026, 12, 8)


def says(register: Register, kind: str, day: date | None = None, **more: Any) -> ProviderWord:
    """The provider of D-1 says something, having looked at the page just now."""
    ref = more.pop("ref", "D-1")
    made = more.pop("link", None) or link(register)
    seen = more.pop("seen", None) or seen_of(register.row(ref))
    said = Said(kind, day, more.pop("note", ""))
    return give_word(more.pop("by", guest(register)), made, ref=ref, said=said, seen=seen)


def test_that_a_date_stands_is_a_word_of_today(register: Register) -> None:
    register.add("D-1", confirmed_on=date(2026, 11, 1))
    assert register.read("confirmed").status is Status.UNMET
    word = says(register, "stands", note=" As agreed. ")
    assert (word.ref, word.promised, word.note, word.by) == ("D-1-W1", date(2026, 11, 30), "As agreed.", "Jule Franke")
    assert register.row().confirmed_on == TODAY
    assert register.read("confirmed").status is Status.MET


def test_a_date_that_moves_past_the_need_is_a_slip(register: Register) -> None:
    register.add("D-1")
    word = says(register, "moved", LATE, note="The cradles are late.")
    assert register.row().promised == LATE
    assert OutboxEvent.objects.get(kind="DependencySlipped")
    assert register.read("aligned").status is Status.UNMET
    told = dict(Entry.objects.filter(action="dependencies.word.given").values_list("subject_kind", "subject_text"))
    assert told == {
        "provider-word": "D-1 Thing D-1: the date moves to 8 Dec 2026", "dependency": "Thing D-1",
    }  # fmt: skip
    assert word.taken_down_by == ""


def test_every_word_is_kept_and_no_hand_changes_one(register: Register) -> None:
    register.add("D-1")
    says(register, "stands")
    says(register, "moved", date(2026, 11, 29))
    says(register, "moved", LATE)
    assert list(ProviderWord.objects.order_by("pk").values_list("ref", flat=True)) == ["D-1-W1", "D-1-W2", "D-1-W3"]
    for change in (lambda rows: rows.update(note="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ProviderWord.objects.filter(ref="D-1-W1"))


def test_that_it_is_delivered_waits_for_the_project_to_record_it(register: Register) -> None:
    register.add("D-1", promised=date(2026, 11, 19))
    says(register, "delivered", date(2026, 11, 18))
    row = register.row()
    assert (row.delivered_on, row.promised, row.confirmed_on) == (None, date(2026, 11, 19), TODAY)
    assert register.read("aligned").reasons == (
        "Scanner provider promised D-1 Thing D-1 for 19 Nov 2026; by their word it came on 18 Nov 2026, which nobody "
        "has recorded as delivered.",
    )


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("moved", date(2026, 11, 19), "19 Nov 2026 has passed; say the day on which it will be there."),
        ("moved", None, "Say the new day."),
        ("moved", date(2026, 11, 30), "is the date already"),
        ("moved", date(2062, 1, 1), "more than five years away"),
        ("delivered", date(2026, 11, 21), "21 Nov 2026 is still to come"),
        ("delivered", None, "Say the day."),
        ("perhaps", None, "“perhaps” is no answer; expected one of: stands, moved, delivered."),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_kept(
    register: Register, kind: str, day: date | None, words: str
) -> None:
    register.add("D-1")
    with pytest.raises(Invalid) as refused:
        says(register, kind, day)
    assert words in refused.value.sentence
    assert not ProviderWord.objects.exists()
    assert register.row().confirmed_on == date(2026, 11, 18)


@pytest.mark.parametrize("promised", [None, date(2026, 11, 19)])
def test_a_date_that_was_never_said_or_has_passed_cannot_stand(register: Register, promised: date | None) -> None:
    register.add("D-1", promised=promised)
    with pytest.raises(Invalid):
        says(register, "stands")


def test_of_two_words_at_once_the_second_is_shown_the_first(register: Register) -> None:
    register.add("D-1")
    made, seen = link(register), seen_of(register.row())
    says(register, "moved", date(2026, 11, 29), link=made, seen=seen)
    with pytest.raises(Conflict):
        says(register, "stands", link=made, seen=seen)
    assert ProviderWord.objects.count() == 1
    assert register.row().promised == date(2026, 11, 29)


def test_a_date_that_the_project_changed_meanwhile_is_not_confirmed_blindly(register: Register) -> None:
    register.add("D-1")
    seen = seen_of(register.row())
    register.change("D-1", promised=date(2026, 11, 28))
    with pytest.raises(Conflict):
        says(register, "stands", seen=seen)


def test_a_link_speaks_for_its_provider_alone(register: Register) -> None:
    register.add("D-1", "D-2")
    register.add("D-3", provider="Another")
    register.add("D-4", provider="")
    made = link(register)
    assert says(register, "stands", link=made, ref="D-2").ref == "D-2-W1"
    for ref in ("D-3", "D-4"):
        with pytest.raises(NotFound):
            says(register, "stands", link=made, ref=ref)
    only = link(register, "D-4")
    assert says(register, "stands", link=only, ref="D-4").by == "Jule Franke"
    with pytest.raises(NotFound):
        says(register, "stands", link=only, ref="D-1")


def test_a_word_on_what_is_no_longer_waited_for_is_told_so(register: Register) -> None:
    register.add("D-1", "D-2", "D-3")
    made = link(register)
    register.change("D-1", in_scope=False)
    register.change("D-2", delivered_on=TODAY)
    before = DEPENDENCIES.store.current(register.project)[("D-3",)]
    change_dependencies(register.context, register.project, [RowChange("removed", before, None)])
    for ref, refusal in (("D-1", NotFound), ("D-2", Conflict), ("D-3", NotFound)):
        with pytest.raises(refusal):
            says(register, "stands", link=made, ref=ref, seen="2026-11-30/")
    assert not ProviderWord.objects.exists()


def test_nobody_of_the_project_speaks_through_a_link_and_no_link_of_another_project_does(cast: Any) -> None:
    register = Register(cast.project, cast.machine)
    register.add("D-1")
    made = link(register)
    with pytest.raises(Refused):
        says(register, "stands", link=made, by=cast.context("pl"))
    elsewhere = guest(register).within(Project.objects.get(slug="elsewhere"))
    with pytest.raises(NotFound):
        says(register, "stands", link=made, by=elsewhere)


class TestTakenDown:
    def test_a_call_is_written_down_with_who_and_when(self, cast: Any) -> None:
        register = Register(cast.project, cast.machine)
        register.add("D-1", confirmed_on=date(2026, 11, 10))
        said = Said("moved", date(2026, 11, 29), "In a call.")
        word = take_down_word(cast.context("wo"), register.row(), said=said, by="Jule", on=date(2026, 11, 17))
        assert (word.by, word.taken_down_by, word.said.date()) == ("Jule", "Willem Oost", date(2026, 11, 17))
        assert (register.row().promised, register.row().confirmed_on) == (date(2026, 11, 29), date(2026, 11, 17))

    def test_an_older_word_moves_nothing_that_was_said_later(self, register: Register) -> None:
        register.add("D-1")
        take_down_word(register.context, register.row(), said=Said("moved", LATE), on=date(2026, 11, 3))
        assert (register.row().promised, register.row().confirmed_on) == (date(2026, 11, 30), date(2026, 11, 18))
        assert ProviderWord.objects.count() == 1

    def test_nobody_said_anything_tomorrow(self, register: Register) -> None:
        register.add("D-1")
        with pytest.raises(Invalid):
            take_down_word(register.context, register.row(), said=Said("stands"), on=date(2026, 11, 21))


class TestBroughtIn:
    def test_words_come_with_a_folder_and_touch_nothing_else(self, register: Register) -> None:
        register.add("D-1")
        row = {"ref": "D-1-W7", "dependency": "D-1", "kind": "moved", "promised": LATE, "said": NOW, "by": "Jule"}
        record_words(register.context, register.project, [added(WORDS, **row)])
        assert register.row().promised == date(2026, 11, 30)
        assert says(register, "stands").ref == "D-1-W8"

    def test_a_word_is_never_changed_and_never_removed(self, register: Register) -> None:
        register.add("D-1")
        says(register, "stands")
        before = WORDS.store.current(register.project)[("D-1-W1",)]
        for change in (
            RowChange("removed", before, None),
            RowChange("changed", before, replace(before, values={**before.values, "note": "x"})),
        ):
            with pytest.raises(Invalid):
                record_words(register.context, register.project, [change])

    def test_only_who_may_record_for_others_brings_words_in(self, cast: Any) -> None:
        with pytest.raises(Refused):
            record_words(cast.context("pl"), cast.project, [])
