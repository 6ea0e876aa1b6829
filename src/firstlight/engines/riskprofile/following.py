"""What follows from a profile: the support team with its working, hypercare, the way of escalation, rehearsals."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.engines.riskprofile.facts import Facts, Thresholds
from firstlight.engines.riskprofile.judging import Level, Profile, customisation_points


@dataclass(frozen=True, slots=True)
class Range:
    """From so many to so many."""

    least: int
    most: int

    @property
    def words(self) -> str:
        """7 to 11, or 7 where both ends are one."""
        return f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the working: what is added, and how it comes about."""

    words: str
    adds: Range


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of escalation: who (a role or what they are), and when it goes there."""

    number: int
    who: str
    when: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Following:
    """What follows. `team` is None while the number of users is not known; `working` adds up to it."""

    team: Range | None
    working: tuple[Step, ...]
    hypercare_weeks: Range
    rehearsals: int
    escalation: tuple[Rung, ...]


_LOWER = {Level.LOW: Level.LOW, Level.MEDIUM: Level.LOW, Level.HIGH: Level.MEDIUM}


def what_follows(facts: Facts, found: Profile, limits: Thresholds) -> Following:
    """More users, more that is critical or a higher level never ask for less."""
    working = _working(facts, found.level, limits)
    team = None
    if facts.users is not None:
        least = limits["team.least"]
        sums = (sum(step.adds.least for step in working), sum(step.adds.most for step in working))
        team = Range(max(least, sums[0]), max(least, sums[1]))
        if sums[0] < least:
            words = f"At least {least}, so that one may be away"
            working = (*working, Step(words, Range(team.least - sums[0], team.most - sums[1])))
    weeks = limits[f"hypercare.{found.level}"]
    return Following(
        team,
        working,
        Range(weeks, weeks + 2),
        limits[f"rehearsals.{found.level}"],
        _escalation(facts, found.level),
    )


def _working(facts: Facts, level: Level, limits: Thresholds) -> tuple[Step, ...]:
    """The lines of the working; without users only those that need none."""
    steps = []
    if facts.users is not None:
        calm, strong = limits[f"team.{_LOWER[level]}"], limits[f"team.{level}"]
        adds = Range(_up(facts.users, calm), _up(facts.users, strong))
        each = f"{calm}" if calm == strong else f"{strong} to {calm}"
        steps.append(Step(f"{facts.users:,} users, one supporter for {each} of them, rounded up", adds))
    critical = _up(facts.critical, limits["team.critical"])
    steps.append(Step(
        f"{facts.critical} critical integrations, one for every {limits['team.critical']}", Range(critical, critical)
    ))  # fmt: skip
    points = customisation_points(facts)
    special = _up(points, limits["team.customisation"])
    words = f"{points} points of customisation, one specialist for every {limits['team.customisation']}"
    steps.append(Step(words, Range(special, special)))
    zones, languages = max(facts.time_zones - 1, 0), max(facts.languages - 1, 0)
    if zones:
        steps.append(Step("One more for each time zone beyond the first", Range(zones, zones)))
    if languages:
        steps.append(Step("Up to one more for each language beyond the first", Range(0, languages)))
    return tuple(steps)


def _up(amount: int, each: int) -> int:
    """How many of `each` it takes, rounded up."""
    return -(-amount // each)


def _escalation(facts: Facts, level: Level) -> tuple[Rung, ...]:
    """Who is asked in turn. More risk adds rungs, and shortens the time to the next."""
    hours = {Level.LOW: "4 working hours", Level.MEDIUM: "2 hours", Level.HIGH: "30 minutes"}[level]
    vendors = " and the vendors of ISV solutions" if facts.isv else ""
    outside = f"{'The partner' if facts.partner_support else 'The specialists of the project'}{vendors}"
    rungs = [
        ("Key users and the help desk", "First contact for everybody; a workaround is told to all who need it.", ()),
        ("The support team", "What the help desk cannot answer from the body of knowledge.", ("support-lead",)),
        (outside, f"A critical case without a workaround after {hours}.",
         ("partner-consultant", "solution-architect")),
        ("Microsoft, by a request from within the application", "What looks like a fault of the standard product.",
         ("it-administrator",)),
    ]  # fmt: skip
    if level is not Level.LOW:
        rungs.append(("The cutover manager and the process owner",
                      "A process stands still; they decide whether it goes on by hand.",
                      ("cutover-manager", "process-owner")))  # fmt: skip
    if level is Level.HIGH:
        rungs.append(("The executive sponsor",
                      "Two processes stand still at once, or one for longer than the business can bear.",
                      ("executive-sponsor",)))  # fmt: skip
    return tuple(Rung(number, who, when, roles) for number, (who, when, roles) in enumerate(rungs, 1))
