"""What a file declares of itself against what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from firstlight.contracts.results import CaseResult, Declared, Outcome
from firstlight.testing.formats.values import plural

_NOTHING = Declared()


def declared_or_none(declared: Declared) -> Declared | None:
    """None for a file that claims nothing at all."""
    return None if declared == _NOTHING else declared


def tally(cases: Iterable[CaseResult]) -> Counter[Outcome]:
    """How many cases ended in which way."""
    return Counter(case.outcome for case in cases)


def differences(declared: Declared, tests: int, outcomes: Counter[Outcome], *, extra: Declared = _NOTHING) -> list[str]:
    """A sentence for each count that differs, and one where the file holds no test at all.

    `outcomes` may leave out the passed ones. `extra` is what the tool counts in another way than we do; its reason is
    told elsewhere. It is added to what is there before comparing.
    """
    rows = (
        (declared.tests, tests, extra.tests, "test", "tests"),
        (declared.failed, outcomes[Outcome.FAILED], extra.failed, "failure", "failures"),
        (declared.errors, outcomes[Outcome.ERROR], extra.errors, "error", "errors"),
        (declared.skipped, outcomes[Outcome.SKIPPED], extra.skipped, "skipped test", "skipped tests"),
    )
    told = [
        f"The file declares {plural(claimed, one, many)}, {there} {'is' if there == 1 else 'are'} in it."
        for claimed, there, beside, one, many in rows
        if claimed is not None and claimed != there + (beside or 0)
    ]
    if not tests:
        told.append("The file holds no test.")
    return told
