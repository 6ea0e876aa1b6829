"""The cutover plan as files have it: the steps of the version that held, shifts, the way back, rehearsals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from firstlight.cutover.rules.facts import PlanFacts, Step
from firstlight.cutover.rules.timing import Times, timetable_of
from firstlight.engines.scheduling import Window
from northmere import cutover_people, cutover_words
from northmere.cutover_people import Roles
from northmere.cutover_steps import PARTS, VERSIONS, Line, lines_of, version_at, way_back
from northmere.people import rows
from northmere.timeline import ZONE, Entry, at

WINDOW = Window(at("2026-12-04 18:00"), at("2026-12-07 05:00"))
#: A rollback is decided from the checkpoint on.
BACK_WINDOW = Window(at("2026-12-06 16:00"), at("2026-12-07 05:00"))
#: What version 5 did not have yet, and version 6 in part: steps without an owner, a backup, a check, a predecessor.
_NO_OWNER = ("109", "131", "210", "223", "310", "311", "312", "340", "343", "344", "346", "347", "406", "407", "413",
             "415", "416", "423", "506", "507", "515", "517", "522")  # fmt: skip
_NO_BACKUP = {
    "v5": (*_NO_OWNER, "103", "104", "105", "110", "112", "114", "117", "122", "201", "202", "205", "212", "302",
           "303", "306", "307", "313", "314", "322", "323", "329", "331", "332", "336", "338", "348", "349", "356", "357", "402",
           "405", "420", "432", "508", "510", "511", "519", "528"),
    "v6": ("348", "349", "353", "354", "507", "508", "510", "517", "522"),
}  # fmt: skip
_NO_CHECK = tuple(str(number) for number in (*range(303, 313), *range(315, 321), *range(333, 351), *range(505, 513)))
_LOOSE = ("310", "332", "338", "351", "343", "346", "347", "304", "306", "307", "309", "336", "349", "411", "415", "417",
          "508", "523")  # fmt: skip

#: Who says go or no-go at the checkpoint, each for themselves.
DECIDERS = ("Henrik Aldag", "Margit Ohlsen", "Carl Petersen")
#: What was found in version 7 and settled with version 9: no way back, and looked at by who did it.
_OPEN = {"518": {"rollback": ""}, "R10": {"verifier": "Jonas Riedel"}}


def steps_of(lines: list[Line]) -> tuple[Step, ...]:
    """Lines as the rules look at them."""
    return tuple(
        Step(ref=one.ref, title=one.title, kind=one.kind, predecessors=one.waits, minutes=one.minutes,
             start=one.start, fixed=one.fixed)
        for one in lines
    )  # fmt: skip


@cache
def times_of(version: str) -> Mapping[str, Times]:
    """When everything of a version happens, "back" for the rollback; in the zone of the project."""
    lines, window = (way_back(), BACK_WINDOW) if version == "back" else (lines_of(version), WINDOW)
    table = timetable_of(PlanFacts("Cutover", ZONE, window.start, steps_of(lines), window=window))
    if not table.computed:
        raise ValueError(f"version {version} of the plan cannot be computed: {table.problems}")
    return {
        ref: replace(one, start=one.start.astimezone(ZONE), end=one.end.astimezone(ZONE))
        for ref, one in table.times.items()
    }


@cache
def roles_in(version: str) -> Mapping[str, Roles]:
    """Who does what in a version. Before version 7 nobody had matched hours and steps: it is as it was then."""
    if version == "back":
        return cutover_people.roles_of(way_back(), times_of("back"), "v7")
    known = "v9" if version == "v9" else "v7"
    lines = lines_of(known)
    return cutover_people.roles_of(lines, times_of(known), known)


def plans(moment: datetime) -> Iterator[Entry]:
    """The cutover since its fifth version, the way back since the sixth."""
    version = version_at(moment)
    if version:
        yield Entry({"ref": "cutover", "title": "Cutover of wave 1", "kind": "cutover",
                     "notes": f"Version {version[1:]}, {VERSIONS[version]:%d %B %Y}"})  # fmt: skip
    if version and version != "v5":
        yield Entry({"ref": "rollback", "title": "Way back to Cargon", "kind": "rollback",
                     "window_start": BACK_WINDOW.start, "window_end": BACK_WINDOW.end})  # fmt: skip


def tasks(moment: datetime) -> Iterator[Entry]:
    """Every step of the version that held, below its part; then those of the way back."""
    version = version_at(moment)
    if version is None:
        return
    part = ""
    for line in lines_of(version):
        if line.part != part:
            part = line.part
            title = next(title for ref, title, *_ in PARTS if ref == part)
            yield Entry({"ref": part, "title": title, "kind": "group", "plan": "cutover"})
        values = _values(line, roles_in(version)[line.ref], "cutover", part)
        values |= _lacking(line, version) | cutover_words.happened(line.ref, moment)
        if line.ref in _LOOSE and version == "v5":
            values["predecessors"] = ()
        yield Entry(values)
    if version != "v5":
        for line in way_back():
            yield Entry(_values(line, roles_in("back")[line.ref], "rollback", "Way back") | _lacking(line, version))


def _values(line: Line, roles: Roles, plan: str, group: str) -> dict[str, Any]:
    area = cutover_people.area_of(cutover_people.team_of(line.who))
    values = {
        "ref": line.ref, "title": line.title, "plan": plan, "kind": line.kind, "group": group, "area": area,
        "environment": "Production", "system": cutover_words.system_of(line), "predecessors": line.waits,
        "minutes": line.minutes, "start": line.start, "fixed": line.fixed, "owner": roles.owner,
        "backup": roles.backup, "verifier": roles.verifier, "instruction": cutover_words.instruction(line, roles),
        "verification": line.verification, "documents": (cutover_words.page(line),), "risky": bool(line.back),
        "rollback": line.back, "percent": 0,
    }  # fmt: skip
    if line.criteria:
        values["criteria"] = line.criteria
        values["deciders"] = DECIDERS
    if line.start:
        values["countdown"] = f"T-{(at('2026-12-07') - line.start.replace(hour=0, minute=0)).days} d"
    return values


def _lacking(line: Line, version: str) -> dict[str, Any]:
    """What an early version did not have, and what only later ones know: dry runs and how much loads vary."""
    found: dict[str, Any] = {}
    if version == "v5":
        found |= {"owner": ""} if line.ref in _NO_OWNER else {}
        found |= {"verification": ""} if line.ref in _NO_CHECK else {}
    if version != "v9":
        found |= _OPEN.get(line.ref, {})
    found |= {"backup": ""} if line.ref in _NO_BACKUP.get(version, ()) else {}
    if line.kind == "load" and version in ("v7", "v9"):
        found |= {"shortest": round(line.minutes * 0.9), "longest": round(line.minutes * 1.3)}
        found["dry_run_minutes"] = cutover_words.dry_run(line.ref)
    return found


def blackouts(moment: datetime) -> Iterator[Entry]:
    """When nothing may start or end."""
    if moment >= VERSIONS["v7"]:
        yield Entry({"ref": "B-1", "plan": "cutover", "start": at("2026-12-06 23:00"), "end": at("2026-12-07 00:00"),
                     "reason": "Weekly backup of the data centre"})  # fmt: skip


def triggers(moment: datetime) -> Iterator[Entry]:
    """What makes people turn back, since there is a way back."""
    version = version_at(moment)
    if version and version != "v5":
        keys = ("ref", "seen", "threshold", "said_by")
        for cells in rows(cutover_words.TRIGGERS):
            yield Entry({"plan": "cutover", **dict(zip(keys, cells, strict=True))})


def shifts(moment: datetime) -> Iterator[Entry]:
    """The hours that everybody has confirmed, since version 7."""
    version = version_at(moment)
    if version not in ("v7", "v9"):
        return
    for number, (who, (start, end)) in enumerate(cutover_people.duties(roles_in(version), times_of(version), version)):
        yield Entry({
            "ref": f"S-{number + 1:03}", "person": who.name, "start": start, "end": end,
            "skills": (cutover_people.area_of(who.team),),
            "reached_at": cutover_people.REACHED.get(who.team, "Cutover room"),
        })  # fmt: skip


def timings(moment: datetime) -> Iterator[Entry]:
    """What each step took in the rehearsals: in the first as in version 5, in the second as in version 7."""
    for ref, version, days, known in (("R1", "v5", 49, "v5"), ("R2", "v7", 21, "v6")):
        if cutover_words.REHEARSALS[ref]["ended"] > moment:
            continue
        earlier, then = timedelta(days=days), times_of(version)
        for line in lines_of(known):
            when = then[line.ref]
            spare = cutover_words.spare(line.ref, when)
            # The first rehearsal was before the clocks went back: times of day are meant, not instants.
            values = {
                "rehearsal": ref, "task": line.ref, "started": _day(when.start, earlier),
                "ended": _day(when.end - spare, earlier), **cutover_words.noticed(ref, line.ref),
            }  # fmt: skip
            yield Entry(values)


def _day(when: datetime, earlier: timedelta) -> datetime:
    return (when.replace(tzinfo=None) - earlier).replace(tzinfo=ZONE)


def rehearsals(moment: datetime) -> Iterator[Entry]:
    """The rehearsals that were over."""
    for ref, values in cutover_words.REHEARSALS.items():
        if values["ended"] <= moment:
            yield Entry({"ref": ref, "plan": "cutover", **values})
