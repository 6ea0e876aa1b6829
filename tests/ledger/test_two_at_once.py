"""Several who write at the same moment: the chain has no gap and no fork, and nobody loses what was acknowledged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from firstlight.kernel.actions import Done, Record, Subject, action, actions
from firstlight.kernel.context import Context
from firstlight.kernel.policies import Policy
from firstlight.ledger.queries import entries_of, head_of, verify
from tests.cast import NOW, Cast
from tests.kernel.opening import opened


@pytest.fixture
def together(transactional_db: None, cast: Cast, tmp_path: Path) -> Iterator[Callable[..., list[Any]]]:
    """Run functions in threads of their own, with connections of their own.

    The tests' SQLite database is in memory and locks as no other does: the threads get a copy of it in a file.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        path = tmp_path / "together.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        # Whoever opens a file first turns it to write-ahead logging, and a second at that moment is not made to wait.
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        settings["NAME"] = str(path)

    def run(*works: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(works))
        found: list[Any] = [None] * len(works)

        def one(place: int, work: Callable[[], Any]) -> None:
            try:
                start.wait()
                found[place] = work()
            except Exception as error:
                found[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return found

    yield run
    settings["NAME"] = name


@pytest.fixture
def touch() -> Iterator[Any]:
    """An action that changes nothing but the ledger."""
    with opened(actions):

        @action(policy=Policy("project.view", "touch"), record=Record("test.thing.touched", "Thing touched"))
        def touch(context: Context, name: str) -> Done[str]:
            return Done.one(name, Subject("thing", name, name), after={"name": name})

        yield touch


def test_two_who_write_at_once_leave_a_chain_without_a_gap(cast: Cast, together: Any, touch: Any) -> None:
    contexts = {ref: cast.context(ref) for ref in ("wo", "pl", "cm")}
    before = head_of(cast.project).sequence

    def work(ref: str) -> Callable[[], list[str]]:
        return lambda: [touch(contexts[ref], f"{ref}-{number}") for number in range(8)]

    found = together(*(work(ref) for ref in contexts))
    assert not [one for one in found if isinstance(one, Exception)]

    def seen() -> Any:
        return verify(cast.project), [entry.subject_id for entry in entries_of(cast.project, after=before)]

    ((examined, names),) = together(seen)
    assert examined.ok
    assert examined.entries == before + 24
    for ref in contexts:
        assert [name for name in names if name.startswith(ref)] == [f"{ref}-{number}" for number in range(8)]


def test_the_ledger_holds_while_others_go_on_writing(cast: Cast, together: Any, touch: Any) -> None:
    context = cast.context("wo")

    def write() -> None:
        for number in range(25):
            touch(context, str(number))

    def walk() -> list[Any]:
        return [verify(cast.project).flaw for _ in range(15)]

    wrote, flaws = together(write, walk)
    assert wrote is None
    assert flaws == [None] * 15


def test_two_who_assess_at_once_get_two_numbers(cast: Cast, together: Any) -> None:
    from firstlight.readiness.actions import assess_project

    contexts = [cast.context(ref) for ref in ("pl", "wo")]
    found = together(*(lambda context=context: assess_project(context).number for context in contexts))
    assert sorted(found) == [1, 2]


def test_one_assesses_while_another_brings_in_results(cast: Cast, together: Any) -> None:
    from firstlight.readiness.actions import assess_project
    from firstlight.testing.actions import import_results

    lead, owner = cast.context("pl"), cast.context("wo")

    def bring(number: int) -> None:
        cases = "".join(f'<testcase classname="c" name="t{case}"/>' for case in range(40))
        data = f'<testsuite name="s{number}">{cases}</testsuite>'.encode()
        import_results(owner, cycle_ref="uat-1", file=f"{number}.xml", data=data)

    wrote, numbers = together(
        lambda: [bring(number) for number in range(6)], lambda: [assess_project(lead).number for _ in range(6)]
    )
    assert not isinstance(wrote, Exception), wrote
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_two_who_open_the_same_action_open_one(cast: Cast, together: Any) -> None:
    from firstlight.assurance.actions import open_action

    contexts = [cast.context(ref, NOW) for ref in ("pl", "wo")]
    found = together(*(lambda c=c: open_action(c, ref="A-1", title="Call the provider").pk for c in contexts))
    assert found[0] == found[1]


def test_a_link_signs_in_one_of_two(cast: Cast, together: Any) -> None:
    from firstlight.identity.actions import make_sign_in_link, use_sign_in_link
    from firstlight.workspace.roles import INSTALLATION, SIGN_IN_PAGE

    def make() -> str:
        return make_sign_in_link(Context(INSTALLATION, NOW), cast.users["pl"])

    (token,) = together(make)
    found = together(*(lambda: use_sign_in_link(Context(SIGN_IN_PAGE, NOW), token).email for _ in range(2)))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "str"]
