"""Results in a project folder: XML files anywhere below `tests`, lists in the folder of a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from pathlib import PurePosixPath

from firstlight.assurance import evidence
from firstlight.assurance.models import EvidenceFile
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.kernel.travelling import made_anew
from firstlight.testing.actions import import_results
from firstlight.testing.attaching import Attacher
from firstlight.testing.formats import LISTS
from firstlight.testing.judging import Judge
from firstlight.testing.models import Cycle, ResultImport
from firstlight.testing.naming import loose
from firstlight.testing.results import attacher_of
from firstlight.workspace.models import Project
from firstlight.workspace.queries import here

FOLDER = "tests"
SUFFIXES = frozenset({".xml", ".trx", *LISTS})


def _is_result_file(path: PurePosixPath) -> bool:
    """Lists that lie in `tests` itself are cycles and cases; in a folder of a cycle they are results."""
    deep = 2 if path.suffix.lower() in LISTS else 1
    return path.parts[0] == FOLDER and len(path.parts) > deep and path.suffix.lower() in SUFFIXES


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Bring in a file as part of the cycle that it is known to be of, or that its place names.

    Notes are the warnings of the file.
    """
    project, known = here(context), facts or FileFacts()
    refs = Cycle.objects.filter(project=project, declared=True).values_list("ref", flat=True)
    made = import_results(
        context,
        cycle_ref=known.part_of or cycle_named_by(path, refs),
        file=known.name or str(path),
        data=data,
        attacher=_attacher(project.pk, context.request_id),
        judge=_judge(project.pk, context.request_id, context.now),
        kept=known.kept,
        kept_by=known.kept_by,
    )
    return tuple(made.warnings)


def _give(project: ProjectLike) -> Iterator[Given]:
    """Every file of results as it came in, in the order in which it did."""
    files = EvidenceFile.objects.filter(project_id=project.pk)
    keepers = {(row.digest, row.name): row.kept_by for row in files.only("digest", "name", "kept_by")}
    rows = ResultImport.objects.filter(project_id=project.pk).select_related("cycle")
    for row in rows.order_by("imported", "pk"):
        kept_by = keepers.get((row.digest, row.file), "")
        facts = FileFacts(row.file, row.cycle.ref, row.effective, None, row.imported, kept_by)
        yield Given(_place(row), row.digest, partial(evidence.content, row.digest), facts)


def _place(row: ResultImport) -> PurePosixPath:
    """Where the file came from, or the folder of its cycle."""
    path = PurePosixPath(row.file)
    if path.suffix.lower() not in SUFFIXES:
        path = path.with_name(f"{path.name or 'results'}.xml")
    if _is_result_file(path) and ".." not in path.parts:
        return path
    return PurePosixPath(FOLDER, row.cycle.ref.replace("/", " "), path.name)


@lru_cache(maxsize=1)
def _attacher(project: int, request_id: str) -> Attacher:
    """One for all files of a folder: its cases and requirements are stored before its results are read."""
    return attacher_of(Project.objects.get(pk=project))


@lru_cache(maxsize=1)
def _judge(project: int, request_id: str, now: datetime) -> Judge:
    """The same for what decides whether a pass counts."""
    return Judge(Project.objects.get(pk=project), now)


def cycle_named_by(path: PurePosixPath, listed: Iterable[str]) -> str:
    """The cycle of a file: tests/UAT-2/monday.xml and tests/uat-2.xml are of UAT-2.

    The innermost name that is a listed cycle; else the first folder; else the name of the file.
    """
    known = {loose(ref) for ref in listed}
    names = [*path.parts[1:-1], path.stem]
    return next((name for name in reversed(names) if loose(name) in known), names[0])


RESULTS = register_file_kind(
    FileKind(
        "test-results",
        _is_result_file,
        _take,
        "after sheets",
        _give,
        ("testing.ResultImport", "testing.Result"),
        ("evidence",),
    )
)

made_anew("testing.Cycle", "declared")
made_anew("testing.Version", "in_force")
