"""How the command line shows things: JSON alone on standard output, everything for people beside it."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from typing import Any

from firstlight.contracts.tables import Problem
from firstlight.kernel.errors import Invalid, Refusal

#: Problems shown one by one; the rest is counted, since nobody reads a thousand.
MOST_PROBLEMS = 200

GLYPHS = {"met": "✓", "partly": "◐", "unmet": "✗", "unknown": "?", "stale": "↺", "not-applicable": "–", "accepted": "◐"}
_COLOURS = {"met": 32, "partly": 33, "unmet": 31, "unknown": 36, "stale": 35, "go": 32, "conditional": 33, "no-go": 31}


def print_json(name: str, document: dict[str, Any]) -> None:
    """One JSON document of that schema on standard output."""
    json.dump({"schema": f"firstlight/{name}/1", **document}, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def say(words: str = "") -> None:
    """A line for people, on standard error: it never mixes with JSON."""
    print(words, file=sys.stderr)


def show_refusal(refusal: Refusal) -> None:
    """A refusal with all its problems, on standard error."""
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    if not problems:
        say(refusal.sentence)
        return
    show_problems(problems)
    say(refusal.sentence)


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Each problem on its line."""
    for problem in problems[:MOST_PROBLEMS]:
        say(f"  {problem}")
    if len(problems) > MOST_PROBLEMS:
        say(f"  … and {len(problems) - MOST_PROBLEMS:,} more.")


def coloured(words: str, kind: str) -> str:
    """In colour on a terminal that has it; the words say the same without."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return words if plain or kind not in _COLOURS else f"\x1b[{_COLOURS[kind]}m{words}\x1b[0m"


def bold(words: str) -> str:
    """Bold on a terminal."""
    return f"\x1b[1m{words}\x1b[0m" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else words


def wrapped(words: str, indent: int, width: int = 100) -> str:
    """Wrapped lines, the first without the indent that the others get."""
    return textwrap.fill(words, width, subsequent_indent=" " * indent, initial_indent="")
