"""What is English on a German page: what our own code says, told apart from what people and checklists say."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.translation import override
from script.translations import catalogues

from firstlight.kernel.documents import read_document
from firstlight.kernel.sheets import sheets
from firstlight.web import sentences, wording
from firstlight.workspace.order_of_tests import PERFORMANCE, TRAINED

#: Attributes that people read or hear.
SPOKEN = ("aria-label", "aria-description", "title", "placeholder", "alt", "data-th")
#: Words that no German sentence has.
_ENGLISH = re.compile(
    r"(?<![\w“„‚’'/.@-])(the|of|is|are|has|have|not|and|with|by|were|from|nobody|been|this|that|which|when|for|to|yet|"
    r"Nobody|There|It|This|The|Not|What|Who|Why|unmet|unknown|partly|stale)(?![\w’'/.@-])"
)
#: Nobody's words: names of zones, what is signed exactly as it stands, what cells accept in files.
_NEITHER = re.compile(r"[A-Z]\w+/[\w /]+|ja oder nein \(yes, no\)")
_CONTENT = Path(__file__).resolve().parents[2] / "content"
#: Where the words of our own code are kept beside those of people: entries and frozen bodies.
_OURS = {"ledger", "intake", "sessions", "contenttypes", "jobs"}


class _Texts(HTMLParser):
    """Everything on a page that is read or heard, with what surrounds it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("input", "link", "meta", "br", "img", "hr", "use"):
            mute = tag in ("script", "style", "code", "kbd", "textarea") or _as_it_stands(given.get("class") or "")
            self._open.append((tag, mute))
        self.found += [text for name in SPOKEN if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(mute for _, mute in self._open):
            self.found.append(" ".join(data.split()))


def _as_it_stands(classes: str) -> bool:
    """Whether it is shown as it was signed, recorded or typed: exactly so."""
    return bool({"fl-signed-content", "fl-code", "fl-diff"} & set(classes.split()))


def english_in(page: str, known: set[str]) -> list[str]:
    """The texts of a German page that are English, and neither people's nor a checklist's."""
    texts = _Texts()
    texts.feed(page)
    left = [text for text in dict.fromkeys(texts.found) if text not in known]
    return [text for text in left if text in _english_words() or _is_english(text, known)]


@cache
def _english_words() -> frozenset[str]:
    """Words and sentences of the catalogue as they are in English, where they are otherwise in German."""
    entries = catalogues.catalogue("de")
    german = {text for one in entries for text in (one.msgstr, *one.msgstr_plural.values())}
    return frozenset(one.msgid for one in entries if one.msgstr and one.msgid not in {*german, "yes", "no"})


def _is_english(text: str, known: set[str]) -> bool:
    rest = _NEITHER.sub("", text)
    with override("de"):
        ours = any(char.isspace() for char in text) and sentences.said(text) != text
    if not ours and not _ENGLISH.search(rest):
        return False
    for one in sorted((one for one in known if one in rest), key=len, reverse=True):
        rest = rest.replace(one, "…")
    with override("de"):
        return bool(_ENGLISH.search(rest)) or (ours and sentences.said(rest) != rest)


def known_texts() -> set[str]:
    """Everything that people, files and checklists say: what the database keeps, and the shipped content."""
    found = set(_shipped())
    for stance in (*PERFORMANCE.values(), *TRAINED.values()):  # names of documents and headings stand as they are
        found |= {stance.document, stance.heading}
    for _, sheet in sheets.items():
        _add(found, [column.example for column in sheet.columns])
    for model in apps.get_models():
        if model._meta.app_label in _OURS or model.__name__.startswith("Assessment"):
            continue
        names = [
            one.name for one in model._meta.concrete_fields
            if one.get_internal_type() in ("CharField", "TextField", "JSONField") and not one.choices
        ]  # fmt: skip
        for row in model._default_manager.values_list(*names) if names else ():
            _add(found, row)
    return found


@cache
def _shipped() -> frozenset[str]:
    found: set[str] = set()
    for path in sorted(_CONTENT.rglob("*.yaml")):
        _add(found, read_document(path.read_bytes(), path.name).data)
    return frozenset(found)


def _add(found: set[str], value: Any) -> None:
    if isinstance(value, str) and len(value) > 3:
        found |= {" ".join(value.split()), *(" ".join(line.split()) for line in value.splitlines() if len(line) > 3)}
    elif isinstance(value, dict):
        _add(found, list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            _add(found, one)


def reasons_left_english(document: Any) -> list[str]:
    """The reasons of an assessment that no form fits, but for words that people gave and texts of checklists."""
    left = []
    with override("de"):
        for area in document["areas"]:
            for check in area["checks"]:
                word = check["attestation"]["statement"] if check["attestation"] else None
                told = [*check["reasons"], *([check["stale"]] if check["stale"] else [])]
                left += [one for one in told if one != word and wording.said(one) == one]
        left += [one["sentence"] for one in document["reasons"] if one["kind"] == "condition"
                 and wording.said(one["sentence"]) == one["sentence"]]  # fmt: skip
    return left
