"""Any file with a plan in it, told apart by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.cutover.formats.mspdi import MspdiFile, read_mspdi
from firstlight.engines.scheduling import Draft
from firstlight.intake.reading.xml import too_large

_MOST = 200_000_000
_ACCEPTED = "MS Project XML (in Project: Save As, XML)"
_OTHERS = {
    b"PK\x03\x04": "a workbook or an archive",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "a file of MS Project (mpp) or an old workbook",
}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as a file has it: the format, the draft, what was decided while reading (`warnings`).

    `summaries` and `milestones` are ids of the rows that the file itself calls so. `mspdi` is all of a file of MS
    Project XML, to write it back.
    """

    format: str
    draft: Draft
    summaries: tuple[str, ...]
    milestones: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    mspdi: MspdiFile | None = None


def read_plan_file(path: Path, zone: str = "UTC") -> PlanFile:
    """The plan in a file; times without a zone are those of `zone`.

    Raises OSError, and Unreadable with a sentence for what holds no plan or is broken.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        if size > _MOST:
            raise Unreadable(too_large(str(path), size, _MOST))
        data = file.read(_MOST + 1)
    return read_plan_bytes(data, str(path), zone)


def read_plan_bytes(data: bytes, file: str, zone: str = "UTC") -> PlanFile:
    """The same for the bytes of a file; `file` is the name that a refusal shows."""
    for mark, kind in _OTHERS.items():
        if data.startswith(mark):
            raise Unreadable(Problem(file, f"This is {kind}; accepted is {_ACCEPTED}."))
    found = read_mspdi(data, file, zone)
    stored = found.stored.items()
    return PlanFile(
        format="mspdi",
        draft=found.draft,
        summaries=tuple(id for id, row in stored if row.summary),
        milestones=tuple(id for id, row in stored if row.milestone),
        warnings=found.warnings,
        mspdi=found,
    )
