"""Files that tests make: workbooks part by part, so that they can be wrong in any way."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from firstlight.contracts.tables import Problem, Table, Unreadable
from firstlight.intake.reading import Limits, read_tables

SHARED = Path(__file__).resolve().parents[2] / "../shared/data"

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Ref</t></is></c><c r="B1" t="inlineStr"><is><t>Title</t></is></c></row>'
)


def shared_file(name: str) -> Path:
    """A real file, or a skipped test where the shared folder is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs the real file {name} of the folder ../shared/data, which is not here")
    return path


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part around these rows."""
    return f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(*texts: str) -> str:
    """A part of shared texts."""
    return f'<?xml version="1.0"?><sst xmlns="{_MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def parts_of(
    sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, **more: str
) -> dict[str, str | bytes]:
    """The parts of a workbook with these worksheets; keyword arguments replace or add parts ("xl/styles.xml")."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}" state="{states.get(name, "visible")}"/>'
        for number, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="b" Type="{_RELATION}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
    }
    for number, xml in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    return {**parts, **more}


def packed(parts: Mapping[str, str | bytes], *, level: int = 9) -> bytes:
    """A zip archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(rows: str, *texts: str, **more: str) -> bytes:
    """A workbook with one worksheet of these rows of XML, under a header "Ref", "Title"."""
    return packed(parts_of({"List": sheet_xml(HEADER + rows)}, **{"xl/sharedStrings.xml": strings_xml(*texts), **more}))


def written(*rows: Sequence[object], name: str = "List") -> bytes:
    """A workbook as XlsxWriter makes it, with one worksheet of these rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    worksheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        worksheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def refusal(data: bytes, file: str = "list.xlsx", limits: Limits | None = None) -> Problem:
    """The problem with which a file is refused; fails when it is read."""
    with pytest.raises(Unreadable) as caught:
        read_tables(data, file, limits=limits)
    return caught.value.problem


def only_table(data: bytes, file: str = "list.xlsx", limits: Limits | None = None) -> Table:
    """The one table of a file."""
    (table,) = read_tables(data, file, limits=limits)
    return table


def cells(table: Table) -> list[tuple[object, ...]]:
    """The rows without their numbers."""
    return [row.cells for row in table.rows]


ONE_ROW = '<row r="2"><c r="A2"><v>1</v></c></row>'


def inline(words: str) -> str:
    """A row with a text of its own."""
    return f'<row r="2"><c r="A2" t="inlineStr"><is><t>{words}</t></is></c></row>'


def plain_parts(**more: str) -> dict[str, str | bytes]:
    """The parts of a workbook of one row."""
    return parts_of({"List": sheet_xml(HEADER + ONE_ROW)}, **{"xl/sharedStrings.xml": strings_xml(), **more})


def noise(count: int) -> str:
    """Digits that do not pack well, so that only the limit in question is passed."""
    return random.Random(1).randbytes(count // 2).hex()[:count]


@cache
def vast() -> bytes:
    """A workbook with a cell of 600 MB."""
    before, after = sheet_xml(inline("|")).split("|")
    out = io.BytesIO(packed(plain_parts()))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        part.write(before.encode())
        for _ in range(600):
            part.write(b"a" * 1_000_000)
        part.write(after.encode())
    return out.getvalue()
