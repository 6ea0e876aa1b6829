"""The sentences in templates: what {% translate %} and {% blocktranslate %} will look up when the page is shown.

Read with Django's own lexer from the source, before components are unfolded, so that sentences in attributes of
components are found too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

_TRANSLATE = ("translate", "trans")
_BLOCK = ("blocktranslate", "blocktrans")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be translated, its plural where it has one, its context, and where it stands."""

    text: str
    plural: str = ""
    context: str = ""
    place: str = ""


def sentences(path: Path, place: str) -> Iterator[Sentence]:
    """The sentences of one template."""
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in _TRANSLATE and words[1][0] in "\"'":
            yield Sentence(_literal(words[1]), context=_context(words), place=place)
        elif words[0] in _BLOCK:
            yield _block(words, tokens, place)


def _literal(word: str) -> str:
    quote = word[0]
    end = word.index(quote, 1)
    if word[end + 1 :].strip("|") and not word[end + 1 :].startswith("|"):
        raise ValueError(f"{word} is not a sentence in quotes")
    return word[1:end].replace("%", "%%") if "%" in word else word[1:end]


def _context(words: list[str]) -> str:
    return words[words.index("context") + 1].strip("\"'") if "context" in words else ""


def _block(words: list[str], tokens: Iterator[Token], place: str) -> Sentence:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.split()[0] == "plural":
                parts.append([])
                continue
            break
        if token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    return Sentence(texts[0], texts[1] if len(texts) > 1 else "", _context(words), place)
