"""Results in a project folder: XML files anywhere below `tests`, lists in the folder of a cycle."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from firstlight.kernel.context import Context
from firstlight.kernel.folders import FileKind, register_file_kind
from firstlight.testing.actions import import_results
from firstlight.testing.attaching import Attacher
from firstlight.testing.formats import LISTS
from firstlight.testing.models import Cycle
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


def _take(context: Context, path: PurePosixPath, data: bytes) -> tuple[str, ...]:
    """Bring in a file as part of the cycle that its place names. Notes are the warnings of the file."""
    project = here(context)
    refs = Cycle.objects.filter(project=project, declared=True).values_list("ref", flat=True)
    attacher = _attacher(project.pk, context.request_id)
    made = import_results(context, cycle_ref=cycle_named_by(path, refs), file=str(path), data=data, attacher=attacher)
    return tuple(made.warnings)


@lru_cache(maxsize=1)
def _attacher(project: int, request_id: str) -> Attacher:
    """One for all files of a folder: its cases and requirements are stored before its results are read."""
    return attacher_of(Project.objects.get(pk=project))


def cycle_named_by(path: PurePosixPath, listed: Iterable[str]) -> str:
    """The cycle of a file: tests/UAT-2/monday.xml and tests/uat-2.xml are of UAT-2.

    The innermost name that is a listed cycle; else the first folder; else the name of the file.
    """
    known = {loose(ref) for ref in listed}
    names = [*path.parts[1:-1], path.stem]
    return next((name for name in reversed(names) if loose(name) in known), names[0])


RESULTS = register_file_kind(FileKind("test-results", _is_result_file, _take, "after sheets"))
