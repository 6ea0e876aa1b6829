"""Two people at one step at the same moment, on both databases: nothing is lost, nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.cutover import actions
from firstlight.cutover.models import Run, RunStep
from firstlight.kernel.errors import Conflict
from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend
from tests.ledger.test_two_at_once import together

__all__ = ["together"]


@pytest.fixture
def night(transactional_db: None, cast: Cast) -> Weekend:
    return weekend(cast, {"ref": "1"}, {"ref": "2"}, {"ref": "3", "predecessors": ("1",)})


def _seen(together: Any, run: Any) -> tuple[dict[str, Any], int, list[int]]:
    """Step 1, the version of the run, and the versions of all steps, as they are stored."""

    def look() -> tuple[dict[str, Any], int, list[int]]:
        step = RunStep.objects.values("state", "started_by", "note", "evidence", "changed").get(run=run, ref="1")
        changed = RunStep.objects.filter(run=run).order_by("ref").values_list("changed", flat=True)
        return step, Run.objects.get(pk=run.pk).version, list(changed)

    return together(look)[0]  # type: ignore[no-any-return]


def test_of_two_who_start_a_step_one_does_and_the_other_hears_who(night: Weekend, together: Any) -> None:
    before = night.version
    people = {ref: night.cast.context(ref) for ref in ("wo", "sl", "cm")}

    def work(ref: str) -> Any:
        return lambda: actions.start_step(people[ref], night.run, "1").started_by

    found = together(*(work(ref) for ref in people))
    done = [one for one in found if isinstance(one, str)]
    assert len(done) == 1
    assert [type(one) for one in found if not isinstance(one, str)] == [Conflict, Conflict]
    step, version, _ = _seen(together, night.run)
    assert (step["state"], step["started_by"], version) == ("running", done[0], before + 1)


def test_different_fields_at_the_same_moment_both_stand(night: Weekend, together: Any) -> None:
    before = night.version
    people = {ref: night.cast.context(ref) for ref in ("wo", "sl")}
    note = lambda: actions.note_step(people["wo"], night.run, "1", note="61 of 84", seen=before)  # noqa: E731
    evidence = lambda: actions.note_step(people["sl"], night.run, "1", evidence="Picture 4", seen=before)  # noqa: E731
    assert not [one for one in together(note, evidence) if isinstance(one, Exception)]
    step, version, _ = _seen(together, night.run)
    assert (step["note"], step["evidence"], version) == ("61 of 84", "Picture 4", before + 2)
    again = [lambda ref=ref: actions.note_step(people[ref], night.run, "1", note=ref, seen=version) for ref in people]
    found = together(*again)
    assert sum(isinstance(one, Conflict) for one in found) == 1
    refused = next(one for one in found if isinstance(one, Conflict))
    assert {refused.facts["theirs"], refused.facts["yours"]} == {"wo", "sl"}


def test_many_who_write_at_once_leave_versions_without_a_gap(night: Weekend, together: Any) -> None:
    before, people = night.version, {ref: night.cast.context(ref) for ref in ("wo", "sl", "pc", "cm")}

    def work(ref: str) -> Any:
        return lambda: [actions.note_step(people[ref], night.run, "2", note=f"{ref} {n}") for n in range(6)]

    found = together(*(work(ref) for ref in people))
    assert not [one for one in found if isinstance(one, Exception)]
    _, version, changed = _seen(together, night.run)
    assert version == before + 24
    assert changed[1] == version
    entries = together(lambda: Entry.objects.filter(action="cutover.step.noted").count())
    assert entries == [24]
