"""Words of the layers below the pages, which the pages translate when they show them (firstlight.web.wording).

Those layers stay plain English, so nothing there is marked. What is collected here is the labels of choices, the titles
of lists and their columns, and the dictionaries of words that are named below.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from script.translations.templates import Sentence

#: Dictionaries and tables whose texts are words on pages, by file.
_TABLES: dict[str, set[str]] = {
    "workspace/roles.py": {"ROLES"},
    "workspace/authority.py": {"LETTERS"},
    "workspace/sight.py": {"SUBJECTS"},
    "reporting/decision_pack/words.py": {
        "MARKS", "STATES", "ACTION_STATES", "OBLIGATIONS", "BASES", "PRODUCTS", "APPROACHES",
    },
    "reporting/run_sheet_words.py": {"WORDS"},
    "contracts/standing.py": {"_ALOUD"},
    "scope/rules.py": {"WORDS", "NEEDED"},
    "scope/comparing.py": {"KINDS"},
    "readiness/comparing.py": {"_WORDS"},
    "testing/rules/kinds.py": {"KINDS"},
    "testing/rules/guards.py": {"CODES"},
    "assurance/kinds.py": {"KINDS"},
    "dependencies/measures.py": {"_UNIT"},
    "dependencies/rules/requirements.py": {"WORDS"},
    "dependencies/rules/register.py": {"WORDS"},
    "testing/rules/findings.py": {"NEEDED"},
    "workspace/knowing.py": {"TOPICS"},
    "intake/reading/delimited.py": {"_KINDS"},
    "intake/reading/workbook.py": {"_NO_LISTS", "kinds"},
}  # fmt: skip
#: What is made of a list in the pages, with the places of its words: titles by position and by name.
_MADE: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Column": ((0,), ("title",)),
    "Filter": ((1,), ("title",)),
    "Choice": ((1,), ("words",)),
    "Grouping": ((1,), ("title",)),
    "ListPage": ((1,), ("title",)),
    "Button": ((0,), ("words",)),
    "Purpose": ((1,), ("title",)),
}
_CHOICES = ("TextChoices", "IntegerChoices")
#: Rights in words, what moves a review on, and how far a token reaches.
_ANYWHERE: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Reach": ((0, 1), ()),
    "signable": ((1,), ()),
    "Policy": ((1,), ()),
    "Event": ((1,), ()),
    "Factor": ((1,), ()),
    "Limit": ((3,), ()),
    "_judged": ((1, 2), ()),
    "measure": ((), ("title", "unit")),
    "Facet": ((1, 2), ()),
    "Figure": ((1,), ()),
    "share": ((0,), ()),
    "_check": ((2,), ()),
    "_counted": ((1,), ()),
    "Threshold": ((1,), ()),
    "Record": ((1,), ()),
    "Subject": ((0,), ()),
    "ModelStore": ((1,), ("subject",)),
    "Actor": ((2,), ()),
    "Stance": ((0,), ()),
}
#: What is made of the lists that come in files.
_COLUMNS = {"Column": ((5,), ("accepts",))}
_SHEETS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Column": ((1,), ("title",)),
    **dict.fromkeys(
        ("text", "integer", "number", "flag", "choice", "day", "instant", "names", "_mail"), ((1,), ("title",))
    ),
    "Sheet": ((), ("title", "about")),
}


def sentences(tree: ast.AST, place: str) -> Iterator[Sentence]:
    """The words of one file that pages will translate."""
    tables = _TABLES.get(place, set())
    pages = place.startswith("web/")
    made = _ANYWHERE | (_MADE if pages else _SHEETS if _of_sheets(place) else {})
    made |= _COLUMNS if place.endswith("sheets/columns.py") else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            _named(base) in ("TextChoices", "IntegerChoices") for base in node.bases
        ):
            yield from (_sentence(one, place) for one in _labels(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and tables & set(_targets(node)) and node.value:
            yield from (_sentence(one, place) for one in _texts(node.value))
        elif isinstance(node, ast.Call) and pages and _named(node.func) == "Listed" and len(node.args) > 1:
            yield from _counted(node, place)
        elif isinstance(node, ast.Call) and pages and _named(node.func) == "guest_page":
            yield from (_sentence(one.value, place) for one in node.keywords if one.arg == "title" and _is(one.value))
        elif isinstance(node, ast.Call) and _of_sheets(place) and _is_column(node):
            yield _sentence(node.args[1], place)
        elif isinstance(node, ast.Call) and _named(node.func) in made:
            yield from (_sentence(one, place) for one in _given(node, *made[_named(node.func)]))


def _of_sheets(place: str) -> bool:
    """Whether a file describes lists: sheets.py, or one in a folder of that name."""
    return place.endswith("/sheets.py") or "/sheets/" in place


def _is_column(node: ast.Call) -> bool:
    """Whether a column is made: by its name in the program, its title, and what is to be filled in."""
    words = node.args[:3]
    return len(words) == 3 and all(map(_is, words[:2])) and ast.literal_eval(words[0]).isidentifier()


def _sentence(node: ast.expr, place: str) -> Sentence:
    return Sentence(ast.literal_eval(node), place=place)


def _is(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(sign.isalpha() for sign in node.value)


def _named(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    return (_named(one) for one in (node.targets if isinstance(node, ast.Assign) else [node.target]))


def _labels(node: ast.ClassDef) -> Iterator[ast.expr]:
    """The second text of each member, NAME = "value", "Label"; of one without a label its name, as Django says it."""
    for one in node.body:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Tuple):
            yield from filter(_is, one.value.elts[1:2])
        elif isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant):
            yield from (ast.Constant(name.replace("_", " ").title()) for name in _targets(one) if name.isupper())


def _texts(node: ast.expr) -> Iterator[ast.expr]:
    """The values of a dictionary, and what stands in tuples among them; or the one word that it is."""
    values = node.values if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.Tuple) else [node]
    for value in values:
        yield from filter(_is, value.elts if isinstance(value, ast.Tuple) else [value])


def _given(node: ast.Call, places: tuple[int, ...], names: tuple[str, ...]) -> Iterator[ast.expr]:
    yield from (node.args[place] for place in places if len(node.args) > place and _is(node.args[place]))
    yield from (one.value for one in node.keywords if one.arg in names and _is(one.value))


def _counted(node: ast.Call, place: str) -> Iterator[Sentence]:
    """The words for one row and for many: each by itself."""
    for given in node.args[:2]:
        for one in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
            if _is(one):
                yield _sentence(one, place)
