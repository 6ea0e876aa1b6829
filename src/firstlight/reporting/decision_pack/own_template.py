"""A presentation of the project as the template of the deck: checked as the file of a stranger, then emptied.

Its masters, layouts, type and colours stay; its slides go. The deck is drawn into the room that its layout leaves.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from firstlight.kernel.errors import Invalid
from firstlight.reporting.decision_pack.slide_template import (
    BOTTOM,
    EDGE,
    EMU,
    PRESENTATION,
    TOP,
    WIDTH,
    Canvas,
    kind_of,
    tag,
)

#: A template with pictures on its masters stays far below these.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS, MOST_RATIO = 20_000_000, 200_000_000, 2_000, 100
#: The drawing needs this much of a slide, in points; below it, words become too small to read.
_SMALLEST = 0.5
_MACROS = ("vbaproject.bin", "vbadata.xml")
_FOREIGN = ("/activex/", "/embeddings/", "/externallinks/")
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BETTER = "Choose a .pptx without it, or save the template again from your office program."


def check_template(data: bytes) -> None:
    """Raise Invalid, saying what is wrong and what would be accepted, for anything that cannot be a template."""
    opened(data)


def opened(data: bytes) -> tuple[Any, Any, Canvas]:
    """The presentation without its slides, the layout that slides get, and where the drawing stands on them."""
    for part, content in _parts(data):
        _check_part(part, content)
    from pptx import Presentation

    try:
        file = Presentation(BytesIO(data))
        layouts = [layout for master in file.slide_masters for layout in master.slide_layouts]
        titled = [layout for layout in layouts if _title(layout) is not None]
        width, height = (file.slide_width or 0) / EMU, (file.slide_height or 0) / EMU
    except Exception as error:
        raise _refused("it cannot be opened as a presentation. A .pptx is accepted.") from error
    if not titled:
        raise _refused("none of its layouts has a title. Add a layout with a title and nothing else.")
    layout = min(titled, key=_others)
    if _others(layout):
        raise _refused("none of its layouts has only a title. Add the layout “Title Only”.")
    _empty(file)
    return file, layout, _canvas(layout, width, height)


def _refused(sentence: str) -> Invalid:
    return Invalid(f"This file cannot be the template of the decision pack: {sentence}")


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of the archive, once its sizes are known to be harmless."""
    if len(data) > MOST_BYTES:
        raise _refused(f"it has {len(data) / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are accepted.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(one.file_size for one in entries)
            if len(entries) > MOST_PARTS:
                raise _refused(f"it has {len(entries):,} parts; at most {MOST_PARTS:,} are accepted.")
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 1):
                raise _refused(f"it unpacks to {unpacked / 1e6:,.0f} MB, far more than its size tells. {_BETTER}")
            if len({one.filename.casefold() for one in entries}) != len(entries):
                raise _refused(f"two of its parts have the same name. {_BETTER}")
            for one in entries:
                yield one.filename, archive.read(one)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _refused("it is no .pptx, or it is damaged or locked by a password.") from error


def _check_part(part: str, content: bytes) -> None:
    name = f"/{part.casefold()}"
    if name.rpartition("/")[2] in _MACROS or (part == "[Content_Types].xml" and b"macroenabled" in content.lower()):
        raise _refused(f"it holds macros. {_BETTER}")
    if any(folder in name for folder in _FOREIGN):
        raise _refused(f"it holds an embedded program or file ({part}). {_BETTER}")
    if name.endswith(".rels") and _EXTERNAL.search(content):
        raise _refused(f"it links to something outside of itself ({part}). {_BETTER}")
    if name.endswith((".xml", ".rels")) and _DECLARATION.search(content.replace(b"\0", b"")):
        raise _refused(f"one of its parts declares entities ({part}). {_BETTER}")


def _title(layout: Any) -> Any:
    return next((one for one in layout.placeholders if kind_of(one) in ("title", "ctrTitle")), None)


def _others(layout: Any) -> int:
    """How many places besides the title, the date, the footer and the number a layout has."""
    return sum(kind_of(one) not in ("title", "dt", "ftr", "sldNum") for one in layout.placeholders)


def _empty(file: Any) -> None:
    """Without its slides, and without what names them: shows and sections."""
    slides = file.slides._sldIdLst
    for one in list(slides):
        file.part.drop_rel(one.rId)
        slides.remove(one)
    for name in ("custShowLst", "extLst"):
        for element in file.part._element.findall(tag(name, PRESENTATION)):
            file.part._element.remove(element)


def _canvas(layout: Any, width: float, height: float) -> Canvas:
    """The room between title and footer, as large as it keeps the shape of the drawing."""
    left, top, right, bottom = width * 0.045, height * 0.18, width * 0.955, height * 0.93
    title = _title(layout)
    below = (title.top + title.height) / EMU + height * 0.015 if title.height is not None else top
    if below < height * 0.4:
        top = max(top, below)
    for shape in layout.placeholders:
        if kind_of(shape) in ("ftr", "sldNum") and shape.top is not None and shape.top / EMU > height * 0.7:
            bottom = min(bottom, shape.top / EMU - height * 0.01)
    scale = min((right - left) / (WIDTH - 2 * EDGE), (bottom - top) / (BOTTOM - TOP))
    if scale < _SMALLEST:
        raise _refused("its slides leave too little room between title and footer. A wide layout is accepted.")
    return Canvas(left + ((right - left) - (WIDTH - 2 * EDGE) * scale) / 2, top, scale, own=True)
