"""How much one program may ask: a bucket of requests for each token, in the memory of each server process."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings

from firstlight.api.problems import TooMany

#: Buckets kept at most; the longest unused go first.
_MOST = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


_buckets: dict[str, _Bucket] = {}
_lock = threading.Lock()


def take(who: str) -> tuple[int, int]:
    """One request out of the bucket, which fills up evenly over a minute. Returns the limit and what is left.

    Raises TooMany with the seconds to wait when it is empty.
    """
    limit: int = settings.API_REQUESTS_A_MINUTE
    now = time.monotonic()
    with _lock:
        bucket = _buckets.pop(who, None) or _Bucket(limit, now)
        bucket.left = min(limit, bucket.left + (now - bucket.at) * limit / 60)
        bucket.at = now
        _buckets[who] = bucket
        if len(_buckets) > _MOST:
            del _buckets[next(iter(_buckets))]
        if bucket.left < 1:
            wait = max(1, math.ceil((1 - bucket.left) * 60 / limit))
            raise TooMany(f"At most {limit} requests a minute are answered. Wait {wait} s.", retry_after=wait)
        bucket.left -= 1
        return limit, int(bucket.left)
