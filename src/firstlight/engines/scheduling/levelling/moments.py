"""When a task may start and how long it then lasts, as pieces of time for a solver; seconds since 1970 throughout.

All instants that matter are whole `step`s apart, so the next one before `at` is `at - step`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from firstlight.engines.scheduling.early import ended
from firstlight.engines.scheduling.working_time import Stretch, WorkingTime

#: First and last start, and how long it is from there to the end by the clock.
Piece = tuple[int, int, int]
#: From and until when something is asked; what is then answered at the first of them, and how fast that grows: 0 or 1.
Part = tuple[int, int, int, int]


def pieces(time: WorkingTime, duration: int, first: int, last: int, step: int) -> list[Piece]:
    """Where work of that length may start and be done between two instants, outside of black-outs.

    Without a length it may also stand where work has just stopped.
    """
    near = time.worked(first, last)
    if duration:
        found = _lasting(near, duration, step)
    else:
        found = [(start, end, 0) for start, end in near]
        found += [(at, at, 0) for at in {first, last} if time.touches(at) and not _holds(found, at)]
    if duration:
        found = _ended_later(time, duration, found, last)
    for start, end in time.blackouts:
        found = cut(found, lambda lasts, start=start, end=end: (start, end - step))  # type: ignore[misc]
        if duration:
            found = cut(
                found,
                lambda lasts, start=start, end=end: (start - lasts + step, end - lasts - step),  # type: ignore[misc]
            )
    return found


def _ended_later(time: WorkingTime, duration: int, found: list[Piece], last: int) -> list[Piece]:
    """With those that stop in a black-out and end when work goes on, each a piece of its own."""
    moved = []
    for start in {high for _low, high, lasts in found if any(one < high + lasts < end for one, end in time.blackouts)}:
        stops, end = time.add(start, duration), ended(time, duration, start)
        if stops < end <= last:
            moved.append((start, start, end - start))
    return [*found, *moved]


def _holds(found: Iterable[Piece], at: int) -> bool:
    return any(first <= at <= last for first, last, _lasts in found)


def _lasting(near: Sequence[Stretch], duration: int, step: int) -> list[Piece]:
    found: list[Piece] = []
    before, worked = [], 0
    for start, end in near:
        before.append(worked)
        worked += end - start
    done = 0
    for at, (start, end) in enumerate(near):
        # Work that starts here is done in one of the stretches from `done` on.
        while done < len(near) and before[done] + near[done][1] - near[done][0] < before[at] + duration:
            done += 1
        for other in range(max(done, at), len(near)):
            if before[other] >= before[at] + (end - step - start) + duration:
                break
            ends_here = start - before[at] - duration
            low = max(start, ends_here + before[other] + step)
            high = min(end - step, ends_here + before[other] + near[other][1] - near[other][0])
            if low <= high:
                found.append((low, high, near[other][0] - before[other] - ends_here))
    return found


def cut(found: Iterable[Piece], out: Callable[[int], Stretch]) -> list[Piece]:
    """The pieces without the starts from the first to the last that `out` names for how long it lasts."""
    left: list[Piece] = []
    for first, last, lasts in found:
        low, high = out(lasts)
        if low > high or high < first or low > last:
            left.append((first, last, lasts))
            continue
        if first < low:
            left.append((first, low - 1, lasts))
        if high < last:
            left.append((high + 1, last, lasts))
    return left


def while_there(found: Iterable[Piece], gaps: Iterable[Stretch], step: int) -> list[Piece]:
    """The pieces in which nothing is worked in any of the gaps, in which somebody is not there."""
    left = list(found)
    for start, end in gaps:
        left = cut(left, lambda lasts, start=start, end=end: (start - lasts + step, end - step))  # type: ignore[misc]
    return left


def gaps(worked: Iterable[Stretch], there: Sequence[Stretch]) -> list[Stretch]:
    """What of the first stretches is in none of the second; both in order."""
    found: list[Stretch] = []
    for start, end in worked:
        at = start
        for first, last in there:
            if last <= at or first >= end:
                continue
            if first > at:
                found.append((at, first))
            at = max(at, last)
        if at < end:
            found.append((at, end))
    return found


def parts(answer: Callable[[int], int], corners: Iterable[int], first: int, last: int, step: int) -> list[Part]:
    """What `answer`, which never falls and grows by 0 or 1, says from one instant to another.

    Between `corners` it is straight, or it is looked at more closely.
    """
    marks = {first, last} | {
        at for corner in corners for at in (corner - step, corner, corner + step) if first <= at <= last
    }
    order = sorted(marks)
    found: list[Part] = []
    for low, high in pairwise(order):
        _straight(answer, low, high - step, step, found)
    _straight(answer, last, last, step, found)
    joined: list[Part] = []
    for part in found:
        if joined and _goes_on(joined[-1], part):
            joined[-1] = (joined[-1][0], part[1], joined[-1][2], joined[-1][3])
        else:
            joined.append(part)
    return joined


def _straight(answer: Callable[[int], int], low: int, high: int, step: int, found: list[Part]) -> None:
    if low > high:
        return
    begin, end = answer(low), answer(high)
    middle = low + (high - low) // (2 * step) * step
    halfway = answer(middle)
    if begin == end:
        found.append((low, high, begin, 0))
    elif end - begin == high - low and halfway - begin == middle - low:
        found.append((low, high, begin, 1))
    else:
        _straight(answer, low, middle, step, found)
        _straight(answer, middle + step, high, step, found)


def _goes_on(before: Part, part: Part) -> bool:
    """Whether a part only goes on where the one before ended."""
    first, _last, said, grows = before
    return (part[3] == grows or part[0] == part[1]) and part[2] == said + grows * (part[0] - first)
