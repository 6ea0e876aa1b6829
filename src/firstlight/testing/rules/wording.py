"""How the standing of tests is told: whole sentences that a sponsor can read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from firstlight.contracts.results import Outcome
from firstlight.contracts.standing import HEAVIEST_FIRST, Status
from firstlight.testing.rules.completion import CycleStanding, Item, KindStanding
from firstlight.testing.rules.counting import BAD
from firstlight.testing.rules.kinds import words_of

#: How many records a sentence names before it counts the rest.
NAMED = 5
_LONGEST_NAME = 80


def day(when: date) -> str:
    """14 Nov 2026."""
    return f"{when.day} {when:%b %Y}"


def number_of(number: int, one: str, many: str) -> str:
    """1 case, 12 cases, 1,200 cases."""
    return f"{number:,} {one if number == 1 else many}"


def listed(names: Sequence[str], whole: int | None = None) -> str:
    """A, B and C; from the sixth on they are counted: A, B, C, D, E and 12 more."""
    shown = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in names[:NAMED]]
    more = (len(names) if whole is None else whole) - len(shown)
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def no_cycle(kind: str) -> str:
    """What to say, and where to put it, when no cycle of the kind is known."""
    return f"No {words_of(kind)} cycle is known: add one to tests/cases.xlsx."


def reasons(
    kind: KindStanding, today: date, tests: Mapping[int, Sequence[str]], void: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Why the cycles of a kind stand as they do, the heaviest first.

    `tests` names, by key of the cycle, some tests without a case that failed in it; `void` says by case why a pass of
    it does not count.
    """
    ordered = sorted(kind.cycles, key=lambda one: (HEAVIEST_FIRST.index(one.status(today)), one.cycle.ref))
    told: list[str] = []
    for standing in ordered:
        told += _of_cycle(standing, today, tests.get(standing.cycle.pk, ()))
    return (*told, *void_passes(void or {}))


def void_items(kind: KindStanding) -> list[Item]:
    """The cases that passed in a way that does not count, once each; the significant ones first."""
    found = {item.ref: item for one in kind.cycles for item in one.items if item.outcome is Outcome.DISCOUNTED}
    return sorted(found.values(), key=lambda item: (not item.significant, item.ref))


def void_passes(void: Mapping[str, str]) -> list[str]:
    """Why passes of these cases do not count, one sentence a case; the rest is counted."""
    told = [f"{ref} passed, but does not count: {lowered(sentence)}" for ref, sentence in list(void.items())[:NAMED]]
    more = len(void) - len(told)
    return (
        [*told, f"{number_of(more, 'more case', 'more cases')} passed in a way that does not count."] if more else told
    )


def lowered(sentence: str) -> str:
    """A sentence behind a colon: “It was run” goes on in lower case, a name stays a name."""
    return f"{sentence[0].lower()}{sentence[1:]}" if sentence.startswith(("It ", "Nobody ", "Somebody ")) else sentence


def _of_cycle(standing: CycleStanding, today: date, tests: Sequence[str]) -> list[str]:
    if not standing.executed:
        return [_nothing_run(standing, today)]
    told = [_headline(standing)]
    if standing.lenient and standing.status(today) is Status.PARTLY:
        told.append(f"The business accepts {standing.cycle.ref} incomplete, in writing: “{standing.lenient}”")
    significant = standing.open_significant()
    if significant:
        has, are = ("has", "is") if len(significant) == 1 else ("have", "are")
        told.append(f"{_named(significant)} {are} significant and {has} not passed in {standing.cycle.ref}.")
    told += _open_items(standing)
    told += _other_tests(standing, tests)
    if standing.passed < standing.whole and standing.status(today) is Status.PARTLY and standing.reached():
        told += _not_ended(standing, today)
    return told


def _nothing_run(standing: CycleStanding, today: date) -> str:
    cycle = standing.cycle
    cases = f" of its {number_of(len(standing.items), 'planned case', 'planned cases')}" if standing.items else ""
    if cycle.end and standing.ended(today):
        return f"{cycle.ref} ended on {day(cycle.end)}, and nothing{cases} was run."
    if cycle.start and cycle.start > today:
        return f"{cycle.ref} has not started; it is planned from {day(cycle.start)}."
    return f"Nothing{cases} has been run in {cycle.ref} yet: put its result files under tests."


def _headline(standing: CycleStanding) -> str:
    cycle, items, share = standing.cycle, len(standing.items), standing.cycle.exit_pass_share
    one, many = ("planned case", "planned cases") if standing.planned else ("test", "tests")
    whole = items if standing.planned else standing.whole
    missing = whole - standing.passed
    if not missing:
        all_of = f"All {whole:,} {many} of {cycle.ref} have" if whole > 1 else f"The only {one} of {cycle.ref} has"
        return f"{all_of} passed."
    have = "has" if missing == 1 else "have"
    told = f"{missing:,} of {whole:,} {many} of {cycle.ref} {have} not passed"
    if share == 100:
        return f"{told}."
    reached = "is reached" if standing.reached() else "is not reached"
    return f"{told}; the exit criterion of {share} % {reached}."


def _open_items(standing: CycleStanding) -> list[str]:
    """The cases without a pass, by what happened to them."""
    ref, told = standing.cycle.ref, []
    failed = sorted(
        (item for item in standing.items if item.outcome in BAD), key=lambda item: (not item.significant, item.ref)
    )
    if failed:
        told.append(f"{_named(failed)} of {ref} failed when last run.")
    silent = [item for item in standing.items if item.outcome is None]
    if silent:
        told.append(f"{_named(silent)} {'has' if len(silent) == 1 else 'have'} no result in {ref}.")
    skipped = [item for item in standing.items if item.outcome is Outcome.SKIPPED]
    if skipped:
        told.append(f"{_named(skipped)} {'was' if len(skipped) == 1 else 'were'} skipped in {ref}.")
    void = [item for item in standing.items if item.outcome is Outcome.DISCOUNTED]
    if void:
        told.append(
            f"{_named(void)} passed in {ref}, but {'that pass does' if len(void) == 1 else 'those passes do'} "
            "not count."
        )
    return told


def _other_tests(standing: CycleStanding, tests: Sequence[str]) -> list[str]:
    """Results that belong to no case of the cycle."""
    ref, counts = standing.cycle.ref, Counter(standing.tests)
    wrong, whole = standing.tests_gone_wrong, counts.total()
    if not whole:
        return []
    if standing.planned:
        belong = "belongs" if whole == 1 else "belong"
        failing = "none of them failed" if not wrong else f"{wrong:,} of them failed"
        return [f"{number_of(whole, 'test', 'tests')} of {ref} {belong} to no case planned in it; {failing}."]
    told = [f"{listed(tests, wrong)} of {ref} failed when last run."] if wrong and tests else []
    if counts[Outcome.SKIPPED]:
        were = "was" if counts[Outcome.SKIPPED] == 1 else "were"
        told.append(f"{number_of(counts[Outcome.SKIPPED], 'test', 'tests')} of {ref} {were} skipped.")
    if counts[Outcome.DISCOUNTED]:
        tests = number_of(counts[Outcome.DISCOUNTED], "test", "tests")
        told.append(f"{tests} of {ref} passed in a way that does not count.")
    told.append(f"No case is planned in {ref}, so the tests of its result files are counted.")
    return told


def _not_ended(standing: CycleStanding, today: date) -> list[str]:
    cycle = standing.cycle
    if cycle.end is None:
        return [f"{cycle.ref} has no last day, so it is complete only when everything in it has passed."]
    return [] if standing.ended(today) else [f"{cycle.ref} runs until {day(cycle.end)}."]


def _named(items: Sequence[Item]) -> str:
    return listed([f"{item.ref} ({item.title})" for item in items])
