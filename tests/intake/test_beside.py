"""Many rows are read and applied by the background loop: once, in one piece, tried again, or refused in a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from firstlight.assurance.models import ActionItem
from firstlight.assurance.sheets import ACTIONS
from firstlight.contracts.tables import Table, TableRow
from firstlight.intake import beside, stores
from firstlight.intake.actions import offer_rows
from firstlight.intake.models import ListChange, Offer
from firstlight.intake.packing import packed, unpacked
from firstlight.ledger.models import Entry
from tests.cast import Cast, added

pytestmark = pytest.mark.django_db

ROWS = b"Ref,What will be done\nA-1,Retest weights\nA-2,Print labels\n"


@pytest.fixture
def offer(cast: Cast) -> Offer:
    """Two rows that the project lead holds out to the list of actions."""
    return offer_rows(cast.context("pl"), ACTIONS, ROWS, file="actions.csv")


def _now(cast: Cast) -> datetime:
    return cast.context("pl").now


def _round(cast: Cast, later: timedelta = timedelta(), worker: str = "w1") -> int:
    return beside.do_due(lambda: _now(cast) + later, worker)


def _applied(offer: Offer) -> set[str]:
    offer.refresh_from_db()
    return set(ActionItem.objects.values_list("ref", flat=True))


class KilledError(BaseException):
    """What `kill -9` is to a transaction: nobody catches it, and nothing after it is done."""


def test_what_is_asked_for_is_applied_once_by_one_of_several_workers(cast: Cast, offer: Offer) -> None:
    assert not beside.waits(_now(cast))
    assert stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert not stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert beside.waits(_now(cast))
    assert _round(cast) == 1
    assert _round(cast, worker="w2") == 0
    assert _applied(offer) == {"A-1", "A-2"}
    assert (offer.work, offer.holder, offer.refusal) == ("", "", {})
    assert ListChange.objects.get(uid=offer.change).actor_name == cast.people["pl"].name
    assert not beside.waits(_now(cast) + timedelta(days=1))


def test_a_worker_that_is_killed_has_stored_nothing_and_another_one_does_it_once(
    cast: Cast, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))

    def killed(*given: Any, **more: Any) -> None:
        assert ActionItem.objects.count() == 2
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr("firstlight.intake.actions.Subject", killed)
        with pytest.raises(KilledError):
            _round(cast)
    assert _applied(offer) == set()
    assert (offer.phase, offer.applied) == (Offer.Phase.STORING, None)
    assert _round(cast, stores.HELD - timedelta(seconds=1), "w2") == 0
    entries = Entry.objects.count()
    assert _round(cast, stores.HELD, "w2") == 1
    assert _applied(offer) == {"A-1", "A-2"}
    assert Entry.objects.count() == entries + 3


def test_one_killed_after_it_was_stored_is_not_done_again(
    cast: Cast, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))

    def killed(*given: Any) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(stores, "settle", killed)
        with pytest.raises(KilledError):
            _round(cast)
    entries = Entry.objects.count()
    assert _applied(offer) == {"A-1", "A-2"}
    assert _round(cast, stores.HELD, "w2") == 0
    assert Entry.objects.count() == entries


def test_a_worker_that_was_given_up_stores_nothing_beside_the_one_that_took_over(
    cast: Cast, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    read = beside.offered_of

    def slowly(*given: Any) -> Any:
        monkeypatch.setattr(beside, "offered_of", read)
        assert _round(cast, stores.HELD, "w2") == 1
        return read(*given)

    monkeypatch.setattr(beside, "offered_of", slowly)
    _round(cast)
    assert _applied(offer) == {"A-1", "A-2"}
    assert ListChange.objects.count() == 1


def test_what_breaks_three_times_is_refused_and_nothing_is_stored(
    cast: Cast, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))

    def broken(*given: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(beside, "apply_offer", broken)
    for number in range(3):
        with pytest.raises(RuntimeError):
            _round(cast, number * beside.AGAIN)
        assert _round(cast, number * beside.AGAIN) == 0
    assert _round(cast, 3 * beside.AGAIN) == 1
    assert _applied(offer) == set()
    assert "tried 3 times" in offer.refusal["sentence"]
    assert not beside.waits(_now(cast) + timedelta(days=1))


def test_a_list_that_moved_is_told_and_the_rows_stand_against_it_as_it_is(cast: Cast) -> None:
    cast_context = cast.context("pl")
    ACTIONS.apply(cast_context, cast.project, [added(ACTIONS, ref="A-1", title="Retest")])
    offer = offer_rows(cast_context, ACTIONS, ROWS, file="actions.csv")
    item = ActionItem.objects.get(ref="A-1")
    ActionItem.objects.filter(pk=item.pk).update(title="Somebody else's words")
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert _round(cast) == 1
    assert _applied(offer) == {"A-1"}
    assert "The list changed since these rows were offered: A-1" in offer.refusal["sentence"]
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert _round(cast) == 1
    assert _applied(offer) == {"A-1", "A-2"}
    assert offer.refusal == {}


def test_whoever_lost_the_right_meanwhile_is_refused(cast: Cast, offer: Offer) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    person = cast.people["pl"]
    person.roles = ["auditor"]
    person.save()
    assert _round(cast) == 1
    assert _applied(offer) == set()
    assert offer.refusal["sentence"]
    person.user = None
    person.save()
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert _round(cast) == 1
    assert _applied(offer) == set()
    assert "nobody in this project any more" in offer.refusal["sentence"]


def test_what_is_called_back_is_not_applied(cast: Cast, offer: Offer) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert stores.call_back(offer, _now(cast))
    assert _round(cast) == 0
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    assert stores.take(offer.pk, "w1", _now(cast))
    assert not stores.call_back(offer, _now(cast))


def test_a_large_file_is_read_later_and_waits_for_its_preview(cast: Cast) -> None:
    offer = offer_rows(cast.context("pl"), ACTIONS, ROWS, file="actions.csv", later=True)
    assert (offer.work, offer.seen) == (Offer.Work.READ, {})
    assert _round(cast) == 1
    offer.refresh_from_db()
    assert (offer.work, set(offer.seen), offer.left_out) == ("", {"a:A-1", "a:A-2"}, [])
    assert not ActionItem.objects.exists()


def test_a_file_that_holds_no_rows_is_refused_when_it_is_read(cast: Cast) -> None:
    offer = offer_rows(cast.context("pl"), ACTIONS, b"PK\x03\x04broken", file="actions.xlsx", later=True)
    assert _round(cast) == 1
    offer.refresh_from_db()
    assert "actions.xlsx" in offer.refusal["sentence"]
    assert offer.work == ""


def test_a_clock_that_was_set_back_keeps_nothing_waiting(cast: Cast, offer: Offer) -> None:
    stores.ask(offer, Offer.Work.APPLY, _now(cast))
    stores.take(offer.pk, "w1", _now(cast) + timedelta(days=2))
    assert _round(cast, worker="w2") == 1


def test_a_table_is_packed_and_unpacked_without_a_difference() -> None:
    rows = (TableRow(2, ("1", "Zürich „ß“", 3, None, True)), TableRow(5, ("", "a\nb", 0, "x", False)))
    table = Table("plan.xml", "", ("Ref", "Title", "Percent", "Note", "Risky"), rows, notes=("A note.",))
    assert unpacked(packed(table)) == table
