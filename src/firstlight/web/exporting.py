"""Lists and files to take along. Nothing in them runs: no formula in a cell, no name that a disk would take amiss."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import xlsxwriter
from django.http import FileResponse, HttpResponse

from firstlight.intake.formulas import disarmed
from firstlight.intake.queries import with_parts
from firstlight.intake.writing import write_csv, write_workbook
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.sheets import Row, Sheet
from firstlight.web import wording
from firstlight.web.listing import Cell
from firstlight.workspace.queries import zone_of

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}
#: What else such a response says: it is never shown inside the site, whatever it is.
_HARMLESS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
#: Excel holds no longer text in a cell.
_LONGEST = 32_767


def safe_name(name: str) -> str:
    """A file name without folders, line breaks, signs that turn the reading direction, or anything that disks refuse.

    The suffix stays, so that a long name still says what the file is.
    """
    plain = unicodedata.normalize("NFC", name)
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    kept = re.sub(r"[\\/:*?\"<>|“”„;%]+", " ", kept)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[:100].strip()}.{suffix}"
    return kept[:110] or "file"


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    """The bytes as a download under a safe name."""
    response = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"), headers=_HARMLESS)
    return under(response, name)


def under(response: HttpResponse | FileResponse, name: str) -> HttpResponse:
    """The response as a download under a safe name."""
    for header, value in _HARMLESS.items():
        response.headers[header] = value
    safe = safe_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    from urllib.parse import quote

    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
    return response  # type: ignore[return-value]


def sheet_file(project: ProjectLike, rows: Sequence[Row], sheet: Sheet, kind: str, name: str) -> HttpResponse:
    """Rows of a list in the form that can be edited and given back; in a workbook with their parts."""
    zone = zone_of(project)
    lists = with_parts(project, sheet, rows) if kind == "xlsx" else ()
    data = write_csv(sheet, rows, zone) if kind == "csv" else write_workbook(lists, zone)
    return attached(data, f"{name}.{kind}", kind)


def list_of(project: ProjectLike, sheet: Sheet, kind: str, refs: set[str] | None = None) -> HttpResponse:
    """The rows of a project's list in that form: those of these refs, or all."""
    rows = [row for row in sheet.store.current(project).values() if refs is None or row.values["ref"] in refs]
    return sheet_file(project, rows, sheet, kind, f"{project.slug} {sheet.stem}")


def table_file(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str, zone: ZoneInfo, name: str
) -> HttpResponse:
    """A list that is only looked at, as it stands on its page."""
    lines = [[wording.said(head) for head in heads], *([_words(cell, zone) for cell in row] for row in rows)]
    data = _csv(lines) if kind == "csv" else _workbook(lines)
    return attached(data, f"{name}.{kind}", kind)


def _words(cell: Cell, zone: ZoneInfo) -> str:
    if cell.at is None:
        return cell.text
    here: datetime = cell.at.astimezone(zone)
    return here.isoformat(sep=" ", timespec="minutes")


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([disarmed(words) for words in line] for line in lines)
    return out.getvalue().encode("utf-8-sig", "replace")


def _workbook(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(out, {"in_memory": True, **never})
    sheet = book.add_worksheet("List")
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(lines):
        for position, words in enumerate(line):
            plain = words.encode("utf-8", "replace").decode()[:_LONGEST]
            sheet.write_string(number, position, plain, wrapped if number else bold)
    for position, head in enumerate(lines[0]):
        longest = max([len(head), *(len(line[position]) for line in lines[1:201])])
        sheet.set_column(position, position, min(max(longest + 2, 10), 60))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines) - 1, 1), max(len(lines[0]) - 1, 0))
    book.close()
    return out.getvalue()
