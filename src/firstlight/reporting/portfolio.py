"""All projects of a person, each in a line: the verdict with its first reason, and what is due. For reading only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum, Window
from django.db.models.functions import RowNumber

from firstlight.assurance.models import ActionItem
from firstlight.identity.models import User
from firstlight.readiness.models import AreaStanding, Assessment, Decision
from firstlight.readiness.queries.frozen import gists_of
from firstlight.workspace.models import Consent, Party, Person, Project
from firstlight.workspace.policies import MAY_VIEW_ACTIONS, MAY_VIEW_DECISIONS, MAY_VIEW_READINESS
from firstlight.workspace.queries import CONSENTS, of_customer
from firstlight.workspace.roles import rights_of
from firstlight.workspace.sight import seen_by, within

#: So many assessments make the trend.
TREND = 8


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """A project as a person may see it. What they may not see, or what is not there yet, is None or empty."""

    slug: str
    name: str
    organisation: str
    verdict: str
    judged: datetime | None
    blockers: int | None
    reason: str
    days: int | None
    trend: tuple[int, ...]
    decision: datetime | None
    overdue: int | None
    stale: int | None

    @property
    def weight(self) -> int:
        """No-go first; what was never judged comes before what may go."""
        return ("no-go", "", "conditional", "go").index(self.verdict)


def portfolio(user: User, now: datetime) -> list[PortfolioLine]:
    """Every project in which the user is somebody, by name. As many queries for fifty as for one."""
    people = [
        person
        for person in Person.objects.filter(user=user).select_related("project", "party").order_by("project__name")
        if rights_of(person.roles)
    ]
    rights = _rights(people)
    seen = _Seen([person.project for person in people], now)
    return [seen.line(person.project, rights[person.pk]) for person in people]


def _rights(people: Sequence[Person]) -> dict[int, frozenset[str]]:
    """What each may do in their project: from roles, party and consent. One query where consent is needed."""
    asked = [one.party_id for one in people if one.party and _needs_consent(one.project, one.party)]
    given: dict[int, int] = defaultdict(int)
    if asked:
        for consent in Consent.objects.filter(party__in=asked).select_related("person__party"):
            given[consent.party_id] += of_customer(consent.person)
    found = {}
    for one in people:
        rights, party = rights_of(one.roles), one.party
        if party and _needs_consent(one.project, party) and given[party.pk] < CONSENTS:
            rights &= {"project.view"}
        elif party:
            rights = within(rights, seen_by(party.kind, party.sees))
        found[one.pk] = rights
    return found


def _needs_consent(project: Project, party: Party) -> bool:
    return project.consent_needed and party.kind != Party.Kind.CUSTOMER


class _Seen:
    """What is known of the projects, asked for once for all of them."""

    def __init__(self, projects: Iterable[Project], now: datetime) -> None:
        self.now = now
        keys = [project.pk for project in projects]
        self.latest = _latest(keys)
        self.gists = gists_of(self.latest.values())
        self.trends = _trends(keys)
        self.decisions = _decisions(keys)
        self.due = _due(keys)

    def line(self, project: Project, rights: frozenset[str]) -> PortfolioLine:
        now = self.now + project.clock_offset
        zone = ZoneInfo(project.time_zone)
        latest = self.latest.get(project.pk) if MAY_VIEW_READINESS.right in rights else None
        gist = self.gists[latest.pk] if latest else None
        today = now.astimezone(zone).date()
        overdue = sum(count for due, count in self.due.get(project.pk, ()) if due < today)
        return PortfolioLine(
            slug=project.slug,
            name=project.name,
            organisation=project.organisation,
            verdict=latest.verdict if latest else "",
            judged=latest.as_of if latest else None,
            blockers=gist.blockers if gist else None,
            reason=gist.reason if gist else "",
            days=(project.go_live.astimezone(zone).date() - today).days if project.go_live else None,
            trend=self.trends.get(project.pk, ()) if latest else (),
            decision=self._decision(project, now, rights),
            overdue=overdue if MAY_VIEW_ACTIONS.right in rights else None,
            stale=gist.stale if gist else None,
        )

    def _decision(self, project: Project, now: datetime, rights: frozenset[str]) -> datetime | None:
        """The next decision that is prepared; else the next committee."""
        planned = self.decisions.get(project.pk, []) if MAY_VIEW_DECISIONS.right in rights else []
        coming = [at for at in (*planned, project.next_committee) if at and at >= now]
        return min(coming, default=None)


def _latest(projects: Sequence[int]) -> dict[int, Assessment]:
    numbers = Assessment.objects.filter(project__in=projects).values("project").annotate(newest=Max("pk"))
    rows = Assessment.objects.filter(pk__in=[one["newest"] for one in numbers]).defer("body")
    return {one.project_id: one for one in rows}


def _trends(projects: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """How many checks were not met in the last assessments, the oldest first."""
    place = Window(RowNumber(), partition_by="project", order_by="-number")
    kept: dict[int, list[int]] = defaultdict(list)
    rows = Assessment.objects.filter(project__in=projects).annotate(place=place).filter(place__lte=TREND)
    for project, pk in rows.order_by("-number").values_list("project", "pk"):
        kept[project].append(pk)
    wanted = [pk for keys in kept.values() for pk in keys]
    counted = AreaStanding.objects.filter(assessment__in=wanted).values("assessment").annotate(sum=Sum("not_met"))
    sums = {one["assessment"]: one["sum"] for one in counted}
    return {project: tuple(sums.get(pk, 0) for pk in reversed(keys)) for project, keys in kept.items()}


def _decisions(projects: Sequence[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    waiting = Decision.objects.filter(project__in=projects, state__in=[Decision.State.PREPARING, Decision.State.OPEN])
    for project, planned in waiting.values_list("project", "planned"):
        found[project].append(planned)
    return found


def _due(projects: Sequence[int]) -> dict[int, list[tuple[Any, int]]]:
    """Open actions by the day they are due."""
    found: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    states = [ActionItem.State.OPEN, ActionItem.State.UNDER_WAY]
    rows = ActionItem.objects.filter(project__in=projects, state__in=states, due__isnull=False)
    for one in rows.values("project", "due").annotate(count=Count("pk")).order_by():
        found[one["project"]].append((one["due"], one["count"]))
    return found
