"""Words and sentences that the layers below give in English, in the language of the page.

What those layers freeze, record and write into files stays as it is: nothing here is stored. The scripts that collect
them know where their words stand (script/translations/below.py) and which forms a sentence of theirs can take
(script/translations/spoken.py), so that each has its place in the catalogues.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop, ngettext

from firstlight.contracts.tables import Problem
from firstlight.reporting.decision_pack import words
from firstlight.web import sentences
from firstlight.web.figures import day, either, joined, number
from firstlight.workspace.roles import ROLES

__all__ = [
    "action_state", "basis", "changed_rows", "choices", "countdown", "counts", "day", "days", "either", "figure",
    "inside", "joined", "kind", "number", "obligation", "of", "place", "problem", "role", "role_inside", "said",
    "small", "value", "verdict", "word",
]  # fmt: skip

#: Marks behind their number.
_COUNTED = {
    "met": gettext_noop("met"), "partly": gettext_noop("partly"), "unmet": gettext_noop("unmet"),
    "unknown": gettext_noop("unknown"), "stale": gettext_noop("stale"),
    "not-applicable": gettext_noop("not applicable"),
}  # fmt: skip
#: A figure as measures say it: so much, of how much, in which unit.
_FIGURE = re.compile(r"(-?[\d.]+)(?: of ([\d.]+))? (.+)")
#: A basis as it is read; the decision pack says more of it.
_BASES = {"measured": gettext_noop("Measured"), "attested": gettext_noop("Attested")}


def said(text: object) -> str:
    """A word or a sentence of the layers below; what is theirs for sure, and nothing that people have written."""
    if isinstance(text, Problem):
        return problem(text)
    plain = str(text)
    return plain if not plain or _english() else sentences.said(plain)


def value(text: str) -> str:
    """The same for what may begin small or large, such as a state in a cell."""
    return text if not text or _english() else sentences.value(text)


def problem(one: Problem) -> str:
    """What is wrong with something in a file, and where: tasks.csv, row 3, column “Due”: this cell is empty."""
    place = [one.file] if one.file else []
    if one.sheet:
        place.append(gettext("sheet “%(name)s”") % {"name": one.sheet})
    if one.row is not None:
        place.append(gettext("row %(number)s") % {"number": number(one.row)})
    if one.column:
        place.append(gettext("column “%(name)s”") % {"name": one.column})
    return f"{', '.join(place)}: {said(one.sentence)}" if place else said(one.sentence)


def figure(text: str) -> str:
    """A figure as it was frozen: 176 of 184 requirements, or 3.4 s."""
    found = _FIGURE.fullmatch(text)
    if found is None or _english():
        return text
    some, whole, unit = found.groups()
    counted = {"some": sentences.number(some), "all": sentences.number(whole or ""), "unit": value(unit)}
    return gettext("%(some)s of %(all)s %(unit)s") % counted if whole else f"{counted['some']} {counted['unit']}"


def kind(code: str) -> str:
    """The kind of a subject of the ledger: guest link."""
    return code.replace("-", " ") if _english() else value(code)


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


def counts(numbers: dict[str, int]) -> str:
    """2 unmet, 5 unknown: by mark, the heaviest first, without those that are none."""
    return ", ".join(f"{number(numbers[mark])} {gettext(_COUNTED[mark])}" for mark in words.MARKS if numbers.get(mark))


def of(some: int, whole: int) -> str:
    """5 of 8."""
    return gettext("%(some)s of %(all)s") % {"some": number(some), "all": number(whole)}


def place(first: int, last: int, whole: int) -> str:
    """101 to 200 of 1,284: the rows of one page."""
    said = gettext("%(first)s to %(last)s of %(all)s")
    return said % {"first": number(first), "last": number(last), "all": number(whole)}


def changed_rows(inside: str, kinds: Iterable[str]) -> str:
    """How many rows of a list are added, changed and removed, as a sentence; `inside` is the list within one."""
    found = Counter(kinds)
    words = {
        "added": gettext("%(count)s added"),
        "changed": gettext("%(count)s changed"),
        "removed": gettext("%(count)s removed"),
    }
    parts = ", ".join(counted % {"count": number(found[kind])} for kind, counted in words.items() if found[kind])
    rows = ngettext("%(count)s row of %(list)s: %(parts)s.", "%(count)s rows of %(list)s: %(parts)s.", found.total())
    return rows % {"count": number(found.total()), "list": inside, "parts": parts}
