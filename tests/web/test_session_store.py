"""A session holds until it expires or is taken away, and not one request longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from firstlight.web.session_store import SessionStore

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
