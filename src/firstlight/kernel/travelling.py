"""Which tables go along when a project is taken elsewhere. Each layer says it of its own.

Tables whose rows are rows of a sheet, or lie in files, need no word here: what a sheet leaves out of a row comes
along by itself, but for what is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.kernel.registries import Registry


@dataclass(frozen=True, slots=True)
class Travel:
    """A table whose rows travel as records, or (`anew`) fields that are made anew where a row arrives."""

    as_records: bool
    anew: frozenset[str] = frozenset()


travelling: Registry[Travel] = Registry("travelling table")


def travels(*labels: str) -> None:
    """Rows of these tables ("assurance.Delegation") travel as records, with everything in them."""
    for label in labels:
        travelling.register(label, Travel(True))


def made_anew(label: str, *fields: str) -> None:
    """Rows of this table come in by a sheet, and these fields of theirs are of the workspace they come into."""
    travelling.register(label, Travel(False, frozenset(fields)))
