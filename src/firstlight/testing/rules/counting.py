"""Which of several results of one test counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from firstlight.contracts.results import Outcome

#: The higher, the worse. Where several results are of the same moment, or of the same case, the worst speaks.
SEVERITY = {Outcome.PASSED: 0, Outcome.SKIPPED: 1, Outcome.ERROR: 2, Outcome.FAILED: 3}
BAD = frozenset({Outcome.FAILED, Outcome.ERROR})


def identity_of(name: str, suite: str) -> str:
    """What all results of the same test have in common: a digest of suite and name as the tool writes them."""
    return hashlib.sha256(f"{suite}\x00{name}".encode(errors="surrogatepass")).hexdigest()


class Ran(NamedTuple):
    """A result as far as it matters for which one counts. `source` is the file it came in. `key` is its own."""

    key: int
    identity: str
    cycle: int
    source: int
    outcome: Outcome
    at: datetime
    imported: datetime


def latest_ones(results: Iterable[Ran]) -> dict[int, Outcome]:
    """The keys of the results that count in their cycles, with the outcome that counts among all the cycles given.

    `results` are all that there are of each test in the cycles of one kind.
    """
    tests: dict[str, list[Ran]] = {}
    for one in results:
        tests.setdefault(one.identity, []).append(one)
    found: dict[int, Outcome] = {}
    for same in tests.values():
        if len(same) == 1:
            found[same[0].key] = same[0].outcome
            continue
        last = counting(same).outcome
        for cycle in {one.cycle for one in same}:
            found[counting(one for one in same if one.cycle == cycle).key] = last
    return found


def counting(results: Iterable[Ran]) -> Ran:
    """The one result that speaks for a test, of at least one.

    - Of several in one file the worst speaks, since equal names need not be the same test run again.
    - Then the newest file, by the time of the test; of the same time, the one that came in later; of the same
      import, the worst.
    - A test that failed and was skipped afterwards has still failed; one that passed and was skipped afterwards has
      not been shown to work since.
    """
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
