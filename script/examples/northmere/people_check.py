"""Who of the administrators and IT showed what they know: person, topic, when, who saw it, what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

TEXT = """
ke | Monitoring | 2026-11-10 | Stefan Hauke | Found the failed night job and the alert that belongs to it.
ke | Troubleshooting | 2026-11-10 | Stefan Hauke | Traced a stuck EDI order to a missing unit in 14 minutes.
ke | Avenues of support | 2026-11-10 | Stefan Hauke | Wrote a request to Microsoft with severity and environment.
bl | Monitoring | 2026-11-10 | Stefan Hauke | Read the network and device boards of all three depots.
bl | Troubleshooting | 2026-11-10 | Stefan Hauke | Brought back a handheld that could not sign in by badge.
bl | Avenues of support | 2026-11-10 | Stefan Hauke | Named the night number of the line provider and of Skanwerk.
sh | Monitoring | 2026-11-10 | Claire Dumas | Told a slow hour from an outage on the board of the day desk.
sh | Troubleshooting | 2026-11-10 | Claire Dumas | Led five invented incidents to their end; the longest took 26 minutes.
sh | Avenues of support | 2026-11-10 | Claire Dumas | Asked for Microsoft and for the partner by the path of the plan.
tr | Monitoring | 2026-11-11 | Stefan Hauke | Read the interface board with a colleague's screen; own rights follow as A-07.
tr | Troubleshooting | 2026-11-10 | Stefan Hauke | Traced two invoices without a driver's signature.
tr | Avenues of support | 2026-11-10 | Stefan Hauke | Woke the second line by the telephone tree.
"""


def confirmations() -> Iterator[Entry]:
    """One for each person and topic. Each holds for half a year."""
    for person, topic, day, who, seen in rows(TEXT):
        confirmed = date.fromisoformat(day)
        values: dict[str, Any] = {
            "person": person, "topic": topic, "confirmed": confirmed, "confirmed_by": who, "evidence": seen,
            "expires": confirmed.replace(year=2027, month=5),
        }  # fmt: skip
        yield Entry(values, at(f"{day} 17:00"))
