"""Office files that are the same bytes whenever and wherever they are made."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

#: The first instant a zip can name. Nobody made anything then, so nobody takes it for a time.
_NEVER = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(file: bytes, as_of: datetime) -> bytes:
    """The same parts in the same order, with one fixed time on each and `as_of` as the time it was made.

    Workbooks inside (those of charts) are settled too.
    """
    made = as_of.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + made + rb"\g<3>", part)
            elif name.endswith(".xlsx"):
                part = settled(part, as_of)
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, part)
    return out.getvalue()
