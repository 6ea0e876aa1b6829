"""A session holds until it expires or is taken away, and not one request longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from firstlight.web.door import BEGAN, SEEN
from firstlight.web.session_store import SessionStore
from tests.web.conftest import Stage

pytestmark = pytest.mark.django_db


def _kept() -> str:
    session = SessionStore()
    session["who"] = "Willem"
    session.save()
    assert session.session_key
    return session.session_key


def test_what_was_kept_is_read_with_one_query_until_it_is_taken_away(django_assert_num_queries: object) -> None:
    key = _kept()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert SessionStore(key)["who"] == "Willem"
    Session.objects.all().delete()
    gone = SessionStore(key)
    assert "who" not in gone
    assert gone.session_key is None, "who brings an old key is given a new one"


def test_what_has_expired_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    key = _kept()
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "who" not in SessionStore(key)


@pytest.mark.parametrize("key", ["\x00" * 32, "é" * 32, "' OR ''='" * 4, "\ue000key" * 8, "a" * 5000])
def test_a_key_that_cannot_be_one_is_nobodys(key: str) -> None:
    _kept()
    assert list(SessionStore(key).keys()) == []


def test_who_only_looks_waits_for_nobody_who_holds_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    key = _kept()
    waits: list[int] = []

    def held(*args: object, **more: object) -> None:
        if connection.vendor == "sqlite":
            waits.append(connection.connection.execute("PRAGMA busy_timeout").fetchone()[0])
        raise OperationalError("database is locked")

    with monkeypatch.context() as other:
        other.setattr(Session, "save", held)
        SessionStore(key).note("seen", 1)
    assert "seen" not in SessionStore(key), "the next request tries again"
    SessionStore(key).note("seen", 2)
    assert SessionStore(key)["seen"] == 2
    if connection.vendor == "sqlite":
        assert waits == [100]
        assert connection.connection.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000


def test_a_page_is_shown_though_nobody_can_write_that_somebody_was_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = stage.client("pl")
    session = browser.session
    session[BEGAN] = session[SEEN] = (stage.inside.now - timedelta(minutes=5)).timestamp()
    session.save()

    def held(*args: object, **more: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as other:
        other.setattr(Session, "save", held)
        assert browser.get(f"/p/{stage.project.slug}/ledger/").status_code == 200
    assert browser.session[SEEN] == session[SEEN]
    assert browser.get(f"/p/{stage.project.slug}/ledger/").status_code == 200
    assert browser.session[SEEN] > session[SEEN]
