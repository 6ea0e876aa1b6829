"""`firstlight plan fit FILE --window START/END`: how likely the plan ends in the window, and what decides that."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.plans import READ, add_zone, attempted, plan_in
from firstlight.cli.showing import bold, print_json
from firstlight.cli.times import shown, time_given

if TYPE_CHECKING:
    from firstlight.cutover.formats import PlanFile
    from firstlight.engines.scheduling import Plan
    from firstlight.engines.scheduling.chance import Chance, Spread

_MOST_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=READ)
    parser.add_argument("--window", required=True, metavar="START/END", help="two times, split by a slash")
    parser.add_argument("--rehearsal", type=Path, action="append", default=[], metavar="FILE", help="times of one")
    parser.add_argument("--runs", type=int, default=10_000, metavar="N", help="how often it is tried (10000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same answer (1)")
    parser.add_argument(
        "--spread", default="0.8,1.5", metavar="LOW,HIGH", help="tasks without an estimate, as shares (0.8,1.5)"
    )
    parser.add_argument("--rollback", metavar="LOW,LIKELY,HIGH", help="how long going back takes, such as 2h,3h,6h")
    add_zone(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say how likely it is. 2 when the plan cannot be computed, 3 when something given cannot be read."""
    from firstlight.cutover.fitting import document_of

    found = plan_in(options.file, options.zone, time_given(options.window.partition("/")[0], options.zone))
    if found is None:
        return BAD_INPUT
    tried = attempted(options.file, lambda: _tried(options, found))
    if isinstance(tried, int):
        return tried
    plan, spread, chance = tried
    document = document_of(chance, plan, options.zone, spread)
    if options.json:
        print_json("plan-fit", {"file": str(options.file), **document})
    else:
        _show(str(options.file), document, plan)
    return 0


def _tried(options: argparse.Namespace, found: PlanFile) -> tuple[Plan, Spread, Chance]:
    from firstlight.cutover.fitting import placed, spread_of
    from firstlight.cutover.rehearsed import read_rehearsal
    from firstlight.engines.scheduling.chance import simulate

    start, _, end = options.window.partition("/")
    plan = placed(
        found.draft.settled(), time_given(start, options.zone), time_given(end, options.zone), options.rollback
    )
    times: dict[str, list[timedelta]] = {}
    for path in options.rehearsal:
        for id, took in read_rehearsal(path, plan, options.zone).items():
            times.setdefault(id, []).append(took)
    spread = spread_of(options.spread)
    return plan, spread, simulate(plan, runs=options.runs, seed=options.seed, rehearsals=times, spread=spread)


def _show(file: str, document: dict[str, Any], plan: Plan) -> None:
    names = {task.id: task.name for task in plan.tasks}
    print(bold(file) + f"  {document['runs']:,} runs, seed {document['seed']}")
    print(f"  {_likely(document['probability'], document['runs'])} end by {shown(document['window']['end'])}")
    for name, words in (("p10", "one of ten"), ("p50", "half"), ("p90", "nine of ten")):
        print(f"  {words:12} by {shown(document['finish'][name])}")
    if document["assumed"]["tasks"]:
        count, low, high = (document["assumed"][name] for name in ("tasks", "low", "high"))
        print(f"  Assumed: {count} tasks were never measured and have no estimate; taken from {low:.0%} to {high:.0%}")
        print("  of their planned time. Rehearse them, or estimate them, before this figure is relied on.")
    for driver in document["drivers"][:_MOST_SHOWN]:
        less = driver["an_hour_less"]
        bought = f", an hour less ends it {less['minutes_sooner']:.0f} min sooner" if less else ""
        print(f"  {driver['share']:>6.1%}  {driver['task']}  {names.get(driver['task'], '')}{bought}")
    _show_rollback(document)


def _show_rollback(document: dict[str, Any]) -> None:
    """The point of no return, and the latest moment to decide on going back."""
    back = document["rollback"]
    if back is None:
        print("  No way back is planned: without times to undo, or --rollback, no latest moment to decide can be told.")
        return
    if back["point_of_no_return"]:
        print(f"  Point of no return: {shown(back['point_of_no_return'])}, when what cannot be undone may begin")
    if document["latest_rollback_decision"]:
        takes = f"it takes {back['takes_minutes_p90']} min, nine times of ten"
        print(f"  Decide on going back by {shown(document['latest_rollback_decision'])}; {takes}")
    else:
        print("  There is no moment from which going back would surely end in the window.")


def _likely(probability: float, runs: int) -> str:
    """In percent, and no surer than so many runs can show: none that fails of n leaves up to 3 in n (rule of three)."""
    unseen = max(0.01, 3 / runs)
    if probability > 1 - unseen:
        return f"more than {1 - unseen:.0%}" if unseen < 1 else "too few runs to say how many"
    if probability < unseen:
        return f"less than {unseen:.0%}"
    return f"{probability:.1%}"
