"""Text that a spreadsheet would run as a formula: how it goes out harmless and comes back unchanged.

A CSV file knows no types, so a cell that begins like a formula is written with an apostrophe in front, which every
spreadsheet shows as text. Reading takes exactly one such apostrophe off again. A text that begins with apostrophes
before such a sign gets one more, so nothing is lost whatever the text is. Workbooks need none of this: their cells are
written as text.

Source: OWASP, CSV Injection; the full-width signs are taken as formulas by East Asian settings.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"'*[{_SIGNS}]")
_DISARMED = re.compile(f"'+[{_SIGNS}]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?\Z")


def disarmed(text: str) -> str:
    """The text as a CSV file may hold it. A negative number stays as it is: it cannot run."""
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.match(text) else text


def restored(text: str) -> str:
    """The text that `disarmed` was given; any other text unchanged."""
    return text[1:] if _DISARMED.match(text) else text
