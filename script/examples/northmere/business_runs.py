"""What people of the business tried: who they are, their runs, the roles and versions that decide which of them count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from northmere.outline import Case
from northmere.people import email, rows
from northmere.timeline import Entry, at

#: Ref, name, role and kind of user, place, access, device.
TESTERS = """
T-01 | Svenja Moll | Order clerk | Hamburg | physical | Office PC
T-02 | Malte Brodersen | Order clerk | Hanover | virtualised | Thin client
T-03 | Inken Paulsen | Sales administrator | Hamburg | physical | Office PC
T-04 | Kaya Öztürk | Credit controller | Hamburg | physical | Office PC
T-05 | Dorle Reimers | Accounts receivable clerk | Hamburg | physical | Office PC
T-06 | Piet Harmsen | Driver | Hamburg | remote | Handheld
T-07 | Ulf Carstens | Receiving clerk | Leipzig | physical | Handheld
T-08 | Anneke Boll | Warehouse picker | Hanover | physical | Handheld
T-09 | Mirko Sander | Quality officer | Hamburg | physical | Tablet
T-10 | Hilke Wendt | Buyer | Hamburg | physical | Office PC
T-11 | Rolf Behnke | Accounts payable clerk | Hamburg | physical | Office PC
T-12 | Tessa Lührs | General ledger accountant | Hamburg | remote | Laptop
T-13 | Jannes Tietjen | Warehouse picker | Leipzig | physical | Handheld
T-14 | Emre Sahin | Driver | Hanover | remote | Handheld
T-15 | Wibke Harder | Treasurer | Hamburg | physical | Office PC
T-16 | Arne Lüdtke | Dispatcher | Hanover | physical | Tablet
"""

#: Roles that mean something else than their name says.
ROLES = """
Depot user | general | One account for every depot until 2 October. Withdrawn, and nothing was tested under it since.
Order clerk | business | Sales order, customer and price forms, without release of credit.
"""

#: Ref, title, kind, deployed, what it touches, owner.
VERSIONS = """
CFG-41 | Prices of the day at counters, change request 41 | configuration | 2026-11-17 18:00 | TC-501; TC-503
    | Priya Nair
"""

#: Ref, path, significant, process, requirements, persona, title.
REGRESSION = """
TC-501 | usual | no | 65.20.025 | R-112 | Order clerk | Once more: telephone order of 32 lines, from price to note
TC-502 | usual | no | 65.20.025 | R-112 | Order clerk | Once more: order at 21:58 goes on the tour of tomorrow
TC-503 | usual | no | 65.20.400 | R-127 | Accounts receivable clerk | Once more: weekly invoice of a counter customer
TC-504 | usual | no | 60.30.010 | R-163 | Receiving clerk | Once more: a pallet from the ramp to the shelf
TC-505 | usual | no | 75.40.030 | R-202 | Buyer | Once more: from the night's proposals to the order
TC-506 | usual | no | 90.60.010 | R-228 | General ledger accountant | Once more: a journal with two dimensions
"""
REGRESSION_CYCLE = "REG-1"

#: Case and step: what is done, what is to be seen, with which data.
STEPS = """
TC-021 | 1 | Take the call of the hotel and open its usual assortment. | Stock and price stand beside each item.
    | Hotel Altes Zollhaus, tour 7
TC-021 | 2 | Enter the 32 quantities, four of them by weight. | The sum follows with each line. | List of 5 October
TC-021 | 3 | Confirm and read the order back. | Delivery day, tour and sum are right; the mail goes out. |
TC-113 | 1 | Scan the despatch advice at the ramp. | 33 pallets are expected. | Advice 700418
TC-113 | 2 | Scan each pallet and read its temperature. | Lot and best-before date are taken over. | 33 pallets
TC-113 | 3 | Put pallets into stock. | Each has a place in the cold store. |
TC-188 | 1 | Open the invoice that was read. | Lines and sums are filled. | Invoice of the dairy, 198.6 kg
TC-188 | 2 | Match it with the receipt. | Quantity by weight matches; it is posted without a question. |
"""

#: Cycle, ended, tester, case, outcome; then, where something is out of the ordinary, key=value, and a comment.
RUNS = """
UAT-1 | 2026-10-06 09:40 | T-01 | TC-021 | passed | steps=3
UAT-1 | 2026-10-06 10:15 | T-01 | TC-022 | passed
UAT-1 | 2026-10-06 11:05 | T-02 | TC-023 | passed
UAT-1 | 2026-10-06 11:20 | T-02 | TC-025 | passed
UAT-1 | 2026-10-06 13:30 | T-03 | TC-003 | passed
UAT-1 | 2026-10-06 14:10 | T-03 | TC-009 | passed
UAT-1 | 2026-10-07 09:20 | T-04 | TC-045 | passed
UAT-1 | 2026-10-07 10:30 | T-02 | TC-047 | passed
UAT-1 | 2026-10-07 13:15 | T-05 | TC-053 | passed | migrated=no
    | Run on the training company by mistake; it has none of our customers.
UAT-1 | 2026-10-08 05:50 | T-07 | TC-113 | passed | steps=3
UAT-1 | 2026-10-08 06:40 | T-07 | TC-115 | passed
UAT-1 | 2026-10-08 09:10 | T-10 | TC-171 | passed | role=System Administrator
    | Role of the migration weekend, taken away on 9 October.
UAT-1 | 2026-10-08 10:40 | T-10 | TC-178 | passed
UAT-1 | 2026-10-08 14:20 | T-11 | TC-188 | passed | steps=2
UAT-1 | 2026-10-09 04:30 | T-06 | TC-160 | failed | The stop cannot be closed without a signature.
UAT-1 | 2026-10-09 05:10 | T-06 | TC-051 | passed
UAT-1 | 2026-10-09 11:00 | T-09 | TC-129 | passed
UAT-1 | 2026-10-12 05:40 | T-08 | TC-125 | passed
UAT-1 | 2026-10-12 06:20 | T-08 | TC-135 | passed
UAT-1 | 2026-10-12 09:30 | T-10 | TC-171 | passed | retest=12
UAT-1 | 2026-10-12 10:15 | T-05 | TC-053 | passed | retest=9
UAT-1 | 2026-10-13 09:45 | T-12 | TC-197 | passed
UAT-1 | 2026-10-13 10:30 | T-12 | TC-211 | passed
UAT-1 | 2026-10-14 04:40 | T-06 | TC-160 | passed | retest=15
UAT-1 | 2026-10-14 08:30 | T-11 | TC-193 | passed
UAT-1 | 2026-10-14 11:15 | T-09 | TC-147 | passed | late=2026-10-15 08:05
UAT-2 | 2026-10-27 09:30 | T-01 | TC-041 | passed
UAT-2 | 2026-10-27 10:20 | T-02 | TC-042 | passed
UAT-2 | 2026-10-27 13:40 | T-03 | TC-007 | passed
UAT-2 | 2026-10-28 05:30 | T-07 | TC-127 | passed
UAT-2 | 2026-10-28 06:15 | T-07 | TC-121 | passed
UAT-2 | 2026-10-28 14:05 | T-10 | TC-180 | passed
UAT-2 | 2026-10-29 09:00 | T-12 | TC-198 | passed
UAT-2 | 2026-11-03 04:50 | T-06 | TC-159 | passed
UAT-2 | 2026-11-04 10:10 | T-11 | TC-190 | passed
UAT-2 | 2026-11-05 09:15 | T-04 | TC-046 | passed
REG-1 | 2026-11-10 09:30 | T-01 | TC-501 | passed
REG-1 | 2026-11-10 10:10 | T-02 | TC-502 | passed
REG-1 | 2026-11-10 14:00 | T-05 | TC-503 | passed
REG-1 | 2026-11-11 05:45 | T-07 | TC-504 | passed
REG-1 | 2026-11-11 09:50 | T-10 | TC-505 | passed
REG-1 | 2026-11-12 10:20 | T-12 | TC-506 | passed
REG-1 | 2026-11-25 09:20 | T-01 | TC-501 | passed | retest=37
REG-1 | 2026-11-25 10:40 | T-05 | TC-503 | passed | retest=39
UAT-2 | 2026-11-02 23:40 | T-13 | TC-103 | passed
UAT-2 | 2026-11-03 00:50 | T-13 | TC-137 | passed
UAT-2 | 2026-11-04 15:10 | T-16 | TC-157 | passed
UAT-2 | 2026-11-05 04:20 | T-14 | TC-049 | passed
UAT-2 | 2026-11-06 09:10 | T-15 | TC-203 | passed
"""
#: Ref, kind of user, place, access, device, significant, who sees to it, why.
COMBINATIONS = """
K-01 | Order clerk | Hamburg | physical | Office PC | yes | Jonas Riedel | 1,900 orders on an evening
K-02 | Order clerk | Hanover | virtualised | Thin client | yes | Jonas Riedel | Two offices work in virtual desktops
K-03 | Sales administrator | Hamburg | physical | Office PC | no | Georg Amsel | Prices and rebates of chains
K-04 | Credit controller | Hamburg | physical | Office PC | no | Friederike Thomsen | Held orders, before the cut-off
K-05 | Accounts receivable clerk | Hamburg | physical | Office PC | no | Friederike Thomsen | Four clerks, 2,150 invoices
K-06 | Receiving clerk | Leipzig | physical | Handheld | yes | Sabine Kröger | The ramp with the weakest network
K-07 | Warehouse picker | Hanover | physical | Handheld | yes | Sabine Kröger | Day shift with the older handhelds
K-08 | Warehouse picker | Leipzig | physical | Handheld | yes | Sabine Kröger | The night shift, 41 people
K-09 | Driver | Hamburg | remote | Handheld | yes | Lennart Vogt | On the road, without reception at times
K-10 | Driver | Hanover | remote | Handheld | yes | Lennart Vogt | Cash at the door and empties
K-11 | Quality officer | Hamburg | physical | Tablet | no | Ayla Demir | Photographs in the cold store
K-12 | Dispatcher | Hanover | physical | Tablet | no | Lennart Vogt | Tours at the ramp
K-13 | Buyer | Hamburg | physical | Office PC | no | Tomasz Wilk | Proposals of the night
K-14 | Accounts payable clerk | Hamburg | physical | Office PC | no | Friederike Thomsen | Invoices that were read
K-15 | General ledger accountant | Hamburg | remote | Laptop | no | Friederike Thomsen | The month is closed from home
K-16 | Treasurer | Hamburg | physical | Office PC | no | Friederike Thomsen | Payments, with two people
"""
_NAMED = at("2026-10-20 12:00")


def regression_cases() -> list[Case]:
    """What is tried once more after the last changes."""
    return [
        Case(
            ref=ref,
            title=title,
            path=path,
            process=process,
            requirements=tuple(requirements.split("; ")),
            cycles=(REGRESSION_CYCLE,),
            persona=persona,
            significant=weight == "yes",
            owner="Miriam Falk",
            since=None,
        )
        for ref, path, weight, process, requirements, persona, title in rows(REGRESSION)
    ]


def testers() -> Iterator[Entry]:
    """Who tries the cases."""
    for ref, name, role, place, access, device in rows(TESTERS):
        yield Entry(
            {
                "ref": ref, "name": name, "mail": email(name, "northmere"), "role": role, "persona": role,
                "place": place, "access": access, "device": device, "language": "de",
            }
        )  # fmt: skip


def combinations() -> Iterator[Entry]:
    """What has to be covered by somebody of the business."""
    keys = ("ref", "persona", "place", "access", "device", "significant", "owner", "title")
    for cells in rows(COMBINATIONS):
        values: dict[str, Any] = dict(zip(keys, cells, strict=True))
        yield Entry({**values, "significant": values["significant"] == "yes"}, _NAMED)


def roles() -> Iterator[Entry]:
    """What the project says of security roles."""
    for name, kind, notes in rows(ROLES):
        yield Entry({"name": name, "kind": kind, "notes": notes})


def versions() -> Iterator[Entry]:
    """What was deployed, each from its moment on."""
    for ref, title, kind, when, affects, owner in rows(VERSIONS):
        values = {"ref": ref, "title": title, "kind": kind, "at": at(when), "affects": tuple(affects.split("; "))}
        yield Entry({**values, "owner": owner}, at(when))


def steps() -> Iterator[Entry]:
    """The cases that are written step by step."""
    for case, number, action, expected, data in rows(STEPS):
        yield Entry({"case": case, "number": int(number), "action": action, "expected": expected, "data": data})


def runs() -> Iterator[Entry]:
    """Every run, each from the moment it was entered on."""
    known = {cells[0]: cells for cells in rows(TESTERS)}
    for number, (cycle, ended, tester, case, outcome, *more) in enumerate(rows(RUNS), start=1):
        said = dict(cell.split("=") for cell in more if "=" in cell)
        _, name, role, place, access, device = known[tester]
        entered = at(said["late"]) if "late" in said else at(ended)
        values: dict[str, Any] = {
            "ref": _ref(number), "case": case, "cycle": cycle, "tester": name, "role": said.get("role", ""),
            "at": at(ended), "outcome": outcome, "migrated_data": said.get("migrated") != "no", "environment": "UAT",
            "persona": role, "place": place, "access": access, "device": device,
            "steps": tuple({"number": step, "outcome": "passed", "comment": ""}
                           for step in range(1, int(said.get("steps", 0)) + 1)),
            "comment": next((cell for cell in more if "=" not in cell), ""),
            "retest_of": _ref(int(said["retest"])) if "retest" in said else None,
            "entered_late": "late" in said, "entered_by": "Miriam Falk" if "late" in said else name,
            "entered_at": entered,
        }  # fmt: skip
        yield Entry(values, entered)


def _ref(number: int) -> str:
    return f"RUN-{number:04}"
