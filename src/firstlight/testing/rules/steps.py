"""How the steps of a run ended, as data and as the lines that people read: “2 failed: the price is missing”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from firstlight.kernel.errors import Invalid

#: One step of a run: number, outcome and comment.
StepEnd = Mapping[str, Any]

OUTCOMES = ("passed", "failed", "blocked", "skipped")
_LINE = re.compile(r"(\d{1,3})[.:)]?\s+([A-Za-z]+)\s*(?:[:–—-]\s*(.*))?")
_MOST = 999
_LONGEST = 2000


def step_end(number: int, outcome: str, comment: str = "") -> dict[str, Any]:
    """A step as it is kept. Its comment is one line. Raises ValueError for what is no outcome or no number."""
    if outcome not in OUTCOMES:
        raise ValueError(f"“{outcome}” is no outcome; these are {', '.join(OUTCOMES)}")
    words = " ".join(comment.split())
    if not 1 <= number <= _MOST or len(words) > _LONGEST:
        raise ValueError(f"a step has a number from 1 to {_MOST} and a comment of at most {_LONGEST} characters")
    return {"number": number, "outcome": outcome, "comment": words}


def step_line(step: StepEnd) -> str:
    """The step as a line."""
    comment = f": {step['comment']}" if step["comment"] else ""
    return f"{step['number']} {step['outcome']}{comment}"


def outcome_of(numbers: Sequence[int], steps: Sequence[StepEnd], otherwise: str) -> str:
    """How a run ended by how its steps did: failed where one failed, blocked where one was, else passed.

    `numbers` are the steps of the case; where it has none, `otherwise` is how it ended. Invalid, naming them, where
    steps have no end, and for an outcome that there is not.
    """
    if not numbers:
        if otherwise not in OUTCOMES:
            raise Invalid("Say how it ended: passed, failed or blocked.")
        return otherwise
    ended = {step["number"]: step["outcome"] for step in steps}
    # After a step that failed or blocked the way, the next ones need no end.
    heavy = next((ended[number] for number in numbers if ended.get(number) in ("failed", "blocked")), "")
    missing = [str(number) for number in numbers if number not in ended]
    if missing and not heavy:
        raise Invalid(f"Say how each step ended; still open: {', '.join(missing)}.")
    return "failed" if "failed" in ended.values() else heavy or ("skipped" if "skipped" in ended.values() else "passed")


def steps_of(words: str) -> tuple[StepEnd, ...]:
    """The steps of such lines. Raises ValueError for a line that is none, and for a number that stands twice."""
    found: dict[int, StepEnd] = {}
    for line in filter(None, map(str.strip, words.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"“{line[:60]}” is none")
        step = step_end(int(match[1]), match[2].lower(), match[3] or "")
        if found.setdefault(step["number"], step) is not step:
            raise ValueError(f"step {step['number']} stands twice")
    return tuple(found.values())
