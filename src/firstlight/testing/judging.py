"""What is known of a project that decides whether a pass counts, read once and asked for each result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Process, Requirement
from firstlight.testing.models import Case, Cycle, Role, Tester, Version
from firstlight.testing.naming import loose
from firstlight.testing.rules.guards import (
    CycleFacts,
    Guard,
    Roles,
    RunFacts,
    Subject,
    VersionFacts,
    touching,
    verdict_on,
)
from firstlight.workspace.queries import zone_of

_NOTHING = Subject()
#: So many cases are asked for by key; of more, all are read.
_NAMED = 500


class Judge:
    """Says why a pass of a result would not count.

    At most seven queries when it is made, none when it is asked, unless a cycle is new. Versions count from the
    moment they are deployed: those after `now` are left out. With `cases` it is asked of no others.
    """

    def __init__(self, project: ProjectLike, now: datetime, *, cases: Collection[int] | None = None) -> None:
        self.project, self.zone = project, zone_of(project)
        self.cycles = _cycles(project)
        self.roles = Roles(dict(Role.objects.filter(project_id=project.pk).values_list("name", "kind")))
        testers = Tester.objects.filter(project_id=project.pk).exclude(role="")
        self.listed = {loose(name): role for name, role in testers.values_list("name", "role")}
        self.by_case, self.by_requirement = _subjects(project, now, cases)

    def guards(self, cycle: int, case: int | None, requirement: int | None, run: RunFacts) -> tuple[Guard, ...]:
        """Every reason against a pass of this result, by the keys of what it is of."""
        about = self.by_requirement.get(requirement, _NOTHING) if requirement is not None else _NOTHING
        if case is not None:
            about = self.by_case.get(case, _NOTHING)
        if cycle not in self.cycles:  # one that a file has just brought along
            self.cycles = _cycles(self.project)
        return verdict_on(run, self.cycles[cycle], self.roles, about, self.zone)

    def listed_role(self, tester: str) -> str:
        """The role under which the list of testers has somebody; "" for those it does not name."""
        return self.listed.get(loose(tester), "") if self.listed and tester else ""


def _cycles(project: ProjectLike) -> dict[int, CycleFacts]:
    rows = Cycle.objects.filter(project_id=project.pk).order_by()
    names = ("environment", "environment_kind", "migrated_data", "needs_migrated_data", "solution_version")
    return {pk: CycleFacts(*facts) for pk, *facts in rows.values_list("pk", "ref", "kind", *names)}


def _subjects(
    project: ProjectLike, now: datetime, cases: Collection[int] | None
) -> tuple[dict[int, Subject], dict[int, Subject]]:
    """By key, the cases and the requirements that something has changed for; those without are in neither."""
    deployed = Version.objects.filter(project_id=project.pk, at__lte=now).order_by("-at", "ref")
    versions = [
        VersionFacts(ref, title, at, frozenset(affects))
        for ref, title, at, affects in deployed.values_list("ref", "title", "at", "affects")
    ]
    wanted = Requirement.objects.filter(project_id=project.pk).order_by("ref")
    if not versions:
        wanted = wanted.exclude(changed=None)
    known = list(wanted.values_list("pk", "ref", "changed"))
    changed = {ref: at for _, ref, at in known if at}
    requirements = {
        pk: Subject(None, ((ref, at),) if at else (), touching(versions, frozenset((ref,)), now))
        for pk, ref, at in known
    }
    rows = Case.objects.filter(project_id=project.pk).order_by()
    if cases is not None and len(cases) <= _NAMED:
        rows = rows.filter(pk__in=cases)
    return _cases(project, rows, now, versions, changed), requirements


def _cases(
    project: ProjectLike,
    rows: QuerySet[Case],
    now: datetime,
    versions: list[VersionFacts],
    changed: dict[str, datetime],
) -> dict[int, Subject]:
    if not versions and not changed:
        rows = rows.exclude(changed=None)
    above = processes_above(project) if any(version.affects for version in versions) else {}
    found: dict[int, Subject] = {}
    stored = rows.values_list("pk", "ref", "changed", "process_id", "requirements")
    for pk, ref, at, process, requirements in stored.iterator(chunk_size=5000):
        refs = frozenset((ref, *requirements)) | above.get(process, frozenset())
        since = tuple((one, changed[one]) for one in requirements if one in changed) if changed else ()
        subject = Subject(at, since, touching(versions, refs, now) if versions else ())
        if subject.newest:
            found[pk] = subject
    return found


def processes_above(project: ProjectLike) -> dict[int | None, frozenset[str]]:
    """The refs of each process and of all it belongs to."""
    rows = list(Process.objects.filter(project_id=project.pk).values_list("pk", "ref", "parent_id"))
    parents = {pk: (ref, parent) for pk, ref, parent in rows}
    return {pk: frozenset(_chain(pk, parents)) for pk, _, _ in rows}


def _chain(pk: int | None, parents: Mapping[int, tuple[str, int | None]]) -> Iterable[str]:
    seen: set[int] = set()
    while pk is not None and pk in parents and pk not in seen:
        seen.add(pk)
        ref, pk = parents[pk]
        yield ref
