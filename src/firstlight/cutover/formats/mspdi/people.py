"""Resources and who is assigned to what."""

from __future__ import annotations

import re

from firstlight.cutover.formats.mspdi.document import Document, Element, fresh_row, remove
from firstlight.cutover.formats.mspdi.fresh import Fresh

#: A name with one of these is none that Project takes; it stands in a custom field.
_REFUSED = re.compile(r"[\[\],;\n]")


def can_be_resource(name: str) -> bool:
    """Whether somebody may be called so in the list of resources."""
    return bool(name) and not _REFUSED.search(name)


class People:
    """The resources of a file and their assignments."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.resources, self.assignments = document.group("Resources"), document.group("Assignments")
        self.by_name: dict[str, str] = {}
        numbers = [0]
        for one in document.all(self.resources, "Resource"):
            uid = document.words(one, "UID")
            numbers.append(int(uid) if uid.isdecimal() else 0)
            if document.words(one, "Type") in ("1", "") and document.words(one, "Name"):
                self.by_name.setdefault(document.words(one, "Name"), uid)
        self.next = max(numbers) + 1
        self.given: dict[str, list[Element]] = {}
        numbers = [0]
        for one in document.elements(self.assignments, "Assignment"):
            uid = document.words(one, "UID")
            numbers.append(int(uid) if uid.isdecimal() else 0)
            self.given.setdefault(document.words(one, "TaskUID"), []).append(one)
        self.next_given = max(numbers) + 1
        self.fresh: list[Fresh] = []
        uids = [document.words(one, "UID") for one in document.all(document.group("Calendars"), "Calendar")]
        self.next_calendar = max([0, *(int(one) for one in uids if one.isdecimal())]) + 1
        self.base = document.words(document.root, "CalendarUID") or (uids[0] if uids else "-1")

    def assign(self, task: str, before: str, name: str, work: str) -> None:
        """From now on this person does a task instead of `before`; "" is nobody."""
        document, old = self.document, self.by_name.get(before)
        found = [one for one in self.given.get(task, ()) if old and document.words(one, "ResourceUID") == old]
        if not name:
            for one in found:
                self._drop(task, one)
            return
        if found:
            document.set(found[0], "ResourceUID", self._uid(name))
            return
        made = fresh_row("Assignment", {})
        values = {"UID": self.next_given, "TaskUID": task, "ResourceUID": self._uid(name), "Units": 1, "Work": work}
        for field, words in values.items():
            if words != "":
                document.add(made, field, str(words))
        self.next_given += 1
        self.fresh.append(made)

    def place(self) -> None:
        """Let the new assignments stand behind those that are there."""
        if self.fresh:
            standing = self.document.elements(self.assignments, "Assignment")
            self.document.place(self.assignments, [*standing, *self.fresh])

    def forget(self, task: str) -> None:
        """The task is gone, and so is who was assigned to it."""
        for one in list(self.given.get(task, ())):
            self._drop(task, one)

    def _drop(self, task: str, assignment: Element) -> None:
        self.given[task].remove(assignment)
        remove(assignment)

    def _uid(self, name: str) -> str:
        if name not in self.by_name:
            self.by_name[name] = self._made(name)
        return self.by_name[name]

    def _made(self, name: str) -> str:
        """A new resource with a calendar like that of the project: without one it would get office hours."""
        document, uid = self.document, str(self.next)
        self.next += 1
        made = document.add(self.resources, "Resource")
        values = {"UID": uid, "ID": uid, "Name": name, "Type": 1, "IsNull": 0, "MaxUnits": 1,
                  "CalendarUID": self._calendar(name)}  # fmt: skip
        for field, words in values.items():
            document.add(made, field, str(words))
        return uid

    def _calendar(self, name: str) -> str:
        document, uid = self.document, str(self.next_calendar)
        self.next_calendar += 1
        made = document.add(document.group("Calendars"), "Calendar")
        values = {"UID": uid, "Name": name, "IsBaseCalendar": 0, "BaseCalendarUID": self.base}
        for field, words in values.items():
            document.add(made, field, str(words))
        return uid
