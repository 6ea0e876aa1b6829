"""Signatures, waiting times, bodies: on plain values."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from firstlight.ledger.rules import EntryFacts

#: After so many entries in a row that were given up, the subscription stops itself.
MOST_GIVEN_UP = 3
#: No body is larger: the facts are left out of one that would be.
MOST_BYTES = 256 * 1024
#: How long the old secret is still signed with after a new one was made.
OLD_SECRET_FOR = timedelta(days=1)
MOST_SUBSCRIPTIONS = 20
TEST = "firstlight.test"


def secret_of(key: str, salt: str) -> str:
    """The secret of a subscription: derived from the installation's key, so that no table holds it."""
    digest = hmac.new(key.encode(), f"webhook:{salt}".encode(), hashlib.sha256).hexdigest()
    return f"whsec_{digest}"


def signature(secrets: Iterable[str], timestamp: int, body: bytes) -> str:
    """The header: for each valid secret v1= and the HMAC-SHA256 of "timestamp.body" in hex, split by commas."""
    signed = f"{timestamp}.".encode() + body
    return ",".join(f"v1={hmac.new(one.encode(), signed, hashlib.sha256).hexdigest()}" for one in secrets)


def body_of(slug: str, entry: EntryFacts) -> bytes:
    """What is sent of an entry."""
    facts = {
        side: json.loads(text) if text else None for side, text in (("before", entry.before), ("after", entry.after))
    }
    body = {
        "id": f"{entry.stream}:{entry.sequence}",
        "project": slug,
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "label": entry.label,
        "actor": {"kind": entry.actor_kind, "id": entry.actor_id, "name": entry.actor_name},
        "subject": {"kind": entry.subject_kind, "id": entry.subject_id, "text": entry.subject_text},
        "request_id": entry.request_id,
        "digest": entry.digest,
    }
    whole = json.dumps({**body, **facts, "shortened": False}, ensure_ascii=False).encode("utf-8", "replace")
    if len(whole) <= MOST_BYTES:
        return whole
    return json.dumps({**body, "before": None, "after": None, "shortened": True}, ensure_ascii=False).encode()


def test_body(slug: str, now: datetime) -> bytes:
    """What is sent for a test: everything that an entry has, about nothing."""
    text = "This is a test. Nothing has happened."
    return json.dumps({"id": f"test:{now.isoformat()}", "project": slug, "at": now.isoformat(), "action": TEST,
                       "label": text, "sequence": None}).encode()  # fmt: skip
