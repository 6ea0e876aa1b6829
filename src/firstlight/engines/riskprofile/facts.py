"""What the risk profile is worked out from: facts of the go-live, and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

VERSION = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What starts on the first day. None, or "" for the approach, means that nobody said so.

    Customisations are counted by size; integrations all together, those of high criticality, and those without a
    known peak; `peak` is the largest number of messages in an hour. Places are those of this go-live.
    """

    approach: str = ""
    processes: int = 0
    small: int = 0
    medium: int = 0
    large: int = 0
    unsized: int = 0
    isv: int = 0
    integrations: int = 0
    critical: int = 0
    peak: int = 0
    without_peak: int = 0
    users: int | None = None
    countries: int = 0
    legal_entities: int = 0
    time_zones: int = 0
    languages: int = 0
    later_rollouts: int = 0
    partner_support: bool | None = None

    def __post_init__(self) -> None:
        if self.approach not in ("", "big-bang", "phased"):
            raise ValueError(f"“{self.approach}” is no approach; expected big-bang or phased")
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, int) and not isinstance(value, bool) and value < 0:
                raise ValueError(f"{one.name} is {value}; a count is nothing or more")
        if self.critical > self.integrations:
            raise ValueError(f"{self.critical} of {self.integrations} integrations cannot be critical")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that the rules use: in words, as it is by default, and the least it may be."""

    ref: str
    words: str
    default: int
    least: int = 1


#: The sources give no numbers; these are ours. Each can be set by the project.
DEFAULTS: tuple[Threshold, ...] = (
    Threshold("processes.medium", "Processes on the first day: medium from", 25),
    Threshold("processes.high", "Processes on the first day: high from", 75),
    Threshold("customisation.medium", "Points of customisation: medium from", 5),
    Threshold("customisation.high", "Points of customisation: high from", 15),
    Threshold("integrations.medium", "Points of integration: medium from", 5),
    Threshold("integrations.high", "Points of integration: high from", 15),
    Threshold("peak.medium", "Messages in the busiest hour: medium from", 1_000),
    Threshold("peak.high", "Messages in the busiest hour: high from", 10_000),
    Threshold("users.medium", "Users at go-live: medium from", 100),
    Threshold("users.high", "Users at go-live: high from", 500),
    Threshold("places.medium", "Points of places: medium from", 2),
    Threshold("places.high", "Points of places: high from", 6),
    Threshold("overall.medium", "Points of all factors: medium from", 4),
    Threshold("overall.high", "Points of all factors: high from", 8),
    Threshold("team.low", "Users that one supporter looks after at low risk", 100),
    Threshold("team.medium", "Users that one supporter looks after at medium risk", 75),
    Threshold("team.high", "Users that one supporter looks after at high risk", 50),
    Threshold("team.critical", "Critical integrations that one more supporter watches", 5),
    Threshold("team.customisation", "Points of customisation that need one more specialist", 10),
    Threshold("team.least", "The smallest team: so many, that one may be away", 2),
    Threshold("hypercare.low", "Weeks of hypercare at low risk", 2),
    Threshold("hypercare.medium", "Weeks of hypercare at medium risk", 4),
    Threshold("hypercare.high", "Weeks of hypercare at high risk", 6),
    Threshold("rehearsals.low", "Rehearsals of the cutover at low risk", 2, least=2),
    Threshold("rehearsals.medium", "Rehearsals of the cutover at medium risk", 3, least=2),
    Threshold("rehearsals.high", "Rehearsals of the cutover at high risk", 4, least=2),
)

#: Numbers that rise (or, for the team, fall) with the risk: otherwise more risk could ask for less.
_RISING = ("processes", "customisation", "integrations", "peak", "users", "places", "overall")
_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds in force. `own` are the refs that the project set itself."""

    values: Mapping[str, int]
    own: frozenset[str] = frozenset()

    def __getitem__(self, ref: str) -> int:
        return self.values[ref]


def thresholds(own: Mapping[str, int] | None = None) -> Thresholds:
    """The defaults with what a project set itself. ValueError, with a sentence, for what contradicts itself."""
    given = dict(own or {})
    known = {one.ref: one for one in DEFAULTS}
    for ref, value in given.items():
        if ref not in known:
            raise ValueError(f"“{ref}” is no threshold of the risk profile; known: {', '.join(known)}.")
        if not known[ref].least <= value <= _MOST:
            raise ValueError(f"“{ref}” is {value}; expected a whole number from {known[ref].least} to {_MOST}.")
    values = {one.ref: one.default for one in DEFAULTS} | given
    for name in _RISING:
        if values[f"{name}.medium"] > values[f"{name}.high"]:
            raise ValueError(f"“{name}.medium” must not be above “{name}.high”.")
    for name in ("hypercare", "rehearsals"):
        if not values[f"{name}.low"] <= values[f"{name}.medium"] <= values[f"{name}.high"]:
            raise ValueError(f"“{name}” must not fall from low to medium to high risk.")
    if not values["team.low"] >= values["team.medium"] >= values["team.high"]:
        raise ValueError("“team” must not rise from low to medium to high risk: more risk needs more people.")
    return Thresholds(values, frozenset(given))
