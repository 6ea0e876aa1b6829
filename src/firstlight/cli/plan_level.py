"""`firstlight plan level FILE`: a plan in which nobody is needed twice at a time, as short as can be found."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.plans import READ, add_start, add_zone, attempted, plan_in
from firstlight.cli.showing import bold, print_json, say
from firstlight.cli.times import shown, time_given

_MOST_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=f"{READ}; or a PSPLIB instance (.sm)")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="N", help="how long to look (10)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="where the search begins (1)")
    parser.add_argument("--no-solver", action="store_true", help="do without OR-Tools where it is installed")
    add_zone(parser)
    add_start(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Level it and say how good that is. 2 when the plan cannot be computed, 3 when the file cannot be read."""
    if not 0 < options.seconds <= 86_400:
        say(f"--seconds {options.seconds:g} is not accepted; expected more than 0 and at most a day.")
        return BAD_INPUT
    document = attempted(options.file, lambda: _levelled(options))
    if isinstance(document, int):
        return document
    if document is None:
        return BAD_INPUT
    if options.json:
        print_json("plan-level", {"file": str(options.file), **document})
    else:
        _show(str(options.file), document)
    return 0


def _levelled(options: argparse.Namespace) -> dict[str, Any] | None:
    from firstlight.cutover.formats.psplib import is_psplib, read_psplib
    from firstlight.cutover.levelling import instance_document, plan_document
    from firstlight.engines.scheduling.levelling import level, level_plan

    began = time.monotonic()

    def elapsed() -> float:
        return time.monotonic() - began

    with options.file.open("rb") as file:
        head = file.read(20_000)
    if is_psplib(head):
        problem = read_psplib(options.file.read_bytes(), str(options.file)).problem
        found = level(
            problem, seed=options.seed, seconds=options.seconds, elapsed=elapsed, solver=not options.no_solver
        )
        return instance_document(found)
    read = plan_in(options.file, options.zone, time_given(options.start, options.zone) if options.start else None)
    if read is None:
        return None
    plan = read.draft.settled()
    levelled = level_plan(
        plan, seed=options.seed, seconds=options.seconds, elapsed=elapsed, solver=not options.no_solver
    )
    return plan_document(levelled, options.zone)


def _show(file: str, document: dict[str, Any]) -> None:
    unit = document["unit"]
    print(bold(file) + f"  {document['status']}, by {document['solver']}")
    print(f"  {document['makespan']:g} {unit}; it cannot be less than {document['bound']:g}")
    if document["time_over"]:
        print("  The time was over before it was known whether there is anything shorter; --seconds gives it more.")
    if document.get("finish"):
        print(f"  {shown(document['start'])} to {shown(document['finish'])}")
    who = document.get("who", {})
    for id, start in list(document["starts"].items())[:_MOST_SHOWN]:
        people = f"  {', '.join(who[id])}" if who.get(id) else ""
        print(f"  {id:>8}  {shown(start) if isinstance(start, str) else start}{people}")
    if len(document["starts"]) > _MOST_SHOWN:
        print(f"  … and {len(document['starts']) - _MOST_SHOWN} more.")
    for task in document.get("short", ()):
        print(
            f"  Warning: task {task} needs more people than there are, or are there at a time; it takes those who are."
        )
