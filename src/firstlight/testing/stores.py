"""How cycles and cases are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError

from firstlight.kernel.actions import Changed
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import ModelStore, Reference, Row, RowChange
from firstlight.kernel.sheets.sheet import Identity
from firstlight.scope.models import Integration, Process, Requirement
from firstlight.testing.models import (
    Case,
    Combination,
    Criterion,
    Cycle,
    Finding,
    Interface,
    Leniency,
    Regulation,
    Role,
    Run,
    Step,
    Tester,
    Version,
)
from firstlight.testing.naming import loose
from firstlight.testing.rules.kinds import kind_of

_CYCLE_FIELDS = (
    "ref",
    "title",
    "kind",
    "environment",
    "environment_kind",
    "migrated_data",
    "needs_migrated_data",
    "solution_version",
    "configuration_version",
    "data_version",
    "start",
    "end",
    "exit_pass_share",
    "entry_criteria",
    "exit_criteria",
    "owner",
    "notes",
)
_CASE_FIELDS = (
    "ref",
    "title",
    "path",
    "process",
    "requirements",
    "cycles",
    "persona",
    "significant",
    "regulatory",
    "matches",
    "objective",
    "preconditions",
    "description",
    "owner",
    "changed",
    "notes",
)
_TESTER_FIELDS = (
    "ref",
    "name",
    "mail",
    "role",
    "persona",
    "place",
    "access",
    "device",
    "language",
    "super_user",
    "trained_on",
    "notes",
)
_RUN_FIELDS = (
    "ref",
    "case",
    "cycle",
    "tester",
    "role",
    "at",
    "outcome",
    "migrated_data",
    "environment",
    "solution_version",
    "persona",
    "place",
    "access",
    "device",
    "steps",
    "comment",
    "photos",
    "retest_of",
    "entered_late",
    "entered_by",
    "entered_at",
)

_FINDING_FIELDS = (
    "ref",
    "title",
    "kind",
    "severity",
    "state",
    "impact",
    "cycle",
    "case",
    "process",
    "owner",
    "expected",
    "workaround",
    "root_cause",
    "found_on",
    "found_by",
    "closed_because",
    "notes",
)

CRITERION_FIELDS = (
    "ref",
    "title",
    "kind",
    "target",
    "unit",
    "percentile",
    "label",
    "expected_peak",
    "peak_unit",
    "covers",
    "process",
    "integration",
    "significant",
    "owner",
    "notes",
)

_INTERFACE_FIELDS = (
    "integration",
    "cycle",
    "review",
    "reviewed_pattern",
    "reviewed_by",
    "reviewed_on",
    "review_result",
    "peak_reached",
    "peak_on",
    "outage_on",
    "outage_happened",
    "outage_told",
    "outage_seen",
    "outage_plan",
    "notes",
)

_cycles = ModelStore(Cycle, "cycle", {key: key for key in _CYCLE_FIELDS})

cases = ModelStore(
    Case,
    "case",
    {key: key for key in _CASE_FIELDS},
    references={"process": Reference(Process, "the processes of the scope")},
    lists={
        "requirements": (Reference(Requirement, "the requirements of the scope"),),
        "cycles": (Reference(Cycle, "the test cycles"),),
    },
)

_CASE = Reference(Case, "the test cases")

steps = ModelStore(
    Step,
    "step",
    {key: key for key in ("case", "number", "action", "expected", "data")},
    identity=("case", "number"),
    title="action",
    references={"case": _CASE},
)
roles = ModelStore(
    Role, "security-role", {key: key for key in ("name", "kind", "notes")}, identity=("name",), title="name"
)
testers = ModelStore(Tester, "tester", {key: key for key in _TESTER_FIELDS}, title="name")
versions = ModelStore(
    Version,
    "solution-version",
    {key: key for key in ("ref", "title", "kind", "at", "affects", "owner", "notes")},
    lists={
        "affects": (
            Reference(Process, "the processes"),
            Reference(Requirement, "the requirements"),
            Reference(Case, "the test cases"),
        )
    },
)
runs = ModelStore(
    Run,
    "run",
    {key: key for key in _RUN_FIELDS},
    title="tester",
    references={"case": _CASE, "cycle": Reference(Cycle, "the test cycles"), "retest_of": Reference(Run, "the runs")},
)
findings = ModelStore(
    Finding,
    "test-finding",
    {key: key for key in _FINDING_FIELDS},
    references={
        "cycle": Reference(Cycle, "the test cycles"),
        "case": _CASE,
        "process": Reference(Process, "the processes of the scope"),
    },
)
combinations = ModelStore(
    Combination,
    "combination",
    {key: key for key in ("ref", "title", "persona", "place", "access", "device", "significant", "owner", "notes")},
)
regulations = ModelStore(
    Regulation,
    "regulation",
    {key: key for key in ("ref", "title", "level", "where", "requirements", "feature", "documents", "owner", "notes")},
    lists={"requirements": (Reference(Requirement, "the requirements of the scope"),)},
)
criteria = ModelStore(
    Criterion,
    "criterion",
    {key: key for key in CRITERION_FIELDS},
    references={
        "process": Reference(Process, "the processes of the scope"),
        "integration": Reference(Integration, "the integrations of the scope"),
    },
)
interfaces = ModelStore(
    Interface,
    "interface",
    {key: key for key in _INTERFACE_FIELDS},
    identity=("integration",),
    title="integration",
    references={
        "integration": Reference(Integration, "the integrations of the scope"),
        "cycle": Reference(Cycle, "the test cycles"),
    },
)
leniencies = ModelStore(
    Leniency,
    "leniency",
    {key: key for key in ("cycle", "reason", "asked_by", "asked", "withdrawn")},
    identity=("cycle", "asked"),
    title="reason",
    references={"cycle": Reference(Cycle, "the test cycles")},
)


@dataclass(frozen=True, slots=True)
class CycleStore:
    """Cycles that somebody listed. Those that only a folder of result files names are not part of the list."""

    def current(self, project: ProjectLike) -> dict[Identity, Row]:
        """All listed cycles. Two queries."""
        implied = _implied(project)
        return {identity: row for identity, row in _cycles.current(project).items() if identity[0] not in implied}

    def write(self, project: ProjectLike, changes: Sequence[RowChange]) -> tuple[Changed, ...]:
        """Store the changes. Listing a cycle that a folder named before takes it over, with its results.

        A cycle with results is never deleted: taken off the list, it is again what its name says of it.
        """
        _rename_implied(project, [change.row.identity[0] for change in changes if change.kind == "added"])
        implied = _implied(project)
        taken_over = [change.row.identity[0] for change in changes if change.row.identity[0] in implied]
        stored = {key: row for key, row in _cycles.current(project).items() if key[0] in implied} if taken_over else {}
        kept = _with_results(project, [change.row.identity[0] for change in changes if change.kind == "removed"])
        written = [change for change in changes if change.row.identity[0] not in kept]
        _cycles.write(project, [_as_stored(change, stored) for change in written])
        rows = Cycle.objects.filter(project_id=project.pk)
        rows.filter(ref__in=taken_over).update(declared=True)
        for ref in kept:
            rows.filter(ref=ref).update(**implied_by(ref))
        return tuple(_cycles.recorded(change) for change in changes)


def implied_by(ref: str) -> dict[str, Any]:
    """All that is known of a cycle that only a folder names."""
    fields = {field.name: field.get_default() for field in Cycle._meta.concrete_fields}
    for name in ("id", "project", "ref"):
        del fields[name]
    return {**fields, "title": ref, "kind": kind_of(ref), "declared": False}


def cycle_named(project: ProjectLike, ref: str) -> Cycle | None:
    """The cycle of that ref; else the only one that differs in case and punctuation alone."""
    ref = ref.strip()
    rows = list(Cycle.objects.filter(project_id=project.pk))
    alike = [cycle for cycle in rows if cycle.ref == ref] or [one for one in rows if loose(one.ref) == loose(ref)]
    return alike[0] if len(alike) == 1 else None


def imply_cycle(project: ProjectLike, ref: str, file: str, *, kind: str = "") -> Cycle:
    """A cycle that nobody listed, for the results in a file. Invalid for what cannot be its name."""
    ref = ref.strip()
    longest = Cycle._meta.get_field("ref").max_length or 0
    if not ref or len(ref) > longest:
        raise Invalid(f"“{ref}” cannot be the name of the cycle of {file}; expected 1 to {longest} characters.")
    facts = implied_by(ref)
    return Cycle.objects.create(project_id=project.pk, ref=ref, **{**facts, "kind": kind or facts["kind"]})


def drop_implied(project: ProjectLike, keys: Collection[int]) -> None:
    """Drop those cycles that nobody listed and nothing names any more."""
    planned = {
        ref for refs in Case.objects.filter(project_id=project.pk).values_list("cycles", flat=True) for ref in refs
    }
    for cycle in Cycle.objects.filter(project_id=project.pk, pk__in=keys, declared=False):
        if cycle.ref not in planned:
            with suppress(ProtectedError, RestrictedError), transaction.atomic():
                cycle.delete()


def _as_stored(change: RowChange, stored: Mapping[Identity, Row]) -> RowChange:
    """A cycle that is new in the list may be there already, unlisted."""
    before = stored.get(change.row.identity) if change.kind == "added" else None
    return replace(change, kind="changed", before=before) if before else change


def _rename_implied(project: ProjectLike, listed: Sequence[str]) -> None:
    """A folder "uat-2" is the cycle that is now listed as "UAT 2"."""
    implied = {loose(ref): ref for ref in _implied(project)}
    for ref in listed:
        named = implied.get(loose(ref), ref)
        if named != ref:
            Cycle.objects.filter(project_id=project.pk, ref=named).update(ref=ref)


def _implied(project: ProjectLike) -> set[str]:
    return set(Cycle.objects.filter(project_id=project.pk, declared=False).values_list("ref", flat=True))


def _with_results(project: ProjectLike, refs: Sequence[str]) -> list[str]:
    shown = (
        Q(load_imports__isnull=False)
        | Q(imports__isnull=False)
        | Q(runs__isnull=False)
        | Q(findings__isnull=False)
        | Q(leniencies__isnull=False)
    )
    rows = Cycle.objects.filter(shown, project_id=project.pk, ref__in=refs)
    return list(rows.distinct().values_list("ref", flat=True))


cycles = CycleStore()
