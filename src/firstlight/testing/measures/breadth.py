"""Whether tests cover the kinds of user, places and devices that matter, and whether rules are documented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.scope.models import Requirement
from firstlight.testing.coverage import CombinationLine, combination_lines, regulation_lines
from firstlight.testing.rules.wording import listed

_NONE = "No combination of user, place, access and device is named: put those that matter into tests/coverage.xlsx."


@measure(
    "testing.uat.combinations", title="Users, places, access and devices covered", unit="combinations", strict=True
)
def combinations(project: ProjectLike, now: datetime) -> Reading:
    """Combinations that matter in which a person of the business passed an acceptance case with a pass that counts."""
    return _covered(project, lambda one: True, _NONE, now)


@measure("testing.uat.devices", title="Devices covered", unit="combinations", strict=True)
def devices(project: ProjectLike, now: datetime) -> Reading:
    """The same, of the combinations that name a device."""
    nothing = "No combination names a device: put the telephones and tablets in use into tests/coverage.xlsx."
    return _covered(project, lambda one: bool(one.wanted.device), nothing, now)


def _covered(project: ProjectLike, choose: Callable[[CombinationLine], bool], nothing: str, now: datetime) -> Reading:
    lines = [one for one in combination_lines(project) if choose(one)]
    if not lines:
        return unknown(nothing)
    missing = [one for one in lines if not one.covered]
    figure = Figure(Decimal(len(lines) - len(missing)), "combinations", Decimal(len(lines)))
    links = tuple(
        RecordLink("combination", one.wanted.ref, f"{one.wanted.ref} {one.wanted.title}") for one in missing[:50]
    )
    if not missing:
        return Reading(
            Status.MET, (f"All {len(lines)} combinations that matter have a pass that counts.",), figure, (), now
        )
    heavy = [one for one in missing if one.wanted.significant]
    told = [f"{len(missing)} of {len(lines)} combinations that matter have no pass that counts."]
    told.append(f"Missing: {listed([f'{one.wanted.ref} ({one.wanted.words})' for one in heavy or missing])}.")
    status = Status.UNMET if heavy or len(missing) * 10 > len(lines) else Status.PARTLY
    return Reading(status, tuple(told), figure, links, now)


@measure("testing.regulatory.documented", title="Rules with feature, documents and results", unit="rules", strict=True)
def documented(project: ProjectLike, now: datetime) -> Reading:
    """Rules of which feature and documents are named and whose requirements passed; each regulatory one has a rule."""
    lines = regulation_lines(project)
    if not lines:
        return unknown("No rule is listed: put them, with feature and documents, into tests/coverage.xlsx.")
    behind = [one for one in lines if not one.documented or one.mark != "met"]
    named = {ref for one in lines for ref in one.requirements}
    rows = Requirement.objects.filter(project_id=project.pk, in_scope=True, kind=Requirement.Kind.REGULATORY)
    loose_ones = sorted(ref for ref in rows.values_list("ref", flat=True) if ref not in named)
    told = []
    if silent := [f"{one.ref} {one.title}" for one in behind if not one.documented]:
        told.append(f"Without feature or documents: {listed(silent)}.")
    if failing := [f"{one.ref} {one.title}" for one in behind if one.documented]:
        told.append(f"Requirements without a passing result: {listed(failing)}.")
    if loose_ones:
        told.append(f"Regulatory requirements that no rule names: {listed(loose_ones)}.")
    status = Status.UNMET if behind or loose_ones else Status.MET
    said = tuple(told) or (f"All {len(lines)} rules name feature and documents, and their requirements passed.",)
    figure = Figure(Decimal(len(lines) - len(behind)), "rules", Decimal(len(lines)))
    links = tuple(RecordLink("regulation", one.ref, f"{one.ref} {one.title}") for one in behind[:50])
    return Reading(status, said, figure, links, now)
