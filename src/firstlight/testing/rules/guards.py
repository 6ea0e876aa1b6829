"""Why a pass shows nothing: the wrong role, data, place or time. On plain values, without database and clock.

A guard takes away a pass and never a failure: what an administrator found broken is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple

from firstlight.testing.naming import loose
from firstlight.testing.rules.kinds import IN_PRODUCTION, NEED_MIGRATED_DATA, UNDER_BUSINESS_ROLES
from firstlight.testing.rules.wording import day

ADMINISTRATOR, GENERAL, NO_ROLE = "administrator-role", "general-role", "no-role"
NO_MIGRATED_DATA = "no-migrated-data"
WRONG_ENVIRONMENT, PRODUCTION = "wrong-environment", "production"
OLDER_VERSION, REQUIREMENT_CHANGED, CASE_CHANGED = "older-version", "requirement-changed", "case-changed"

#: Every code, heaviest first, with a few words for a column.
CODES: Mapping[str, str] = {
    PRODUCTION: "In production",
    ADMINISTRATOR: "Under an administrator",
    GENERAL: "Under a general role",
    NO_ROLE: "No role named",
    NO_MIGRATED_DATA: "Without migrated data",
    WRONG_ENVIRONMENT: "In another environment",
    OLDER_VERSION: "On an older version",
    REQUIREMENT_CHANGED: "Requirement changed since",
    CASE_CHANGED: "Case changed since",
}
#: Those by which a pass that once counted went stale: the case has to be run again.
STALE = frozenset({OLDER_VERSION, REQUIREMENT_CHANGED, CASE_CHANGED})

#: Roles that everyone knows may do everything, as `loose` writes them.
_ADMINISTRATORS = frozenset(
    loose(name)
    for name in (
        "System Administrator", "SystemAdministrator", "Sysadmin", "-SYSADMIN-", "Sys Admin", "System Admin",
        "System Customizer", "SystemCustomizer", "Admin", "Administrator", "Global Administrator", "Global Admin",
        "Tenant Administrator", "Environment Admin", "Environment Administrator", "Power Platform Administrator",
        "Dynamics 365 Administrator", "Dynamics 365 Admin", "Security Administrator", "SUPER", "SUPER (DATA)",
        "Systemadministrator", "Systemanpasser", "SAP_ALL", "Delegated Admin", "Root",
    )
)  # fmt: skip
#: Several roles may stand in one cell.
_BETWEEN = re.compile(r"[;,/+&\n]|\band\b|\bund\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guard:
    """One reason why a pass does not count: its code, and the sentence for people.

    `about` is the ref of the version or the requirement that it names, `cause` what happened, for all that it undid.
    """

    code: str
    sentence: str
    about: str = ""
    cause: str = ""


class RunFacts(NamedTuple):
    """A result as far as it matters for whether a pass of it counts.

    `by_hand` is a run of a person, who has to say under which role and with which data; a file is only held to what
    it says. `listed_role` is the role under which the list of testers has this person. Blank and None: nobody said.
    """

    at: datetime
    by_hand: bool = False
    tester: str = ""
    role: str = ""
    listed_role: str = ""
    migrated_data: bool | None = None
    environment: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """The cycle it was run in. None where nobody said."""

    ref: str
    kind: str
    environment: str = ""
    environment_kind: str = ""
    migrated_data: bool | None = None
    needs_migrated_data: bool | None = None
    version: str = ""

    @property
    def demands_migrated_data(self) -> bool:
        """Whether a pass without migrated data shows nothing here."""
        return self.kind in NEED_MIGRATED_DATA if self.needs_migrated_data is None else self.needs_migrated_data


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A state of the solution that was deployed. `affects` is empty where it touches everything."""

    ref: str
    title: str
    at: datetime
    affects: frozenset[str] = frozenset()

    @property
    def named(self) -> str:
        """10.0.45 (Prices of weighed goods)."""
        return f"{self.ref} ({self.title})" if self.title and self.title != self.ref else self.ref


@dataclass(frozen=True, slots=True)
class Subject:
    """What was tried, and when that last changed.

    `requirements` are those that have changed at all, with the instant. `versions` are those that touch it, newest
    first.
    """

    case_changed: datetime | None = None
    requirements: tuple[tuple[str, datetime], ...] = ()
    versions: tuple[VersionFacts, ...] = ()
    newest: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        instants = [at for _, at in self.requirements]
        instants += [self.case_changed] if self.case_changed else []
        instants += [self.versions[0].at] if self.versions else []
        object.__setattr__(self, "newest", max(instants, default=None))


def touching(versions: Sequence[VersionFacts], refs: frozenset[str], now: datetime) -> tuple[VersionFacts, ...]:
    """The versions deployed by now that touch what has one of these refs, newest first."""
    found = [one for one in versions if one.at <= now and (not one.affects or one.affects & refs)]
    return tuple(sorted(found, key=lambda one: (one.at, one.ref), reverse=True))


class Roles:
    """What security roles may do. `listed` has the project's own words, which override what everyone knows."""

    def __init__(self, listed: Mapping[str, str] | None = None) -> None:
        self.listed = {loose(name): kind for name, kind in (listed or {}).items()}
        self.known: dict[str, str] = {"": ""}

    def kind(self, name: str) -> str:
        """business, general or administrator; of several roles in one name the one that may most. "" for no name."""
        if name not in self.known:
            self.known[name] = self.listed.get(loose(name)) or self._kind_of_several(name)
        return self.known[name]

    def _kind_of_several(self, name: str) -> str:
        kinds = {self._kind_of_one(part) for part in _BETWEEN.split(name) if part.strip()}
        return next((kind for kind in ("administrator", "general", "business") if kind in kinds), "")

    def _kind_of_one(self, name: str) -> str:
        known = loose(name)
        return self.listed.get(known) or ("administrator" if known in _ADMINISTRATORS else "business")


def verdict_on(run: RunFacts, cycle: CycleFacts, roles: Roles, about: Subject, zone: tzinfo) -> tuple[Guard, ...]:
    """Every reason why a pass of this run would not count; none where it would. Days are told in the zone."""
    found = [*_of_role(run, cycle, roles), *_of_data(run, cycle), *_of_place(run, cycle), *_of_version(run, cycle)]
    if about.newest and run.at < about.newest:
        found += _of_time(run, about, zone)
    return tuple(sorted(found, key=lambda one: _ORDER[one.code])) if found else ()


_ORDER = {code: place for place, code in enumerate(CODES)}


def codes_of(guards: Sequence[Guard]) -> str:
    """The codes as they are kept with a result: once each, heaviest first."""
    return " ".join(dict.fromkeys(guard.code for guard in guards))


def _of_role(run: RunFacts, cycle: CycleFacts, roles: Roles) -> Iterator[Guard]:
    if cycle.kind not in UNDER_BUSINESS_ROLES or not (run.by_hand or run.role):
        return
    who, role, listed = run.tester or "Somebody", run.role, run.listed_role
    kind, listed_kind = roles.kind(role), roles.kind(listed)
    if kind == "administrator":
        yield Guard(ADMINISTRATOR, f"{who} ran it as {role}, which may do everything; a role of the job has to run it.")
    elif kind == "general":
        yield Guard(GENERAL, f"{who} ran it as {role}, one role for everybody; the role of the job has to run it.")
    elif listed_kind == "administrator":
        yield Guard(ADMINISTRATOR, f"{who} is listed as a tester with the role {listed}, which may do everything.")
    elif listed_kind == "general":
        yield Guard(GENERAL, f"{who} is listed as a tester with the role {listed}, one role for everybody.")
    elif not kind and not listed_kind:
        who = run.tester or "somebody"
        yield Guard(NO_ROLE, f"Nobody said under which security role {who} ran it.")


def _of_data(run: RunFacts, cycle: CycleFacts) -> Iterator[Guard]:
    if not cycle.demands_migrated_data:
        return
    said = run.migrated_data
    if said is None and run.by_hand:
        said = cycle.migrated_data
    if said is False:
        yield Guard(NO_MIGRATED_DATA, f"It was run without migrated data, which {cycle.ref} needs.")
    elif said is None and run.by_hand:
        yield Guard(NO_MIGRATED_DATA, f"Nobody said whether the data was migrated, which {cycle.ref} needs.")


def _of_place(run: RunFacts, cycle: CycleFacts) -> Iterator[Guard]:
    if cycle.environment_kind == "production" and cycle.kind not in IN_PRODUCTION:
        where = cycle.environment or "production"
        yield Guard(
            PRODUCTION,
            f"{cycle.ref} runs in {where}, which is production: only a mock cutover and the final validation do.",
        )
    if run.environment and cycle.environment and loose(run.environment) != loose(cycle.environment):
        yield Guard(
            WRONG_ENVIRONMENT, f"It was run in {run.environment}, while {cycle.ref} is tested in {cycle.environment}."
        )


def _of_version(run: RunFacts, cycle: CycleFacts) -> Iterator[Guard]:
    """What the run says of its own version, against what the cycle tests."""
    if not run.version or not cycle.version or loose(run.version) == loose(cycle.version):
        return
    if not newer(run.version, cycle.version):
        cause = f"{cycle.ref} tests {cycle.version} now."
        yield Guard(OLDER_VERSION, f"It was run on {run.version}, while {cycle.ref} tests {cycle.version}.", "", cause)


@lru_cache(maxsize=1024)
def newer(one: str, other: str) -> bool:
    """Whether a version is provably newer than another: 10.0.45 than 10.0.9. Names without numbers prove nothing."""
    first, second = _numbers(one), _numbers(other)
    return first is not None and second is not None and first > second


def _numbers(version: str) -> tuple[int, ...] | None:
    words = re.fullmatch(r"[vV]?(\d{1,9}(?:\.\d{1,9})*)", version.strip())
    return tuple(int(part) for part in words.group(1).split(".")) if words else None


def _of_time(run: RunFacts, about: Subject, zone: tzinfo) -> Iterator[Guard]:
    for version in about.versions:
        if version.at > run.at:
            what, on = version.named, day(version.at.astimezone(zone).date())
            sentence, cause = f"It was run before {what} was deployed on {on}.", f"{what} was deployed on {on}."
            yield Guard(OLDER_VERSION, sentence, version.ref, cause)
            break
    for ref, at in about.requirements:
        if at > run.at:
            on = day(at.astimezone(zone).date())
            sentence = f"It was run before requirement {ref} changed on {on}."
            yield Guard(REQUIREMENT_CHANGED, sentence, ref, f"Requirement {ref} changed on {on}.")
    if about.case_changed and about.case_changed > run.at:
        on = day(about.case_changed.astimezone(zone).date())
        yield Guard(CASE_CHANGED, f"It was run before the case itself changed on {on}.", "", f"It changed on {on}.")
