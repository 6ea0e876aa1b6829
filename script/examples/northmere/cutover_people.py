"""Who is there when in the cutover, and who of a team does a step, steps in, and looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.cutover.rules.timing import Times
from northmere.cutover_steps import Line
from northmere.people import PEOPLE, rows
from northmere.timeline import at

#: Team, area of the business, then people with the letter of their shifts; those with + came with version 9.
TEAMS = """
data | Data | Daniel Okafor A; Jan Brodersen N; Aylin Koch M; Mehmet Sahin E; Dora Velten N+
fin | Finance | Friederike Thomsen A; Priya Nair N; Gesa Matthies E; Holger Wendt M
wh | Warehouse | Sabine Kröger A; Marco Bianchi N; Piotr Zielinski E; Anke Lorenz M+
ord | Orders | Jonas Riedel A; Svea Brandt N; Georg Amsel E; Bettina Kuhn M
pur | Purchasing | Tomasz Wilk A; Ayla Demir N; Imke Harms E
it | IT | Katrin Ebel A; Bo Lindahl N; Rolf Tietjen E; Nele Grothe M
int | Interfaces | Claire Dumas A; Ravi Menon N; Anil Rao E
sup | Support | Stefan Hauke A; Till Reimann N
lead | Direction | Carl Petersen A; Paula Lindner E; Nadia Rossi A; Miriam Falk N; Lennart Vogt A
head | Decision | Henrik Aldag D; Margit Ohlsen D
"""
#: The hours of each letter over the weekend. D are those who decide.
SHIFTS = {
    "A": ("12-04 12:00 24", "12-05 12:00 24", "12-06 12:00 24"),
    "N": ("12-04 18:00 06", "12-05 18:00 06", "12-06 18:00 06"),
    "M": ("12-05 00:00 12", "12-06 00:00 12"),
    "E": ("12-05 06:00 18", "12-06 06:00 18"),
    "D": ("12-06 15:00 18",),
}
#: Who may prepare on the Friday, from when on: the others rest before their night.
_FRIDAY = {"E": 8, "A": 12}
_NAMES = {ref: name for ref, name, *_ in rows(PEOPLE)}
#: Where people of a shift are reached.
REACHED = {"head": "By telephone", "int": "Line of the room", "sup": "Service desk, 4711"}

#: How much longer people stay on the days before than their steps are planned to take.
_SPARE = timedelta(minutes=30)

Duty = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team."""

    name: str
    team: str
    letter: str
    late: bool

    @property
    def weekend(self) -> list[Duty]:
        """The shifts of the weekend."""
        return [_duty(words) for words in SHIFTS[self.letter]]


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does a step, who steps in, who looks."""

    owner: str
    backup: str
    verifier: str


def area_of(team: str) -> str:
    """How the area of a team is called; that of the direction for a single person of none."""
    return next(area for ref, area, _ in rows(TEAMS) if ref == team)


def members(version: str) -> list[Member]:
    """Everybody: 34 people in version 7, 36 in version 9."""
    found = []
    for team, _, people in rows(TEAMS):
        for one in people.split("; "):
            name, _, letter = one.rpartition(" ")
            found.append(Member(name, team, letter[0], letter.endswith("+")))
    return [one for one in found if version == "v9" or not one.late]


def team_of(who: str) -> str:
    """The team of a team or of a person."""
    name = _NAMES.get(who)
    return next((one.team for one in members("v9") if one.name == name), who)


def roles_of(lines: Iterable[Line], times: Mapping[str, Times], version: str) -> dict[str, Roles]:
    """Roles by step, so that in each one of owner and backup is there. Raises ValueError where nobody is."""
    everybody = members(version)
    return {line.ref: _roles(line, times[line.ref], everybody) for line in lines}


def _roles(line: Line, when: Times, everybody: Sequence[Member]) -> Roles:
    team, named = team_of(line.who), _NAMES.get(line.who, "")
    own = [one for one in everybody if one.team == team]
    turn = int("".join(filter(str.isdigit, line.ref))) % len(own)
    own = own[turn:] + own[:turn]
    others = [*own, *(one for one in everybody if one.team == "lead" and one not in own)]
    there = [one.name for one in others if _there(one, when)]
    mine = [one.name for one in own if one.name in there]
    owner = named if named in there or (named and not mine) else (mine or there)[0]
    backup = next((one for one in there if one != owner), "")
    if not backup:
        if owner not in there:
            raise ValueError(f"nobody is there for {line.ref} at {when.start}")
        backup = next(one.name for one in own if one.name != owner)
    verifier = _NAMES[line.looks]
    return Roles(owner, backup, "Carl Petersen" if verifier == owner else verifier)


def _there(one: Member, when: Times) -> bool:
    if when.end <= at("2026-12-04 16:00"):
        friday = at("2026-12-04")
        return when.start < friday or when.start >= friday + timedelta(hours=_FRIDAY.get(one.letter, 24))
    return any(start <= when.start and when.end <= end for start, end in one.weekend)


def duties(roles: Mapping[str, Roles], times: Mapping[str, Times], version: str) -> list[tuple[Member, Duty]]:
    """Every shift: those of the days before, as long as people are needed in them, and those of the weekend."""
    found = []
    for one in members(version):
        days: dict[str, list[Times]] = {}
        for ref, who in roles.items():
            if one.name in (who.owner, who.backup) and times[ref].end <= at("2026-12-04 16:00"):
                days.setdefault(f"{times[ref].start:%m-%d}", []).append(times[ref])
        found += [
            (one, (min(t.start for t in day), max(t.end for t in day) + _SPARE)) for _, day in sorted(days.items())
        ]
        found += [(one, duty) for duty in one.weekend]
    return found


def _duty(words: str) -> Duty:
    day, start, until = words.split()
    begins = at(f"2026-{day} {start}")
    end = begins.replace(hour=0, minute=0) + timedelta(hours=int(until))
    return begins, end if end > begins else end + timedelta(days=1)
