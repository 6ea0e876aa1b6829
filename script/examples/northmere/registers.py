"""Solution parts, integrations, rollouts, dependencies, accepted risks and own checks, with what changed in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, title, kind, vendor, version, owner.
PARTS = """
P-01 | Finance | application | Microsoft | 10.0.48 | Friederike Thomsen
P-02 | Supply Chain Management | application | Microsoft | 10.0.48 | Tomasz Wilk
P-03 | Warehouse Management mobile app | application | Microsoft | 3.1 | Sabine Kröger
P-04 | Power BI reports of sales and waste | application | Microsoft | | Georg Amsel
P-05 | Food traceability and recall | isv | Lotura Software | 6.4 | Ayla Demir
P-06 | Catch-weight stations | isv | Etikon Waagen | 4.2 | Sabine Kröger
P-07 | Tour planning connector | isv | Routario | 8.2 | Lennart Vogt
P-08 | Invoice reading | isv | Belegfuchs | 12 | Friederike Thomsen
P-09 | Order desk screen with usual assortment | customisation | | 10.0.48 | Jonas Riedel
P-10 | Crate and pallet accounts | customisation | | 10.0.48 | Sabine Kröger
P-11 | Rebates of chains with yearly settlement | customisation | | 10.0.48 | Georg Amsel
P-12 | Temperature sheet and delivery papers | customisation | | 10.0.48 | Lennart Vogt
P-13 | Driver cash | customisation | | 10.0.48 | Friederike Thomsen
P-14 | Charity write-off with receipt | customisation | | 10.0.48 | Ayla Demir
"""

#: Ref, title, type, pattern, other system, volume a day, peak an hour, criticality, owner.
INTEGRATIONS = """
I-01 | EDI orders of chains | near-real-time | Messages through the EDI provider | Tidewise EDI | 4800 | 1900 | high
    | rm
I-02 | EDI despatch advice and invoices | near-real-time | Messages through the EDI provider | Tidewise EDI | 3900
    | 1400 | high | rm
I-03 | Bank payments and statements | batch | File exchange over EBICS | Nordhafen Bank | 1150 | 900 | high | rm
I-04 | Web shop orders and prices | real-time | OData and custom services | Web shop | 9600 | 2700 | high | rm
I-05 | Tour planning | near-real-time | Data events and OData | Routario | 1450 | 1450 | high | rm
I-06 | Scales and label stations | real-time | Custom services | Etikon stations | 22000 | 4100 | high | rm
I-07 | Warehouse scanners | real-time | Warehouse Management mobile app | Handhelds | 68000 | 11500 | high | bl
I-08 | Temperature log | near-real-time | Messages over a queue | Frostlog | 41000 | 1800 | medium | rm
I-09 | Item data pool | batch | File exchange | Artikelkreis data pool | 600 | 600 | medium | rm
I-10 | VAT return and EC sales list | batch | Electronic reporting | Tax authority | 2 | 2 | high | pn
I-11 | Intrastat | batch | Electronic reporting | Statistical office | 1 | 1 | low | pn
I-12 | Payroll journal | batch | File exchange | Lohnwerk payroll | 1 | 1 | medium | pn
I-13 | Credit insurance limits | batch | OData | Sicherkontor | 2300 | 2300 | medium | rm
I-14 | Reporting | batch | Export to the data lake | Data lake | 1200000 | 600000 | low | op
I-15 | Crate pool of the trade | batch | File exchange | Crate pool | 300 | 300 | medium | rm
"""

#: Ref, title, go-live, users, countries, legal entities, owner.
ROLLOUTS = """
W1 | Wave 1: Hamburg, Hanover and Leipzig | 2026-12-07 | 412 | DE | NM01; NM02 | Paula Lindner
W2 | Wave 2: Utrecht and Antwerp | 2027-04-12 | 185 | NL; BE | NM03; NM04 | Paula Lindner
W3 | Wave 3: Aarhus and the kitchens | 2027-09-06 | 140 | DK | NM05 | Paula Lindner
"""

NAMES = {"rm": "Ravi Menon", "bl": "Bo Lindahl", "pn": "Priya Nair", "op": "Olga Petrenko"}

#: What was not known yet: list, ref, until when, which values stood there instead.
BEFORE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("rollouts", "W3", "2026-11-03 12:00", {"users": None}),
    ("integrations", "I-05", "2026-11-05 10:00", {"peak_an_hour": None}),
    ("integrations", "I-08", "2026-11-02 10:00", {"volume_a_day": None, "peak_an_hour": None}),
    ("integrations", "I-13", "2026-11-18 10:00", {"peak_an_hour": None}),
    ("integrations", "I-14", "2026-11-02 10:00", {"peak_an_hour": None, "criticality": ""}),
    ("parts", "P-08", "2026-11-04 10:00", {"owner": ""}),
    ("parts", "P-14", "2026-11-04 10:00", {"owner": ""}),
    ("processes", "60.60.070", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "50.25.040", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "90.50.060", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "99.55.020", "2026-11-09 10:00", {"owner": ""}),
    ("processes", "20.40.060", "2026-11-05 10:00", {"owner": ""}),
)

#: Ref, title, kind, provider, contact, commitment, needed by, cadence, scope, owner.
DEPENDENCIES = """
D-01 | Bank connection with four accounts | service | Nordhafen Bank | Arne Fokken, payment services
    | Four accounts over EBICS, with a test window for an outage | 2026-11-27 | 14 | I-03 | Ravi Menon
D-02 | Switch-over of 38 EDI partners | service | Tidewise EDI | Neele Onken, onboarding
    | 38 partners moved, each with one order and one invoice tried | 2026-11-30 | 7 | I-01; I-02 | Ravi Menon
D-03 | Tour planning, release 8.2 | isv | Routario | Sven Halbach, delivery
    | Release 8.2 with two temperature zones, in production | 2026-11-20 | 14 | I-05; P-07 | Lennart Vogt
D-04 | Warehouse scanners | other | Skanwerk Devices | Jule Franke, account manager
    | 60 devices, set up, tested and delivered to three depots | 2026-12-01 | 7 | I-07; P-03 | Bo Lindahl
D-05 | Firmware of 18 label stations | system | Etikon Waagen | Hauke Brodersen, service
    | Firmware 4.2 with weight by piece on all 18 stations | 2026-11-25 | 14 | I-06; P-06 | Sabine Kröger
D-06 | Traceability for 10.0.48 | isv | Lotura Software | Lasse Storm, product manager
    | Release 6.4 for 10.0.48 with support for the first update | 2026-11-16 | 14 | P-05 | Claire Dumas
D-07 | Temperature gateways in 58 lorries | system | Frostlog | Maike Sievers, projects
    | 58 gateways built in and reporting | 2026-11-27 | 14 | I-08 | Lennart Vogt
D-08 | Second network line in Leipzig | service | Weserline Telecom | Torben Rieck, business desk
    | Second line of 500 Mbit/s, switched within a minute | 2026-11-30 | 14 | I-07 | Bo Lindahl
D-09 | Web shop, release 3.9 | system | Pixelhafen Studio | Ronja Tietz, producer
    | Release 3.9 with prices and stock of the new system | 2026-11-23 | 7 | I-04 | Ravi Menon
D-10 | Payroll export | service | Lohnwerk Service | Gesa Mundt, customer desk
    | Journal of wages in the new layout from December on | 2026-11-30 | 14 | I-12 | Priya Nair
"""

#: Ref: days on which the provider confirmed.
CONFIRMED = {
    "D-01": "10-15 10-23 11-05 11-16 11-27",
    "D-02": "10-22 10-27 11-06 11-11 11-18 11-26 12-01",
    "D-03": "10-20 11-03 11-16 11-20",
    "D-04": "10-13 10-27 11-05 11-12 11-24 12-01",
    "D-05": "10-21 11-04 11-17 11-24",
    "D-06": "10-12 10-30 11-09 11-16 11-26",
    "D-07": "11-04 11-13 11-27",
    "D-08": "10-14 10-26 11-05 11-18 11-27",
    "D-09": "10-23 10-28 11-06 11-12 11-19 11-23 12-01",
    "D-10": "10-19 11-02 11-13 11-26",
}

#: Ref: since when which day was promised.
PROMISED = {
    "D-01": "10-01 11-20, 11-16 11-27",
    "D-02": "10-01 11-27",
    "D-03": "10-01 11-18",
    "D-04": "10-13 11-27, 11-12:16 12-08",
    "D-05": "10-01 11-24",
    "D-06": "10-12 11-13",
    "D-07": "11-04 11-25",
    "D-08": "10-14 12-11, 11-05 11-27",
    "D-09": "10-01 11-20, 11-12 11-23",
    "D-10": "10-19 11-26",
}

#: Ref: since when the requirements are agreed, since when they are met.
REQUIREMENTS = {
    "D-01": "10-01 11-11",
    "D-02": "10-01 11-12:12",
    "D-03": "10-01 10-20",
    "D-04": "10-13 -",
    "D-05": "10-01 10-21",
    "D-06": "10-12 11-09",
    "D-07": "11-04 11-11",
    "D-08": "10-14 11-12:10",
    "D-09": "10-01 10-23",
    "D-10": "10-19 10-26",
}

NOTES = {
    "D-04": (
        "2026-11-12 16:10",
        "Mail of 12 November: the maker delivers the cradles late, so all 60 devices come on 8 December.",
    ),
}


_DEPENDENCY = (
    "ref", "title", "kind", "provider", "contact", "commitment", "needed_by", "cadence_days", "scope_refs", "owner",
)  # fmt: skip


def _when(words: str) -> datetime:
    """11-12:16 is 12 November at 16:00; without an hour it is nine in the morning."""
    day, _, hour = words.partition(":")
    return at(f"2026-{day} {hour or '09'}:00")


def _day(words: str) -> date:
    return date.fromisoformat(f"2026-{words}")


def dependencies() -> list[Entry]:
    """The register with every word of the providers at its time."""
    found = []
    for cells in rows(DEPENDENCIES):
        values: dict[str, Any] = dict(zip(_DEPENDENCY, cells, strict=True))
        ref = values["ref"]
        values["needed_by"] = date.fromisoformat(values["needed_by"])
        values["cadence_days"] = int(values["cadence_days"])
        values["scope_refs"] = tuple(values["scope_refs"].split("; "))
        changes: list[tuple[datetime, dict[str, Any]]] = []
        changes += [(_when(day), {"confirmed_on": _day(day)}) for day in CONFIRMED[ref].split()]
        for pair in PROMISED[ref].split(", "):
            since, day = pair.split()
            changes.append((_when(since), {"promised": _day(day)}))
        agreed, met = REQUIREMENTS[ref].split()
        changes.append((_when(agreed), {"requirements_state": "agreed"}))
        changes += [(_when(met), {"requirements_state": "met"})] if met != "-" else []
        if ref in NOTES:
            changes.append((at(NOTES[ref][0]), {"notes": NOTES[ref][1]}))
        found.append(Entry(values, changes=tuple(sorted(changes, key=lambda change: change[0]))))
    return found


#: Check, who accepts it, when, until when, why.
WAIVERS = (
    (
        "performance.virtual-desktops",
        "ha",
        "2026-11-12 16:20",
        "2027-01-31 18:00",
        "It costs two seconds once a morning, and new hosts are ordered for January.",
    ),
    (
        "dependencies.aligned",
        "ha",
        "2026-12-02 17:20",
        "2026-12-18 18:00",
        "Each depot starts with 24 of the old scanners, which were tried with the new app on 28 November.",
    ),
)

#: The check that this project adds: it came out of the audit of 2025.
CHECKS = (
    {
        "check_ref": "sit.bank-outage",
        "kind": "added",
        "title": "An outage of the bank interface was simulated",
        "obligation": "mandatory",
        "what": "The bank connection is cut for half a working day in a test: payments, debits and statements.",
        "why": "Payments to 340 suppliers and debits of 2,900 customers go through this one connection.",
        "outcome": "Nothing is lost or sent twice, treasury knows within half an hour, and there is a way round.",
        "risk": "Suppliers of fresh goods stop delivering within days when they are not paid.",
        "mitigation": "Agree a test window with the bank and run the exercise with treasury and service desk.",
        "by": ("integration-lead",),
        "reason": "The audit of 2025 asked for an exercise with the bank before any change of system.",
    },
)
