"""The chart of authority as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.web import wording
from firstlight.workspace.authority import LETTERS, Line
from firstlight.workspace.models import Person
from firstlight.workspace.roles import ROLES


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a person or a role, and who that is."""

    name: str
    title: str
    sub: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A decision with its letters, one for each column."""

    line: Line
    letters: tuple[tuple[Head, str, str], ...]


def heads(lines: Iterable[Line], people: Iterable[Person]) -> list[Head]:
    """Everyone who has a letter somewhere: roles in their order, then people by name."""
    named = {name for line in lines for name in line.names()}
    everyone = list(people)
    holders = {role: [one.name for one in everyone if role in one.roles] for role in ROLES}
    roles = [Head(role, wording.role(role), _few(holders[role])) for role in ROLES if role in named]
    return [*roles, *(Head(one.ref, one.name, one.title) for one in everyone if one.ref in named)]


def _few(names: Sequence[str]) -> str:
    """The names, or where many hold a role the first of them and how many more: a head has no room for twelve."""
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(name)s and %(count)d more") % {"name": names[0], "count": len(names) - 1}


def chart_rows(lines: Iterable[Line], columns: Sequence[Head]) -> list[ChartRow]:
    """The rows of the chart."""
    return [
        ChartRow(line, tuple((head, letter := line.letter_of(head.name), letter_word(letter)) for head in columns))
        for line in lines
    ]


def letter_word(letter: str) -> str:
    """How a letter is read: Accountable; empty for none."""
    return wording.said(LETTERS.get(letter, ""))


def choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Whom a letter can be given to."""
    return [*((role, wording.role(role)) for role in ROLES), *((one.ref, one.name) for one in people)]
