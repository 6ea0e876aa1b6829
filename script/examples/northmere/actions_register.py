"""The register of actions, with the day on which each was opened, moved or done."""

from __future__ import annotations

from datetime import date
from typing import Any

from northmere.people import whole_lines
from northmere.timeline import Entry, at

#: Ref | opened | due | priority | risk | owner | check | what | source
#: then, indented: a time and what changed: `done`, `under way`, `due DATE`, or words after `blocker` or `workaround`.
TEXT = """
A-01 | 2026-10-12 | 2026-11-06 | high | high | Miriam Falk | uat.personas
    | Bring the night shift of Leipzig and the drivers of Hanover into UAT-2 | Gate review of 29 September
  2026-10-20 under way
  2026-11-06 10:30 done
A-02 | 2026-10-14 | 2026-11-06 | high | medium | Daniel Okafor | migration.source-quality
    | Find net weights for 214 items or lock them | Dry run 2
  2026-10-16 under way
  2026-11-06 11:00 done
A-03 | 2026-10-14 | 2026-11-02 | high | high | Daniel Okafor | migration.validation
    | Explain the difference of 18,420.17 euros in open customer invoices | Dry run 2
  2026-10-21 under way
  2026-10-30 done
A-04 | 2026-10-19 | 2026-11-10 | high | high | Daniel Okafor | migration.fits-window
    | Run stock lots and open invoices side by side | Rehearsal 1
  2026-10-22 under way
  2026-11-09 done
A-05 | 2026-10-19 | 2026-11-13 | high | high | Carl Petersen | cutover.sequence
    | Cut the plan to 59 hours and tie the 17 loose steps | Rehearsal 1
  2026-10-23 under way
  2026-11-16 12:30 done
A-06 | 2026-10-21 | 2026-10-27 | medium | medium | Stefan Hauke | support.plan
    | Name who takes problems of label stations at night | Support review
  2026-11-09 13:00 done
A-07 | 2026-10-21 | 2026-11-18 | high | medium | Stefan Hauke | support.team
    | Give the night desk access to the monitoring of interfaces | Support review
  2026-11-10 under way
  2026-11-10 14:00 blocker The rights need a second person in the tenant, who is on leave until 23 November.
  2026-11-24 done
A-08 | 2026-10-28 | 2026-11-04 | medium | medium | Carl Petersen | cutover.roles
    | Find owners for 23 steps and second persons for 61 | Cutover plan v5
  2026-11-10 16:20 due 2026-11-17
  2026-11-17 14:10 done
A-09 | 2026-10-28 | 2026-11-10 | high | medium | Katrin Ebel | support.batch-jobs
    | Set recurrence, account and alert for all 44 jobs and run them together | IT review
  2026-11-03 under way
  2026-11-17 10:40 done
A-10 | 2026-11-05 | 2026-11-18 | high | high | Claire Dumas | performance.search
    | Bring item search below 2.0 s at peak load (PI-07) | Performance report
  2026-11-06 under way
  2026-11-11 17:00 workaround Order desk works from the assortment list, which opens in 1.2 s.
  2026-11-26 17:00 done
A-11 | 2026-11-09 | 2027-01-22 | medium | medium | Bo Lindahl | performance.virtual-desktops
    | Replace the hosts of the virtual desktops | Performance report
  2026-11-12 16:20 under way
A-12 | 2026-10-30 | 2026-11-20 | high | high | Ravi Menon | sit.bank-outage
    | Agree a test window with Nordhafen Bank and run the outage exercise | SIT review
  2026-11-16 09:00 blocker The bank offers a window on 27 November at the earliest.
  2026-11-23 due 2026-11-27
  2026-11-28 12:00 done
D-1-C1 | 2026-11-12 16:28 | 2026-11-24 | high | high | Bo Lindahl | dependencies.aligned
    | The scanners have a binding date before 1 December, or a way to start without them is tried | Decision D-1
  2026-11-13 under way
  2026-11-24 due 2026-12-01
  2026-11-24 workaround 24 old scanners for each depot, with the new app.
  2026-12-01 12:00 done
GR-2-F2 | 2026-11-10 11:00 | 2026-11-25 | medium | medium | Carl Petersen | cutover.roles
    | The telephone tree of the cutover weekend has one number for each depot | Gate review GR-2
  2026-11-12 09:00 under way
  2026-11-25 12:00 done
GR-2-F3 | 2026-11-10 11:20 | 2026-11-17 | low | low | Jonas Riedel |
    | The paper form for orders during an outage names last year's delivery days | Gate review GR-2
  2026-11-17 09:00 done
A-14 | 2026-11-17 16:00 | 2026-11-24 | high | high | Miriam Falk | acceptance.requirements-tested
    | Write and run cases for the eight untested requirements of change request 41 | Change request 41
  2026-11-18 under way
  2026-11-27 15:00 done
D-1-C2 | 2026-11-12 16:28 | 2026-11-25 | high | high | Jonas Riedel | acceptance.accepted
    | The rebate after a credit note and the short pick are repaired and tried again | Decision D-1
  2026-11-16 under way
  2026-11-25 done
A-16 | 2026-11-05 | 2026-11-16 | medium | medium | Nadia Rossi | change.training
    | Book seats for 41 people of the night shift in Leipzig | Training record
  2026-11-09 under way
  2026-11-23 done
A-17 | 2026-11-06 | 2026-11-27 | low | low | Nadia Rossi | change.training-timing
    | Give 62 pickers a refresher of one hour | Training record
  2026-11-18 under way
  2026-11-27 done
A-18 | 2026-11-10 | 2026-11-26 | medium | medium | Stefan Hauke | support.monitoring
    | Set up the three alerts that are missing and the figures on use | Support exercise
  2026-11-17 under way
  2026-11-26 done
A-19 | 2026-11-18 | 2026-11-27 | high | medium | Claire Dumas | cutover.deployable-package
    | Accept package 218 or its successor and enter its number in the cutover plan | Release note 218
  2026-11-20 under way
  2026-11-27 16:00 done
A-20 | 2026-11-18 | 2026-11-24 | high | medium | Paula Lindner | uat.complete
    | Have Friederike Thomsen, on leave from 16 to 20 November, sign scope and UAT again | Change request 41
  2026-11-24 due 2026-12-01
  2026-12-01 15:30 done
A-21 | 2026-11-23 | 2026-12-10 | medium | medium | Bo Lindahl | dependencies.requirements
    | Receive 60 scanners, set them up and take the old ones back | Skanwerk Devices
A-22 | 2026-12-01 10:00 | 2027-01-29 | low | low | Miriam Falk | uat.open-items
    | Plan the nine minor defects into the January release | UAT closing report
A-23 | 2026-12-01 15:00 | 2026-12-04 | high | high | Carl Petersen | cutover.checkpoint
    | Ask Henrik Aldag to sign the ten exit criteria | Cutover plan v9
"""

_KEYS = ("ref", "opened", "due", "priority", "risk", "owner", "check_ref", "title", "source")


def actions() -> list[Entry]:
    """All actions; those that are closed stay in the list."""
    found: list[Entry] = []
    for line in whole_lines(TEXT):
        if line.startswith(" "):
            last = found[-1]
            changes = (*last.changes, _change(line.split()))
            found[-1] = Entry(last.values, last.since, changes)
            continue
        cells = dict(zip(_KEYS, (cell.strip() for cell in line.split("|")), strict=True))
        values: dict[str, Any] = {key: cell for key, cell in cells.items() if key not in ("opened", "due")}
        values["due"] = date.fromisoformat(cells["due"])
        found.append(Entry(values, at(cells["opened"])))
    return found


def _change(words: list[str]) -> tuple[Any, dict[str, Any]]:
    when, rest = words[0], words[1:]
    if rest[0][:2].isdigit():
        when, rest = f"{when} {rest[0]}", rest[1:]
    kind, text = rest[0], " ".join(rest[1:])
    if kind == "due":
        return at(when), {"due": date.fromisoformat(text)}
    if kind in ("blocker", "workaround"):
        return at(when), {kind: text}
    return at(when), {"state": "done" if kind == "done" else "under-way"}
