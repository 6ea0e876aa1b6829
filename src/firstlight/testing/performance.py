"""How the criteria of performance stand by the load results of a project. For pages and measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firstlight.engines.loadstats import Label, Run, matches
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.testing.judging import processes_above
from firstlight.testing.loads.keeping import label_from, stretches_from
from firstlight.testing.models import Criterion, Cycle, LoadImport, LoadLabel, Version
from firstlight.testing.rules.guards import VersionFacts
from firstlight.testing.rules.performance import (
    Asked,
    CycleFacts,
    Evidence,
    Standing,
    against,
    criterion_from,
    stand,
)
from firstlight.testing.stores import CRITERION_FIELDS
from firstlight.workspace.queries import zone_of

#: Files that one run of Locust writes beside each other.
_LOCUST = re.compile(r"_(?:stats_history|stats|failures|exceptions)(?=\.csv(?:\.gz)?$)")


@dataclass(frozen=True, slots=True)
class Performance:
    """The criteria and how each stands, in order of their refs; and every load result, newest first."""

    standings: tuple[Standing, ...]
    evidence: tuple[Evidence, ...]

    @property
    def counting(self) -> tuple[Evidence, ...]:
        """The results that count."""
        return tuple(one for one in self.evidence if not one.against)

    @property
    def newest(self) -> datetime | None:
        """When the newest result that counts was measured."""
        return max((one.at for one in self.counting), default=None)


def performance_of(project: ProjectLike, now: datetime) -> Performance:
    """Criteria against load results. At most eight queries, whatever the number of either."""
    asked = criteria_of(project)
    evidence = evidence_of(project, [one.criterion.label for one in asked])
    versions = [
        VersionFacts(ref, title, at, frozenset(affects))
        for ref, title, at, affects in Version.objects.filter(project_id=project.pk, at__lte=now).values_list(
            "ref", "title", "at", "affects"
        )
    ]
    return Performance(stand(asked, evidence, versions, now, zone_of(project)), tuple(evidence))


def criteria_of(project: ProjectLike) -> list[Asked]:
    """All criteria, in order of their refs. Two queries."""
    rows = Criterion.objects.filter(project_id=project.pk).select_related("process", "integration").order_by("ref")
    criteria = list(rows)
    above = processes_above(project) if any(row.process_id for row in criteria) else {}
    return [_asked(row, above) for row in criteria]


def _asked(row: Criterion, above: dict[int | None, frozenset[str]]) -> Asked:
    values = {name: getattr(row, name) for name in CRITERION_FIELDS}
    process, integration = row.process.ref if row.process else "", row.integration.ref if row.integration else ""
    return Asked(
        criterion_from(values),
        frozenset(row.covers),
        process,
        integration,
        above.get(row.process_id, frozenset()) | ({integration} if integration else frozenset()),
        row.significant,
        row.owner,
    )


def evidence_of(project: ProjectLike, patterns: Iterable[str]) -> list[Evidence]:
    """All load results, newest first, with the labels that a pattern names. Four queries."""
    zone, patterns = zone_of(project), {pattern for pattern in patterns if pattern}
    cycles = {row.pk: row for row in Cycle.objects.filter(project_id=project.pk)}
    facts = {pk: cycle_facts(row) for pk, row in cycles.items()}
    acceptance = [one for one in facts.values() if one.kind == "uat"]
    imports = list(LoadImport.objects.filter(project_id=project.pk).order_by("-effective", "-pk"))
    labels = _labels(project, patterns)
    runs = _together({row.pk: (row, run_of(row, labels.get(row.pk, ()))) for row in imports})
    return [
        Evidence(row.digest, row.file, facts[row.cycle_id], row.effective, run,
                 against(facts[row.cycle_id], run, acceptance, zone), row.format)
        for row, run in ((row, runs[row.pk]) for row in imports)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One load result with all its labels."""

    row: LoadImport
    evidence: Evidence


def result_of(project: ProjectLike, cycle: str, digest: str) -> Result:
    """A load result of a cycle, by the digest of its file, with all its labels. NotFound when there is none."""
    rows = LoadImport.objects.filter(project_id=project.pk, cycle__ref=cycle, digest=digest)
    row = rows.select_related("cycle").first()
    if row is None:
        raise NotFound("There is no such load result.")
    labels = [
        label_from(one.name, one.facts, one.moments, part=one.part) for one in row.labels.order_by("name", "part")
    ]
    siblings = {one.pk: (one, run_of(one, ())) for one in _of_the_same_run(row)}
    run = _together({**siblings, row.pk: (row, run_of(row, labels))})[row.pk]
    acceptance = [cycle_facts(one) for one in Cycle.objects.filter(project_id=project.pk, kind="uat")]
    facts = cycle_facts(row.cycle)
    why_not = against(facts, run, acceptance, zone_of(project))
    return Result(row, Evidence(row.digest, row.file, facts, row.effective, run, why_not, row.format))


def _of_the_same_run(row: LoadImport) -> list[LoadImport]:
    """What Locust wrote beside it."""
    if row.form != "stats":
        return []
    others = LoadImport.objects.filter(cycle=row.cycle_id, form="history")
    return [one for one in others if _LOCUST.sub("", one.file) == _LOCUST.sub("", row.file)]


def cycle_facts(row: Cycle) -> CycleFacts:
    """As much of a cycle as decides what its load results show."""
    return CycleFacts(row.ref, row.kind, row.environment, row.environment_kind, row.start, row.end)


def run_of(row: LoadImport, labels: Sequence[Label]) -> Run:
    """The run as it was kept, with some of its labels."""
    whole = label_from("", row.whole, row.whole["moments"])
    stretches = stretches_from(row.stretches)
    return Run(whole, tuple(labels), row.start, row.end, row.seconds, row.users, stretches, tuple(row.warnings))


def _labels(project: ProjectLike, patterns: set[str]) -> dict[int, list[Label]]:
    """By import, the labels that a pattern names. Two queries."""
    if not patterns:
        return {}
    rows = LoadLabel.objects.filter(source__project_id=project.pk)
    names = [
        name
        for name in rows.order_by().values_list("name", flat=True).distinct()
        if any(matches(pattern, name) for pattern in patterns)
    ]
    found: dict[int, list[Label]] = {}
    named = rows.filter(name__in=names[:_MOST_NAMES]).order_by("name", "part")
    for row in named.iterator(chunk_size=2000):
        found.setdefault(row.source_id, []).append(label_from(row.name, row.facts, row.moments, part=row.part))
    return found


#: SQLite takes 32,766 values in a statement.
_MOST_NAMES = 20_000


def _together(runs: dict[int, tuple[LoadImport, Run]]) -> dict[int, Run]:
    """What Locust writes into several files of one run, said by each of them: times and users are in the history."""
    histories = {(row.cycle_id, _LOCUST.sub("", row.file)): run for row, run in runs.values() if row.form == "history"}
    found = {}
    for pk, (row, run) in runs.items():
        history = histories.get((row.cycle_id, _LOCUST.sub("", row.file))) if row.form == "stats" else None
        found[pk] = _with_history(run, history) if history else run
    return found


def _with_history(run: Run, history: Run) -> Run:
    moments = {label.name: label.moments for label in history.labels}
    return replace(
        run,
        whole=replace(run.whole, moments=history.whole.moments),
        labels=tuple(replace(label, moments=moments.get(label.name, ())) for label in run.labels),
        start=history.start,
        end=history.end,
        seconds=history.seconds,
        users=history.users,
        stretches=history.stretches,
    )
