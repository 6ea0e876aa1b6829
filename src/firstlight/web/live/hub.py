"""Everybody who watches from this process, and one look at the ledger for all of them.

As long as somebody reads, the hub looks four times a second whether a run has moved: one query, however many read.
What changed is made once for each audience and handed to everyone in it. Readers who come back and those who fall
behind are no special case: each is at some version, and whoever is at the same one is given the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from firstlight.web.live.streams import AGAIN, Audience, Credential, Seen, Subscription, event

_log = logging.getLogger(__name__)

#: Seconds between two looks. On both databases the same: a look is one query by primary key.
PAUSE = 0.25
#: Seconds between two signs of life. A page that hears nothing for ten says that it is behind.
BEAT = 4.0
#: Seconds between two looks at whether a reader still may; a right taken away holds within five.
CHECK = 4.0
#: A reader who has not taken so many messages is let go, to come back and be told in one.
MOST_WAITING = 64

T = TypeVar("T")
Wanted = tuple[Audience, Seen]
Send = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class News:
    """What an audience is told that had seen something older, and what it has seen then."""

    seen: Seen
    data: bytes


class Source(Protocol):
    """Where the hub looks. All of it is called in one thread of its own, never in two at once."""

    def look(self, wanted: Collection[Wanted]) -> Mapping[Wanted, News]:
        """News for those who are behind; nothing for all others. One query when nobody is."""

    def refused(self, readers: Collection[Credential]) -> Mapping[Credential, str]:
        """Who may read no longer, and why: "session" or "right"."""

    def beat(self, readers: Mapping[int, int]) -> Mapping[int, bytes]:
        """The sign of life of each run, told how many of this process read it."""

    def rest(self) -> None:
        """Nobody reads any more: nothing is held on to."""


@dataclass(eq=False, slots=True)
class Reader:
    """One open stream."""

    subscription: Subscription
    seen: Seen
    waiting: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def tell(self, data: bytes | None) -> bool:
        """Put it in the queue; None ends the stream. False when the queue is full."""
        try:
            self.waiting.put_nowait(data)
        except asyncio.QueueFull:
            return False
        return True


class Hub:
    """The readers of one process."""

    def __init__(self, source: Source, *, pause: float = PAUSE, beat: float = BEAT, check: float = CHECK) -> None:
        self.source, self.pause, self.every_beat, self.every_check = source, pause, beat, check
        self.readers: set[Reader] = set()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._looking: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    async def read(self, subscription: Subscription, send: Send, gone: asyncio.Future[None]) -> None:
        """Serve one reader until they go, may no longer, or do not take what they are given."""
        reader = Reader(subscription, subscription.seen)
        self.readers.add(reader)
        gone.add_done_callback(lambda _: self._end(reader))
        self._wake.set()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look_on())
        try:
            await send(f"retry: {AGAIN}\n\n".encode())
            while (piece := await reader.waiting.get()) is not None:
                await send(piece)
        except Exception:
            _log.debug("A reader is gone", exc_info=True)
        finally:
            self.readers.discard(reader)

    def _end(self, reader: Reader) -> None:
        """Let a reader go. Their queue may be full: what is in it nobody waits for."""
        self.readers.discard(reader)
        while not reader.tell(None):
            reader.waiting.get_nowait()

    def close(self) -> None:
        """Let all readers go: they come back to whichever process there is."""
        for reader in list(self.readers):
            self._end(reader)
        self.thread.shutdown(wait=False, cancel_futures=True)

    async def _look_on(self) -> None:
        beaten = checked = time.monotonic()
        while self.readers:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self.pause)
            self._wake.clear()
            try:
                await self._tell_news()
                now = time.monotonic()
                if now - checked >= self.every_check:
                    checked = now
                    await self._let_go()
                if now - beaten >= self.every_beat:
                    beaten = now
                    await self._beat()
            except Exception:
                # The database may be away for a while. Nobody hears a sign of life, so every page says it is behind.
                _log.exception("The live board could not look at its runs")
                await asyncio.sleep(1)
        await self._ask(self.source.rest)

    async def _ask(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, do)

    async def _tell_news(self) -> None:
        groups: dict[Wanted, list[Reader]] = defaultdict(list)
        for reader in self.readers:
            groups[reader.subscription.audience, reader.seen].append(reader)
        found = await self._ask(lambda: self.source.look(list(groups)))
        for wanted, news in found.items():
            for reader in groups[wanted]:
                reader.seen = news.seen
                self._tell(reader, news.data)

    async def _let_go(self) -> None:
        credentials = {reader.subscription.credential for reader in self.readers}
        refused = await self._ask(lambda: self.source.refused(credentials))
        for reader in list(self.readers):
            why = refused.get(reader.subscription.credential)
            if why:
                self._tell(reader, event("closed", why))
                self._end(reader)

    async def _beat(self) -> None:
        counts: dict[int, int] = defaultdict(int)
        for reader in self.readers:
            counts[reader.subscription.audience.run] += 1
        beats = await self._ask(lambda: self.source.beat(counts))
        for reader in list(self.readers):
            if data := beats.get(reader.subscription.audience.run):
                self._tell(reader, data)

    def _tell(self, reader: Reader, data: bytes) -> None:
        if not reader.tell(data):
            self._end(reader)
