"""PSPLIB instances (.sm): projects with limited resources that planners measure themselves on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firstlight.contracts.tables import Problem as Fault
from firstlight.contracts.tables import Unreadable
from firstlight.engines.scheduling.levelling import Problem

_MOST = 5_000_000
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance: the problem, whose task n is the job n + 1 of the file."""

    problem: Problem


def is_psplib(data: bytes) -> bool:
    """Whether these bytes are such a file."""
    return b"PRECEDENCE RELATIONS:" in data[:20_000] and b"renewable" in data[:20_000]


def read_psplib(data: bytes, file: str) -> Instance:
    """The instance in a file with one mode for each job. Raises Unreadable, with the line and what is accepted."""
    if len(data) > _MOST:
        raise Unreadable(Fault(file, f"The file has {len(data) / 1e6:.1f} MB; at most 5 MB are accepted."))
    lines = data.decode("latin-1").splitlines()
    jobs = _rows(lines, "PRECEDENCE RELATIONS:", 2, file, 3)
    requests = _rows(lines, "REQUESTS/DURATIONS:", 3, file, 3)
    available = _rows(lines, "RESOURCEAVAILABILITIES:", 2, file, 1)
    capacity = tuple(available[0][1])
    if [row[0] for _, row in jobs] != list(range(1, len(jobs) + 1)) or len(requests) != len(jobs):
        raise Unreadable(Fault(file, "Its jobs are not numbered from 1, each with one row of requests (single mode)."))
    durations, demands = [], []
    for line, row in requests:
        if len(row) != 3 + len(capacity) or min(row) < 0:
            raise _refused(file, line, row, f"a job, a mode, a duration and {len(capacity)} amounts")
        durations.append(row[2])
        demands.append(tuple(row[3:]))
    waits: list[list[tuple[int, int]]] = [[] for _ in jobs]
    for line, row in jobs:
        followers = row[3:]
        if row[2] != len(followers) or any(not 1 <= one <= len(jobs) for one in followers):
            raise _refused(file, line, row, "a job, its modes, how many follow, and which")
        for one in followers:
            waits[one - 1].append((row[0] - 1, durations[row[0] - 1]))
    try:
        problem = Problem(
            tuple(durations), tuple(demands), capacity, tuple(map(tuple, waits)), tuple([0] * len(durations))
        )
    except ValueError as error:
        raise Unreadable(Fault(file, f"The project cannot be: {error}.")) from None
    return Instance(problem)


def _rows(lines: list[str], heading: str, skip: int, file: str, least: int) -> list[tuple[int, list[int]]]:
    """The rows of numbers under a heading, with the numbers of their lines."""
    found: list[tuple[int, list[int]]] = []
    start = next((at for at, line in enumerate(lines) if line.strip() == heading), None)
    if start is not None:
        for at in range(start + skip, len(lines)):
            words = lines[at].split()
            if not words or not all(_NUMBER.fullmatch(word) and len(word) < 10 for word in words):
                break
            found.append((at + 1, [int(word) for word in words]))
    if not found or any(len(row) < least for _, row in found):
        raise Unreadable(Fault(file, f"There are no rows of numbers under “{heading}”."))
    return found


def _refused(file: str, line: int, row: list[int], accepted: str) -> Unreadable:
    value = " ".join(map(str, row))[:60]
    return Unreadable(Fault(file, f"“{value}” is not accepted; expected {accepted}.", row=line, value=value))
