"""Reading decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import open_actions
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.packs.queries import waivers_of
from firstlight.readiness import deciding
from firstlight.readiness.models import AgendaItem, Condition, Decision, Dissent, Vote
from firstlight.readiness.queries.reviews import open_findings
from firstlight.workspace.charts import who_decides
from firstlight.workspace.models import Person
from firstlight.workspace.queries import zone_of
from firstlight.workspace.roles import DECISION_ROLES

#: The decision in the chart of authority.
GO_LIVE = "go-live"


def all_decisions(project: ProjectLike) -> QuerySet[Decision]:
    """Every decision with how many have voted, the newest first."""
    rows = Decision.objects.filter(project_id=project.pk).select_related("presider")
    return rows.annotate(voted=Count("votes")).order_by("-planned", "ref")


def decision_named(project: ProjectLike, ref: str) -> Decision:
    """The decision of that ref. NotFound where there is none."""
    found = Decision.objects.filter(project_id=project.pk, ref=ref).select_related("presider").first()
    if found is None:
        raise NotFound("There is no such decision.")
    return found


def authority(project: ProjectLike) -> dict[str, str]:
    """Who may vote on a go-live, by ref, each with the role in which they do.

    As the chart of authority says of the decision; where it names nobody, the roles without which nobody can decide.
    """
    charted = who_decides(project, GO_LIVE)
    if charted:
        return {person.ref: _role_of(person.roles) for person in charted if person.roles}
    people = Person.objects.filter(project_id=project.pk).order_by("name")
    return {person.ref: _role_of(person.roles) for person in people if set(DECISION_ROLES) & set(person.roles)}


def _role_of(roles: Sequence[str]) -> str:
    """The role in which somebody decides: one that decides on a go-live before any other."""
    return next((one for one in DECISION_ROLES if one in roles), roles[0])


@dataclass(frozen=True, slots=True)
class ConditionStanding:
    """A condition as it stands at an instant: fulfilled, open, or lapsed (past its date, or its action dropped)."""

    condition: Condition
    state: str
    sentence: str

    @property
    def is_open(self) -> bool:
        """Whether it holds the verdict back."""
        return self.state != deciding.FULFILLED

    @property
    def lapsed(self) -> bool:
        """Whether its time is over."""
        return self.state == deciding.LAPSED


def conditions_of(decision: Decision, today: date) -> list[ConditionStanding]:
    """The conditions of one decision. Two queries."""
    return _standings(decision.project_id, list(Condition.objects.filter(decision=decision)), today)


def _standings(project_id: int, rows: Sequence[Condition], today: date) -> list[ConditionStanding]:
    refs = [row.action_ref for row in rows]
    items = ActionItem.objects.filter(project_id=project_id, ref__in=refs) if refs else ()
    states = {item.ref: item.state for item in items}
    found = []
    for row in rows:
        state = deciding.condition_state(states.get(row.action_ref, ""), row.due, today)
        found.append(ConditionStanding(row, state, deciding.condition_sentence(row.text, row.owner, row.due, state)))
    return found


def standing_decision(project: ProjectLike, now: datetime) -> Decision | None:
    """The decision that holds at `now`: the last one closed that no later closed one supersedes. One query."""
    rows = list(
        Decision.objects.filter(project_id=project.pk, state=Decision.State.CLOSED, closed__lte=now)
        .select_related("presider")
        .order_by("-closed", "-pk")
    )
    superseded = {row.supersedes for row in rows if row.supersedes}
    return next((row for row in rows if row.ref not in superseded), None)


def standing_conditions(project: ProjectLike, now: datetime) -> list[ConditionStanding]:
    """The conditions that the verdict follows: of every conditional go that holds. At most three queries."""
    rows = list(
        Decision.objects.filter(project_id=project.pk, state=Decision.State.CLOSED, closed__lte=now).values_list(
            "pk", "ref", "supersedes", "outcome"
        )
    )
    superseded = {supersedes for _, _, supersedes, _ in rows if supersedes}
    holding = [pk for pk, ref, _, outcome in rows if outcome == "conditional" and ref not in superseded]
    if not holding:
        return []
    conditions = list(Condition.objects.filter(decision_id__in=holding).select_related("decision"))
    return _standings(project.pk, conditions, now.astimezone(zone_of(project)).date())


def votes_of(decision: Decision) -> list[Vote]:
    """The votes in the order in which they were cast. One query."""
    return list(Vote.objects.filter(decision=decision).select_related("person").order_by("cast", "person__ref"))


def dissents_of(decision: Decision) -> list[Dissent]:
    """The dissent in the order in which it was recorded. One query."""
    return list(
        Dissent.objects.filter(decision=decision).select_related("person").order_by("recorded", "person__ref", "text")
    )


def agenda_of(decision: Decision) -> list[AgendaItem]:
    """The agenda in its order. One query."""
    return list(AgendaItem.objects.filter(decision=decision))


def unaccepted(project: ProjectLike, decision: Decision, now: datetime) -> list[dict[str, Any]]:
    """The reasons of the frozen verdict that no named person has accepted in writing. They forbid a go.

    Conditions of the decision before are none of them: this decision takes its place.
    """
    waived = waivers_of(project, now)
    blocking = [one for one in decision.reasons if one["blocks"] and one["kind"] != "condition"]
    return [one for one in blocking if one["check"] not in waived]


def suggested_agenda(project: ProjectLike, document: Mapping[str, Any]) -> list[deciding.Point]:
    """What is to be talked about, from an assessment: blockers, conditions, accepted risks, signatures, findings."""
    findings = [(one.ref, one.title, one.owner) for one in open_findings(project)]
    late = [item for item in open_actions(project) if item.due and str(item.due) < document["as_of"][:10]]
    return deciding.agenda(document, findings, [(item.ref, item.title, item.owner) for item in late])


def next_decision(project: ProjectLike) -> Decision | None:
    """The decision that is open, or is prepared for the nearest day. One query."""
    rows = Decision.objects.filter(project_id=project.pk, state__in=["open", "preparing"]).select_related("presider")
    return min(rows, key=lambda row: (row.state != Decision.State.OPEN, row.planned), default=None)


def votes_awaited(person: Person) -> list[tuple[Decision, str]]:
    """Open decisions on which somebody may vote and has not, each with the role in which they do. One query."""
    rows = Decision.objects.filter(project_id=person.project_id, state=Decision.State.OPEN)
    rows = rows.exclude(votes__person=person).order_by("planned", "ref")
    found = ((row, deciding.voters(row.voters).get(person.ref, "")) for row in rows)
    return [(row, role) for row, role in found if role]
