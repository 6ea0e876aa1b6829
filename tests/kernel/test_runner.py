"""The one door for writes: a transaction, a policy, a body, a record, then events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from firstlight.contracts.events import Event
from firstlight.kernel import actions as runner
from firstlight.kernel.actions import Changed, Done, Record, Subject, action, actions
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid, NotFound, Refused
from firstlight.kernel.models import OutboxEvent
from firstlight.kernel.policies import Policy
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import search, verify
from firstlight.workspace.models import Party
from tests.cast import Cast, profile
from tests.kernel.opening import opened

MAY_VIEW = Policy("project.view", "see the project")
NAMED = Record("test.party.named", "Party named")
RENAMED = Record("test.parties.renamed", "Parties renamed")


def party(context: Context, name: str) -> Done[Party]:
    """Adds a party, without any policy of its own."""
    if not name:
        raise Invalid("A party has a name.")
    assert context.project
    made = Party.objects.create(project_id=context.project.pk, ref=name, name=name, kind="partner")
    return Done.one(made, Subject("party", name, name), after={"name": name})


@pytest.fixture(autouse=True)
def _open() -> Iterator[None]:
    with opened(actions):
        yield


@pytest.fixture
def name_party() -> Callable[..., Any]:
    return action(policy=MAY_VIEW, record=NAMED)(party)


@pytest.fixture
def name_both(name_party: Any) -> Callable[..., Any]:
    """An action that calls an action twice."""

    @action(policy=MAY_VIEW, record=RENAMED)
    def name_both(context: Context, first: str, second: str, *, forgive: bool = False) -> Done[list[str]]:
        name_party(context, first)
        try:
            name_party(context, second)
        except Invalid:
            if not forgive:
                raise
        return Done.one([first, second], Subject("project", "parties", "parties"), after={"named": 2})

    return name_both


def _refs(cast: Cast) -> set[str]:
    return set(Party.objects.filter(project=cast.project).values_list("ref", flat=True))


def test_an_action_returns_its_value_and_is_recorded(cast: Cast, name_party: Any) -> None:
    made = name_party(cast.context("au"), "Bus company")
    assert made.name == "Bus company"
    entry = search(cast.project, most=1)[0]
    assert (entry.action, entry.actor_name, entry.subject_text) == ("test.party.named", "Ada Unger", "Bus company")


def test_an_action_is_known_by_where_it_is_written(name_party: Any) -> None:
    assert actions[f"{__name__}.party"] is name_party
    assert name_party.__doc__ == party.__doc__


def test_actions_within_actions_share_one_transaction_and_are_recorded_each(cast: Cast, name_both: Any) -> None:
    context = cast.context("wo")
    name_both(context, "a", "b")
    entries = search(cast.project, most=3)
    assert [entry.action for entry in reversed(entries)] == [NAMED.code, NAMED.code, RENAMED.code]
    assert {entry.request_id for entry in entries} == {context.request_id}
    assert verify(cast.project).ok


def test_when_an_inner_action_fails_the_outer_is_undone_too(cast: Cast, name_both: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(Invalid, match="has a name"):
        name_both(cast.context("wo"), "a", "")
    assert _refs(cast) == set()
    assert Entry.objects.count() == before


def test_an_inner_failure_that_is_forgiven_leaves_the_rest(cast: Cast, name_both: Any) -> None:
    name_both(cast.context("wo"), "a", "", forgive=True)
    assert _refs(cast) == {"a"}
    assert [entry.action for entry in search(cast.project, most=2)] == [RENAMED.code, NAMED.code]
    assert verify(cast.project).ok


def test_an_action_joins_the_transaction_around_it(cast: Cast, name_party: Any) -> None:
    with transaction.atomic():
        name_party(cast.context("wo"), "a")
        transaction.set_rollback(True)
    assert _refs(cast) == set()
    assert verify(cast.project).ok


def test_an_action_that_changed_nothing_writes_nothing_down(cast: Cast) -> None:
    @action(policy=MAY_VIEW, record=NAMED)
    def nothing(context: Context) -> Done[str]:
        return Done.nothing("as it was")

    before = Entry.objects.count()
    assert nothing(cast.context("wo")) == "as it was"
    assert Entry.objects.count() == before


def test_without_a_recorder_nothing_runs(cast: Cast, name_party: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_recorder", [])
    with pytest.raises(RuntimeError, match="nobody is there to record it"):
        name_party(cast.context("wo"), "a")
    assert _refs(cast) == set()


def test_the_policy_is_asked_before_the_body(cast: Cast) -> None:
    @action(policy=Policy("packs.waive", "accept risks"), record=NAMED)
    def never(context: Context) -> Done[None]:
        raise AssertionError("the body ran")

    with pytest.raises(Refused, match="Ada Unger may not do this: it needs the right to accept risks") as refused:
        never(cast.context("au"))
    assert refused.value.facts == {"right": "packs.waive", "actor": str(cast.users["au"].pk)}
    assert not never.allowed(cast.context("au"))
    assert never.allowed(cast.context("es"))


def test_an_argument_cannot_name_another_project_than_the_rights_are_of(cast: Cast) -> None:
    from firstlight.workspace.models import Project

    @action(policy=MAY_VIEW, record=NAMED)
    def in_project(context: Context, project: Project, note: str = "") -> Done[str]:
        return Done.nothing(project.name)

    elsewhere = Project.objects.get(slug="elsewhere")
    context = cast.context("pl")
    assert in_project(context, cast.project) == in_project(context, project=cast.project, note="x") == "Wave 1"
    for call in (lambda: in_project(context, elsewhere), lambda: in_project(context, note="x", project=elsewhere)):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(NotFound):
        in_project(replace(context, project=None), cast.project)


def test_the_action_that_makes_a_project_is_recorded_in_it(cast: Cast) -> None:
    from firstlight.workspace.actions import add_project

    made = add_project(replace(cast.machine, project=None), profile(name="Wave 2", slug="wave-2"))
    assert [entry.action for entry in search(made)] == ["workspace.project.added"]


def test_the_same_name_cannot_stand_for_two_actions(name_party: Any) -> None:
    with pytest.raises(RuntimeError, match="registered twice"):
        action(policy=MAY_VIEW, record=NAMED)(party)


def test_an_event_is_kept_with_the_change_that_caused_it(cast: Cast) -> None:
    @action(policy=MAY_VIEW, record=NAMED)
    def tell(context: Context, fail: bool) -> Done[None]:
        subject = Subject("thing", "x", "x")
        return Done.one(None, subject, after={"x": object() if fail else 1}, events=[Event(project="p")])

    with pytest.raises(TypeError):
        tell(cast.context("wo"), True)
    assert not OutboxEvent.objects.exists()
    tell(cast.context("wo"), False)
    assert OutboxEvent.objects.get().kind == "Event"


def test_a_change_needs_something_before_or_after(cast: Cast) -> None:
    done: Done[None] = Done(None, (Changed(Subject("x", "x", "x")),))
    assert done.events == ()
    assert done.within is None
    assert connection.in_atomic_block
