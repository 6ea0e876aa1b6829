"""Evidence of scope and tests as CSV: tables with bars, and tables that follow from the scope itself."""

from __future__ import annotations

from northmere.cycles import MORE_CASES
from northmere.outline import Outline
from northmere.people import rows

_LOADS = {"220 people": "220 people"}
_AGREED = {"220 people": "Jonas Riedel", "Night batch": "Friederike Thomsen", "Web shop": "Georg Amsel"}

TABLES = {
    "2026-10-07 performance criteria.csv": "case | figure | load | agreed with\n"
    + "\n".join(
        f"{ref} | {title} | {_LOADS.get(persona, '22 December 2025')} | {_AGREED.get(persona, 'Sabine Kröger')}"
        for ref, _, _, _, _, persona, title in rows(MORE_CASES)
        if ref > "TC-400"
    ),
    "2026-11-05 search timings.csv": """
search | searches | median s | 95 of 100 s | slowest s | limit s
item by number | 410 | 0.7 | 1.1 | 1.9 | 2.0
item by name | 890 | 2.9 | 4.6 | 8.2 | 2.0
item by supplier number | 560 | 3.1 | 5.0 | 9.4 | 2.0
item, all | 1860 | 2.4 | 4.6 | 9.4 | 2.0
customer | 1240 | 0.8 | 1.4 | 2.3 | 2.0
""",
    "2026-11-11 search timings.csv": """
search | searches | median s | 95 of 100 s | slowest s | limit s
item by number | 410 | 0.7 | 1.1 | 1.8 | 2.0
item by name | 890 | 1.1 | 1.8 | 3.0 | 2.0
item by supplier number | 560 | 3.0 | 4.9 | 9.1 | 2.0
item, all | 1860 | 1.5 | 3.4 | 9.1 | 2.0
""",
    "2026-11-26 search timings.csv": """
search | searches | median s | 95 of 100 s | slowest s | limit s
item by number | 410 | 0.6 | 1.0 | 1.7 | 2.0
item by name | 890 | 0.9 | 1.6 | 2.4 | 2.0
item by supplier number | 560 | 1.0 | 1.8 | 2.7 | 2.0
item, all | 1860 | 0.9 | 1.7 | 2.7 | 2.0
""",
    "2026-11-09 virtual desktop timings.csv": """
office | people | sessions on a host | first form s | later forms s | limit s
Hanover | 8 | 22 | 4.8 | 1.9 | 3.0
Leipzig | 6 | 24 | 5.1 | 2.0 | 3.0
""",
    "2026-11-11 performance issues.csv": """
issue | title | rating | cause | owner | date | state
PI-01 | Price load blocks orders for 40 s | high | lock on the price table | Marco Bianchi | 2026-10-30 | closed
PI-02 | Order of 40 lines takes 6.1 s | high | tax is worked out line by line | Priya Nair | 2026-11-02 | closed
PI-03 | Wave release takes 9 min | high | one task for 46 tours | Marco Bianchi | 2026-11-04 | closed
PI-04 | Label queue grows | medium | two printers on one queue | Bo Lindahl | 2026-11-04 | closed
PI-05 | EDI import stops at 1,500 orders | high | size of a batch | Ravi Menon | 2026-11-04 | closed
PI-06 | Web shop prices in 3.3 s | medium | no cache for chains | Ravi Menon | 2026-11-05 | closed
PI-07 | Item search 3.4 s | high | unindexed supplier item numbers | Claire Dumas | 2026-11-18 | open
PI-08 | Statement matching 14 min | medium | old matching rules | Priya Nair | 2026-11-10 | closed
PI-09 | First form after sign-in 4.0 s | low | start page with ten tiles | Olga Petrenko | 2026-11-10 | closed
""",
    "2026-11-24 performance issues.csv": """
issue | title | rating | cause | owner | date | state
PI-01 to PI-06, PI-08, PI-09 | closed before | | | | | closed
PI-07 | Item search 3.4 s | high | unindexed supplier item numbers | Claire Dumas | 2026-11-26 | retest
PI-10 | Print preview of papers 5 s | low | image of the letterhead | Marco Bianchi | 2027-01-18 | open
""",
    "2026-10-23 testers by job and place.csv": """
kind of user | Hamburg | Hanover | Leipzig | workplace
Order clerk | 5 | 2 | 2 | office
Customer service clerk | 1 | 1 | - | office and virtual desktop
Sales administrator | 1 | - | - | office
Accounts receivable clerk | 4 | - | - | office
Accounts payable clerk | 4 | - | - | office
General ledger accountant | 3 | - | - | office
Treasurer | missing | - | - | office
Buyer and planner | 4 | - | - | office
Receiving clerk | 2 | 1 | 1 | handheld
Warehouse picker, day | 3 | 2 | 1 | handheld
Warehouse picker, night | 2 | 1 | missing | handheld
Driver | 3 | missing | 1 | handheld
Quality officer | 2 | 1 | - | tablet
Item data clerk | 1 | - | - | office
""",
    "2026-11-06 testers by job and place.csv": """
kind of user | Hamburg | Hanover | Leipzig | workplace
Order clerk | 5 | 2 | 2 | office
Customer service clerk | 1 | 1 | - | office and virtual desktop
Sales administrator | 1 | - | - | office
Accounts receivable clerk | 4 | - | - | office
Accounts payable clerk | 4 | - | - | office
General ledger accountant | 3 | - | - | office
Treasurer | 1 | - | - | office
Buyer and planner | 4 | - | - | office
Receiving clerk | 2 | 1 | 1 | handheld
Warehouse picker, day | 3 | 2 | 1 | handheld
Warehouse picker, night | 2 | 1 | 2 | handheld
Driver | 3 | 2 | 1 | handheld
Quality officer | 2 | 1 | - | tablet
Item data clerk | 1 | - | - | office
""",
    "2026-11-11 UAT open items.csv": """
case | what is wrong | rating | owner | day
TC-018 | Rebate step after a credit note | minor | Georg Amsel | 2026-11-20
TC-074 | Deduction over 23 invoices | minor | Priya Nair | 2026-11-16
TC-116 | Weight above tolerance is posted | minor | Marco Bianchi | 2026-11-20
TC-138 | Short delivery is told after four minutes | minor | Marco Bianchi | 2026-11-20
TC-189 | Price difference does not stop the invoice | minor | Priya Nair | 2026-11-17
TC-257 | Proposal above what can be sold | minor | Imke Harms | 2026-11-17
""",
    "2026-11-19 UAT open items.csv": """
case | what is wrong | rating | owner | day
TC-018 | Rebate step after a credit note | minor | Georg Amsel | 2026-11-25
TC-116 | Weight above tolerance is posted | minor | Marco Bianchi | 2026-11-24
TC-138 | Short delivery is told after four minutes | minor | Marco Bianchi | 2026-11-24
TC-223 | Counter lines are invoiced by piece | minor until 1 January | Priya Nair | 2026-11-25
TC-224 | Not run: waits for TC-223 | minor until 1 January | Friederike Thomsen | 2026-11-25
TC-225 | One sum of weights and not four | minor until 1 January | Priya Nair | 2026-11-25
TC-226 | Not run: waits for TC-225 | minor until 1 January | Friederike Thomsen | 2026-11-27
TC-227 | Test system of Alsterkauf is closed until 23 November | minor until 1 January | Ravi Menon | 2026-11-25
""",
}


def register_of_rules(outline: Outline, written: bool) -> str:
    """Each rule with the feature that meets it and the cases that show it."""
    open_ones = () if written else ("R-182", "R-184", "R-188", "R-208", "R-265")
    lines = ["requirement | rule | feature in process | cases | in writing"]
    for one in outline.requirements:
        if one.regulation and not one.rollout:
            cases = ", ".join(case.ref for case in outline.cases if one.ref in case.requirements)
            state = "no" if one.ref in open_ones else "yes"
            lines.append(f"{one.ref} | {one.regulation} | {one.process} | {cases} | {state}")
    return "\n".join(lines)
