"""Words that the layers below give in English, in the language of the page; and figures and days in words.

What those layers freeze, record and write into files stays as it is: nothing here is stored. The script that collects
sentences knows where their words stand (script/translations/below.py), so that each has its place in the catalogues.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop, ngettext

from firstlight.reporting.decision_pack import words
from firstlight.workspace.roles import ROLES

#: A basis as it is read; the decision pack says more of it.
_BASES = {"measured": gettext_noop("Measured"), "attested": gettext_noop("Attested")}


def said(text: object) -> str:
    """A word of the layers below, such as the label of a choice; what no catalogue has stays as it is."""
    plain = str(text)
    return gettext(plain) if plain else ""


def choices(given: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The choices of a model's field for a form: their labels in the language of whoever reads it."""
    plain = [(value, str(label)) for value, label in given]
    return [(value, gettext_lazy(label)) for value, label in plain]


class Labels(dict[Any, str]):
    """The labels of a choice by value, in the language of the page, for many rows at once.

    A value that is no choice is its own label, as a model says it.
    """

    def __init__(self, given: Sequence[tuple[Any, Any]]) -> None:
        super().__init__((value, said(label)) for value, label in given)

    def __missing__(self, value: Any) -> str:
        return said(value)


def word(mark: str) -> str:
    """The word of a mark: Partly."""
    return said(words.word(mark))


def verdict(code: str, none: str = "") -> str:
    """The word of a verdict: Conditional go. `none` where there is none of that code."""
    return said(words.VERDICTS[code]) if code in words.VERDICTS else none


def action_state(code: str) -> str:
    """The word of a state of an action: Under way."""
    return said(words.ACTION_STATES.get(code, code))


def obligation(mandatory: bool) -> str:
    """Mandatory or Recommended."""
    return said(words.OBLIGATIONS[mandatory])


def basis(code: str) -> str:
    """Measured or Attested."""
    return said(_BASES.get(code, code))


def role(ref: str) -> str:
    """The title of a role: Executive sponsor."""
    return said(ROLES.get(ref, ref))


def role_inside(ref: str) -> str:
    """The same inside a sentence: executive sponsor."""
    return inside(role(ref))


def inside(name: str) -> str:
    """A name as it stands inside a sentence. Only English begins it small; a translation is written as it is meant."""
    return words.inside(name) if _english() else name


def small(text: object) -> str:
    """Words in small letters inside an English sentence; a translation is written as it is meant."""
    return str(text).lower() if _english() else str(text)


def _english() -> bool:
    return (get_language() or "en").startswith("en")


def number(figure: int) -> str:
    """1,284, grouped as the language does it."""
    return formats.number_format(figure, use_l10n=True, force_grouping=True)


def days(figure: int) -> str:
    """1 day, 12 days."""
    return ngettext("%(count)s day", "%(count)s days", figure) % {"count": number(figure)}


def countdown(figure: int) -> str:
    """In 17 days, tomorrow, today, 3 days ago."""
    if figure in (0, 1):
        return gettext("tomorrow") if figure else gettext("today")
    if figure > 0:
        return ngettext("in %(count)s day", "in %(count)s days", figure) % {"count": number(figure)}
    return ngettext("%(count)s day ago", "%(count)s days ago", -figure) % {"count": number(-figure)}


def day(given: date | str | None) -> str:
    """20 Nov 2026, of a date or of an instant as it is written in a document; empty for none."""
    if not given:
        return ""
    found = date.fromisoformat(given[:10]) if isinstance(given, str) else given
    return format_date(found, "j M Y")


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


def counts(numbers: dict[str, int]) -> str:
    """2 unmet, 5 unknown: by mark, the heaviest first, without those that are none."""
    return ", ".join(f"{number(numbers[mark])} {small(word(mark))}" for mark in words.MARKS if numbers.get(mark))


def of(some: int, whole: int) -> str:
    """5 of 8."""
    return gettext("%(some)s of %(all)s") % {"some": number(some), "all": number(whole)}


def place(first: int, last: int, whole: int) -> str:
    """101 to 200 of 1,284: the rows of one page."""
    said = gettext("%(first)s to %(last)s of %(all)s")
    return said % {"first": number(first), "last": number(last), "all": number(whole)}
