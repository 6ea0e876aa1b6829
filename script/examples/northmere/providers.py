"""What others have to deliver: the register, what was agreed, meetings, every word of the providers, their services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, title, kind, provider, contact, commitment, needed by, cadence, scope, line of the plan, owner.
DEPENDENCIES = """
D-01 | Bank connection with four accounts | service | Nordhafen Bank | Arne Fokken, payment services
    | Four accounts over EBICS, with a test window for an outage | 2026-11-27 | 14 | I-03 | 118 | Ravi Menon
D-02 | Switch-over of 38 EDI partners | service | Tidewise EDI | Neele Onken, onboarding
    | 38 partners moved, each with one order and one invoice tried | 2026-11-30 | 7 | I-01; I-02 | 121 | Ravi Menon
D-03 | Tour planning, release 8.2 | isv | Routario | Sven Halbach, delivery
    | Release 8.2 with two temperature zones, in production | 2026-11-20 | 14 | I-05; P-07 | 126 | Lennart Vogt
D-04 | Warehouse scanners | other | Skanwerk Devices | Jule Franke, account manager
    | 60 devices, set up, tested and delivered to three depots | 2026-12-01 | 7 | I-07; P-03 | 131 | Bo Lindahl
D-05 | Firmware of 18 label stations | system | Etikon Waagen | Hauke Brodersen, service
    | Firmware 4.2 with weight by piece on all 18 stations | 2026-11-25 | 14 | I-06; P-06 | 134 | Sabine Kröger
D-06 | Traceability for 10.0.48 | isv | Lotura Software | Lasse Storm, product manager
    | Release 6.4 for 10.0.48 with support for the first update | 2026-11-16 | 14 | P-05 | 139 | Claire Dumas
D-07 | Temperature gateways in 58 lorries | system | Frostlog | Maike Sievers, projects
    | 58 gateways built in and reporting | 2026-11-27 | 14 | I-08 | 142 | Lennart Vogt
D-08 | Second network line in Leipzig | service | Weserline Telecom | Torben Rieck, business desk
    | Second line of 500 Mbit/s, switched within a minute | 2026-11-30 | 14 | I-07 | 147 | Bo Lindahl
D-09 | Web shop, release 3.9 | system | Pixelhafen Studio | Ronja Tietz, producer
    | Release 3.9 with prices and stock of the new system | 2026-11-23 | 7 | I-04 | 151 | Ravi Menon
D-10 | Payroll export | service | Lohnwerk Service | Gesa Mundt, customer desk
    | Journal of wages in the new layout from December on | 2026-11-30 | 14 | I-12 | 155 | Priya Nair
D-11 | Invoice reading, release 12 | isv | Belegfuchs | Tjark Ennen, support
    | Release 12 reads invoices of both companies | 2026-11-02 | 14 | P-08 | 158 | Friederike Thomsen
"""

#: Ref: days on which the provider confirmed. The last one of what is delivered is its delivery.
CONFIRMED = {
    "D-01": "10-15 10-23 11-05 11-16 11-27",
    "D-02": "10-22 10-27 11-06 11-11 11-18 11-26",
    "D-03": "10-20 11-03 11-16 11-18",
    "D-04": "10-13 10-27 11-05 11-12:16 11-24 12-01",
    "D-05": "10-21 11-04 11-17 11-24",
    "D-06": "10-12 10-30 11-09 11-13",
    "D-07": "11-04 11-13 11-25",
    "D-08": "10-14 10-26 11-05 11-18 11-27",
    "D-09": "10-23 10-28 11-06 11-12 11-19 11-23",
    "D-10": "10-19 11-02 11-13 11-26",
    "D-11": "10-05 10-09",
}
#: What is not there before the last of these states.
OUTSTANDING = {"D-04"}
#: Who answered by the link they were given, since when; before that it was written down from calls.
BY_LINK = {"D-04": "11-12:16", "D-09": "11-12", "D-05": "11-17"}

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
    "D-11": "10-01 10-09",
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
    "D-11": "10-01 10-09",
}

#: Those that are listed one by one: ref, dependency, requirement, agreed on, met on.
LISTED = """
Q-01 | D-01 | Payments of both companies are booked on one day | 10-01 | 11-09
Q-02 | D-01 | Statements arrive by six in the morning | 10-01 | 11-11
Q-03 | D-02 | Each partner has sent one order that was booked | 10-01 | 11-10
Q-04 | D-02 | Each partner has taken one invoice | 10-01 | 11-12:12
Q-05 | D-04 | Devices are enrolled before they are sent | 10-13 | 11-09
Q-06 | D-04 | A scan is on the screen within half a second | 10-13 | 11-05
Q-07 | D-04 | 60 devices stand in three depots | 10-13 | -
Q-08 | D-04 | Two spare devices for each depot | 10-27 | -
Q-09 | D-09 | Stock in the shop is no older than a minute | 10-01 | 10-23
"""

#: Series of meetings: title, dependencies, days between, the days on which they were held.
MEETINGS = (
    ("Weekly call with Tidewise", "D-02", 7, "10-21 10-28 11-04 11-11 11-18 11-25"),
    ("Weekly call with Skanwerk", "D-04", 7, "10-20 10-27 11-03 11-10 11-12:17 11-24 12-01"),
    ("Weekly call with Pixelhafen", "D-09", 7, "10-22 10-29 11-05 11-12 11-19"),
    ("Call with Nordhafen Bank", "D-01", 14, "10-15 10-29 11-12 11-26"),
    (
        "Round of the other providers",
        "D-03; D-05; D-06; D-07; D-08; D-10; D-11",
        14,
        "10-14 10-28 11-11 11-25",
    ),
)
_USUAL = "Dates and open points were gone through; each date stands."
#: What else was said: the beginning of the title and the day.
MINUTES = {
    "Weekly call with Skanwerk 11-12:17": (
        "The maker delivers the cradles late. All 60 devices come on 8 December; Skanwerk looks for an earlier part."
    ),
    "Weekly call with Skanwerk 11-24": "No earlier part is possible. Old scanners stay with the new app until then.",
    "Weekly call with Skanwerk 12-01": "60 devices are packed. The lorry is booked for 8 December, six in the morning.",
    "Call with Nordhafen Bank 11-12": "The bank offers a window for the outage exercise on 27 November.",
    "Weekly call with Pixelhafen 11-12": "Release 3.9 comes on 23 November, three days later, with the stock of depots.",
}

#: Services: dependency, who looked, the days on which it was seen to work, what was seen.
SERVICES = (
    ("D-01", "Ravi Menon", "10-20 10-29 11-11 11-19 11-30", "Test payment went through"),
    ("D-02", "Ravi Menon", "10-28 11-04 11-11 11-18 11-25 12-01", "Test order was acknowledged"),
)

NOTES = {
    "D-04": (
        "2026-11-12 16:10",
        "Mail of 12 November: the maker delivers the cradles late, so all 60 devices come on 8 December.",
    ),
}

_DEPENDENCY = (
    "ref", "title", "kind", "provider", "contact", "commitment", "needed_by", "cadence_days", "scope_refs",
    "plan_line", "owner",
)  # fmt: skip
#: When the texts of all deliveries were held against the scope.
_COMPARED = ("2026-10-20 14:00", "2026-11-18 14:00")


def _when(words: str) -> datetime:
    """11-12:16 is 12 November at 16:00; without an hour it is nine in the morning."""
    day, _, hour = words.partition(":")
    return at(f"2026-{day} {hour or '09'}:00")


def _day(words: str) -> date:
    return date.fromisoformat(f"2026-{words.partition(':')[0]}")


def _registered() -> Iterator[dict[str, Any]]:
    for cells in rows(DEPENDENCIES):
        values: dict[str, Any] = dict(zip(_DEPENDENCY, cells, strict=True))
        values["needed_by"] = date.fromisoformat(values["needed_by"])
        values["cadence_days"] = int(values["cadence_days"])
        values["scope_refs"] = tuple(values["scope_refs"].split("; "))
        values["plan_line"] = f"Line {values['plan_line']}"
        values["rollout"] = "W1"
        name, company = values["contact"].partition(",")[0], values["provider"].split()[0]
        values["contact_mail"] = f"{name.lower().replace(' ', '.')}@{company.lower()}.example"
        yield values


def dependencies() -> list[Entry]:
    """The register with every word of the providers at its time."""
    found = []
    for values in _registered():
        ref = values["ref"]
        days = CONFIRMED[ref].split()
        changes: list[tuple[datetime, dict[str, Any]]] = []
        changes += [(_when(day), {"confirmed_on": _day(day)}) for day in days]
        for pair in PROMISED[ref].split(", "):
            since, day = pair.split()
            changes.append((_when(since), {"promised": _day(day)}))
        if ref not in OUTSTANDING:
            changes.append((_when(days[-1]), {"delivered_on": _day(days[-1])}))
        agreed, met = REQUIREMENTS[ref].split()
        changes.append((_when(agreed), {"requirements_state": "agreed"}))
        changes += [(_when(met), {"requirements_state": "met"})] if met != "-" else []
        changes += [(at(when), {"scope_match": "agrees", "scope_compared_on": at(when).date()}) for when in _COMPARED]
        if ref in NOTES:
            changes.append((at(NOTES[ref][0]), {"notes": NOTES[ref][1]}))
        found.append(Entry(values, changes=tuple(sorted(changes, key=lambda change: change[0]))))
    return found


def requirements() -> Iterator[Entry]:
    """What was agreed one by one."""
    for ref, dependency, title, agreed, met in rows(LISTED):
        values = {"ref": ref, "dependency": dependency, "title": title, "agreed_on": _day(agreed)}
        changes = ((_when(met), {"met_on": _day(met)}),) if met != "-" else ()
        yield Entry(values, _when(agreed), changes)


def meetings() -> Iterator[Entry]:
    """Every meeting that was held, numbered in the order of time."""
    held = sorted(
        (_when(day), day, title, refs, cadence) for title, refs, cadence, days in MEETINGS for day in days.split()
    )
    for number, (when, day, title, refs, cadence) in enumerate(held, 1):
        values = {
            "ref": f"M-{number:02}", "title": title, "dependencies": tuple(refs.split("; ")), "cadence_days": cadence,
            "held_on": _day(day), "minutes": MINUTES.get(f"{title} {day}", _USUAL),
        }  # fmt: skip
        yield Entry(values, when)


def words() -> Iterator[Entry]:
    """Every word of the providers: what of it was new, who said it, who wrote it down."""
    for values in _registered():
        ref, held = values["ref"], ""
        promised = [pair.split() for pair in PROMISED[ref].split(", ")]
        days = CONFIRMED[ref].split()
        for number, day in enumerate(days, 1):
            then = next(what for since, what in reversed(promised) if _when(since) <= _when(day))
            kind = "moved" if held and then != held else "stands"
            if number == len(days) and ref not in OUTSTANDING:
                kind, then = "delivered", day
            own = ref in BY_LINK and _when(day) >= _when(BY_LINK[ref])
            said = {
                "ref": f"{ref}-W{number}", "dependency": ref, "kind": kind, "promised": _day(then), "said": _when(day),
                "note": NOTES[ref][1] if kind == "moved" and ref in NOTES else "",
                "by": values["contact"], "taken_down_by": "" if own else values["owner"],
            }  # fmt: skip
            yield Entry(said, _when(day))
            held = then


def services() -> Iterator[Entry]:
    """How the services were seen to do."""
    for ref, who, days, what in SERVICES:
        first, *later = days.split()
        values = {"dependency": ref, "state": "works", "since": _when(first), "seen": _when(first), "by": who}
        changes = tuple((_when(day), {"seen": _when(day)}) for day in later)
        yield Entry({**values, "reason": what}, _when(first), changes)
