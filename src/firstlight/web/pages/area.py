"""One area: each check with its figure, all its reasons, its signatures, and what a roll-up restates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.web import wording
from firstlight.web.pages.facets import Facets, facets
from firstlight.web.pages.frozen import CheckLine, check_line
from firstlight.web.pages.spans import until


@dataclass(frozen=True, slots=True)
class AreaCheck:
    """A check on the page of its area."""

    line: CheckLine
    reasons: tuple[str, ...]
    restates: tuple[tuple[str, str], ...]
    expires: str
    four: Facets | None


def checks(area: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> list[AreaCheck]:
    """The checks of an area, in its order."""
    return [_check(area, check, now, zone) for check in area["checks"]]


def _check(area: Mapping[str, Any], check: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> AreaCheck:
    line = check_line(area, check)
    stale = (check["stale"],) if check["stale"] else ()
    restates = [(one["ref"], one["text"]) for one in check["records"] if check["rolls_up"] and one["kind"] == "check"]
    expires = until(now, line.expires, zone) if line.expires else ""
    return AreaCheck(
        line, tuple(map(wording.said, (*stale, *check["reasons"]))), tuple(restates), expires, facets(check)
    )
