"""Tasks with their outline, links, progress and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from firstlight.cutover.formats.mspdi.elements import Parts
from firstlight.cutover.formats.mspdi.values import Row, by_clock, lag_of
from firstlight.engines.scheduling import (
    Constraint,
    ConstraintKind,
    Link,
    LinkKind,
    Need,
    Progress,
    Resource,
    Task,
    ThreePoint,
)

_KINDS = tuple(ConstraintKind)
_LINKS = {"0": LinkKind.FF, "1": LinkKind.FS, "2": LinkKind.SF, "3": LinkKind.SS, "": LinkKind.FS}
_NOBODY = "-65535"
_WORK = "1"
_ZERO = timedelta(0)
#: Values that were read otherwise than they stand, told one by one; more are counted.
_MOST_TOLD = 25
#: Duration1 to Duration3, where Project kept the estimates of its PERT analysis.
_THREE_POINTS = ("188743783", "188743784", "188743785")


def read_resources(parts: Parts, zone: str, calendars: Collection[str]) -> tuple[Resource, ...]:
    """Those with a name; the row that the format keeps for nobody is none."""
    found = []
    for node in parts.resources:
        row = Row(node, parts, zone, f"Resource “{node.words('Name') or node.words('UID')}”")
        name, uid = row.words("Name"), row.words("UID")
        if not name or not uid:
            continue
        calendar = row.words("CalendarUID")
        team = row.words("Group")
        units = row.number("MaxUnits", 1.0)
        if units < 0:
            raise parts.refused(row.where, "MaxUnits", row.words("MaxUnits"), "0 or more")
        work = row.words("Type") in (_WORK, "")
        known = calendar if calendar in calendars and work else None
        found.append(Resource(uid, name, team, calendar=known, units=units))
    return tuple(found)


def _estimate(row: Row) -> ThreePoint | None:
    """Best, most likely, worst: the fields Duration1 to Duration3, where all are filled in and in order."""
    fields = {node.words("FieldID"): node for node in row.node.all("ExtendedAttribute")}
    if not all(number in fields for number in _THREE_POINTS):
        return None
    read = [Row(fields[number], row.parts, row.zone, row.where).duration("Value") or _ZERO for number in _THREE_POINTS]
    return ThreePoint(*read) if read[2] > _ZERO and read == sorted(read) else None


class TaskReader:
    """Reads the rows of a file once; `rows` are those that count, `warnings` what was decided on the way."""

    def __init__(self, parts: Parts, zone: str, start: datetime | None) -> None:
        self.parts, self.zone, self.start = parts, zone, start
        self.warnings: list[str] = []
        self.rows = [
            Row(node, parts, zone, f"Task “{node.words('Name') or node.words('UID')}” ({node.words('UID')})")
            for node in parts.tasks
            if node.words("IsNull") != "1"
        ]
        self._placeholder = self._same_deadline()
        self._needs = self._assigned()
        self._unlikely = self._read_otherwise = 0

    @property
    def earliest(self) -> datetime | None:
        """The first start of any task, for files that do not say when the plan starts."""
        return min((at for row in self.rows if (at := row.instant("Start"))), default=None)

    def read(self) -> tuple[tuple[Task, ...], tuple[Link, ...]]:
        """Tasks and links, as they stand."""
        tasks, links, above = [], [], list[tuple[int, str]]()
        for row in map(Row.opened, self.rows):
            level, uid = int(row.number("OutlineLevel", 1)), row.words("UID")
            if level and (0, uid) in above:
                raise self.parts.refused(row.where, "UID", uid, "an id of its own, not that of the project's row")
            while above and above[-1][0] >= level:
                above.pop()
            try:
                tasks.append(self._task(row, uid, above[-1][1] if above else None))
            except ValueError as error:
                raise self.parts.unlikely(row.where, str(error)) from None
            above.append((level, uid))
            links.extend(self._links(row, uid))
        if self._unlikely:
            have = "1 task has" if self._unlikely == 1 else f"{self._unlikely} tasks have"
            self.warnings.append(f"{have} an end and nothing done; taken as not started.")
        if self._read_otherwise > _MOST_TOLD:
            self.warnings.append(f"More values that were read otherwise: {self._read_otherwise - _MOST_TOLD:,}.")
        return tuple(tasks), tuple(links)

    def _task(self, row: Row, uid: str, parent: str | None) -> Task:
        summary = row.flag("Summary")
        calendar = row.words("CalendarUID")
        duration = row.duration("Duration") or _ZERO
        if duration < _ZERO:
            raise self.parts.refused(row.where, "Duration", row.words("Duration"), "nothing or more, such as PT8H0M0S")
        return Task(
            id=uid,
            estimate=None if summary else _estimate(row),
            name=row.words("Name"),
            duration=_ZERO if summary else duration,
            elapsed=by_clock(int(row.number("DurationFormat", 7))),
            calendar=calendar if calendar not in ("", "-1", "0") else None,
            parent=parent,
            milestone=row.flag("Milestone"),
            constraint=self._constraint(row),
            fixed_start=self._meant(row, "Start") if row.flag("Manual") and not summary else None,
            deadline=self._deadline(row),
            progress=Progress() if summary else self._progress(row, duration),
            needs=() if summary else tuple(self._needs.get(uid, ())),
            ignores_resource_calendars=row.flag("IgnoreResourceCalendar"),
            priority=min(max(int(row.number("Priority", 500)), 0), 1000),
            active=row.words("Active") != "0",
            delay=timedelta(seconds=6 * max(row.number("LevelingDelay"), 0)),
        )

    def _told(self, sentence: str) -> None:
        """A value that was read otherwise than it stands."""
        self._read_otherwise += 1
        if self._read_otherwise <= _MOST_TOLD:
            self.warnings.append(sentence)

    def _meant(self, row: Row, field: str) -> datetime | None:
        """A time that somebody gave. One that the clock of the zone leaves out, or shows twice, is told."""
        at, wall = row.instant(field), row.wall(field)
        if at is None or wall is None:
            return at
        zone = ZoneInfo(self.zone)
        before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        given, taken = f"{wall:%Y-%m-%d %H:%M}", at.astimezone(zone).isoformat(sep=" ", timespec="minutes")
        if before is not None and after is not None and before < after:
            self._told(f"{row.where}, {field}: the clock of {self.zone} never shows {given}; read as {taken}.")
        elif before != after:
            self._told(f"{row.where}, {field}: the clock of {self.zone} shows {given} twice; read as {taken}.")
        return at

    def _constraint(self, row: Row) -> Constraint:
        words = row.words("ConstraintType") or "0"
        if words not in {str(number) for number in range(len(_KINDS))}:
            raise self.parts.refused(row.where, "ConstraintType", words, "0 to 7")
        kind = _KINDS[int(words)]
        if kind in (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.AS_LATE_AS_POSSIBLE):
            return Constraint(kind)
        at = self._meant(row, "ConstraintDate")
        if at is None:
            raise self.parts.refused(row.where, "ConstraintDate", "", "the date of the constraint")
        return Constraint(kind, at)

    def _deadline(self, row: Row) -> datetime | None:
        at = self._meant(row, "Deadline")
        return None if at == self._placeholder else at

    def _same_deadline(self) -> datetime | None:
        """One deadline of all rows, from before the plan: a writer's way to say none."""
        deadlines = Counter(row.instant("Deadline") for row in self.rows)
        if len(self.rows) > 1 and len(deadlines) == 1 and self.start:
            (at,) = deadlines
            if at is not None and at < self.start:
                day = f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d}"
                self.warnings.append(f"Every task has the deadline {day}, before the plan starts; left out.")
                return at
        return None

    def _progress(self, row: Row, duration: timedelta) -> Progress:
        said = row.number("PercentComplete")
        percent = min(max(said, 0.0), 100.0)
        if percent != said:
            words = row.words("PercentComplete")
            self._told(f"{row.where}, PercentComplete: “{words}” is no percentage from 0 to 100; read as {percent:g}.")
        start, finish = self._meant(row, "ActualStart"), self._meant(row, "ActualFinish")
        if finish and not percent and duration:
            self._unlikely += 1
            return Progress()
        if percent and start is None:
            start = row.instant("Start")
        if percent == 100 and finish is None and start is not None:
            finish = max(row.instant("Finish") or start, start)
        if finish and ((percent < 100 and duration) or start is None):
            finish = None
        if start is None:
            return Progress()
        resume = row.instant("Resume") if percent and not finish else None
        remaining = row.duration("RemainingDuration") if not finish else None
        return Progress(start, finish, percent, remaining, resume if resume and resume >= start else None)

    def _links(self, row: Row, uid: str) -> list[Link]:
        found = []
        for node in row.node.all("PredecessorLink"):
            link = Row(node, self.parts, self.zone, row.where)
            kind = link.words("Type")
            if kind not in _LINKS:
                raise self.parts.refused(row.where, "Type", kind, "0 (FF), 1 (FS), 2 (SF) or 3 (SS)")
            if link.flag("CrossProject"):
                self.warnings.append(f"{row.where} waits for a task of another plan; that link is left out.")
                continue
            found.append(Link(link.words("PredecessorUID"), uid, _LINKS[kind], lag_of(link)))
        return found

    def _assigned(self) -> dict[str, list[Need]]:
        """Who works on what. Material and costs are nobody."""
        people = {
            node.words("UID")
            for node in self.parts.resources
            if node.words("Name") and node.words("Type") in (_WORK, "")
        }
        found: dict[str, list[Need]] = {}
        for node in self.parts.assignments:
            row = Row(node, self.parts, self.zone, f"Assignment {node.words('UID')}")
            who = row.words("ResourceUID")
            if who != _NOBODY and who in people:
                units = max(row.number("Units", 1.0), 0.0)
                found.setdefault(row.words("TaskUID"), []).append(Need(who, units=units))
        return found
