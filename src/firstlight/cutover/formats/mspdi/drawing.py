"""A file as the plan that its steps are drawn upon: calendars, constraints, people and what else steps do not say."""

from __future__ import annotations

from dataclasses import replace

from firstlight.cutover.formats.mspdi.lines import lines_of
from firstlight.cutover.formats.mspdi.reading import MspdiFile
from firstlight.cutover.rules.drawn import Drawn
from firstlight.engines.scheduling import Link


def drawn_of(found: MspdiFile) -> Drawn:
    """The plan of a file, with its tasks called by the refs of steps. The project's own row is left out."""
    lines = lines_of(found)
    refs = {line.uid: line.ref for line in lines}
    tasks = tuple(
        replace(task, id=refs[task.id], parent=refs.get(task.parent or ""))
        for task in found.draft.tasks
        if task.id in refs
    )
    links: dict[str, dict[str, Link]] = {}
    waits: dict[str, list[Link]] = {}
    for link in found.draft.links:
        named = replace(
            link,
            predecessor=refs.get(link.predecessor, link.predecessor),
            successor=refs.get(link.successor, link.successor),
        )
        waits.setdefault(link.successor, []).append(named)
    for line in lines:
        links[line.ref] = dict(zip(line.links, waits.get(line.uid, ()), strict=True))
    return Drawn(
        replace(found.draft, tasks=tasks, links=()),
        {line.ref: line.values for line in lines},
        links,
    )
