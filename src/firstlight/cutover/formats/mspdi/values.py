"""Numbers, times and durations as the format writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from firstlight.cutover.formats.mspdi.elements import Parts
from firstlight.engines.scheduling import Lag, LagKind
from firstlight.engines.scheduling.wall_clock import Doubtful, instant_of
from firstlight.intake.reading.xml import Node

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
#: Ten years of hours: what is longer is no cutover, and no calendar reaches so far.
_LONGEST = timedelta(days=36_600)
_PERCENT, _ELAPSED_PERCENT = 19, 20


@dataclass(slots=True)
class Row:
    """One row of a list, and how to ask for its fields. `where` names it in refusals.

    `at_hand` are its own fields by name, where it was opened to be asked for many of them.
    """

    node: Node
    parts: Parts
    zone: str
    where: str
    at_hand: dict[str, str] | None = None

    def opened(self) -> Row:
        """The same row with its fields at hand; not to be kept, since that takes room."""
        fields = {child.name: child.text.strip() for child in reversed(self.node.children)}
        return Row(self.node, self.parts, self.zone, self.where, fields)

    def words(self, *path: str) -> str:
        """The text of a field."""
        if self.at_hand is not None and len(path) == 1:
            return self.at_hand.get(path[0], "")
        return self.node.words(*path)

    def flag(self, name: str) -> bool:
        """Whether a field is 1 or true."""
        return self.words(name).lower() in ("1", "true")

    def number(self, name: str, otherwise: float = 0.0) -> float:
        """A field as a number."""
        words = self.words(name)
        if not words:
            return otherwise
        try:
            value = float(words)
        except ValueError:
            raise self.parts.refused(self.where, name, words, "a number") from None
        if not -1e15 < value < 1e15:
            raise self.parts.refused(self.where, name, words, "a number that can be")
        return value

    def duration(self, name: str) -> timedelta | None:
        """A field as a duration, None where it is empty."""
        words = self.words(name)
        if not words:
            return None
        match = _DURATION.fullmatch(words)
        if not match or not any(match[part] for part in ("days", "hours", "minutes", "seconds")):
            raise self.parts.refused(self.where, name, words, "a duration such as PT8H0M0S")
        if max(len(match[part] or "") for part in ("days", "hours", "minutes", "seconds")) > 9:
            raise self.parts.refused(self.where, name, words, "a duration below a hundred years")
        named = {part: float(match[part] or 0) for part in ("days", "hours", "minutes", "seconds")}
        length = timedelta(**named)
        if length > _LONGEST:
            raise self.parts.refused(self.where, name, words, "a duration below a hundred years")
        return -length if match["sign"] else length

    def wall(self, *path: str) -> datetime | None:
        """A field as a time of the clock on the wall, None where it is empty. An offset in it is left out."""
        words = self.words(*path)
        if not words or words == "NA":
            return None
        try:
            at = datetime.fromisoformat(words)
        except ValueError:
            raise self.parts.refused(self.where, path[-1], words, "a time such as 2026-12-04T18:00:00") from None
        if not 1970 <= at.year <= 2149:
            raise self.parts.refused(self.where, path[-1], words, "a time from 1970 to 2149")
        return at.replace(tzinfo=None, microsecond=0)

    def instant(self, *path: str) -> datetime | None:
        """A field as an instant."""
        words, known = self.words(*path), self.parts.instants
        if words in known:
            return known[words]
        at = self.wall(*path)
        found = known[words] = instant_of(at, self.zone, Doubtful.EARLIER) if at else None
        return found

    def day(self, *path: str) -> date | None:
        """A field as a day."""
        at = self.wall(*path)
        return at.date() if at else None

    def clock(self, name: str) -> time | None:
        """A field as a time of the day."""
        words = self.words(name)
        try:
            return time.fromisoformat(words).replace(tzinfo=None, second=0, microsecond=0) if words else None
        except ValueError:
            raise self.parts.refused(self.where, name, words, "a time such as 08:00:00") from None


def lag_of(link: Row) -> Lag:
    """The lag of a link: tenths of a minute, or percent, by its format. From 35 on they are estimates of the same."""
    amount, form = link.number("LinkLag"), int(link.number("LagFormat", 7))
    form = form - 32 if form > 34 else form
    if not amount:
        return Lag()
    if form in (_PERCENT, _ELAPSED_PERCENT):
        return Lag(LagKind.PERCENT if form == _PERCENT else LagKind.ELAPSED_PERCENT, percent=amount)
    if abs(amount) > _LONGEST.total_seconds() / 6:
        raise link.parts.refused(link.where, "LinkLag", link.words("LinkLag"), "a lag below a hundred years")
    length = timedelta(seconds=amount * 6)
    return Lag(LagKind.ELAPSED if by_clock(form) else LagKind.WORKING, length)


def by_clock(form: int) -> bool:
    """Whether a format of durations is elapsed time: every second one from 4 to 12, and the same of estimates."""
    form = form - 32 if form > 34 else form
    return 4 <= form <= 12 and form % 2 == 0
