"""What the performance test found: the cause, who sees to it, by when, and what closed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, case, process, severity, found, owner, expected, what, impact, workaround.
ISSUES = """
PI-01 | | 65.05.050 | high | 2026-10-26 | Marco Bianchi | 2026-10-30 | Price load blocks orders for 40 s
    | Nobody saves an order while prices come in, twice a day. | Load prices after the cut-off.
PI-02 | TC-403 | | high | 2026-10-26 | Priya Nair | 2026-10-28 | An order of 40 lines takes 6.1 s
    | The caller waits; a third of the orders is as long. |
PI-03 | | 60.40.020 | high | 2026-10-26 | Marco Bianchi | 2026-10-29 | A wave is released in 9 min
    | Picking starts late in all three depots. | Release the wave in three parts.
PI-04 | TC-411 | | medium | 2026-11-02 | Bo Lindahl | 2026-11-05 | The queue of labels grows
    | Pallets wait for their labels at the ramp. | Print labels at the second station.
PI-05 | TC-410 | | high | 2026-11-02 | Ravi Menon | 2026-11-05 | EDI orders stop after 1,500
    | Chains that order last come on the next tour. |
PI-06 | | 65.20.030 | medium | 2026-10-28 | Ravi Menon | 2026-11-05 | Prices come to the web shop in 3.3 s
    | Customers leave the basket. |
PI-07 | TC-405 | | high | 2026-11-05 | Claire Dumas | 2026-11-18 | Item search takes 4.6 s
    | The order desk loses an hour a night. | The desk works from the assortment list, which opens in 1.2 s.
PI-08 | | 90.25.040 | medium | 2026-11-05 | Priya Nair | 2026-11-10 | Payments of a Monday are matched in 14 min
    | Credit control begins a quarter of an hour later. |
PI-09 | | 99.25.040 | low | 2026-11-05 | Olga Petrenko | 2026-11-10 | The first form after signing in takes 4.0 s
    | Once a day. |
PI-10 | | 99.35.010 | medium | 2026-11-09 | Bo Lindahl | 2027-01-22 | The first form in a virtual desktop takes 5.1 s
    | 14 people in two offices wait two seconds once a morning. | Open the first form before the first call.
PI-11 | | 60.60.050 | low | 2026-11-23 | Marco Bianchi | 2027-01-18 | The preview of the papers takes 5 s
    | Nobody has to look at it. | Print at once.
"""
#: Ref, when, its state, the day that is expected from then on, the cause, and why it is closed without a retest.
LATER = """
PI-01 | 2026-10-27 10:00 | in-work | 2026-10-30 | Lock on the table of prices. |
PI-01 | 2026-10-30 16:00 | closed | 2026-10-30 | Lock on the table of prices.
    | Prices came in beside 110 people on 30 October, and no order waited.
PI-02 | 2026-10-27 10:00 | to-retest | 2026-10-28 | Tax is worked out line by line. |
PI-02 | 2026-10-28 21:30 | closed | 2026-10-28 | Tax is worked out line by line. |
PI-03 | 2026-10-27 10:00 | in-work | 2026-10-29 | One task for 46 tours. |
PI-03 | 2026-10-28 21:30 | closed | 2026-10-29 | One task for 46 tours. | In the load of 28 October: 151 s for 95 of 100.
PI-04 | 2026-11-03 10:00 | in-work | 2026-11-05 | Two printers on one queue. |
PI-04 | 2026-11-06 09:00 | closed | 2026-11-05 | Two printers on one queue. |
PI-05 | 2026-11-03 10:00 | in-work | 2026-11-05 | Size of a batch. |
PI-05 | 2026-11-06 09:00 | closed | 2026-11-05 | Size of a batch. |
PI-06 | 2026-10-30 10:00 | in-work | 2026-11-05 | Prices of chains are not kept ready. |
PI-06 | 2026-11-06 09:00 | closed | 2026-11-05 | Prices of chains are not kept ready.
    | In the load of 5 November: 640 ms for 95 of 100.
PI-07 | 2026-11-06 11:00 | in-work | 2026-11-18 | Supplier item numbers have no index. |
PI-07 | 2026-11-17 18:00 | in-work | 2026-11-26 | Supplier item numbers have no index. |
PI-07 | 2026-11-26 17:00 | closed | 2026-11-26 | Supplier item numbers have no index. |
PI-08 | 2026-11-06 11:00 | in-work | 2026-11-10 | Old rules of matching. |
PI-08 | 2026-11-10 12:00 | closed | 2026-11-10 | Old rules of matching. | 640 payments in 9 min on 10 November.
PI-09 | 2026-11-06 11:00 | in-work | 2026-11-10 | Start page with ten tiles. |
PI-09 | 2026-11-10 12:00 | closed | 2026-11-10 | Start page with ten tiles. | 1.8 s with four tiles, on 10 November.
PI-10 | 2026-11-09 12:00 | in-work | 2027-01-22 | Hosts of 2021 with 24 sessions each. |
PI-11 | 2026-11-23 16:30 | deferred | 2027-01-18 | Image of the letterhead. |
"""

_KEYS = ("ref", "case", "process", "severity", "found_on", "owner", "expected", "title", "impact", "workaround")


def issues() -> Iterator[Entry]:
    """Each from the day on which it was found."""
    for cells in rows(ISSUES):
        values: dict[str, Any] = dict(zip(_KEYS, cells, strict=True))
        found = at(f"{values['found_on']} 16:00")
        values |= {key: date.fromisoformat(values[key]) for key in ("found_on", "expected")}
        values |= {key: values[key] or None for key in ("case", "process")}
        changes = tuple(
            (
                at(when),
                {"state": state, "expected": date.fromisoformat(day), "root_cause": why, "closed_because": shown},
            )
            for ref, when, state, day, why, shown in rows(LATER)
            if ref == values["ref"]
        )
        own = {"kind": "bug", "state": "open", "cycle": "PERF-1", "found_by": "Olga Petrenko"}
        yield Entry({**values, **own}, found, changes)
