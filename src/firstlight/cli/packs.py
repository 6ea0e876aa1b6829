"""`firstlight packs list | check | diff | upgrade`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.cli.showing import bold, print_json, say

if TYPE_CHECKING:
    from firstlight.packs.content import Pack
    from firstlight.packs.rules import UpgradeLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listing = below.add_parser("list", help="The packs that come with the program")
    check = below.add_parser("check", help="Say whether files are packs, and everything that is wrong with them")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    diff = below.add_parser("diff", help="What changes between two packs")
    diff.add_argument("old", metavar="OLD", help="a file, or a name such as go-live@2026.1")
    diff.add_argument("new", metavar="NEW")
    upgrade = below.add_parser("upgrade", help="Show what an upgrade changes for a project folder; --accept does it")
    upgrade.add_argument("folder", type=Path, metavar="FOLDER")
    upgrade.add_argument("pack", metavar="PACK@VERSION")
    upgrade.add_argument("--accept", action="store_true", help="write the new version into project.yaml")
    for sub in (listing, check, diff, upgrade):
        sub.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Nothing but `upgrade --accept` writes anything."""
    from firstlight.cli.preparing import open_scratch

    open_scratch()
    work = {"list": run_list, "check": run_check, "diff": run_diff, "upgrade": run_upgrade}
    return work[options.what](options)


def run_list(options: argparse.Namespace) -> int:
    """Every shipped version."""
    from firstlight.packs.models import PackVersion

    rows = list(PackVersion.objects.values("ref", "version", "title", "digest"))
    if options.json:
        print_json("packs", {"packs": rows})
        return 0
    for row in rows:
        print(f"{row['ref']}@{row['version']}  {row['title']}  {row['digest'][:12]}")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """2 when a file is no pack; every problem is named with its line."""
    from firstlight.cli.showing import show_problems
    from firstlight.contracts.tables import Unreadable
    from firstlight.kernel.errors import Invalid

    problems = []
    for path in options.files:
        try:
            pack = read(str(path))
            if not options.json:
                print(f"{path}: {pack.ref}@{pack.version}, {sum(1 for _ in pack.checks())} checks")
        except Unreadable as error:
            problems.append(error.problem)
        except Invalid as error:
            problems += error.problems
    if options.json:
        print_json("packs-check", {"ok": not problems, "problems": [str(problem) for problem in problems]})
    show_problems(tuple(problems))
    return 2 if problems else 0


def read(name: str) -> Pack:
    """A pack by its file, or by its name among those that come with the program."""
    from firstlight.kernel.errors import Invalid
    from firstlight.packs.content import read_pack
    from firstlight.packs.queries import pack_version, version_named

    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        return pack_version(version_named(name))
    try:
        return read_pack(path.read_bytes(), path.name)
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error


def run_diff(options: argparse.Namespace) -> int:
    """What changes, check by check."""
    from firstlight.packs.rules import compare_packs
    from firstlight.packs.shipped import newest_shipped

    old, new = read(options.old), read(options.new)
    lines = compare_packs(old, new, newest_shipped())
    if options.json:
        print_json(
            "packs-diff", {"old": name_of(old), "new": name_of(new), "changes": [document(one) for one in lines]}
        )
    else:
        show(lines)
    return 0


def run_upgrade(options: argparse.Namespace) -> int:
    """Preview first. What was recorded stays recorded, whatever the new version asks for."""
    from django.utils import timezone

    from firstlight.assurance.models import ActionItem, Attestation
    from firstlight.intake.folder import PROJECT_FILE, load_folder
    from firstlight.kernel.context import Context
    from firstlight.kernel.errors import Invalid
    from firstlight.packs.queries import pack_version, pins_of, version_named
    from firstlight.packs.rules import compare_packs
    from firstlight.packs.shipped import newest_shipped
    from firstlight.workspace.roles import FOLDER_READER

    project = load_folder(Context(FOLDER_READER, timezone.now()), options.folder).project
    ref = options.pack.partition("@")[0]
    pin = next((pin for pin in pins_of(project) if pin.ref == ref), None)
    if pin is None:
        raise Invalid(
            f"This project does not use the pack {ref}; it uses {', '.join(p.ref for p in pins_of(project))}."
        )
    old, new = pack_version(pin.pack), pack_version(version_named(options.pack))
    recorded: dict[str, int] = {}
    for model in (Attestation, ActionItem):
        for check in model._default_manager.filter(project=project).values_list("check_ref", flat=True):
            recorded[check] = recorded.get(check, 0) + 1
    lines = compare_packs(old, new, newest_shipped())
    if options.json:
        changes = [{**document(one), "recorded": recorded.get(one.ref, 0)} for one in lines]
        print_json("packs-upgrade", {"old": name_of(old), "new": name_of(new), "changes": changes})
    else:
        print(bold(f"From {name_of(old)} to {name_of(new)}"))
        show(lines, recorded)
    if options.accept:
        accept(options.folder / PROJECT_FILE, ref, name_of(new))
    else:
        say("Nothing was changed. Accept it with --accept.")
    return 0


def accept(path: Path, ref: str, new: str) -> None:
    """Write the version into project.yaml, leaving every other byte as it is."""
    from firstlight.kernel.errors import Invalid

    words = path.read_text(encoding="utf-8")
    changed, count = re.subn(
        rf"(?m)^(\s*-\s*|packs:.*?)([\"']?){re.escape(ref)}(@[\w.]+)?\b", rf"\g<1>\g<2>{new}", words
    )
    if count != 1:
        raise Invalid(f"{path.name}: the line that names {ref} was not found; write {new} there yourself.")
    path.write_text(changed, encoding="utf-8")
    say(f"{path.name} now names {new}.")


def name_of(pack: Pack) -> str:
    """go-live@2026.1."""
    return f"{pack.ref}@{pack.version}"


def document(line: UpgradeLine) -> dict[str, object]:
    """One change as JSON."""
    changes = [{"field": name, "before": before, "after": after} for name, before, after in line.changes]
    return {"kind": line.kind, "ref": line.ref, "title": line.title, "changes": changes}


def show(lines: tuple[UpgradeLine, ...], recorded: dict[str, int] | None = None) -> None:
    """The changes for people."""
    for line in lines:
        kept = (recorded or {}).get(line.ref, 0)
        words = f"  ({kept} recorded; they stay)" if kept else ""
        print(f"  {line.kind.capitalize():<10}{line.ref}  {line.title}{words}")
        for name, before, after in line.changes:
            print(f"            {name}: {before or '–'} → {after or '–'}")
    if not lines:
        print("  Nothing changes.")
