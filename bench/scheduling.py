"""How long ten thousand runs of a plan of two thousand tasks take, against drawing and adding as many numbers.

    python bench/scheduling.py [--tasks N] [--runs N] [--repetitions N]

The floor is numpy: as many normal numbers, added up by run; no plan, no calendar, no quantile. Ours is the whole answer
with probability, drivers and what an hour less would buy, once around the clock and once with office hours on every
tenth task. Beside it, one computation of all dates and floats, and the same after something happened. All in one
process, in turns, and in processor time, so that the figures are ratios of the same machine at the same time, whoever
else uses it. Targets: under two seconds, and 50 milliseconds after something happened, on a machine of today.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np

from firstlight.engines.scheduling import (
    Link,
    Network,
    Plan,
    Progress,
    Task,
    ThreePoint,
    Window,
    WorkCalendar,
    schedule_of,
)
from firstlight.engines.scheduling.chance import simulate

FRIDAY = datetime(2026, 12, 4, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def plan_of(count: int, office_every: int) -> Plan:
    """A plan in which each task waits for one or two of the forty before it, in twelve teams."""
    chance = random.Random(3)
    tasks, links = [], []
    for number in range(count):
        likely = chance.randint(5, 120)
        tasks.append(
            Task(
                f"t{number}",
                duration=likely * MINUTE,
                estimate=ThreePoint(0.8 * likely * MINUTE, likely * MINUTE, 1.7 * likely * MINUTE),
                team=f"team {number % 12}",
                calendar="office" if office_every and number % office_every == 0 else None,
            )
        )
        earlier = range(max(0, number - 40), number)
        links += [
            Link(f"t{one}", f"t{number}") for one in chance.sample(earlier, min(number, chance.choice([1, 1, 2, 2])))
        ]
    calendars = (WorkCalendar.always("always"), WorkCalendar.office("office"))
    return Plan(FRIDAY, tuple(tasks), tuple(links), calendars, window=Window(FRIDAY, FRIDAY + timedelta(days=8)))


def floor(tasks: int, runs: int) -> None:
    """Draw and add."""
    np.random.default_rng(1).standard_normal((tasks, runs), np.float32).sum(axis=0)


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    always, mixed = plan_of(options.tasks, 0), plan_of(options.tasks, 10)
    network = Network.of(always)
    happened = {"t0": Progress(FRIDAY, FRIDAY + 90 * MINUTE)}
    ways: dict[str, Callable[[], object]] = {
        "floor: draw and add": lambda: floor(options.tasks, options.runs),
        "chance, around the clock": lambda: simulate(always, runs=options.runs),
        "chance, office hours on every tenth": lambda: simulate(mixed, runs=options.runs),
        "all dates and floats once": lambda: schedule_of(network),
        "all again after something happened": lambda: schedule_of(network.with_progress(happened)),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.repetitions):
        for name, way in ways.items():
            start = time.process_time()
            way()
            taken[name].append(time.process_time() - start)
    least = statistics.median(taken["floor: draw and add"])
    print(f"{options.tasks:,} tasks, {options.runs:,} runs, median of {options.repetitions} in turns")
    print(f"{'':36} {'seconds':>8} {'of the floor':>13}")
    for name, times in taken.items():
        print(f"{name:36} {statistics.median(times):8.3f} {statistics.median(times) / least:13.2f}")


if __name__ == "__main__":
    main()
