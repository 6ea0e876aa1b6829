"""What the server calls: pages go to Django in a fixed number of threads, streams of events to the event loop.

It speaks RSGI, the own interface of granian: ASGI costs each request a chain of messages that nothing here needs, and
granian's WSGI holds a thread for as long as an answer lasts, which for a stream is for hours.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

from firstlight.config import threads
from firstlight.config.threads import PIECE, Answered, Threads, TooLargeError, environ_of, received
from firstlight.config.wsgi import application as pages
from firstlight.web.live.hub import Hub
from firstlight.web.live.source import ProjectSource
from firstlight.web.live.streams import EventStream

#: Threads of each process that make pages, and that enter what people send.
LOOKING, ENTERING = 4, 2
#: Seconds after which a thread that computes lets others go on. Each query of an entry gives way to whoever computes,
#: and waits that long to come back: with the interpreter's own 5 ms an entry of thirty queries would take a sixth of a
#: second longer whenever a board is made beside it.
GIVES_WAY = 0.0005
#: How long a process that is stopped lets its streams say goodbye.
GOODBYE = 2.0


class Server:
    """One of the server's processes."""

    def __init__(self) -> None:
        self.threads = Threads(pages, LOOKING, ENTERING)
        self.hub = Hub(ProjectSource())

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(403)
            return
        try:
            announced = scope.headers.get("content-length", "")
            pieces = _none() if scope.method in threads.LOOKING and not announced else protocol
            body = await received(pieces, announced)
        except TooLargeError:
            protocol.response_str(413, [("content-type", "text/plain")], "This is larger than anything taken here.\n")
            return
        answered = await self.threads.answer(environ_of(scope, body))
        if isinstance(answered.result, EventStream):
            await self._stream(answered, protocol)
        else:
            await _send(answered, protocol)

    async def _stream(self, answered: Answered, protocol: Any) -> None:
        transport = protocol.response_stream(answered.status, answered.headers)
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            await self.hub.read(answered.result.subscription, transport.send_bytes, gone)
        finally:
            gone.cancel()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The process begins."""
        sys.setswitchinterval(GIVES_WAY)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The process ends."""
        self.hub.close()
        self.threads.close()


async def _none() -> AsyncIterator[bytes]:
    """Nothing was sent."""
    for piece in tuple[bytes]():
        yield piece


async def _send(answered: Answered, protocol: Any) -> None:
    body = answered.body
    if body is None or not answered.size:
        protocol.response_empty(answered.status, answered.headers)
    elif answered.size <= PIECE * 4:
        protocol.response_bytes(answered.status, answered.headers, body.read())
    else:
        transport = protocol.response_stream(answered.status, answered.headers)
        while piece := body.read(PIECE):
            await transport.send_bytes(piece)
    if body is not None:
        body.close()


server = Server()
