"""`firstlight export PROJECT FOLDER|FILE.zip`: a project of the workspace as a folder that comes in again elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from firstlight.cli.showing import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("project", help="the project, by its name in addresses")
    parser.add_argument("target", type=Path, metavar="FOLDER|FILE.zip", help="a new folder, or a zip file")
    parser.add_argument("--demo", action="store_true", help="from the demo's workspace instead of your own")


def run(options: argparse.Namespace) -> int:
    """Write it, or say why not. A file that is there is replaced as a whole, a folder never."""
    from firstlight.cli.preparing import open_demo, open_workspace

    (open_demo if options.demo else open_workspace)()
    from django.utils import timezone

    from firstlight.intake.folder import give_folder
    from firstlight.intake.folder.archives import write_files, write_zip
    from firstlight.kernel.context import Context
    from firstlight.kernel.errors import Invalid
    from firstlight.workspace.queries import project_named
    from firstlight.workspace.roles import FOLDER_READER

    project = project_named(options.project)
    pieces = give_folder(Context(FOLDER_READER, timezone.now() + project.clock_offset, project))
    target: Path = options.target
    try:
        if target.suffix.lower() != ".zip":
            count = write_files(target, pieces)
        else:
            half = target.with_name(f".{target.name}.new")
            try:
                with half.open("wb") as out:
                    count = write_zip(out, project.slug, pieces)
                half.replace(target)
            finally:
                half.unlink(missing_ok=True)
    except OSError as error:
        raise Invalid(f"{target} cannot be written: {error.strerror or error}.") from error
    say(f"{project.name}: {count:,} files written to {target}.")
    return 0
