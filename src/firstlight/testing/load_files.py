"""Results of load tools in a project folder: files in `load`, in a folder of their cycle or named after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from firstlight.assurance import evidence
from firstlight.assurance.models import EvidenceFile
from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.testing.actions import import_load
from firstlight.testing.models import Cycle, LoadImport
from firstlight.testing.naming import loose
from firstlight.workspace.queries import here

FOLDER = "load"
#: Of a folder of its own; beside the criteria lie files that are named after their cycle.
SUFFIXES = frozenset({".csv", ".jtl", ".json", ".xml", ".gz", ".tsv", ".log", ".ndjson", ".jsonl"})
CRITERIA = "criteria"


def _is_load_file(path: PurePosixPath) -> bool:
    if path.parts[0] != FOLDER or len(path.parts) < 2 or path.suffix.lower() not in SUFFIXES:
        return False
    return len(path.parts) > 2 or path.stem.lower() != CRITERIA


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Bring in a file as part of the cycle that it is known to be of, or that its place names.

    Notes are the warnings of the file.
    """
    project, known = here(context), facts or FileFacts()
    cycles = Cycle.objects.filter(project=project, declared=True).values_list("ref", "kind")
    made = import_load(
        context,
        cycle_ref=known.part_of or _cycle_of(path, dict(cycles)),
        file=known.name or str(path),
        data=data,
        kept=known.kept,
        kept_by=known.kept_by,
    )
    return tuple(made.warnings)


def _cycle_of(path: PurePosixPath, listed: dict[str, str]) -> str:
    """The innermost name on the way that is a listed cycle; else the first folder; else the only performance test.

    Raises Invalid where none of that says it.
    """
    known = {loose(ref): ref for ref in listed}
    names = [*path.parts[1:-1], path.stem]
    named = next((known[loose(name)] for name in reversed(names) if loose(name) in known), None)
    if named or len(path.parts) > 2:
        return named or names[0]
    tests = [ref for ref, kind in listed.items() if kind == "performance"]
    if len(tests) == 1:
        return tests[0]
    sentence = (
        f"nothing says of which cycle this is; put it into a folder named after the cycle: {FOLDER}/PERF-1/{path.name}."
    )
    raise Invalid(sentence, problems=(Problem(str(path), sentence),))


def _give(project: ProjectLike) -> Iterator[Given]:
    """Every file as it came in, in the order in which it did."""
    files = EvidenceFile.objects.filter(project_id=project.pk)
    keepers = {(row.digest, row.name): row.kept_by for row in files.only("digest", "name", "kept_by")}
    rows: Iterable[LoadImport] = LoadImport.objects.filter(project_id=project.pk).select_related("cycle")
    for row in sorted(rows, key=lambda one: (one.imported, one.pk)):
        facts = FileFacts(
            row.file, row.cycle.ref, row.effective, None, row.imported, keepers.get((row.digest, row.file), "")
        )
        yield Given(_place(row), row.digest, partial(evidence.content, row.digest), facts)


def _place(row: LoadImport) -> PurePosixPath:
    """Where the file came from, or the folder of its cycle."""
    path = PurePosixPath(row.file)
    if path.suffix.lower() not in SUFFIXES:
        path = path.with_name(f"{path.name or 'results'}.csv")
    if _is_load_file(path) and ".." not in path.parts:
        return path
    return PurePosixPath(FOLDER, row.cycle.ref.replace("/", " "), path.name)


LOADS = register_file_kind(
    FileKind(
        "load-results",
        _is_load_file,
        _take,
        "after sheets",
        _give,
        ("testing.LoadImport", "testing.LoadLabel"),
        ("evidence",),
        "Keep it elsewhere and put its summary here: firstlight load inspect FILE --summary load/PERF-1/NAME.json",
    )
)
