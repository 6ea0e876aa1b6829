"""From a file to a draft of a plan, and what the file itself says of its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firstlight.cutover.formats.mspdi.calendars import read_calendars
from firstlight.cutover.formats.mspdi.elements import Parts
from firstlight.cutover.formats.mspdi.tasks import TaskReader, read_resources
from firstlight.cutover.formats.mspdi.values import Row
from firstlight.engines.scheduling import Draft, WorkCalendar
from firstlight.intake.reading.xml import Node


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file says of a row: dates that its tool computed, as instants; slack as working time.

    A slack that is not written is none. `critical` is None where the file does not say.
    """

    start: datetime | None
    finish: datetime | None
    early_start: datetime | None
    early_finish: datetime | None
    late_start: datetime | None
    late_finish: datetime | None
    total_slack: timedelta
    free_slack: timedelta
    critical: bool | None
    summary: bool
    milestone: bool


@dataclass(frozen=True, slots=True)
class MspdiFile:
    """A file that was read: the draft, and what is needed to write it back.

    `stored` is by id of the row. `rows` and `resources`, `calendars`, `assignments`, `fields` are the elements as they
    stood, all fields included that nothing here reads. `warnings` are sentences.
    """

    draft: Draft
    zone: str
    stored: Mapping[str, Stored]
    rows: tuple[Node, ...]
    resources: tuple[Node, ...]
    calendars: tuple[Node, ...]
    assignments: tuple[Node, ...]
    fields: tuple[Node, ...]
    warnings: tuple[str, ...] = field(default=())


def read_mspdi(data: bytes, file: str, zone: str = "UTC") -> MspdiFile:
    """The plan in a file of MS Project XML. `zone` is that of its times.

    Raises Unreadable, naming task, field, value and what would be accepted, for what is no such file, is broken, cut
    short or beyond a limit. What is wrong with the plan itself is in `draft.problems()`.
    """
    parts = Parts(data, file)
    if not parts.tasks:
        raise parts.refused("The plan", "Tasks", "", "at least one <Task>")
    project = Row(Node("Project", {}, parts.fields), parts, zone, "The project")
    start, finish = project.instant("StartDate"), project.instant("FinishDate")
    reader = TaskReader(parts, zone, start)
    tasks, links = reader.read()
    start = start or reader.earliest
    if start is None:
        raise parts.refused("The project", "StartDate", "", "the day on which the plan starts")
    calendars = tuple(read_calendars(parts, zone))
    own = project.words("CalendarUID")
    if not calendars:
        calendars, own = (WorkCalendar.office("0", "Standard", zone),), "0"
    elif own in ("", "-1"):
        own = calendars[0].id
    draft = Draft(
        start=start,
        tasks=tasks,
        links=links,
        calendars=calendars,
        calendar=own,
        resources=read_resources(parts, zone, {calendar.id for calendar in calendars}),
        name=project.words("Title") or project.words("Name"),
        finish=finish,
        from_finish=project.words("ScheduleFromStart") == "0" and finish is not None,
        constraints_win=project.words("HonorConstraints") != "0",
    )
    return MspdiFile(
        draft=draft,
        zone=zone,
        stored=_stored(reader),
        rows=tuple(parts.tasks),
        resources=tuple(parts.resources),
        calendars=tuple(parts.calendars),
        assignments=tuple(parts.assignments),
        fields=tuple(parts.fields),
        warnings=(*parts.warnings, *reader.warnings),
    )


def _stored(reader: TaskReader) -> dict[str, Stored]:
    found = {}
    for row in map(Row.opened, reader.rows):
        critical = row.words("Critical")
        found[row.words("UID")] = Stored(
            start=row.instant("Start"),
            finish=row.instant("Finish"),
            early_start=row.instant("EarlyStart"),
            early_finish=row.instant("EarlyFinish"),
            late_start=row.instant("LateStart"),
            late_finish=row.instant("LateFinish"),
            total_slack=timedelta(seconds=6 * row.number("TotalSlack")),
            free_slack=timedelta(seconds=6 * row.number("FreeSlack")),
            critical=row.flag("Critical") if critical else None,
            summary=row.flag("Summary"),
            milestone=row.flag("Milestone"),
        )
    return found
