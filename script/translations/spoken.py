"""The sentences that layers below the pages say: refusals, reasons, what a column is for. Each with all its forms.

A text of the code is a sentence when it ends like one. Where also other words are shown, the file is named below.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from script.translations.following import Scope, read
from script.translations.forms import MOST, Form, Hole, forms
from script.translations.templates import Sentence

#: The faces speak for themselves (the pages mark their sentences), and what is wired has nothing to say.
_FACES = ("web/", "cli/", "api/", "config/", "jobs/", "reporting/decision_pack/")
_BUT = "reporting/decision_pack/lede.py"
#: Files in which words count that do not end like a sentence.
_WORDS = (
    "engines/riskprofile/following.py", "contracts/rendering.py", "readiness/facets.py", "packs/rules.py",
    "webhooks/sending.py", "dependencies/renderings.py", "testing/renderings.py", "scope/renderings.py",
    "cutover/renderings.py", "readiness/renderings.py", "assurance/renderings.py", "readiness/assessing.py", _BUT,
)  # fmt: skip
#: What is said to programmers, to the log, or to nobody; a page says the same of everything that is not found.
_UNHEARD = {
    "NotFound", "RuntimeError", "TypeError", "LookupError", "KeyError", "AssertionError", "NotImplementedError",
    "info", "warning", "error", "exception", "debug", "compile",
}  # fmt: skip
#: What has a title, and where it stands.
_TITLED = {"Rendering": 2, "signable": 1, "Line": 1}
#: Where what is accepted, or titles, are words that do not end like a sentence either.
_TITLES = (
    "sheets.py",
    "sheets/columns.py",
    "renderings.py",
    "baselines.py",
    "testing/acceptance.py",
    "testing/exits.py",
    "measures/completion.py",
    "workspace/authority.py",
)
#: A form with holes for anything has so many letters besides.
LEAST = 7
#: What only stands there where a part of the sentence came out empty.
_GAPS = (" ;", "  ", ": .")
_ENDS = re.compile(r"[.?…]$|[:.] _$")


def sentences(tree: ast.Module, place: str) -> Iterator[Sentence]:
    """The sentences of one file. ValueError for one that can come to more forms than anybody will translate."""
    if place.startswith(_FACES) and place != _BUT:
        return
    file, around = read(tree), dict(_around(tree))
    spelled = place.endswith("renderings.py")
    for node, accepted in _roots(tree, around):
        functions = tuple(reversed([one for one in _outwards(node, around) if isinstance(one, ast.FunctionDef)]))
        scope = Scope(file, functions, spelled=spelled)
        found = [one for one in forms(node, scope) if _is_sentence(one, place, accepted)]
        texts = dict.fromkeys(one.text() for one in found)
        if len(texts) > MOST:
            raise ValueError(f"{place}, line {node.lineno}: this sentence has {len(texts)} forms; write it plainer")
        yield from (Sentence(text, place=place) for text in texts)


def _around(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    return ((inner, node) for node in ast.walk(tree) for inner in ast.iter_child_nodes(node))


def _outwards(node: ast.AST, around: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in around:
        node = around[node]
        yield node


def _roots(tree: ast.AST, around: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.expr, bool]]:
    """Every text with what it is put together with, once; and whether it says what a cell accepts."""
    seen: set[ast.AST] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) and not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        root: ast.AST = node
        while root in around and _continues(around[root], root):
            root = around[root]
        if root in seen or isinstance(around.get(root), ast.Expr | ast.JoinedStr | ast.FormattedValue):
            continue
        seen.add(root)
        if isinstance(root, ast.expr) and not any(_unheard(one) for one in _outwards(root, around)):
            yield root, _accepted(root, around) or _titles(root, around)


def _continues(outer: ast.AST, inner: ast.AST) -> bool:
    """Whether the outer expression says what the inner one says, and more."""
    if isinstance(outer, ast.IfExp):
        return inner is not outer.test
    return isinstance(outer, ast.BoolOp) or (isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Add))


def _unheard(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in ("example", "examples")
    called = node.func if isinstance(node, ast.Call) else None
    return (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")) in _UNHEARD


def _accepted(root: ast.expr, around: dict[ast.AST, ast.AST]) -> bool:
    """Whether it says what would be accepted: accepts = "…", or the ValueError of a cell."""
    outer = around.get(root)
    if isinstance(outer, ast.Assign):
        return any(isinstance(one, ast.Name) and one.id == "accepts" for one in outer.targets)
    return isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) and outer.func.id == "ValueError"


def _titles(root: ast.expr, around: dict[ast.AST, ast.AST]) -> bool:
    """Whether it is the title of something that is signed, of a line in it, or of a measure."""
    outer = around.get(root)
    if isinstance(outer, ast.keyword) and outer.arg == "title":
        called = around.get(outer)
        return isinstance(called, ast.Call) and isinstance(called.func, ast.Name) and called.func.id == "measure"
    place = _TITLED.get(outer.func.id) if isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) else None
    return place is not None and isinstance(outer, ast.Call) and outer.args[place : place + 1] == [root]


def _is_sentence(form: Form, place: str, accepted: bool) -> bool:
    words = form.words
    if words != words.strip() or not re.search(r"[^\W\d_]{2,}", words) or any(gap in words for gap in _GAPS):
        return False
    if accepted and place.endswith(_TITLES):
        return True
    if accepted and not words.endswith("."):
        return False
    return _says_enough(form) and " " in words and (bool(_ENDS.search(words)) or place in _WORDS)


def _says_enough(form: Form) -> bool:
    """Whether it can be told from what people write: a form that could be anything is never taken for ours."""
    fixed = re.findall(r"[^\W\d_]{2,}", form.words)
    if not any(isinstance(part, Hole) and part.kind not in ("number", "day", "word") for part in form.parts):
        return len(fixed) > 1 or (bool(fixed) and "_" in form.words)
    return sum(map(len, fixed)) >= LEAST and (len(fixed) > 1 or form.words[0] != "_")
