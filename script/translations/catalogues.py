"""The catalogues: src/firstlight/locale/<language>/LC_MESSAGES/django.po for people, django.mo for the program.

Beside them lies below.json: what layers below the pages can say, by which the pages recognise it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polib
from script.translations import below, programs, spoken, templates
from script.translations.templates import Sentence

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "firstlight"
LOCALES = SOURCE / "locale"
BELOW = "below.json"
#: The languages besides English, which is the language of the sources.
LANGUAGES = {"de": "nplurals=2; plural=(n != 1);"}


@cache
def collected() -> dict[tuple[str, str], Sentence]:
    """Every sentence of the interface once, by context and text."""
    found: dict[tuple[str, str], Sentence] = {}
    for path in sorted(SOURCE.rglob("*.html")):
        _add(found, templates.sentences(path, str(path.relative_to(SOURCE))))
    for path, place in _programs():
        _add(found, programs.sentences(path, place))
    return found


def _programs() -> Iterable[tuple[Path, str]]:
    paths = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return ((path, str(path.relative_to(SOURCE))) for path in paths)


@cache
def said_below() -> str:
    """What the layers below can say, as it stands in the file."""
    texts: set[str] = set()
    for path, place in _programs():
        if not place.startswith("web/"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts |= {one.text for found in (below, spoken) for one in found.sentences(tree, place)}
    return json.dumps(sorted(texts), ensure_ascii=False, indent=0) + "\n"


def _add(found: dict[tuple[str, str], Sentence], more: Iterable[Sentence]) -> None:
    for one in more:
        key = (one.context, one.text)
        if key not in found or (one.plural and not found[key].plural):
            found[key] = one


def catalogue(language: str) -> polib.POFile:
    """What is translated so far."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def renewed(language: str) -> polib.POFile:
    """The catalogue with every sentence of today: translations are kept, what is gone dropped, what is new empty."""
    old = {(one.msgctxt or "", one.msgid): one for one in catalogue(language)}
    new = polib.POFile(wrapwidth=118)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for key, one in sorted(collected().items(), key=lambda item: (item[1].place, item[0])):
        new.append(_entry(one, old.get(key)))
    return new


def _entry(one: Sentence, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=one.text, msgctxt=one.context or None, occurrences=[(one.place, "")])
    if "%(" in one.text:
        entry.flags.append("python-format")
    if one.plural:
        entry.msgid_plural = one.plural
        entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgstr_plural else {0: "", 1: ""}
    elif known:
        entry.msgstr = known.msgstr
    return entry


def write(language: str) -> list[str]:
    """Write both files, and what the layers below say. Returns the sentences that have no translation yet."""
    folder = LOCALES / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (LOCALES / BELOW).write_text(said_below(), encoding="utf-8")
    new = renewed(language)
    new.save(str(folder / "django.po"))
    new.save_as_mofile(str(folder / "django.mo"))
    return [one.msgid for one in new if not one.translated()]
