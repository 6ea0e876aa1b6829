"""The description of a list, and the change of one row of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell, Problem, Table
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.policies import Policy
from firstlight.kernel.registries import Registry
from firstlight.kernel.sheets.columns import Column

#: The identity of a row: the values of its identity columns, as text.
Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row was read. `columns` maps keys to the headings of that file, so that a refusal names what is seen."""

    file: str
    sheet: str
    row: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def problem(self, sentence: str, *, column: str = "", value: object = "") -> Problem:
        """A problem at this place."""
        heading = self.columns.get(column, column)
        return Problem(self.file, sentence, sheet=self.sheet, row=self.row, column=heading, value=str(value))


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column key. `extras` holds the columns that the sheet does not know, by heading: they are kept."""

    identity: Identity
    values: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)
    origin: Origin | None = None

    def problem(self, sentence: str, *, column: str = "", value: object = "") -> Problem:
        """A problem with this row, at its place where it was read from a file."""
        if self.origin is None:
            return Problem("", sentence, column=column, value=str(value))
        return self.origin.problem(sentence, column=column, value=value)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a file would do to one row."""

    kind: Literal["added", "changed", "removed"]
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row after the change; for a removed one, as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of a row needs the row before or after it")
        return found

    def fields(self) -> tuple[str, ...]:
        """Keys of the columns whose value changes; for an added or removed row, all that are filled."""
        if self.before is None or self.after is None:
            return tuple(key for key, value in self.row.values.items() if value not in (None, "", ()))
        before, after = self.before.values, self.after.values
        return tuple(key for key in after if after[key] != before.get(key))


class Store(Protocol):
    """How the rows of a sheet are kept."""

    def current(self, project: ProjectLike) -> Mapping[Identity, Row]:
        """All rows of the project as the sheet shows them."""


SheetAction = Callable[[Context, ProjectLike, Sequence[RowChange]], int]


@dataclass(frozen=True, slots=True)
class Translated:
    """What a dialect made of a table: cells by column key, with the row they came from; notes and problems."""

    rows: Iterable[tuple[int, Mapping[str, Cell], Mapping[str, str]]]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """A foreign form of the same list, such as a published catalogue: recognised by its header.

    Where a header alone does not tell, `fits` looks at the table under it as well. Files that are some rows of a list
    rather than the `whole` of it take none away when somebody gives one to the list.
    """

    name: str
    recognises: Callable[[tuple[str, ...]], bool]
    translate: Callable[[Table], Translated]
    fits: Callable[[Table], bool] | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A kind of file that is no list and holds rows of one, such as the plan of a planning tool.

    It is known by its `suffix`. `read` makes a table of the bytes, under the headings of the list, with times in the
    zone; it raises Unreadable. `keep` is called once rows of the file were applied, with its name and its bytes. A
    page takes `most_bytes`; the `command` makes a list of what is larger.
    """

    suffix: str
    called: str
    read: Callable[[bytes, str, ZoneInfo], Table]
    keep: Callable[[Context, str, bytes], object]
    most_bytes: int
    command: str


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Who may see at least the rows that are theirs, where the whole list is closed to them.

    A row is theirs when one of these `columns` holds one of the `names` under which they own something.
    """

    policy: Policy
    columns: tuple[str, ...]
    names: Callable[[Context], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list that goes out to Excel and comes back.

    `ref` names it ("scope.processes"); `stem` is its file in a project folder ("scope" for scope.xlsx), and
    `title` the worksheet. `order` says what is applied first: what others refer to has a lower number.
    `examples` are rows for the example sheet of a template, by column key, as a person would type them.
    `view` says who may see the list (without it: everyone who sees the project), `own` who may see their own rows of
    it and nothing else; those read. What a `lasting` list keeps is the word of people, such as signatures: it is
    superseded, never edited in a cell and never undone. A list that is `part_of` another one, as steps are of cases,
    names in the first column of its identity the row that it belongs to; it comes and goes together with that list.
    `other_files` are files that are no lists and hold rows of this one. The rows of a list that is `in_order` stand in
    an order of their own, which a project folder keeps.
    """

    ref: str
    stem: str
    title: str
    about: str
    columns: tuple[Column, ...]
    store: Store
    apply: SheetAction
    order: int
    identity: tuple[str, ...] = ("ref",)
    aliases: tuple[str, ...] = ()
    dialects: tuple[Dialect, ...] = ()
    examples: tuple[Mapping[str, Cell], ...] = ()
    view: Policy | None = None
    own: OwnRows | None = None
    lasting: bool = False
    part_of: str = ""
    other_files: tuple[OtherFile, ...] = ()
    in_order: bool = False

    def other_file(self, name: str) -> OtherFile | None:
        """The kind of file that one of this name is, where it is none that holds a list."""
        return next((one for one in self.other_files if name.casefold().endswith(one.suffix)), None)

    @property
    def opening(self) -> Policy | None:
        """What opens the list, whole or in part; None where everyone who sees the project sees it."""
        return self.own.policy if self.own else self.view

    def may_see(self, context: Context) -> bool:
        """Whether the actor may look at the list, be it only at their own rows."""
        return self.opening is None or self.opening.allows(context)

    def check_seen(self, context: Context) -> None:
        """Raises Refused when the actor may see no row of the list."""
        if self.opening is not None:
            self.opening.check(context)

    def sees_all(self, context: Context) -> bool:
        """Whether the actor may see every row."""
        return self.view is None or self.view.allows(context)

    def check_all(self, context: Context) -> None:
        """Raises Refused when some rows are hidden from the actor."""
        if self.view is not None:
            self.view.check(context)

    def own_names(self, context: Context) -> frozenset[str] | None:
        """Whose rows the actor sees; None: everybody's."""
        return None if self.own is None or self.sees_all(context) else self.own.names(context)

    def seen_by(self, context: Context, project: ProjectLike) -> dict[Identity, Row]:
        """The rows that the actor may see."""
        rows, names = self.store.current(project), self.own_names(context)
        if self.own is None or names is None:
            return dict(rows)
        columns = self.own.columns
        return {identity: row for identity, row in rows.items() if any(row.values.get(key) in names for key in columns)}

    def may_change(self, context: Context) -> bool:
        """Whether the actor may do what the list is changed by, so that a page offers only what will be done."""
        policy: Policy | None = getattr(self.apply, "policy", None)
        return self.sees_all(context) and (policy is None or policy.allows(context))

    def check_change(self, context: Context) -> None:
        """Raises Refused, in the words of the action that changes the list, when the actor may not.

        Whoever sees only some rows changes none: a comparison with the list would show them the others.
        """
        self.check_all(context)
        policy: Policy | None = getattr(self.apply, "policy", None)
        if policy is not None:
            policy.check(context)

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)

    def identify(self, values: Mapping[str, Any]) -> Identity:
        """The identity of a row with these values."""
        return tuple(identity_text(values[key]) for key in self.identity)


def identity_text(value: Any) -> str:
    """A value as part of an identity; nothing is ""."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


sheets: Registry[Sheet] = Registry("sheet")


def register_sheet(sheet: Sheet) -> Sheet:
    """Make a list known to intake."""
    return sheets.register(sheet.ref, sheet)


def parts_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """The lists whose rows are parts of rows of this one, in the order in which they are applied."""
    found = [one for _, one in sheets.items() if one.part_of == sheet.ref]
    return tuple(sorted(found, key=lambda one: one.order))
