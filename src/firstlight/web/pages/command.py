"""What the board is asked for by its address, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from firstlight.cutover.live.rows import Board, Row
from firstlight.cutover.models import Run
from firstlight.web.live.boards import OPEN, Shown
from firstlight.web.live.fragments import GLYPHS, LANES, lane_words, placed, team_of
from firstlight.web.viewing import Viewing
from firstlight.workspace.models import Person
from firstlight.workspace.roles import ROLES


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `names` are those under which the viewer stands at steps."""

    lanes: tuple[str, ...]
    lane: str
    whole: bool
    team: str
    person: str
    mine: bool
    critical: bool
    wall: bool
    names: tuple[str, ...]

    @property
    def leaves_out(self) -> bool:
        """Whether rows are left out."""
        return bool(self.team or self.person or self.mine or self.critical)

    def fits(self, row: Row) -> bool:
        """Whether a row is shown. The script of the page asks the same of what changes."""
        who = [one.casefold() for one in (row.owner, row.backup, row.verifier) if one]
        return (
            (not self.critical or row.critical)
            and (not self.team or team_of(row) == self.team)
            and (not self.person or self.person.casefold() in who)
            and (not self.mine or any(one.casefold() in who for one in self.names))
        )

    def query(self, **changed: str) -> str:
        """The address that asks for something else besides; "" leaves that out."""
        now = {
            "team": self.team, "person": self.person, "mine": "yes" if self.mine else "",
            "critical": "yes" if self.critical else "", "lane": self.lane, "all": "yes" if self.whole else "",
            "wall": "yes" if self.wall else "",
        }  # fmt: skip
        return "?" + urlencode({name: words for name, words in {**now, **changed}.items() if words})


def asked(given: Mapping[str, str], person: Person) -> Asked:
    """What the address asks for; what makes no sense is left out."""
    lane, whole = given.get("lane", ""), "all" in given
    lane = lane if lane in LANES else ""
    return Asked(
        lanes=(lane,) if lane else LANES if whole else OPEN,
        lane=lane,
        whole=whole,
        team=given.get("team", "")[:200],
        person=given.get("person", "")[:200],
        mine="mine" in given,
        critical="critical" in given,
        wall="wall" in given,
        names=names_of(person),
    )


def names_of(person: Person) -> tuple[str, ...]:
    """By what a plan may name somebody: the name, the ref, the roles."""
    return tuple(
        dict.fromkeys((person.name, person.ref, *person.roles, *(ROLES.get(one, one) for one in person.roles)))
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many steps a lane has, and where they are shown."""

    lane: str
    state: str
    words: str
    count: int
    query: str
    current: bool


def tallies(shown: Shown, asked: Asked) -> list[Tally]:
    """All lanes."""
    counts, words = shown.counts(), lane_words()
    return [
        Tally(one, GLYPHS[one], words[one], counts[one],
              asked.query(lane="" if asked.lane == one else one, all=""), asked.lane == one)
        for one in LANES
    ]  # fmt: skip


def teams(board: Board) -> Sequence[str]:
    """The teams of a run."""
    return sorted({team for row in board.rows if (team := team_of(row))})


def people(board: Board) -> Sequence[str]:
    """Everybody who stands at a step."""
    return sorted({one for row in board.rows for one in (row.owner, row.backup, row.verifier) if one})


def nothing_words(shown: Shown, asked: Asked) -> str:
    """Why no step stands there; "" where one does."""
    counts = shown.counts()
    if asked.leaves_out:
        there = any(lane in asked.lanes and asked.fits(row) for lane, _order, row in placed(shown.board))
    else:
        there = any(counts[lane] for lane in asked.lanes)
    if there:
        return ""
    if asked.leaves_out or asked.lane:
        return _("No step is what was asked for here.")
    if shown.run.state == Run.State.PREPARED:
        return _("Nothing is at hand before the run starts.")
    return _("Nothing is at hand: no step runs, is late or blocked, or begins in the next 30 minutes.")


def saved_at(viewing: Viewing, run: Run) -> str:
    """The time of the cutover, to the second: said once what was entered is committed."""
    at = timezone.now() + viewing.project.clock_offset
    return f"{at.astimezone(ZoneInfo(run.time_zone)):%H:%M:%S}"
