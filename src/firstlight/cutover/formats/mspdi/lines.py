"""The tasks of a file as steps of a plan, by the columns that cutover managers use."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from firstlight.cutover.formats.mspdi.fields import LINES, column_of, heading_of, read_value, split_notes
from firstlight.cutover.formats.mspdi.reading import MspdiFile
from firstlight.cutover.rules.facts import GROUP, MILESTONE, TASK
from firstlight.cutover.rules.links import Link as Written
from firstlight.engines.scheduling import ConstraintKind, LagKind, Link, Task
from firstlight.intake.reading.xml import Node

#: Where the names of those stand who are assigned beside the owner.
OTHERS = "Also assigned"
_MINUTE = timedelta(minutes=1)
_DATED = (ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.MUST_START_ON)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a step: its id in the file, where it stands (from 1), values by column, custom fields by heading.

    Values are as columns keep them: minutes, instants, tuples of words; only those that the file speaks of. `links` are
    its predecessors as they are written, `waits` the same as they were read, in the order in which the file has them.
    """

    uid: str
    number: int
    values: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    waits: tuple[Link, ...] = ()

    @property
    def ref(self) -> str:
        """The ref of the step."""
        return str(self.values["ref"])


def lines_of(found: MspdiFile) -> tuple[TaskLine, ...]:
    """The tasks of a file in their order. The project's own row, which stands for the whole, is no step."""
    return tuple(_Lines(found).read())


def custom_fields(fields: tuple[Node, ...]) -> dict[str, str]:
    """What custom fields of tasks are called, by their number."""
    groups = (one for one in fields if one.name == "ExtendedAttributes")
    known = [node for group in groups for node in group.all("ExtendedAttribute")]
    return {node.words("FieldID"): node.words("Alias") or node.words("FieldName") for node in known}


class _Lines:
    """Reads the lines of one file."""

    def __init__(self, found: MspdiFile) -> None:
        self.found = found
        self.tasks = {task.id: task for task in found.draft.tasks}
        self.names = custom_fields(found.fields)
        self.people = {one.id: one.name for one in found.draft.resources}
        self.whole = {node.words("UID") for node in found.rows if node.words("OutlineLevel") == "0"}
        self.refs = self._refs()

    def read(self) -> Iterator[TaskLine]:
        """All of them."""
        for number, node, task, waits in self._rows():
            uid = task.id
            if uid in self.whole:
                continue
            custom, extras = self._custom(node)
            notes, texts = split_notes(raw.text if (raw := node.find("Notes")) else "")
            for key in LINES:
                if several := texts.pop(key, ""):
                    custom[key] = tuple(part for one in several.split("\n") if (part := one.strip()))
            links = tuple(self._written(link) for link in waits)
            values = {"title": task.name or f"({uid})", "notes": notes.strip(), **texts, **self._own(task), **custom}
            if not (task.progress.percent or task.progress.done or self.found.stored[uid].summary):
                values["percent"] = _percent(node)
            values["predecessors"] = tuple(dict.fromkeys((*links, *custom.get("predecessors", ()))))
            values["kind"] = self._kind(task, custom.get("kind", ""))
            if self._unsaid(node, values):
                values["minutes"] = None
            needs = [name for need in task.needs if (name := self.people.get(need.resource))]
            if needs:
                values.setdefault("owner", needs[0])
            others = needs[1:] if needs and needs[0] == values["owner"] else needs
            if others:
                extras[OTHERS] = "; ".join((*others, *filter(None, [extras.get(OTHERS)])))
            yield TaskLine(uid, number, values, extras, links, tuple(waits))

    def _rows(self) -> Iterator[tuple[int, Node, Task, list[Link]]]:
        """Rows with what was read of each, in the order of the file: two may have one id."""
        tasks, links = iter(self.found.draft.tasks), iter(self.found.draft.links)
        for number, node in enumerate(self.found.rows, 1):
            if node.words("IsNull") != "1":
                own = [one for one in node.all("PredecessorLink") if not _leads_out(one)]
                yield number, node, next(tasks), list(islice(links, len(own)))

    def _unsaid(self, node: Node, values: Mapping[str, Any]) -> bool:
        """Whether nobody said how long it takes: it has no duration, or one that only fills the time up to its end."""
        start, end = values.get("start"), values.get("end")
        if not node.words("Duration"):
            return True
        if node.words("Estimated") != "1" or not start or not isinstance(end, datetime):
            return False
        return bool(values["minutes"] == round((end - start) / _MINUTE))

    def _refs(self) -> dict[str, str]:
        """The refs of steps by the ids of tasks."""
        number = next((number for number, alias in self.names.items() if column_of(alias) == "ref"), "")
        found = {}
        for node in self.found.rows:
            own = (one.words("Value") for one in node.all("ExtendedAttribute") if one.words("FieldID") == number)
            found[node.words("UID")] = next(own, "") or node.words("UID")
        return found

    def _custom(self, node: Node) -> tuple[dict[str, Any], dict[str, str]]:
        values: dict[str, Any] = {}
        extras: dict[str, str] = {}
        for one in node.all("ExtendedAttribute"):
            alias, words = self.names.get(one.words("FieldID"), ""), one.words("Value")
            if not alias or not words or one.words("FieldID") in _ESTIMATES:
                continue
            key = column_of(alias)
            if key:
                values[key] = read_value(key, words)
            else:
                extras[heading_of(alias)] = words
        return values, extras

    def _kind(self, task: Task, custom: str) -> str:
        if self.found.stored[task.id].summary:
            return GROUP
        return custom if custom not in ("", TASK, MILESTONE) else MILESTONE if task.milestone else TASK

    def _own(self, task: Task) -> dict[str, Any]:
        """What the format itself says of a task."""
        values: dict[str, Any] = {
            "ref": self.refs[task.id],
            "minutes": None if self.found.stored[task.id].summary else minutes(task.duration),
            "percent": round(task.progress.percent),
            "actual_start": task.progress.actual_start,
            "actual_end": task.progress.actual_finish,
        }
        if task.parent is not None and task.parent not in self.whole:
            values["group"] = self.refs[task.parent]
        start = task.fixed_start or (task.constraint.at if task.constraint.kind in _DATED else None)
        if start:
            values["start"] = start
            values["fixed"] = bool(task.fixed_start) or task.constraint.kind is ConstraintKind.MUST_START_ON
        if task.estimate:
            values |= {"shortest": minutes(task.estimate.low), "longest": minutes(task.estimate.high)}
        return values

    def _written(self, link: Link) -> str:
        """A link as people write it; a lag in percent as the time that it is."""
        before, lag = self.tasks.get(link.predecessor), link.lag
        time = lag.time
        if lag.kind in (LagKind.PERCENT, LagKind.ELAPSED_PERCENT) and before:
            time = before.duration * lag.percent / 100
        ref = self.refs.get(link.predecessor, link.predecessor)
        return str(Written(ref, link.kind.value, round(time / _MINUTE)))


def _leads_out(link: Node) -> bool:
    """Whether a link leads to a task of another plan; such are not read."""
    return link.words("CrossProject").lower() in ("1", "true")


def _percent(node: Node) -> int:
    """How much is done of a task of which nobody says that it began: plans compute without it, lists keep it."""
    words = node.words("PercentComplete")
    unlikely = node.words("ActualFinish") not in ("", "NA")
    return 0 if unlikely or not words else round(min(max(float(words), 0), 100))


_ESTIMATES = ("188743783", "188743784", "188743785")


def minutes(time: timedelta) -> int:
    """Whole minutes, parts of one rounded up."""
    return math.ceil(time / _MINUTE)
