"""A judgement as the document that is frozen, printed with --json and put into decision packs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.assurance.models import ActionItem
from firstlight.assurance.rules import SignatureStanding
from firstlight.contracts.reading import plain
from firstlight.ledger.rules import HeadFacts
from firstlight.packs.content import Area, Check
from firstlight.packs.models import PinnedPack
from firstlight.readiness.assessing import Judgement
from firstlight.readiness.rules import Standing
from firstlight.workspace.models import Project
from firstlight.workspace.roles import ROLES

SCHEMA = "firstlight/assessment/1"


class Document:
    """Writes a judgement down, with every instant in the project's zone."""

    def __init__(self, project: Project, as_of: datetime, judgement: Judgement) -> None:
        self.project, self.as_of, self.judgement = project, as_of, judgement
        self.zone = ZoneInfo(project.time_zone)

    def body(
        self,
        pins: Sequence[PinnedPack],
        actions: Iterable[ActionItem],
        head: HeadFacts,
        decision: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The whole document. `decision` is the one that holds, as `decided` words it."""
        packs = [{"ref": pin.ref, "version": pin.pack.version, "digest": pin.pack.digest} for pin in pins]
        titles = {check.ref: check for area in self.judgement.areas for check in area.checks}
        return {
            "schema": SCHEMA,
            "project": self.profile(),
            "as_of": self.at(self.as_of),
            "pack": packs[0] if packs else None,
            "packs": packs,
            "verdict": self.judgement.verdict.word,
            "reasons": [
                {
                    "check": reason.check if reason.check in titles else "",
                    "title": titles[reason.check].title if reason.check in titles else "",
                    "area": titles[reason.check].area if reason.check in titles else "",
                    "status": reason.status,
                    "kind": reason.kind,
                    "blocks": reason.blocks,
                    "sentence": reason.sentence,
                }
                for reason in self.judgement.verdict.reasons
            ],
            "areas": [self.area(area) for area in self.judgement.areas],
            "accepted_risks": self.accepted(titles),
            "decision": decision,
            "signatures": self.signatures(),
            "actions": [self.action(item) for item in actions],
            "ledger": {"entries": head.sequence, "head": head.digest},
        }

    def at(self, instant: datetime | None) -> str | None:
        """ISO 8601 with the offset of the project's zone."""
        return instant.astimezone(self.zone).isoformat() if instant else None

    def profile(self) -> dict[str, Any]:
        project = self.project
        return {
            "slug": project.slug,
            "name": project.name,
            "organisation": project.organisation,
            "product": project.product,
            "approach": project.approach,
            "time_zone": project.time_zone,
            "go_live": self.at(project.go_live),
            "cutover_window": [self.at(project.window_start), self.at(project.window_end)],
            "users_at_go_live": project.users_at_go_live,
            "next_committee": self.at(project.next_committee),
            "phases": [
                {"ref": one.ref, "title": one.title, "start": str(one.start), "end": str(one.end) if one.end else None}
                for one in project.phases.all()
            ],
        }

    def area(self, area: Area) -> dict[str, Any]:
        return {
            "ref": area.ref,
            "title": area.title,
            "short": area.short,
            "lead": area.lead,
            "about": area.about,
            "rolls_up": area.rolls_up,
            "status": self.judgement.mark(area),
            "checks": [self.check(check) for check in area.checks],
        }

    def check(self, check: Check) -> dict[str, Any]:
        standing = self.judgement.standings[check.ref]
        waiver = self.judgement.waivers.get(check.ref)
        figure = standing.figure
        return {
            "ref": check.ref,
            "title": check.title,
            "mandatory": check.mandatory,
            "status": standing.status.value,
            "mark": self.judgement.facts(check).mark,
            "basis": standing.basis.value,
            "rolls_up": check.rolls_up,
            "figure": _number(figure.value) if figure else None,
            "of": _number(figure.of) if figure and figure.of is not None else None,
            "unit": figure.unit if figure else None,
            "figure_text": figure.text() if figure else "",
            "reasons": list(standing.reasons),
            "records": [{"kind": one.kind, "ref": one.ref, "text": one.text} for one in standing.records],
            "as_of": self.at(standing.speaks_of),
            "expires": self.at(standing.expires),
            "stale": standing.stale,
            "accepted": {"person": waiver.person, "reason": waiver.reason, "expires": self.at(waiver.expires)}
            if waiver
            else None,
            "attestation": self.attestation(standing),
            "signatures": [self.signature(one) for one in standing.signatures],
            "facets": self.judgement.facets[check.ref].written(),
        }

    def attestation(self, standing: Standing) -> dict[str, Any] | None:
        word = standing.attestation
        if word is None:
            return None
        return {
            "state": word.state,
            "statement": word.statement,
            "person": word.person,
            "title": word.title,
            "role": word.role,
            "effective": self.at(word.effective),
            "evidence": [{"name": one.name, "digest": one.digest} for one in word.evidence],
            "links": list(word.links),
        }

    def signature(self, one: SignatureStanding) -> dict[str, Any]:
        return {
            "on": one.on,
            "title": one.title,
            "role": one.role,
            "role_title": ROLES.get(one.role, one.role),
            "person": one.person or None,
            "state": one.state.value,
            "statement": one.statement,
            "signed": self.at(one.signed),
            "delegated_by": one.delegated_by,
            "covers": one.covers,
            "differences": [change.sentence() for change in one.changes],
            "changes": [
                {"key": change.key, "label": change.label, "before": change.before, "after": change.after}
                for change in one.changes
            ],
            "immaterial": self.immaterial(one),
            "refused": one.refused,
            "request": one.request,
        }

    def immaterial(self, one: SignatureStanding) -> dict[str, Any] | None:
        said = one.immaterial
        return {"because": said.because, "by": said.by, "at": self.at(said.at)} if said else None

    def signatures(self) -> list[dict[str, Any]]:
        """Every signature asked for or given, each once, however many checks ask for it."""
        found: dict[tuple[str, str, str], SignatureStanding] = {}
        for area in self.judgement.areas:
            for check in area.checks:
                for one in self.judgement.standings[check.ref].signatures:
                    found.setdefault((one.on, one.role, one.person), one)
        for one in self.judgement.other_signatures:
            found.setdefault((one.on, one.role, one.person), one)
        return [self.signature(one) for one in found.values()]

    def accepted(self, titles: dict[str, Check]) -> list[dict[str, Any]]:
        return [
            {
                "check": ref,
                "title": titles[ref].title if ref in titles else ref,
                "person": waiver.person,
                "job": waiver.title,
                "reason": waiver.reason,
                "accepted": self.at(waiver.accepted),
                "expires": self.at(waiver.expires),
            }
            for ref, waiver in self.judgement.waivers.items()
        ]

    def action(self, item: ActionItem) -> dict[str, Any]:
        today = self.as_of.astimezone(self.zone).date()
        return {
            "ref": item.ref,
            "title": item.title,
            "check": item.check_ref,
            "priority": item.priority,
            "risk": item.risk,
            "owner": item.owner,
            "due": item.due.isoformat() if item.due else None,
            "state": item.state,
            "overdue": bool(item.due and item.due < today),
        }


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(plain(amount))
