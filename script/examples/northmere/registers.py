"""Solution parts, integrations, rollouts, accepted risks and own checks, with what changed in them."""

from __future__ import annotations

from typing import Any

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
    ("integrations", "I-13", "2026-11-18 10:00", {"criticality": ""}),
    ("integrations", "I-14", "2026-11-02 10:00", {"peak_an_hour": None, "criticality": ""}),
    ("parts", "P-08", "2026-11-04 10:00", {"owner": ""}),
    ("parts", "P-14", "2026-11-04 10:00", {"owner": ""}),
    ("processes", "60.60.070", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "50.25.040", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "90.50.060", "2026-11-05 10:00", {"owner": ""}),
    ("processes", "99.55.020", "2026-11-09 10:00", {"owner": ""}),
    ("processes", "20.40.060", "2026-11-05 10:00", {"owner": ""}),
)

#: Check, who accepts it, when, until when, why; those of 12 November are the committee's.
WAIVERS = (
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
