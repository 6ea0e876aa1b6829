"""Custom fields of a file: found by their alias, or one of those that are free."""

from __future__ import annotations

from firstlight.cutover.formats.mspdi.document import Document, Row, drop
from firstlight.cutover.formats.mspdi.fields import OTHER, TEXT_FIELDS, TITLES, column_of, heading_of


class CustomFields:
    """The custom text fields of a file. `full` are headings for which no field was free."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.full: dict[str, None] = {}
        self.numbers: dict[str, str] = {}
        used = set()
        groups = document.root.iterchildren(document.name("ExtendedAttributes"))
        for one in (node for group in groups for node in document.all(group, "ExtendedAttribute")):
            number = document.words(one, "FieldID")
            alias = document.words(one, "Alias") or document.words(one, "FieldName")
            used.add(number)
            self.numbers.setdefault(_key(alias), number)
        tasks = document.root.find(document.name("Tasks"))
        for task in document.all(tasks, "Task") if tasks is not None else ():
            used |= {document.words(one, "FieldID") for one in document.all(task, "ExtendedAttribute")}
        self.free = [number for number in TEXT_FIELDS if str(number) not in used]

    def put(self, task: Row, heading: str, words: str) -> None:
        """Let the field under that heading say this for a task; "" takes it away. A key of a column is its heading."""
        number = self.numbers.get(heading) or (self._made(heading) if words else "")
        if not number:
            return
        document = self.document
        found = [one for one in document.all(task, "ExtendedAttribute") if document.words(one, "FieldID") == number]
        for one in found if not words else ():
            drop(task, one)
        if words and found:
            document.set(found[0], "Value", words)
        elif words:
            made = document.add(task, "ExtendedAttribute")
            document.add(made, "FieldID", number)
            document.add(made, "Value", words)

    def _made(self, heading: str) -> str:
        if not self.free:
            self.full[TITLES.get(heading, heading)] = None
            return ""
        number = self.free.pop(0)
        made = self.document.add(self.document.group("ExtendedAttributes"), "ExtendedAttribute")
        alias = TITLES.get(heading) or heading.removesuffix(OTHER)
        for name, words in (("FieldID", str(number)), ("FieldName", TEXT_FIELDS[number]), ("Alias", alias)):
            self.document.add(made, name, words)
        self.numbers[heading] = str(number)
        return str(number)


def _key(alias: str) -> str:
    return column_of(alias) or heading_of(alias)
