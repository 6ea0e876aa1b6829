"""What the commands on plans have in common: reading the file, times in its zone."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.showing import say, show_problems

if TYPE_CHECKING:
    from firstlight.cutover.formats import PlanFile


def add_zone(parser: argparse.ArgumentParser) -> None:
    """The option that says in which zone a file without one speaks."""
    parser.add_argument(
        "--zone", default="UTC", metavar="ZONE", help="zone of times without an offset, such as Europe/Berlin (UTC)"
    )


T = TypeVar("T")

#: The exit code where a plan was read and cannot be computed.
CANNOT_BE = 2

#: What the commands read, for their help.
READ = "a plan: MS Project XML, an Excel workbook or CSV"


def add_start(parser: argparse.ArgumentParser) -> None:
    """The option that says when a list begins in which no step has a start."""
    parser.add_argument("--start", metavar="TIME", help="when the plan begins, for lists in which no step has a start")


def plan_in(path: Path, zone: str, begins: datetime | None = None) -> PlanFile | None:
    """The plan in a file; `begins` is for lists without a start. None where it cannot be read, after saying why."""
    from firstlight.contracts.tables import Problem, Unreadable
    from firstlight.cutover.formats import read_plan_file
    from firstlight.engines.scheduling.calendars import check_zone

    try:
        check_zone(zone, "--zone")
        ready_for(path)
        return read_plan_file(path, zone, begins)
    except Unreadable as error:
        problem = error.problem
    except OSError as error:
        problem = Problem(str(path), f"It cannot be read: {error.strerror}.")
    except ValueError as error:
        problem = Problem("", f"{error}.")
    show_problems((problem,))
    return None


def attempted(file: Path, work: Callable[[], T], files: str = "read") -> T | int:
    """What the work on a plan gives; the exit code where it is refused, after saying why.

    `files` is what is done to files, for the sentence about one with which it cannot be done.
    """
    from firstlight.contracts.tables import Problem, Unreadable
    from firstlight.engines.scheduling import NoWorkingTime, PlanRefused

    try:
        return work()
    except PlanRefused as error:
        show_problems(tuple(Problem(str(file), problem.sentence) for problem in error.problems))
        return CANNOT_BE
    except NoWorkingTime as error:
        say(f"{file}: {error}.")
        return CANNOT_BE
    except Unreadable as error:
        show_problems((error.problem,))
    except OSError as error:
        say(f"{error.filename or file}: It cannot be {files}: {error.strerror}.")
    except ValueError as error:
        say(f"{error}.")
    return BAD_INPUT


def ready_for(path: Path) -> None:
    """Load what lists are read with. Files of MS Project do without, and are read sooner."""
    from firstlight.cutover.formats.reading import is_list

    with path.open("rb") as file:
        if is_list(file.read(200)):
            from firstlight.cli.preparing import open_nothing

            open_nothing()
