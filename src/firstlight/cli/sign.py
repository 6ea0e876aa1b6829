"""`firstlight sign FOLDER`: sign content of a project folder, so that the signature knows what it covers.

The content is kept in evidence/signed under its digest, and the signature with that digest in signatures.csv or
signatures.xlsx. Rows that were typed by hand, without a digest, are bound with --bind.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.cli.showing import bold, say

if TYPE_CHECKING:
    from firstlight.contracts.rendering import Rendering
    from firstlight.intake.folder import LoadedFolder
    from firstlight.kernel.sheets import Row


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, help="the project folder")
    parser.add_argument("--on", metavar="WHAT", help="scope, testing:uat, dependencies, or check:REF")
    parser.add_argument("--person", metavar="REF", help="who signs: a ref from the people of the folder")
    parser.add_argument("--role", help="the role in which they sign, such as executive-sponsor")
    parser.add_argument("--statement", metavar="WORDS", help="what they sign for")
    parser.add_argument("--as-of", metavar="TIME", help="when it is signed (default: the time the folder speaks of)")
    parser.add_argument("--show", action="store_true", help="only show what would be signed")
    parser.add_argument("--bind", action="store_true", help="bind typed signatures to the content as it is now")


def run(options: argparse.Namespace) -> int:
    """Sign, bind or show. Refuses what does not exist, and a role that the person does not hold."""
    from firstlight.cli.preparing import open_scratch
    from firstlight.cli.times import time_given

    as_of = time_given(options.as_of) if options.as_of else None
    open_scratch()
    from django.utils import timezone

    from firstlight.intake.folder import load_folder
    from firstlight.kernel.context import Context
    from firstlight.kernel.errors import Invalid
    from firstlight.workspace.roles import FOLDER_READER

    loaded = load_folder(Context(FOLDER_READER, timezone.now()), options.folder, as_of=as_of)
    if options.bind:
        return bind(options.folder, loaded)
    if not options.on:
        raise Invalid("Say what to sign with --on, such as --on scope; or bind typed signatures with --bind.")
    today = content(loaded, options.on)
    if options.show:
        show(today)
        return 0
    missing = [name for name in ("person", "role", "statement") if not getattr(options, name)]
    if missing:
        raise Invalid(f"A signature needs {' and '.join(f'--{name}' for name in missing)} too.")
    return sign(options, loaded, today)


def content(loaded: LoadedFolder, on: str) -> Rendering:
    """What the name stands for today. Raises Invalid when there is nothing to sign under it."""
    from firstlight.kernel import renderings
    from firstlight.kernel.errors import Invalid

    today = renderings.render(loaded.project, on, loaded.as_of)
    if today is None:
        kinds = ", ".join(renderings.signables)
        raise Invalid(f"There is nothing to sign under “{on}”; known: {kinds}, such as scope or testing:uat.")
    return today


def show(today: Rendering) -> None:
    """Every line that a signature would cover."""
    print(bold(today.title))
    for line in today.lines:
        print(f"  {line.label}: {line.text}")
    print(f"{len(today.lines)} lines, SHA-256 {today.digest()}")


def sign(options: argparse.Namespace, loaded: LoadedFolder, today: Rendering) -> int:
    """A new signature, at the time the folder speaks of."""
    from firstlight.assurance.actions import sign as sign_action
    from firstlight.kernel.context import Context
    from firstlight.kernel.errors import Invalid
    from firstlight.workspace.models import Person
    from firstlight.workspace.roles import FOLDER_READER

    person = Person.objects.filter(project=loaded.project, ref=options.person).first()
    if person is None:
        raise Invalid(f"“{options.person}” is not among the people of this folder.")
    moment = loaded.as_of.replace(microsecond=0)
    sign_action(
        Context(FOLDER_READER, moment, loaded.project),
        on=options.on,
        person=person,
        role=options.role.strip().lower().replace(" ", "-"),
        statement=options.statement,
        digest=content(replace(loaded, as_of=moment), options.on).digest(),
    )
    keep(options.folder, today)
    write(options.folder, loaded)
    say(f"{person.name} signed {today.title}: {len(today.lines)} lines, SHA-256 {today.digest()[:16]}…")
    return 0


def bind(folder: Path, loaded: LoadedFolder) -> int:
    """Give every typed signature the digest of what its content is now."""
    from firstlight.assurance.sheets import SIGNATURES

    rows = dict(SIGNATURES.store.current(loaded.project))
    typed = {identity: row for identity, row in rows.items() if not row.values["digest"]}
    for identity, row in typed.items():
        today = content(loaded, row.values["on"])
        keep(folder, today)
        rows[identity] = replace(row, values={**row.values, "digest": today.digest()})
        say(f"Bound: {row.values['person']} as {row.values['role']} on {today.title}, {len(today.lines)} lines.")
    if not typed:
        say("Every signature is bound already.")
        return 0
    write(folder, loaded, rows.values())
    return 0


def keep(folder: Path, today: Rendering) -> None:
    """The content under its digest; it is there already when it was signed before."""
    place = folder / "evidence" / "signed" / f"{today.digest()}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(today.canonical().encode())


def write(folder: Path, loaded: LoadedFolder, rows: Iterable[Row] = ()) -> None:
    """Write all signatures back into the file they came from, whole or not at all."""
    from firstlight.assurance.sheets import SIGNATURES
    from firstlight.intake.writing import write_csv, write_workbook
    from firstlight.workspace.queries import zone_of

    found = list(rows) or list(SIGNATURES.store.current(loaded.project).values())
    chosen = sorted(found, key=lambda row: (row.values["signed"], row.identity))
    zone = zone_of(loaded.project)
    workbook = folder / "signatures.xlsx"
    target = workbook if workbook.exists() else folder / "signatures.csv"
    data = (
        write_workbook([(SIGNATURES, chosen)], zone)
        if target.suffix == ".xlsx"
        else write_csv(SIGNATURES, chosen, zone)
    )
    half = target.with_name(f".{target.name}.half")
    half.write_bytes(data)
    half.replace(target)
