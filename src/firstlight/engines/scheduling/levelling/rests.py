"""Rules of rest in the model: what somebody does lies in blocks, none longer than allowed, with rest between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from firstlight.engines.scheduling.levelling.roster import rested
from firstlight.engines.scheduling.working_time import Stretch

if TYPE_CHECKING:
    from firstlight.engines.scheduling.levelling.timed import Question, Timed

#: Pairs of a task and a block for one person; with more the rule is left to whoever looks at the answer.
_MOST = 4_000


def keep_rest(question: Question, person: int, own: Sequence[tuple[int, Any]], duty: Sequence[Stretch]) -> None:
    """Whoever has a rule of rest: `own` are tasks with whether they do them, `duty` what has begun, as it is worked.

    Work that may pause for as long as a rest is left out, since it lies in two blocks: no bound is wrong for that.
    """
    rest, step = question.timed.team.people[person].rest, question.timed.step
    if rest is None:
        return
    longest, least = int(rest.longest.total_seconds()), int(rest.least.total_seconds())
    if not rested(duty, longest, least):
        # Who is at it for too long already is taken for nothing more.
        for _number, literal in own:
            question.model.add(literal == 0)
        return
    whole = [(number, literal) for number, literal in own if _unbroken(question.timed, number, least)]
    blocks = _blocks(question, whole, duty, longest // step, -(-least // step))
    for number, literal in whole if blocks else ():
        within = [question.model.new_bool_var("") for _ in blocks]
        question.model.add_exactly_one([*within, literal.negated()])
        for chosen, (begins, ends) in zip(within, blocks, strict=True):
            question.model.add(begins <= question.starts[number]).only_enforce_if(chosen)
            question.model.add(ends >= question.ends[number]).only_enforce_if(chosen)
    for start, end in duty if blocks else ():
        within = [question.model.new_bool_var("") for _ in blocks]
        question.model.add_exactly_one(within)
        for chosen, (begins, ends) in zip(within, blocks, strict=True):
            question.model.add(begins <= question.on_step(start, up=True)).only_enforce_if(chosen)
            question.model.add(ends >= question.on_step(end)).only_enforce_if(chosen)


def _unbroken(timed: Timed, number: int, least: int) -> bool:
    """Whether a task never pauses for as long as a rest, and ends when it is done."""
    time = timed.network.times[number]
    if time.steady:
        return True
    worked = time.worked(timed.begin, timed.end)
    return not time.blackouts and all(later - end < least for (_, end), (later, _) in pairwise(worked))


def _blocks(
    question: Question, whole: Sequence[tuple[int, Any]], duty: Sequence[Stretch], longest: int, least: int
) -> list[tuple[Any, Any]]:
    """Starts and ends of as many blocks as there can be; those that are not needed lie behind the end, or are empty."""
    if not whole:
        return []
    timed, model = question.timed, question.model
    first = min([0, *(question.on_step(start) for start, _end in duty)])
    last = question.on_step(question.end)
    shortest = min(timed.network.duration[number] for number, _ in whole) // timed.step
    count = min(len(whole) + len(duty), max((last - first + least) // (shortest + least), 1) + len(duty))
    if count * (len(whole) + len(duty)) > _MOST:
        return []
    beyond = last + count * (least + 1)
    blocks = [(model.new_int_var(first, beyond, ""), model.new_int_var(first, beyond, "")) for _ in range(count)]
    for begins, ends in blocks:
        model.add(ends >= begins)
        model.add(ends <= begins + longest)
    for (_, ends), (begins, _) in pairwise(blocks):
        model.add(begins >= ends + least)
    return blocks
