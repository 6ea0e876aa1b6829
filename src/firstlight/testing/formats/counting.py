"""What a file declares of itself against what is in it."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.contracts.results import CaseResult, Declared, Outcome
from firstlight.testing.formats.values import plural

_NOTHING = Declared()


def declared_or_none(declared: Declared) -> Declared | None:
    """None for a file that claims nothing at all."""
    return None if declared == _NOTHING else declared


def differences(
    declared: Declared, cases: Sequence[CaseResult], *, extra: Declared = _NOTHING, holds: str = "no test"
) -> list[str]:
    """A sentence for each count that differs, and one where the file holds no test at all.

    `extra` is what the tool counts in another way than we do; its reason is told elsewhere. It is added to what is
    there before comparing.
    """
    outcomes = [case.outcome for case in cases]
    rows = (
        (declared.tests, len(cases), extra.tests, "test", "tests"),
        (declared.failed, outcomes.count(Outcome.FAILED), extra.failed, "failure", "failures"),
        (declared.errors, outcomes.count(Outcome.ERROR), extra.errors, "error", "errors"),
        (declared.skipped, outcomes.count(Outcome.SKIPPED), extra.skipped, "skipped test", "skipped tests"),
    )
    told = [
        f"The file declares {plural(claimed, one, many)}, {there} {'is' if there == 1 else 'are'} in it."
        for claimed, there, beside, one, many in rows
        if claimed is not None and claimed != there + (beside or 0)
    ]
    if not cases:
        told.append(f"The file holds {holds}.")
    return told
