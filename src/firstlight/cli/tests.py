"""`firstlight tests inspect FILE...` and `firstlight tests import PROJECT CYCLE FILE...`: files of test results.

Importing is for pipelines and large files on the machine of the workspace; from elsewhere, there is the API.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.showing import bold, print_json, say, show_problems

_COUNTS = ("passed", "failed", "errors", "skipped")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    inspect = below.add_parser("inspect", help="Say what files of test results hold")
    bring = below.add_parser("import", help="Bring files of test results into a project of the workspace")
    bring.add_argument("project", metavar="PROJECT", help="the project, by its name in addresses")
    bring.add_argument("cycle", metavar="CYCLE", help="the ref of the cycle; made where it is new")
    bring.add_argument("--dry-run", action="store_true", help="only say what they would change")
    bring.add_argument("--demo", action="store_true", help="into the demo's workspace instead of your own")
    for one in (inspect, bring):
        one.add_argument("files", nargs="+", type=Path, metavar="FILE")
        one.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say what is in each file, or bring them all in; 3 when one of them cannot be read."""
    return _import(options) if options.what == "import" else _inspect(options)


def _inspect(options: argparse.Namespace) -> int:
    from firstlight.testing.inspecting import inspect_files

    document, problems = inspect_files(options.files)
    if options.json:
        print_json("tests-inspect", document)
    else:
        for one in document["files"]:
            _show(one)
    show_problems(tuple(problems))
    if problems:
        say("1 file cannot be read." if len(problems) == 1 else f"{len(problems)} files cannot be read.")
    return BAD_INPUT if problems else 0


def _show(one: dict[str, Any]) -> None:
    print(bold(str(one["file"])) + f"  {one['format']}")
    counts = ", ".join(f"{one[name]} {name}" for name in _COUNTS)
    print(f"  {one['tests']} tests: {counts}")
    for warning in one["warnings"]:
        print(f"  Warning: {warning}")


def _import(options: argparse.Namespace) -> int:
    """All files, or none: what cannot be read is told for each, and then nothing is changed."""
    from firstlight.cli.preparing import open_demo, open_workspace

    (open_demo if options.demo else open_workspace)()
    from django.utils import timezone

    from firstlight.kernel.context import Context
    from firstlight.testing.actions import import_result_files
    from firstlight.testing.inspecting import contents_of
    from firstlight.testing.previewing import preview_results
    from firstlight.workspace.queries import project_named
    from firstlight.workspace.roles import FOLDER_READER

    project = project_named(options.project)
    context = Context(FOLDER_READER, timezone.now() + project.clock_offset, project)
    files, problems = contents_of(options.files)
    found = preview_results(project, options.cycle, files, context.now)
    problems += tuple(problem for one in found.files for problem in one.problems)
    if problems:
        show_problems(problems)
        say("Nothing was brought in.")
        return BAD_INPUT
    batch = ""
    if not options.dry_run:
        made = import_result_files(context, cycle_ref=options.cycle, files=files)
        batch = next((one.batch for one in made if one.imported == context.now), "")
    told = [one.facts() for one in found.files]
    cycle = found.cycle.ref if found.cycle else options.cycle
    if options.json:
        print_json("tests-import", {"project": project.slug, "cycle": cycle, "batch": batch or None, "files": told})
    else:
        for one in told:
            _show(one)
            print(f"  {_changes(one)}")
    say(_said(len(files), found.news, dry=options.dry_run, cycle=cycle))
    return 0


def _changes(one: dict[str, Any]) -> str:
    if one["known"]:
        return "This very file is in already; it changes nothing."
    of_cases = sum(one["matched"].values())
    change = ", ".join(f"{one[name]} {name}" for name in ("new", "changed", "same", "older"))
    return f"{of_cases} of cases, {one['of_requirements']} of requirements, {one['unmatched']} of neither: {change}"


def _said(files: int, news: int, *, dry: bool, cycle: str) -> str:
    if dry:
        return f"Nothing was brought in: {news} of {files} files would be new in {cycle}."
    return f"{news} of {files} files were brought into {cycle}." if news else "All of it was in already."
