"""Calling the WSGI application in a fixed number of threads, each with its own lasting connection to the database."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol
from urllib.parse import unquote_to_bytes

from firstlight.web.live.streams import EVENTS

#: What is sent or answered lies in memory up to here, then in a file that has no name.
IN_MEMORY = 1024 * 1024
#: More than any page or operation takes: a plan as a file of MS Project has 100 MB at most.
MOST_BYTES = 105 * 1024 * 1024
#: A large answer is handed on in pieces of this size.
PIECE = 64 * 1024
#: Requests that change nothing.
LOOKING = ("GET", "HEAD", "OPTIONS")

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Request(Protocol):
    """As much of a request as is needed here; granian's own, under the names that it has there."""

    method: str
    path: str
    query_string: str
    scheme: str
    http_version: str
    server: str
    client: str

    @property
    def headers(self) -> Any: ...


@dataclass(slots=True)
class Answered:
    """What the application answered. `result` is what it returned, already read and closed."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: IO[bytes] | None = None
    size: int = 0
    result: Any = None


class TooLargeError(Exception):
    """More was sent than anything here takes."""


async def received(pieces: AsyncIterator[bytes], announced: str) -> IO[bytes]:
    """What was sent, whole: a slow sender holds no thread. Raises TooLargeError."""
    if announced.isdecimal() and int(announced) > MOST_BYTES:
        raise TooLargeError
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed by who reads it)
    async for piece in pieces:
        body.write(piece)
        if body.tell() > MOST_BYTES:
            body.close()
            raise TooLargeError
    body.seek(0)
    return body


def environ_of(request: Request, body: IO[bytes]) -> dict[str, Any]:
    """The request as PEP 3333 wants it."""
    host, _, port = request.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{request.http_version}",
        "REMOTE_ADDR": request.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        # A name with an underscore would stand for the one with a hyphen, which a proxy may have set.
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


class Threads:
    """So many threads call the application; whatever comes beyond waits its turn without one.

    What changes something has threads of its own: it never waits behind all those who only look. Streams of events,
    which after a restart all open at once, take no more than half of the others: pages go on beside them.
    """

    def __init__(self, application: Application, looking: int, entering: int) -> None:
        self.application = application
        self.looking = ThreadPoolExecutor(looking, thread_name_prefix="page")
        self.entering = ThreadPoolExecutor(entering, thread_name_prefix="entry")
        self.opening = asyncio.Semaphore(max(looking // 2, 1))

    async def answer(self, environ: dict[str, Any]) -> Answered:
        """Have the application answer in one of the threads, where the answer is also read to its end and closed."""
        run = asyncio.get_running_loop().run_in_executor
        if environ["REQUEST_METHOD"] not in LOOKING:
            return await run(self.entering, self._call, environ)
        if environ.get("HTTP_ACCEPT") == EVENTS:
            async with self.opening:
                return await run(self.looking, self._call, environ)
        return await run(self.looking, self._call, environ)

    def _call(self, environ: dict[str, Any]) -> Answered:
        answered = Answered()

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            answered.status, answered.headers = int(status[:3]), [(name.lower(), value) for name, value in headers]

        result = self.application(environ, start)
        try:
            body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed by who sends it)
            for piece in result:
                body.write(piece)
            answered.size = body.tell()
            body.seek(0)
            answered.body, answered.result = body, result
        finally:
            close = getattr(result, "close", None)
            if close:
                close()
            environ["wsgi.input"].close()
        return answered

    def close(self) -> None:
        """Take no more calls."""
        for pool in (self.looking, self.entering):
            pool.shutdown(wait=False, cancel_futures=True)
