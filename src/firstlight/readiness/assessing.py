"""From records to a judgement: every check of the project's packs, judged as of an instant.

Reads only. Each measure is read once, each signed content is rendered once, whatever the number of checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import actions_by_check, attestations_of, refusals_of, requests_of, signatures_of
from firstlight.assurance.rules import (
    AttestationFacts,
    SignatureFacts,
    SignatureStanding,
    SignatureState,
    latest_by_role,
    standing_of,
)
from firstlight.contracts.reading import Reading
from firstlight.contracts.rendering import Rendering
from firstlight.contracts.standing import Basis, Status
from firstlight.engines.verdict import CheckFacts, Condition, Verdict, area_mark, judge
from firstlight.kernel import renderings
from firstlight.packs.content import Area, Check
from firstlight.packs.queries import WaiverFacts, areas_of, waivers_of
from firstlight.packs.rules import ProfileFacts, why_not
from firstlight.readiness import rules
from firstlight.readiness.facets import Facets, facets_of
from firstlight.readiness.promises import broken_promises
from firstlight.readiness.queries.decisions import standing_conditions
from firstlight.readiness.registry import measures
from firstlight.readiness.rules import Standing
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a project stands: areas with their checks, each with its standing, and the verdict on them."""

    areas: tuple[Area, ...]
    standings: Mapping[str, Standing]
    waivers: Mapping[str, WaiverFacts]
    verdict: Verdict
    other_signatures: tuple[SignatureStanding, ...]
    facets: Mapping[str, Facets] = field(default_factory=dict)

    def facts(self, check: Check) -> CheckFacts:
        """The check as the verdict sees it."""
        return _facts(check, self.standings[check.ref], self.waivers.get(check.ref))

    def mark(self, area: Area) -> str:
        """How the area shows: the heaviest of its checks."""
        return area_mark(self.facts(check).mark for check in area.checks)


class Assessor:
    """Judges one project as of one instant."""

    def __init__(self, project: Project, now: datetime) -> None:
        self.project, self.now = project, now
        self.profile = ProfileFacts(project.product, project.approach, project.profile)
        self.attestations: dict[str, list[AttestationFacts]] = attestations_of(project, now)
        self.signatures: list[SignatureFacts] = list(latest_by_role(signatures_of(project, now)).values())
        self.asked = rules.Asked(requests_of(project, now), refusals_of(project, now))
        self.actions: dict[str, list[ActionItem]] = actions_by_check(project)
        self.readings: dict[str, Reading] = {}
        self.rendered: dict[str, Rendering | None] = {}
        self.titles: dict[str, str] = {}

    def judge(self) -> Judgement:
        """Every check of the pinned packs, and the verdict."""
        areas = areas_of(self.project)
        checks = [check for area in areas for check in area.checks]
        self.titles = {check.ref: check.title for check in checks}
        standings: dict[str, Standing] = {check.ref: self.stand(check) for check in checks if not check.rolls_up}
        by_ref = {check.ref: (check, standings[check.ref]) for check in checks if not check.rolls_up}
        for check in checks:
            if check.rolls_up:
                standings[check.ref] = self.rolled_up(check, by_ref)
        waivers = waivers_of(self.project, self.now)
        facts = [_facts(check, standings[check.ref], waivers.get(check.ref)) for check in checks]
        wanted = {check.signed_content for check in checks}
        late = broken_promises(facts, self.actions, self.now.astimezone(zone_of(self.project)).date())
        facets = {
            check.ref: facets_of(check, standings[check.ref], self.actions.get(check.ref, ()), self.now)
            for check in checks
        }
        verdict = judge(facts, [*self.conditions(), *late])
        return Judgement(areas, standings, waivers, verdict, self.unasked(wanted), facets)

    def conditions(self) -> list[Condition]:
        """What the decisions that hold made a condition and that is not fulfilled."""
        standing = standing_conditions(self.project, self.now)
        return [Condition(one.condition.ref, one.sentence, one.lapsed) for one in standing if one.is_open]

    def stand(self, check: Check) -> Standing:
        """One check that is judged on its own."""
        basis = Basis.MEASURED if check.measure else Basis.ATTESTED
        if reason := why_not(check, self.profile):
            return Standing(Status.NOT_APPLICABLE, basis, (reason,))
        if check.measure:
            reading, known = self.reading(check.measure), measures.get(check.measure)
            better, strict = (known.better, known.strict) if known else ("higher", False)
            standing = rules.measured(check, reading, better, self.now, strict=strict)
        else:
            standing = rules.attested(check, self.attestations.get(check.ref, []), self.now)
        if check.signatures is None:
            return standing
        today = self.rendering(check.signed_content)
        return rules.signed(
            check, standing, self.signatures, today, self.title(check.signed_content, today), self.asked
        )

    def rolled_up(self, check: Check, others: Mapping[str, tuple[Check, Standing]]) -> Standing:
        """One check that restates others."""
        if reason := why_not(check, self.profile):
            return Standing(Status.NOT_APPLICABLE, Basis.MEASURED, (reason,))
        return rules.rolled_up(check, others)

    def reading(self, name: str) -> Reading | None:
        """What the measure says; asked once."""
        found = measures.get(name)
        if found is not None and name not in self.readings:
            self.readings[name] = found.read(self.project, self.now)
        return self.readings.get(name)

    def rendering(self, content: str) -> Rendering | None:
        """Today's rendering of signed content; made once."""
        if content not in self.rendered:
            self.rendered[content] = renderings.render(self.project, content, self.now)
        return self.rendered[content]

    def title(self, content: str, today: Rendering | None) -> str:
        """How signed content is called."""
        kind, _, ref = content.partition(":")
        if kind == "check" and ref in self.titles:
            return f"Attestation of “{self.titles[ref]}”"
        if today is not None:
            return today.title
        known = renderings.signables.get(kind)
        return known.title if known else content

    def unasked(self, wanted: set[str]) -> tuple[SignatureStanding, ...]:
        """Signatures that no check asks for: shown, since they were given, and stale like any other."""
        found = []
        for one in self.signatures:
            if one.on in wanted:
                continue
            today = self.rendering(one.on)
            title = self.title(one.on, today)
            if one.digest:
                found.append(standing_of(one, today, title))
            else:
                missing = SignatureState.MISSING
                found.append(SignatureStanding(one.on, title, one.role, missing, one.person))
        return tuple(found)


def _facts(check: Check, standing: Standing, waiver: WaiverFacts | None) -> CheckFacts:
    accepted = ""
    if waiver is not None:
        accepted = f"{waiver.person} accepts the risk until {rules.day(waiver.expires)}: {waiver.reason}"
    return CheckFacts(
        ref=check.ref,
        area=check.area,
        mandatory=check.mandatory,
        status=standing.status.value,
        sentence=standing.reasons[0],
        accepted=accepted,
        stale=standing.stale,
        rolls_up=check.rolls_up,
    )
