"""The links of a plan as a graph in layers, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.facts import Step
from firstlight.cutover.rules.layers import Edge, Placed, around, edges_of, layered, nodes_of
from firstlight.web.pages.plan_chart import Address

#: Steps that are drawn whole; of a longer plan only what lies around one step is.
WHOLE = 500
#: Steps that are drawn around one.
MOST = 150
#: How many links around a step can be shown.
LINKS = (1, 2, 3, 5)
#: A box, and what lies between boxes, in pixels.
_WIDE, _HIGH, _ACROSS, _DOWN, _EDGE = 168, 40, 56, 14, 12
#: Letters of a title that fit into a box.
_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Box:
    """A step as it is drawn: where, where it leads, what it says, and the refs before and behind it."""

    ref: str
    title: str
    short: str
    url: str
    said: str
    x: int
    y: int
    layer: int
    critical: bool
    focus: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    waits: str
    step_url: str

    @property
    def inside(self) -> int:
        """Where its words begin."""
        return self.x + 8

    @property
    def line(self) -> int:
        """The base of its first line of words."""
        return self.y + 16

    @property
    def below(self) -> int:
        """The base of its second line of words."""
        return self.y + 32


@dataclass(frozen=True, slots=True)
class Curve:
    """A link: the path of its line, its kind and lag, and whether it decides the end."""

    path: str
    words: str
    critical: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that is drawn. The plan has `total` steps; `more` lie around the one in `focus` and are not drawn.

    Steps without links, of which none is in focus, are `loose`: they stand in the table only.
    """

    boxes: tuple[Box, ...]
    loose: tuple[Step, ...]
    curves: tuple[Curve, ...]
    width: int
    height: int
    total: int
    more: int
    focus: str
    whole: bool


def focus_of(planned: Planned, asked: str) -> str:
    """The step that is looked at: the one asked for, "" for all; of a long plan the first that decides the end."""
    if asked in planned.by_ref:
        return asked
    nodes = nodes_of(planned.facts.steps)
    if len(nodes) <= WHOLE:
        return ""
    return next((step.ref for step in nodes if _critical(planned, step.ref)), nodes[0].ref)


def graph_of(planned: Planned, focus: str, links: int, graph: Address, step: Address) -> Graph:
    """The graph of a plan; with a focus only what lies so many links before and behind that step."""
    nodes = nodes_of(planned.facts.steps)
    if focus and focus not in {one.ref for one in nodes}:
        nodes.append(planned.by_ref[focus])
    total, edges, more = len(nodes), edges_of(nodes), 0
    if focus:
        kept, more = around(focus, edges, links, MOST)
        shown = set(kept)
        nodes = [one for one in nodes if one.ref in shown]
        edges = tuple(one for one in edges if one.before in shown and one.after in shown)
    linked = {ref for one in edges for ref in (one.before, one.after)} | {focus}
    loose = tuple(one for one in nodes if one.ref not in linked)
    nodes = [one for one in nodes if one.ref in linked]
    places = layered([one.ref for one in nodes], edges)
    boxes = _boxes(planned, nodes, places, edges, focus, graph, step)
    at = {box.ref: box for box in boxes}
    curves = tuple(_curve(one, at) for one in edges)
    width = max((box.x for box in boxes), default=0) + _WIDE + _EDGE
    height = max((box.y for box in boxes), default=0) + _HIGH + _EDGE
    return Graph(boxes, loose, curves, width, height, total, more, focus, whole=not focus)


def _critical(planned: Planned, ref: str) -> bool:
    times = planned.timetable.times.get(ref)
    return times is not None and times.critical


def _boxes(
    planned: Planned, nodes: Sequence[Step], places: Sequence[Placed], edges: Sequence[Edge], focus: str,
    graph: Address, step: Address,
) -> tuple[Box, ...]:  # fmt: skip
    by_ref = {one.ref: one for one in nodes}
    highest = max((one.row for one in places), default=0)
    rows: dict[int, int] = {}
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for one in places:
        rows[one.layer] = max(rows.get(one.layer, 0), one.row)
    for edge in edges:
        before.setdefault(edge.after, []).append(edge.before)
        after.setdefault(edge.before, []).append(edge.after)
    found = []
    for one in places:
        title, critical = by_ref[one.ref].title, _critical(planned, one.ref)
        ahead, behind = tuple(before.get(one.ref, ())), tuple(after.get(one.ref, ()))
        down = (highest - rows[one.layer]) * (_HIGH + _DOWN) // 2
        found.append(Box(
            one.ref, title, title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1].rstrip()}…", graph(one.ref),
            _said(one.ref, title, ahead, behind, critical=critical), _EDGE + one.layer * (_WIDE + _ACROSS),
            _EDGE + one.row * (_HIGH + _DOWN) + down, one.layer + 1, critical, one.ref == focus, ahead, behind,
            ", ".join(by_ref[one.ref].predecessors), step(one.ref),
        ))  # fmt: skip
    return tuple(found)


def _said(ref: str, title: str, before: Sequence[str], after: Sequence[str], *, critical: bool) -> str:
    """What is read out of a box."""
    parts = [f"{ref} {title}"]
    if critical:
        parts.append(_("decides the end"))
    parts.append(_("waits for %(steps)s") % {"steps": ", ".join(before)} if before else _("waits for nothing here"))
    parts.append(_("before %(steps)s") % {"steps": ", ".join(after)} if after else _("nothing here waits for it"))
    return "; ".join(parts)


def _curve(edge: Edge, at: dict[str, Box]) -> Curve:
    """From the right side of one box to the left side of the other."""
    left, right = at[edge.before], at[edge.after]
    x1, y1, x2, y2 = left.x + _WIDE, left.y + _HIGH // 2, right.x, right.y + _HIGH // 2
    bend = max(_ACROSS // 2, abs(x2 - x1) // 3)
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    words = f"{edge.before} → {edge.after} {edge.words}".strip()
    return Curve(path, words, left.critical and right.critical)
