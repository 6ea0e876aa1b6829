"""The profile of a project as `project.yaml` states it: read and checked, without a database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from firstlight.contracts.tables import Problem
from firstlight.kernel.documents import Document
from firstlight.kernel.sheets import Column, choice, day, flag, instant, integer, text
from firstlight.workspace.order_of_tests import BESIDE_UAT, PERFORMANCE, SUPER_USERS, TRAINED
from firstlight.workspace.sight import EVERYTHING, SUBJECTS

SCHEMA = "firstlight/project/1"

#: Yes/no questions a profile may answer. A check that depends on an unanswered one applies.
QUESTIONS: dict[str, str] = {
    "isv": "Does the solution contain ISV solutions?",
    "customisations": "Does the solution contain customisations?",
    "integrations": "Is the solution integrated with other systems?",
    "external_dependencies": "Does go-live depend on providers outside the project?",
    "regulated": "Do regulations of company, industry or country apply?",
    "legacy_data": "Is data migrated from older systems?",
    "portal_users": "Do customers or vendors use a portal?",
    "offline_users": "Do people work without a network?",
    "virtual_desktops": "Do people work on virtual desktops?",
    "mobile_devices": "Do people work on phones, tablets or handhelds?",
    "partner_support": "Does a partner take part in support?",
    "enterprise_20000_licences": "Does the organisation hold 20,000 licences or more?",
}

TESTS = ("sit", "uat", "performance", "end-to-end", "regression", "migration", "security")
PRODUCTS = {"finance-operations": "Finance and operations apps", "customer-engagement": "Customer engagement apps"}
APPROACHES = {"big-bang": "Big bang", "phased": "Phased"}

_NAME = text("name", "name", "", most=200, required=True)
_ORGANISATION = text("organisation", "organisation", "", most=200)
_SLUG = text("slug", "slug", "", most=60)
_PRODUCT = choice("product", "product", "", PRODUCTS, required=True)
_APPROACH = choice("approach", "approach", "", APPROACHES, empty="")
_GO_LIVE = instant("go_live", "go_live", "")
_COMMITTEE = instant("next_committee", "next_committee", "")
_AS_OF = instant("as_of", "as_of", "")
_USERS = integer("users_at_go_live", "users_at_go_live", "", most=10_000_000)
_MOMENT = instant("start", "start", "", required=True)
_DAY = day("start", "start", "", required=True)
_REF = text("ref", "ref", "", most=60, required=True)
_TITLE = text("title", "title", "", most=100, required=True)
_KIND = choice("kind", "kind", "", ("customer", "partner", "vendor"), required=True)
_ANSWER = flag("profile", "profile", "")
_CONSENT = flag("consent_needed", "consent_needed", "")
_PERFORMANCE = choice(
    "performance_order", "performance_order", "", {key: one.words for key, one in PERFORMANCE.items()}
)
_TRAINED = choice("trained_before_uat", "trained_before_uat", "", {key: one.words for key, one in TRAINED.items()})

KEYS = (
    "schema", "name", "slug", "organisation", "product", "approach", "time_zone", "go_live", "cutover_window",
    "users_at_go_live", "next_committee", "phases", "parties", "consent_needed", "people", "packs", "required_tests",
    "performance_order", "trained_before_uat", "profile", "as_of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A phase with its dates; the last may be open."""

    ref: str
    title: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """An organisation in the project. `sees` are the subjects open to it; None: not said, so that nothing changes."""

    ref: str
    name: str
    kind: str
    sees: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a project says of itself. Instants are in UTC; what was not said is None or empty.

    Where nothing is said about consent, it stays as it is in the project.
    """

    name: str
    slug: str
    organisation: str
    product: str
    approach: str
    time_zone: str
    go_live: datetime | None
    window: tuple[datetime, datetime] | None
    users_at_go_live: int | None
    next_committee: datetime | None
    phases: tuple[PhaseFacts, ...]
    parties: tuple[PartyFacts, ...]
    packs: tuple[str, ...]
    required_tests: tuple[str, ...]
    answers: dict[str, bool]
    as_of: datetime | None
    consent_needed: bool | None = None
    performance_order: str = BESIDE_UAT
    trained_before_uat: str = SUPER_USERS


def slug_of(name: str) -> str:
    """A name as it stands in addresses."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "project"


def read_profile(document: Document) -> tuple[Profile | None, tuple[Problem, ...]]:
    """The profile, or None with every problem of the document, each naming its line."""
    reader = _Reader(document)
    profile = reader.read()
    return (None if reader.problems else profile), tuple(reader.problems)


def _other_format(schema: str) -> str:
    """What is said of a folder of another version, or of none."""
    kind, _, version = schema.rpartition("/")
    if kind == SCHEMA.rpartition("/")[0] and version.isdecimal():
        ours = SCHEMA.rpartition("/")[2]
        return (
            f"This folder is of format {version}; this version of Firstlight reads format {ours}. "
            "Open it with the version that wrote it, or update this one."
        )
    return f"“{schema}” is not known; expected {SCHEMA}."


class _Reader:
    """Collects problems while it reads, so that all of them are told at once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.zone = ZoneInfo("UTC")

    def read(self) -> Profile:
        data = self.document.data
        for key in data:
            if key not in KEYS:
                self.refuse(str(key), f"“{key}” is not a key of a project; known: {', '.join(KEYS)}.", key)
        if data.get("schema", SCHEMA) != SCHEMA:
            self.refuse("schema", _other_format(str(data["schema"])), data["schema"])
        time_zone = self.time_zone(data.get("time_zone"))
        name = self.value(_NAME, "name", data.get("name")) or ""
        return Profile(
            name=name,
            slug=slug_of(self.value(_SLUG, "slug", data.get("slug")) or name),
            organisation=self.value(_ORGANISATION, "organisation", data.get("organisation")) or "",
            product=self.value(_PRODUCT, "product", data.get("product")) or "",
            approach=self.value(_APPROACH, "approach", data.get("approach")) or "",
            time_zone=time_zone,
            go_live=self.value(_GO_LIVE, "go_live", data.get("go_live")),
            window=self.window(data.get("cutover_window")),
            users_at_go_live=self.value(_USERS, "users_at_go_live", data.get("users_at_go_live")),
            next_committee=self.value(_COMMITTEE, "next_committee", data.get("next_committee")),
            phases=tuple(self.phases()),
            parties=tuple(self.parties()),
            packs=self.words("packs"),
            required_tests=self.tests(),
            answers=self.answers(data.get("profile") or {}),
            as_of=self.value(_AS_OF, "as_of", data.get("as_of")),
            consent_needed=self.value(_CONSENT, "consent_needed", data.get("consent_needed")),
            performance_order=self.held(_PERFORMANCE, BESIDE_UAT),
            trained_before_uat=self.held(_TRAINED, SUPER_USERS),
        )

    def refuse(self, path: str, sentence: str, value: object = "") -> None:
        self.problems.append(self.document.problem(path, sentence, value))

    def value(self, column: Column, path: str, cell: Any) -> Any:
        if isinstance(cell, (dict, list)):
            self.refuse(path, f"Expected {column.accepts}, not a list or a group.", cell)
            return None
        try:
            return column.value(cell, self.zone)
        except ValueError as error:
            seen = "It is missing" if cell is None else f"“{cell}” is not accepted"
            self.refuse(path, f"{seen}; expected {error}.", cell)
            return None

    def time_zone(self, name: Any) -> str:
        if isinstance(name, str) and name in available_timezones():
            self.zone = ZoneInfo(name)
            return name
        seen = "It is missing" if name is None else f"“{name}” is not a time zone"
        self.refuse("time_zone", f"{seen}; expected a name such as Europe/Berlin.", name)
        return "UTC"

    def window(self, given: Any) -> tuple[datetime, datetime] | None:
        if given is None:
            return None
        if not isinstance(given, dict) or set(given) != {"start", "end"}:
            self.refuse("cutover_window", "Expected start and end, nothing else.", given)
            return None
        start = self.value(_MOMENT, "cutover_window.start", given["start"])
        end = self.value(_MOMENT, "cutover_window.end", given["end"])
        if start and end and end <= start:
            sentence = f"The window ends ({given['end']}) before it starts ({given['start']})."
            self.refuse("cutover_window.end", sentence, given["end"])
        return (start, end) if start and end else None

    def groups(self, key: str, wanted: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
        """Each entry of a list of groups with its path; refs may stand once."""
        given = self.document.data.get(key) or []
        if not isinstance(given, list):
            self.refuse(key, "Expected a list.", given)
            return
        seen: set[str] = set()
        for number, entry in enumerate(given):
            path = f"{key}.{number}"
            if not isinstance(entry, dict) or not set(wanted) <= set(entry) <= {*wanted, *optional}:
                allowed = ", ".join(wanted) + (f" and perhaps {', '.join(optional)}" if optional else "")
                self.refuse(path, f"Expected a group with {allowed}.", entry)
                continue
            if str(entry["ref"]) in seen:
                self.refuse(f"{path}.ref", f"“{entry['ref']}” stands twice.", entry["ref"])
            seen.add(str(entry["ref"]))
            yield path, entry

    def phases(self) -> Iterator[PhaseFacts]:
        for path, entry in self.groups("phases", ("ref", "title", "start"), ("end",)):
            start = self.value(_DAY, f"{path}.start", entry["start"])
            end = self.value(_DAY.but(required=False), f"{path}.end", entry.get("end"))
            ref, title = self.value(_REF, f"{path}.ref", entry["ref"]), self.value(_TITLE, path, entry["title"])
            if start and end and end < start:
                self.refuse(f"{path}.end", f"The phase ends ({end}) before it starts ({start}).", end)
            if start and ref and title:
                yield PhaseFacts(ref, title, start, end)

    def parties(self) -> Iterator[PartyFacts]:
        for path, entry in self.groups("parties", ("ref", "name", "kind"), ("sees",)):
            ref, name = self.value(_REF, f"{path}.ref", entry["ref"]), self.value(_NAME, f"{path}.name", entry["name"])
            kind = self.value(_KIND, f"{path}.kind", entry["kind"])
            sees = self.subjects(f"{path}.sees", entry.get("sees"))
            if ref and name and kind:
                yield PartyFacts(ref, name, kind, sees)

    def subjects(self, path: str, given: Any) -> tuple[str, ...] | None:
        """What is open to an organisation, sorted; None where nothing is said."""
        if given is None:
            return None
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            self.refuse(path, f"Expected a list of any of: {', '.join(SUBJECTS)}.", given)
            return None
        for word in given:
            if word not in EVERYTHING:
                self.refuse(path, f"“{word}” is not one of: {', '.join(SUBJECTS)}.", word)
        return tuple(sorted(set(given)))

    def words(self, key: str) -> tuple[str, ...]:
        given = self.document.data.get(key) or []
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            self.refuse(key, "Expected a list of words.", given)
            return ()
        return tuple(dict.fromkeys(given))

    def tests(self) -> tuple[str, ...]:
        chosen = self.words("required_tests")
        for number, word in enumerate(chosen):
            if word not in TESTS:
                self.refuse(f"required_tests.{number}", f"“{word}” is not one of: {', '.join(TESTS)}.", word)
        return chosen or ("sit", "uat", "performance")

    def held(self, column: Column, usual: str) -> str:
        """What the project holds to of two that are asked for; the usual where it says nothing."""
        given = self.document.data.get(column.key)
        return usual if given is None else self.value(column, column.key, given) or usual

    def answers(self, given: Any) -> dict[str, bool]:
        if not isinstance(given, dict):
            self.refuse("profile", f"Expected yes or no for any of: {', '.join(QUESTIONS)}.", given)
            return {}
        answers = {}
        for key, cell in given.items():
            if key not in QUESTIONS:
                self.refuse(f"profile.{key}", f"“{key}” is not one of: {', '.join(QUESTIONS)}.", key)
            elif cell is not None:
                answers[key] = self.value(_ANSWER, f"profile.{key}", cell)
        return answers
