"""Files, functions, views and templates stay small; whoever goes over says why, and stops saying it afterwards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "firstlight"

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
LONGEST_TEMPLATE = 150

#: What is over its budget, and why. An entry that is no longer needed fails too.
EXCEPTIONS: dict[str, str] = {}


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(SOURCE)), path


def _functions(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            below = f"{name}.{node.name}" if name else node.name
            if not isinstance(node, ast.ClassDef):
                yield below, node
            yield from _functions(node, below)
        else:
            yield from _functions(node, name)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: what it promises is no burden."""
    first = node.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    words = (first.end_lineno or first.lineno) - first.lineno + 1 if said else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - words


def _is_view(file: str) -> bool:
    return file.startswith("web/views")


@cache
def over_budget() -> dict[str, str]:
    """Everything that is longer than it may be, and how long it is."""
    found = {}
    for file, path in _sources():
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > LONGEST_FILE:
            found[file] = f"{lines} lines"
        most = LONGEST_VIEW if _is_view(file) else LONGEST_FUNCTION
        for name, node in _functions(ast.parse(text)):
            if (length := _length(node)) > most:
                found[f"{file}::{name}"] = f"{length} lines"
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST_TEMPLATE:
            found[str(path.relative_to(SOURCE))] = f"{lines} lines"
    return found


def test_files_functions_views_and_templates_stay_within_their_budgets() -> None:
    over = {name: length for name, length in over_budget().items() if name not in EXCEPTIONS}
    assert not over, "split these, or add them to the exceptions with a reason"


def test_an_exception_that_is_no_longer_needed_is_taken_out() -> None:
    assert not set(EXCEPTIONS) - set(over_budget())


@pytest.mark.parametrize("reason", EXCEPTIONS.values())
def test_every_exception_says_why(reason: str) -> None:
    assert len(reason) > 20
