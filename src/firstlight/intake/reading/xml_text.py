"""From the bytes of an XML file to clean UTF-8, whatever encoding they claim or show."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

#: How much is decoded and given to the parser at a time. Larger pieces are slower: they leave the processor's cache.
PIECE = 32_768

#: Python's names of the encodings that are read. Not every codec is here on purpose: some are slow on hostile input.
_READ = frozenset(
    {"ascii", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "koi8-r", "koi8-u", "mac-roman", "tis-620"}
    | {"gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"}
    | {f"iso8859-{part}" for part in range(1, 17) if part != 12}
    | {f"cp{page}" for page in (437, 850, 852, 858, 866, 874, *range(1250, 1259))}
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The first character is ASCII (a bracket or white space), so where its zero bytes stand names the encoding.
_SHAPES = (
    (re.compile(rb"[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[^\0]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,60})[\"']")
_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")
_CONTROL = re.compile(b"[" + re.escape(_FORBIDDEN) + b"]")
_NONCHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
_REPLACEMENT = "\ufffd".encode()


class UnknownEncoding(Exception):
    """The file declares an encoding that is not read; the text is its name."""


class CleanText:
    """The text of an XML file as UTF-8 that an XML parser accepts, in pieces.

    What the bytes show (a byte order mark, zero bytes) goes before what the declaration says. Bytes that the encoding
    does not know and characters that XML forbids become “�”; `sentences` tells of them once all pieces were taken.
    With `clean` switched off forbidden characters stay, and the parser will refuse them.
    Raises UnknownEncoding for a declared encoding that is not read.
    """

    def __init__(self, data: bytes, clean: bool = True) -> None:
        self._data = data
        self._cleaning = clean
        self._contradiction = ""
        self._unknown_bytes = False
        self._replaced = 0
        self._encoding = self._choose()

    def sentences(self) -> tuple[str, ...]:
        """What was done to the file's characters."""
        told = [self._contradiction] if self._contradiction else []
        if self._unknown_bytes:
            name = self._encoding.upper()
            told.append(f"The file holds bytes that are not {name}; they were replaced by “�”.")
        if self._replaced:
            count = "1 character" if self._replaced == 1 else f"{self._replaced} characters"
            were = "was" if self._replaced == 1 else "were"
            told.append(f"{count} that XML does not allow {were} replaced by “�”.")
        return tuple(told)

    def pieces(self) -> Iterator[bytes]:
        """The file as UTF-8 without forbidden characters. No reference such as &#10; is split between pieces."""
        if not self._cleaning:
            yield from self._trusted()
            return
        held = ""
        for text in self._decoded():
            text = held + text
            cut = text.rfind("&", -40)
            held = text[cut:] if cut >= 0 and ";" not in text[cut:] else ""
            yield self._clean(text[: len(text) - len(held)])
        if held:
            yield self._clean(held)

    def _trusted(self) -> Iterator[bytes]:
        """The file as UTF-8, and as it is where it claims to be that already: the parser will say if it is not."""
        if self._encoding == "utf-8":
            for start in range(0, len(self._data), PIECE):
                yield self._data[start : start + PIECE]
        else:
            for text in self._decoded():
                yield text.encode("utf-8", "replace")

    def _decoded(self) -> Iterator[str]:
        data, decoder = self._data, codecs.getincrementaldecoder(self._encoding)("strict")
        for start in range(0, len(data), PIECE):
            piece, last = data[start : start + PIECE], start + PIECE >= len(data)
            pending = decoder.getstate()[0]
            try:
                yield decoder.decode(piece, last)
            except UnicodeDecodeError:
                self._unknown_bytes = True
                decoder = codecs.getincrementaldecoder(self._encoding)("replace")
                yield decoder.decode(pending + piece, last)

    def _clean(self, text: str) -> bytes:
        raw = text.encode("utf-8", "replace")
        if len(raw.translate(None, _FORBIDDEN)) != len(raw):
            raw = self._replace(_CONTROL, raw)
        if len(raw) != len(text) and b"\xef\xbf" in raw:
            raw = self._replace(_NONCHARACTER, raw)
        if b"&" in raw and b"&#" in raw:
            raw = _REFERENCE.sub(self._allowed_reference, raw)
        return raw

    def _replace(self, pattern: re.Pattern[bytes], raw: bytes) -> bytes:
        raw, count = pattern.subn(_REPLACEMENT, raw)
        self._replaced += count
        return raw

    def _allowed_reference(self, match: re.Match[bytes]) -> bytes:
        """The reference, or “�” where XML forbids the character: Java tools write such for colours and emoji."""
        code = int(match[1], 16) if match[1] else int(match[2])
        if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
            return match[0]
        self._replaced += 1
        return _REPLACEMENT

    def _choose(self) -> str:
        """The encoding. What the bytes show goes before what the declaration says."""
        for mark, encoding in _MARKS:
            if self._data.startswith(mark):
                return encoding
        for shape, encoding in _SHAPES:
            if shape.match(self._data):
                return encoding
        match = _DECLARED.match(self._data)
        if not match:
            return "utf-8"
        declared = match[1].decode("ascii", "replace")
        if re.match(r"(?i)(utf|ucs|iso-10646-ucs)[-_]?(16|32|2|4)", declared):
            # .NET writes this when a string is saved as UTF-8 after it was serialised as UTF-16.
            self._contradiction = f"The file says that it is {declared} and is not; it was read as UTF-8."
            return "utf-8"
        encoding = _python_name(declared)
        if encoding not in _READ:
            raise UnknownEncoding(declared)
        return "utf-8" if encoding == "ascii" else encoding


def _python_name(declared: str) -> str:
    find: Callable[[str], codecs.CodecInfo] = codecs.lookup
    try:
        return find(declared).name
    except (LookupError, ValueError):
        return ""
