"""What the commands on plans have in common: reading the file, times in its zone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.cli.showing import show_problems

if TYPE_CHECKING:
    from firstlight.cutover.formats import PlanFile


def add_zone(parser: argparse.ArgumentParser) -> None:
    """The option that says in which zone a file without one speaks."""
    parser.add_argument("--zone", default="UTC", metavar="ZONE", help="time zone of the file, such as Europe/Berlin")


def plan_in(path: Path, zone: str) -> PlanFile | None:
    """The plan in a file. None where it cannot be read, after saying why."""
    from firstlight.contracts.tables import Problem, Unreadable
    from firstlight.cutover.formats import read_plan_file
    from firstlight.engines.scheduling.calendars import check_zone

    try:
        check_zone(zone, "--zone")
        return read_plan_file(path, zone)
    except Unreadable as error:
        problem = error.problem
    except OSError as error:
        problem = Problem(str(path), f"It cannot be read: {error.strerror}.")
    except ValueError as error:
        problem = Problem("", f"{error}.")
    show_problems((problem,))
    return None
