"""What came of handing a letter to a mail server: on plain values."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sent`: the server took it. `again`: it surely did not, and may later. `known`: whether that is known at all."""

    sent: bool = False
    again: bool = False
    known: bool = True
    reason: str = ""


SENT = Outcome(sent=True)


def outcome_of(error: Exception) -> Outcome:
    """What an exception while a letter was handed over says of it.

    An address that the server refuses for good stays refused. Any other answer is a no for now. A connection that
    breaks says nothing: the server may have taken the letter before.
    """
    if isinstance(error, SMTPRecipientsRefused):
        codes = [(code, said) for code, said in error.recipients.values()]
        said = "; ".join(_answer(code, words) for code, words in codes)
        return Outcome(again=any(code < 500 for code, _words in codes), reason=said)
    if isinstance(error, SMTPResponseException):
        return Outcome(again=True, reason=_answer(error.smtp_code, error.smtp_error))
    if isinstance(error, SMTPServerDisconnected) or (
        isinstance(error, OSError) and not isinstance(error, SMTPException)
    ):
        return Outcome(known=False, reason=reason_of(error))
    return Outcome(reason=reason_of(error))


def reason_of(error: Exception) -> str:
    """An exception in one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _answer(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(said.split())}"
