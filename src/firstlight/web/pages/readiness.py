"""The checks of an assessment as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.standing import Basis
from firstlight.reporting.decision_pack import words
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.frozen import CheckLine
from firstlight.web.pages.spans import age, days_from, until

#: What expires within so many days is red.
SOON = 2

COLUMNS = (
    Column("Check", "title"),
    Column("Area", "area_title"),
    Column("Status", "weight"),
    Column("Figure"),
    Column("Obligation", "obligation"),
    Column("Evidence of", "as_of"),
    Column("Expires", "expires"),
    Column("Signed"),
)

#: The columns of a file: the reason too, which on the page stands below the name, and the ref.
FILE_HEADS = (
    gettext_noop("Ref"),
    gettext_noop("Check"),
    gettext_noop("Area"),
    gettext_noop("Status"),
    gettext_noop("Obligation"),
    gettext_noop("Basis"),
    gettext_noop("Figure"),
    gettext_noop("Why"),
    gettext_noop("Speaks of"),
    gettext_noop("Expires"),
    gettext_noop("Signatures"),
    gettext_noop("Work"),
    gettext_noop("Readiness"),
    gettext_noop("Completeness"),
    gettext_noop("Maturity"),
)


def listed(
    areas: Sequence[tuple[str, str]], address: Callable[[str], str], now: datetime, zone: ZoneInfo
) -> Listed[CheckLine]:
    """The list of checks. `areas` are refs and titles, `address` gives the page of a check."""
    # Each is asked for many checks, which differ in little.
    word, obligation, accepted, roll_up = (
        cache(wording.word),
        cache(wording.obligation),
        _("Risk accepted"),
        _("roll-up"),
    )
    basis, aged = cache(lambda code: wording.small(wording.basis(code))), cache(lambda at: age(now, at, zone))

    @cache
    def expiring(at: datetime, applies: bool) -> Cell:
        return Cell(until(now, at, zone), late=applies and days_from(now, at, zone) <= SOON)

    def cells(line: CheckLine) -> tuple[Cell, ...]:
        return (
            Cell(line.title, address(line.ref), sub=line.reason),
            Cell(line.area_short),
            Cell(word(line.mark), state=line.mark, sub=accepted if line.accepted else ""),
            Cell(line.figure),
            Cell(obligation(line.mandatory), sub=roll_up if line.rolls_up else basis(line.basis)),
            Cell(aged(line.as_of) if line.as_of else ""),
            expiring(line.expires, line.status != "not-applicable") if line.expires else Cell(),
            Cell(line.signed, state=line.signed_state if line.signed else ""),
        )

    return Listed("check", "checks", COLUMNS, cells, filters(areas), ("title", "ref", "reason"))


def filters(areas: Sequence[tuple[str, str]]) -> tuple[Filter, ...]:
    """By area, status, obligation and basis."""
    return (
        Filter("area", "Area", "area", tuple(Choice(ref, title, ref) for ref, title in areas)),
        Filter("status", "Status", "mark", tuple(Choice(mark, name, mark) for mark, name in words.MARKS.items())),
        Filter(
            "obligation",
            "Obligation",
            "mandatory",
            tuple(Choice(name.lower(), name, value) for value, name in words.OBLIGATIONS.items()),
        ),
        Filter("basis", "Basis", "basis", tuple(Choice(one, wording.basis(one), one) for one in map(str, Basis))),
    )


def file_row(line: CheckLine) -> tuple[Cell, ...]:
    """One check as a row of a file."""
    return (
        Cell(line.ref),
        Cell(line.title),
        Cell(line.area_title),
        Cell(wording.word(line.mark)),
        Cell(line.obligation),
        Cell(_("Roll-up") if line.rolls_up else line.basis_word),
        Cell(line.figure),
        Cell(line.reason),
        Cell(at=line.as_of),
        Cell(at=line.expires),
        Cell(line.signed),
        Cell(line.four.work if line.four else ""),
        Cell(line.four.readiness if line.four else wording.word(line.mark)),
        Cell(line.four.completeness if line.four else ""),
        Cell(line.four.maturity if line.four else ""),
    )


def area_titles(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Ref and title of each area of a document."""
    return [(area["ref"], area["title"]) for area in document["areas"]]


def area_of(document: Mapping[str, Any], ref: str) -> Mapping[str, Any] | None:
    """The area of that ref."""
    return next((area for area in document["areas"] if area["ref"] == ref), None)
