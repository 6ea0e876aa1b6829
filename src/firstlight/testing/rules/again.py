"""What has to be run again, cause by cause. On plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.testing.rules.guards import CASE_CHANGED, STALE, Guard


@dataclass(frozen=True, slots=True)
class Again:
    """A case that has to be run again, in a kind of test: its newest pass is of an older state of what was tested."""

    pk: int
    ref: str
    title: str
    kind: str
    cycle: str
    significant: bool
    passed_at: datetime
    guards: tuple[Guard, ...]

    @property
    def stale(self) -> tuple[Guard, ...]:
        """The reasons for which it has to be run again."""
        return tuple(guard for guard in self.guards if guard.code in STALE)


@dataclass(frozen=True, slots=True)
class Cause:
    """What sends cases back: its code, the ref of the version, requirement or case that it is of, the sentence."""

    code: str
    about: str
    sentence: str
    cases: tuple[str, ...]


def causes(again: Sequence[Again]) -> list[Cause]:
    """Each cause with the refs of the cases that it sends back; the cause of most cases first."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in again:
        for guard in one.stale:
            about = one.ref if guard.code == CASE_CHANGED else guard.about
            refs = found.setdefault((guard.code, about, guard.cause), [])
            if one.ref not in refs:
                refs.append(one.ref)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Cause(*key, tuple(refs)) for key, refs in ordered]
