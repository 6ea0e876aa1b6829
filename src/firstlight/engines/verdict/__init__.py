"""The verdict: a pure function from checks and conditions to a word with its reasons.

    judge(checks, conditions) -> Verdict(word, reasons)

Rules, in the order of their weight (docs/algorithms/verdict.md):

1. A mandatory check that is unmet or unknown, without an accepted risk, gives no-go; so does a condition that lapsed.
2. An accepted risk on such a check, a mandatory check that is only partly met, an open condition, or a signature
   that no longer covers what is there, gives conditional.
3. Otherwise go. Where there is no mandatory check to judge by, nothing is known, and that is no-go.

A check that rolls up others is never counted: its facts are counted where they stand. No percentage decides.
"""

from firstlight.engines.verdict.judging import CheckFacts, Condition, Reason, Verdict, area_mark, judge

VERSION = "2"

__all__ = ["VERSION", "CheckFacts", "Condition", "Reason", "Verdict", "area_mark", "judge"]
