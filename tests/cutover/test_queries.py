"""Plans are read once while nothing changes, and never as they might have become."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from firstlight.cutover.models import Task
from firstlight.cutover.queries import all_planned, planned
from firstlight.ledger.keeping import forget
from tests.cast import NOW, Cast
from tests.cutover.conftest import Cutover


@pytest.mark.django_db
def test_a_plan_that_stands_still_is_read_once(cast: Cast) -> None:
    cutover = Cutover(cast.project, cast.machine)
    cutover.add({"ref": "1", "title": "Load"})
    planned(cast.project, NOW)
    with CaptureQueriesContext(connection) as queries:
        assert [step.title for step in planned(cast.project, NOW).facts.steps] == ["Load"]
    assert len(queries) == 1
    cutover.change("1", title="Load again")
    assert [step.title for step in planned(cast.project, NOW).facts.steps] == ["Load again"]


@pytest.mark.django_db
def test_what_is_undone_was_never_kept(cast: Cast) -> None:
    Cutover(cast.project, cast.machine).add({"ref": "1", "title": "Load"})
    forget()
    with transaction.atomic():
        Task.objects.filter(project=cast.project).update(title="What may still be undone")
        assert planned(cast.project, NOW).facts.steps[0].title == "What may still be undone"
        transaction.set_rollback(True)
    assert planned(cast.project, NOW).facts.steps[0].title == "Load"


@pytest.mark.django_db
def test_many_at_once_may_ask(cast: Cast) -> None:
    Cutover(cast.project, cast.machine).add({"ref": "1", "title": "Load"})
    known = all_planned(cast.project, NOW)

    def ask(_: int) -> bool:
        forget()
        return True

    with ThreadPoolExecutor(4) as threads:
        asked = threads.map(ask, range(200))
        found = [all_planned(cast.project, NOW).keys() == known.keys() for _ in range(50)]
    assert all(asked)
    assert all(found)
