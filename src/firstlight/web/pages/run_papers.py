"""A run on paper: who gets which run sheet, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.template.defaultfilters import filesizeformat

from firstlight.assurance import evidence
from firstlight.cutover.models import RunPaper
from firstlight.reporting.run_sheets_now import Sheet
from firstlight.web.addresses import place
from firstlight.web.figures import number


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that is kept: where the ledger ended, and its files with their sizes, "" for one that is gone."""

    made: datetime
    sequence: str
    head: str
    files: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody's run sheet: how many steps are left for them, of how many."""

    person: str
    left: int
    steps: int
    url: str


def sheet_lines(sheets: Iterable[Sheet], run: str, slug: str) -> list[SheetLine]:
    """Everybody who stands at a step, those for whom something is left first."""
    base = place("cutover-run-sheet-now", slug, run)
    lines = [SheetLine(one.person, one.left, one.steps, f"{base}?{urlencode({'owner': one.person})}") for one in sheets]
    return sorted(lines, key=lambda one: not one.left)


def paper_lines(papers: Iterable[RunPaper], run: str, slug: str) -> list[PaperLine]:
    """What is kept on paper, with the sizes of its files."""
    return [
        PaperLine(one.made, number(one.sequence), one.head[:12], tuple(
            (words, place("cutover-run-paper", slug, run, one.pk, form), _size(digest))
            for words, form, digest in (("PDF", "pdf", one.pdf), ("Excel", "xlsx", one.xlsx))
        ))
        for one in papers
    ]  # fmt: skip


def _size(digest: str) -> str:
    size = evidence.size_of(digest)
    return "" if size is None else filesizeformat(size)
