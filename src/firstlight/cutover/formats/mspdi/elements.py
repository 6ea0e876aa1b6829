"""The parts of a file: rows of its lists one by one, everything else of the project as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.xml import Guard, Node, TooMuch, XmlLimits, XmlSource

NAMESPACE = "http://schemas.microsoft.com/project"
#: Lists of the project, and what stands in them.
LISTS = {"Tasks": "Task", "Resources": "Resource", "Calendars": "Calendar", "Assignments": "Assignment"}
#: A plan of twenty thousand tasks has some 50 MB; one row holds its splits day by day.
LIMITS = XmlLimits(file_bytes=200_000_000, depth=40, nodes=200_000)
MOST_ROWS = 400_000


class _Rows:
    """Follows a file and keeps its rows and the fields of the project."""

    def __init__(self) -> None:
        self.fields: list[Node] = []
        self.rows: dict[str, list[Node]] = {name: [] for name in LISTS}
        self._guard = Guard(LIMITS)
        self._path: list[str] = []
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._kept = self._length = self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._guard.enter(tag, attributes)
        name = tag.rpartition("}")[2]
        if not self._open and (len(self._path) == 0 or (len(self._path) == 1 and name in LISTS)):
            self._path.append(name)
            return
        node = Node(name, {key.rpartition("}")[2]: value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._kept = self._length = 0
        self._kept += 1
        if self._kept > LIMITS.nodes:
            raise TooMuch(f"one <{self._open[0].name}> holds more than {LIMITS.nodes} elements")
        self._open.append(node)
        self._texts.append([])

    def end(self, tag: str) -> None:
        self._guard.leave()
        if not self._open:
            self._path.pop()
            return
        node = self._open.pop()
        node.text = "".join(self._texts.pop())
        if self._open:
            return
        into = self.rows[self._path[1]] if len(self._path) == 2 else self.fields
        into.append(node)
        self._count += 1
        if self._count > MOST_ROWS:
            raise TooMuch(f"it has more than {MOST_ROWS} rows")

    def data(self, text: str) -> None:
        if self._texts:
            self._length += len(text)
            if self._length > LIMITS.text:
                raise TooMuch(f"one <{self._open[0].name}> holds more than {LIMITS.text} characters")
            self._texts[-1].append(text)

    def pause(self) -> None:
        """All is kept."""

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""


class Parts:
    """A file taken apart: `fields` of the project in their order, and the rows of its four lists."""

    def __init__(self, data: bytes, file: str) -> None:
        source = XmlSource(data, file, LIMITS)
        if source.root != "Project":
            raise source.unreadable(f"its root element is <{source.root}>; MS Project XML has <Project>")
        rows = _Rows()
        source.feed(rows)
        self.file, self.fields, self.warnings = file, rows.fields, list(source.warnings)
        self.tasks, self.resources = rows.rows["Tasks"], rows.rows["Resources"]
        self.calendars, self.assignments = rows.rows["Calendars"], rows.rows["Assignments"]

    def field(self, name: str) -> str:
        """A field of the project, empty where it is not there."""
        return next((one.text.strip() for one in self.fields if one.name == name), "")

    def group(self, name: str) -> Iterator[Node]:
        """What stands in a group of the project."""
        return (child for one in self.fields if one.name == name for child in one.children)

    def unlikely(self, where: str, why: str) -> Unreadable:
        """The refusal of a row that cannot be, to be raised."""
        return Unreadable(Problem(self.file, f"{where} cannot be: {why}."))

    def refused(self, where: str, field: str, value: str, accepted: str) -> Unreadable:
        """The refusal of a value, to be raised."""
        sentence = f"{where}: “{value[:80]}” is not accepted; expected {accepted}."
        return Unreadable(Problem(self.file, sentence, column=field, value=value))
