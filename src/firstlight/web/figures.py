"""Figures, days and lists in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, pgettext


def number(figure: int) -> str:
    """1,284, grouped as the language does it."""
    return formats.number_format(figure, use_l10n=True, force_grouping=True)


def day(given: date | str | None) -> str:
    """20 Nov 2026, of a date or of an instant as it is written in a document; empty for none."""
    return _written(_date(given), "plain", get_language()) if given else ""


def weekday(given: date | str | None) -> str:
    """Fri 20 Nov 2026; empty for none."""
    return _written(_date(given), "named", get_language()) if given else ""


def weekday_of(year: int, given: date) -> str:
    """Fri 20 Nov of a day of that year, Tue 5 Jan 2027 of another."""
    return _written(given, "this year" if given.year == year else "named", get_language())


def short_day(given: date) -> str:
    """20 Nov, where the year is plain."""
    return _written(_date(given), "short", get_language())


def weekday_and_time(given: datetime) -> str:
    """Fri 18:00, as the instant is written: in the zone that it carries."""
    return f"{_written(_date(given), 'day of the week', get_language())} {given:%H:%M}"


def _date(given: date | str) -> date:
    if isinstance(given, str):
        return date.fromisoformat(given[:10])
    return date(given.year, given.month, given.day)


@lru_cache(maxsize=4096)
def _written(given: date, form: str, language: str | None) -> str:
    """Kept, because a list writes the same days over and over. `language` is the one that is on."""
    # In the letters of Django's date format.
    forms = {
        "plain": pgettext("how a day is written", "j M Y"),
        "named": pgettext("how a day is written", "D j M Y"),
        "this year": pgettext("how a day is written", "D j M"),
        "short": pgettext("how a day is written", "j M"),
        "day of the week": "D",
    }
    return format_date(given, forms[form])


def joined(parts: Iterable[str]) -> str:
    """One, two and three."""
    return _joined(parts, gettext("%(before)s and %(last)s"))


def either(parts: Iterable[str]) -> str:
    """One, two or three."""
    return _joined(parts, gettext("%(before)s or %(last)s"))


def _joined(parts: Iterable[str], both: str) -> str:
    given = [part for part in parts if part]
    if len(given) < 2:
        return "".join(given)
    return both % {"before": ", ".join(given[:-1]), "last": given[-1]}
