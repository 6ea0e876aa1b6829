"""Scope and test cases as an outline, which is how people think of them.

    65 Order to cash | Owner                            an end-to-end process; 65.20 an area, 65.20.025 a process
      ~65.20.300 Run shops | Owner                      not in scope
      R-112 M The usual assortment stands on screen     a requirement: must, should or could
        {regulatory: the rule} or {non-functional}
        (out: W2) not in this go-live; [CR-41] came with a change request
        + TC-021 SU! Order clerk: What is tried (R-113) [2026-11-18 15:00]

A case is a usual path (+) or an edge (-), of system integration (S: both cycles, s: the second) or user acceptance
(U, u) or both; `!` marks a significant one. It tests the requirement above it and those in brackets. A time in square
brackets is when the case was written. A line that begins with a bracket goes on with the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from northmere.timeline import at

#: When each change request was decided.
CHANGE_REQUESTS = {"CR-41": at("2026-11-17 10:00")}

_LEVELS = {2: 1, 5: 2, 9: 3}
_PRIORITIES = {"M": "must", "S": "should", "C": "could"}
_CYCLES = {"S": ("SIT-1", "SIT-2"), "s": ("SIT-2",), "U": ("UAT-1", "UAT-2"), "u": ("UAT-2",)}

_PROCESS = re.compile(r"(?P<out>~?)(?P<ref>\d[\d.]*) (?P<title>[^|]+) \| (?P<owner>.+)")
_REQUIREMENT = re.compile(r"(?P<ref>R-\d+) (?P<priority>[MSC]) (?P<title>.+)")
_CASE = re.compile(
    r"(?P<path>[+-]) (?P<ref>TC-\d+) (?P<cycles>[SsUu]+)(?P<weight>!?) (?P<persona>[^:]+): (?P<title>.+)"
)


@dataclass(frozen=True, slots=True)
class Process:
    """A process; `level` as in the scope: 1 end to end, 2 area, 3 process."""

    ref: str
    title: str
    level: int
    parent: str
    owner: str
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement. `rollout` is where it went when it is out of scope, `change` the change request it came with."""

    ref: str
    title: str
    kind: str
    priority: str
    process: str
    regulation: str
    rollout: str
    change: str
    owner: str

    @property
    def since(self) -> datetime | None:
        """When it became part of the scope; None for the beginning."""
        return CHANGE_REQUESTS[self.change] if self.change else None


@dataclass(frozen=True, slots=True)
class Case:
    """A test case; `since` is when it was written, None for the beginning."""

    ref: str
    title: str
    path: str
    process: str
    requirements: tuple[str, ...]
    cycles: tuple[str, ...]
    persona: str
    significant: bool
    owner: str
    since: datetime | None


@dataclass(slots=True)
class Outline:
    """What the texts hold."""

    processes: list[Process]
    requirements: list[Requirement]
    cases: list[Case]


def read(*texts: str) -> Outline:
    """All of the texts. Raises ValueError with the line that fits no form."""
    found = Outline([], [], [])
    for text in texts:
        process: Process | None = None
        for line in _lines(text):
            if match := _REQUIREMENT.fullmatch(line):
                if process is None:
                    raise ValueError(f"a requirement before any process: {line}")
                found.requirements.append(_requirement(match, process))
            elif match := _CASE.fullmatch(line):
                found.cases.append(_case(match, found.requirements[-1]))
            elif match := _PROCESS.fullmatch(line):
                process = _process(match)
                found.processes.append(process)
            else:
                raise ValueError(f"no process, requirement or case: {line}")
    return found


def _lines(text: str) -> Iterator[str]:
    """Whole lines: those that begin with a bracket belong to the one before."""
    whole = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line[0] in "{([":
            whole += f" {line}"
        else:
            yield from filter(None, (whole,))
            whole = line
    yield whole


def _process(match: re.Match[str]) -> Process:
    ref = match["ref"]
    level = _LEVELS[len(ref)]
    parent = {1: "", 2: ref[:2], 3: ref[:5]}[level]
    return Process(ref, match["title"], level, parent, match["owner"], not match["out"])


def _taken(title: str, pattern: str) -> tuple[str, str]:
    """The title without what the pattern finds, and its first group."""
    match = re.search(rf"\s*{pattern}", title)
    return (title[: match.start()] + title[match.end() :], match[1]) if match else (title, "")


def _requirement(match: re.Match[str], process: Process) -> Requirement:
    title, rollout = _taken(match["title"], r"\(out: (W\d)\)")
    title, change = _taken(title, r"\[(CR-\d+)\]")
    title, rule = _taken(title, r"\{regulatory: ([^}]+)\}")
    title, plain = _taken(title, r"\{(non-functional)\}")
    kind = "regulatory" if rule else plain or "functional"
    priority = _PRIORITIES[match["priority"]]
    return Requirement(match["ref"], title, kind, priority, process.ref, rule, rollout, change, process.owner)


def _case(match: re.Match[str], requirement: Requirement) -> Case:
    title, written = _taken(match["title"], r"\[(\d{4}-[\d -:]+)\]")
    title, others = _taken(title, r"\((R-[^)]*)\)")
    return Case(
        ref=match["ref"],
        title=title,
        path="usual" if match["path"] == "+" else "edge",
        process=requirement.process,
        requirements=(requirement.ref, *filter(None, others.split(", "))),
        cycles=tuple(cycle for letter in match["cycles"] for cycle in _CYCLES[letter]),
        persona=match["persona"],
        significant=bool(match["weight"]),
        owner=requirement.owner,
        since=at(written) if written else None,
    )
