"""The decision pack for a steering committee: one frozen assessment as PDF, PowerPoint, Excel and JSON.

    pdf(document)     one page to read aloud and sign, then everything it rests on
    pptx(document)    the same facts as native slides
    xlsx(document)    the same facts as rows
    write_pack(document, folder)     all three, and the document itself

`document` is what `readiness.documents` writes; anything else is refused. `since` is what `readiness.comparing.compare`
found against an earlier document, and `since_as_of` that document's time: an empty `since` says that nothing changed,
None that nothing was compared. `number`, that of the assessment in its project, stands with the digest on each page.

Pure: no database, no clock, no settings. The same document gives the same bytes, whatever the machine, its zone, its
language and its fonts are. Nothing in a text is ever run: it is no markup, no formula and no link.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack.summary import assessment_digest, assessment_json

__all__ = ["assessment_digest", "assessment_json", "pdf", "pptx", "write_pack", "xlsx"]

Document = Mapping[str, Any]


def pdf(
    document: Document,
    *,
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    more_fonts: Path | None = None,
    number: int | None = None,
) -> bytes:
    """A tagged PDF (PDF/UA-1) in A4. `more_fonts` is a folder of fonts for scripts that the shipped ones lack."""
    from firstlight.reporting.decision_pack import paper_file

    return paper_file.make(document, since=since, since_as_of=since_as_of, more_fonts=more_fonts, number=number)


def pptx(
    document: Document,
    *,
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    template: bytes | None = None,
    number: int | None = None,
) -> bytes:
    """A deck with native tables and a native chart: 16:9, or in a template of one's own. Invalid for a bad one."""
    from firstlight.reporting.decision_pack import slides

    return slides.make(document, since=since, since_as_of=since_as_of, template=template, number=number)


def xlsx(document: Document, *, since: Sequence[Difference] | None = None, since_as_of: str | None = None) -> bytes:
    """A workbook with a sheet for every list in the document."""
    from firstlight.reporting.decision_pack import workbook

    return workbook.make(document, since=since, since_as_of=since_as_of)


def write_pack(
    document: Document,
    folder: Path,
    *,
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    more_fonts: Path | None = None,
    template: bytes | None = None,
) -> list[Path]:
    """Write the four files into the folder, made where it is missing, and return them.

    All are made before the first is written, and each replaces an older one as a whole: a pack is never half of one
    assessment and half of another because something failed on the way. Raises OSError where writing fails.
    """
    files = {
        "decision-pack.pdf": pdf(document, since=since, since_as_of=since_as_of, more_fonts=more_fonts),
        "decision-pack.pptx": pptx(document, since=since, since_as_of=since_as_of, template=template),
        "decision-pack.xlsx": xlsx(document, since=since, since_as_of=since_as_of),
        "assessment.json": assessment_json(document),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        beside = folder / f".{name}.new"
        beside.write_bytes(data)
        os.replace(beside, folder / name)
    return [folder / name for name in files]
