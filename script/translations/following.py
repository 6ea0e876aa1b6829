"""What a name in the code stands for: values that are set, arguments that are given, functions of ours elsewhere."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "firstlight"


@dataclass(slots=True)
class Module:
    """A file of ours: its functions, what it sets by name, and what it takes from elsewhere."""

    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)


def module(path: Path) -> Module:
    """The file, read."""
    return read(ast.parse(path.read_text(encoding="utf-8")))


def read(tree: ast.Module) -> Module:
    """What can be followed in it."""
    found = Module(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("firstlight."):
            found.taken |= {one.asname or one.name: (node.module or "", one.name) for one in node.names}
        else:
            found.values |= dict(_set(node))
    return found


@cache
def _named(dotted: str) -> Module | None:
    path = SOURCE.joinpath(*dotted.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return module(path) if path.is_file() else None


def _set(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement sets, each with its value."""
    if isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
        yield node.target.id, node.value
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and isinstance(node.op, ast.Add):
        yield node.target.id, ast.BinOp(ast.Name(node.target.id), ast.Add(), node.value)
    elif isinstance(node, ast.Assign):
        yield from (pair for target in node.targets for pair in _each(target, node.value))
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
        pairs = (pair for value in node.iter.elts for pair in _each(node.target, value))
        yield from ((name, value) for name, value in pairs if isinstance(value, ast.JoinedStr) or _is_words(value))


def _each(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple):
        yield from _one_by_one(target, value)


def _one_by_one(target: ast.Tuple, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Of one, many = ("is", "was") if … else ("are", "were"): each name by itself."""
    for number, name in enumerate(target.elts):
        part = _element(value, number, len(target.elts))
        if isinstance(name, ast.Name) and part is not None:
            yield name.id, part


def _element(value: ast.expr, number: int, width: int) -> ast.expr | None:
    if isinstance(value, ast.Tuple) and len(value.elts) == width:
        return value.elts[number]
    if isinstance(value, ast.IfExp):
        first, second = (_element(one, number, width) for one in (value.body, value.orelse))
        return ast.IfExp(value.test, first, second) if first is not None and second is not None else None
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: in which file, inside which functions, and what was given to the innermost.

    `spelled`: a word of ours is written out, each by itself, since the rest of the sentence says too little.
    """

    module: Module
    around: tuple[ast.FunctionDef, ...] = ()
    given: tuple[tuple[str, ast.expr, Scope], ...] = ()
    spelled: bool = False
    followed: frozenset[int] = frozenset()

    def values_of(self, name: str) -> Iterator[tuple[ast.expr, Scope]]:
        """What the name can stand for, with the place in which that stands."""
        for known, value, scope in self.given:
            if known == name:
                yield value, scope
                return
        for depth, function in enumerate(reversed(self.around)):
            inner = replace(self, around=self.around[: len(self.around) - depth])
            found = [value for node in own(function) for known, value in _set(node) if known == name]
            if found or name in {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}:
                for value in found or self._asked_with(function, name):
                    if id(value) not in self.followed:
                        yield value, replace(inner, followed=self.followed | {id(value)})
                return
        if name in self.module.values:
            yield self.module.values[name], Scope(self.module)
        elif name in self.module.taken:
            there, known = self.module.taken[name]
            if (other := _named(there)) and known in other.values:
                yield other.values[known], Scope(other)

    def _asked_with(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        """The words that a function of this file is called with, where it is only ever called with words."""
        names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        if not function.name.startswith("_") or name not in names:
            return []
        calls = [one for one in ast.walk(self.module.tree) if isinstance(one, ast.Call)
                 and isinstance(one.func, ast.Name) and one.func.id == function.name]  # fmt: skip
        place = names.index(name)
        given = [one.args[place] for one in calls if len(one.args) > place]
        given += [pair.value for one in calls for pair in one.keywords if pair.arg == name]
        return given if all(map(_is_words, given)) else []

    def function(self, called: ast.expr) -> tuple[ast.FunctionDef, Scope] | None:
        """The function of ours that is called, with the file it stands in."""
        if isinstance(called, ast.Name):
            if called.id in self.module.functions:
                return self.module.functions[called.id], Scope(self.module)
            there = self.module.taken.get(called.id)
            other = _named(there[0]) if there else None
            return (
                (other.functions[there[1]], Scope(other)) if there and other and there[1] in other.functions else None
            )
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            there = self.module.taken.get(called.value.id)
            other = _named(f"{there[0]}.{there[1]}") if there else None
            return (other.functions[called.attr], Scope(other)) if other and called.attr in other.functions else None
        return None

    def source(self, node: ast.expr) -> str:
        """The expression as text, with what was given to the function in the place of its parameters."""
        known = {name: (value, scope) for name, value, scope in self.given}

        class Given(ast.NodeTransformer):
            def visit_Name(self, one: ast.Name) -> ast.expr:
                if one.id not in known:
                    return one
                value, scope = known[one.id]
                return ast.Name(scope.source(value))

        return ast.unparse(Given().visit(copy.deepcopy(node)))


def _is_words(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The statements of a function, without those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
