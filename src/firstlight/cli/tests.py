"""`firstlight tests inspect FILE...`: what files of test results hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.showing import bold, print_json, say, show_problems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    inspect = below.add_parser("inspect", help="Say what files of test results hold")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say what is in each file; 3 when one of them cannot be read, after all others were told."""
    from firstlight.testing.inspecting import inspect_files

    document, problems = inspect_files(options.files)
    if options.json:
        print_json("tests-inspect", document)
    else:
        for one in document["files"]:
            print(bold(str(one["file"])) + f"  {one['format']}")
            counts = ", ".join(f"{one[name]} {name}" for name in ("passed", "failed", "errors", "skipped"))
            print(f"  {one['tests']} tests: {counts}")
            for warning in one["warnings"]:
                print(f"  Warning: {warning}")
    show_problems(tuple(problems))
    if problems:
        say("1 file cannot be read." if len(problems) == 1 else f"{len(problems)} files cannot be read.")
    return BAD_INPUT if problems else 0
