"""An empty 16:9 deck with one layout, our colours and a type that every office has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstlight.reporting.decision_pack.colours import LIGHT

#: All measures in points: a slide is 960 by 540.
WIDTH, HEIGHT = 960.0, 540.0
EDGE, TOP, BOTTOM = 44.0, 92.0, 500.0
FONT = "Arial"
#: What office files measure in, in a point.
EMU = 12_700
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"

#: "Title Only" of the template that python-pptx brings.
_LAYOUT = 5
_PLACES = {
    "title": (EDGE, 30.0, WIDTH - 2 * EDGE, 44.0),
    "ftr": (EDGE, 512.0, 700.0, 18.0),
    "sldNum": (WIDTH - EDGE - 80, 512.0, 80.0, 18.0),
}
_THEME = {
    "dk1": "text", "lt1": "surface", "dk2": "night", "lt2": "sunken", "accent1": "met-glyph", "accent2": "partly-glyph",
    "accent3": "unknown-glyph", "accent4": "unmet-glyph", "accent5": "stale-glyph", "accent6": "night",
    "hlink": "night", "folHlink": "stale",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where the drawing of 960 by 540 points stands on a slide: its place in points, how much smaller it is.

    `own` when the deck is a template of the project: then its type and its colour of text are kept.
    """

    left: float = EDGE
    top: float = TOP
    scale: float = 1.0
    own: bool = False

    def box(self, box: Sequence[float]) -> tuple[int, int, int, int]:
        """Left, top, width and height of the drawing as they are on the slide."""
        left, top, width, height = box
        places = (self.left + (left - EDGE) * self.scale, self.top + (top - TOP) * self.scale)
        found = (*places, width * self.scale, height * self.scale)
        return tuple(round(one * EMU) for one in found)  # type: ignore[return-value]

    @property
    def wider(self) -> float:
        """How much wider than our own type that of the deck may be."""
        return 1.15 if self.own else 1.0


def blank() -> tuple[Any, Any]:
    """The presentation and its layout. The thumbnail and the printer of the template are gone."""
    from pptx import Presentation
    from pptx.util import Pt

    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layout = file.slide_layouts[_LAYOUT]
    for other in list(file.slide_layouts):
        if other.name != layout.name:
            file.slide_layouts.remove(other)
    for holder in (file.slide_master, layout):
        for shape in list(holder.placeholders):
            _place(shape)
    for owner, name in ((file.part, "printerSettings"), (file.part.package, "thumbnail")):
        for key, relation in list(owner._rels.items()):
            if relation.reltype.endswith(name):
                owner._rels.pop(key)
    _colour(file.slide_master)
    _set_titles(file.slide_master)
    return file, layout


def tag(name: str, space: str = MAIN) -> str:
    """The qualified name of an element."""
    return f"{{{space}}}{name}"


def fill(colour: str) -> Any:
    """A solid fill of that name."""
    from lxml import etree

    value = LIGHT[colour][1:].upper()
    return etree.fromstring(f'<a:solidFill xmlns:a="{MAIN}"><a:srgbClr val="{value}"/></a:solidFill>')


def kind_of(placeholder: Any) -> str:
    """What a placeholder is for: title, ftr, sldNum, body, dt."""
    return str(placeholder._element.ph.get("type"))


def _place(shape: Any) -> None:
    """Our place for the title, the footer and the number; any other placeholder goes."""
    from pptx.util import Pt

    kind = kind_of(shape)
    if kind not in _PLACES:
        shape._element.getparent().remove(shape._element)
        return
    shape.left, shape.top, shape.width, shape.height = map(Pt, _PLACES[kind])
    body = shape._element.txBody.bodyPr
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "b" if kind == "title" else "ctr")
    if kind != "title":
        for level in shape._element.iter(tag("lvl1pPr")):
            level.set("algn", "l" if kind == "ftr" else "r")
            for run in level.iter(tag("defRPr")):
                run.set("sz", "900")
                for given in run.findall(tag("solidFill")):
                    run.remove(given)
                run.insert(0, fill("text-3"))


def _colour(master: Any) -> None:
    """Our colours and type in the theme, so that what people add later fits."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    for name, colour in _THEME.items():
        value = f'<a:{name}><a:srgbClr val="{LIGHT[colour][1:].upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", value, text, flags=re.DOTALL)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    part._blob = text.encode("utf-8")


def _set_titles(master: Any) -> None:
    for style in master.element.iter(tag("titleStyle", PRESENTATION)):
        for level in style.iter(tag("lvl1pPr")):
            level.set("algn", "l")
            for run in level.iter(tag("defRPr")):
                run.set("sz", "2400")
                run.set("b", "1")
