"""Mitigations past their date count against the verdict: what was promised and not done is an open condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from firstlight.assurance.models import ActionItem
from firstlight.engines.verdict import CheckFacts
from firstlight.engines.verdict.judging import NOT_APPLICABLE, Condition


def broken_promises(
    checks: Iterable[CheckFacts], actions: Mapping[str, Sequence[ActionItem]], today: date
) -> Iterator[Condition]:
    """A condition for each check that applies and has a mitigation past its date.

    It adds to whatever the check says itself: an accepted risk whose mitigation is late is no longer borne as it was
    agreed, and a check that is met while its mitigation is late is not the whole truth.
    """
    for check in checks:
        if check.rolls_up or check.status == NOT_APPLICABLE:
            continue
        late = [one for one in actions.get(check.ref, ()) if one.is_open and one.due and one.due < today]
        if late:
            yield Condition(check.ref, _sentence(late, today))


def _sentence(late: Sequence[ActionItem], today: date) -> str:
    worst = min(late, key=lambda one: one.due or today)
    days = (today - worst.due).days if worst.due else 0
    who = f", promised by {worst.owner}," if worst.owner else ""
    more = f" Late besides, of this check: {len(late) - 1}." if len(late) > 1 else ""
    return f"The mitigation “{worst.title}” ({worst.ref}){who} is {days} {'day' if days == 1 else 'days'} late.{more}"
