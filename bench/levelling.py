"""How much longer levelled PSPLIB instances are than the best that anybody is known to have found.

    python bench/levelling.py FOLDER [--seconds N] [--only j30|j60|j120] [--most N] [--no-solver] [--processor]

FOLDER has instances (j301_1.sm, …) and best_known.csv with the columns instance and best_ub. Each instance is levelled
for so many seconds, by a search of our own alone or with OR-Tools; the table gives the average distance of each size.
What is compared is the outcome, not the time: it is the same for all. On a machine that others use too, --processor
counts half of the processor time instead of the clock: ten seconds are then what two cores do in ten seconds.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from pathlib import Path

from firstlight.cutover.formats.psplib import read_psplib
from firstlight.engines.scheduling.levelling import Status, level


def main() -> None:
    """Level one after the other and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", choices=("j30", "j60", "j120"))
    parser.add_argument("--most", type=int, default=1000, help="instances of each size")
    parser.add_argument("--no-solver", action="store_true")
    parser.add_argument("--processor", action="store_true", help="count half of the processor time, not the clock")
    options = parser.parse_args()
    now = (lambda: time.process_time() / 2) if options.processor else time.monotonic
    with (options.folder / "best_known.csv").open(encoding="utf-8") as file:
        best = {row["instance"]: int(row["best_ub"]) for row in csv.DictReader(file)}
    found: dict[str, list[float]] = {}
    proven: dict[str, int] = {}
    for name, known in best.items():
        path = options.folder / f"{name}.sm"
        match = re.match(r"j(30|60|120)", name)
        if match is None or not path.exists() or (options.only and match[0] != options.only):
            continue
        if len(found.get(match[0], ())) >= options.most:
            continue
        problem, began = read_psplib(path.read_bytes(), name).problem, now()
        levelled = level(
            problem,
            seconds=options.seconds,
            elapsed=lambda began=began: now() - began,  # type: ignore[misc]
            solver=not options.no_solver,
        )
        distance = 100 * (levelled.makespan - known) / known
        found.setdefault(match[0], []).append(distance)
        proven[match[0]] = proven.get(match[0], 0) + (levelled.status is Status.OPTIMAL)
        took = now() - began
        how = f"bound {levelled.bound:5} {levelled.status} {took:.1f} s"
        print(
            f"{name:10} {levelled.makespan:5} best known {known:5} {distance:6.2f} %  {how}",
            flush=True,
        )
    for size, gaps in found.items():
        average = f"{sum(gaps) / len(gaps):.2f} % longer on average, {max(gaps):.2f} % at most"
        print(f"{size.upper():5} {len(gaps):4} instances, {average}, {proven[size]} proven best")


if __name__ == "__main__":
    main()
