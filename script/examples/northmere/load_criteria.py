"""What the business asks of the performance, in figures, as it was agreed on 7 October 2026."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from northmere.people import rows
from northmere.registers import INTEGRATIONS, NAMES
from northmere.timeline import Entry, at

AGREED = at("2026-10-07 15:00")

#: Ref, title, kind, target, unit, label in the tool, expected peak, its unit, what it covers besides, process, owner.
CRITERIA = """
PC-01 | Forms of the order desk open within 2.5 s | page-load | 2.5 | s | Order desk: open* | 220 | users
    | process; browser | 65.20.025 | Jonas Riedel
PC-02 | An order of 40 lines is saved within 4 s | page-load | 4 | s | Order desk: save 40 lines | 220 | users
    | process | 65.20.025 | Jonas Riedel
PC-03 | Customer search within 2.0 s | search | 2 | s | Customer search | 220 | users | process | 20.30.020
    | Bettina Kuhn
PC-04 | Item search within 2.0 s | search | 2 | s | Item search | 220 | users | | | Jonas Riedel
PC-05 | 220 people work at once | users | 220 | users | Order desk: * | | | | 99.35.010 | Katrin Ebel
PC-06 | Eight hours of load without a restart | stability | 8 | h | Order desk: * | 220 | users | | 99.35.010 | Katrin Ebel
PC-07 | After eight hours forms are no slower than 10 % | stability | 10 | % | Order desk: open* | 220 | users | | 99.35.010
    | Katrin Ebel
PC-08 | With everyone at work forms are no slower than 50 % | scalability | 50 | % | Order desk: open* | 220 | users
    | | 99.35.010 | Katrin Ebel
PC-09 | 2,150 deliveries are invoiced within 50 min | throughput | 2580 | /h | Post invoice | 2150 | /h | process
    | 65.30.010 | Friederike Thomsen
PC-10 | 6,400 items are planned within two hours | throughput | 3200 | /h | Plan item | 3200 | /h | process
    | 50.35.010 | Imke Harms
PC-11 | A wave of 46 tours is released within 3 min | page-load | 3 | min | Wave: release | 220 | users | process
    | 60.40.020 | Sabine Kröger
PC-12 | An item is saved within 3 s | page-load | 3 | s | Item: save | 220 | users | process | 40.20.030 | Ayla Demir
PC-13 | An invoice of a supplier is matched within 5 s | page-load | 5 | s | Supplier invoice: match | 220 | users
    | process | 75.50.020 | Tomasz Wilk
PC-14 | The books of the month open within 4 s | page-load | 4 | s | Ledger: open month | 220 | users | process
    | 90.60.010 | Friederike Thomsen
PC-15 | The five daily tasks take 2.5 s on the oldest devices | page-load | 2.5 | s | Oldest *: daily tasks | 220 | users
    | device; browser | | Bo Lindahl
PC-16 | The first form of the day takes 3.0 s in virtual desktops | page-load | 3 | s | Virtual desktop: first form | 46
    | users | virtualised | | Bo Lindahl
"""
_KEYS = ("ref", "title", "kind", "target", "unit", "label", "expected_peak", "peak_unit", "covers", "process", "owner")

#: From so many in the busiest hour on, an interface has a figure of its own: what comes in an hour, as a tool calls it.
_LEAST = 60
MESSAGES = {
    "I-01": "EDI order",
    "I-02": "EDI despatch advice",
    "I-03": "Bank payment",
    "I-04": "Web shop request",
    "I-05": "Tour message",
    "I-06": "Weight from a scale",
    "I-07": "Scan of a handheld",
    "I-08": "Temperature",
    "I-09": "Item from the data pool",
    "I-13": "Credit limit",
    "I-14": "Row for reports",
}


def criteria() -> Iterator[Entry]:
    """Every figure, from the day on which it was agreed."""
    for cells in rows(CRITERIA):
        values: dict[str, Any] = dict(zip(_KEYS, cells, strict=True))
        values["covers"] = tuple(filter(None, values["covers"].split("; ")))
        yield Entry(_with_numbers(values), AGREED)
    for number, (ref, title, peak, owner) in enumerate(loaded(), 21):
        values = {
            "ref": f"PC-{number}", "title": f"{title}: {peak:,} in an hour", "kind": "throughput", "target": peak,
            "unit": "/h", "label": MESSAGES[ref], "expected_peak": peak, "peak_unit": "/h", "covers": ("integration",),
            "integration": ref, "owner": owner,
        }  # fmt: skip
        yield Entry(_with_numbers(values), AGREED)


def loaded() -> Iterator[tuple[str, str, int, str]]:
    """Ref, title, most in an hour and owner of each interface of wave 1 that carries load."""
    for cells in rows(INTEGRATIONS):
        if cells[0] in MESSAGES and int(cells[6]) >= _LEAST:
            yield cells[0], cells[1], int(cells[6]), NAMES[cells[8]]


def _with_numbers(values: dict[str, Any]) -> dict[str, Any]:
    peak = values["expected_peak"]
    return {
        **values, "target": Decimal(str(values["target"])), "percentile": Decimal(95), "significant": True,
        "expected_peak": Decimal(str(peak)) if peak else None, "process": values.get("process") or None,
        "integration": values.get("integration"),
    }  # fmt: skip
