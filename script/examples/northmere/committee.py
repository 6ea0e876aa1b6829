"""The committee of 12 November: what it had before it, the risks that were borne, votes, conditions and dissent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from firstlight.readiness import deciding
from northmere.people import PEOPLE, rows
from northmere.timeline import Entry, at

#: The assessment that was decided on. Frozen things are kept and not made again: `script/build-examples --freeze`.
FROZEN = Path(__file__).resolve().parents[3] / "examples" / "northmere" / "assessments" / "3.json"
NUMBER = 3

PREPARED, OPENED, CLOSED = at("2026-11-11 10:00"), at("2026-11-12 16:05"), at("2026-11-12 16:28")
VOTERS = ("ha:executive-sponsor", "mo:approver", "pl:project-lead", "ft:process-owner")

#: Check, when Henrik Aldag accepted its risk, until when, why.
ACCEPTED = """
acceptance.test-cycles | 2026-11-12 16:10 | 2026-11-19 18:00
    | Six cases of UAT-2 are open, all rated minor, and are tried again by 19 November.
uat.complete | 2026-11-12 16:11 | 2026-11-19 18:00
    | The same six cases. The committee sees the list again before it counts as settled.
acceptance.accepted | 2026-11-12 16:12 | 2026-11-19 18:00
    | Three of eight processes are accepted. The other five wait for the same six cases and for item search.
performance.search | 2026-11-12 16:13 | 2026-11-18 18:00
    | The second index is in package 218. Until then the order desk works from the assortment list.
performance.critical-issues | 2026-11-12 16:14 | 2026-11-18 18:00
    | PI-07 is that search. It has a cause, an owner and a day.
migration.fits-window | 2026-11-12 16:15 | 2026-11-16 18:00
    | Rehearsal 2 begins tomorrow with stock lots and open invoices side by side. It will show it.
dependencies.aligned | 2026-11-12 16:17 | 2026-11-19 18:00
    | Skanwerk has a week to name a binding date, and Bo Lindahl to find a way without them.
sit.bank-outage | 2026-11-12 16:18 | 2026-11-19 18:00
    | The bank is asked for a test window in the week of 16 November.
performance.virtual-desktops | 2026-11-12 16:20 | 2027-01-31 18:00
    | It costs two seconds once a morning, and new hosts are ordered for January.
"""

#: Who voted what, when, and why.
VOTES = """
ha | conditional | 2026-11-12 16:22
    | The risks have a name, a day and a way round. We lose nothing by walking on until the 26th.
pl | conditional | 2026-11-12 16:23 | Every open point has an owner and a date before the committee of 26 November.
ft | conditional | 2026-11-12 16:24 | Finance can work with what is there. The rebates have to be right before the first invoice.
mo | no-go | 2026-11-12 16:26
    | Nine risks accepted in one evening are a date looking for reasons. Scanners touch every pallet: 11 January.
"""

#: Ref, what has to be so, owner, by when.
CONDITIONS = """
D-1-C1 | The scanners have a binding date before 1 December, or a way to start without them is tried | Bo Lindahl
    | 2026-11-24
D-1-C2 | The rebate after a credit note and the short pick are repaired and tried again | Jonas Riedel | 2026-11-25
"""

STATEMENT = (
    "Wave 1 stays on course for 7 December until the committee of 26 November. The risks named are borne until the days "
    "beside them, and two conditions hold."
)

#: What the lead put on the agenda before, with what was said.
AGENDA = """
Change request 41 of Alsterkauf: when is it decided?
    | On 17 November, by circular. Eleven requirements, delivered by 24 November.
Rehearsal 2 from 13 to 15 November: who is on call?
    | Carl Petersen and both administrators; the list hangs in the cutover room.
"""
#: What was said on points that the assessment brought, by the check they are about.
NOTES = {
    "performance.search": "Claire Dumas shows both indexes. The order desk agrees to the assortment list for a week.",
    "dependencies.aligned": "The mail of Skanwerk arrived at 16:00 and was read out.",
    "migration.fits-window": "Daniel Okafor expects 28 hours.",
    "sit.bank-outage": "Ravi Menon calls the bank tomorrow at nine.",
}

#: The next meeting: ref, title, when, who presides, since when it is prepared; then its agenda.
NEXT = ("D-2", "Go or no-go for 7 December", "2026-12-04 15:00", "ha", "2026-11-19 10:00")
NEXT_AGENDA = """
blocker | acceptance.requirements-tested | Eight requirements of change request 41 have no passing test.
blocker | dependencies.aligned | Scanners: the date of Skanwerk, and what was tried without them.
condition | D-1-C1 | Condition of 12 November: scanners.
condition | D-1-C2 | Condition of 12 November: rebate and short pick.
finding | GR-2-F5 | One person knows the load of crate accounts (Daniel Okafor).
own | | Weather and roads on 5 and 6 December: can the lorries reach Leipzig?
"""


@cache
def frozen() -> tuple[bytes, dict[str, Any]]:
    """The assessment, as bytes and read."""
    data = FROZEN.read_bytes()
    return data, json.loads(data)


def acceptances() -> Iterator[tuple[str, datetime, datetime, str]]:
    """Check, accepted, until, why."""
    for check, accepted, until, reason in rows(ACCEPTED):
        yield check, at(accepted), at(until), reason


def decisions() -> Iterator[Entry]:
    """The decision of 12 November at each step, and the one to come."""
    values = {
        "ref": "D-1", "title": "Does wave 1 stay on course for 7 December?", "planned": at("2026-11-12 14:00"),
        "presider": "ha", "state": "preparing",
    }  # fmt: skip
    yield Entry(values, PREPARED, ((OPENED, _opened()), (CLOSED, _closed())) if FROZEN.exists() else ())
    ref, title, planned, presider, since = NEXT
    values = {"ref": ref, "title": title, "planned": at(planned), "presider": presider, "state": "preparing"}
    yield Entry({**values, "supersedes": "D-1"}, at(since))


def _opened() -> dict[str, Any]:
    data, document = frozen()
    return {
        "state": "open", "opened": OPENED, "assessment_number": NUMBER,
        "assessment_digest": hashlib.sha256(data).hexdigest(), "verdict": document["verdict"],
        "reasons": tuple(deciding.kept_reasons(document["reasons"])), "voters": VOTERS,
        "quorum": deciding.majority(len(VOTERS)),
    }  # fmt: skip


def _closed() -> dict[str, Any]:
    titles = {one["check"]: one["title"] for one in frozen()[1]["reasons"] if one["check"] and one["kind"] != "stale"}
    names = {cells[0]: (cells[1], cells[2]) for cells in rows(PEOPLE)}
    person, job = names["ha"]
    accepted = tuple(
        {"check": check, "title": titles[check], "person": person, "job": job, "reason": reason,
         "accepted": since.astimezone(UTC).isoformat(), "expires": until.astimezone(UTC).isoformat()}
        for check, since, until, reason in acceptances()
    )  # fmt: skip
    return {"state": "closed", "closed": CLOSED, "outcome": "conditional", "statement": STATEMENT, "accepted": accepted}


def agenda() -> Iterator[Entry]:
    """What the lead had put on it, then what the frozen assessment asked for."""
    position = 0
    for text, note in rows(AGENDA):
        position += 1
        point = {"decision": "D-1", "position": position, "kind": "own", "text": text, "note": ""}
        yield Entry(point, PREPARED, ((CLOSED, {"note": note}),))
    if FROZEN.exists():
        for one in deciding.agenda_points(deciding.agenda(frozen()[1], (), ())):
            position += 1
            point = {"decision": "D-1", "position": position, "kind": one.kind, "about": one.about, "text": one.text,
                     "note": ""}  # fmt: skip
            yield Entry(point, OPENED, ((CLOSED, {"note": NOTES.get(one.about, "")}),))
    for number, (kind, about, text) in enumerate(rows(NEXT_AGENDA), 1):
        yield Entry(
            {"decision": NEXT[0], "position": number, "kind": kind, "about": about, "text": text, "note": ""},
            at(NEXT[4]),
        )


def votes() -> Iterator[Entry]:
    """One of each who may vote."""
    roles = dict(one.split(":") for one in VOTERS)
    for person, vote, cast, reason in rows(VOTES):
        values = {"decision": "D-1", "person": person, "role": roles[person], "vote": vote, "reason": reason,
                  "cast": at(cast)}  # fmt: skip
        yield Entry(values, at(cast))


def conditions() -> Iterator[Entry]:
    """What has to be done, each by an action of its name."""
    for ref, text, owner, due in rows(CONDITIONS):
        values = {"ref": ref, "decision": "D-1", "text": text, "owner": owner, "due": date.fromisoformat(due),
                  "action_ref": ref}  # fmt: skip
        yield Entry(values, at("2026-11-12 16:21"))


def dissents() -> Iterator[Entry]:
    """Whoever voted heavier than what was decided, in the words of their vote."""
    for person, vote, _, reason in rows(VOTES):
        if deciding.dissents(vote, "conditional"):
            yield Entry({"decision": "D-1", "person": person, "text": reason, "recorded": CLOSED}, CLOSED)
