"""Reading the register of external dependencies and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from firstlight.contracts.standing import Status
from firstlight.dependencies.hits import hits_of, usual_rollout
from firstlight.dependencies.models import AgreedRequirement, Dependency, Meeting, ProviderWord, ServiceState
from firstlight.dependencies.rules.meetings import MeetingFacts, met_regularly, next_due
from firstlight.dependencies.rules.requirements import RequirementFacts, requirements_met
from firstlight.dependencies.rules.scope import Hit, MatchFacts, digest_of, fits_scope
from firstlight.dependencies.rules.services import ServiceFacts, in_service
from firstlight.dependencies.rules.standing import DependencyFacts, Opinion, Promise, aligned, confirmed
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.workspace.models import GuestLink
from firstlight.workspace.queries import zone_of

#: Whose a dependency is: who provides it, and who looks after it.
OWNED_BY = ("provider", "owner")


def go_live_day(project: ProjectLike) -> date | None:
    """The day of the go-live in the project's zone, where it is known."""
    moment: datetime | None = getattr(project, "go_live", None)
    return moment.astimezone(zone_of(project)).date() if moment else None


def rows_of(project: ProjectLike) -> QuerySet[Dependency]:
    """All dependencies by ref, each with its rollout, its service and what the provider says of its delivery."""
    newest = ProviderWord.objects.filter(dependency=OuterRef("pk")).order_by("-said", "-pk")
    claim = Case(When(kind=ProviderWord.Kind.DELIVERED, then=F("promised")))
    rows = Dependency.objects.filter(project_id=project.pk).select_related("rollout", "service")
    return rows.annotate(claimed_on=Subquery(newest.annotate(claim=claim).values("claim")[:1])).order_by("ref")


def dependency_named(project: ProjectLike, ref: str, names: frozenset[str] | None = None) -> Dependency:
    """The dependency of that ref. NotFound where there is none, or none that is owned under these names."""
    rows = rows_of(project).filter(ref=ref)
    found = (rows if names is None else rows.filter(owned_by(names))).first()
    if found is None:
        raise NotFound("There is no such dependency.")
    return found


#: How the subject of a provider's link begins: all dependencies of one provider, or just one.
OF_PROVIDER, OF_ONE = "of:", "on:"
_LONGEST_SUBJECT = 200


def link_subject(row: Dependency) -> str:
    """What a link to the provider of a dependency is about: all that it provides, where it is named."""
    subject = f"{OF_PROVIDER}{row.provider}" if row.provider else f"{OF_ONE}{row.ref}"
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{OF_ONE}{row.ref}"


def asked_by_link(project: ProjectLike, link: GuestLink) -> QuerySet[Dependency]:
    """The dependencies that a provider's link asks about, those out of scope too."""
    kind, _, name = link.subject.partition(":")
    field = {OF_PROVIDER: "provider", OF_ONE: "ref"}.get(f"{kind}:")
    rows = rows_of(project)
    return rows.filter(**{field: name}) if field and name and link.purpose == "provider" else rows.none()


def working_links(now: datetime) -> list[GuestLink]:
    """The links of providers that have not been revoked and may still work, of all projects."""
    rows = GuestLink.objects.filter(purpose="provider", revoked=None)
    return [one for one in rows.select_related("project") if one.expires > now + one.project.clock_offset]


def is_due(row: Dependency, today: date) -> bool:
    """Whether a reminder is due: silent for too long, somebody to write to, and not reminded within as many days."""
    one = facts_of(row, None)
    if not (row.in_scope and row.contact_mail) or one.is_there(today) or confirmed(one, today).status is Status.MET:
        return False
    return row.reminded_on is None or (today - row.reminded_on).days >= row.cadence_days


def seen_of(row: Dependency) -> str:
    """What a page shows of the promise, to notice when something else was said since."""
    newest = ProviderWord.objects.filter(dependency=row).values_list("ref", flat=True).first() or ""
    return f"{row.promised or ''}/{newest}"


def needed_day(row: Dependency, go_live: date | None) -> date | None:
    """By when a dependency is needed: its own day, else the go-live of its rollout, else that of the project."""
    return row.needed_by or (row.rollout.go_live if row.rollout else None) or go_live


def promise_of(row: Dependency, go_live: date | None) -> Promise:
    """What is promised of a dependency."""
    return Promise(row.promised, needed_day(row, go_live), row.in_scope and row.delivered_on is None)


def facts_of(row: Dependency, go_live: date | None) -> DependencyFacts:
    """One dependency as plain facts; where nobody said by when it is needed, by go-live."""
    return DependencyFacts(
        row.ref,
        row.title,
        row.provider,
        needed_day(row, go_live),
        row.promised,
        row.confirmed_on,
        row.cadence_days,
        row.requirements_state,
        row.delivered_on,
        getattr(row, "claimed_on", None),
    )


def in_scope(project: ProjectLike) -> list[DependencyFacts]:
    """What the go-live depends on, by ref. One query."""
    go_live = go_live_day(project)
    return [facts_of(row, go_live) for row in rows_of(project).filter(in_scope=True)]


def owned_by(names: frozenset[str]) -> Q:
    """The dependencies that are owned under one of these names."""
    return Q(*((f"{column}__in", names) for column in OWNED_BY), _connector=Q.OR)


def requirement_facts(row: AgreedRequirement) -> RequirementFacts:
    """An agreed requirement as plain facts."""
    return RequirementFacts(row.ref, row.title, row.agreed_on, row.met_on, row.dropped)


def requirements_by_dependency(project: ProjectLike) -> dict[int, list[RequirementFacts]]:
    """By the key of a dependency: what was agreed on it. One query."""
    found: dict[int, list[RequirementFacts]] = {}
    for row in AgreedRequirement.objects.filter(project_id=project.pk).order_by("ref"):
        found.setdefault(row.dependency_id, []).append(requirement_facts(row))
    return found


def meeting_facts(row: Meeting) -> MeetingFacts:
    """A meeting as plain facts."""
    return MeetingFacts(
        row.ref, row.title, row.held_on, row.next_on, row.cadence_days, bool(row.minutes or row.evidence)
    )


def meetings_by_dependency(project: ProjectLike) -> dict[str, list[MeetingFacts]]:
    """By the ref of a dependency: the meetings about it. One query."""
    found: dict[str, list[MeetingFacts]] = {}
    for row in Meeting.objects.filter(project_id=project.pk).order_by("held_on", "ref"):
        for ref in row.dependencies:
            found.setdefault(ref, []).append(meeting_facts(row))
    return found


def service_facts(row: Dependency, zone: ZoneInfo) -> ServiceFacts | None:
    """What is known of the service behind a dependency; None where nothing is."""
    found: ServiceState | None = getattr(row, "service", None)
    if found is None:
        return None
    works = found.state == ServiceState.State.WORKS
    return ServiceFacts(works, found.since.astimezone(zone), found.seen, found.reason, found.by)


def service_of(row: Dependency, one: DependencyFacts, now: datetime, zone: ZoneInfo) -> tuple[Opinion, datetime | None]:
    """Whether the service behind a dependency works, and until when that is believed."""
    return in_service(one, row.health_address, service_facts(row, zone), now)


def match_of(row: Dependency, hits: Iterable[Hit]) -> MatchFacts:
    """What was found when the delivery was held against the scope, and the digest of both today."""
    today = digest_of(row.title, row.commitment, hits)
    return MatchFacts(row.scope_match, row.scope_compared_on, row.scope_seen, today)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A dependency with how it stands today in every respect."""

    dependency: Dependency
    facts: DependencyFacts
    alignment: Opinion
    word: Opinion
    requirements: Opinion
    meetings: Opinion
    service: Opinion
    match: Opinion
    meeting_due: date | None
    listed: Sequence[RequirementFacts] = ()
    hits: tuple[Hit, ...] = field(default=())

    @property
    def needed_by(self) -> date | None:
        """By when it is needed."""
        return self.facts.needed_by

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        """What is thought of it, in the order in which it matters."""
        return (self.alignment, self.word, self.service, self.requirements, self.match, self.meetings)

    @property
    def is_fine(self) -> bool:
        """Whether nothing about it asks for attention."""
        return all(one.status is Status.MET for one in self.opinions)


def register(project: ProjectLike, now: datetime, names: frozenset[str] | None = None) -> list[RegisterRow]:
    """Dependencies by ref, those out of scope too: all of them, or those owned under these names. Four queries."""
    found = rows_of(project)
    return standing_rows(project, now, found if names is None else found.filter(owned_by(names)))


def standing_rows(project: ProjectLike, now: datetime, rows: Iterable[Dependency]) -> list[RegisterRow]:
    """These dependencies with how they stand. Three queries besides that for the rows."""
    found, go_live = list(rows), go_live_day(project)
    known = _Known(
        now,
        zone_of(project),
        hits_of(project, found, go_live),
        requirements_by_dependency(project),
        meetings_by_dependency(project),
    )
    return [known.standing(row, facts_of(row, go_live)) for row in found]


@dataclass(frozen=True, slots=True)
class _Known:
    """What belongs to the dependencies of a project."""

    now: datetime
    zone: ZoneInfo
    hits: Mapping[int, tuple[Hit, ...]]
    requirements: Mapping[int, list[RequirementFacts]]
    meetings: Mapping[str, list[MeetingFacts]]

    def standing(self, row: Dependency, one: DependencyFacts) -> RegisterRow:
        """One of them as it stands."""
        today = self.now.astimezone(self.zone).date()
        hits, listed = self.hits.get(row.pk, ()), self.requirements.get(row.pk, [])
        meetings = self.meetings.get(row.ref, [])
        return RegisterRow(
            row,
            one,
            aligned(one, today),
            confirmed(one, today),
            requirements_met(one, listed, today),
            met_regularly(one, meetings, today),
            service_of(row, one, self.now, self.zone)[0],
            fits_scope(one, hits, match_of(row, hits)),
            None if one.is_there(today) else next_due(meetings, today),
            listed,
            hits,
        )


def words_on(row: Dependency) -> list[ProviderWord]:
    """Every word of the provider on a dependency, the newest first."""
    return list(ProviderWord.objects.filter(dependency=row))


def meetings_on(project: ProjectLike, ref: str) -> list[Meeting]:
    """The meetings about a dependency, the newest first. Refs stand in lists, which no database looks into alike."""
    rows = Meeting.objects.filter(project_id=project.pk).order_by(F("held_on").desc(nulls_first=True), "-ref")
    return [one for one in rows if ref in one.dependencies]


@dataclass(frozen=True, slots=True)
class Waited:
    """A dependency that something of the scope waits for, and whether it comes in time."""

    facts: DependencyFacts
    alignment: Opinion


def waited_for(project: ProjectLike, now: datetime, kind: str) -> dict[str, list[Waited]]:
    """By the ref of something of the scope: the dependencies in scope that it waits for and that are not there.

    One query, two for rollouts.
    """
    today, go_live = now.astimezone(zone_of(project)).date(), go_live_day(project)
    usual = usual_rollout(project, go_live) if kind == "rollout" else ""
    found: dict[str, list[Waited]] = {}
    for row in rows_of(project).filter(in_scope=True):
        one = facts_of(row, go_live)
        own = row.rollout.ref if row.rollout else usual
        refs = ([own] if own else []) if kind == "rollout" else row.scope_refs
        for ref in () if one.is_there(today) else refs:
            found.setdefault(ref, []).append(Waited(one, aligned(one, today)))
    return found


@dataclass(frozen=True, slots=True)
class Unheard:
    """A dependency whose provider has to be asked, or whose delivery has to be recorded, and why."""

    row: Dependency
    opinion: Opinion
    claimed_on: date | None


def unheard_of(project: ProjectLike, now: datetime, owners: Sequence[str]) -> list[Unheard]:
    """Dependencies in scope of these owners that are not there, whose provider is silent or let its day pass.

    One query.
    """
    today, go_live = now.astimezone(zone_of(project)).date(), go_live_day(project)
    found = []
    for row in rows_of(project).filter(in_scope=True, owner__in=list(owners)):
        one = facts_of(row, go_live)
        if one.is_there(today):
            continue
        passed = one.promised is not None and one.promised < today
        opinions = [confirmed(one, today), *([aligned(one, today)] if passed else [])]
        if behind := [opinion for opinion in opinions if opinion.status is not Status.MET]:
            found.append(Unheard(row, behind[-1], one.claimed_on))
        elif one.claimed_on:
            found.append(Unheard(row, opinions[0], one.claimed_on))
    return found


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting and how it stands; of the newest on something, whether the next one is overdue."""

    meeting: Meeting
    due: date | None
    state: str
    is_overdue: bool

    @property
    def about(self) -> str:
        """The refs of the dependencies, as they stand in a cell."""
        return "; ".join(self.meeting.dependencies)


def meeting_register(project: ProjectLike, now: datetime) -> list[MeetingRow]:
    """All meetings, the newest first. Only the last one about something that is still waited for can be overdue.

    Two queries.
    """
    today = now.astimezone(zone_of(project)).date()
    waited = {row.ref for row in rows_of(project) if row.in_scope and not facts_of(row, None).is_there(today)}
    rows = sorted(
        Meeting.objects.filter(project_id=project.pk), key=lambda one: (one.held_on or date.max, one.ref), reverse=True
    )
    told: set[str] = set()
    found = []
    for row in rows:
        newest = (set(row.dependencies) & waited) - told
        if row.held_on and row.held_on <= today:
            told |= set(row.dependencies)
        found.append(_meeting_row(row, today, is_last=bool(newest)))
    return found


def _meeting_row(row: Meeting, today: date, *, is_last: bool) -> MeetingRow:
    facts = meeting_facts(row)
    due = next_due([facts], today) if is_last else None
    if due is not None and due < today:
        return MeetingRow(row, due, "unmet", True)
    if not facts.was_held(today):
        return MeetingRow(row, due, "waiting", False)
    return MeetingRow(row, due, "met" if facts.has_minutes else "partly", False)
