"""Who was asked to sign, and who signs for whom: records.json, as an export of the workspace writes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from northmere.people import rows
from northmere.timeline import at

#: Who lets whom sign, what (nothing: everything), since, until, why, when it was said, when it was ended.
DELEGATIONS = """
jr | sk | | 2026-11-13 08:00 | 2026-11-17 18:00 | In rehearsal 2 with a telephone and nothing else.
    | 2026-11-12 17:30 | 2026-11-16 09:00
ha | mo | | 2026-11-23 08:00 | 2026-11-28 18:00 | At the trade fair in Lyon. | 2026-11-18 12:00 |
"""
#: Number, what, why, who asks, when, by when, withdrawn; then the steps: who in which role, and when reminded.
REQUESTS = """
1 | open-items:uat | The eight open cases, before the committee of 26 November. | pl | 2026-11-19 16:40
    | 2026-11-20 | | jr:process-owner > mo:approver |
2 | dependencies | The ten providers as they stand, for purchasing. | pl | 2026-11-18 15:00 | 2026-11-24
    | 2026-11-25 09:00 | tw:process-owner | 2026-11-20 08:15
"""


def records(moment: datetime) -> bytes | None:
    """The file as of that moment; None where there was nothing of it yet."""
    delegations = [_delegation(cells) for cells in rows(DELEGATIONS) if at(cells[6]) <= moment]
    asked = [cells for cells in rows(REQUESTS) if at(cells[4]) <= moment]
    if not delegations and not asked:
        return None
    steps = [
        (number, position, who, cells[8])
        for number, cells in enumerate(asked)
        for position, who in enumerate(cells[7].split(" > "), 1)
    ]
    found: dict[str, Any] = {
        "assurance.Delegation": [_until(one, moment) for one in delegations],
        "assurance.SignatureRequest": [_request(cells, moment) for cells in asked],
        "assurance.RequestStep": [
            {"request": number, "position": position, "quorum": 1} for number, position, _, _ in steps
        ],
        "assurance.AskedSigner": [
            _signer(step, who, reminded, moment) for step, (_, _, who, reminded) in enumerate(steps)
        ],
    }
    rows_of = {label: listed for label, listed in found.items() if listed}
    text = json.dumps(
        {"schema": "firstlight/records/1", "rows": rows_of, "besides": {}}, ensure_ascii=False, indent=1, sort_keys=True
    )
    return f"{text}\n".encode()


def _instant(words: str) -> str:
    return at(words).astimezone(UTC).isoformat()


def _delegation(cells: list[str]) -> dict[str, Any]:
    giver, delegate, on, since, until, reason, made, ended = cells
    return {
        "giver": [giver], "delegate": [delegate], "on": on, "since": _instant(since), "until": _instant(until),
        "reason": reason, "made": _instant(made), "ended": _instant(ended) if ended else None,
    }  # fmt: skip


def _until(one: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """What was not ended yet."""
    ended = one["ended"]
    return {**one, "ended": ended if ended and datetime.fromisoformat(ended) <= moment else None}


def _request(cells: list[str], moment: datetime) -> dict[str, Any]:
    number, on, reason, who, when, due, withdrawn, *_ = cells
    gone = withdrawn if withdrawn and at(withdrawn) <= moment else ""
    return {
        "number": int(number), "on": on, "reason": reason, "asked_by": [who], "asked": _instant(when), "due": due,
        "withdrawn": _instant(gone) if gone else None,
    }  # fmt: skip


def _signer(step: int, who: str, reminded: str, moment: datetime) -> dict[str, Any]:
    person, _, role = who.partition(":")
    told = reminded if reminded and at(reminded) <= moment else ""
    return {
        "step": step, "person": [person], "role": role, "reminded": _instant(told) if told else None,
        "reminders": 1 if told else 0,
    }  # fmt: skip
