"""Workbooks: .xlsx and .xlsm, read by calamine once everything about them has been judged."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

from firstlight.contracts.tables import Cell, Problem, Table, TableRow, Unreadable, column_letter
from firstlight.intake.reading.archive import Archive
from firstlight.intake.reading.extents import Extent, Texts, TooFar
from firstlight.intake.reading.headers import headed
from firstlight.intake.reading.limits import Limits
from firstlight.intake.reading.walking import Malformed
from firstlight.intake.reading.worksheet import extent, shared_texts

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
#: Why a worksheet is not data that somebody does not want to be seen.
HIDDEN = "The worksheet is hidden; show it to have it read."
_NO_LISTS = {"chartsheet": "a chart", "dialogsheet": "a dialog", "xlMacrosheet": "a macro sheet"}


@dataclass(frozen=True, slots=True)
class _Worksheet:
    """A worksheet as the workbook lists it: the part it is in, or the reason why it is not data."""

    name: str
    part: str
    aside: str = ""


def read_workbook(data: bytes, file: str, limits: Limits) -> tuple[Table, ...]:
    """All worksheets in their order. Raises Unreadable."""
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(Problem(file, _other_kind(data)))
    archive = Archive(data, file, limits)
    other = _other_archive(set(archive.names()))
    if other:
        raise archive.refused(f"this is {other}; save the list as .xlsx.")
    try:
        return tuple(_Reading(archive).tables())
    except (etree.XMLSyntaxError, Malformed):
        raise archive.damaged("a part of it is not well-formed XML") from None


def _other_kind(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "the workbook is protected with a password; save it without one (File, Info, Protect Workbook)."
        return "this is an old Excel workbook (.xls) under another name; open it in Excel and save it as .xlsx."
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "this is a web page or XML under the name of a workbook; open it in Excel and save it as .xlsx."
    return "this is not a workbook. A file that Excel saved as .xlsx or .xlsm is expected."


def _other_archive(names: set[str]) -> str:
    """What an archive is, that is no workbook of ours; "" for one that looks like it."""
    kinds = {
        "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
        "word/document.xml": "a Word document",
        "ppt/presentation.xml": "a PowerPoint presentation",
        "content.xml": "an OpenDocument file",
        "index/document.iwa": "a Numbers document",
    }
    kind = next((words for name, words in kinds.items() if name in names), "")
    ours = any(name.startswith("xl/") and name.endswith(".xml") for name in names)
    return kind or ("" if ours else "an archive without a workbook in it")


class _Reading:
    """One workbook on its way from parts to tables."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.limits = archive.limits
        self.epoch_1904 = False
        self.cells = 0

    def tables(self) -> list[Table]:
        book = next((part for kind, part in self._links("").values() if kind == "officeDocument"), "")
        if book not in self.archive:
            raise self.archive.damaged("it does not say where its list of worksheets is")
        links = self._links(book)
        worksheets = self._worksheets(book, links)
        strings = next((part for kind, part in links.values() if kind == "sharedStrings"), "")
        styles = next((part for kind, part in links.values() if kind == "styles"), "")
        parts = {name: self.archive.markup(name) for name in (strings, styles) if name in self.archive}
        texts = self._judged("", shared_texts, parts[strings], self.limits) if strings in parts else Texts()
        extents = {}
        for worksheet in worksheets:
            if not worksheet.aside:
                parts[worksheet.part] = self.archive.markup(worksheet.part)
                extents[worksheet.part] = self._extent(worksheet, parts[worksheet.part], texts)
        for name in self.archive.names():
            if self.archive.is_markup(name) and name not in {part.lower() for part in parts}:
                self.archive.markup(name, foreign=True)
        clean = self._rewritten(worksheets, parts, {strings: "xl/sharedStrings.xml", styles: "xl/styles.xml"})
        return self._read(clean, worksheets, extents)

    def _links(self, source: str) -> dict[str, tuple[str, str]]:
        """By id: the kind of each part that this part refers to, and its name. Without a source: of the whole file."""
        folder, _, name = source.rpartition("/")
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links not in self.archive:
            raise self.archive.damaged("it does not say where its parts are")
        found = {}
        for link in self._control(links).iter("{*}Relationship"):
            target = link.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            # Some programs write the address from the root and forget the stroke that says so.
            part = part if part in self.archive or target not in self.archive else target
            found[link.get("Id", "")] = link.get("Type", "").rpartition("/")[2], part
        return found

    def _worksheets(self, book: str, links: Mapping[str, tuple[str, str]]) -> list[_Worksheet]:
        root = self._control(book)
        settings = root.find("{*}workbookPr")
        self.epoch_1904 = settings is not None and settings.get("date1904", "0") in ("1", "true")
        listed = root.findall("{*}sheets/{*}sheet")
        if not listed or len(listed) > self.limits.worksheets:
            raise self.archive.refused(f"it has {len(listed)} worksheets; 1 to {self.limits.worksheets} are accepted.")
        worksheets = []
        for sheet in listed:
            name = sheet.get("name", "")
            target = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            kind, part = links.get(str(target), ("", ""))
            worksheets.append(_Worksheet(name, part, self._aside(kind, part, sheet.get("state", "visible"))))
        parts = [worksheet.part for worksheet in worksheets if not worksheet.aside]
        if len(set(parts)) != len(parts):
            raise self.archive.damaged("two worksheets are stored in one place")
        return worksheets

    def _aside(self, kind: str, part: str, state: str) -> str:
        if kind in _NO_LISTS:
            return f"This is {_NO_LISTS[kind]}, not a list."
        if kind != "worksheet" or part not in self.archive:
            raise self.archive.damaged("a worksheet that it lists is missing")
        return "" if state == "visible" else HIDDEN

    def _control(self, name: str) -> etree._Element:
        part = self.archive.markup(name)
        if len(part) > self.limits.control_bytes:
            raise self.archive.refused(f"“{name}” in it is far larger than in any workbook.")
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))

    def _judged(self, sheet: str, judge: Any, *given: Any) -> Any:
        try:
            return judge(*given)
        except TooFar as far:
            raise Unreadable(Problem(self.archive.file, str(far), sheet=sheet)) from None

    def _extent(self, worksheet: _Worksheet, part: bytes, texts: Texts) -> Extent:
        found: Extent = self._judged(worksheet.name, extent, part, texts, self.limits)
        self.cells += found.cells
        if self.cells > self.limits.area:
            raise self.archive.refused(f"it has more than {self.limits.area:,} cells; split it into several files.")
        return found

    def _rewritten(
        self, worksheets: Sequence[_Worksheet], parts: dict[str, bytes], names: Mapping[str, str]
    ) -> BytesIO:
        """An archive of the judged parts only, under names of our own."""
        chosen = [worksheet.part for worksheet in worksheets if not worksheet.aside]
        clean = BytesIO()
        with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as written:
            for old, new in (*names.items(), *((part, f"xl/s{index}.xml") for index, part in enumerate(chosen))):
                if old in parts:
                    written.writestr(new, parts.pop(old))
            written.writestr("_rels/.rels", _ROOT_LINKS)
            written.writestr(_LINKS, _links_of(len(chosen)))
            written.writestr(_BOOK, _book_of(len(chosen), self.epoch_1904))
        clean.seek(0)
        return clean

    def _read(self, clean: BytesIO, worksheets: Sequence[_Worksheet], extents: Mapping[str, Extent]) -> list[Table]:
        file, tables, position, slots = self.archive.file, [], 0, 0
        book = self._opened(clean) if extents else None
        for worksheet in worksheets:
            lines: list[TableRow] = []
            if not worksheet.aside:
                lines = self._lines(book, f"s{position}", worksheet.name, extents[worksheet.part])
                position += 1
                slots += len(lines) * len(lines[0].cells) if lines else 0
            if slots > self.limits.area:
                raise self.archive.refused(f"its lists span more than {self.limits.area:,} cells; split it.")
            aside = worksheet.aside or ("" if lines else "The worksheet is empty.")
            if aside:
                tables.append(Table(file, worksheet.name, (), (), aside=aside))
                continue
            problems = tuple(
                Problem(file, fault.sentence, worksheet.name, fault.row, column_letter(fault.column), fault.value)
                for fault in extents[worksheet.part].faults
            )
            tables.append(headed(file, worksheet.name, lines, self.limits, problems=problems))
        return tables

    def _opened(self, clean: BytesIO) -> Any:
        try:
            return CalamineWorkbook.from_filelike(clean)
        except BaseException as error:
            raise self._failure(error) from None

    def _lines(self, book: Any, key: str, name: str, reach: Extent) -> list[TableRow]:
        try:
            sheet = book.get_sheet_by_name(key)
            if not sheet.start:
                return []
            margin: tuple[Cell, ...] = (None,) * sheet.start[1]
            lines = [
                TableRow(number, margin + tuple([None if cell == "" else cell for cell in row] if "" in row else row))
                for number, row in enumerate(sheet.iter_rows(), 1)
                if any(row) or row.count("") < len(row)  # a row of zeros is not blank
            ]
        except BaseException as error:
            raise self._failure(error) from None
        if reach.doubtful:
            self._refuse_long_text(lines, name)
        return lines

    def _refuse_long_text(self, lines: Sequence[TableRow], name: str) -> None:
        most = self.limits.cell
        for line in lines:
            for position, cell in enumerate(line.cells):
                if cell.__class__ is str and (len(cell) > most or "\x00" in cell):
                    what = f"{len(cell):,} characters" if len(cell) > most else "a null character in it"
                    sentence = f"this cell has {what}; text of at most {most:,} characters is accepted."
                    place = {"sheet": name, "row": line.number, "column": column_letter(position)}
                    raise Unreadable(Problem(self.archive.file, sentence, value=cell[:100], **place))  # type: ignore[arg-type]

    def _failure(self, error: BaseException) -> BaseException:
        """What calamine raised, as a refusal. A panic in it arrives as a BaseException of its own."""
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            return error
        return self.archive.damaged("a worksheet in it cannot be read")


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r" Type="{_RELATION}/officeDocument" Target="{_BOOK}"/></Relationships>'
)


def _links_of(count: int) -> str:
    links = [
        f'<Relationship Id="r{index}" Type="{_RELATION}/worksheet" Target="s{index}.xml"/>' for index in range(count)
    ]
    links += [
        f'<Relationship Id="t{kind}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
        for kind in ("sharedStrings", "styles")
    ]
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'


def _book_of(count: int, epoch_1904: bool) -> str:
    sheets = "".join(f'<sheet name="s{index}" sheetId="{index + 1}" r:id="r{index}"/>' for index in range(count))
    settings = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">{settings}<sheets>{sheets}</sheets></workbook>'
