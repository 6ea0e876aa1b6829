"""What people and programs find in the files of a decision pack."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation


def squeezed(text: str) -> str:
    """The text without any space or break: where a line ends says nothing."""
    return "".join(text.replace("\u200b", "").split())


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of every page of a PDF."""
    return _told("pdftotext", pdf, folder, "-raw", then=("-",)).split("\f")[:-1]


def facts_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """What `pdfinfo` says of a PDF, and its metadata under "meta"."""
    lines = (line.partition(":") for line in _told("pdfinfo", pdf, folder).splitlines())
    return {name: value.strip() for name, _, value in lines} | {"meta": _told("pdfinfo", pdf, folder, "-meta")}


def structure_of(pdf: bytes, folder: Path) -> str:
    """The tags of a PDF, as a reader of the screen walks them."""
    return _told("pdfinfo", pdf, folder, "-struct")


def _told(tool: str, pdf: bytes, folder: Path, *options: str, then: tuple[str, ...] = ()) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} of poppler-utils is not installed")
    path = folder / "read-back.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, *options, str(path), *then], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def slides_of(pptx: bytes) -> list[Any]:
    """The slides of a deck."""
    return list(Presentation(BytesIO(pptx)).slides)


def words_on(slide: Any) -> str:
    """All text of a slide, tables included."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def workbook_of(xlsx: bytes) -> Any:
    """The workbook as openpyxl reads it."""
    return load_workbook(BytesIO(xlsx))


def rows_of(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the titles of its columns."""
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]
