"""A retry gets the answer of the first time, and does nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firstlight.kernel.errors import Invalid, Refused
from firstlight.kernel.once import KEPT, Answer, forget, once

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Counter:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Answer:
        self.times += 1
        return Answer(303, {"Location": "/there/"}, f"answer {self.times}")


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_alike() -> None:
    do = Counter()
    first = once("user:1", "k", "f", NOW, do)
    again = once("user:1", "k", "f", NOW, do)
    assert first == again == Answer(303, {"Location": "/there/"}, "answer 1")
    assert do.times == 1


@pytest.mark.django_db
def test_a_key_belongs_to_one_request_and_one_actor() -> None:
    do = Counter()
    once("user:1", "k", "f", NOW, do)
    with pytest.raises(Invalid, match="belongs to one request"):
        once("user:1", "k", "another", NOW, do)
    once("user:2", "k", "another", NOW, do)
    assert do.times == 2


@pytest.mark.django_db
def test_what_was_refused_can_be_sent_again_under_its_key() -> None:
    def refuse() -> Answer:
        raise Refused("Not now.")

    with pytest.raises(Refused):
        once("user:1", "k", "f", NOW, refuse)
    assert once("user:1", "k", "f", NOW, lambda: None) is None
    assert once("user:1", "k", "f", NOW, Counter()) == Answer(303, {"Location": "/there/"}, "answer 1")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 101, "a\x00b", "a\nb"])
def test_a_key_has_characters_that_can_be_kept(key: str) -> None:
    with pytest.raises(Invalid, match="1 to 100"):
        once("user:1", key, "f", NOW, Counter())


@pytest.mark.django_db
def test_answers_are_forgotten_after_two_days_and_not_before() -> None:
    do = Counter()
    once("user:1", "k", "f", NOW, do)
    assert forget(NOW + KEPT - timedelta(hours=1)) == 0
    assert forget(NOW + KEPT + timedelta(seconds=1)) == 1
    once("user:1", "k", "f", NOW, do)
    assert do.times == 2


@pytest.mark.django_db
def test_a_copy_that_was_quicker_answers_for_a_form_that_came_back_with_errors() -> None:
    theirs = Answer(303, {"Location": "/theirs/"})

    def late() -> None:
        once("user:1", "k", "f", NOW, lambda: theirs)

    assert once("user:1", "k", "f", NOW, late) == theirs
