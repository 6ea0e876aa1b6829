"""`firstlight ledger verify | export | anchor`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.cli.showing import print_json, say

if TYPE_CHECKING:
    from firstlight.ledger.rules import Anchor, Examination


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    verify = below.add_parser("verify", help="Walk the chain and say whether it holds")
    source = verify.add_mutually_exclusive_group()
    source.add_argument("--project", metavar="SLUG", help="of the workspace; left out: every project")
    source.add_argument("--file", type=Path, metavar="EXPORT", help="an exported ledger")
    verify.add_argument("--anchor", type=Path, action="append", default=[], metavar="FILE", help="an earlier anchor")
    verify.add_argument("--json", action="store_true", help="print JSON")
    export = below.add_parser("export", help="Write the ledger of a project into a file")
    export.add_argument("project", metavar="PROJECT")
    export.add_argument("file", type=Path, metavar="FILE")
    anchor = below.add_parser("anchor", help="Print today's head, to keep where this program cannot write")
    anchor.add_argument("project", metavar="PROJECT")


def run(options: argparse.Namespace) -> int:
    """0 when the chain holds, 2 when it does not."""
    if options.what == "verify":
        return verify(options)
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.utils import timezone

    from firstlight.ledger.files import anchor_of, export
    from firstlight.workspace.queries import project_named

    project = project_named(options.project)
    if options.what == "anchor":
        print(json.dumps(anchor_of(project, timezone.now()), indent=2))
        return 0
    with options.file.open("w", encoding="utf-8") as out:
        count = export(project, out, timezone.now())
    say(f"{count:,} entries of {project.name} written to {options.file}.")
    return 0


def verify(options: argparse.Namespace) -> int:
    """Walk a file or the workspace's own ledgers."""
    from firstlight.cli.preparing import open_nothing, open_workspace

    open_nothing() if options.file else open_workspace()
    from firstlight.kernel.errors import Invalid
    from firstlight.ledger.files import Export, read_anchor
    from firstlight.ledger.rules import examine

    anchors = [read_anchor(path) for path in options.anchor]
    if options.file:
        exported = Export(options.file)
        stream = str(exported.heading.get("stream"))
        _same_stream(anchors, {stream}, str(options.file))
        result = examine(exported.entries(), lambda: exported.head, anchors)
        return tell({str(exported.heading.get("project")): result}, options.json)
    from firstlight.ledger.queries import verify as walk
    from firstlight.workspace.models import Project
    from firstlight.workspace.queries import project_named

    projects = [project_named(options.project)] if options.project else list(Project.objects.order_by("slug"))
    if not projects:
        raise Invalid("There is no project yet, so there is no ledger.")
    _same_stream(anchors, {project.uid for project in projects}, "this workspace")
    found = {p.slug: walk(p, [one for one in anchors if one.stream == p.uid]) for p in projects}
    return tell(found, options.json)


def _same_stream(anchors: list[Anchor], streams: set[str], where: str) -> None:
    from firstlight.kernel.errors import Invalid

    for anchor in anchors:
        if anchor.stream not in streams:
            raise Invalid(f"The anchor is of the ledger {anchor.stream}, which is not in {where}.")


def tell(found: dict[str, Examination], as_json: bool) -> int:
    """Say how each chain stands."""
    ok = all(result.ok for result in found.values())
    if as_json:
        worst = next((result for result in found.values() if not result.ok), next(iter(found.values())))
        projects = [{"project": slug, **result.document()} for slug, result in found.items()]
        print_json("ledger-verify", {**worst.document(), "projects": projects})
        return 0 if ok else 2
    for slug, result in found.items():
        if result.flaw is None:
            print(f"{slug}: {result.entries:,} entries, the chain holds, head {result.head[:16]}…")
        else:
            print(f"{slug}: {result.flaw.kind} at {result.flaw.sequence}. {result.flaw.sentence}")
    return 0 if ok else 2
