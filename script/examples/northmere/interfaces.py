"""What was tried of the interfaces: patterns reviewed, peaks run, other ends switched off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from northmere.people import rows
from northmere.registers import INTEGRATIONS
from northmere.timeline import Entry, at

#: Ref, switched off on, what happened, how users were told, what they saw, what is done until it is back.
OUTAGES = """
I-01 | 2026-09-14 | Orders of chains waited at the provider and came in once, 45 minutes later
    | Mail of the service desk and banner after 6 min | “Orders of chains are delayed” above the list of orders
    | Chains mail their orders, the order desk types them
I-02 | 2026-09-14 | Despatch advices waited, none was lost | Mail of the service desk after 8 min
    | State “not sent” at each delivery | The papers go with the lorry
I-03 | 2026-09-15 | Payments waited on our side of the line and went out once | Treasury by telephone after 4 min
    | State “waiting for the bank” at each payment | Urgent payments by the page of the bank, with two people
I-04 | 2026-09-15 | Customers could look and not order | Banner in the shop after 3 min
    | The telephone number of the order desk in the basket | The order desk takes orders by telephone
I-05 | 2026-09-16 | Tours of the night could not be planned anew | Dispatchers by telephone after 4 min
    | “Plan of last week” above the tours | Tours of last week, corrected by hand
I-06 | 2026-09-17 | Labels came out without a weight | Shift leads by radio after 2 min
    | An empty field and a hint to type the weight | Weights are read, typed and marked
I-07 | 2026-09-17 | Handhelds kept their last task and could not confirm it | Shift leads by radio after 1 min
    | “No connection, confirm on paper” | Pick lists on paper, confirmed afterwards
I-08 | 2026-11-03 | Temperatures were missing for an hour | Dispatchers by mail after 5 min
    | A gap in the curve, marked as such | Drivers read the display and write it down each hour
I-09 | 2026-11-03 | New items did not arrive | Item data clerks by mail after 30 min
    | “Last update yesterday” above the items | New items wait until the next day
I-10 | 2026-09-21 | The return could not be sent | Tax accountants by mail after 15 min
    | “Not sent” with the reason of the authority | The file is uploaded at the portal of the authority
I-11 | 2026-09-21 | The report could not be sent | Tax accountants by mail after 15 min | “Not sent”
    | The form of the office is filled in by hand
I-12 | 2026-11-04 | The journal of wages did not arrive | Payroll by mail after 30 min | No journal in the list
    | The journal is brought in as a file
I-13 | 2026-11-04 | Limits of the day before stayed in force | Credit clerks by mail after 20 min
    | “Limits of yesterday” above the customer | New customers wait for their limit
I-14 | 2026-09-22 | Reports showed the figures of the day before | Notice on the reports after 60 min
    | “As of yesterday” in the head of each report | Reports of yesterday
"""

_FIRST, _REVIEW, _LATE = at("2026-09-25 14:00"), at("2026-10-14 10:00"), at("2026-11-05 09:00")
_SECOND = at("2026-11-06 15:00")


def interfaces() -> Iterator[Entry]:
    """Every interface of wave 1, as it was known at each time."""
    facts = {cells[0]: cells for cells in rows(INTEGRATIONS)}
    for ref, day, happened, told, seen, plan in rows(OUTAGES):
        outage = {
            "outage_on": date.fromisoformat(day), "outage_happened": f"{happened}.", "outage_told": f"{told}.",
            "outage_seen": f"{seen}.", "outage_plan": f"{plan}.",
        }  # fmt: skip
        early = outage if outage["outage_on"] < _FIRST.date() else {}
        changes = [(_REVIEW, _review(ref, facts[ref][3])), (_LATE, outage), (_SECOND, _volume(facts[ref], 100))]
        yield Entry({"integration": ref, "cycle": "SIT-2", **early, **_volume(facts[ref], 80)}, _FIRST, tuple(changes))


def _review(ref: str, pattern: str) -> dict[str, Any]:
    found = {
        "review": "fits", "reviewed_by": "Claire Dumas", "reviewed_on": date(2026, 10, 14),
        "reviewed_pattern": pattern, "review_result": "Volume and need fit the pattern.",
    }  # fmt: skip
    if ref == "I-08":
        found |= {"review": "change", "review_result": "Sends single values and should send packets; February."}
    return found


def _volume(cells: list[str], share: int) -> dict[str, Any]:
    """What was run: not what happens once a day or less in the first test."""
    peak = int(cells[6])
    if share < 100 and peak < 10:
        return {}
    ran = {"peak_reached": peak * share // 100, "peak_on": date(2026, 9, 25) if share < 100 else date(2026, 11, 5)}
    return {**ran, "cycle": "SIT-2" if share < 100 else "PERF-1"}
