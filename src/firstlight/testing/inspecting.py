"""What a file of test results holds, told without a project: `firstlight tests inspect`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from firstlight.contracts.results import Outcome
from firstlight.contracts.tables import Problem, Unreadable
from firstlight.kernel.errors import Invalid
from firstlight.testing.formats import content_of, read_results_of


def inspect_files(paths: Iterable[Path]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The document of `tests inspect --json` without its schema, and a problem for each file that was not read."""
    files: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(_inspected(path))
        except Unreadable as error:
            problems.append(error.problem)
        except Invalid as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(str(path), f"It cannot be read: {error.strerror}."))
    return {"files": files}, tuple(problems)


def contents_of(paths: Iterable[Path]) -> tuple[list[tuple[str, bytes]], tuple[Problem, ...]]:
    """Files by name and content, and a problem for each that cannot be read. Too large ones are not even opened."""
    files: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append((str(path), content_of(path)))
        except Unreadable as error:
            problems.append(error.problem)
        except OSError as error:
            problems.append(Problem(str(path), f"It cannot be read: {error.strerror}."))
    return files, tuple(problems)


def _inspected(path: Path) -> dict[str, Any]:
    found = read_results_of(path)
    return {
        "file": str(path),
        "format": found.format,
        "tests": len(found.cases),
        "passed": found.count(Outcome.PASSED),
        "failed": found.count(Outcome.FAILED),
        "errors": found.count(Outcome.ERROR),
        "skipped": found.count(Outcome.SKIPPED),
        "declared": asdict(found.declared) if found.declared else None,
        "warnings": list(found.warnings),
    }
