"""What user acceptance found: what it means for the business, who sees to it, and when a retest closed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, case, kind, severity, found, by whom, owner, expected, what, impact, workaround; then what changed later.
FINDINGS = """
F-01 | TC-018 | bug | medium | 2026-10-28 | Jonas Riedel | Georg Amsel | 2026-11-20
    | The rebate is one step too high after a credit note
    | Six chains would get up to 40 euros too much a month. | Finance looks through the six invoices by hand.
F-02 | TC-074 | bug | low | 2026-11-03 | Friederike Thomsen | Priya Nair | 2026-11-16
    | A deduction over 23 invoices is spread over 22 | One customer pays like that, twice a year. | Post it in two parts.
F-03 | TC-116 | bug | medium | 2026-10-30 | Sabine Kröger | Marco Bianchi | 2026-11-20
    | A weight above its tolerance is posted | Three pieces in ten thousand; the scale shows the warning all the same. |
F-04 | TC-138 | bug | medium | 2026-10-30 | Sabine Kröger | Marco Bianchi | 2026-11-20
    | The order desk hears of a short pick four minutes late
    | The customer is called when the lorry has left. | The warehouse lead rings the desk.
F-05 | TC-189 | bug | low | 2026-11-03 | Friederike Thomsen | Priya Nair | 2026-11-17
    | A price difference does not stop the invoice | Found by the clerk before payment. |
F-06 | TC-257 | training | low | 2026-11-05 | Imke Harms | Imke Harms | 2026-11-17
    | The night proposes more than can be sold before its date | Planners see it and lower the proposal. |
F-07 | TC-223 | gap | low | 2026-11-19 | Jonas Riedel | Priya Nair | 2026-11-25
    | Counter lines are invoiced by piece | Nothing before 1 January, when Alsterkauf begins. |
F-08 | TC-225 | gap | low | 2026-11-19 | Friederike Thomsen | Priya Nair | 2026-11-25
    | The invoice shows one sum of weights and not four | Nothing before 1 January. |
F-09 | TC-227 | data | low | 2026-11-19 | Ravi Menon | Ravi Menon | 2026-11-25
    | The test system of Alsterkauf is closed until 23 November | Nothing before 1 January. |
F-10 | TC-224 | gap | low | 2026-11-19 | Friederike Thomsen | Friederike Thomsen | 2026-11-25
    | The price of the day waits for the invoice by weight (F-07) | Nothing before 1 January. |
F-11 | TC-226 | gap | low | 2026-11-19 | Friederike Thomsen | Friederike Thomsen | 2026-11-27
    | The return of one piece waits for four weights on the invoice (F-08) | Nothing before 1 January. |
"""
#: Ref, cycle, process, found, by whom, owner, what, impact, workaround: what can wait for the release of January.
MINOR = """
F-12 | UAT-1 | 65.20.025 | 2026-10-06 | Svenja Moll | Jonas Riedel | The list of calls forgets how it was sorted
    | A click more each evening. | Sort it again.
F-13 | UAT-1 | 65.20.400 | 2026-10-09 | Piet Harmsen | Marco Bianchi | The balance of empties shows no kinds on the handheld
    | The driver asks the office once a tour. | The paper has them.
F-14 | UAT-1 | 65.30.010 | 2026-10-07 | Dorle Reimers | Priya Nair | The mail with the invoice has no tour in its subject
    | Canteens search longer. | The tour is on the invoice.
F-15 | UAT-1 | 60.30.010 | 2026-10-08 | Ulf Carstens | Marco Bianchi | The handheld beeps twice at a pallet
    | A nuisance. |
F-16 | UAT-1 | 60.40.030 | 2026-10-12 | Anneke Boll | Marco Bianchi | The way through the cold store is not the shortest
    | Some forty metres a wave. |
F-17 | UAT-2 | 60.60.050 | 2026-10-30 | Lennart Vogt | Marco Bianchi | Papers of a tour come out in the order of numbers
    | Sorted by hand in two minutes. | Sort them by stop.
F-18 | UAT-2 | 75.40.030 | 2026-10-28 | Hilke Wendt | Tomasz Wilk | The reason of a proposal is cut off after 60 signs
    | Buyers open the line to read it. | Open the line.
F-19 | UAT-2 | 90.60.010 | 2026-10-29 | Tessa Lührs | Priya Nair | The check list of the month cannot be printed
    | Somebody copies it once a month. | Copy it into a sheet.
F-20 | UAT-2 | 20.30.020 | 2026-11-04 | Bettina Kuhn | Ravi Menon | Photographs of a complaint come in upside down
    | Turned with a click. | Turn them.
"""
#: Ref, when, its state, the day that is expected from then on, why it happened.
LATER = """
F-01 | 2026-11-16 10:00 | in-work | 2026-11-25 | The step reads the turnover before the credit note is posted.
F-01 | 2026-11-25 15:00 | closed | 2026-11-25 | The step reads the turnover before the credit note is posted.
F-02 | 2026-11-10 16:00 | to-retest | 2026-11-16 | The last line was left out of the loop.
F-02 | 2026-11-16 12:00 | closed | 2026-11-16 | The last line was left out of the loop.
F-03 | 2026-11-12 17:00 | in-work | 2026-11-24 |
F-03 | 2026-11-24 16:00 | closed | 2026-11-24 | The tolerance of the supplier was read, not that of the item.
F-04 | 2026-11-12 17:00 | in-work | 2026-11-24 |
F-04 | 2026-11-24 16:00 | closed | 2026-11-24 | The message waited for the end of the wave.
F-05 | 2026-11-17 12:00 | closed | 2026-11-17 | A limit of zero was taken for none.
F-06 | 2026-11-17 12:00 | closed | 2026-11-17 |
F-07 | 2026-11-27 15:00 | closed | 2026-11-25 |
F-08 | 2026-11-27 15:00 | closed | 2026-11-25 |
F-09 | 2026-11-27 15:00 | closed | 2026-11-25 |
F-10 | 2026-11-25 15:00 | closed | 2026-11-25 |
F-11 | 2026-11-27 15:00 | closed | 2026-11-27 |
"""

_JANUARY = date(2027, 1, 29)
_KEYS = ("ref", "case", "kind", "severity", "found_on", "found_by", "owner", "expected", "title", "impact",
         "workaround")  # fmt: skip


def findings() -> Iterator[Entry]:
    """Each from the day on which it was found."""
    for cells in rows(FINDINGS):
        values: dict[str, Any] = dict(zip(_KEYS, cells, strict=True))
        found = at(f"{values['found_on']} 16:00")
        values |= {key: date.fromisoformat(values[key]) for key in ("found_on", "expected")}
        changes = tuple(
            (at(when), {"state": state, "expected": date.fromisoformat(day), "root_cause": why})
            for ref, when, state, day, why in rows(LATER)
            if ref == values["ref"]
        )
        yield Entry({**values, "state": "open", "cycle": "UAT-2"}, found, changes)
    for ref, cycle, process, day, found_by, owner, title, impact, workaround in rows(MINOR):
        minor: dict[str, Any] = {
            "ref": ref, "cycle": cycle, "process": process, "kind": "bug", "severity": "low", "state": "deferred",
            "found_on": date.fromisoformat(day), "found_by": found_by, "owner": owner, "expected": _JANUARY,
            "title": title, "impact": impact, "workaround": workaround,
        }  # fmt: skip
        yield Entry(minor, at(f"{day} 16:00"))
