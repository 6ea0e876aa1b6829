"""Lists in pages: what comes after a cursor, and the address of the next page in the header Link."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from firstlight.contracts.tables import Problem
from firstlight.kernel.errors import Invalid

#: Rows of a page, unless fewer are asked for.
SIZE = 100
MOST = 200
#: No key of a row is larger, and no database refuses it.
MOST_KEY = 2**62

Limit = Annotated[int, Field(ge=1, le=MOST, description=f"Rows of a page, at most {MOST}.")]
Cursor = Annotated[
    str, Field(max_length=2000, description="From the Link header of the page before; empty: the first.")
]


def cursor_of(*parts: Any) -> str:
    """Where a page ends, as a word for an address."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def parts_of(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """What `cursor_of` was given; None for the first page. Raises Invalid for anything else."""
    if not cursor:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        parts = None
    fits = isinstance(parts, list) and len(parts) == len(kinds)
    if not fits or not all(type(part) is kind for part, kind in zip(parts, kinds, strict=True)):
        problem = Problem("", "expected the cursor of a Link header, unchanged.", column="cursor", value=cursor)
        raise Invalid("That is no cursor of this list.", problems=(problem,))
    return tuple(parts)


def key_of(cursor: str) -> int | None:
    """The key of the last row of the page before, no larger than a database keeps; None for the first page.

    Raises Invalid for what is no cursor of such a list.
    """
    parts = parts_of(cursor, int)
    return None if parts is None else max(0, min(parts[0], MOST_KEY))


def newest_first(
    request: HttpRequest, response: HttpResponse, rows: QuerySet[Any], key: str, limit: int, cursor: str
) -> list[Any]:
    """A page of rows that are sorted by a falling whole-number `key`, and the address of the next in the header Link.

    Raises Invalid for what is no cursor of such a list.
    """
    before = key_of(cursor)
    rows = rows if before is None else rows.filter(**{f"{key}__lt": before})
    page = list(rows[: limit + 1])
    link_next(request, response, cursor_of(getattr(page[limit - 1], key)) if len(page) > limit else "")
    return page[:limit]


def link_next(request: HttpRequest, response: HttpResponse, cursor: str) -> None:
    """Name the next page in the header Link; an empty cursor means that this is the last."""
    if cursor:
        query = {name: request.GET.getlist(name) for name in request.GET if name != "cursor"}
        address = request.build_absolute_uri(request.path) + "?" + urlencode({**query, "cursor": cursor}, doseq=True)
        response.headers["Link"] = f'<{address}>; rel="next"'
