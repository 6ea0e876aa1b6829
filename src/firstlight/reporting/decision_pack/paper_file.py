"""The PDF: a tagged document in A4, made by typst from the template beside this file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack import characters, fonts, words
from firstlight.reporting.decision_pack.paper import view

TEMPLATE = Path(__file__).resolve().parent / "template"
STANDARD: Final = "ua-1"


def make(
    document: Mapping[str, Any],
    *,
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    more_fonts: Path | None = None,
    number: int | None = None,
) -> bytes:
    """The bytes of the PDF. They depend on the document, the shipped fonts and `more_fonts`, and on nothing else.

    Texts reach the template as JSON and are printed as they are: there is no way from a text to markup. A character
    that no font has is printed as a box, and the last page says so.
    """
    given = view(document, since, since_as_of, number)
    as_of = words.instant(document["as_of"])
    return printed("pack.typ", given, int(as_of.timestamp()), more_fonts)


def printed(template: str, given: Mapping[str, Any], timestamp: int, more_fonts: Path | None = None) -> bytes:
    """A PDF by one of the templates, from plain words with a `title`; `timestamp` is when it says that it was made."""
    import typst

    drawn = fonts.characters(more_fonts)
    shown = characters.mapped(given, lambda text: characters.drawable(characters.legible(text), drawn))
    facts = {
        **characters.mapped(shown, characters.breakable),
        "title": shown["title"],
        "families": fonts.families(more_fonts),
        "box": characters.UNDRAWABLE if characters.UNDRAWABLE in json.dumps(shown, ensure_ascii=False) else "",
    }
    made = typst.compile(
        TEMPLATE / template,
        root=TEMPLATE,
        font_paths=fonts.loaded(more_fonts),
        sys_inputs={"pack": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=timestamp,
    )
    _forget(more_fonts)
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def _forget(more_fonts: Path | None) -> None:
    """Have typst drop what it remembers of the document: some 50 MB that a web process would keep for each.

    It keeps what its last ten compilations used, in case they come again. Ten empty ones take 30 ms.
    """
    import typst

    compiler = typst.Compiler(font_paths=fonts.loaded(more_fonts))
    for _ in range(10):
        compiler.compile(b"", format="svg")
