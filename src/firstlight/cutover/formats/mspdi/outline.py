"""The order of rows and how deep they stand: a group, then what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstlight.cutover.formats.mspdi.document import Document, Element, Row


def walked(parents: Mapping[str, str]) -> list[tuple[str, int]]:
    """Rows with their levels from 1, each group before what is in it, else in their order.

    `parents` names for each row its group, "" for none. A row whose groups go in a circle, or are not there, stands at
    the top.
    """
    below: dict[str, list[str]] = {}
    for ref, parent in parents.items():
        below.setdefault("" if _circles(ref, parents) or parent not in parents else parent, []).append(ref)
    found: list[tuple[str, int]] = []
    stack = [(ref, 1) for ref in reversed(below.get("", []))]
    while stack:
        ref, level = stack.pop()
        found.append((ref, level))
        stack += [(one, level + 1) for one in reversed(below.get(ref, []))]
    return found


def _circles(ref: str, parents: Mapping[str, str]) -> bool:
    slow = fast = ref
    while True:
        fast = parents.get(parents.get(fast, ""), "")
        slow = parents.get(slow, "")
        if not fast:
            return False
        if fast == slow:
            return True


def laid(document: Document, tasks: Element, rows: Sequence[tuple[Row, int]]) -> None:
    """Put the rows in this order at these levels, and number all anew. Does nothing where they stand so already.

    Rows that are no steps (empty ones, that of the whole project) stay behind the row they stand behind.
    """
    standing = list(document.elements(tasks, "Task"))
    wanted = {id(element) for element, _level in rows}
    mine = [(element, document.words(element, "OutlineLevel")) for element in standing if id(element) in wanted]
    if [(id(element), level) for element, level in mine] == [(id(element), str(level)) for element, level in rows]:
        return
    order = _with_others(standing, rows)
    levels = {id(element): level for element, level in rows}
    counts: list[int] = []
    number = -1 if order and document.words(order[0], "OutlineLevel") == "0" else 0
    for element in order:
        number += 1
        document.set(element, "ID", number)
        level = levels.get(id(element))
        if level is not None:
            counts = [*counts[:level], *[0] * (level - len(counts))]
            counts[level - 1] += 1
            _number(document, element, level, ".".join(map(str, counts[:level])))
    document.place(tasks, order)


def _with_others(standing: Sequence[Element], rows: Sequence[tuple[Row, int]]) -> list[Row]:
    wanted = {id(element) for element, _level in rows}
    first: list[Row] = []
    behind: dict[int, list[Element]] = {}
    last: Element | None = None
    for element in standing:
        if id(element) in wanted:
            last = element
        elif last is None:
            first.append(element)
        else:
            behind.setdefault(id(last), []).append(element)
    return [*first, *(one for element, _level in rows for one in (element, *behind.get(id(element), ())))]


def _number(document: Document, element: Row, level: int, outline: str) -> None:
    """The level and the number by the outline; a code for work that was made by hand stays."""
    old, code = document.words(element, "OutlineNumber"), document.words(element, "WBS")
    document.set(element, "OutlineLevel", level)
    document.set(element, "OutlineNumber", outline)
    if code == old:
        document.set(element, "WBS", outline)
