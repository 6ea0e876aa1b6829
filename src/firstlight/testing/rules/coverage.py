"""How a requirement is covered, and which combinations of people, places and devices are. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstlight.contracts.results import Outcome
from firstlight.testing.naming import loose
from firstlight.testing.rules.counting import BAD

#: How a path or a requirement can stand, the heaviest first.
MARKS = ("unmet", "unknown", "stale", "partly", "met")


def path_mark(outcomes: Sequence[Outcome | None]) -> str:
    """How the cases of one path stand together; `outcomes` is empty where there is none, None for one never run.

    unmet: one fails; stale: one passed and its pass no longer counts; partly: some passed, the rest was never run;
    unknown: nothing is known of it.
    """
    found = set(outcomes)
    if not found.isdisjoint(BAD):
        return "unmet"
    if Outcome.DISCOUNTED in found:
        return "stale"
    if Outcome.PASSED not in found:
        return "unknown"
    return "met" if len(found) == 1 else "partly"


def mark_of(usual: str, edge: str, named: bool) -> str:
    """How a requirement stands by both of its paths. `named`: a passing test names it without a case of its own.

    It is met only where both paths are; a hole in one of them makes it partly covered at best.
    """
    marks = {usual, edge}
    if "unmet" in marks:
        return "unmet"
    if "stale" in marks:
        return "stale"
    if marks == {"met"}:
        return "met"
    return "partly" if named or marks & {"met", "partly"} else "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A combination that matters; what is blank may be anything."""

    ref: str
    title: str
    persona: str
    place: str
    access: str
    device: str
    significant: bool = False

    @property
    def words(self) -> str:
        """Picker, Hanover, virtualised, handheld."""
        return ", ".join(one for one in (self.persona, self.place, self.access, self.device) if one) or "anything"


Tried = tuple[str, str, str, str]


def covered(wanted: Wanted, tried: Iterable[Tried]) -> bool:
    """Whether somebody passed a case as that: the same by all that the combination names, case and signs aside."""
    asked = tuple(map(loose, (wanted.persona, wanted.place, wanted.access, wanted.device)))
    return any(all(not one or one == loose(was) for one, was in zip(asked, run, strict=True)) for run in tried)


def tops(above: Mapping[str, str | None]) -> dict[str, str]:
    """By process, the topmost of those given that it belongs to. `above` has each with the one it stands below."""
    top: dict[str, str] = {}
    for ref in above:
        path, at = [ref], ref
        while (parent := above[at]) and parent in above and at not in top:
            at = parent
            path.append(at)
        top.update(dict.fromkeys(path, top.get(at, at)))
    return top
