"""A stream of events as an ordinary answer: made by a view behind all that pages stand behind, then handed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse

#: What a browser says it takes that opens a stream.
EVENTS = "text/event-stream"
#: Milliseconds after which a browser that lost the stream opens it again.
AGAIN = 1000


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers who are shown the very same: the run by its number, how it is said to them, and in which times.

    `whole`: they see all rows; others only what is at hand, and are not told when times of waiting steps move.
    """

    run: int
    language: str
    zone: str
    acts: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a reader is: the version of the run, the minute for which times were written, that of the forecast.

    Written as “41.29742183.40” it is the id of an event, and comes back as Last-Event-ID.
    """

    version: int = 0
    minute: int = 0
    forecast: int = 0

    @classmethod
    def read(cls, words: str) -> Seen:
        """What stands there; what makes no sense has seen nothing."""
        parts = words.split(".")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 12 for part in parts):
            return cls()
        return cls(*map(int, parts))

    def __str__(self) -> str:
        return f"{self.version}.{self.minute}.{self.forecast}"


@dataclass(frozen=True, slots=True)
class Credential:
    """By what somebody reads: looked at again and again, since a right may be taken away meanwhile."""

    session: str
    user: int
    person: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a view has found somebody may read, and from where on."""

    audience: Audience
    credential: Credential
    seen: Seen


class EventStream(StreamingHttpResponse):
    """A view answers with it after it has asked who reads. The server hands the connection to the hub.

    Served by something else it says only how soon to come back, so that the page asks again by itself.
    """

    def __init__(self, subscription: Subscription) -> None:
        super().__init__(iter((f"retry: {AGAIN}\n\n".encode(),)), content_type=EVENTS)
        self.subscription = subscription
        # Nothing on the way may hold back what is said now until there is more of it.
        self["Cache-Control"] = "no-store, no-transform"
        self["Content-Encoding"] = "identity"
        self["X-Accel-Buffering"] = "no"


def event(kind: str, data: str, *, id: Any = None) -> bytes:
    """An event as it stands in the stream. `data` is one line."""
    head = "" if id is None else f"id: {id}\n"
    return f"{head}event: {kind}\ndata: {data}\n\n".encode()
