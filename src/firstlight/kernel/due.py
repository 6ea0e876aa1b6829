"""Work that is due for several things at once, done by the background loop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def do_each(due: Iterable[T], do: Callable[[T], int], trouble: Callable[[T], str], log: logging.Logger) -> int:
    """Do it for each; the sum of what they give.

    One that fails holds up no other: `trouble` says for the log what could not be done. The first failure is raised
    when all have been tried, so that the loop notes it and comes again.
    """
    done, failed = 0, None
    for one in due:
        try:
            done += do(one)
        except Exception as error:
            log.exception("%s", trouble(one))
            failed = failed or error
    if failed:
        raise failed
    return done
