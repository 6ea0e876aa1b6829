"""Text of strangers on paper, slides and sheets: what cannot be stored or drawn is shown as such, never dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from typing import Any

#: Stands for a character that no file may hold: a control character, half a pair.
BROKEN = "\N{REPLACEMENT CHARACTER}"
#: Stands for a character that the fonts of the PDF cannot draw.
UNDRAWABLE = "\N{WHITE VERTICAL RECTANGLE}"

#: XML, and so every office file, refuses these. The line break and the tab are fine.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: These would turn the direction of the words that follow, written by somebody else.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_DIGEST = re.compile("[0-9a-f]{64}")
#: Longer than any word people write; only such runs may break where no language would break them.
LONGEST_WORD = 22
_LONG_RUN = re.compile(rf"[^\s\u200b-]{{{LONGEST_WORD + 1},}}")
_AFTER = frozenset("._/\\:@&=?,;|+")
_STEP = 12


def storable(text: str) -> str:
    """The text as any file can hold it."""
    return _UNSTORABLE.sub(BROKEN, _BREAKS.sub("\n", text))


def legible(text: str) -> str:
    """The text as people may read it beside the words of others: nothing in it turns what follows."""
    return _TURNING.sub(BROKEN, storable(text)).replace("\t", " ")


def breakable(text: str) -> str:
    """The text with places to break very long words. A digest stays whole: it is copied and compared."""
    return text if _DIGEST.fullmatch(text) else _LONG_RUN.sub(_with_breaks, text)


def _with_breaks(found: re.Match[str]) -> str:
    """After its punctuation, and where that is far apart, after every few characters."""
    pieces, length = [], 0
    for character in found[0]:
        if length >= _STEP and not unicodedata.combining(character):
            pieces.append("\u200b")
            length = 0
        pieces.append(character)
        length = _STEP if character in _AFTER else length + 1
    return "".join(pieces)


def drawable(text: str, drawn: Container[int]) -> str:
    """The text with a box for every character that is not among the drawn ones; what is invisible anyway goes."""
    if text.isascii():
        return text
    return "".join(_drawn(character, drawn) for character in text)


def _drawn(character: str, drawn: Container[int]) -> str:
    if character == "\n" or ord(character) in drawn:
        return character
    if unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    return " " if character.isspace() else UNDRAWABLE


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A copy of plain data with every text changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: mapped(below, change) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [mapped(below, change) for below in value]
    return value
