"""Assessments as a list, and the difference between two of them in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.readiness.comparing import Difference
from firstlight.readiness.models import Assessment
from firstlight.reporting.decision_pack import words
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed


def listed(address: Callable[[int], str], compared: Callable[[int, int], str]) -> Listed[Assessment]:
    """The list of assessments; each can be compared with the one before it."""

    def cells(row: Assessment) -> tuple[Cell, ...]:
        before = row.before  # type: ignore[attr-defined]  # the query tells it
        return (
            Cell(_("Assessment %(number)s") % {"number": row.number}, address(row.number)),
            Cell(at=row.as_of),
            Cell(wording.verdict(row.verdict), state=row.verdict),
            Cell(row.made_by),
            Cell(row.digest[:16], sub=_("SHA-256, its beginning")),
            Cell(_("Compare with %(number)s") % {"number": before}, compared(before, row.number))
            if before
            else Cell(_("the first")),
        )

    return Listed(
        "assessment",
        "assessments",
        (
            Column("Assessment", "number"), Column("Judged as of", "as_of"), Column("Verdict", "verdict"),
            Column("Made by", "made_by"), Column("Digest"), Column("What changed"),
        ),
        cells,
        (
            Filter("verdict", "Verdict", "verdict", tuple(
                Choice(key, said, key) for key, said in words.VERDICTS.items()
            )),
        ),
        ("made_by", "digest"),
        ("-number",),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Differences that go the same way."""

    title: str
    lines: tuple[Difference, ...]


def grouped(changes: Iterable[Difference]) -> list[Group]:
    """What got worse, what got better, and the rest; groups without a line are left out."""
    known = list(changes)
    titles = {False: _("Got worse"), True: _("Got better"), None: _("Changed otherwise")}
    groups = [Group(title, tuple(one for one in known if one.better is better)) for better, title in titles.items()]
    return [group for group in groups if group.lines]
