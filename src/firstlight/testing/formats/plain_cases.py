"""Cases that say nothing but their name, class and duration: nearly all of a large file."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from firstlight.testing.formats import values
from firstlight.testing.formats.values import Doubts

_NAME, _CLASS, _TIME = itemgetter("name"), itemgetter("classname"), itemgetter("time")
#: So many class names and durations are remembered, so that cases share them: new memory costs more than the look-up.
_REMEMBERED = 2_000


class PlainCases:
    """Cases that wait to be kept in the three columns given: many at once take less time than as many one by one.

    Whoever appends to the columns, or asks how long they are, calls `settle` before. `waiting` takes the attributes of
    a case, the three of them among them.
    """

    def __init__(self, names: list[str], suites: list[str], seconds: list[float | None], doubts: Doubts) -> None:
        self._names, self._suites, self._seconds = names, suites, seconds
        self.waiting: list[Mapping[str, str]] = []
        self._classes: dict[str, str] = {}
        self._durations = _Durations(doubts)

    def settle(self, path: str) -> None:
        """Keep those that wait. `path` is the suite of those without a class: the suites around them."""
        waiting = self.waiting
        if not waiting:
            return
        self._names.extend(map(_NAME, waiting))
        classes = list(map(_CLASS, waiting))
        if not all(classes):
            classes = [name or path for name in classes]
        self._suites.extend(map(self._classes.setdefault, classes, classes))
        self._seconds.extend(map(self._durations.__getitem__, map(_TIME, waiting)))
        waiting.clear()
        if len(self._classes) > _REMEMBERED:
            self._classes.clear()
        if len(self._durations) > _REMEMBERED:
            self._durations.clear()


class _Durations(dict[str, float | None]):
    """Seconds by how they are written. One that cannot be read is never remembered, so that each is told of."""

    def __init__(self, doubts: Doubts) -> None:
        super().__init__()
        self._doubts = doubts

    def __missing__(self, text: str) -> float | None:
        found = values.seconds(text, self._doubts)
        if found is not None:
            self[text] = found
        return found
