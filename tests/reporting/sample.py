"""An assessment document as `readiness.documents` writes it, made from the real go-live pack.

Everything is derived from fixed numbers, so two processes build the same document.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.engines.verdict import CheckFacts, area_mark, judge
from firstlight.packs.content import Area, Check, Pack, read_pack
from firstlight.workspace.roles import ROLES

ZONE = ZoneInfo("Europe/Berlin")
AS_OF = datetime(2026, 11, 20, 9, 40, tzinfo=ZONE)
PACKS = Path(__file__).resolve().parents[2] / "content" / "packs"

PEOPLE = {
    "project-lead": ("Petra Lindqvist", "Programme lead"),
    "executive-sponsor": ("Emil Strand", "Managing director"),
    "approver": ("Anna Prahl", "Finance director"),
    "process-owner": ("Paula Ortiz", "Head of order desk"),
    "test-lead": ("Willem Oost", "Test manager"),
    "solution-architect": ("Ines Kaya", "Lead architect"),
    "integration-lead": ("Tomasz Wrona", "Integration lead"),
    "migration-lead": ("Farah Haddad", "Data migration lead"),
    "change-manager": ("Lotte Brandt", "Head of change"),
    "support-lead": ("Sami Laine", "Head of service desk"),
    "cutover-manager": ("Cora Mees", "Cutover manager"),
}


@dataclass(frozen=True)
class Mix:
    """How many checks of a hundred are unmet, unknown, partly met, stale; the rest is met. Seeds make it repeatable."""

    unmet: int = 3
    unknown: int = 12
    partly: int = 8
    waivers: int = 2
    seed: int = 7
    actions: int = 14
    pack_names: tuple[str, ...] = ("go-live",)
    stale: bool = True


NO_GO = Mix(unmet=6, unknown=18)
CONDITIONAL = Mix(unmet=0, unknown=1, partly=10, waivers=2)
GO = Mix(unmet=0, unknown=0, partly=0, waivers=0, actions=0, stale=False)
DIRE = Mix(unmet=25, unknown=45, partly=10, waivers=6)


def packs(names: tuple[str, ...] = ("go-live",)) -> list[Pack]:
    """The shipped packs of these names."""
    paths = [path for name in names for path in sorted((PACKS / name).glob("*.yaml"))]
    return [read_pack(path.read_bytes(), path.name) for path in paths]


def document(mix: Mix = NO_GO) -> dict[str, Any]:
    """The whole document."""
    return _Maker(mix).body()


def at(instant: datetime) -> str:
    """As the document writes instants."""
    return instant.astimezone(ZONE).isoformat()


#: A check of which nothing is known.
_EMPTY: dict[str, Any] = {
    "figure": None, "of": None, "unit": None, "figure_text": "", "reasons": [], "records": [], "as_of": None,
    "expires": None, "stale": "", "accepted": None, "attestation": None,
}  # fmt: skip


class _Maker:
    def __init__(self, mix: Mix) -> None:
        self.mix = mix
        self.random = Random(mix.seed)
        self.packs = packs(mix.pack_names)
        self.areas = [area for pack in self.packs for area in pack.areas]
        self.checks: dict[str, dict[str, Any]] = {}
        self.waivers: dict[str, dict[str, Any]] = {}
        self.signed = {content: self.signatures_on(content, roles) for content, roles in self.wanted().items()}

    def body(self) -> dict[str, Any]:
        for area in self.areas:
            for check in area.checks:
                self.checks[check.ref] = self.check(check)
        self.waive()
        for area in self.areas:
            for check in area.checks:
                if check.rolls_up:
                    self.roll_up(check)
        facts = {check.ref: self.facts(area, check) for area in self.areas for check in area.checks}
        verdict = judge(list(facts.values()))
        titles = {check.ref: check.title for area in self.areas for check in area.checks}
        areas = {check.ref: area.ref for area in self.areas for check in area.checks}
        return {
            "schema": "firstlight/assessment/1",
            "project": self.profile(),
            "as_of": at(AS_OF),
            "pack": self.pins()[0],
            "packs": self.pins(),
            "verdict": str(verdict.word),
            "reasons": [
                {"check": one.check, "title": titles[one.check], "area": areas[one.check], "status": one.status}
                | {"kind": one.kind, "blocks": one.blocks, "sentence": one.sentence}
                for one in verdict.reasons
            ],
            "areas": [self.area(area, facts) for area in self.areas],
            "accepted_risks": [self.accepted(ref, titles[ref], one) for ref, one in self.waivers.items()],
            "signatures": [one for both in self.signed.values() for one in both],
            "actions": self.actions(),
            "ledger": {"entries": 1_284, "head": _digest("head")},
        }

    def pins(self) -> list[dict[str, str]]:
        return [{"ref": one.ref, "version": one.version, "digest": one.digest} for one in self.packs]

    def profile(self) -> dict[str, Any]:
        return {
            "slug": "wave-1",
            "name": "Finance and operations, wave 1",
            "organisation": "Northmere Foods",
            "product": "finance-operations",
            "approach": "phased",
            "time_zone": "Europe/Berlin",
            "go_live": at(datetime(2026, 12, 7, 5, 0, tzinfo=ZONE)),
            "cutover_window": [
                at(datetime(2026, 12, 4, 18, 0, tzinfo=ZONE)),
                at(datetime(2026, 12, 7, 5, 0, tzinfo=ZONE)),
            ],
            "users_at_go_live": 420,
            "next_committee": at(datetime(2026, 11, 27, 14, 0, tzinfo=ZONE)),
            "phases": [{"ref": "prepare", "title": "Prepare", "start": "2026-09-01", "end": "2026-12-03"}],
        }

    def check(self, check: Check) -> dict[str, Any]:
        status = self.status(check)
        wanted = check.signatures
        signatures = self.signed.get(check.signed_content, []) if wanted and status != "not-applicable" else []
        stale = [one for one in signatures if one["state"] == "stale"]
        found = {
            **_EMPTY,
            "ref": check.ref,
            "title": check.title,
            "mandatory": check.mandatory,
            "status": status,
            "mark": status,
            "basis": "measured" if check.measure or check.rolls_up else "attested",
            "rolls_up": check.rolls_up,
            "signatures": signatures,
        }
        (self.measure if check.measure else self.attest)(check, found)
        if stale:
            found["stale"] = (
                f"{stale[0]['person']} ({stale[0]['role_title'].lower()}) signed {stale[0]['title'].lower()} on "
                f"12 Nov 2026; {len(stale[0]['differences'])} things have changed since."
            )
            if status in ("met", "partly"):
                found["mark"] = "stale"
        return found

    def status(self, check: Check) -> str:
        if self.random.random() < 0.06:
            return "not-applicable"
        drawn = self.random.randrange(100)
        for status in ("unmet", "unknown", "partly"):
            drawn -= getattr(self.mix, status)
            if drawn < 0:
                return status
        return "met"

    def measure(self, check: Check, found: dict[str, Any]) -> None:
        status = found["status"]
        if status in ("unknown", "not-applicable"):
            found["reasons"] = [
                "No record of it exists yet, so nobody can tell."
                if status == "unknown"
                else "The profile of the project answers no to integrations."
            ]
            return
        whole = self.random.randrange(40, 200)
        part = whole if status == "met" else whole - self.random.randrange(3, 30)
        found |= {"figure": part, "of": whole, "unit": "requirements", "figure_text": f"{part} of {whole} requirements"}
        found["as_of"] = at(AS_OF - timedelta(hours=self.random.randrange(2, 240)))
        found["expires"] = at(AS_OF + timedelta(days=self.random.randrange(1, 20)))
        missing = whole - part
        found["reasons"] = (
            [f"All {whole} requirements in scope are covered: {check.outcome.lower()}"]
            if not missing
            else [
                f"{missing} of {whole} requirements fall short; the agreed limit is none. {check.risk}",
                f"The largest hole is order to cash with {missing // 2 + 1}.",
            ]
        )
        names = ("Order to cash", "Procure to pay", "Record to report", "Plan to produce")
        found["records"] = [
            {"kind": "requirement", "ref": f"REQ-{100 + number}", "text": f"REQ-{100 + number} {names[number % 4]}"}
            for number in range(min(missing, 14))
        ]

    def attest(self, check: Check, found: dict[str, Any]) -> None:
        role = (check.attested_by or ("project-lead",))[0]
        person, title = PEOPLE.get(role, PEOPLE["project-lead"])
        status = found["status"]
        if status == "unknown":
            sentence = f"Nobody has attested this yet; it is the word of the {ROLES[role].lower()}."
            found["reasons"] = [sentence]
            return
        if status == "not-applicable":
            found["reasons"] = ["The profile of the project answers no to legacy data."]
            return
        words = {"met": check.outcome, "partly": f"Under way: {check.outcome}", "unmet": check.risk}[status]
        effective = AS_OF - timedelta(days=self.random.randrange(1, 25))
        found["reasons"] = [words]
        found["as_of"], found["expires"] = at(effective), at(effective + timedelta(days=check.expires_after_days or 60))
        name = f"{check.ref.split('.')[-1]}-minutes.pdf"
        found["records"] = [{"kind": "evidence", "ref": _digest(name), "text": name}]
        found["attestation"] = {
            "state": status,
            "statement": words,
            "person": person,
            "title": title,
            "role": role,
            "effective": at(effective),
            "evidence": [{"name": name, "digest": _digest(name)}],
            "links": [f"https://example.org/wiki/{check.ref}"],
        }

    def roll_up(self, check: Check) -> None:
        below = [
            self.checks[one.ref]
            for area in self.areas
            for one in area.checks
            if not one.rolls_up and (area.ref in check.roll_up_areas or one.ref in check.roll_up_checks)
        ]
        mandatory = [one for one in below if one["mandatory"] and one["status"] != "not-applicable"] or below
        held = [one for one in mandatory if one["status"] != "met"]
        found = self.checks[check.ref]
        status = min((one["status"] for one in mandatory), key=("unmet", "unknown", "partly", "met").index)
        titles = "; ".join(one["title"] for one in held[:3])
        found |= {
            "status": status,
            "mark": status,
            "basis": "measured",
            "attestation": None,
            "figure": len(mandatory) - len(held),
            "of": len(mandatory),
            "unit": "checks",
            "figure_text": f"{len(mandatory) - len(held)} of {len(mandatory)} checks",
            "reasons": [
                f"{len(held)} of {len(mandatory)} mandatory checks hold it back: {titles}."
                if held
                else f"All {len(mandatory)} mandatory checks that it restates are met."
            ],
            "records": [{"kind": "check", "ref": one["ref"], "text": one["title"]} for one in held],
            "expires": None,
        }

    def wanted(self) -> dict[str, tuple[str, ...]]:
        checks = [check for area in self.areas for check in area.checks if check.signatures]
        return {check.signed_content: check.signatures.roles for check in checks if check.signatures}

    def signatures_on(self, content: str, roles: tuple[str, ...]) -> list[dict[str, Any]]:
        return [self.signature(content, role) for role in roles]

    def signature(self, content: str, role: str) -> dict[str, Any]:
        person = PEOPLE[role][0]
        missing = self.mix.unknown > 0 and content == "testing:end-to-end"
        stale = self.mix.stale and content == "scope" and role == "executive-sponsor"
        changes = _changes() if stale else []
        return {
            "on": content,
            "title": {"scope": "Scope baseline", "testing:uat": "Results of user acceptance testing"}.get(
                content, content.replace(":", ": ").replace("-", " ").capitalize()
            ),
            "role": role,
            "role_title": ROLES[role],
            "person": None if missing else person,
            "state": "missing" if missing else "stale" if stale else "valid",
            "statement": "" if missing else "I have read it and it describes what my department will work with.",
            "signed": None if missing else at(datetime(2026, 11, 12, 16, 20, tzinfo=ZONE)),
            "delegated_by": "Managing director" if role == "approver" else "",
            "covers": 0 if missing else 184,
            "differences": [_said(one) for one in changes],
            "changes": changes,
        }

    def waive(self) -> None:
        candidates = [
            check
            for area in self.areas
            for check in area.checks
            if check.mandatory
            and not check.rolls_up
            and self.checks[check.ref]["status"] in ("unmet", "unknown", "partly")
        ]
        reasons = (
            "Payments of the first week can be uploaded by hand; the treasury team has done it before.",
            "The south hub keeps its paper pick lists for two weeks, and the shift leads have practised with them.",
            "The vendor answers within four hours until the contract amendment is signed.",
        )
        for number, check in enumerate(candidates[: self.mix.waivers]):
            self.waivers[check.ref] = {
                "person": PEOPLE["executive-sponsor"][0],
                "job": PEOPLE["executive-sponsor"][1],
                "reason": reasons[number % 3],
                "accepted": at(AS_OF - timedelta(days=2 + number)),
                "expires": at(AS_OF + timedelta(days=21 + number)),
            }

    def facts(self, area: Area, check: Check) -> CheckFacts:
        found = self.checks[check.ref]
        waiver = self.waivers.get(check.ref)
        accepted = ""
        if waiver:
            accepted = f"{waiver['person']} accepts the risk until 11 Dec 2026: {waiver['reason']}"
            found["accepted"] = {key: waiver[key] for key in ("person", "reason", "expires")}
        return CheckFacts(
            ref=check.ref,
            area=area.ref,
            mandatory=check.mandatory,
            status=found["status"],
            sentence=found["reasons"][0],
            accepted=accepted,
            stale=found["stale"],
            rolls_up=check.rolls_up,
        )

    def area(self, area: Area, facts: dict[str, CheckFacts]) -> dict[str, Any]:
        return {
            "ref": area.ref,
            "title": area.title,
            "short": area.short,
            "lead": area.lead,
            "about": area.about,
            "rolls_up": area.rolls_up,
            "status": area_mark(facts[check.ref].mark for check in area.checks),
            "checks": [self.checks[check.ref] for check in area.checks],
        }

    def accepted(self, ref: str, title: str, waiver: dict[str, Any]) -> dict[str, Any]:
        return {"check": ref, "title": title, **waiver}

    def actions(self) -> list[dict[str, Any]]:
        open_checks = [one for one in self.checks.values() if one["status"] in ("unmet", "unknown", "partly")]
        made = []
        for number in range(self.mix.actions if open_checks else 0):
            check = open_checks[number % len(open_checks)]
            due = date(2026, 11, 12) + timedelta(days=2 * number)
            made.append(
                {
                    "ref": f"A-{number + 1:02}",
                    "title": f"Close the gap: {check['title'].lower()}",
                    "check": check["ref"],
                    "priority": ("high", "medium", "low")[number % 3],
                    "risk": ("high", "high", "medium")[number % 3],
                    "owner": list(PEOPLE.values())[number % len(PEOPLE)][0] if number % 7 else "",
                    "due": due.isoformat() if number % 6 else None,
                    "state": ("open", "under-way")[number % 2],
                    "overdue": bool(number % 6 and due < AS_OF.date()),
                }
            )
        return made


def _changes() -> list[dict[str, Any]]:
    return [
        {"key": "REQ-131", "label": "REQ-131", "before": "Bank file in MT940", "after": "Bank file in CAMT.053"},
        {
            "key": "REQ-187",
            "label": "REQ-187 Returns without a receipt",
            "before": None,
            "after": "must, order to cash",
        },
        {"key": "REQ-090", "label": "REQ-090 Fax orders", "before": "should, order to cash", "after": None},
    ]


def _said(one: dict[str, Any]) -> str:
    if one["before"] is None:
        return f"Added since: {one['label']} ({one['after']})"
    if one["after"] is None:
        return f"Withdrawn since: {one['label']} ({one['before']})"
    return f"Changed since: {one['label']}, from “{one['before']}” to “{one['after']}”"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


__all__ = ["AS_OF", "CONDITIONAL", "DIRE", "GO", "NO_GO", "Mix", "at", "document", "packs"]
