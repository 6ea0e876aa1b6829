"""A pack as plain facts, and how it is read and checked. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from firstlight.contracts.tables import Problem
from firstlight.kernel.documents import Document, read_document
from firstlight.kernel.errors import Invalid
from firstlight.packs.grammar import check_form
from firstlight.packs.grammar import content_folder as content_folder

#: Where a check without a place in the source stands: one that a project added itself.
OWN = "own"


@dataclass(frozen=True, slots=True)
class SignaturesWanted:
    """Who must sign for a check, on which content ("self" is the check's own attestation)."""

    covers: str
    roles: tuple[str, ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Check:
    """An item of a pack. Exactly one of `measure`, `attested_by`, `roll_up` says how it is judged."""

    ref: str
    area: str
    title: str
    mandatory: bool
    what: str
    why: str
    outcome: str
    risk: str
    mitigation: str
    source: str
    answers: tuple[str, ...]
    applies_when: Mapping[str, Any] = field(default_factory=dict)
    measure: str = ""
    met: float | None = None
    partly: float | None = None
    fresh_for_days: int | None = None
    attested_by: tuple[str, ...] = ()
    expires_after_days: int | None = None
    evidence_required: bool = False
    roll_up_areas: tuple[str, ...] = ()
    roll_up_checks: tuple[str, ...] = ()
    signatures: SignaturesWanted | None = None
    #: Why the project waives it; no pack says so.
    waived: str = ""

    @property
    def rolls_up(self) -> bool:
        """Whether it only restates others, and so is never counted itself."""
        return bool(self.roll_up_areas or self.roll_up_checks)

    @property
    def signed_content(self) -> str:
        """What a signature for this check is on: "scope", "testing:uat", or "check:<ref>"."""
        if self.signatures is None:
            return ""
        return f"check:{self.ref}" if self.signatures.covers == "self" else self.signatures.covers


@dataclass(frozen=True, slots=True)
class Area:
    """A group of checks that one role answers for."""

    ref: str
    title: str
    short: str
    lead: str
    about: str
    rolls_up: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A version of a pack. `digest` is the SHA-256 of its file; `more` holds steps, tasks, resources."""

    ref: str
    version: str
    title: str
    summary: str
    digest: str
    areas: tuple[Area, ...]
    more: Mapping[str, Any]

    def checks(self) -> Iterator[Check]:
        """All checks in their order."""
        for area in self.areas:
            yield from area.checks


def check_document(document: Document) -> tuple[Problem, ...]:
    """Everything that is wrong with a pack: its form, repeated refs, roll-ups and criteria of what is not there."""
    if wrong := check_form(document):
        return wrong
    problems: list[Problem] = []
    seen: set[str] = set()
    areas: set[str] = set()
    for area_number, area in enumerate(document.data["areas"]):
        if area["ref"] in areas:
            sentence = f"The area “{area['ref']}” stands twice."
            problems.append(document.problem(f"areas.{area_number}.ref", sentence, area["ref"]))
        areas.add(area["ref"])
        for check_number, check in enumerate(area["checks"]):
            path = f"areas.{area_number}.checks.{check_number}"
            if check["ref"] in seen:
                problems.append(document.problem(f"{path}.ref", f"“{check['ref']}” stands twice.", check["ref"]))
            if not check["ref"].startswith(f"{area['ref']}."):
                sentence = f"“{check['ref']}” stands in the area {area['ref']} and must begin with its name."
                problems.append(document.problem(f"{path}.ref", sentence, check["ref"]))
            seen.add(check["ref"])
    for path, named in _rolled_up(document.data):
        if named not in areas | seen:
            problems.append(document.problem(path, f"“{named}” is neither an area nor a check of this pack.", named))
    for path, named in _fed(document.data):
        if named not in seen:
            problems.append(document.problem(path, f"“{named}” is no check of this pack.", named))
    return tuple(problems)


def _fed(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The checks that feed criteria, with their places."""
    for key in ("entrance_criteria", "exit_criteria"):
        for number, one in enumerate(data.get(key, ())):
            for place, name in enumerate(one.get("checks", ())):
                yield f"{key}.{number}.checks.{place}", name


def _rolled_up(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for area_number, area in enumerate(data["areas"]):
        for check_number, check in enumerate(area["checks"]):
            path = f"areas.{area_number}.checks.{check_number}.judged_by.roll_up"
            for names in check["judged_by"].get("roll_up", {}).values():
                for name in names:
                    yield path, name


def read_pack(data: bytes, file: str) -> Pack:
    """The pack in a file. Raises Unreadable when it is no YAML, Invalid with every problem when it is no pack."""
    document = read_document(data, file)
    problems = check_document(document)
    if problems:
        raise Invalid(f"{file} is not a pack.", problems=problems)
    return pack_of(document.data, hashlib.sha256(data).hexdigest())


def pack_of(data: Mapping[str, Any], digest: str) -> Pack:
    """A pack from data that has been checked."""
    known = {"schema", "ref", "version", "title", "summary", "areas"}
    return Pack(
        ref=data["ref"],
        version=data["version"],
        title=data["title"],
        summary=data["summary"],
        digest=digest,
        areas=tuple(_area(area) for area in data["areas"]),
        more={key: value for key, value in data.items() if key not in known},
    )


def _area(data: Mapping[str, Any]) -> Area:
    return Area(
        ref=data["ref"],
        title=data["title"],
        short=data.get("short", data["title"]),
        lead=data["lead"],
        about=data["about"],
        rolls_up=data.get("rolls_up", False),
        checks=tuple(check_of(check, data["ref"]) for check in data["checks"]),
    )


def check_of(data: Mapping[str, Any], area: str) -> Check:
    """A check from data that has been checked against the schema."""
    judged = data["judged_by"]
    attestation, roll_up = judged.get("attestation", {}), judged.get("roll_up", {})
    thresholds, wanted = judged.get("thresholds", {}), data.get("signatures")
    source = data.get("source")
    return Check(
        ref=data["ref"],
        area=area,
        title=data["title"],
        mandatory=data["obligation"] == "mandatory",
        **{name: " ".join(data[name].split()) for name in ("what", "why", "outcome", "risk", "mitigation")},
        source=f"{source['document']}: {source['heading']}" if source else "",
        answers=tuple(data.get("answers", ())),
        applies_when=data.get("applies_when", {}),
        measure=judged.get("measure", ""),
        met=thresholds.get("met"),
        partly=thresholds.get("partly"),
        fresh_for_days=judged.get("fresh_for_days"),
        attested_by=tuple(attestation.get("by", ())),
        expires_after_days=attestation.get("expires_after_days"),
        evidence_required=attestation.get("evidence") == "required",
        roll_up_areas=tuple(roll_up.get("areas", ())),
        roll_up_checks=tuple(roll_up.get("checks", ())),
        signatures=SignaturesWanted(
            wanted["covers"], tuple(wanted["roles"]), wanted.get("quorum", len(wanted["roles"]))
        )
        if wanted
        else None,
    )
