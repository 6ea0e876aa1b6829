"""Lists that people work on: which page shows which sheet. One definition a list; see CONTRIBUTING, "A new list"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from firstlight.intake.wording import identity_of, key_of, words_of
from firstlight.kernel.errors import NotFound
from firstlight.kernel.sheets import Column as SheetColumn
from firstlight.kernel.sheets import Identity, Row, Sheet, sheets
from firstlight.web import wording
from firstlight.web.listing import Asked, Cell, Choice, Column, Filter, Listed, chosen, narrowed
from firstlight.web.viewing import Viewing
from firstlight.workspace.queries import zone_of


@dataclass(frozen=True, slots=True)
class Button:
    """One click on a row: its words, and the column that it sets to this."""

    words: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The page of a list: its address, how it is shown, where its rows come from, and how a row names itself.

    `path` leads from a row to its ref. `of_ref` narrows a query to one ref, for showing a row again after an edit;
    rows in memory are looked through. `button` may offer one click on a row; `also` is what
    else the template shows. `warns` says what is wrong with the list as a whole, above it and after each change.
    """

    name: str
    title: str
    sheet: Sheet
    spec: Callable[[Viewing], Listed[Any]]
    rows: Callable[[Viewing], Any]
    path: str = "ref"
    way: tuple[str, str] | None = None
    args: tuple[str, ...] = ()
    template: str = "register.html"
    button: Callable[[Any], Button | None] | None = None
    also: Callable[[Viewing], Mapping[str, Any]] | None = None
    warns: Callable[[Viewing], str] | None = None

    @property
    def heading(self) -> str:
        """Its title in the language of the page."""
        return wording.said(self.title)

    @property
    def inside(self) -> str:
        """The same inside a sentence."""
        return wording.small(self.heading)

    def url(self, slug: str) -> str:
        """Its address."""
        return reverse(self.name, args=[slug, *self.args])

    def key(self, row: Any) -> str:
        """How a row names itself in addresses and forms."""
        value = row
        for part in self.path.split("."):
            value = getattr(value, part)
        return value if self.args else key_of((value,))

    def fitting(self, viewing: Viewing, ask: Asked, spec: Listed[Any] | None = None) -> Any:
        """The rows that fit what is asked, in its order: a query, or a list where they are in memory."""
        rows, spec = self.rows(viewing), spec or self.spec(viewing)
        return narrowed(rows, spec, ask) if isinstance(rows, QuerySet) else chosen(rows, spec, ask)

    def keys(self, rows: Any) -> list[str]:
        """How these rows name themselves. One query."""
        if isinstance(rows, QuerySet):
            return [key_of((ref,)) for ref in rows.values_list(self.path, flat=True)]
        return [self.key(row) for row in rows]

    def one(self, viewing: Viewing, key: str) -> Any:
        """The row of that name as the page shows it; None when it is not there."""
        rows = self.rows(viewing)
        if isinstance(rows, QuerySet):
            return self.spec(viewing).read(rows.filter(**{self.path: identity_of(key)[0]})).first()
        return next((row for row in rows if self.key(row) == key), None)


_pages: dict[str, ListPage] = {}


def register_list(page: ListPage) -> ListPage:
    """Let people work on a list from its page: edit, paste, import, undo. One page a list."""
    _pages[page.sheet.ref] = page
    return page


def list_named(viewing: Viewing, ref: str) -> ListPage:
    """The list of that name. NotFound when there is none; Refused to who may not see it."""
    sheet = sheets.get(ref)
    if sheet is None:
        raise NotFound(_("There is no such list."))
    sheet.check_seen(viewing.context)
    return page_of(sheet)


def page_of(sheet: Sheet) -> ListPage:
    """How a list is shown: by its own page where one is registered, else with every column of its file."""
    return _pages.get(sheet.ref) or plain_list(sheet)


def lists_of(viewing: Viewing) -> list[ListPage]:
    """Every list that the viewer may see, in the order in which files are applied."""
    seen = [sheet for _, sheet in sheets.items() if sheet.may_see(viewing.context)]
    return [page_of(sheet) for sheet in sorted(seen, key=lambda sheet: sheet.order)]


def plain_list(sheet: Sheet) -> ListPage:
    """A list without a page of its own: every column as it stands in its file."""
    return ListPage(
        "list",
        sheet.title,
        sheet,
        lambda viewing: _plain_spec(sheet),
        lambda viewing: _plain(viewing, sheet),
        path="row_key",
        args=(sheet.ref,),
    )


class _PlainRow:
    """A row as its file has it, by the keys of its columns. It is put into words only where somebody looks at it."""

    def __init__(self, sheet: Sheet, identity: Identity, row: Row, zone: ZoneInfo) -> None:
        self._sheet, self._identity, self._row, self._zone = sheet, identity, row, zone

    @cached_property
    def row_words(self) -> dict[str, str]:
        return words_of(self._sheet, self._row, self._zone)

    @property
    def row_text(self) -> str:
        return "\n".join(self.row_words.values())

    @property
    def row_key(self) -> str:
        return key_of(self._identity)

    def __getattr__(self, key: str) -> Any:
        try:
            return self._row.values[key]
        except KeyError:
            raise AttributeError(key) from None


def _plain(viewing: Viewing, sheet: Sheet) -> list[Any]:
    zone = zone_of(viewing.project)
    current = sheet.seen_by(viewing.context, viewing.project)
    return [_PlainRow(sheet, identity, row, zone) for identity, row in current.items()]


def _shown_words(column: SheetColumn, words: str) -> str:
    """A cell as the page says it: one of a few words in the language of the page, all else as it was written."""
    return wording.said(words) if column.kind in ("choice", "yes-no") else words


def _plain_spec(sheet: Sheet) -> Listed[Any]:
    def cells(row: Any) -> tuple[Cell, ...]:
        return tuple(Cell(_shown_words(column, row.row_words[column.key])) for column in sheet.columns)

    columns = tuple(
        Column(column.title, column.key, figure=column.kind == "number", wide=number == 0, edits=column.key)
        for number, column in enumerate(sheet.columns)
    )
    return Listed("row", "rows", columns, cells, tuple(_plain_filters(sheet.columns)), ("row_text",), ())


def _plain_filters(columns: Iterable[SheetColumn]) -> Iterable[Filter]:
    for column in columns:
        if column.kind == "choice":
            choices = tuple(Choice(words, words, _chosen(column, words)) for words in column.choices)
            yield Filter(column.key, column.title, column.key, choices)


def _chosen(column: SheetColumn, words: str) -> Any:
    return column.value(words, ZoneInfo("UTC"))


def editable(page: ListPage, viewing: Viewing) -> tuple[SheetColumn, ...]:
    """The columns whose cells the viewer may edit: none of a list that keeps people's word, never the identity."""
    sheet = page.sheet
    if sheet.lasting or not sheet.may_change(viewing.context):
        return ()
    return tuple(column for column in sheet.columns if column.key not in sheet.identity)


def stored(viewing: Viewing, sheet: Sheet, key: str) -> tuple[Identity, Row]:
    """The row of that name as it is stored. NotFound when there is none."""
    identity = identity_of(key)
    row = sheet.seen_by(viewing.context, viewing.project).get(identity)
    if row is None:
        raise NotFound(_("There is no such row."))
    return identity, row
