"""A question whose SQL is made once answers like the query it was made from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from firstlight.kernel.questions import Question
from firstlight.workspace.models import Person, Project
from tests.cast import Cast

pytestmark = pytest.mark.django_db

COLUMNS = ("roles", "project__clock_offset", "project__go_live", "project__consent_needed", "party__name")
ROWS = Person.objects.order_by("pk").values_list(*COLUMNS)
MEMBER = Question(lambda slug, user: ROWS.filter(project__slug=slug, user_id=user), slug=str, user=int)


def test_each_value_comes_as_the_orm_gives_it_also_when_it_changed_since(cast: Cast) -> None:
    for name, user in cast.users.items():
        person = cast.people.get(name)
        expected = ROWS.filter(project=cast.project, user=user).first() if person else None
        assert MEMBER.first(slug=cast.project.slug, user=user.pk) == expected
    one, user = cast.people["wo"], cast.users["wo"]
    Person.objects.filter(pk=one.pk).update(roles=["auditor"])
    Project.objects.filter(pk=cast.project.pk).update(clock_offset=timedelta(days=-3, seconds=1))
    found = MEMBER.first(slug=cast.project.slug, user=user.pk)
    assert found is not None
    assert found[:2] == (["auditor"], timedelta(days=-3, seconds=1))


def test_texts_are_given_to_the_database_and_never_become_sql(cast: Cast) -> None:
    for slug in ("' OR ''='", "%s", "%(slug)s", "\ue000slug", ""):
        assert MEMBER.first(slug=slug, user=cast.users["wo"].pk) is None


def test_what_was_undone_is_not_found(cast: Cast) -> None:
    with transaction.atomic():
        Person.objects.filter(pk=cast.people["wo"].pk).update(user=None)
        assert MEMBER.first(slug=cast.project.slug, user=cast.users["wo"].pk) is None
        transaction.set_rollback(True)
    assert MEMBER.first(slug=cast.project.slug, user=cast.users["wo"].pk) is not None


def test_a_question_that_forgets_what_it_is_given_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match="all of slug, user"):
        Question(lambda slug, user: ROWS.filter(project__slug=slug), slug=str, user=int).first(slug="x", user=1)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(cast: Cast) -> None:
    def ask(_number: int) -> object:
        try:
            return MEMBER.first(slug=cast.project.slug, user=cast.users["wo"].pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert len({str(one) for one in threads.map(ask, range(16))}) == 1
