"""Every registered action: guarded, recorded, and undone when it cannot be recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from firstlight.identity.policies import OWN_ACCOUNT
from firstlight.kernel.actions import actions
from firstlight.kernel.errors import Refused
from firstlight.kernel.policies import Policy
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import head_of
from firstlight.ledger.rules import examine
from firstlight.web import urls  # noqa: F401  (reading the addresses registers the pages of guests)
from firstlight.web.guests import guest_pages
from firstlight.workspace.roles import (
    CLOCK_WATCH,
    EVERY_RIGHT,
    FOLDER_READER,
    GUEST_DOOR,
    HEALTH_WATCH,
    INSTALLATION,
    INVITATION_DOOR,
    MESSENGER,
    SIGN_IN_PAGE,
)
from tests.cast import Cast
from tests.house.doing import PREPARED, Doing

EACH = sorted(name for name, _ in actions.items() if name.startswith("firstlight."))


def test_it_is_said_of_every_action_how_it_is_done() -> None:
    assert set(EACH) == set(PREPARED)


@pytest.mark.parametrize("name", EACH)
def test_an_action_lives_in_the_actions_of_its_layer_and_says_what_it_promises(name: str) -> None:
    action = actions[name]
    module = action.body.__module__.split(".")
    assert module[0] == "firstlight"
    assert module[2] == "actions"
    assert action.body.__doc__


@pytest.mark.parametrize("name", EACH)
def test_an_action_has_a_policy_whose_right_somebody_holds(name: str) -> None:
    policy = actions[name].policy
    assert isinstance(policy, Policy)
    assert policy.sentence
    guests = {f"guest.{ref}" for ref in guest_pages}
    doors = (
        SIGN_IN_PAGE.rights
        | GUEST_DOOR.rights
        | INVITATION_DOOR.rights
        | HEALTH_WATCH.rights
        | CLOCK_WATCH.rights
        | MESSENGER.rights
        | guests
    )
    assert policy.right in EVERY_RIGHT | FOLDER_READER.rights | INSTALLATION.rights | doors | OWN_ACCOUNT


@pytest.mark.parametrize("name", EACH)
def test_an_action_is_recorded_under_a_name_of_its_layer(name: str) -> None:
    record = actions[name].record
    layer = name.split(".")[1]
    assert re.fullmatch(rf"{layer}\.[a-z-]+\.[a-z-]+", record.code)
    assert record.label


def test_one_code_means_one_thing() -> None:
    labels: dict[str, set[str]] = {}
    for _, action in actions.items():
        labels.setdefault(action.record.code, set()).add(action.record.label)
    assert not {code: words for code, words in labels.items() if len(words) > 1}
    everything = [label for words in labels.values() for label in words]
    assert len(everything) == len(set(everything))


def _stream(doing: Doing, value: Any) -> str:
    if doing.context.project:
        return str(doing.context.project.uid)
    return str(getattr(value, "uid", "workspace"))


@pytest.fixture
def each(cast: Cast) -> Iterator[tuple[str, Doing]]:
    """Every action, ready to be done; whatever it does is undone before the next."""

    def prepared() -> Iterator[tuple[str, Doing]]:
        for name in EACH:
            with transaction.atomic():
                yield name, PREPARED[name](cast)
                transaction.set_rollback(True)

    return prepared()


def test_doing_it_appends_an_entry_and_the_chain_holds(each: Iterator[tuple[str, Doing]]) -> None:
    for name, doing in each:
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        value = actions[name](doing.context, *doing.arguments, **doing.keywords)
        stream = _stream(doing, value)
        written = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
        assert actions[name].record.code in {entry.action for entry in written if entry.stream == stream}, name
        assert {entry.actor_name for entry in written} == {doing.context.actor.name}, name
        assert {entry.at for entry in written} == {doing.context.now}, name
        assert {entry.request_id for entry in written} == {doing.context.request_id}, name
        assert _verified(stream), name


def _verified(stream: str) -> bool:
    class Stream:
        uid = stream

    from firstlight.ledger.queries import entries_of

    return examine(entries_of(Stream()), lambda: head_of(Stream())).ok  # type: ignore[arg-type]


def _everything() -> dict[str, list[Any]]:
    """Every row of every table, as it lies there."""
    tables: list[type[models.Model]] = list(apps.get_models(include_auto_created=True))
    quote, rows = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table, key in ((model._meta.db_table, model._meta.pk.column) for model in tables):  # type: ignore[union-attr]
            cursor.execute(f"SELECT * FROM {quote(table)} ORDER BY {quote(key)}")
            rows[table] = cursor.fetchall()
    return rows


class RecorderBroke(Exception):
    """The insert into the ledger failed."""


@pytest.mark.requirement("PLT-02")
def test_what_cannot_be_recorded_does_not_happen(
    each: Iterator[tuple[str, Doing]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RecorderBroke

    for name, doing in each:
        before = _everything()
        with monkeypatch.context() as broken:
            broken.setattr(Entry.objects, "bulk_create", fail)
            with pytest.raises(RecorderBroke):
                actions[name](doing.context, *doing.arguments, **doing.keywords)
        assert _everything() == before, name


def test_somebody_without_the_right_is_refused_and_nothing_happens(each: Iterator[tuple[str, Doing]]) -> None:
    for name, doing in each:
        before = _everything()
        assert not actions[name].allowed(doing.without_right()), name
        with pytest.raises(Refused, match="needs the right to"):
            actions[name](doing.without_right(), *doing.arguments, **doing.keywords)
        assert _everything() == before, name
