"""A file as the plan that its steps are drawn upon: calendars, constraints, people and what else steps do not say."""

from __future__ import annotations

from dataclasses import replace

from firstlight.cutover.formats.mspdi.lines import TaskLine, lines_of
from firstlight.cutover.formats.mspdi.reading import MspdiFile
from firstlight.cutover.rules.drawn import Drawn
from firstlight.engines.scheduling import Link, Task


def drawn_of(found: MspdiFile) -> Drawn:
    """The plan of a file, with its tasks called by the refs of steps. The project's own row is left out.

    Of tasks with one id the first counts, as it does in the list.
    """
    lines: dict[str, TaskLine] = {}
    for line in lines_of(found):
        lines.setdefault(line.uid, line)
    refs = {uid: line.ref for uid, line in lines.items()}
    tasks: dict[str, Task] = {}
    for task in found.draft.tasks:
        if task.id in refs:
            tasks.setdefault(task.id, replace(task, id=refs[task.id], parent=refs.get(task.parent or "")))

    def named(link: Link) -> Link:
        before, after = (refs.get(uid, uid) for uid in (link.predecessor, link.successor))
        return replace(link, predecessor=before, successor=after)

    return Drawn(
        replace(found.draft, tasks=tuple(tasks.values()), links=()),
        {line.ref: line.values for line in lines.values()},
        {line.ref: dict(zip(line.links, map(named, line.waits), strict=True)) for line in lines.values()},
    )
