"""The Excel file: everything in the document as rows that can be filtered, with real dates and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack import characters, colours, office, words
from firstlight.reporting.decision_pack.sheets import Column, Sheet, Value, local, sheets_of
from firstlight.reporting.decision_pack.summary import Summary, assessment_digest, summarise

#: What Excel takes in a cell.
LONGEST_CELL = 32_767
_CUT = "… (cut here; assessment.json has all of it)"


@dataclass(frozen=True, slots=True)
class Style:
    """Formats of one workbook, by name."""

    add: Callable[[dict[str, Any]], Any]
    made: dict[str, Any]

    def of(self, name: str) -> Any:
        """A format: plain, wrap, head, title, quiet, moment, day, number, or the mark of a status."""
        if name not in self.made:
            self.made[name] = self.add(_properties(name))
        return self.made[name]


def _properties(name: str) -> dict[str, Any]:
    base: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top", "font_color": colours.LIGHT["text"]}
    own: dict[str, dict[str, Any]] = {
        "plain": {},
        "wrap": {"text_wrap": True},
        "head": {
            "bold": True,
            "bg_color": colours.LIGHT["sunken"],
            "bottom": 1,
            "bottom_color": colours.LIGHT["line-strong"],
            "text_wrap": True,
            "valign": "vcenter",
        },
        "title": {"bold": True, "font_size": 20},
        "section": {"bold": True, "font_size": 12},
        "quiet": {"font_color": colours.LIGHT["text-3"]},
        "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
        "number": {"num_format": "#,##0.########", "align": "right"},
        "count": {"num_format": "#,##0", "align": "left"},
    }
    if name in own:
        return base | own[name]
    heavy = name not in ("met", "not-applicable")
    return base | {"font_color": colours.of_mark(name), "bg_color": colours.of_mark(name, "tint"), "bold": heavy}


def make(
    document: Mapping[str, Any], *, since: Sequence[Difference] | None = None, since_as_of: str | None = None
) -> bytes:
    """The bytes of the workbook. A text is always written as text, never as a formula, a link or a number."""
    import xlsxwriter

    given: dict[str, Any] = characters.mapped(document, characters.storable)
    summary = summarise(given)
    made = words.instant(document["as_of"]).astimezone(UTC)
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {"title": words.cut(summary.title, 240), "author": "Firstlight", "created": made.replace(tzinfo=None)}
    )
    style = Style(book.add_format, {})
    _write_summary(book.add_worksheet("Summary"), style, given, summary, assessment_digest(document))
    for sheet in sheets_of(given, summary, since, since_as_of):
        _write_sheet(book.add_worksheet(sheet.name), style, sheet)
    book.close()
    return office.settled(out.getvalue(), made)


def _write_sheet(page: Any, style: Style, sheet: Sheet) -> None:
    """A list: its heading stays in sight, every column can be filtered."""
    page.set_row(0, 30)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.title, style.of("head"))
    for row_number, row in enumerate(sheet.rows, 1):
        page.set_row(row_number, _height(sheet.columns, row))
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, row_number, number, value, column.kind, style)
    page.freeze_panes(1, sheet.fixed)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.printed:
        page.print_area(0, 0, max(len(sheet.rows), 1), sheet.printed - 1)
    page.set_footer(f"&L{_in_footer(sheet.name)}&Rpage &P of &N")


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """High enough for what wraps, up to a dozen lines: not every program finds the height by itself."""
    most = 1
    for column, value in zip(columns, row, strict=True):
        if column.kind == "wrap" and isinstance(value, str):
            most = max(most, sum(1 + int(len(line) * 1.1 // column.width) for line in value.split("\n")))
    return 13.5 * min(most, 12) + 2


def _in_footer(text: str) -> str:
    return text.replace("&", "&&")


def _write(page: Any, row: int, column: int, value: Value, kind: str, style: Style) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, style.of("plain"))
    elif isinstance(value, date) and value.year < 1900:  # before the calendar of Excel begins
        page.write_string(row, column, value.isoformat(), style.of("plain"))
    elif isinstance(value, date):
        page.write_datetime(row, column, value, style.of("moment" if isinstance(value, datetime) else "day"))
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value, style.of("count" if kind == "count" else "number"))
    elif kind == "status":
        mark = next((mark for mark, word in words.MARKS.items() if word == value), "")
        page.write_string(row, column, value, style.of(mark or "plain"))
    else:
        page.write_string(row, column, _fitting(value), style.of(kind if kind == "wrap" else "plain"))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT


def _write_summary(page: Any, style: Style, document: Mapping[str, Any], summary: Summary, digest: str) -> None:
    """The verdict, the dates, counts, areas and digests on one sheet."""
    page.hide_gridlines(2)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 44)
    page.set_column(2, 9, 13)
    page.set_row(0, 30)
    page.write_string(0, 0, summary.aloud, style.of("title"))
    page.write_string(1, 0, _fitting(summary.lede), style.of("plain"))
    row = 3
    for label, value in _facts(document, summary):
        page.write_string(row, 0, label, style.of("quiet"))
        _write(page, row, 1, value, "count", style)
        row += 1
    row = _write_areas(page, style, summary, row + 1)
    page.write_string(row + 1, 0, "Digests (SHA-256)", style.of("section"))
    for number, (label, value) in enumerate(_digests(document, digest), row + 2):
        page.write_string(number, 0, label, style.of("quiet"))
        page.write_string(number, 1, value, style.of("plain"))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _facts(document: Mapping[str, Any], summary: Summary) -> list[tuple[str, Value]]:
    project = document["project"]
    go_live = project["go_live"]
    start, end = project["cutover_window"]
    days = words.days_between(document["as_of"], go_live) if go_live else None
    facts: list[tuple[str, Value]] = [
        ("Verdict", summary.aloud),
        ("Organisation", summary.organisation),
        ("Project", summary.project),
        ("Product", words.named(words.PRODUCTS, project["product"])),
        ("Approach", words.named(words.APPROACHES, project["approach"])),
        ("Time zone of all times", project["time_zone"]),
        ("Judged as of", local(document["as_of"])),
        ("Go-live", local(go_live)),
        ("Days to go-live", days),
        ("Cutover window starts", local(start)),
        ("Cutover window ends", local(end)),
        ("Next committee", local(project["next_committee"])),
        ("Users at go-live", project["users_at_go_live"]),
        ("Reasons that block", len(summary.blocking)),
        ("Reasons in all", len(summary.reasons)),
        ("Accepted risks", len(summary.accepted)),
        ("Open conditions", len(summary.conditions)),
    ]
    facts += [(f"Signatures {state}", number) for state, number in summary.signatures.items()]
    return facts + [
        (f"Checks {words.word(mark).lower()}, roll-ups aside", number) for mark, number in summary.marks.items()
    ]


def _write_areas(page: Any, style: Style, summary: Summary, row: int) -> int:
    """The table of areas; the row after it."""
    page.write_string(row, 0, "Areas", style.of("section"))
    heads = ["Area", "Status", "Met", "Counted", *(word for mark, word in words.MARKS.items() if mark != "met")]
    for number, head in enumerate(heads):
        page.write_string(row + 1, number, head, style.of("head"))
    for below, area in enumerate(summary.areas, row + 2):
        page.write_string(below, 0, area.title, style.of("plain"))
        page.write_string(below, 1, words.word(area.mark), style.of(area.mark))
        rest = [number for mark, number in area.counts.items() if mark != "met"]
        for number, count in enumerate((area.met, area.counted, *rest), 2):
            page.write_number(below, number, count, style.of("number"))
    return row + 2 + len(summary.areas)


def _digests(document: Mapping[str, Any], digest: str) -> list[tuple[str, str]]:
    packs = [(f"Pack {one['ref']} {one['version']}", one["digest"]) for one in document["packs"]]
    ledger = document["ledger"]
    return [("Assessment", digest), *packs, (f"Ledger after {ledger['entries']:,} entries", ledger["head"])]


def add_list(
    book: Any, style: Style, name: str, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Any]]
) -> None:
    """A worksheet with one list: heads that stay in sight, a filter, text as text, numbers and days as such.

    Nothing is written for None and for an empty text.
    """
    sheet = book.add_worksheet(name)
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, style.of("head"))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value, style.of("wrap"))
            elif hasattr(value, "isoformat"):
                sheet.write_datetime(number, place, value, style.of("day"))
            elif value:
                sheet.write_string(number, place, characters.storable(str(value)), style.of("wrap"))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
