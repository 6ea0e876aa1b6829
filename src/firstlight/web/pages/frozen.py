"""An assessment document as pages read it: checks, areas and signatures with their instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.reporting.decision_pack import words
from firstlight.web import wording
from firstlight.web.pages.facets import Facets, facets

#: From the heaviest mark to the lightest.
WEIGHTS = {mark: weight for weight, mark in enumerate(words.MARKS)}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as an assessment froze it. `mark` is its status, or stale; `reason` the heaviest of its reasons."""

    ref: str
    title: str
    area: str
    area_title: str
    area_short: str
    mandatory: bool
    status: str
    mark: str
    basis: str
    rolls_up: bool
    figure: str
    reason: str
    as_of: datetime | None
    expires: datetime | None
    accepted: bool
    signatures: tuple[str, ...]
    judged: Mapping[str, Any] | None = None

    @property
    def four(self) -> Facets | None:
        """Its four facts in words; made only where they are read."""
        return facets(self.judged) if self.judged else None

    @property
    def weight(self) -> int:
        """How heavy its mark is: the heaviest is 0."""
        return WEIGHTS.get(self.mark, len(WEIGHTS))

    @property
    def obligation(self) -> str:
        """Mandatory or Recommended."""
        return wording.obligation(self.mandatory)

    @property
    def basis_word(self) -> str:
        """Measured or Attested."""
        return wording.basis(self.basis)

    @property
    def signed(self) -> str:
        """1 of 2 valid; "" where nobody has to sign."""
        return wording.of(self.signatures.count("valid"), len(self.signatures)) if self.signatures else ""

    @property
    def signed_state(self) -> str:
        """How its signatures stand together."""
        return signatures_state(self.signatures)


def signatures_state(states: Sequence[str]) -> str:
    """Stale where one is, unknown where one is missing, else met; not applicable where none is asked for."""
    if not states:
        return "not-applicable"
    return "stale" if "stale" in states else "unknown" if "missing" in states else "met"


def instant(iso: str | None) -> datetime | None:
    """The instant of a document."""
    return datetime.fromisoformat(iso) if iso else None


def check_line(area: Mapping[str, Any], check: Mapping[str, Any]) -> CheckLine:
    """One check of a document."""
    return CheckLine(
        ref=check["ref"],
        title=check["title"],
        area=area["ref"],
        area_title=area["title"],
        area_short=area["short"],
        mandatory=check["mandatory"],
        status=check["status"],
        mark=check["mark"],
        basis=check["basis"],
        rolls_up=check["rolls_up"],
        figure=wording.figure(check["figure_text"]),
        reason=wording.said(check["stale"] if check["mark"] == "stale" else check["reasons"][0]),
        as_of=instant(check["as_of"]),
        expires=instant(check["expires"]),
        accepted=check["accepted"] is not None,
        signatures=tuple(one["state"] for one in check["signatures"]),
        judged=check,
    )


def check_lines(document: Mapping[str, Any]) -> list[CheckLine]:
    """All checks of a document, in its order."""
    return [check_line(area, check) for area in document["areas"] for check in area["checks"]]


def check_of(document: Mapping[str, Any], ref: str) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """A check of a document with its area, or None where the document has none of that ref."""
    for area in document["areas"]:
        for check in area["checks"]:
            if check["ref"] == ref:
                return area, check
    return None


def lead_title(area: Mapping[str, Any]) -> str:
    """The role that leads an area, as it is read."""
    return wording.role(area["lead"])
