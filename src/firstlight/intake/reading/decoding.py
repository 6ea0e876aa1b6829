"""From bytes to text, when nobody says how they were written."""

from __future__ import annotations

import codecs
import re

from firstlight.contracts.tables import Problem, Unreadable

_ESCAPED = re.compile("[\udc80-\udcff]")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-32 begins with the one of UTF-16 and has to be tried before it.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text, and notes on what had to be guessed.

    UTF-8 and UTF-16 are recognised with and without their mark; what is neither is read as Windows-1252, with a note.
    Raises Unreadable for text that breaks its own encoding and for null characters, naming the row.
    """
    encoding, mark = shown_encoding(data)
    body = data[mark:]
    notes: tuple[str, ...] = ()
    encoding = encoding or "utf-8"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or mark:
            name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
            raise _broken(body[: error.start].decode(encoding, "replace"), file, name) from None
        text = _western(body, file)
        note = "The file is not UTF-8 and was read as Windows-1252; look at letters with accents. "
        notes = (note + "“CSV UTF-8” leaves no doubt.",)
    if "\x00" in text:
        sentence = "there is a null character here, so this is not text, or it is damaged. Save it as “CSV UTF-8”."
        raise Unreadable(Problem(file, sentence, row=_row(text[: text.index("\x00")])))
    return text, notes


def shown_encoding(data: bytes) -> tuple[str, int]:
    """The encoding that a mark or the zero bytes of the first kilobytes show ("" for none), and the mark's length."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return _wide_encoding(data) or "", 0


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without a mark shows in Western text by every second byte being null."""
    sample = body[:4000]
    even, odd, half = sample[0::2].count(0), sample[1::2].count(0), len(sample) / 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _western(body: bytes, file: str) -> str:
    """Windows-1252, unless the text is UTF-8 with a few broken places: guessing would garble all the others."""
    attempt = body.decode("utf-8", "surrogateescape")
    broken = _ESCAPED.search(attempt)
    if broken and len(_FOREIGN.findall(attempt)) > len(_ESCAPED.findall(attempt)):
        raise _broken(attempt[: broken.start()], file, "UTF-8")
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _broken(body[: error.start].decode("cp1252"), file, "UTF-8, UTF-16 or Windows-1252") from None


def _broken(before: str, file: str, name: str) -> Unreadable:
    return Unreadable(
        Problem(file, f"there are bytes here that are not text in {name}. Save it as “CSV UTF-8”.", row=_row(before))
    )


def _row(before: str) -> int:
    return max(before.count("\n"), before.count("\r")) + 1
