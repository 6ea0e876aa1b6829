"""The preview of offered rows, as its template shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.tables import Problem
from firstlight.intake.offering import Line, Proposal
from firstlight.intake.wording import words_in
from firstlight.kernel.sheets import RowChange, Sheet, parts_of
from firstlight.web import wording

#: Changes on one page.
SIZE = 100
#: Refusals on the page; the file has all.
REFUSALS = 50
#: How each kind of change is called, and the icon beside it.
KINDS = (
    ("added", gettext_noop("Added"), "plus"),
    ("changed", gettext_noop("Changed"), "pencil"),
    ("removed", gettext_noop("No longer there"), "trash"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A cell that changes: its column, what stands there now, what was given."""

    title: str
    now: str
    given: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A change: which row, what happens, its first cell and the others. `part` is the list of parts that it is in."""

    key: str
    row: str
    part: str
    kind: str
    words: str
    icon: str
    name: str
    fields: tuple[Field, ...]
    taken: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: how many there are, how many are to be made."""

    key: str
    words: str
    icon: str
    count: int
    taken: int
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the list does not know, and the columns that it could be."""

    words: str
    column: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the template of a preview needs."""

    kinds: tuple[Kind, ...]
    lines: tuple[PreviewLine, ...]
    taken: int
    same: int
    refused: tuple[Problem, ...]
    refused_rows: int
    more_refused: int
    headings: tuple[Heading, ...]
    remembered: str
    lists: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    look: str
    before: str
    after: str
    place: str
    all_on: bool


def preview(
    proposal: Proposal, asked: Mapping[str, str], zone: ZoneInfo, problems: tuple[Problem, ...] = ()
) -> Preview:
    """The page of the preview that is asked for: `show` a kind, `page` from 1."""
    show = asked.get("show", "")
    show = show if show in {kind for kind, _, _ in KINDS} else ""
    wanted = [one for one in _in_order(proposal) if not show or one[1].change.kind == show]
    pages = max(1, -(-len(wanted) // SIZE))
    given = asked.get("page", "1")
    page = min(int(given), pages) if given.isdecimal() and len(given) < 8 and int(given) else 1
    part = wanted[(page - 1) * SIZE : page * SIZE]
    refused = (*proposal.refused, *problems)
    start = f"show={show}&" if show else ""
    return Preview(
        kinds=tuple(_kinds(proposal, show)),
        lines=tuple(_line(line, sheet, zone) for sheet, line in part),
        taken=sum(line.taken for line in proposal.every_line),
        same=proposal.difference.same,
        refused=refused[:REFUSALS],
        refused_rows=len({(one.sheet, one.row) for one in refused if one.row}) or len(refused),
        more_refused=max(0, len(refused) - REFUSALS),
        headings=tuple(_headings(proposal)),
        remembered=_remembered(proposal),
        lists=tuple(_lists(proposal)),
        missing=proposal.missing,
        notes=tuple(dict.fromkeys(note for one in (proposal, *proposal.parts) for note in one.difference.notes)),
        look=f"{start}page={page}",
        before=f"?{start}page={page - 1}" if page > 1 else "",
        after=f"?{start}page={page + 1}" if page < pages else "",
        place=wording.place((page - 1) * SIZE + 1, (page - 1) * SIZE + len(part), len(wanted)) if pages > 1 else "",
        all_on=not show,
    )


def _in_order(proposal: Proposal) -> Iterator[tuple[Sheet, Line]]:
    """Each change of the list with those of its parts under it, then those of parts whose row stays as it is."""
    below: dict[str, list[tuple[Sheet, Line]]] = {}
    for part in proposal.parts:
        for line in part.lines:
            below.setdefault(line.change.row.identity[0], []).append((part.difference.sheet, line))
    for line in proposal.lines:
        yield proposal.difference.sheet, line
        yield from below.pop(line.change.row.identity[0], ())
    yield from chain.from_iterable(below.values())


def _lists(proposal: Proposal) -> Iterator[str]:
    """How many rows are to change in each list, where there is more than one."""
    for one in (proposal, *proposal.parts) if proposal.parts else ():
        kinds = [line.change.kind for line in one.lines if line.taken]
        if kinds:
            yield wording.changed_rows(wording.small(wording.said(one.difference.sheet.title)), kinds)


def _choices(sheet: Sheet) -> dict[str, str]:
    """The columns that a heading can be, in the language of the page."""
    own = {column.key: wording.said(column.title) for column in sheet.columns}
    for part in parts_of(sheet):
        rest = (column for column in part.columns if column.key != part.identity[0])
        own |= {f"{part.ref}:{one.key}": f"{wording.said(part.title)}: {wording.said(one.title)}" for one in rest}
    return own


def _remembered(proposal: Proposal) -> str:
    """What somebody said before of headings of this file, as a sentence; "" where nobody did."""
    titles = _choices(proposal.difference.sheet)
    told = [
        _("“%(heading)s” is %(column)s") % {"heading": heading, "column": titles[key]}
        if key
        else _("“%(heading)s” is a column of its own") % {"heading": heading}
        for heading, key in proposal.remembered.items()
    ]
    return _("Remembered for this project: %(headings)s.") % {"headings": ", ".join(told)} if told else ""


def _kinds(proposal: Proposal, show: str) -> Iterator[Kind]:
    for key, words, icon in KINDS:
        lines = [line for line in proposal.every_line if line.change.kind == key]
        if lines:
            yield Kind(
                key,
                wording.said(words),
                icon,
                len(lines),
                sum(line.taken for line in lines),
                f"?show={key}",
                show == key,
            )


def _line(line: Line, sheet: Sheet, zone: ZoneInfo) -> PreviewLine:
    change = line.change
    words, icon = next((words, icon) for key, words, icon in KINDS if key == change.kind)
    origin = change.row.origin
    return PreviewLine(
        line.key,
        str(origin.row) if origin else "",
        wording.said(sheet.title) if sheet.part_of else "",
        change.kind,
        wording.said(words),
        icon,
        " / ".join(change.row.identity),
        tuple(_fields(change, sheet, zone)),
        line.taken,
        line.moved,
    )


def _fields(change: RowChange, sheet: Sheet, zone: ZoneInfo) -> Iterator[Field]:
    """What changes, column by column; of a new or removed row everything that is filled but its name."""
    for key in change.fields():
        if key in sheet.identity and change.kind != "changed":
            continue
        column = sheet.column(key)
        now, given = (
            words_in(column, row.values.get(key, column.empty), zone) if row else ""
            for row in (change.before, change.after)
        )
        yield Field(wording.said(column.title), now, given)
    old = change.before.extras if change.before else {}
    new = change.after.extras if change.after else {}
    for heading in dict.fromkeys((*old, *new)):
        if old.get(heading, "") != new.get(heading, ""):
            yield Field(heading, old.get(heading, ""), new.get(heading, ""))


def _headings(proposal: Proposal) -> Iterator[Heading]:
    choices = tuple(_choices(proposal.difference.sheet).items())
    for words, column in proposal.headings.items():
        yield Heading(words, column, choices)
