"""`firstlight load FOLDER`: a project folder into the workspace, new or brought up to date."""

from __future__ import annotations

import argparse
from pathlib import Path

from firstlight.cli.showing import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, help="the project folder")
    parser.add_argument("--demo", action="store_true", help="into the demo's workspace instead of your own")


def run(options: argparse.Namespace) -> int:
    """Load, assess, say what came of it. A folder with a problem changes nothing."""
    from firstlight.cli.preparing import open_demo, open_workspace

    (open_demo if options.demo else open_workspace)()
    from django.utils import timezone

    from firstlight.cli.loading import bring_in
    from firstlight.contracts.standing import Word

    loaded, made = bring_in(options.folder, timezone.now())
    for note in loaded.notes:
        say(f"Note: {note}")
    for one in loaded.ignored:
        say(f"Left aside: {one.file}: {one.reason}")
    say(f"{loaded.project.name}: {Word(made.verdict).aloud}, assessment {made.number}.")
    return 0
