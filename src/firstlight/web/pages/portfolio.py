"""The portfolio as a list: sorted and filtered as the address says, and taken along."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from firstlight.contracts.standing import Word
from firstlight.reporting.portfolio import PortfolioLine
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed

#: A go-live within so many days stands out, where something is in its way.
SOON = 14


def listed(address: Callable[[str], str]) -> Listed[PortfolioLine]:
    """The list of projects; `address` is the home of one."""
    columns = (
        Column(_("Project"), "name"),
        Column(_("Verdict"), "weight"),
        Column(_("Days to go-live"), "days", figure=True),
        Column(_("Blockers"), "blockers", figure=True),
        Column(_("First reason")),
        Column(_("Not met")),
        Column(_("Next decision"), "decision"),
        Column(_("Overdue actions"), "overdue", figure=True),
        Column(_("Stale signatures"), "stale", figure=True),
    )
    verdicts = Filter(
        "verdict",
        _("Verdict"),
        "verdict",
        (
            *(Choice(word.value, wording.verdict(word.value), word.value) for word in Word),
            Choice("none", _("Not judged"), ""),
        ),
    )
    searched = ("name", "organisation", "reason")
    return Listed(_("project"), _("projects"), columns, lambda line: cells(line, address), (verdicts,), searched)


def cells(line: PortfolioLine, address: Callable[[str], str]) -> tuple[Cell, ...]:
    """A project as a row."""
    late = bool(line.blockers and line.days is not None and 0 <= line.days <= SOON)
    return (
        Cell(line.name, address(line.slug), sub=line.organisation),
        Cell(wording.verdict(line.verdict, _("Not judged")), state=line.verdict or "unknown"),
        Cell("" if line.days is None else wording.number(line.days), late=late),
        Cell(_figure(line.blockers)),
        Cell(wording.said(line.reason)),
        Cell(_trend(line.trend), line=line.trend),
        Cell(at=line.decision),
        Cell(_figure(line.overdue), late=bool(line.overdue)),
        Cell(_figure(line.stale), late=bool(line.stale)),
    )


def _figure(count: int | None) -> str:
    return "" if count is None else wording.number(count)


def _trend(trend: tuple[int, ...]) -> str:
    """The figures that the line draws: now, and at the assessment before."""
    if len(trend) < 2:
        return f"{trend[0]}" if trend else ""
    return _("{now}, was {before}").format(now=trend[-1], before=trend[-2])
