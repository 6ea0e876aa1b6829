"""Two who freeze the scope, or compare the same item, at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.kernel.errors import Conflict, Invalid
from firstlight.scope.actions import change_parts, compare_item, keep_baseline
from firstlight.scope.models import Baseline, SolutionPart
from firstlight.scope.rules import Comparison
from firstlight.scope.sheets import PARTS
from tests.cast import Cast, added
from tests.ledger.test_two_at_once import together as together


@pytest.fixture(autouse=True)
def _a_part(transactional_db: None, cast: Cast) -> None:
    """It is there before the threads get their copy of the database."""
    change_parts(cast.machine, cast.project, [added(PARTS, ref="P-1", title="Finance", kind="application")])


@pytest.mark.requirement("SCO-06")
def test_two_who_freeze_the_scope_at_once_make_one_baseline(cast: Cast, together: Any) -> None:
    context = cast.context("pl")
    found = together(*[lambda: keep_baseline(context, name="Scope as agreed")] * 4)
    made = [one for one in found if isinstance(one, Baseline)]
    assert [one.number for one in made] == [1]
    assert sum(isinstance(one, Invalid) for one in found) == 3, found


@pytest.mark.requirement("SCO-05")
def test_of_two_who_compare_an_item_at_once_one_is_told(cast: Cast, together: Any) -> None:
    contexts = {who: cast.context(who) for who in ("po", "wo")}

    def say(who: str, state: str) -> Any:
        outcome = Comparison(state, gap_owner=who)
        return lambda: compare_item(contexts[who], kind="part", ref="P-1", outcome=outcome, before=Comparison())

    found = together(say("po", "missing"), say("wo", "partial"))
    (made,) = [one for one in found if isinstance(one, SolutionPart)]
    assert sum(isinstance(one, Conflict) for one in found) == 1, found
    assert made.gap_owner in ("po", "wo")
