"""Benchmarks run the product, so what they take from it is there: they are run by hand, and would be broken unseen."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

from tests.conftest import REPOSITORY

_OURS = {"firstlight", "tests"}


def test_what_benchmarks_take_from_the_product_is_there() -> None:
    taken = {one for file in (REPOSITORY / "bench").glob("*.py") for one in _taken(file)}
    assert len(taken) > 40
    assert sorted(f"{file}: {module}.{name}" for file, module, name in taken if not _has(module, name)) == []


def _taken(file: Path) -> set[tuple[str, str, str]]:
    found = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom))
    ours = [(one.module, one.names) for one in found if one.module and one.module.partition(".")[0] in _OURS]
    return {(file.name, module, name.name) for module, names in ours for name in names}


def _has(module: str, name: str) -> bool:
    if hasattr(import_module(module), name):
        return True
    try:
        import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True
