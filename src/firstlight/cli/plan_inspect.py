"""`firstlight plan inspect FILE`: what a plan holds, when it ends, what decides that, and what is wrong with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.plans import CANNOT_BE, READ, add_start, add_zone, plan_in
from firstlight.cli.showing import bold, print_json
from firstlight.cli.times import shown, time_given

#: Problems whose tasks are told in their order.
_CIRCLES = ("cycle", "parent-cycle")
#: Lines of each kind; of a circle, which nobody sees through without its order, more.
_MOST_SHOWN, _IN_CIRCLE = 25, 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=READ)
    add_zone(parser)
    add_start(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say what the plan holds. 2 when it cannot be computed, 3 when the file cannot be read."""
    from firstlight.cutover.inspecting import inspected

    found = plan_in(options.file, options.zone, time_given(options.start, options.zone) if options.start else None)
    if found is None:
        return BAD_INPUT
    document = inspected(found, options.zone)
    if options.json:
        print_json("plan-inspect", {"file": str(options.file), **document})
    else:
        _show(str(options.file), document, {task.id: task.name for task in found.draft.tasks})
    return CANNOT_BE if any(problem["blocking"] for problem in document["problems"]) else 0


def _show(file: str, document: dict[str, Any], names: dict[str, str]) -> None:
    print(bold(file) + (f"  {document['name']}" if document["name"] else ""))
    kinds = ", ".join(f"{count} {kind}" for kind, count in document["links_by_type"].items() if count)
    summaries, marks = document["summaries"], document["milestones"]
    print(f"  {document['tasks']:,} tasks, {summaries:,} of them summaries; {marks:,} milestones")
    print(f"  {document['links']:,} links ({kinds or 'none'}), {document['links_with_lag']} of them with a lag")
    print(f"  {document['resources']} resources, {document['calendars']} calendars")
    print(f"  {shown(document['start'])} to {shown(document['finish'])}")
    critical = document["critical"]
    if critical:
        print(f"  {len(critical)} tasks decide when it ends:")
    for id in critical[:_MOST_SHOWN]:
        print(f"    {id}  {names.get(id, '')}")
    if len(critical) > _MOST_SHOWN:
        print(f"    … and {len(critical) - _MOST_SHOWN} more.")
    for problem in document["problems"][:_MOST_SHOWN]:
        print(f"  {'Stopped' if problem['blocking'] else 'Problem'}: {problem['sentence']}")
        if problem["kind"] in _CIRCLES:
            _show_circle(problem["tasks"], names)
    if len(document["problems"]) > _MOST_SHOWN:
        print(f"  … and {len(document['problems']) - _MOST_SHOWN} more problems.")
    for warning in document["warnings"]:
        print(f"  Warning: {warning}")


def _show_circle(circle: list[str], names: dict[str, str]) -> None:
    """Its tasks in order, a line each with the name."""
    for id in circle[:_IN_CIRCLE]:
        print(f"    {id}  {names.get(id, '')}")
    if len(circle) > _IN_CIRCLE:
        print(f"    … and {len(circle) - _IN_CIRCLE:,} more; --json has all of them.")
