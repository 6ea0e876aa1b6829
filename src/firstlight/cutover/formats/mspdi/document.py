"""A file of MS Project XML that is edited in place: what is not touched stays as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from firstlight.cutover.formats.mspdi.elements import NAMESPACE
from firstlight.cutover.formats.mspdi.fresh import Fresh
from firstlight.intake.reading.xml_text import CleanText

Element = etree._Element
#: What stands in the tree, or is to.
Row = Element | Fresh

#: Children in the order of the format's schema; what is not among them is left where it is.
TASK = [
    "UID",
    "GUID",
    "ID",
    "Name",
    "Active",
    "Manual",
    "Type",
    "IsNull",
    "CreateDate",
    "Contact",
    "WBS",
    "WBSLevel",
    "OutlineNumber",
    "OutlineLevel",
    "Priority",
    "Start",
    "Finish",
    "Duration",
    "ManualStart",
    "ManualFinish",
    "ManualDuration",
    "DurationFormat",
    "Work",
    "Stop",
    "Resume",
    "ResumeValid",
    "EffortDriven",
    "Recurring",
    "OverAllocated",
    "Estimated",
    "Milestone",
    "Summary",
    "DisplayAsSummary",
    "Critical",
    "IsSubproject",
    "IsSubprojectReadOnly",
    "SubprojectName",
    "ExternalTask",
    "ExternalTaskProject",
    "EarlyStart",
    "EarlyFinish",
    "LateStart",
    "LateFinish",
    "StartVariance",
    "FinishVariance",
    "WorkVariance",
    "FreeSlack",
    "TotalSlack",
    "StartSlack",
    "FinishSlack",
    "FixedCost",
    "FixedCostAccrual",
    "PercentComplete",
    "PercentWorkComplete",
    "Cost",
    "OvertimeCost",
    "OvertimeWork",
    "ActualStart",
    "ActualFinish",
    "ActualDuration",
    "ActualCost",
    "ActualOvertimeCost",
    "ActualWork",
    "ActualOvertimeWork",
    "RegularWork",
    "RemainingDuration",
    "RemainingCost",
    "RemainingWork",
    "RemainingOvertimeCost",
    "RemainingOvertimeWork",
    "ACWP",
    "CV",
    "ConstraintType",
    "CalendarUID",
    "ConstraintDate",
    "Deadline",
    "LevelAssignments",
    "LevelingCanSplit",
    "LevelingDelay",
    "LevelingDelayFormat",
    "PreLeveledStart",
    "PreLeveledFinish",
    "Hyperlink",
    "HyperlinkAddress",
    "HyperlinkSubAddress",
    "IgnoreResourceCalendar",
    "Notes",
    "HideBar",
    "Rollup",
    "BCWS",
    "BCWP",
    "PhysicalPercentComplete",
    "EarnedValueMethod",
    "PredecessorLink",
    "ActualWorkProtected",
    "ActualOvertimeWorkProtected",
    "ExtendedAttribute",
    "Baseline",
    "OutlineCode",
    "IsPublished",
    "StatusManager",
    "CommitmentStart",
    "CommitmentFinish",
    "CommitmentType",
    "TimephasedData",
]
PROJECT = ["OutlineCodes", "WBSMasks", "ExtendedAttributes", "Calendars", "Tasks", "Resources", "Assignments"]
_PLACES = {name: place for place, name in enumerate(TASK)} | {name: place for place, name in enumerate(PROJECT)}


class Document:
    """The tree of a file whose bytes `read_mspdi` has accepted, and how to change it. Times are those of `zone`.

    New rows of a list are `Fresh` until they are placed. Those of a `new` file, which is ours and has empty lists,
    never come into the tree.
    """

    def __init__(self, data: bytes, zone: str, *, new: bool = False) -> None:
        parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True)
        self.root = etree.fromstring(b"".join(CleanText(data).pieces()), parser)
        self.zone, self.new = ZoneInfo(zone), new
        self.beside: dict[str, Sequence[Fresh]] = {}
        self.namespace = self.root.tag.rpartition("}")[0].lstrip("{") if "}" in str(self.root.tag) else ""

    def written(self) -> bytes:
        """The file as it stands now, in UTF-8."""
        made: bytes = etree.tostring(self.root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
        for name, rows in self.beside.items():
            before, _empty, after = made.partition(f"<{name}/>".encode())
            pieces = ("".join(row.written()).encode() for row in rows)
            made = b"".join((before, f"<{name}>".encode(), *pieces, f"</{name}>".encode(), after))
        return made

    def name(self, name: str) -> str:
        """A name as the tree has it."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    def group(self, name: str) -> Element:
        """A list of the project, made where it is not there."""
        return self.child(self.root, name)

    def all(self, parent: Row, name: str) -> Iterable[Row]:
        """The children of that name."""
        return parent.all(name) if isinstance(parent, Fresh) else parent.iterchildren(self.name(name))

    def elements(self, parent: Element, name: str) -> Iterator[Element]:
        """The children of that name that stand in the tree."""
        return parent.iterchildren(self.name(name))

    def words(self, parent: Row, name: str) -> str:
        """The text of a child, "" where there is none."""
        if isinstance(parent, Fresh):
            return parent.words(name)
        return (parent.findtext(self.name(name)) or "").strip()

    def child(self, parent: Element, name: str) -> Element:
        """The child of that name, made in its place where it is not there."""
        found = parent.find(self.name(name))
        return self._added(parent, name) if found is None else found

    def add(self, parent: Row, name: str, words: str | None = None) -> Row:
        """One more child, behind all that the schema has before it."""
        if isinstance(parent, Fresh):
            if words is not None:
                parent.fields[name] = clean(words)
                return parent
            parent.rows.append(Fresh(name, {}))
            return parent.rows[-1]
        return self._added(parent, name, words)

    def _added(self, parent: Element, name: str, words: str | None = None) -> Element:
        made = parent.makeelement(self.name(name))
        made.text = words if words is None else clean(words)
        before = self._behind(parent, _PLACES.get(name))
        if before is None:
            _append(parent, made)
        else:
            made.tail = _gap(before)
            before.addprevious(made)
        return made

    def place(self, group: Element, order: Sequence[Row]) -> None:
        """Let a list have these rows in this order; the line breaks between them stay as they are."""
        fresh = [row for row in order if isinstance(row, Fresh)]
        if self.new and len(fresh) == len(order):
            self.beside[etree.QName(group).localname] = fresh
            return
        standing = [row for row in order if not isinstance(row, Fresh)]
        tails = [one.tail for one in standing]
        gap = tails[0] if len(tails) > 1 else group.text
        tails = [*tails[:-1], *[gap] * len(fresh), *tails[-1:]]
        for one in standing:
            group.remove(one)
        for at, row in enumerate(order):
            element = self._grown(group, row) if isinstance(row, Fresh) else row
            element.tail = tails[at] if at < len(tails) else None
            group.append(element)

    def _grown(self, parent: Element, row: Fresh) -> Element:
        """A new row as an element."""
        made = parent.makeelement(self.name(row.name))
        for one in row.nodes():
            if isinstance(one, Fresh):
                made.append(self._grown(made, one))
            else:
                etree.SubElement(made, self.name(one)).text = row.words(one)
        return made

    def _behind(self, parent: Element, place: int | None) -> Element | None:
        """The first child that comes after that place; looked for from the end, where new children mostly go."""
        found: Element | None = None
        for one in parent.iterchildren(reversed=True) if place is not None else ():
            other = _PLACES.get(one.tag.rpartition("}")[2]) if isinstance(one.tag, str) else None
            if other is not None and place is not None and other <= place:
                break
            found = one if other is not None else found
        return found

    def set(self, parent: Row, name: str, words: object) -> None:
        """The child of that name says this; "" and None take it away."""
        if isinstance(parent, Fresh):
            parent.fields[name] = "" if words is None else clean(str(words))
            return
        found = parent.find(self.name(name))
        if words in ("", None):
            if found is not None:
                remove(found)
            return
        if found is None:
            found = self._added(parent, name)
        if found.text != clean(str(words)):
            found.text = clean(str(words))

    def wall(self, at: datetime) -> str:
        """An instant as the file writes it."""
        return at.astimezone(self.zone).replace(tzinfo=None).isoformat(timespec="seconds")


def clean(words: str) -> str:
    """Without characters that XML forbids."""
    if words.isprintable():
        return words
    return "".join(sign if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff") else "�" for sign in words
                   if not "\ud800" <= sign <= "\udfff")  # fmt: skip


def drop(parent: Row, row: Row) -> None:
    """Take a row out of what it is in."""
    if isinstance(row, Fresh):
        if isinstance(parent, Fresh):
            parent.rows.remove(row)
    else:
        remove(row)


def fresh_row(name: str, usual: Mapping[str, str]) -> Fresh:
    """A new row of a list of the project."""
    return Fresh(name, usual, _PLACES if name == "Task" else None)


def remove(element: Element) -> None:
    """Take an element out, and leave the lines around it as they are."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.getnext() is None:
        if before is not None:
            before.tail = element.tail
        else:
            parent.text = None
    parent.remove(element)


def _append(parent: Element, made: Element) -> None:
    last = parent[-1] if len(parent) else None
    if last is not None:
        made.tail, last.tail = last.tail, _gap(last)
    parent.append(made)


def _gap(beside: Element) -> str | None:
    """The line break between two children, as it is before this one."""
    before, parent = beside.getprevious(), beside.getparent()
    return before.tail if before is not None else parent.text if parent is not None else None


def skeleton(title: str, start: str) -> bytes:
    """A project without tasks that works around the clock; `start` is a time as the file writes it."""
    day = (
        "<DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>00:00:00</FromTime><ToTime>00:00:00</ToTime>"
        "</WorkingTime></WorkingTimes>"
    )
    root = etree.fromstring(
        f'<Project xmlns="{NAMESPACE}"><SaveVersion>14</SaveVersion><Name/><Title/><ScheduleFromStart>1'
        f"</ScheduleFromStart><StartDate>{start}</StartDate><FYStartDate>1</FYStartDate><CriticalSlackLimit>0"
        "</CriticalSlackLimit><CalendarUID>1</CalendarUID><DefaultStartTime>00:00:00</DefaultStartTime>"
        "<DefaultFinishTime>00:00:00</DefaultFinishTime><MinutesPerDay>1440</MinutesPerDay><MinutesPerWeek>10080"
        "</MinutesPerWeek><DaysPerMonth>30</DaysPerMonth><DefaultTaskType>1</DefaultTaskType><DurationFormat>5"
        "</DurationFormat><WorkFormat>2</WorkFormat><HonorConstraints>1</HonorConstraints><NewTasksEffortDriven>0"
        "</NewTasksEffortDriven><ExtendedAttributes/><Calendars><Calendar><UID>1</UID><Name>24 Hours</Name>"
        "<IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>"
        + "".join(f"<WeekDay><DayType>{number}</DayType>{day}</WeekDay>" for number in range(1, 8))
        + "</WeekDays></Calendar></Calendars><Tasks/><Resources/><Assignments/></Project>"
    )
    name = f"{{{NAMESPACE}}}"
    root.find(f"{name}Title").text = clean(title)  # type: ignore[union-attr]
    root.find(f"{name}Name").text = clean(title)  # type: ignore[union-attr]
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
