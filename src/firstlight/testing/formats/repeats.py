"""One test written several times: a retry, or several tests under one name? Only the file can tell."""

from __future__ import annotations

from collections.abc import Iterable

from firstlight.contracts.results import Cases, Outcome
from firstlight.testing.formats.values import plural

_BAD = (Outcome.FAILED, Outcome.ERROR)


def settle_repeats(cases: Cases, troubled: Iterable[int], declared: int | None) -> tuple[Cases, list[str]]:
    """The cases that count, and sentences on tests that failed and passed later under the same suite and name.

    `troubled` are the places of those that did not pass, or of more; `declared` is how many tests the file says it
    holds.

    All entries stay, since equal names do not make a retry: parametrised tests often share one. They are folded into
    the last entry only where the file itself counts that way, that is, where it declares as many tests as there are
    different names in it.
    """
    failed = [place for place in troubled if cases.outcomes[place] in _BAD]
    if not failed:
        return cases, []
    names = {cases.names[place] for place in failed}
    recovered = _recovered(cases, [place for place, name in enumerate(cases.names) if name in names])
    if not recovered:
        return cases, []
    tests = plural(len(recovered), "test", "tests")
    if declared is not None and declared < len(cases) and all(cases.names):
        last = {test: place for place, test in enumerate(zip(cases.suites, cases.names, strict=True))}
        if len(last) == declared:
            return cases.at(last.values()), [f"{tests} passed only on a retry ({_named(recovered)})."]
    return cases, [
        f"{tests} failed and passed later under the same name ({_named(recovered)}). Every entry is counted, because "
        "the file does not say that it is a retry."
    ]


def _recovered(cases: Cases, places: Iterable[int]) -> list[tuple[str, str]]:
    """Suites and names with a passed entry after a failed one, in order."""
    failed: set[tuple[str, str]] = set()
    recovered: dict[tuple[str, str], None] = {}
    for place in places:
        test = cases.suites[place], cases.names[place]
        if cases.outcomes[place] in _BAD:
            failed.add(test)
        elif cases.outcomes[place] is Outcome.PASSED and test in failed:
            recovered[test] = None
    return list(recovered)


def _named(tests: list[tuple[str, str]]) -> str:
    shown = ", ".join(f"“{name[:80]}”" for _, name in tests[:3])
    return shown if len(tests) <= 3 else f"{shown} and {len(tests) - 3} more"
