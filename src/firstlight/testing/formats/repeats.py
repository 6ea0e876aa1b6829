"""One test written several times: a retry, or several tests under one name? Only the file can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from firstlight.contracts.results import CaseResult, Outcome
from firstlight.testing.formats.values import plural

_identity = itemgetter(1, 0)
_BAD = (Outcome.FAILED, Outcome.ERROR)


def settle_repeats(
    cases: list[CaseResult], troubled: Iterable[CaseResult], declared: int | None
) -> tuple[list[CaseResult], list[str]]:
    """The cases that count, and sentences on tests that failed and passed later under the same suite and name.

    `troubled` are those of the cases that did not pass; `declared` is how many tests the file says it holds.

    All entries stay, since equal names do not make a retry: parametrised tests often share one. They are folded into
    the last entry only where the file itself counts that way, that is, where it declares as many tests as there are
    different names in it.
    """
    failed = [case for case in troubled if case.outcome in _BAD]
    if not failed:
        return cases, []
    names = {case.name for case in failed}
    recovered = _recovered([case for case in cases if case[0] in names])
    if not recovered:
        return cases, []
    tests = plural(len(recovered), "test", "tests")
    if declared is not None and declared < len(cases) and all(case.name for case in cases):
        last = {_identity(case): case for case in cases}
        if len(last) == declared:
            return list(last.values()), [f"{tests} passed only on a retry ({_named(recovered)})."]
    return cases, [
        f"{tests} failed and passed later under the same name ({_named(recovered)}). Every entry is counted, because "
        "the file does not say that it is a retry."
    ]


def _recovered(cases: list[CaseResult]) -> list[tuple[str, str]]:
    """Suites and names with a passed entry after a failed one, in order."""
    failed: set[tuple[str, str]] = set()
    recovered: Counter[tuple[str, str]] = Counter()
    for case in cases:
        if case.outcome in _BAD:
            failed.add(_identity(case))
        elif case.outcome is Outcome.PASSED and _identity(case) in failed:
            recovered[_identity(case)] += 1
    return list(recovered)


def _named(tests: list[tuple[str, str]]) -> str:
    shown = ", ".join(f"“{name[:80]}”" for _, name in tests[:3])
    return shown if len(tests) <= 3 else f"{shown} and {len(tests) - 3} more"
