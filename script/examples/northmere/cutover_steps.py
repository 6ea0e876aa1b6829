"""The plan of the cutover as lines, and what of it stood in which version.

327 | Load open customer invoices | data/ft | 322, 313 | 3h 45m | load 12,480 invoices | back Reverse the journal
    a number that stays, what is done [since version], who does it / who looks, what it waits for or when, how long,
    how one sees that it worked (after `load`, `message`, `gate`: what kind of step it is), the way back.
    A `gate` is decided by all criteria that its version knows.

A day and a time in place of what it waits for is fixed; beside it, the step does not begin before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from firstlight.cutover.rules.durations import minutes_of
from northmere.cutover_after import BACK, CHECK, OPEN
from northmere.cutover_before import CLOSE, PREPARE
from northmere.cutover_loads import LOAD
from northmere.timeline import at

#: The versions of the plan and when each was written. Version 8 was a draft of two days.
VERSIONS = {
    "v5": at("2026-10-28 15:00"),
    "v6": at("2026-11-10 15:00"),
    "v7": at("2026-11-17 13:00"),
    "v9": at("2026-12-01 13:00"),
}
#: The parts of the plan: ref, title, and by how much longer than in version 7 each step was before that.
PARTS = (
    ("100", "Before the weekend", PREPARE, 1.0),
    ("200", "Close the old system", CLOSE, 1.14),
    ("300", "Load data", LOAD, 1.23),
    ("400", "Check and reconcile", CHECK, 0.9),
    ("500", "Open the new system", OPEN, 1.0),
)
#: How much the checks begin before the load ends.
LEAD = {"v5": "FS-2h", "v6": "FS-1h", "v7": "", "v9": ""}
#: Minutes of single steps in single versions: what the team believed then, or had to wait for.
TOOK = {
    "v5": {"219": 40, "327": 265, "428": 115, "430": 155, "505": 150, "515": 90, "529": 120, "519": 325},
    "v6": {"219": 40, "362": 205, "430": 145, "505": 150, "515": 90, "529": 60, "519": 175},
}
#: What steps waited for in single versions. In version 5 the invoices waited for the stock.
WAITED = {"v5": {"327": ("326",)}, "v6": {"501": ("419",), "503": ("501", "436")}}
CRITERIA = (
    "All balances tie", "Stock by lot ties", "Open invoices tie", "Prices of Monday are there",
    "Bank statement of Friday is booked", "One order runs from EDI to invoice", "Tours come back",
    "Labels print at all depots", "Nobody has lost a right", "24 old scanners work at each depot",
)  # fmt: skip
_KINDS = {"load": "load", "message": "communication", "gate": "checkpoint"}
_MOMENT = re.compile(r"\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it stands in a version. `who` and `looks` are a team or the ref of a person."""

    ref: str
    title: str
    part: str
    since: str
    who: str
    looks: str
    waits: tuple[str, ...]
    start: datetime | None
    fixed: bool
    minutes: int
    kind: str
    verification: str
    back: str
    criteria: tuple[str, ...] = ()


def version_at(moment: datetime) -> str | None:
    """The version of the plan that held then."""
    return next((name for name, since in reversed(VERSIONS.items()) if since <= moment), None)


@cache
def lines_of(version: str) -> list[Line]:
    """The steps of the cutover in that version."""
    found = [
        _in_version(line, version, factor) for part, _, text, factor in PARTS for line in _read(text, part, version)
    ]
    standing = [line for line in found if _order(line.since) <= _order(version)]
    there = {line.ref for line in standing}
    gone = {line.ref: line.waits for line in found if line.ref not in there}
    return [replace(line, waits=_past(line.waits, gone)) for line in standing]


def way_back() -> list[Line]:
    """The steps of the rollback."""
    return list(_read(BACK, "", "v9"))


def _order(version: str) -> int:
    return int(version[1:])


def _past(waits: Iterable[str], gone: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a step waits for, past steps that did not stand yet."""
    found: dict[str, None] = {}
    for words in waits:
        if words in gone:
            found |= dict.fromkeys(_past(gone[words], gone))
        else:
            found[words] = None
    return tuple(found)


def _in_version(line: Line, version: str, factor: float) -> Line:
    if _order(version) >= _order("v7"):
        return line
    longer = line.minutes if line.fixed else round(line.minutes * factor / 5) * 5
    minutes = TOOK[version].get(line.ref, longer)
    return replace(line, minutes=minutes, waits=WAITED[version].get(line.ref, line.waits))


def _read(text: str, part: str, version: str) -> Iterable[Line]:
    criteria = CRITERIA if _order(version) >= _order("v9") else CRITERIA[:9]
    for raw in text.replace("{LEAD}", LEAD[version]).strip().splitlines():
        ref, title, people, when, took, seen, *more = (cell.strip() for cell in raw.split("|"))
        since = re.search(r" \[(v\d)\]$", title)
        waits = tuple(one.strip() for one in when.split(",") if one.strip() and not _MOMENT.search(one))
        moment = _MOMENT.search(when)
        kind, _, rest = seen.partition(" ")
        who, _, looks = people.partition("/")
        yield Line(
            ref=ref,
            title=title.removesuffix(since[0]) if since else title,
            part=part,
            since=since[1] if since else "v5",
            who=who,
            looks=looks,
            waits=waits,
            start=at(f"2026-{moment[0]}") if moment else None,
            fixed=bool(moment) and (not waits or kind == "gate"),
            minutes=minutes_of(took),
            kind=_KINDS.get(kind, "task"),
            verification=rest if kind in _KINDS else seen,
            back=more[0].removeprefix("back ") if more else "",
            criteria=criteria if kind == "gate" else (),
        )
