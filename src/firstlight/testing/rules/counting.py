"""Which of several results of one test counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from firstlight.contracts.results import Outcome
from firstlight.testing.naming import loose

#: The higher, the worse. Where several results are of the same moment, or of the same case, the worst speaks.
SEVERITY = {Outcome.PASSED: 0, Outcome.SKIPPED: 1, Outcome.DISCOUNTED: 2, Outcome.ERROR: 3, Outcome.FAILED: 4}
BAD = frozenset({Outcome.FAILED, Outcome.ERROR})


def identity_of(name: str, suite: str) -> str:
    """What all results of the same test have in common: a digest of suite and name as the tool writes them."""
    return hashlib.sha256(f"{suite}\x00{name}".encode(errors="surrogatepass")).hexdigest()


def identity_of_run(case: str, persona: str) -> str:
    """The same for what people did: of one case, as one kind of user."""
    return hashlib.sha256(f"run\x00{case}\x00{loose(persona)}".encode(errors="surrogatepass")).hexdigest()


class Ran(NamedTuple):
    """A result as far as it matters for which one counts. `key` is its own.

    `source` is the file it came in; each run of a person is one of its own. `guarded` where a pass would not count.
    `by_people` where a person ran it, who says by name which `case` it is.
    """

    key: int
    identity: str
    cycle: int
    source: int
    outcome: Outcome
    at: datetime
    imported: datetime
    guarded: bool = False
    case: int | None = None
    by_people: bool = False

    @property
    def discounted(self) -> bool:
        """Whether it is a pass that does not count."""
        return self.guarded and self.outcome is Outcome.PASSED


def latest_ones(results: Iterable[Ran]) -> dict[int, Outcome]:
    """The keys of the results that speak in their cycles, with how the test stands among all the cycles given.

    `results` are all that there are of each test in the cycles of one kind; of a case that people run, of the case.
    A pass of people that does not count holds nothing back: where anything else of the case counts, it is silent. So
    is one of a machine where people, who try the whole case, passed it since in a way that counts.
    """
    tests: dict[str, list[Ran]] = {}
    for one in results:
        tests.setdefault(one.identity, []).append(one)
    spoken = {identity: counting(same) for identity, same in tests.items()}
    silent = _silent(spoken.values())
    found: dict[int, Outcome] = {}
    for identity, same in tests.items():
        last = spoken[identity]
        if last.key in silent:
            continue
        stands = Outcome.DISCOUNTED if last.discounted else last.outcome
        for cycle in {one.cycle for one in same}:
            found[counting([one for one in same if one.cycle == cycle]).key] = stands
    return found


def _silent(spoken: Iterable[Ran]) -> set[int]:
    """Keys of passes that do not count, for which something else of the case speaks."""
    void = [one for one in spoken if one.discounted and one.case is not None]
    if not void:
        return set()
    shown: set[int | None] = set()
    passed: dict[int | None, datetime] = {}
    for one in spoken:
        if one.discounted or one.outcome is Outcome.SKIPPED:
            continue
        shown.add(one.case)
        if one.by_people and one.outcome is Outcome.PASSED:
            passed[one.case] = max(one.at, passed.get(one.case, one.at))
    return {
        one.key
        for one in void
        if (one.case in shown if one.by_people else one.case in passed and one.at < passed[one.case])
    }


def counting(results: Sequence[Ran]) -> Ran:
    """The one result that speaks for a test, of at least one.

    - A pass that does not count speaks only where nothing else does, or what does was skipped before it.
    - Of several in one file the worst speaks, since equal names need not be the same test run again.
    - Then the newest file, by the time of the test; of the same time, the one that came in later; of the same
      import, the worst.
    - A test that failed and was skipped afterwards has still failed; one that passed and was skipped afterwards has
      not been shown to work since.
    """
    if len(results) == 1:
        return results[0]
    passes = [one for one in results if one.discounted]
    rest = [one for one in results if not one.discounted] if passes else results
    spoken = _newest_of(rest) if rest else None
    if not passes:
        return spoken or results[0]
    pass_ = max(passes, key=_newest)
    waits = spoken is None or (spoken.outcome is Outcome.SKIPPED and _newest(spoken)[:2] < _newest(pass_)[:2])
    return pass_ if waits or spoken is None else spoken


def _newest_of(results: Sequence[Ran]) -> Ran:
    by_file: dict[int, Ran] = {}
    for one in results:
        known = by_file.get(one.source)
        by_file[one.source] = one if known is None else max(known, one, key=_worst)
    rounds = sorted(by_file.values(), key=_newest)
    last = rounds[-1]
    if last.outcome is Outcome.SKIPPED:
        executed = [one for one in rounds if one.outcome is not Outcome.SKIPPED]
        if executed and executed[-1].outcome in BAD:
            return executed[-1]
    return last


def _worst(one: Ran) -> tuple[int, datetime, int]:
    return SEVERITY[one.outcome], one.at, one.key


def _newest(one: Ran) -> tuple[datetime, datetime, int, int]:
    return one.at, one.imported, SEVERITY[one.outcome], one.key


def worst_of(outcomes: Sequence[Outcome]) -> Outcome | None:
    """What several tests of one case say together: the worst. None where there is none."""
    return max(outcomes, key=SEVERITY.__getitem__, default=None)
