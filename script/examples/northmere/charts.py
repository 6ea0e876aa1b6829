"""Who decides what, and the groups of people whose work changes."""

from __future__ import annotations

from collections.abc import Iterator

from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, what is decided, accountable, responsible, consulted, informed.
AUTHORITY = """
go-live | Go-live of a wave | ha | mo; pl; ft | cutover-manager; support-lead; test-lead; sk | change-manager; cd
scope-baseline | Scope of a wave | ha | pl; process-owner | solution-architect | test-lead; change-manager
waiver | Risk of a check that is not met | ha | pl | approver; workstream-owner | auditor
cutover-start | Start of the cutover | pl | cp | sh; ke | ha; process-owner
rollback | Way back to Cargon | ha | cp; pl | sh; cd; ft | process-owner; change-manager
process-acceptance | Acceptance of a process | process-owner | workstream-owner | test-lead | pl
order-stop | Order stop for customers before the cutover | ga | jr | bk; sk; lv | nr; ha
hypercare-end | End of the closer support | ha | sh | process-owner; pl | cd
"""

#: Ref, group, what they do, place, language, how many, who speaks for them.
GROUPS = """
OD | Order desk | Take orders of 2,900 customers by telephone, shop and EDI | Hamburg | German | 38 | Jonas Riedel
SA | Sales and key accounts | Agree prices and rebates with chains | Hamburg | German | 22 | Georg Amsel
CS | Customer service | Complaints, credit notes and returns | Hanover | German | 19 | Bettina Kuhn
WD | Warehouse, day shift | Receive, put away and pick by scan | three depots | German, Polish | 86 | Sabine Kröger
WN | Warehouse, night shift | Pick, weigh and load between 20:00 and 05:00 | Leipzig | German, Polish | 74
    | Sabine Kröger
DR | Drivers | Deliver with the handheld in place of paper | three depots | German, Polish | 58 | Lennart Vogt
PU | Purchasing | Order from 340 suppliers | Hamburg | German | 17 | Tomasz Wilk
PL | Planning | Plan stock and transfers each night | Hamburg | German | 11 | Imke Harms
QU | Quality and food safety | Release, hold and recall goods | Hamburg | German | 12 | Ayla Demir
FI | Finance | Invoices, payments, closing | Hamburg | German | 33 | Friederike Thomsen
IT | IT and service desk | Run the systems and help users | Hamburg | German | 42 | Stefan Hauke
"""


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("; "))


def authority() -> Iterator[Entry]:
    """The chart, agreed at the beginning of Prepare."""
    for ref, title, accountable, responsible, consulted, informed in rows(AUTHORITY):
        values = {
            "ref": ref, "title": title, "accountable": accountable, "responsible": _listed(responsible),
            "consulted": _listed(consulted), "informed": _listed(informed),
        }  # fmt: skip
        yield Entry(values, at("2026-10-01 09:00"))


def groups() -> Iterator[Entry]:
    """The eleven groups of the change plan: 412 people."""
    for ref, title, about, place, language, size, contact in rows(GROUPS):
        yield Entry(
            {"ref": ref, "title": title, "about": about, "place": place, "language": language, "size": int(size),
             "contact": contact},
            at("2026-10-05 09:00"),
        )  # fmt: skip
