"""What a file declares of itself against what is in it."""

from __future__ import annotations

from collections import Counter

from firstlight.contracts.results import Cases, Declared, Outcome
from firstlight.intake.reading.xml import XmlSource
from firstlight.testing.formats import values
from firstlight.testing.formats.values import plural

#: No claim at all.
NOTHING = Declared()
#: More than any one run that we know of; each costs some two hundred bytes.
MOST_CASES = 500_000


def check_number(source: XmlSource, cases: int) -> None:
    """Refuse a file with too many cases to keep. To be called while reading."""
    if cases > MOST_CASES:
        raise source.unreadable(f"it holds more than {MOST_CASES} tests")


def plus(one: Declared, other: Declared) -> Declared:
    """The sum of two claims; what neither claims stays unclaimed."""
    if one is NOTHING:
        return other
    return Declared(*(values.total([left, right]) for left, right in zip(_parts(one), _parts(other), strict=True)))


def rather(own: Declared, other: Declared) -> Declared:
    """The first claim, completed by the other where it says nothing."""
    if other is NOTHING:
        return own
    return Declared(
        *(left if left is not None else right for left, right in zip(_parts(own), _parts(other), strict=True))
    )


def _parts(declared: Declared) -> tuple[int | None, int | None, int | None, int | None]:
    return declared.tests, declared.failed, declared.errors, declared.skipped


class Unclear:
    """Outcomes that are neither a pass nor a failure, by the word the tool has for them."""

    MOST = 10

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()
        self._others = 0

    def note(self, word: str) -> None:
        """Remember one test that ended so."""
        word = word[:60]
        if word in self._words or len(self._words) < self.MOST:
            self._words[word] += 1
        else:
            self._others += 1

    def sentences(self) -> list[str]:
        """How many tests ended in which of these ways."""
        ways = [(number, f"as “{word}”") for word, number in self._words.items()]
        if self._others:
            ways.append((self._others, "in other unknown ways"))
        return [
            f"{plural(number, 'test', 'tests')} ended {way} and {'counts' if number == 1 else 'count'} as skipped."
            for number, way in ways
        ]


def declared_or_none(declared: Declared) -> Declared | None:
    """None for a file that claims nothing at all."""
    return None if declared == NOTHING else declared


def tally(cases: Cases) -> Counter[Outcome]:
    """How many cases ended in which way."""
    found: Counter[Outcome] = Counter(
        {outcome: cases.how_many(outcome) for outcome in Outcome if outcome is not Outcome.PASSED}
    )
    found[Outcome.PASSED] = len(cases) - found.total()
    return found


def differences(declared: Declared, tests: int, outcomes: Counter[Outcome], *, extra: Declared = NOTHING) -> list[str]:
    """A sentence for each count that differs, and one where the file holds no test at all.

    `extra` is what the tool counts in another way than we do; its reason is
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
