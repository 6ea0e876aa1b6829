"""`firstlight plan convert IN OUT`: a plan as another kind of file, told by the suffix of OUT."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.cli.plans import READ, add_start, add_zone, attempted
from firstlight.cli.showing import say
from firstlight.cli.times import time_given

if TYPE_CHECKING:
    from firstlight.cutover.converting import Conversion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="IN", help=READ)
    parser.add_argument("out", type=Path, metavar="OUT", help="a new file: .xlsx, .csv, .xml, .ics or .pdf")
    parser.add_argument("--plan", default="", metavar="REF", help="which plan, where IN has steps of several")
    parser.add_argument(
        "--onto", type=Path, metavar="FILE", help="the MS Project XML that the plan came from: what only it has stays"
    )
    add_zone(parser)
    add_start(parser)


def run(options: argparse.Namespace) -> int:
    """Write the file. 2 when the plan cannot be computed and OUT needs times, 3 when something cannot be read."""
    from firstlight.cli.preparing import open_nothing

    open_nothing()
    notes = attempted(options.file, lambda: _converted(options), "read or written")
    if isinstance(notes, int):
        return notes
    for note in notes:
        say(f"Note: {note}")
    say(f"{options.out}: written.")
    return 0


def _converted(options: argparse.Namespace) -> tuple[str, ...]:
    """Write the file, and what is to be said of it. Nothing is written where anything is refused."""
    from zoneinfo import ZoneInfo

    from firstlight.cutover.converting import KINDS, Conversion
    from firstlight.cutover.formats.reading import bytes_of
    from firstlight.engines.scheduling.calendars import check_zone
    from firstlight.kernel.errors import Invalid

    check_zone(options.zone, "--zone")
    begins = time_given(options.start, options.zone) if options.start else None
    kind = options.out.suffix.lower()
    if kind not in KINDS:
        raise Invalid(f"“{options.out.name}” is not accepted; expected a name that ends in {', '.join(KINDS)}.")
    onto = bytes_of(options.onto) if options.onto else None
    conversion = Conversion.read(
        bytes_of(options.file), str(options.file), ZoneInfo(options.zone), plan=options.plan, begins=begins,
        onto=(onto, str(options.onto)) if onto is not None else None,
    )  # fmt: skip
    data = _paper(conversion) if kind == ".pdf" else conversion.as_file(kind[1:])
    with options.out.open("xb") as file:
        file.write(data)
    return conversion.notes


def _paper(conversion: Conversion) -> bytes:
    """Run sheets for everyone. Without a workspace there is no page to which a code could lead."""
    from firstlight.reporting.run_sheets import Printing, run_sheet

    facts = conversion.facts
    printing = Printing(facts.title, facts.begins, countdowns=conversion.countdowns)
    return run_sheet(facts, conversion.timetable, printing)
