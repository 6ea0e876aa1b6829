"""Any file with a plan in it, told apart by its content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.cutover.formats.mspdi import MspdiFile, read_mspdi
from firstlight.engines.scheduling import Draft, PlanProblem
from firstlight.intake.reading.xml import too_large
from firstlight.kernel.errors import Invalid

_MOST = 200_000_000
_ACCEPTED = "MS Project XML (in Project: Save As, XML), an Excel workbook (.xlsx) or CSV"
_OTHERS = {b"%PDF": "a PDF document", b"\xd0\xcf\x11\xe0": "a file of MS Project (mpp) or an old workbook"}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as a file has it: the format, the draft, what was decided while reading (`warnings`).

    `summaries` and `milestones` are ids of the rows that the file itself calls so. `mspdi` is all of a file of MS
    Project XML, to write it back. `refused` are rows of a list that are not in the draft.
    """

    format: str
    draft: Draft
    summaries: tuple[str, ...]
    milestones: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    mspdi: MspdiFile | None = None
    refused: tuple[PlanProblem, ...] = ()


@contextmanager
def as_refusal() -> Iterator[None]:
    """What cannot be read is refused as actions refuse: Invalid, with its sentence and its place."""
    try:
        yield
    except Unreadable as error:
        raise Invalid(error.problem.sentence, problems=(error.problem,)) from None


def read_plan_file(path: Path, zone: str = "UTC", begins: datetime | None = None) -> PlanFile:
    """The plan in a file; times without a zone are those of `zone`. `begins` is for lists in which no step has a start.

    Raises OSError, and Unreadable with a sentence for what holds no plan or is broken.
    """
    return read_plan_bytes(bytes_of(path), str(path), zone, begins)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, and Unreadable for one that is too large."""
    with path.open("rb") as file:
        size = path.stat().st_size
        if size > _MOST:
            raise Unreadable(too_large(str(path), size, _MOST))
        return file.read(_MOST + 1)


def read_plan_bytes(data: bytes, file: str, zone: str = "UTC", begins: datetime | None = None) -> PlanFile:
    """The same for the bytes of a file; `file` is the name that a refusal shows."""
    refuse_others(data, file)
    if is_list(data):
        return _listed(data, file, zone, begins)
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


def refuse_others(data: bytes, file: str) -> None:
    """Raises Unreadable for empty files, and those of kinds that people take for plans and nobody reads."""
    if not data.strip():
        raise Unreadable(Problem(file, f"The file is empty; accepted is {_ACCEPTED}."))
    for mark, kind in _OTHERS.items():
        if data.startswith(mark):
            raise Unreadable(Problem(file, f"This is {kind}; accepted is {_ACCEPTED}."))


def is_list(data: bytes) -> bool:
    """Whether these bytes are a workbook or delimited text, and no XML."""
    return data.startswith(b"PK\x03\x04") or not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _listed(data: bytes, file: str, zone: str, begins: datetime | None) -> PlanFile:
    """The plan in a list of steps. Lists know models, which are there only where Django is."""
    from firstlight.cutover.listed import facts_of, read_listed, who_of
    from firstlight.cutover.rules.drafting import draft_of, manned
    from firstlight.cutover.rules.facts import GROUP, MILESTONE

    listed = read_listed(data, file, ZoneInfo(zone))
    if not listed.rows and not listed.problems:
        raise Unreadable(Problem(file, "No steps are in it."))
    start = listed.begins or begins
    if start is None:
        raise Unreadable(Problem(file, "No step has a start; say when the plan begins, or give one step a start."))
    facts = facts_of(listed, ZoneInfo(zone), start, Path(file).stem)
    others = (f"Steps of other plans in the file are left out: {', '.join(listed.others)}.",) if listed.others else ()
    return PlanFile(
        format="list",
        draft=manned(draft_of(facts), who_of(listed.rows)),
        summaries=tuple(step.ref for step in facts.steps if step.kind == GROUP),
        milestones=tuple(step.ref for step in facts.steps if step.kind == MILESTONE),
        warnings=(*listed.notes, *others),
        refused=tuple(PlanProblem("row", (), str(problem)) for problem in listed.problems),
    )
