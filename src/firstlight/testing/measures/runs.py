"""Whether what people tried shows anything: under their roles, with migrated data, on what is there today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.testing.rules.again import Again, causes
from firstlight.testing.rules.guards import ADMINISTRATOR, GENERAL, NO_ROLE
from firstlight.testing.rules.roles import looks_general
from firstlight.testing.rules.wording import NAMED, lowered, number_of
from firstlight.testing.standing import regression_set, standings
from firstlight.testing.tallies import newest_result
from firstlight.testing.trying import listed_roles, standing_on, tried

ROLES = (ADMINISTRATOR, GENERAL, NO_ROLE)
_NO_RUN = (
    "No run of a person in a user acceptance test is known: put them into tests/runs.xlsx, or give the lists of "
    "results under tests a column Security role."
)
_NOTHING = (
    "No user acceptance case has passed yet: put what was tried into tests/runs.xlsx, or result files under tests."
)
_LINKED = 20


@measure(
    "testing.uat.security-roles", title="Acceptance tests run under the roles of the job", unit="cases", strict=True
)
def security_roles(project: ProjectLike, now: datetime) -> Reading:
    """Cases that people ran in UAT and that do not rest on a run under an administrator or a general role alone.

    Such a run never counts; how many there are is told here. So is a role that looks like one for everybody.
    """
    found = tried(project, "uat", ROLES)
    if not found.runs:
        return unknown(_NO_RUN)
    bad = standing_on(project, now, "uat", ROLES)
    told = _named(bad, "passed only so that it does not count")
    general = looks_general(found.roles, listed_roles(project))
    told += [general] if general else []
    if found.flagged:
        share = f"{found.flagged:,} of {number_of(found.runs, 'run', 'runs')}"
        does = "does" if found.flagged == 1 else "do"
        told.append(f"{share} {does} not count, being under an administrator, a general role or no named role.")
    status = _status(found.cases - len(bad), found.cases)
    if general and status is Status.MET:
        status = Status.PARTLY
    good = f"All {number_of(found.runs, 'run', 'runs')} of people were under the roles of their jobs."
    return _reading(project, status, tuple(told) or (good,), found.cases - len(bad), found.cases, list(bad))


@measure("testing.uat.fresh", title="Acceptance cases whose pass is of what is there today", unit="cases", strict=True)
def fresh(project: ProjectLike, now: datetime) -> Reading:
    """UAT cases that have passed and do not have to be run again, because nothing they test has changed since."""
    again = regression_set(project, now, kind="uat")
    passed = sum(1 for one in standings(project, now, kind="uat").values() if one.passed)
    if not passed and not again:
        return unknown(_NOTHING)
    whole = passed + len(again)
    good = f"Nothing that {number_of(passed, 'passed case tests', 'passed cases test')} has changed since."
    told = tuple(_causes(again)) or (good,)
    return _reading(project, _status(passed, whole), told, passed, whole, [one.ref for one in again])


def _causes(again: Sequence[Again]) -> list[str]:
    """Each cause with the cases that it sends back, the cause of most first."""
    told = [f"{number_of(len(again), 'case has', 'cases have')} to be run again."] if again else []
    for cause in causes(again)[:NAMED]:
        more = f" and {len(cause.cases) - NAMED:,} more" if len(cause.cases) > NAMED else ""
        told.append(f"{cause.sentence} To run again: {', '.join(cause.cases[:NAMED])}{more}.")
    return told


def _named(bad: Mapping[str, str], how: str) -> list[str]:
    told = [f"{ref} {how}: {lowered(sentence)}" for ref, sentence in list(bad.items())[:NAMED]]
    more = len(bad) - len(told)
    return [*told, f"{number_of(more, 'more case', 'more cases')} {how}."] if more else told


def _status(good: int, whole: int) -> Status:
    if good == whole:
        return Status.MET
    return Status.PARTLY if good * 10 >= whole * 9 else Status.UNMET


def _reading(
    project: ProjectLike, status: Status, told: tuple[str, ...], good: int, whole: int, refs: Sequence[str]
) -> Reading:
    links = tuple(RecordLink("case", ref, ref) for ref in refs[:_LINKED])
    figure = Figure(Decimal(good), "cases", Decimal(whole))
    return Reading(status, told, figure, links, newest_result(project, "uat"))
