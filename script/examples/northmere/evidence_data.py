"""Evidence of migration, cutover, change and support as CSV: tables with bars."""

from __future__ import annotations

TABLES = {
    "2026-10-27 migration issues.csv": """
entries | closed | open
31 | 22 | 9
issue | what | owner, date, mitigation
MI-19 | Crate balances have no date of origin | Sabine Kröger, 2026-11-03, one opening entry for each customer
MI-22 | 214 items without net weight | Tomasz Wilk, 2026-11-06, weigh or lock
MI-24 | Mandates older than 36 months | Friederike Thomsen, 2026-11-06, write to 61 customers
MI-25 to MI-30 | Six mapping questions of finance | Priya Nair, 2026-11-04, working session
""",
    "2026-11-10 migration issues.csv": """
entries | closed | open
38 | 33 | 5
issue | what | owner, date, mitigation
MI-33 | 118 rejected rows of dry run 3 | Friederike Thomsen, 2026-11-18, explain each kind
MI-35 | Lots with a date in 2062 | Ayla Demir, 2026-11-13, correct at the source
MI-36 to MI-38 | Three price lists without an end | Georg Amsel, 2026-11-17, set the end
""",
    "2026-11-24 migration issues.csv": """
entries | closed | open
39 | 37 | 2
issue | what | owner, date, mitigation
MI-37 | Price list of weekend promotions comes late | Georg Amsel, 2026-12-05, load by hand in step 88
MI-39 | Bank statement of Friday arrives Saturday | Priya Nair, 2026-12-05, opening entry on Sunday
""",
    "2026-11-05 data readiness.csv": """
kind of data | where from | ready on | owner
Ledger, tax, fiscal calendar | configuration | 2026-10-30 | Friederike Thomsen
Items and units | Cargon | 2026-11-23 | Ayla Demir
Customers and mandates | Cargon | 2026-11-27 | Friederike Thomsen
Suppliers | Cargon | 2026-11-27 | Tomasz Wilk
Prices and agreements | Cargon | 2026-11-30 | Georg Amsel
Open rebates | workbook of finance | 2026-12-01 | Friederike Thomsen
Security roles and users | directory | 2026-11-30 | Katrin Ebel
Warehouse places | workbook of the depots | 2026-11-20 | Sabine Kröger
Crate balances | Cargon | 2026-12-05 | Sabine Kröger
Open orders | Cargon | 2026-12-05 | Jonas Riedel
Stock by lot | Cargon | 2026-12-06 | Sabine Kröger
Balances and open invoices | Cargon | 2026-12-06 | Friederike Thomsen
""",
    "2026-11-06 source quality.csv": """
object | rows | complete | valid | duplicates | limit | result
Customers | 2904 | 99.4 % | 99.8 % | 0 | 99 % | above
Suppliers | 342 | 99.7 % | 100 % | 0 | 99 % | above
Items | 6418 | 99.4 % | 99.9 % | 0 | 99 % | above, 37 locked
Open customer invoices | 11206 | 100 % | 99.9 % | 0 | 99.5 % | above
Open supplier invoices | 1874 | 100 % | 100 % | 0 | 99.5 % | above
Stock lots | 18930 | 99.8 % | 99.6 % | 0 | 99.5 % | above
""",
    "2026-11-09 scripts load-3.2.csv": """
object | scripts | manual steps | ran in dry run 3
Configuration | 6 | 2 | yes
Items and units | 7 | 1 | yes
Customers and mandates | 5 | 1 | yes
Suppliers | 3 | 0 | yes
Prices and agreements | 6 | 1 | yes
Crate balances | 2 | 1 | yes
Open orders | 4 | 1 | yes
Stock by lot | 4 | 1 | yes
Balances and open invoices | 4 | 1 | yes
All | 41 | 9 | yes
""",
    "2026-11-18 rejected rows.csv": """
object | rows | loaded | rejected | reason
Items | 6418 | 6418 | 0 |
Customers | 2904 | 2882 | 22 | no turnover since 2021, left behind by finance
Open customer invoices | 11206 | 11206 | 0 |
Crate balances | 5026 | 4930 | 96 | deposit settled in 2025, balance zero
Suppliers, supplier invoices and lots | 21146 | 21146 | 0 |
All | 46700 | 46582 | 118 |
""",
    "2026-10-28 test postings.csv": """
document | types | Northmere Foods | Northmere Logistik
Sales and credit | 6 | 6 posted | 3 posted
Freight invoice | 2 | 2 posted | no number sequence
Purchasing | 5 | 5 posted | 2 posted, period closed
Stock | 7 | 7 posted | not used
Ledger and bank | 7 | 7 posted | 7 posted
""",
    "2026-11-11 test postings.csv": """
document | types | Northmere Foods | Northmere Logistik
Sales and credit | 6 | 6 posted | 6 posted
Freight invoice | 2 | 2 posted | 2 posted
Purchasing | 5 | 5 posted | 5 posted
Stock | 7 | 7 posted | not used
Ledger and bank | 7 | 7 posted | 7 posted
All | 27 | 27 posted | 20 posted
""",
    "2026-10-28 change activities.csv": """
kind | due so far | done
Letters and boards | 18 | 14
Meetings at depots | 12 | 11
Open hours | 8 | 8
Sessions with managers | 8 | 8
All | 46 | 41
""",
    "2026-11-11 change activities.csv": """
kind | due so far | done
Letters and boards | 20 | 20
Meetings at depots | 13 | 13
Open hours | 10 | 10
Sessions with managers | 9 | 9
All | 52 | 52
""",
    "2026-11-25 change activities.csv": """
kind | due so far | done
Letters and boards | 22 | 22
Meetings at depots | 15 | 15
Open hours | 12 | 12
Sessions with managers | 9 | 9
All | 58 | 58
""",
    "2026-10-09 readiness survey.csv": """
group | answers | know what changes | feel prepared | know where to ask
Order desk | 31 | 84 % | 61 % | 90 %
Warehouse day | 58 | 71 % | 55 % | 82 %
Warehouse night | 34 | 59 % | 44 % | 76 %
Drivers | 39 | 46 % | 33 % | 64 %
Finance | 28 | 89 % | 68 % | 93 %
Others | 41 | 80 % | 59 % | 85 %
All | 231 | 70 % | 53 % | 81 %
""",
    "2026-11-06 readiness survey.csv": """
group | answers | know what changes | feel prepared | know where to ask
Order desk | 33 | 94 % | 79 % | 97 %
Warehouse day | 66 | 88 % | 74 % | 92 %
Warehouse night | 41 | 78 % | 63 % | 88 %
Drivers | 52 | 81 % | 69 % | 90 %
Finance | 30 | 93 % | 77 % | 97 %
Others | 46 | 87 % | 72 % | 91 %
All | 268 | 86 % | 72 % | 92 %
""",
    "2026-11-09 handover list.csv": """
subject | giver | receiver | day | state
Order desk screen | Marco Bianchi | service desk | 2026-11-04 | shown by the receiver
Prices and rebates | Priya Nair | service desk | 2026-11-06 | shown by the receiver
Crate accounts | Marco Bianchi | service desk | 2026-11-06 | shown by the receiver
Handhelds and scanners | Bo Lindahl | service desk | 2026-11-09 | shown by the receiver
Printers and labels | Bo Lindahl | service desk | 2026-11-09 | shown by the receiver
EDI | Ravi Menon | Katrin Ebel | 2026-11-18 | planned
Bank | Ravi Menon | Katrin Ebel | 2026-11-30 | planned
Tour planning | Marco Bianchi | Lennart Vogt's office | 2026-11-19 | planned
Traceability | Lasse Storm | Ayla Demir's office | 2026-11-20 | planned
Night jobs | Olga Petrenko | Katrin Ebel | 2026-11-24 | planned
Month-end | Priya Nair | finance | 2026-12-15 | planned
Security roles | Claire Dumas | Katrin Ebel | 2026-11-25 | planned
Reports | Olga Petrenko | Georg Amsel's office | 2026-11-26 | planned
Releases | Claire Dumas | Katrin Ebel | 2026-12-16 | planned
""",
    "2026-10-27 environments.csv": """
environment | version | platform update | package
Production | 10.0.48 | current | 10.0.48.196
Acceptance (UAT) | 10.0.48 | current | 10.0.48.196
""",
    "2026-11-10 environments.csv": """
environment | version | platform update | package
Production | 10.0.48 | current | 10.0.48.207
Acceptance (UAT) | 10.0.48 | current | 10.0.48.207
""",
    "2026-11-24 environments.csv": """
environment | version | quality update | package
Production | 10.0.48 | 20 November | 10.0.48.207
Acceptance (UAT) | 10.0.48 | 20 November | 10.0.48.220
""",
    "2026-10-19 maintenance calendar.csv": """
day | what | who
first Tuesday of each month | certificates, disk, unused accounts | Katrin Ebel
third Thursday of each month | clean-up jobs, size of tables | Katrin Ebel
2026-12-07 to 2027-01-15 | no update | Claire Dumas
2027-01-18 to 2027-01-29 | test of the service update | Miriam Falk
2027-01-30 | service update of production | Katrin Ebel
2027-04-19 to 2027-04-30 | test of the service update | Miriam Falk
2027-05-01 | service update of production | Katrin Ebel
""",
}


def training(day: str) -> str:
    """The training record: eleven groups, 412 people."""
    groups = (
        ("Order desk", 34, (20, 34, 34)), ("Customer service", 14, (10, 14, 14)), ("Sales", 26, (14, 24, 26)),
        ("Purchasing and planning", 19, (11, 19, 19)), ("Quality and item data", 12, (12, 12, 12)),
        ("Finance", 31, (25, 31, 31)), ("Cash desk", 6, (0, 4, 6)), ("Warehouse day", 104, (40, 96, 103)),
        ("Warehouse night", 78, (0, 31, 76)), ("Drivers and dispatchers", 79, (9, 46, 78)), ("IT", 9, (7, 7, 9)),
    )  # fmt: skip
    column = ("2026-10-22", "2026-11-05", "2026-11-30").index(day)
    lines = ["group | people | trained | still to train"]
    lines += [f"{name} | {people} | {done[column]} | {people - done[column]}" for name, people, done in groups]
    people, done = sum(group[1] for group in groups), sum(group[2][column] for group in groups)
    return "\n".join([*lines, f"All | {people} | {done} | {people - done}"])


def batch_jobs(day: str) -> str:
    """Batch jobs by group, 44 in all."""
    groups = (
        ("Planning", 6, (6, 6, 6), (0, 5, 6)), ("Invoicing and rebates", 9, (5, 9, 9), (0, 8, 9)),
        ("Prices", 4, (4, 4, 4), (0, 4, 4)), ("Interfaces", 14, (8, 14, 14), (0, 12, 14)),
        ("Bank and payments", 5, (1, 5, 5), (0, 4, 5)), ("Clean-up and reports", 6, (2, 6, 6), (0, 5, 6)),
    )  # fmt: skip
    column = ("2026-10-28", "2026-11-10", "2026-11-17").index(day)
    lines = ["group | jobs | with recurrence and account | with alert"]
    lines += [f"{name} | {jobs} | {ready[column]} | {alert[column]}" for name, jobs, ready, alert in groups]
    totals = (
        sum(jobs for _, jobs, _, _ in groups),
        sum(ready[column] for _, _, ready, _ in groups),
        sum(alert[column] for _, _, _, alert in groups),
    )
    return "\n".join([*lines, f"All | {' | '.join(map(str, totals))}"])


def production_list(day: str) -> str:
    """Preparation of production by section."""
    sections = (
        ("Environment and version", 6, (6, 6, 6, 6)), ("Licences", 4, (4, 4, 4, 4)),
        ("Users and roles", 8, (6, 8, 8, 8)), ("Settings", 10, (8, 10, 10, 10)),
        ("Connections and certificates", 9, (4, 6, 9, 9)), ("Printers and devices", 7, (3, 6, 7, 7)),
        ("Scales in Leipzig", 2, (0, 0, 0, 2)),
    )  # fmt: skip
    column = ("2026-10-28", "2026-11-10", "2026-11-18", "2026-12-01").index(day)
    shown = sections if column == 3 else sections[:-1]
    lines = ["section | entries | done and checked"]
    lines += [f"{name} | {entries} | {done[column]}" for name, entries, done in shown]
    entries, done = sum(one[1] for one in shown), sum(one[2][column] for one in shown)
    return "\n".join([*lines, f"All | {entries} | {done}"])


def monitoring(day: str) -> str:
    """What is watched: 17 alerts."""
    subjects = (("Speed of forms", 3, 3), ("Night jobs", 4, 4), ("Interfaces", 6, 5), ("Scales and labels", 2, 0))
    late = day == "2026-11-26"
    lines = ["subject | alerts | tried and received | who"]
    lines += [f"{name} | {all_of} | {all_of if late else tried} | service desk" for name, all_of, tried in subjects]
    lines.append("Sign-in and errors | 2 | 2 | Katrin Ebel")
    lines.append(f"All | 17 | {17 if late else 14} |")
    return "\n".join(lines)
