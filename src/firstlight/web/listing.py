"""Lists: what one may ask of them stands in their address, and every list answers in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest

R = TypeVar("R")
M = TypeVar("M", bound=Model)

#: Rows on one page.
SIZE = 100
#: Words that are looked for are no longer than this.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, where they lead, a quieter line below; a state makes it a status, an instant a time.

    `line` are figures that are drawn as a line beside the words. `both`: below the time stands the viewer's own.
    """

    text: str = ""
    url: str = ""
    sub: str = ""
    state: str = ""
    at: datetime | None = None
    both: bool = False
    late: bool = False
    line: tuple[int, ...] = ()

    @property
    def top(self) -> int:
        """The highest figure of the line."""
        return max(self.line, default=1) or 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `order` is the field it sorts by (none: it does not); `wide` gives it a line of its own on a phone;
    `whole` keeps its words on one line, because a ref is not broken at its hyphen.

    `edits` is the column of the list's sheet that a cell of it shows, so that it can be edited in place.
    """

    title: str
    order: str = ""
    figure: bool = False
    wide: bool = False
    whole: bool = False
    edits: str = ""

    @property
    def key(self) -> str:
        """The column in an address: first-expires."""
        return self.title.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: in the address, in words, and in the rows."""

    key: str
    words: str
    value: Any


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter on a field. Without choices its value comes from a link elsewhere and is taken as it is."""

    key: str
    title: str
    field: str
    choices: tuple[Choice, ...] = ()

    def choice(self, key: str) -> Choice:
        """The choice of that key. What is not among the choices stands for itself, and is found nowhere."""
        known = {one.key: one for one in self.choices}
        return known.get(key, Choice(key, key, key))

    def fits(self, key: str) -> bool:
        """Whether a row can have it: anything where there are no choices."""
        return not self.choices or any(one.key == key for one in self.choices)


@dataclass(frozen=True, slots=True)
class Grouping(Generic[R]):
    """Rows under headings: the field they are ordered by, and the heading of a row."""

    key: str
    title: str
    field: str
    heading: Callable[[R], str]


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """A list: its columns, its filters, the fields in which words are looked for, and how a row becomes cells.

    With `reads` the rows of a query come as named tuples of these fields; a list with many rows says them. Of a list
    with more columns than a screen has room for, `sets` are those that can be shown: key and title, the first one
    usually. `columns` are then those of the set that the address asks for.
    """

    one: str
    many: str
    columns: tuple[Column, ...]
    cells: Callable[[R], tuple[Cell, ...]]
    filters: tuple[Filter, ...] = ()
    searched: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    groupings: tuple[Grouping[R], ...] = ()
    reads: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()

    def read(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of a query with no more than their cells show, where the list says what that is: much is not read."""
        return rows.values_list(*self.reads, named=True) if self.reads else rows

    def grouping(self, ask: Asked) -> Grouping[R] | None:
        """How the rows are grouped, where that is asked."""
        return next((one for one in self.groupings if one.key == ask.group), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list, read leniently: what makes no sense is as if it were not there."""

    path: str
    kept: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    sort: str = ""
    page: int = 1
    group: str = ""
    columns: str = ""

    def url(self, **changes: str) -> str:
        """The same address with these changes, an empty value taking the part away. It begins at the first page."""
        parts = {**self.kept, "q": self.words, "sort": self.sort, "group": self.group,
                 "columns": self.columns, **changes}  # fmt: skip
        query = urlencode({key: value for key, value in parts.items() if value})
        return f"{self.path}?{query}" if query else self.path

    @property
    def query(self) -> str:
        """What follows the question mark, without the page."""
        return self.url().partition("?")[2]


def asked(request: HttpRequest, spec: Listed[Any]) -> Asked:
    """What the address of the request asks."""
    given = {key: request.GET.get(key, "").replace("\x00", "").strip()[:LONGEST] for key in request.GET}
    kept = {one.key: given[one.key] for one in spec.filters if given.get(one.key)}
    sort = given.get("sort", "")
    known = {column.key for column in spec.columns if column.order}
    page = given.get("page", "")
    return Asked(
        request.path,
        kept,
        given.get("q", "") if spec.searched else "",
        sort if sort.removeprefix("-") in known else "",
        int(page) if page.isdecimal() and len(page) < 8 and int(page) else 1,
        given.get("group", "") if given.get("group") in {one.key for one in spec.groupings} else "",
        given.get("columns", "") if given.get("columns") in {key for key, _title in spec.sets} else "",
    )


def ordered_by(spec: Listed[Any], ask: Asked) -> tuple[str, bool]:
    """The field to sort by and whether it falls; an empty field means the list's own order."""
    key = ask.sort.removeprefix("-")
    return next((column.order for column in spec.columns if column.key == key), ""), ask.sort.startswith("-")


def narrowed(query: QuerySet[M], spec: Listed[M], ask: Asked) -> QuerySet[M]:
    """The rows of a query that fit what is asked, in the order that is asked."""
    for one in spec.filters:
        if one.key in ask.kept:
            # The field may be a flag or a number, which no database compares with words that somebody put there.
            if not one.fits(ask.kept[one.key]):
                return query.none()
            query = query.filter(**{one.field: one.choice(ask.kept[one.key]).value})
    if ask.words:
        found = Q()
        for name in spec.searched:
            found |= Q(**{f"{name}__icontains": ask.words})
        query = query.filter(found)
    name, falls = ordered_by(spec, ask)
    grouping = spec.grouping(ask)
    first: list[Any] = [grouping.field] if grouping else []
    if name:
        first.append(F(name).desc(nulls_last=True) if falls else F(name).asc(nulls_last=True))
    return spec.read(query.order_by(*first, *spec.first) if first or spec.first else query)


def chosen(rows: Iterable[R], spec: Listed[R], ask: Asked) -> list[R]:
    """The same for rows that are in memory."""
    found = list(rows)
    for one in spec.filters:
        if one.key in ask.kept:
            value = one.choice(ask.kept[one.key]).value
            found = [row for row in found if attrgetter(one.field)(row) == value]
    if ask.words:
        words = ask.words.casefold()
        found = [row for row in found if any(words in str(attrgetter(name)(row)).casefold() for name in spec.searched)]
    name, falls = ordered_by(spec, ask)
    if name:
        value_of = attrgetter(name)
        known = [row for row in found if value_of(row) not in (None, "")]
        unknown = [row for row in found if value_of(row) in (None, "")]
        found = [*sorted(known, key=value_of, reverse=falls), *unknown]
    return found


@dataclass(frozen=True, slots=True)
class Window(Generic[R]):
    """The rows of one page out of `total`."""

    rows: Sequence[R]
    total: int
    page: int
    pages: int


def window(rows: QuerySet[M] | list[R], ask: Asked, size: int = SIZE) -> Window[Any]:
    """The page that is asked for; beyond the last it is the last."""
    total = len(rows) if isinstance(rows, list) else rows.count()
    return cut(rows, total, ask, size)


def cut(rows: Any, total: int, ask: Asked, size: int = SIZE) -> Window[Any]:
    """The same where the total is known."""
    pages = max(1, -(-total // size))
    page = min(ask.page, pages)
    return Window(list(rows[(page - 1) * size : page * size]), total, page, pages)
