"""How the lists of this layer are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firstlight.assurance import evidence
from firstlight.assurance.models import ActionItem, Attestation, EvidenceFile, Signature
from firstlight.contracts.rendering import read_rendering
from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Changed
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import ModelStore, Reference, Row, RowChange
from firstlight.kernel.sheets.sheet import Identity
from firstlight.workspace.models import Person
from firstlight.workspace.roles import ROLES

_PERSON = Reference(Person, "the people of the project")

action_items = ModelStore(
    ActionItem,
    "action",
    {
        key: key
        for key in (
            "ref",
            "title",
            "check_ref",
            "priority",
            "risk",
            "owner",
            "due",
            "state",
            "blocker",
            "workaround",
            "source",
            "notes",
        )
    },
)

_attestations = ModelStore(
    Attestation,
    "attestation",
    {
        key: key
        for key in (
            "check_ref",
            "state",
            "statement",
            "person",
            "role",
            "effective",
            "expires",
            "links",
            "withdrawn",
            "withdrawn_because",
        )
    },
    identity=("check_ref", "person", "effective"),
    title="statement",
    references={"person": _PERSON},
)

_signatures = ModelStore(
    Signature,
    "signature",
    {
        key: key
        for key in (
            "on",
            "person",
            "role",
            "statement",
            "signed",
            "digest",
            "delegated_by",
            "immaterial_digest",
            "immaterial_because",
            "immaterial_by",
            "immaterial_at",
        )
    },
    identity=("on", "role", "person", "signed"),
    title="statement",
    references={"person": _PERSON},
)


@dataclass(frozen=True, slots=True)
class AttestationStore:
    """Attestations with the names of their evidence files."""

    def current(self, project: ProjectLike) -> dict[Identity, Row]:
        """All attestations, with their evidence by name. Three queries."""
        rows = _attestations.current(project)
        labels = {pk: label for label, pk in _files(project).items()}
        named: dict[Identity, list[str]] = {}
        pairs = Attestation.evidence.through.objects.filter(attestation__project_id=project.pk).values_list(
            "attestation__check_ref",
            "attestation__person__ref",
            "attestation__effective",
            "evidencefile",
        )
        for check, person, effective, file in pairs:
            named.setdefault((check, person, effective.isoformat()), []).append(labels[file])
        return {
            identity: replace(row, values={**row.values, "evidence": tuple(sorted(named.get(identity, ())))})
            for identity, row in rows.items()
        }

    def write(self, context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> tuple[Changed, ...]:
        """Store attestations and tie them to the evidence they name. Invalid for a file that is not there."""
        files = _files(project)
        rows = [change.after for change in changes if change.after]
        problems = [
            *_without_role(project, rows),
            *(
                row.problem("it has to expire after it took effect.", column="expires", value=row.values["expires"])
                for row in rows
                if row.values["expires"] and row.values["expires"] <= row.values["effective"]
            ),
            *(
                row.problem(
                    f"“{name}” is not among the evidence; put the file into the folder evidence.",
                    column="evidence",
                    value=name,
                )
                for row in rows
                for name in row.values["evidence"]
                if name not in files
            ),
        ]
        if problems:
            raise Invalid("Some attestations cannot be recorded.", problems=tuple(problems))
        recorded = _attestations.write(project, changes, shared={"recorded": context.now})
        self._tie(project, [change for change in changes if change.kind != "removed"], files)
        return recorded

    def _tie(self, project: ProjectLike, changes: Sequence[RowChange], files: Mapping[str, int]) -> None:
        rows = Attestation.objects.filter(project_id=project.pk).values_list(
            "pk", "check_ref", "person__ref", "effective"
        )
        known: dict[Identity, int] = {
            (check, person, effective.isoformat()): pk for pk, check, person, effective in rows
        }
        through = Attestation.evidence.through
        touched = [known[change.row.identity] for change in changes]
        through.objects.filter(attestation_id__in=touched).delete()
        through.objects.bulk_create(
            through(attestation_id=known[change.row.identity], evidencefile_id=files[name])
            for change in changes
            for name in change.row.values["evidence"]
        )


def _files(project: ProjectLike) -> dict[str, int]:
    """The evidence by name; a name that several files have means the last, and with its digest each of them."""
    rows = EvidenceFile.objects.filter(project_id=project.pk).order_by("pk").values_list("name", "digest", "pk")
    found: dict[str, int] = {}
    repeated: dict[str, int] = {}
    counts = Counter(name for name, _, _ in rows)
    for name, digest, pk in rows:
        found[name] = pk
        if counts[name] > 1:
            repeated[f"{name} ({digest[:12]})"] = pk
    return {**found, **repeated}


@dataclass(frozen=True, slots=True)
class SignatureStore:
    """Signatures; what was signed is taken from the evidence store by its digest."""

    def current(self, project: ProjectLike) -> dict[Identity, Row]:
        """All signatures as rows."""
        return _signatures.current(project)

    def write(self, context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> tuple[Changed, ...]:
        """Store signatures. Invalid where the signed content is not there or is not what its digest says."""
        rows = [change.after for change in changes if change.after]
        problems = [*_without_role(project, rows)]
        renderings: dict[Identity, dict[str, Any]] = {}
        for row in rows:
            digest = row.values["digest"]
            if not digest:
                continue
            try:
                text = evidence.content(digest).decode()
                read_rendering(text)
                renderings[row.identity] = {"rendering": text}
            except (Invalid, ValueError) as error:
                sentence = (
                    f"What was signed is not in evidence/signed under this digest ({error}). "
                    "Sign again with: firstlight sign"
                )
                problems.append(row.problem(sentence, column="digest", value=digest))
        if problems:
            raise Invalid("Some signatures cannot be read.", problems=tuple(problems))
        return _signatures.write(project, changes, shared={"recorded": context.now}, own=renderings)


def _without_role(project: ProjectLike, rows: Sequence[Row]) -> Iterator[Problem]:
    """A problem for each person who speaks in a role that they do not hold. Names nobody knows are told elsewhere."""
    held = dict(Person.objects.filter(project_id=project.pk).values_list("ref", "roles")) if rows else {}
    for row in rows:
        person, role = row.values["person"], row.values["role"]
        if person in held and role not in held[person]:
            sentence = f"“{person}” does not hold the role {ROLES.get(role, role)}; give it to them in the people."
            yield row.problem(sentence, column="role", value=ROLES.get(role, role))


attestations = AttestationStore()
signatures = SignatureStore()
