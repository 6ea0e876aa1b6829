"""How long ago, how soon, how long: in the words that stand beside a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.web import wording


def days_from(now: datetime, then: datetime, zone: ZoneInfo) -> int:
    """Calendar days from one instant to another by the clock of a zone; negative for the past."""
    return (then.astimezone(zone).date() - now.astimezone(zone).date()).days


def age(now: datetime, then: datetime, zone: ZoneInfo) -> str:
    """Today, 1 day, 4 days."""
    return age_in_days(-days_from(now, then, zone))


def age_in_days(days: int) -> str:
    """The same where the days are counted."""
    return _("today") if days <= 0 else wording.days(days)


def until(now: datetime, then: datetime, zone: ZoneInfo) -> str:
    """In 6 days, tomorrow, today, 2 days ago."""
    return wording.countdown(days_from(now, then, zone))


#: From so many hours on one thinks in days.
_MANY = 100


def duration(start: datetime, end: datetime) -> str:
    """59 h; 45 min below an hour; 59 h 30 min between; from 100 hours on 13 d 1 h, where minutes matter no more."""
    hours, minutes = divmod(int((end - start) / timedelta(minutes=1)), 60)
    days, hours = divmod(hours, 24) if hours >= _MANY else (0, hours)
    parts = [_("%(count)s d") % {"count": wording.number(days)}] if days else []
    parts += [_("%(count)s h") % {"count": hours}] if hours else []
    parts += [_("%(count)s min") % {"count": minutes}] if not days and (minutes or not hours) else []
    return " ".join(parts)


def minutes_words(minutes: int | None) -> str:
    """35 min, 1 h 35 min; a dash for what is not known."""
    if minutes is None:
        return "–"
    start = datetime.fromtimestamp(0, UTC)
    words = duration(start, start + timedelta(minutes=abs(minutes)))
    return f"−{words}" if minutes < 0 else words


def over_words(minutes: int) -> str:
    """4 h 1 min over: how long after its time a step is."""
    return _("%(time)s over") % {"time": minutes_words(minutes)}


def short_day(day: date, this_year: int) -> str:
    """28 Sep; with the year where it is not this one."""
    said = wording.day(day)
    return said.removesuffix(f" {this_year}")


def day_words(day: date | None, missing: str | None = None) -> str:
    """28 Sep 2026 for a cell: it does not break, and where there is no day it says so."""
    if day is None:
        return _("no date") if missing is None else missing
    return wording.day(day).replace(" ", "\u00a0")


def overdue(due: date | None, today: date) -> str:
    """2 days overdue; "" while there is time, or no date."""
    if due is None or due >= today:
        return ""
    return _("%(days)s overdue") % {"days": wording.days((today - due).days)}
