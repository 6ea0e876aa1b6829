"""What a measure says of a project at an instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.standing import Status


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: 176 of 184 requirements, or 3.4 s.

    `value` and `of` are counts or amounts in `unit`; `of` is None when there is no whole.
    """

    value: Decimal
    unit: str
    of: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.unit:
            raise ValueError("a figure needs a unit")
        if self.of is not None and self.of < 0:
            raise ValueError(f"a figure of {self.of} makes no sense")

    @property
    def share(self) -> Decimal | None:
        """Per cent of the whole, or None where there is no whole or the whole is nothing."""
        if not self.of:
            return None
        return self.value * 100 / self.of

    def text(self) -> str:
        """176 of 184 requirements."""
        if self.of is None:
            return f"{plain(self.value)} {self.unit}"
        return f"{plain(self.value)} of {plain(self.of)} {self.unit}"


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 3.40 is "3.4", 1E+2 is "100"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record that a reading rests on. `kind` and `ref` name it; pages turn them into addresses."""

    kind: str
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer of a measure.

    `reasons` are whole sentences, heaviest first. `speaks_of` is the instant of the newest fact it
    rests on (aware), None when it rests on nothing. `expires` is when it stops being believable.
    """

    status: Status
    reasons: tuple[str, ...]
    figure: Figure | None = None
    records: tuple[RecordLink, ...] = ()
    speaks_of: datetime | None = None
    expires: datetime | None = None

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a reading without a reason says nothing")
        for name, instant in (("speaks_of", self.speaks_of), ("expires", self.expires)):
            if instant is not None and instant.tzinfo is None:
                raise ValueError(f"{name} of a reading needs a time zone")


def unknown(*reasons: str, records: tuple[RecordLink, ...] = ()) -> Reading:
    """A reading that admits not to know."""
    return Reading(Status.UNKNOWN, reasons, records=records)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file kept by its content: the digest is the SHA-256 of its bytes."""

    digest: str
    name: str
    effective: datetime
    expires: datetime | None = None
    facts: dict[str, str] = field(default_factory=dict)
