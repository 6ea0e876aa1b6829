"""The sentences in Python: the literal arguments of gettext and its sisters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from script.translations import below, spoken
from script.translations.templates import Sentence

_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_MANY = {"ngettext", "ngettext_lazy"}
_WITH_CONTEXT = {"pgettext", "pgettext_lazy"}


def sentences(path: Path, place: str) -> Iterator[Sentence]:
    """The sentences of one file. ValueError for one that is put together at run time: no catalogue can hold it.

    A name, or a place in a table, stands for a sentence that was marked elsewhere, by gettext_noop.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from below.sentences(tree, place)
    yield from spoken.sentences(tree, place)
    called = dict(_other_names(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or (
            node.args and isinstance(node.args[0], ast.Name | ast.Attribute | ast.Subscript)
        ):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        name = called.get(name, name)
        if name in _ONE:
            yield Sentence(_text(node, 0, place), place=place)
        elif name in _MANY:
            yield Sentence(_text(node, 0, place), _text(node, 1, place), place=place)
        elif name in _WITH_CONTEXT:
            yield Sentence(_text(node, 1, place), context=_text(node, 0, place), place=place)


def _other_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What gettext and its sisters are called in a file that imports them under another name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((one.asname, one.name) for one in node.names if one.asname)


def _text(node: ast.Call, at: int, place: str) -> str:
    given = node.args[at] if len(node.args) > at else None
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    raise ValueError(f"{place}, line {node.lineno}: what is translated has to be a literal sentence")
