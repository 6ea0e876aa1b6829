"""Threads that answer: who changes something never waits behind those who only look."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterable
from threading import Event
from typing import Any

from firstlight.config.threads import Threads
from firstlight.web.live.streams import EVENTS


class Held:
    """An application whose looks take until they are let go. Counts those that are being worked on."""

    def __init__(self) -> None:
        self.go, self.streams, self.pages = Event(), 0, 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET":
            if environ.get("HTTP_ACCEPT") == EVENTS:
                self.streams += 1
            else:
                self.pages += 1
            assert self.go.wait(10)
        start("200 OK", [])
        return [environ["REQUEST_METHOD"].encode()]


def environ(method: str = "GET", accept: str = "text/html") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "HTTP_ACCEPT": accept, "wsgi.input": io.BytesIO()}


async def until(met: Callable[[], bool]) -> None:
    for _ in range(500):
        if met():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about")


def test_an_entry_is_answered_while_every_thread_for_pages_is_taken() -> None:
    async def play() -> None:
        held = Held()
        threads = Threads(held, 4, 2)
        looks = [asyncio.ensure_future(threads.answer(environ())) for _ in range(300)]
        await until(lambda: held.pages == 4)
        entered = await asyncio.wait_for(threads.answer(environ("POST")), 5)
        assert entered.body is not None
        assert entered.body.read() == b"POST"
        assert not any(one.done() for one in looks)
        held.go.set()
        await asyncio.gather(*looks)
        threads.close()

    asyncio.run(play())


def test_streams_that_all_open_at_once_leave_half_of_the_threads_to_pages() -> None:
    async def play() -> None:
        held = Held()
        threads = Threads(held, 4, 2)
        opening = [asyncio.ensure_future(threads.answer(environ(accept=EVENTS))) for _ in range(300)]
        await until(lambda: held.streams == 2)
        page = asyncio.ensure_future(threads.answer(environ()))
        await until(lambda: held.pages == 1)
        assert held.streams == 2
        held.go.set()
        assert {one.status for one in await asyncio.gather(page, *opening)} == {200}
        threads.close()

    asyncio.run(play())
