"""Two people edit one row: different fields merge, the same field is for the second one to decide.

Plain texts in and out: what a form was shown with, what is stored now, what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed: what it was when the form was opened, what it is now, what was typed."""

    key: str
    was: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields to store, by key, and those that somebody has to decide first."""

    changes: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()


def merge(was: Mapping[str, str], theirs: Mapping[str, str], yours: Mapping[str, str]) -> Merged:
    """What to store of `yours`, which was typed when the row was as in `was` and is now as in `theirs`.

    A field that was not touched keeps what is stored. A field that only this form touched is changed; one that both
    set to the same needs nothing; one that both set to different texts is a clash. Nothing is ever lost silently:
    every field of `yours` that differs from `was` is stored already, among the changes, or among the clashes.
    """
    changes, clashes = {}, []
    for key, typed in yours.items():
        before, stored = was.get(key, ""), theirs.get(key, "")
        if typed in (before, stored):
            continue
        if stored == before:
            changes[key] = typed
        else:
            clashes.append(Clash(key, before, stored, typed))
    return Merged(changes, tuple(clashes))
