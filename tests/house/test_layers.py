"""What the sources of a layer may do, and what only some of them may."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "firstlight"

#: Names that say nothing of what is inside.
EMPTY_NAMES = re.compile(r"utils?|helpers?|managers?|common|core|misc|base")

#: Faces: they have a clock on the wall.
FACES = {"cli", "web", "config", "jobs", "api"}

#: Methods that write, wherever they are called on; and those that do when called on a manager or a query.
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ROWS = {"create", "update", "delete"}

#: Files besides actions and stores that write rows, and why.
WRITERS: dict[str, str] = {
    "identity/limits.py": "tries are counted even when what was tried is refused and undone",
    "intake/changing.py": "what undoing needs, kept with the change that the list's own action makes",
    "kernel/once.py": "answers are kept in the transaction of what they answer",
    "kernel/outbox.py": "events are kept and marked by the runner",
    "kernel/sheets/store.py": "what the stores of all layers are made of",
    "ledger/recording.py": "the recorder itself",
    "testing/results.py": "rows of a result file, on behalf of the action that imports it",
    "web/session_store.py": "that somebody was there, kept in their session, which is no record of the project",
}


@cache
def _sources() -> list[tuple[Path, ast.Module]]:
    files = [path.relative_to(SOURCE) for path in sorted(SOURCE.rglob("*.py"))]
    return [
        (file, ast.parse((SOURCE / file).read_text(encoding="utf-8")))
        for file in files
        if "migrations" not in file.parts
    ]


def test_layers_look_down_only() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    names = {part.removesuffix(".py") for file, _ in _sources() for part in file.parts}
    assert not {name for name in names if EMPTY_NAMES.fullmatch(name)}


def test_nothing_listens_to_signals() -> None:
    for file, tree in _sources():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            said = f"{module} {' '.join(names)}"
            assert "django.dispatch" not in said, file
            assert "signals" not in said, file


def test_only_a_face_reads_the_clock() -> None:
    clocks = {"now", "today", "utcnow", "time", "localdate", "localtime"}
    for file, tree in _sources():
        if file.parts[0] in FACES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks:
                asked = ast.unparse(node.func.value)
                assert asked.split(".")[-1] not in {"timezone", "datetime", "date", "time"}, f"{file}:{node.lineno}"


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "save":
        return not call.args  # a document is saved somewhere, a row just is
    if call.func.attr in ALWAYS_WRITES:
        return True
    on = ast.unparse(call.func.value)
    return call.func.attr in WRITES_ROWS and ("objects" in on or "_manager" in on or "filter(" in on)


def _may_write(file: Path) -> bool:
    return file.name in ("actions.py", "stores.py") or "actions" in file.parts or "stores" in file.parts


def test_rows_are_written_by_actions_stores_and_the_recorder_alone() -> None:
    writers = {
        str(file): [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _writes(node)]
        for file, tree in _sources()
        if not _may_write(file)
    }
    writers = {file: lines for file, lines in writers.items() if lines}
    assert {file: lines for file, lines in writers.items() if file not in WRITERS} == {}
    assert not set(WRITERS) - set(writers), "these write no longer: take them out"


def test_models_have_no_logic_of_their_own_in_save_and_delete() -> None:
    for file, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                names = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
                assert not names & {"save", "delete", "clean", "full_clean"}, f"{file}: {node.name}"
