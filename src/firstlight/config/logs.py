"""What is written to the log, and what never is."""

from __future__ import annotations

import logging
import re

#: Addresses whose next part is a secret: whoever reads the log could use it.
_SECRET = re.compile(r"(/(?:g|sign-in|invitation)/)[^/\s?\"']+")


class TokensHidden(logging.Filter):
    """Takes the tokens of links out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        hidden = _SECRET.sub(r"\1(hidden)", line)
        if hidden != line:
            record.msg, record.args = hidden, ()
        return True
