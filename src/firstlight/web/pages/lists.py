"""A list as its template shows it: heads that sort, menus that filter, chips that take a filter away, pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstlight.web import wording
from firstlight.web.listing import Asked, Cell, Column, Filter, Listed, Window, ordered_by


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `on`: that is where one is."""

    words: str
    url: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `sort` is ascending or descending where the list is sorted by it."""

    title: str
    url: str = ""
    sort: str = ""
    figure: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter and its choices."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    title: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class RowButton:
    """One click on a row."""

    words: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Work:
    """What one may do with the rows of a list from its page; addresses, by what they do.

    `keys` name the rows in their order, `edits` has for each column the column of the sheet that its cells edit ("":
    none). `views` are saved views, `query` what is asked of the list now.
    """

    sheet: str
    keys: tuple[str, ...]
    edits: tuple[str, ...]
    may_edit: bool
    may_import: bool
    may_share: bool
    row: str
    cell: str
    bulk: str
    importing: str
    changes: str
    views_url: str
    views: tuple[SavedView, ...]
    query: str
    total: int
    buttons: tuple[RowButton | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view above its list."""

    name: str
    url: str
    on: bool
    pk: int = 0
    shared: bool = False
    standard: bool = False
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything about a list that its template needs."""

    label: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: str
    menus: tuple[Menu, ...]
    chips: tuple[Chip, ...]
    clear: str
    words: str
    searchable: bool
    hidden: tuple[tuple[str, str], ...]
    before: str
    after: str
    place: str
    files: tuple[Link, ...]
    path: str
    groups: tuple[str, ...] = ()
    groupings: tuple[Link, ...] = ()
    work: Work | None = None

    @property
    def narrowed(self) -> bool:
        """Whether something is asked of it."""
        return bool(self.chips)


def shown(
    label: str, spec: Listed[Any], ask: Asked, part: Window[Any], files: str = "", work: Work | None = None
) -> Shown:
    """The list `label`. `files` is the address of its files without their suffix; none are offered without it.

    With `work` it can be edited, as far as that says.
    """
    heads = tuple(_head(column, spec, ask) for column in spec.columns)
    first = (part.page - 1) * len(part.rows) + 1 if part.page < part.pages else part.total - len(part.rows) + 1
    last = first + len(part.rows) - 1
    query = f"?{ask.query}" if ask.query else ""
    further = {"sort": ask.sort, "group": ask.group, "columns": ask.columns}
    return Shown(
        label=label,
        heads=heads,
        rows=tuple(map(spec.cells, part.rows)),
        count=_counted(spec, part.total),
        menus=(*_columns(spec, ask), *(_menu(one, ask) for one in spec.filters if one.choices)),
        chips=tuple(_chips(spec, ask)),
        clear=Asked(ask.path, sort=ask.sort, group=ask.group, columns=ask.columns).url()
        + ("" if ask.sort or ask.group or ask.columns else "?view=all" if work else ""),
        words=ask.words,
        searchable=bool(spec.searched),
        hidden=tuple({**ask.kept, **{key: value for key, value in further.items() if value}}.items()),
        before=ask.url(page=str(part.page - 1)) if part.page > 1 else "",
        after=ask.url(page=str(part.page + 1)) if part.page < part.pages else "",
        place=wording.place(first, last, part.total) if part.pages > 1 else "",
        files=tuple(Link(words, f"{files}{suffix}{query}") for words, suffix in (("Excel", "xlsx"), ("CSV", "csv")))
        if files
        else (),
        path=ask.path,
        groups=_groups(spec, ask, part),
        groupings=tuple(_groupings(spec, ask)),
        work=work,
    )


def _groups(spec: Listed[Any], ask: Asked, part: Window[Any]) -> tuple[str, ...]:
    grouping = spec.grouping(ask)
    return tuple(grouping.heading(row) for row in part.rows) if grouping else ()


def _groupings(spec: Listed[Any], ask: Asked) -> Iterator[Link]:
    for one in spec.groupings:
        on = one.key == ask.group
        yield Link(wording.said(one.title), ask.url(group="" if on else one.key), on)


def _counted(spec: Listed[Any], total: int) -> str:
    what = wording.said(spec.one if total == 1 else spec.many)
    return _("%(count)s %(what)s") % {"count": wording.number(total), "what": what}


def _style(column: Column) -> str:
    """The classes of its cells."""
    given = (("figure", column.figure), ("wide", column.wide), ("nowrap", column.whole))
    return " ".join(name for name, on in given if on)


def _head(column: Column, spec: Listed[Any], ask: Asked) -> Head:
    if not column.order:
        return Head(wording.said(column.title), figure=column.figure, style=_style(column))
    field, falls = ordered_by(spec, ask)
    current = bool(field) and ask.sort.removeprefix("-") == column.key
    sort = ("descending" if falls else "ascending") if current else ""
    turned = f"-{column.key}" if current and not falls else column.key
    return Head(wording.said(column.title), ask.url(sort=turned), sort, column.figure, _style(column))


def _menu(one: Filter, ask: Asked) -> Menu:
    now = ask.kept.get(one.key, "")
    links = [Link(_("All"), ask.url(**{one.key: ""}), on=not now)]
    links += [
        Link(wording.said(choice.words), ask.url(**{one.key: choice.key}), on=now == choice.key)
        for choice in one.choices
    ]
    return Menu(wording.said(one.title), tuple(links))


def _columns(spec: Listed[Any], ask: Asked) -> Iterator[Menu]:
    """The sets of columns that can be shown, where there are several."""
    if spec.sets:
        links = (Link(wording.said(title), ask.url(columns=key), on=ask.columns == key) for key, title in spec.sets)
        yield Menu(_("Columns"), tuple(links))


def _chips(spec: Listed[Any], ask: Asked) -> Iterator[Chip]:
    for one in spec.filters:
        if one.key in ask.kept:
            chosen = wording.said(one.choice(ask.kept[one.key]).words)
            yield Chip(wording.said(one.title), chosen, ask.url(**{one.key: ""}))
    if ask.words:
        yield Chip(_("Words"), ask.words, ask.url(q=""))
