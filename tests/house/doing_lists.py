"""How the actions on lists are done: offering rows, applying, undoing, headings, views."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast, added
from tests.house.doing import Doing, does

_ROWS = b"Ref,What will be done\nA-1,Retest weights\n"


def _actions_sheet() -> Any:
    from firstlight.assurance.sheets import ACTIONS

    return ACTIONS


@does("intake.actions.offer_rows")
def _offer_rows(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_actions_sheet(), _ROWS), {"file": "actions.csv"})


@does("intake.actions.apply_offer")
def _apply_offer(cast: Cast) -> Doing:
    from firstlight.intake.actions import offer_rows

    offer = offer_rows(cast.context("pl"), _actions_sheet(), _ROWS, file="actions.csv")
    return Doing(cast.context("pl"), (_actions_sheet(), offer.uid))


@does("intake.actions.undo_change")
def _undo_change(cast: Cast) -> Doing:
    from firstlight.intake.changing import change_list
    from firstlight.intake.models import ListChange

    row = added(_actions_sheet(), ref="A-1", title="Retest weights")
    made = change_list(cast.context("pl"), cast.project, _actions_sheet(), [row], ListChange.Way.EDIT)
    assert made
    return Doing(cast.context("pl"), (made.uid,))


@does("intake.actions.map_headings")
def _map_headings(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_actions_sheet(), {"Wer": "owner"}))


@does("intake.actions.save_view")
def _save_view(cast: Cast) -> Doing:
    return Doing(cast.context("au"), (_actions_sheet(),), {"name": "Overdue", "query": "due=overdue"})


@does("intake.actions.share_view")
def _share_view(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (_actions_sheet(),), {"name": "Overdue", "query": "due=overdue"})


@does("intake.actions.remove_view")
def _remove_view(cast: Cast) -> Doing:
    from firstlight.intake.actions import save_view

    view = save_view(cast.context("au"), _actions_sheet(), name="Overdue", query="due=overdue")
    return Doing(cast.context("au"), (_actions_sheet(), view.pk))
