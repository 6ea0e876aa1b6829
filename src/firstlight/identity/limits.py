"""How often something may be tried. Counted apart from what it leads to, so that a refusal cannot undo the count.

A try is counted before it is looked at: a thousand at once are a thousand tries. What succeeds is given back, so that
only failures use up a limit, and three hundred people behind one address sign in on a Monday morning without noticing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db import IntegrityError, transaction
from django.db.models import F

from firstlight.identity.models import Tries
from firstlight.identity.rules import spoken_wait
from firstlight.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within so long. `words` name what was tried, inside a sentence."""

    name: str
    most: int
    within: timedelta
    words: str


_FIVE, _QUARTER, _HOUR = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)

#: Wrong passwords for an account: from one address, and from everywhere. Passkey and link still work then.
PASSWORD_HERE = Limit("password-here", 5, _FIVE, "wrong passwords for this address")
PASSWORD = Limit("password", 30, _HOUR, "wrong passwords for this address")
#: Wrong codes of a person whose first step was right.
CODE = Limit("code", 5, _FIVE, "wrong codes")
CODE_LONG = Limit("code-long", 20, _HOUR, "wrong codes")
#: Failures of any kind from one network address.
ADDRESS = Limit("address", 200, _FIVE, "failed tries from this network")
#: Links asked for by mail: for one address, and from one network address.
LINK = Limit("link", 3, _QUARTER, "links for this address")
LINK_ADDRESS = Limit("link-address", 60, _QUARTER, "links from this network")
#: Questions to passkeys from one network address.
QUESTIONS = Limit("questions", 600, _FIVE, "questions to passkeys from this network")


@dataclass(frozen=True, slots=True)
class Try:
    """A counted try, which can be given back. `full` says that it was the last one of its window."""

    buckets: tuple[str, ...]
    full: bool = False


def take(limits: Sequence[tuple[Limit, str]], now: datetime) -> Try:
    """Count a try against each limit, by whom it concerns. Raises TooMany and counts nothing."""
    taken: list[str] = []
    full = False
    for limit, whom in limits:
        bucket = _bucket(limit, whom)
        count, ends = _count(bucket, limit, now)
        if not count:
            give_back(Try(tuple(taken)))
            wait = max(1, int((ends - now).total_seconds()) + 1)
            raise TooMany(f"There were too many {limit.words}. Try again in {spoken_wait(wait)}.", seconds=wait)
        taken.append(bucket)
        full = full or count == limit.most
    return Try(tuple(taken), full)


def give_back(tried: Try) -> None:
    """It succeeded, so it does not count."""
    for bucket in tried.buckets:
        Tries.objects.filter(bucket=bucket, count__gt=0).update(count=F("count") - 1)


def forget(now: datetime) -> int:
    """Remove counts whose time is over. Returns how many."""
    gone, _ = Tries.objects.filter(window_ends__lt=now).delete()
    return gone


def first_note(tried: Try) -> bool:
    """Whether nobody has written down yet that a limit of this try is full. True once a window."""
    if not tried.full:
        return False
    return any(Tries.objects.filter(bucket=bucket, noted=False).update(noted=True) for bucket in tried.buckets[:1])


def network_of(address: str) -> str:
    """Whom an address counts for: itself; of an IPv6 address the network of 64 bits that one customer gets."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


def _bucket(limit: Limit, whom: str) -> str:
    """Names nobody: what was typed at the door may be a password in the wrong field."""
    return f"{limit.name}:{hashlib.sha256(whom.encode()).hexdigest()[:48]}"


def _count(bucket: str, limit: Limit, now: datetime) -> tuple[int, datetime]:
    """Count one: which it is in its window (0: no room), and when that ends. No two get the same place."""
    ends = now + limit.within
    for _ in range(4):
        rows = Tries.objects.filter(bucket=bucket)
        if rows.filter(window_ends__gt=now, count__lt=limit.most).update(count=F("count") + 1):
            held = rows.get()
            return held.count, held.window_ends
        if rows.filter(window_ends__lte=now).update(count=1, window_ends=ends, noted=False):
            return 1, ends
        there = rows.first()
        if there is not None and there.window_ends > now and there.count >= limit.most:
            return 0, there.window_ends
        try:
            with transaction.atomic():
                Tries.objects.create(bucket=bucket, window_ends=ends, count=1)
            return 1, ends
        except IntegrityError:
            continue
    return 0, ends
