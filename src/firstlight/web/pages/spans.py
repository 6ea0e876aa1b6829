"""How long ago, how soon, how long: in the words that stand beside a date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from firstlight.reporting.decision_pack import words


def days_from(now: datetime, then: datetime, zone: ZoneInfo) -> int:
    """Calendar days from one instant to another by the clock of a zone; negative for the past."""
    return (then.astimezone(zone).date() - now.astimezone(zone).date()).days


def age(now: datetime, then: datetime, zone: ZoneInfo) -> str:
    """Today, 1 day, 4 days."""
    days = -days_from(now, then, zone)
    return "today" if days <= 0 else words.count(days, "day")


def until(now: datetime, then: datetime, zone: ZoneInfo) -> str:
    """In 6 days, tomorrow, today, 2 days ago."""
    return words.countdown(days_from(now, then, zone))


def duration(start: datetime, end: datetime) -> str:
    """59 h; 45 min below an hour; 59 h 30 min between."""
    minutes = int((end - start) / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours:,} h"] if hours else []
    return " ".join([*parts, *([f"{rest} min"] if rest or not hours else [])])


def short_day(day: date, this_year: int) -> str:
    """28 Sep; with the year where it is not this one."""
    said = words.day(day.isoformat())
    return said.removesuffix(f" {this_year}")


def day_words(day: date | None, missing: str = "no date") -> str:
    """28 Sep 2026 for a cell: it does not break, and where there is no day it says so."""
    return words.day(day.isoformat()).replace(" ", "\u00a0") if day else missing


def overdue(due: date | None, today: date) -> str:
    """2 days overdue; "" while there is time, or no date."""
    return f"{words.count((today - due).days, 'day')} overdue" if due and due < today else ""
