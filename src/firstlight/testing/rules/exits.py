"""When a cycle may end although it is incomplete. No database, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.testing.rules.completion import Item
from firstlight.testing.rules.findings import NEEDED, FindingFacts, lacking
from firstlight.testing.rules.wording import listed, number_of


def hindrances(open_cases: Sequence[Item], findings: Sequence[FindingFacts]) -> tuple[str, ...]:
    """What stands against it, as sentences: something significant, or something of which nobody says who and when.

    `open_cases` have not passed; `findings` are open. An open case is spoken of by a finding that names it.
    """
    told = []
    if heavy := [f"{item.ref} {item.title}" for item in open_cases if item.significant]:
        told.append(f"{listed(heavy)} {'is' if len(heavy) == 1 else 'are'} significant and not passed.")
    if heavy := [one.text for one in findings if one.significant]:
        told.append(f"{listed(heavy)} {'is' if len(heavy) == 1 else 'are'} of high or critical severity and open.")
    bare = [(one.text, missing) for one in findings if (missing := lacking(one))]
    if unsaid := [f"{text} ({' and '.join(NEEDED[key] for key in missing)})" for text, missing in bare]:
        told.append(f"Open without what is needed: {listed(unsaid)}.")
    if silent := unspoken(open_cases, findings):
        has = number_of(len(silent), "case has", "cases have")
        told.append(f"{has} not passed, and no open finding says who sees to it and by when: {listed(silent)}.")
    return tuple(told)


def unspoken(open_cases: Sequence[Item], findings: Sequence[FindingFacts]) -> tuple[str, ...]:
    """Refs of open cases that no open finding names."""
    named = {one.case for one in findings}
    return tuple(item.ref for item in open_cases if item.ref not in named)
