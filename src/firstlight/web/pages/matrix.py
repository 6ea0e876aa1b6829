"""The matrix of areas: how each stands, on how old evidence, which way it goes, who has signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.packs.content import Pack
from firstlight.readiness.queries import TrendPoint
from firstlight.reporting.decision_pack import words
from firstlight.web import wording
from firstlight.web.pages.frozen import CheckLine, check_line, lead_title, signatures_state
from firstlight.web.pages.spans import age, days_from, until

#: What expires within so many days stands out.
SOON = 2
#: The checklist whose board stands first.
GO_LIVE = "go-live"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area. `trend` is how many of its checks were not met, oldest assessment first; None before it was there."""

    ref: str
    title: str
    lead: str
    status: str
    checks: tuple[CheckLine, ...]
    met: int
    counted: int
    rolls_up: bool
    oldest: str
    first_expires: str
    expires_soon: bool
    trend: tuple[int | None, ...]
    signed: str
    signed_state: str

    @property
    def line(self) -> list[int]:
        """The trend as a line: from the first assessment that had the area."""
        return [figure for figure in self.trend if figure is not None]


Trends = Mapping[str, Sequence[TrendPoint]]


def matrix(document: Mapping[str, Any], trends: Trends, now: datetime, zone: ZoneInfo) -> list[AreaRow]:
    """One row an area, in the order of the checklist."""
    numbers = assessments_of(trends)
    return [area_row(area, _aligned(trends.get(area["ref"], ()), numbers), now, zone) for area in document["areas"]]


def assessments_of(trends: Trends) -> list[int]:
    """The numbers of the assessments that the trends are made of, the oldest first."""
    return sorted({point.number for points in trends.values() for point in points})


def _aligned(points: Sequence[TrendPoint], numbers: Sequence[int]) -> tuple[int | None, ...]:
    known = {point.number: point.not_met for point in points}
    return tuple(known.get(number) for number in numbers)


def area_row(area: Mapping[str, Any], trend: tuple[int | None, ...], now: datetime, zone: ZoneInfo) -> AreaRow:
    """One area."""
    checks = tuple(check_line(area, check) for check in area["checks"])
    counted = [check for check in checks if check.status != "not-applicable"]
    own = [check for check in counted if not check.rolls_up]
    oldest = min((check.as_of for check in own if check.as_of), default=None)
    first = min((check.expires for check in own if check.expires), default=None)
    states = _signatures(area)
    return AreaRow(
        ref=area["ref"],
        title=area["title"],
        lead=lead_title(area),
        status=area["status"],
        checks=checks,
        met=sum(check.mark == "met" for check in counted),
        counted=len(counted),
        rolls_up=area["rolls_up"],
        oldest=age(now, oldest, zone) if oldest else _("none yet"),
        first_expires=_expires(now, first, zone) if first else "",
        expires_soon=bool(first and days_from(now, first, zone) <= SOON),
        trend=trend,
        signed=_signed(states),
        signed_state=signatures_state(states),
    )


def _expires(now: datetime, first: datetime, zone: ZoneInfo) -> str:
    said = until(now, first, zone)
    return _("lapsed %(when)s") % {"when": said} if first <= now else said


def _signatures(area: Mapping[str, Any]) -> list[str]:
    """The states of all signatures that checks of the area ask for, each once."""
    found = {(one["on"], one["role"]): one["state"] for check in area["checks"] for one in check["signatures"]}
    return list(found.values())


def _signed(states: Sequence[str]) -> str:
    if not states:
        return _("not asked for")
    stale = states.count("stale")
    said = wording.of(states.count("valid"), len(states))
    return said + (" · " + _("%(count)s stale") % {"count": stale} if stale else "")


def highest(rows: Sequence[AreaRow]) -> int:
    """The highest figure of all trends, so that their lines can be compared."""
    return max((figure for row in rows for figure in row.line), default=1) or 1


def heading(rows: Sequence[AreaRow]) -> str:
    """The eleven areas."""
    numbers = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    count = len(rows)
    said = numbers[count] if count < len(numbers) else wording.number(count)
    return _("The %(count)s areas") % {"count": said} if count != 1 else _("The area")


def marks(rows: Sequence[AreaRow]) -> str:
    """3 unmet, 2 unknown: how many checks stand how, roll-ups left out."""
    counts = dict.fromkeys(words.MARKS, 0)
    for row in rows:
        for check in row.checks:
            if not check.rolls_up:
                counts[check.mark] = counts.get(check.mark, 0) + 1
    return wording.counts(counts)


@dataclass(frozen=True, slots=True)
class Board:
    """The areas of one checklist. `ref` is empty for areas of a checklist that is no longer pinned."""

    ref: str
    title: str
    rows: tuple[AreaRow, ...]
    top: int
    marks: str
    blocking: int


def boards(rows: Sequence[AreaRow], packs: Sequence[Pack], document: Mapping[str, Any]) -> list[Board]:
    """One board a checklist: that of the go-live first (or else the first that is pinned), the others as pinned."""
    ordered = sorted(packs, key=lambda pack: pack.ref != GO_LIVE)
    owner = {area.ref: pack.ref for pack in ordered for area in pack.areas}
    blocks = [one["area"] for one in document["reasons"] if one["blocks"]]
    named = [(pack.ref, pack.title) for pack in ordered] + [("", _("Other areas"))]
    made = []
    for ref, title in named:
        own = tuple(row for row in rows if owner.get(row.ref, "") == ref)
        refs = {row.ref for row in own}
        made.append(Board(ref, title, own, highest(rows), marks(own), sum(area in refs for area in blocks)))
    return [board for board in made if board.rows]


def shown(
    rows: Sequence[AreaRow], trends: Trends, packs: Sequence[Pack], document: Mapping[str, Any]
) -> dict[str, Any]:
    """The boards as the home page draws them: the first with its heading, those of other checklists below it."""
    made = boards(rows, packs, document)
    return {
        "board": made[0] if made else None,
        "other_boards": made[1:],
        "areas_heading": heading(made[0].rows if made else ()),
        "areas_assessments": assessments_of(trends),
        "checks_count": sum(len(row.checks) for row in rows),
    }
