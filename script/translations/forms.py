"""The forms that a sentence of the layers below can take, read from the code that puts it together.

    f"{count:,} {'case' if count == 1 else 'cases'} of {cycle.ref} failed on {day(when)}."

comes to two forms: “1 case of {ref} failed on {when:day}.” and “{count:number} cases of {ref} failed on {when:day}.”
What is decided in the code is told apart here, so that a translation is always of a whole sentence. Names are followed
to where they are set, and functions of ours into what they return. What nobody can tell before the program runs is a
hole; its kind says how the page writes it (firstlight.web.sentences).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from script.translations.following import Scope, own

#: So many forms of one sentence can be translated; more are a sentence that should be written plainer.
MOST = 12
_DEEPEST = 12
#: What format() fills, where it is not just a text.
_FILLED = {"all": "number", "count": "number", "cycles": "list"}
#: What stands in a hole, by the function, the attribute or the name that fills it. A word is one of ours, and the form
#: fits only where it is known; what is said may be known or not; list and words are several, with commas between them.
KINDS = {
    "day": "day", "spoken": "word", "words_of": "word", "accepts": "word", "aloud": "word",
    "label": "said", "lowered": "said", "words": "said", "state": "said", "sentence": "said", "reasons": "said",
    "what": "said", "lacks": "words", "counts": "words", "besides": "words",
    "unit": "word", "plain": "number", "len": "number", "sum": "number", "max": "number", "min": "number",
    "round": "number",
}  # fmt: skip
#: What leaves words as they are, but for capitals and space: it says nothing of the form.
#: Variables that hold what another layer says.
_SAID = ("error", "why", "expected", "called", "deed", "what")
_LEAVING = {"lower", "capitalize", "strip", "rstrip", "lstrip", "removeprefix", "removesuffix", "title", "upper"}


@dataclass(frozen=True, slots=True)
class Hole:
    """What is filled when the program runs. `source` tells two holes of one name apart."""

    name: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Form:
    """Text and holes in order, and the decisions of the code under which it comes to this."""

    parts: tuple[str | Hole, ...] = ()
    given: frozenset[tuple[str, bool]] = frozenset()

    def after(self, other: Form) -> Form | None:
        """This one behind the other. None where they contradict each other."""
        given = self.given | other.given
        if any((test, not told) in given for test, told in given):
            return None
        return Form((*other.parts, *self.parts), given)

    @property
    def words(self) -> str:
        """The text alone, a hole as an underscore."""
        return "".join(part if isinstance(part, str) else "_" for part in self.parts)

    def text(self) -> str:
        """As it stands in the catalogues: {ref} {count:number}."""
        names: dict[str, str] = {}
        told = []
        for part in self.parts:
            if isinstance(part, str):
                told.append(part)
            elif (f"{part.source} == 1", True) in self.given:
                told.append("1")
            else:
                name = names.setdefault(part.source, _free(part.name, names.values()))
                told.append(f"{{{name}:{part.kind}}}" if part.kind else f"{{{name}}}")
        return "".join(told)


def _free(name: str, taken: Iterable[str]) -> str:
    number, free, used = 1, name, set(taken)
    while free in used:
        number += 1
        free = f"{name}_{number}"
    return free


def forms(node: ast.expr, scope: Scope, depth: int = 0) -> list[Form]:
    """Everything that the expression can come to."""
    if depth > _DEEPEST:
        return [_hole(node, scope)]
    if isinstance(node, ast.Constant):
        return [_constant(str(node.value))]
    if isinstance(node, ast.JoinedStr):
        return _joined([_inserted(one, scope, depth) for one in node.values])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and not _counts(node):
        return _joined([forms(one, scope, depth + 1) for one in (node.left, node.right)])
    if isinstance(node, ast.IfExp):
        test = scope.source(node.test)
        sides = ((node.body, True), (node.orelse, False))
        return [_under(one, test, told) for side, told in sides for one in forms(side, scope, depth + 1)
                if (test, not told) not in one.given]  # fmt: skip
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return [form for one in node.values for form in forms(one, scope, depth + 1)]
    if isinstance(node, ast.Name):
        found = [form for value, there in scope.values_of(node.id) for form in forms(value, there, depth + 1)]
        return _telling(found, node, scope) or [_hole(node, scope)]
    if isinstance(node, ast.Call):
        return _called(node, scope, depth)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        return [form for one in node.value.values for form in forms(one, scope, depth + 1)]
    if isinstance(node, ast.Subscript) and scope.spelled and (words := _table(node.value, scope)):
        return [Form((one,)) for one in words]
    return [_hole(node, scope)]


def _counts(node: ast.BinOp) -> bool:
    """Whether numbers are added, not words."""
    return any(isinstance(one, ast.Constant) and not isinstance(one.value, str) for one in (node.left, node.right))


def _under(form: Form, test: str, told: bool) -> Form:
    return replace(form, given=form.given | {(test, told)})


def _joined(parts: list[list[Form]]) -> list[Form]:
    """Each with each, but for those that contradict each other."""
    found = [Form()]
    for choices in parts:
        found = [one for before, behind in product(found, choices) if (one := behind.after(before))]
        if len(found) > 16 * MOST:
            break
    return found


def _inserted(node: ast.expr, scope: Scope, depth: int) -> list[Form]:
    """A part of an f-string."""
    if not isinstance(node, ast.FormattedValue):
        return forms(node, scope, depth + 1)
    spec = ast.unparse(node.format_spec).strip("f'\"") if node.format_spec else ""
    if spec:
        kind = "number" if spec[-1] in ",fd" else ""
        return [_hole(node.value, scope, kind)]
    return forms(node.value, scope, depth + 1)


def _called(node: ast.Call, scope: Scope, depth: int) -> list[Form]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in ("join", "joined", "listed") and node.args:
        return [_list(node.args[0], scope, depth)]
    if name.strip("_") in KINDS or (name.startswith("get_") and name.endswith("_display")):
        return [_hole(node, scope)]
    if isinstance(node.func, ast.Attribute) and name in _LEAVING:
        return forms(node.func.value, scope, depth + 1)
    found = scope.function(node.func)
    if found is None:
        return [_hole(node, scope)]
    function, there = found
    inner = Scope(there.module, (function,), _arguments(function, node, scope))
    returned = [one.value for one in own(function) if isinstance(one, ast.Return) and one.value]
    if not _speaks(function):
        return [_hole(node, scope)]
    told = [form for value in returned for form in forms(value, inner, depth + 1)]
    return _telling(told, node, scope) or [_hole(node, scope)]


def _speaks(function: ast.FunctionDef) -> bool:
    return function.returns is not None and ast.unparse(function.returns) == "str"


def _arguments(function: ast.FunctionDef, node: ast.Call, scope: Scope) -> tuple[tuple[str, ast.expr, Scope], ...]:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    given = [(name, value, scope) for name, value in zip(names, node.args, strict=False)]
    given += [(one.arg, one.value, scope) for one in node.keywords if one.arg]
    known = {name for name, _, _ in given}
    defaults = zip(reversed(names), reversed(function.args.defaults), strict=False)
    more = [(name, value, Scope(scope.module)) for name, value in defaults if name not in known]
    return (*given, *more)


def _telling(found: list[Form], node: ast.expr, scope: Scope) -> list[Form]:
    """These forms, where any of them says anything; what is a hole by itself is called as here."""
    if any(isinstance(part, str) and part.strip() and not part.isdigit() for form in found for part in form.parts):
        return found
    holes = {
        part.kind: part for form in found for part in form.parts if isinstance(part, Hole) and len(form.parts) == 1
    }
    kind = next((kind for kind in holes if kind), "")
    return [Form((replace(holes[kind], name=_name(node), source=scope.source(node)),))] if kind else []


def _constant(words: str) -> Form:
    """Words as they are; a {name} in them is filled later, by format()."""
    parts = re.split(r"({[a-z_]+})", words)
    return Form(tuple(
        Hole(part[1:-1], _FILLED.get(part[1:-1], ""), part) if number % 2 else part for number, part in enumerate(parts)
    ))  # fmt: skip


def _list(node: ast.expr, scope: Scope, depth: int) -> Form:
    """Several things with something between them: words of ours, or anything."""
    kind = "words" if _kind(node, scope) == "words" else "list"
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        items = forms(node.elt, scope, depth + 1)
        parts = [part for form in items for part in form.parts]
        if any(isinstance(part, Hole) and part.kind in ("word", "said") for part in parts):
            kind = "words"
    return Form((Hole(_name(node), kind, scope.source(node)),))


def _hole(node: ast.expr, scope: Scope, kind: str = "") -> Form:
    return Form((Hole(_name(node), kind or _kind(node, scope), scope.source(node)),))


def _kind(node: ast.expr, scope: Scope) -> str:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if isinstance(node.func, ast.Attribute) and name in _LEAVING:
            return _kind(node.func.value, scope)
        if isinstance(node.func, ast.Attribute) and name == "get" and _is_table(node.func.value, scope):
            return "word"
        if name == "next" and isinstance(node.args[0], ast.GeneratorExp) and _among(node.args[0], scope):
            return "said"
        return "word" if name.startswith("get_") and name.endswith("_display") else KINDS.get(name.strip("_"), "")
    if isinstance(node, ast.Attribute):
        return KINDS.get(node.attr, "")
    if isinstance(node, ast.Name):
        return "said" if node.id in _SAID else "number" if _is_counted(node.id, scope) else ""
    if isinstance(node, ast.Subscript):
        return _kind(node.value, scope) if not _is_table(node.value, scope) else "word"
    return "number" if isinstance(node, ast.BinOp) else ""


def _is_table(node: ast.expr, scope: Scope) -> bool:
    """Whether it is a dictionary of words of ours."""
    return bool(_table(node, scope))


def _table(node: ast.expr, scope: Scope) -> list[str]:
    """The words of a dictionary of ours."""
    for value, _ in scope.values_of(node.id) if isinstance(node, ast.Name) else ():
        if isinstance(value, ast.Dict) and all(map(_is_text, value.values)):
            return [one.value for one in value.values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return []


def _is_counted(name: str, scope: Scope) -> bool:
    """Whether it is an argument that is a whole number."""
    given = [one for function in scope.around for one in ast.walk(function.args) if isinstance(one, ast.arg)]
    return any(one.arg == name and one.annotation and ast.unparse(one.annotation) == "int" for one in given)


def _among(node: ast.GeneratorExp, scope: Scope) -> bool:
    """Whether it goes through a dictionary of words of ours."""
    through = node.generators[0].iter
    called = through.func if isinstance(through, ast.Call) else None
    return isinstance(called, ast.Attribute) and _is_table(called.value, scope)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> str:
    """What a hole is called: the last name in it."""
    if isinstance(node, ast.Name):
        return node.id.strip("_").lower()
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").lower()
    if isinstance(node, ast.Subscript):
        key = node.slice
        return key.value.replace("-", "_") if _is_text(key) and key.value.isidentifier() else _name(node.value)
    if isinstance(node, ast.Call):
        inner = node.args[0] if node.args else node.func
        return _name(inner if node.args or not isinstance(node.func, ast.Attribute) else node.func.value)
    if isinstance(node, ast.BinOp):
        return _name(node.left)
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return _name(node.generators[0].iter)
    return "value"
