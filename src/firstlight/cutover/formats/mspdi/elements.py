"""The parts of a file: rows of its lists one by one, everything else of the project as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.xml import Guard, Node, TooMuch, XmlLimits, XmlSource

NAMESPACE = "http://schemas.microsoft.com/project"
#: Lists of the project, and what stands in them.
LISTS = {"Tasks": "Task", "Resources": "Resource", "Calendars": "Calendar", "Assignments": "Assignment"}
#: A plan of twenty thousand tasks has some 50 MB; one row holds its splits day by day.
LIMITS = XmlLimits(file_bytes=200_000_000, depth=40, nodes=200_000)
MOST_ROWS = 400_000
#: What a page, a project folder and the store of files take: a plan of fifty thousand steps is written with 78 MB.
MOST_BYTES = 100_000_000


#: What most elements have: one for all of them, since a large plan has millions.
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_NO_CHILDREN: list[Node] = []
#: Texts up to this long are kept once, so many of them: most fields say 0, 1 or one of few dates.
_SHORT, _MOST_SHORT = 24, 50_000


class _Rows:
    """Follows a file and keeps its rows and the fields of the project."""

    def __init__(self) -> None:
        self.fields: list[Node] = []
        self.rows: dict[str, list[Node]] = {name: [] for name in LISTS}
        self._guard = Guard(LIMITS)
        self._path: list[str] = []
        self._open: list[Node] = []
        self._texts: list[list[str] | str] = []
        self._names: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._kept = self._length = self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._guard.enter(tag, attributes)
        name = self._names.get(tag) or self._names.setdefault(tag, tag.rpartition("}")[2])
        if not self._open and (len(self._path) == 0 or (len(self._path) == 1 and name in LISTS)):
            self._path.append(name)
            return
        own = {key.rpartition("}")[2]: value for key, value in attributes.items()} if attributes else _NO_ATTRIBUTES
        node = Node(name, own, _NO_CHILDREN)
        if self._open:
            above = self._open[-1]
            if above.children is _NO_CHILDREN:
                above.children = []
            above.children.append(node)
        else:
            self._kept = self._length = 0
        self._kept += 1
        if self._kept > LIMITS.nodes:
            raise TooMuch(f"one <{self._open[0].name}> holds more than {LIMITS.nodes} elements")
        self._open.append(node)
        self._texts.append("")

    def end(self, tag: str) -> None:
        self._guard.leave()
        if not self._open:
            self._path.pop()
            return
        node, text = self._open.pop(), self._texts.pop()
        node.text = self._once(text) if isinstance(text, str) else "".join(text)
        if self._open:
            return
        into = self.rows[self._path[1]] if len(self._path) == 2 else self.fields
        into.append(node)
        self._count += 1
        if self._count > MOST_ROWS:
            raise TooMuch(f"it has more than {MOST_ROWS} rows")

    def _once(self, text: str) -> str:
        """The same text, where it is short the one that is kept already."""
        if len(text) > _SHORT:
            return text
        known = self._short.get(text)
        if known is not None:
            return known
        if len(self._short) < _MOST_SHORT:
            self._short[text] = text
        return text

    def data(self, text: str) -> None:
        if not self._texts:
            return
        self._length += len(text)
        if self._length > LIMITS.text:
            raise TooMuch(f"one <{self._open[0].name}> holds more than {LIMITS.text} characters")
        so_far = self._texts[-1]
        if not so_far:
            self._texts[-1] = text
        elif isinstance(so_far, str):
            self._texts[-1] = [so_far, text]
        else:
            so_far.append(text)

    def pause(self) -> None:
        """All is kept."""

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""


class Parts:
    """A file taken apart: `fields` of the project in their order, and the rows of its four lists.

    `instants` are times that were read, as they stand: a task says most of its own several times.
    """

    def __init__(self, data: bytes, file: str) -> None:
        source = XmlSource(data, file, LIMITS)
        if source.root != "Project":
            raise source.unreadable(f"its root element is <{source.root}>; MS Project XML has <Project>")
        rows = _Rows()
        source.feed(rows)
        self.file, self.fields, self.warnings = file, rows.fields, list(source.warnings)
        self.tasks, self.resources = rows.rows["Tasks"], rows.rows["Resources"]
        self.calendars, self.assignments = rows.rows["Calendars"], rows.rows["Assignments"]
        self.instants: dict[str, datetime | None] = {}

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
