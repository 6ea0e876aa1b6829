"""The fonts of the PDF: those that lie beside this package and, where given, one more folder. Never the machine's own.

A character that none of them has would be an empty box that nobody can explain, and is an error in PDF/UA. So the
characters they have are known here, from the fonts' own tables.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "fonts"

#: Asked in this order. The first is the type of Firstlight; the second has what it lacks.
FAMILIES = ("Inter", "DejaVu Sans")


@cache
def loaded(more: Path | None = None) -> Any:
    """The fonts as typst takes them, read once. `more` is a folder of further fonts."""
    import typst

    folders = [str(FOLDER), *([str(more)] if more else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


@cache
def families(more: Path | None = None) -> tuple[str, ...]:
    """The families to ask, the shipped ones first."""
    found = {font.family for font in loaded(more).fonts()}
    return (*FAMILIES, *sorted(found - set(FAMILIES)))


@cache
def characters(more: Path | None = None) -> frozenset[int]:
    """Every character that can be drawn: code points."""
    found: set[int] = set()
    for folder in (FOLDER, *([more] if more else [])):
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
                found |= _mapped(path.read_bytes())
    return frozenset(found)


def _mapped(file: bytes) -> set[int]:
    """The code points in the character maps of a font or of a collection of them."""
    if file[:4] != b"ttcf":
        return _mapped_at(file, 0)
    many = struct.unpack_from(">I", file, 8)[0]
    return set().union(*(_mapped_at(file, start) for start in struct.unpack_from(f">{many}I", file, 12)))


def _mapped_at(font: bytes, start: int) -> set[int]:
    """Those of one font. A format that is not known counts as having none."""
    tables = struct.unpack_from(">H", font, start + 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * number)
        if tag == b"cmap":
            return _map_at(font, offset)
    return set()


def _map_at(font: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, below = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            at = start + below
            kind = struct.unpack_from(">H", font, at)[0]
            found |= _segments(font, at) if kind == 4 else _groups(font, at) if kind == 12 else set()
    return found


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: characters up to U+FFFF. A glyph of 0 is the one for what is missing."""
    many = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{many}H", font, at + 14)
    starts = struct.unpack_from(f">{many}H", font, at + 16 + 2 * many)
    deltas = struct.unpack_from(f">{many}H", font, at + 16 + 4 * many)
    offsets_at = at + 16 + 6 * many
    offsets = struct.unpack_from(f">{many}H", font, offsets_at)
    found = set()
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = (code + delta) & 0xFFFF
            if offset:
                place = offsets_at + 2 * number + offset + 2 * (code - start)
                glyph = struct.unpack_from(">H", font, place)[0]
            if glyph:
                found.add(code)
    return found


def _groups(font: bytes, at: int) -> set[int]:
    """Format 12: all characters, in runs."""
    found: set[int] = set()
    for number in range(struct.unpack_from(">I", font, at + 12)[0]):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        found.update(range(start if glyph else start + 1, end + 1))
    return found
