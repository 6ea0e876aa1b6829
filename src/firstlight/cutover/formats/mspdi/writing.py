"""Steps of a plan as MS Project XML: into the file that they came from, or into a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from firstlight.cutover.formats.mspdi.custom import CustomFields
from firstlight.cutover.formats.mspdi.document import Document, Row, drop, fresh_row
from firstlight.cutover.formats.mspdi.fields import CUSTOM, IN_NOTES, LINES, joined_notes, write_value
from firstlight.cutover.formats.mspdi.lines import OTHERS, TaskLine
from firstlight.cutover.formats.mspdi.outline import laid, walked
from firstlight.cutover.formats.mspdi.people import People, can_be_resource
from firstlight.cutover.rules.facts import GROUP, MILESTONE, TASK
from firstlight.cutover.rules.links import read_link
from firstlight.engines.scheduling import Dates

_KINDS = {"FF": "0", "FS": "1", "SF": "2", "SS": "3"}
_ELAPSED_MINUTES, _MINUTES, _HOURS = "4", "3", "5"
_START_ON, _NOT_BEFORE = "2", "4"
#: What a new task says besides what is known of it, as Project writes it.
_USUAL = {
    "Active": 1, "Manual": 0, "Type": 1, "IsNull": 0, "Priority": 500, "DurationFormat": _HOURS, "EffortDriven": 0,
    "Recurring": 0, "Estimated": 0, "Milestone": 0, "Summary": 0, "IsSubproject": 0, "ExternalTask": 0,
    "FixedCostAccrual": 3, "PercentComplete": 0, "ConstraintType": 0, "CalendarUID": -1, "LevelAssignments": 1,
    "LevelingCanSplit": 1, "LevelingDelay": 0, "LevelingDelayFormat": 8, "IgnoreResourceCalendar": 0, "HideBar": 0,
    "Rollup": 0,
}  # fmt: skip
_SAID = {name: str(words) for name, words in _USUAL.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step as the file is to have it: values by column as columns keep them, and further columns by heading."""

    ref: str
    values: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a file, and the headings of columns for which it had no field left."""

    data: bytes
    left_out: tuple[str, ...] = ()


def write_steps(
    data: bytes,
    zone: str,
    lines: Sequence[TaskLine],
    steps: Sequence[Wanted],
    dates: Mapping[str, Dates],
    *,
    new: bool = False,
) -> Made:
    """The file in `data` with these steps in place of those that it has, which are `lines`; in their order.

    Of a step that is as it was nothing is touched. `dates`, by ref, are those that moved. Where nothing differs, the
    bytes are those that came in. The lags of a `new` file count by the clock, as its steps do; else in working time.
    """
    was = {line.ref: line for line in reversed(lines)}  # of two with one id the first is the step
    was = {line.ref: was[line.ref] for line in lines}
    same = [step.ref for step in steps] == list(was) and not dates
    if same and not any(differing(was[step.ref], step) for step in steps):
        return Made(data)
    writer = _Writer(Document(data, zone, new=new), was, steps, clock=new)
    writer.write(dates)
    return Made(writer.document.written(), tuple(writer.custom.full))


def differing(line: TaskLine, step: Wanted) -> set[str]:
    """Keys and headings of what a step says otherwise than its line. “Also assigned” is taken of new ones only."""
    keys = {key for key in {*line.values, *step.values} - {"plan"}
            if plain(line.values.get(key)) != plain(step.values.get(key))}  # fmt: skip
    headings = {*line.extras, *step.extras} - {OTHERS}
    return keys | {one for one in headings if line.extras.get(one, "") != step.extras.get(one, "")}


def plain(value: Any) -> Any:
    """A value for comparing: nothing is nothing, however it is kept."""
    return None if value is None or value is False or value in ("", ()) else value


class _Writer:
    """Writes steps into one file."""

    def __init__(
        self, document: Document, was: Mapping[str, TaskLine], steps: Sequence[Wanted], *, clock: bool
    ) -> None:
        self.document, self.was, self.steps, self.clock = document, was, steps, clock
        self.tasks = document.group("Tasks")
        self.custom, self.people = CustomFields(document), People(document)
        found: dict[str, Row] = {}
        for one in document.elements(self.tasks, "Task"):
            found.setdefault(document.words(one, "UID"), one)
        self.elements: dict[str, Row] = {ref: found[line.uid] for ref, line in was.items()}
        self.known = set(found)
        self.uids = self._uids()
        groups = {step.ref for step in steps if step.values.get("kind") == GROUP}
        named = {step.ref: str(step.values.get("group") or "") for step in steps}
        self.parents = {ref: group if group in groups and group != ref else "" for ref, group in named.items()}
        self.holding = set(self.parents.values())

    def _uids(self) -> dict[str, str]:
        """The number of every step: what it had, its ref where that is a free number, or a new one."""
        uids = {ref: line.uid for ref, line in self.was.items()}
        new = [step.ref for step in self.steps if step.ref not in uids]
        taken = {*self.known, *uids.values()}
        for ref in new:
            if ref.isascii() and ref.isdecimal() and str(int(ref)) == ref and 0 < int(ref) < 2**31 and ref not in taken:
                uids[ref] = ref
                taken.add(ref)
        highest = max([0, *(int(one) for one in taken if one.isdecimal())])
        for ref in new:
            if ref not in uids:
                highest += 1
                uids[ref] = str(highest)
        return uids

    def write(self, dates: Mapping[str, Dates]) -> None:
        """Remove, add and change."""
        for ref in self.was.keys() - {step.ref for step in self.steps}:
            self.people.forget(self.was[ref].uid)
            drop(self.tasks, self.elements.pop(ref))
        for step in self.steps:
            if step.ref not in self.elements:
                self.elements[step.ref] = self._new(step)
        for step in self.steps:
            self._change(step)
        for ref, moved in dates.items():
            self._date(ref, moved)
        self.people.place()
        rows = [(self.elements[ref], level) for ref, level in walked(self.parents)]
        laid(self.document, self.tasks, rows)

    def _new(self, step: Wanted) -> Row:
        uid = self.uids[step.ref]
        task = fresh_row("Task", _SAID)
        self.document.add(task, "UID", uid)
        if uid != step.ref:
            self.custom.put(task, "ref", step.ref)
        return task

    def _change(self, step: Wanted) -> None:
        line = self.was.get(step.ref)
        task = self.elements[step.ref]
        changed = differing(line or TaskLine("", 0, {"kind": TASK}), step)
        if "title" in changed:
            self.document.set(task, "Name", step.values["title"])
        if changed & {"notes", *IN_NOTES}:
            self._notes(task, step.values)
        if changed & {"minutes", "percent", "kind", "start", "end"}:
            self._length(task, step, new=line is None)
        if changed & {"percent", "actual_start", "actual_end"}:
            self._progress(task, step.values)
        if changed & {"start", "fixed"}:
            self._held(task, step.values)
        if "predecessors" in changed or line is None:
            self._links(task, line, step)
        if changed & {"owner", "kind"}:
            self._owner(task, line, step)
        if line is None:
            self._others(task, step)
        self._kind(task, step, changed)
        self._customs(task, line, step, changed)

    def _notes(self, task: Row, values: Mapping[str, Any]) -> None:
        texts = {key: values.get(key) or "" for key in IN_NOTES}
        texts |= {key: "\n".join(values.get(key) or ()) for key in LINES}
        self.document.set(task, "Notes", joined_notes(str(values.get("notes") or ""), texts))

    def _length(self, task: Row, step: Wanted, *, new: bool) -> None:
        """How long it takes. What goes from its start to its end is marked as estimated, since nobody said so."""
        values, document = step.values, self.document
        if step.ref in self.holding:
            return
        minutes, start, end = values.get("minutes"), values.get("start"), values.get("end")
        guessed = minutes is None and start is not None and end is not None
        if minutes is None and start is not None and end is not None:
            minutes = round((end - start) / timedelta(minutes=1))
        document.set(task, "Duration", "" if minutes is None else duration(minutes))
        if guessed or not new:
            document.set(task, "Estimated", 1 if guessed else 0)
        for name in ("ManualDuration", "RemainingDuration"):
            if minutes is not None and document.words(task, name):
                rest = (
                    minutes if name == "ManualDuration" else round(minutes * (100 - (values.get("percent") or 0)) / 100)
                )
                document.set(task, name, duration(rest))

    def _progress(self, task: Row, values: Mapping[str, Any]) -> None:
        self.document.set(task, "PercentComplete", values.get("percent") or 0)
        for name, key in (("ActualStart", "actual_start"), ("ActualFinish", "actual_end")):
            at = values.get(key)
            self.document.set(task, name, self.document.wall(at) if at else "")
        for name in ("Stop", "Resume", "ActualDuration"):
            self.document.set(task, name, "")

    def _held(self, task: Row, values: Mapping[str, Any]) -> None:
        start, document = values.get("start"), self.document
        wall = document.wall(start) if start else ""
        if document.words(task, "Manual") == "1" and values.get("fixed"):
            for name in ("Start", "ManualStart"):
                document.set(task, name, wall)
            return
        document.set(task, "Manual", 0)
        document.set(task, "ConstraintType", (_START_ON if values.get("fixed") else _NOT_BEFORE) if start else 0)
        document.set(task, "ConstraintDate", wall)

    def _links(self, task: Row, line: TaskLine | None, step: Wanted) -> None:
        """Links that stay are not touched. Those to steps that are not there stand in a custom field."""
        wanted = list(dict.fromkeys(step.values.get("predecessors") or ()))
        standing = list(self.document.all(task, "PredecessorLink"))
        own = [one for one in standing if self.document.words(one, "CrossProject") not in ("1", "true")]
        for element, words in zip(own, line.links if line else (), strict=False):
            if words in wanted:
                wanted.remove(words)
            else:
                drop(task, element)
        lost = [words for words in wanted if read_link(words).ref not in self.elements]
        self.custom.put(task, "predecessors", ", ".join(lost))
        for words in (one for one in wanted if one not in lost):
            link = read_link(words)
            uid = self.uids[link.ref]
            made = self.document.add(task, "PredecessorLink")
            form = _ELAPSED_MINUTES if self.clock else _MINUTES
            values = {"PredecessorUID": uid, "Type": _KINDS[link.kind], "CrossProject": 0, "LinkLag": link.lag * 10,
                      "LagFormat": form}  # fmt: skip
            for name, value in values.items():
                self.document.add(made, name, str(value))

    def _owner(self, task: Row, line: TaskLine | None, step: Wanted) -> None:
        """Who does it, as a resource; in a custom field where the name or the kind of row allows none."""
        owner, before = str(step.values.get("owner") or ""), str(line.values.get("owner") or "") if line else ""
        able = can_be_resource(owner) and step.values.get("kind") != GROUP
        self.custom.put(task, "owner", "" if able else owner)
        minutes = step.values.get("minutes")
        self.people.assign(self.uids[step.ref], before, owner if able else "", duration(minutes) if minutes else "")

    def _others(self, task: Row, step: Wanted) -> None:
        """Who is assigned to a new task beside its owner; words in a custom field where resources could not say it."""
        words, owner = step.extras.get(OTHERS, "").strip(), str(step.values.get("owner") or "")
        names = [name for one in words.split(";") if (name := one.strip())]
        able = step.values.get("kind") != GROUP and all(map(can_be_resource, (owner, *names)))
        self.custom.put(task, OTHERS, "" if able else words)
        minutes = step.values.get("minutes")
        for name in dict.fromkeys(names) if able else ():
            if name != owner:
                self.people.assign(self.uids[step.ref], "", name, duration(minutes) if minutes else "")

    def _kind(self, task: Row, step: Wanted, changed: set[str]) -> None:
        kind, holds = step.values.get("kind") or TASK, step.ref in self.holding
        if "kind" in changed:
            self.document.set(task, "Milestone", int(kind == MILESTONE))
        summary = self.document.words(task, "Summary") == "1"
        if holds and not summary:
            self.document.set(task, "Summary", 1)
        elif not holds and summary and (kind != GROUP or step.ref not in self.was):
            self.document.set(task, "Summary", 0)
        said = kind if kind not in (TASK, MILESTONE) and not (kind == GROUP and (holds or summary)) else ""
        if "kind" in changed or said:
            self.custom.put(task, "kind", said)

    def _customs(self, task: Row, line: TaskLine | None, step: Wanted, changed: set[str]) -> None:
        values = dict(step.values)
        own = self.parents[step.ref]
        if "group" in changed:
            self.custom.put(task, "group", "" if own else str(values.get("group") or ""))
        if "actual_end" in changed or "percent" in changed:
            part = values.get("actual_end") and values.get("percent") != 100
            self.custom.put(task, "actual_end", write_value("actual_end", values["actual_end"]) if part else "")
        for key in sorted(set(CUSTOM) & changed - _ELSEWHERE):
            self.custom.put(task, key, write_value(key, values.get(key)))
        headings = {*step.extras, *(line.extras if line else ())} - {OTHERS}
        for heading in sorted(changed & headings):
            self.custom.put(task, heading, step.extras.get(heading, ""))

    def _date(self, ref: str, moved: Dates) -> None:
        """Write what was computed for a step."""
        task, document = self.elements[ref], self.document
        values: dict[str, object] = {
            "Start": document.wall(moved.start), "Finish": document.wall(moved.finish), "Critical": int(moved.critical),
            "EarlyStart": document.wall(moved.early_start), "EarlyFinish": document.wall(moved.early_finish),
            "LateStart": document.wall(moved.late_start), "LateFinish": document.wall(moved.late_finish),
            "FreeSlack": round(moved.free_float / _TENTH), "TotalSlack": round(moved.total_float / _TENTH),
        }  # fmt: skip
        for name, words in values.items():
            document.set(task, name, words)


#: Custom fields that are written where what they stand beside is.
_ELSEWHERE = {"ref", "kind", "group", "owner", "actual_end", "predecessors"}
#: Slack is counted in tenths of a minute.
_TENTH = timedelta(seconds=6)


def duration(minutes: int) -> str:
    """Minutes as the format writes durations."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"
