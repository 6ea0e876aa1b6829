"""A retry must not do it twice: the answer to a request with a key is kept in the transaction of what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction

from firstlight.kernel.errors import Conflict, Invalid

#: How long an answer is kept.
KEPT = timedelta(days=2)
#: A key is no longer than this.
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a form that can be kept: status, the headers that matter, the body as text."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


class _DoneAlreadyError(Exception):
    """Another request with this key was committed between our look and our write."""


def once(actor: str, key: str, fingerprint: str, now: datetime, do: Callable[[], Answer | None]) -> Answer | None:
    """Do it, unless this actor has sent this key before: then the answer of that time, and nothing happens.

    `do` returns None when there is nothing worth keeping: a form shown again with its errors. A refusal that it
    raises undoes everything and is not kept either, so that it can be put right and sent again under the same key.
    Returns None when `do` did. Raises Invalid when the key came with another request before.

    Of copies that come at the same moment one is done, and its answer is returned to all of them: what is returned is
    the answer of this `do` only where it is the same object.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Invalid(f"An idempotency key has 1 to {LONGEST_KEY} printable characters.", code="bad-key")
    given = _given(actor, key, fingerprint)
    if given:
        return given
    try:
        with transaction.atomic():
            answer = do()
            if answer is not None:
                _keep(actor, key, fingerprint, now, answer)
    except DatabaseError:
        # What the database could not do says nothing about copies, and it may not be able to be asked: the sender tries
        # again with the same key.
        raise
    except _DoneAlreadyError:
        given = _given(actor, key, fingerprint)
        if given is None:
            raise Conflict(
                "The same request is being worked on. Send it again in a moment.", code="being-done"
            ) from None
        return given
    except Exception:
        # A copy that was quicker may be why this one cannot be done any more: then its answer is the answer of both.
        given = _given(actor, key, fingerprint)
        if given is None:
            raise
        return given
    return _given(actor, key, fingerprint) if answer is None else answer


def _keep(actor: str, key: str, fingerprint: str, now: datetime, answer: Answer) -> None:
    from firstlight.kernel.models import GivenAnswer

    try:
        with transaction.atomic():
            GivenAnswer.objects.create(
                actor=actor, key=key, fingerprint=fingerprint, given=now,
                status=answer.status, headers=dict(answer.headers), body=answer.body,
            )  # fmt: skip
    except IntegrityError:
        raise _DoneAlreadyError from None


def _given(actor: str, key: str, fingerprint: str) -> Answer | None:
    from firstlight.kernel.models import GivenAnswer

    kept = GivenAnswer.objects.filter(actor=actor, key=key).first()
    if kept is None:
        return None
    if kept.fingerprint != fingerprint:
        raise Invalid(
            "This idempotency key came with another request before. A key belongs to one request and its retries.",
            code="key-used-before",
        )
    return Answer(kept.status, kept.headers, kept.body)


def forget(now: datetime) -> int:
    """Remove answers that nobody can ask for any more. Returns how many."""
    from firstlight.kernel.models import GivenAnswer

    gone, _ = GivenAnswer.objects.filter(given__lt=now - KEPT).delete()
    return gone
