"""Writing the folder of a moment, with the signatures that had been given by then."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from northmere import delivery
from northmere.signing import Signing, signings
from northmere.state import Files, files_at, files_behind, project_at, sheet_row
from northmere.timeline import ZONE, at

if TYPE_CHECKING:
    from firstlight.contracts.rendering import Rendering

#: The folders of the example and the moment that each speaks of.
STATES = {
    "northmere-before/2026-10-29": at("2026-10-29 14:00"),
    "northmere-before/2026-11-12": at("2026-11-12 14:00"),
    "northmere": at("2026-11-20 09:40"),
    "northmere-later": at("2026-12-03 16:00"),
}


class Notary:
    """Works out what was signed: the content as the project of that moment renders it.

    Needs a database that it may fill; it leaves it as it was.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Rendering] = {}
        self._given: dict[Signing, Rendering] = {}

    def signed(self, signing: Signing) -> Rendering:
        """What was signed. Raises ValueError when there was nothing of that name to sign."""
        if signing in self._given:
            return self._given[signing]
        files = files_behind(signing.on, signing.signed)
        if signing.on == "acceptance":
            # The whole says who accepts each process, and who does is known from signatures.
            files |= signature_files((one for one in _before(signing.signed) if one.on.startswith("acceptance:")), self)
        state = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
        if (state, signing.on) not in self._known:
            rendering = self._rendered(files, signing)
            if rendering is None:
                raise ValueError(f"there was no {signing.on} to sign on {signing.signed}")
            self._known[state, signing.on] = rendering
        self._given[signing] = self._known[state, signing.on]
        return self._given[signing]

    def _rendered(self, files: Files, signing: Signing) -> Rendering | None:
        from django.db import transaction

        from firstlight.intake.folder import load_folder
        from firstlight.kernel import renderings
        from firstlight.kernel.context import Context
        from firstlight.workspace.roles import FOLDER_READER

        moment = signing.signed
        with tempfile.TemporaryDirectory() as name, transaction.atomic():
            write({"project.yaml": project_at(moment), **files}, Path(name))
            project = load_folder(Context(FOLDER_READER, moment), Path(name), as_of=moment).project
            found = renderings.render(project, signing.on, moment)
            transaction.set_rollback(True)
        return found


def with_signatures(files: Files, moment: datetime, notary: Notary) -> Files:
    """The files of a moment with its signatures and what was signed."""
    return files | signature_files(_before(moment), notary)


def _before(moment: datetime) -> list[Signing]:
    return [one for one in signings() if one.signed <= moment]


def signature_files(given: Iterable[Signing], notary: Notary) -> Files:
    """Signatures as a folder has them, each with what was signed."""
    from firstlight.assurance.sheets import SIGNATURES
    from firstlight.intake.writing import write_csv

    rows, signed = [], {}
    for one in given:
        rendering = notary.signed(one)
        digest = rendering.digest()
        signed[f"evidence/signed/{digest}.json"] = rendering.canonical().encode()
        values = {
            "on": one.on, "role": one.role, "person": one.person, "statement": one.statement, "signed": one.signed,
            "digest": digest,
        }  # fmt: skip
        rows.append(sheet_row(SIGNATURES, values))
    return {"signatures.csv": write_csv(SIGNATURES, rows, ZONE)} | signed


def baselines(moment: datetime, notary: Notary) -> Files:
    """The baselines that had been frozen by then, each with the scope of its time."""
    from firstlight.scope.files import baseline_file

    found = {}
    for number, when, who, name, reason in delivery.BASELINES:
        if at(when) <= moment:
            content = notary.signed(Signing("scope", at(when), "pl", "project-lead", name)).canonical()
            place, data = baseline_file(
                number=number, name=name, reason=reason, made=at(when), made_by=who, content=content
            )
            found[place] = data
    return found


def write(files: Files, folder: Path) -> None:
    """Write files below a folder."""
    for place, data in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build(target: Path) -> None:
    """Write all states below `target`; what lay in their folders before is replaced."""
    notary = Notary()
    for name, moment in STATES.items():
        files = with_signatures(files_at(moment), moment, notary) | baselines(moment, notary)
        shutil.rmtree(target / name, ignore_errors=True)
        write(files, target / name)
