"""How fast one may knock: a count per address that every process keeps for itself."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from firstlight.identity.actions import digest_of


def knocked(request: HttpRequest, door: str, *, seconds: int) -> int:
    """Count one more knock from the address the request came from; how many there were in these seconds."""
    key = _key(request, door)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It lapsed between the two.
        cache.set(key, 1, seconds)
        return 1


def knocks(request: HttpRequest, door: str) -> int:
    """How many there were so far."""
    return int(cache.get(_key(request, door), 0))


def _key(request: HttpRequest, door: str) -> str:
    return digest_of(f"{door} {request.META.get('REMOTE_ADDR', '')}")
