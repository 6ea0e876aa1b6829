"""Words and figures around the steps: how they are done, what a dry run took, what happened, the rehearsals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from firstlight.cutover.rules.timing import Times
from northmere.cutover_people import Roles
from northmere.cutover_steps import Line, lines_of
from northmere.timeline import at

REHEARSALS: dict[str, dict[str, Any]] = {
    "R1": {
        "title": "Rehearsal 1", "environment": "Production, reset after it", "started": at("2026-10-16 18:00"),
        "ended": at("2026-10-19 12:00"), "outcome": "not-met",
        "lessons": "66 h of 59 h. The load took 37 h of 30 h: stock lots and open invoices ran one after the other. "
                   "Paper lists helped at night. 15 steps waited for another team. To do: both loads side by side, "
                   "tie the loose steps, second persons for the Sunday night.",
    },
    "R2": {
        "title": "Rehearsal 2", "environment": "Production, reset after it", "started": at("2026-11-13 18:00"),
        "ended": at("2026-11-15 21:00"), "outcome": "met",
        "lessons": "51 h of 59 h, load 26 h of 30 h with full volume. Eight of nine exit criteria were met on Sunday; "
                   "labels in Leipzig printed on Monday after a change of driver. Second persons carried out 40 steps "
                   "from the text; three texts were corrected.",
    },
}  # fmt: skip
#: Ref, what is seen, from when on it counts, who says so.
TRIGGERS = """
RT-1 | The load falls behind | Stock of Leipzig (326) is not loaded by Sunday, 08:00 | Daniel Okafor
RT-2 | Balances do not tie | One account of the ledger differs on Sunday at 16:00 | Friederike Thomsen
RT-3 | Stock does not tie | More than 0.5 % of the value of a depot differs on Sunday at 16:00 | Sabine Kröger
RT-4 | Labels do not print | A depot prints none by Sunday, 20:00 | Bo Lindahl
"""
#: Steps that waited for another team in the first rehearsal, and that came to no good end in one.
_WAITED = ("209", "212", "214", "217", "314", "321", "327", "333", "358", "402", "410", "419", "514", "516", "528")
_FAILED = {
    ("R1", "428"): "Labels were empty; repeated after the rehearsal.",
    ("R1", "505"): "The queue stopped twice and was started by hand.",
    ("R2", "428"): "Leipzig printed on Monday, after a change of driver.",
}
_NOTED = {("R1", "519"): "Printers of two depots were not reached; their lists were copied by hand."}
#: What ends a part of the plan ended when it was said to.
_EXACT = ("226", "366", "436")
#: When the steps before the weekend ended; those without an entry are open.
_ENDED = {
    "101": "11-23 18:15", "102": "11-24 10:40", "103": "11-25 09:15", "104": "11-27 18:35", "105": "11-27 21:20",
    "106": "11-28 13:00", "107": "11-30 20:10", "108": "11-30 20:45", "109": "12-01 18:20", "110": "12-02 09:25",
    "111": "12-02 15:30", "112": "12-03 08:50", "113": "12-03 10:05", "114": "12-03 10:10", "115": "12-03 10:40",
    "116": "12-03 11:35", "117": "12-03 13:20", "118": "12-03 15:05",
}  # fmt: skip
#: How a step is done, by who does it; {looks} is who looks, {page} where it is written down.
_HOW = {
    "data": "Start the job of this step in the load console, watch its counter, and send its log to {looks}.",
    "fin": "Work through {page} line by line; print the result, sign it, and hand it to {looks}.",
    "wh": "Follow {page} at each depot, one after the other; report each depot to the room when it is done.",
    "ord": "Follow {page} with the list of cases beside it; note number and time of each.",
    "pur": "Follow {page} with the list of cases beside it; note what differs, also what looks small.",
    "it": "Follow {page}; read each command aloud before it is run, and keep the window open for {looks}.",
    "int": "Follow {page}; change one endpoint at a time, and wait for its first document.",
    "sup": "Follow {page}; try it once from outside of the building.",
    "lead": "Follow {page}; write the time into the log of the room.",
    "head": "Follow {page}.",
}
_BY_KIND = {
    "load": "Start the job {ref} in the load console, watch its counter, and send its log to {looks}.",
    "communication": "Send the text of {page}. Nothing is added to it; answers go to the line of the room.",
    "checkpoint": "Read the criteria one by one. Henrik Aldag, Margit Ohlsen and Carl Petersen each say yes or no, and "
                  "Carl Petersen writes the words down. What follows waits for a go.",
}  # fmt: skip


def page(line: Line) -> str:
    """Where the step is written down."""
    return f"runbook page {line.ref}"


def instruction(line: Line, roles: Roles) -> str:
    """How the step is done."""
    from northmere.cutover_people import team_of

    words = _BY_KIND.get(line.kind) or _HOW[team_of(line.who)]
    return words.format(looks=roles.verifier, page=page(line), ref=line.ref)


def system_of(line: Line) -> str:
    """The system that a step is done in."""
    if "Cargon" in line.title or line.part == "200" or line.title.startswith("Extract"):
        return "Cargon"
    return {"communication": "Mail and telephone", "checkpoint": "Cutover room"}.get(
        line.kind, "Finance and operations"
    )


def dry_run(ref: str) -> int:
    """What the third dry run took: a little more than the second rehearsal."""
    return round(next(line.minutes for line in lines_of("v7") if line.ref == ref) * 1.04)


def spare(ref: str, when: Times) -> timedelta:
    """By how much a step was quicker in a rehearsal than the plan that was made of it: at most three minutes in 100."""
    if ref in _EXACT or when.slack <= timedelta(minutes=4):
        return timedelta(0)
    share = int(ref) * 7 % 4
    return timedelta(minutes=round((when.end - when.start).total_seconds() * share / 6000))


def noticed(rehearsal: str, ref: str) -> dict[str, str]:
    """How a step ended in a rehearsal, and what was noticed."""
    if words := _FAILED.get((rehearsal, ref)):
        return {"outcome": "failed", "note": words}
    waited = "Waited for another team." if rehearsal == "R1" and ref in _WAITED else ""
    return {"outcome": "done", "note": _NOTED.get((rehearsal, ref), waited)}


def happened(ref: str, moment: datetime) -> dict[str, Any]:
    """When a step began and ended in the cutover itself, as known then."""
    if ref not in _ENDED or at(f"2026-{_ENDED[ref]}") > moment:
        return {}
    line = next(one for one in lines_of("v9") if one.ref == ref)
    return {"actual_start": line.start, "actual_end": at(f"2026-{_ENDED[ref]}"), "percent": 100}
