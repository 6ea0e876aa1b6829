"""What all three formats say in the same words: the verdict, what carries it, and how the areas stand.

Pure, on an assessment document. A document of another schema is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firstlight.contracts.standing import Word
from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import Invalid
from firstlight.reporting.decision_pack import words
from firstlight.reporting.decision_pack.lede import lede

SCHEMA = "firstlight/assessment/1"

#: What a face adds to a document after it was frozen. The digest does not cover it.
ADDED_BY_FACES = ("ignored",)


def accept(document: Mapping[str, Any]) -> None:
    """Raise Invalid for anything but an assessment of the schema that is known here."""
    schema = document.get("schema")
    if schema != SCHEMA:
        raise Invalid(f"A decision pack is made from {SCHEMA}; this document says {str(schema)[:100]!r}.")


def assessment_digest(document: Mapping[str, Any]) -> str:
    """The digest under which the ledger knows the assessment: SHA-256 of its canonical form, as it was frozen."""
    frozen = {key: value for key, value in document.items() if key not in ADDED_BY_FACES}
    return hashlib.sha256(canonical(frozen).encode("utf-8", "surrogatepass")).hexdigest()


def assessment_line(document: Mapping[str, Any], number: int | None = None) -> str:
    """What stands on every page and slide: which assessment this is, by its number where that is known."""
    digest = assessment_digest(document)
    name = f"Assessment {number}, digest" if number is not None else "Assessment digest"
    as_of = words.moment(document["as_of"], document["project"]["time_zone"])
    return f"{name} {digest[:8]}…{digest[-4:]} · as of {as_of}"


def assessment_json(document: Mapping[str, Any]) -> bytes:
    """The document as a file: JSON in UTF-8, keys sorted, two spaces deep, one line break at the end."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is not go, with the names of what it is about. `actions` are open ones on the same check."""

    kind: str
    mark: str
    blocks: bool
    check: str
    title: str
    area: str
    sentence: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Blocking reasons read as one line: one of them, or all of an area with their counts."""

    mark: str
    title: str
    counts: str
    sentence: str
    reasons: int


@dataclass(frozen=True, slots=True)
class AcceptedRisk:
    """A risk that a person accepted. `ends_early` when their word ends before the go-live that it is for."""

    check: str
    title: str
    mark: str
    person: str
    job: str
    reason: str
    accepted: str
    expires: str
    ends_early: bool


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How an area stands. Only checks that apply are counted; `counts` is by mark."""

    ref: str
    title: str
    short: str
    lead: str
    mark: str
    met: int
    counted: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """A date or number of the project. An empty value is one that nobody has set."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page, whatever it is printed on. Reasons that block come first."""

    organisation: str
    project: str
    verdict: str
    aloud: str
    lede: str
    facts: tuple[Fact, ...]
    reasons: tuple[Reason, ...]
    accepted: tuple[AcceptedRisk, ...]
    areas: tuple[AreaLine, ...]
    signatures: Mapping[str, int]
    marks: Mapping[str, int]

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """The reasons that make it a no-go."""
        return tuple(one for one in self.reasons if one.blocks)

    @property
    def conditions(self) -> tuple[Reason, ...]:
        """The open conditions of an earlier decision."""
        return tuple(one for one in self.reasons if one.kind == "condition")

    @property
    def open_points(self) -> tuple[Reason, ...]:
        """What a conditional go rests on besides conditions and accepted risks."""
        return tuple(one for one in self.reasons if one.kind in ("stale", "partly"))

    @property
    def title(self) -> str:
        """The name of every file of the pack."""
        name = f"{self.organisation}, {self.project}" if self.organisation else self.project
        return f"{self.aloud}: {name}"


def summarise(document: Mapping[str, Any]) -> Summary:
    """The summary of an assessment document."""
    accept(document)
    project = document["project"]
    reasons = tuple(_reasons(document))
    accepted = tuple(_accepted(document))
    signatures = Counter(one["state"] for one in document["signatures"])
    marks = Counter(check["mark"] for _, check in checks_of(document) if not check["rolls_up"])
    return Summary(
        organisation=project["organisation"],
        project=project["name"],
        verdict=document["verdict"],
        aloud=Word(document["verdict"]).aloud,
        lede=lede(reasons, accepted, signatures),
        facts=tuple(_facts(document)),
        reasons=reasons,
        accepted=accepted,
        areas=tuple(_area(area) for area in document["areas"]),
        signatures={state: signatures.get(state, 0) for state in words.STATES},
        marks={mark: marks.get(mark, 0) for mark in words.MARKS},
    )


def checks_of(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every check with its area, in the order of the document."""
    for area in document["areas"]:
        for check in area["checks"]:
            yield area, check


def _reasons(document: Mapping[str, Any]) -> Iterator[Reason]:
    areas = {area["ref"]: area["title"] for area in document["areas"]}
    actions: dict[str, list[str]] = {}
    for one in document["actions"]:
        actions.setdefault(one["check"], []).append(_action(one))
    for one in document["reasons"]:
        yield Reason(
            kind=one["kind"],
            mark="stale" if one["kind"] == "stale" else one["status"],
            blocks=one["blocks"],
            check=one["check"],
            title=one["title"] or ("Condition" if one["kind"] == "condition" else "Checklist"),
            area=areas.get(one["area"], one["area"]),
            sentence=one["sentence"],
            actions=tuple(actions.get(one["check"], ())) if one["check"] else (),
        )


def _action(one: Mapping[str, Any]) -> str:
    owner = one["owner"] or "nobody owns it"
    due = f"due {words.day(one['due'])}" if one["due"] else "no date"
    return f"{one['ref']} {one['title']} ({owner}, {due}{', overdue' if one['overdue'] else ''})"


def _accepted(document: Mapping[str, Any]) -> Iterator[AcceptedRisk]:
    marks = {check["ref"]: check["mark"] for _, check in checks_of(document)}
    go_live = document["project"]["go_live"]
    for one in document["accepted_risks"]:
        early = bool(go_live and one["expires"] and words.instant(one["expires"]) < words.instant(go_live))
        yield AcceptedRisk(
            check=one["check"],
            title=one["title"],
            mark=marks.get(one["check"], "unknown"),
            person=one["person"],
            job=one["job"] or "",
            reason=one["reason"],
            accepted=one["accepted"],
            expires=one["expires"],
            ends_early=early,
        )


def _area(area: Mapping[str, Any]) -> AreaLine:
    marks = Counter(check["mark"] for check in area["checks"])
    return AreaLine(
        ref=area["ref"],
        title=area["title"],
        short=area["short"],
        lead=area["lead"],
        mark=area["status"],
        met=marks["met"],
        counted=sum(check["status"] != "not-applicable" for check in area["checks"]),
        counts={mark: marks.get(mark, 0) for mark in words.MARKS},
    )


def _facts(document: Mapping[str, Any]) -> Iterator[Fact]:
    project, zone = document["project"], document["project"]["time_zone"]
    go_live = project["go_live"]
    note = words.countdown(words.days_between(document["as_of"], go_live)) if go_live else ""
    yield Fact("Go-live", words.moment(go_live, zone), note)
    start, end = project["cutover_window"]
    window = f"{words.moment(start, zone)}\nto {words.moment(end, zone)}" if start and end else ""
    yield Fact("Cutover window", window)
    yield Fact("Judged as of", words.moment(document["as_of"], zone))
    yield Fact("Next committee", words.moment(project["next_committee"], zone))
    if decision := document.get("decision"):
        yield Fact("Decided", *_decided(decision))
        return
    users = project["users_at_go_live"]
    yield Fact("Users at go-live", f"{users:,}" if users is not None else "")


def _decided(decision: Mapping[str, Any]) -> tuple[str, str]:
    """The decision that holds, and how it came about: votes and, by name, dissent."""
    votes = Counter(one["vote"] for one in decision["votes"])
    cast = words.joined(f"{votes[word]} {aloud.lower()}" for word, aloud in words.VERDICTS.items() if votes[word])
    names = list(dict.fromkeys(one["person"] for one in decision["dissents"]))
    said = words.joined([*names[:2], *([f"{len(names) - 2} more"] if len(names) > 2 else [])])
    outcome = words.any_word(decision["outcome"])
    return f"{outcome}, {words.day(decision['closed'])}", f"{cast}{f'; dissent: {said}' if said else ''}"
