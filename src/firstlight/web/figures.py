"""Figures, days and lists in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext


def number(figure: int) -> str:
    """1,284, grouped as the language does it."""
    return formats.number_format(figure, use_l10n=True, force_grouping=True)


def day(given: date | str | None) -> str:
    """20 Nov 2026, of a date or of an instant as it is written in a document; empty for none."""
    if not given:
        return ""
    found = date.fromisoformat(given[:10]) if isinstance(given, str) else given
    return _written(found.year, found.month, found.day, get_language())


@lru_cache(maxsize=4096)
def _written(year: int, month: int, day_of_month: int, language: str | None) -> str:
    """A list writes the same days over and over. `language` is the one that is on."""
    return format_date(date(year, month, day_of_month), "j M Y")


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
