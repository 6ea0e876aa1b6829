"""Decisions as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from firstlight.kernel.context import Context
from firstlight.packs.queries import waivers_of
from firstlight.readiness import deciding
from firstlight.readiness.models import AgendaItem, Decision, Vote
from firstlight.readiness.policies import MAY_PRESIDE, MAY_VOTE
from firstlight.readiness.queries.decisions import (
    conditions_of,
    dissents_of,
    next_decision,
    standing_decision,
    unaccepted,
    votes_of,
)
from firstlight.web import wording
from firstlight.web.pages.spans import short_day
from firstlight.workspace.models import Person, Project
from firstlight.workspace.policies import MAY_VIEW_DECISIONS
from firstlight.workspace.queries import zone_of

DRAWN = {"preparing": "waiting", "open": "running", "withdrawn": "not-applicable"}
#: How a condition is drawn, with its word.
CONDITIONS = {
    "fulfilled": ("met", gettext_noop("Fulfilled")),
    "open": ("partly", gettext_noop("Open")),
    "lapsed": ("unmet", gettext_noop("Not fulfilled")),
}

#: What the points of an agenda are about, by their kind.
AGENDA = {
    "blocker": gettext_lazy("In the way"),
    "signature": gettext_lazy("Signatures to give again"),
    "partly": gettext_lazy("Only partly met"),
    "condition": gettext_lazy("Open conditions"),
    "risk": gettext_lazy("Accepted risks"),
    "finding": gettext_lazy("Findings of gate reviews"),
    "action": gettext_lazy("Actions past their date"),
}


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in the list."""

    decision: Decision
    drawn: str
    word: str
    voted: str
    superseded: str


def decision_lines(decisions: Sequence[Decision]) -> list[DecisionLine]:
    """All decisions. One that a later closed one replaces says by which."""
    by = {one.supersedes: one.ref for one in decisions if one.state == "closed" and one.supersedes}
    return [
        DecisionLine(
            one,
            one.outcome or DRAWN.get(one.state, "unknown"),
            wording.said(one.get_outcome_display() if one.outcome else one.get_state_display()),
            wording.of(getattr(one, "voted", 0), len(one.voters)) if one.voters else "",
            by.get(one.ref, ""),
        )
        for one in decisions
    ]


def agenda_lines(points: Iterable[AgendaItem]) -> list[tuple[AgendaItem, str]]:
    """Each point in its order, with the heading it stands under."""
    return [(one, str(AGENDA.get(one.kind, _("Further points")))) for one in points]


@dataclass(frozen=True, slots=True)
class VoteLine:
    """Somebody with authority, and their vote where they have voted."""

    ref: str
    who: str
    role: str
    vote: str
    word: str
    reason: str
    cast: datetime | None


def vote_lines(decision: Decision, votes: Iterable[Vote], people: Iterable[Person]) -> list[VoteLine]:
    """Everyone who may vote, in the order in which they voted; then who has not."""
    names = {one.ref: one.name for one in people}
    given = [
        VoteLine(
            one.person.ref, one.person.name, wording.role(one.role), one.vote, wording.said(one.get_vote_display()),
            one.reason, one.cast,
        )
        for one in votes
    ]  # fmt: skip
    known = {one.ref for one in given}
    silent = [
        VoteLine(ref, names.get(ref, ref), wording.role(role), "unknown", _("Not voted yet"), "", None)
        for ref, role in deciding.voters(decision.voters).items()
        if ref not in known
    ]
    return [*given, *silent]


def meeting(project: Project, decision: Decision, person: Person, context: Context) -> dict[str, Any]:
    """All that the pages of a meeting show. The same number of queries whatever has been voted."""
    zone = zone_of(project)
    today = context.now.astimezone(zone).date()
    conditions = conditions_of(decision, today)
    votes = vote_lines(decision, votes_of(decision), Person.objects.filter(project=project))
    in_the_way = unaccepted(project, decision, context.now) if decision.state == "open" else []
    accepted = accepted_lines(project, decision, context.now)
    voted = [one for one in votes if one.cast]
    return {
        "decision": decision,
        "drawn": decision.outcome or decision.verdict or "unknown",
        "word": wording.said(decision.get_outcome_display())
        if decision.outcome
        else wording.verdict(decision.verdict, _("Not open yet")),
        "lede": lede(decision, len(in_the_way), len(accepted), [one for one in conditions if one.is_open]),
        "conditions": [(one.condition, *condition_drawn(one.state)) for one in conditions],
        "accepted": accepted,
        "in_the_way": in_the_way,
        "votes": votes,
        "votes_note": votes_note(decision, len(voted)),
        "dissents": dissents_of(decision),
        "my_vote": next((one for one in voted if one.ref == person.ref), None),
        "may_vote": decision.state == "open"
        and person.ref in deciding.voters(decision.voters)
        and MAY_VOTE.allows(context),
        "may_close": decision.state == "open" and person.pk == decision.presider_id and MAY_PRESIDE.allows(context),
        "packs_note": _("Assessment %(number)s") % {"number": decision.assessment_number}
        if decision.assessment_number
        else "",
        "digest": decision.assessment_digest,
    }


def lede(decision: Decision, in_the_way: int, accepted: int, conditions: Sequence[Any]) -> str:
    """The state of the meeting in two sentences that one reads aloud."""
    if decision.state == "preparing":
        return _("The meeting is being prepared. Opening it judges the project and freezes the verdict it decides on.")
    if decision.state == "withdrawn":
        return _("The meeting ended without a decision.")
    parts = []
    if decision.outcome:
        parts.append(decision.statement)
    elif in_the_way:
        said = ngettext(
            "%(count)s mandatory check stands in the way until a named person accepts the risk in writing.",
            "%(count)s mandatory checks stand in the way until a named person accepts the risk in writing.",
            in_the_way,
        )
        parts.append(said % {"count": wording.number(in_the_way)})
    else:
        parts.append(_("Nothing mandatory stands in the way without an accepted risk."))
    rest = wording.joined(_rest(accepted, conditions))
    return " ".join([*parts, f"{rest[:1].upper()}{rest[1:]}."] if rest else parts)


def _rest(accepted: int, conditions: Sequence[Any]) -> Iterator[str]:
    if accepted:
        said = ngettext(
            "%(count)s risk has been accepted in writing", "%(count)s risks have been accepted in writing", accepted
        )
        yield said % {"count": wording.number(accepted)}
    if conditions:
        due = max(one.condition.due for one in conditions)
        said = ngettext(
            "%(count)s condition is open until %(day)s",
            "%(count)s conditions are open until %(day)s",
            len(conditions),
        )
        yield said % {"count": wording.number(len(conditions)), "day": short_day(due, 0)}


def condition_drawn(state: str) -> tuple[str, str]:
    """How a condition is drawn, and its word."""
    drawn, word = CONDITIONS[state]
    return drawn, wording.said(word)


def votes_note(decision: Decision, voted: int) -> str:
    """3 of 5 have voted, 3 are needed."""
    if not decision.voters:
        return ""
    said = (
        _("%(voted)s of %(all)s voted, %(needed)s are needed; %(who)s presides")
        if decision.state == "open"
        else _("%(voted)s of %(all)s voted; %(who)s presides")
    )
    return said % {
        "voted": voted, "all": len(decision.voters), "needed": decision.quorum, "who": decision.presider.name,
    }  # fmt: skip


def accepted_lines(project: Project, decision: Decision, now: datetime) -> list[Mapping[str, Any]]:
    """The accepted risks on what the frozen verdict rests on: of a closed decision as they stood then."""
    if decision.state == "closed":
        return list(decision.accepted)
    about = {one["check"]: one["title"] for one in decision.reasons if one["check"]}
    return [
        {"check": ref, "title": about[ref], "person": one.person, "job": one.title, "reason": one.reason}
        for ref, one in waivers_of(project, now).items()
        if ref in about
    ]


def proposed(decision: Decision) -> str:
    """The heaviest word that anybody voted for, as what the form begins with; "" without votes."""
    votes = [one.vote for one in votes_of(decision)]
    return max(votes, key=lambda one: (votes.count(one), deciding.WEIGHT[one]), default="")


def on_home(project: Project, context: Context) -> dict[str, Any]:
    """The decision that holds, with what it left open, and the one that comes. At most five queries."""
    if not MAY_VIEW_DECISIONS.allows(context):
        return {}
    held = standing_decision(project, context.now)
    today = context.now.astimezone(zone_of(project)).date()
    conditions = conditions_of(held, today) if held else []
    return {
        "decided": held,
        "decided_conditions": [(one.condition, *condition_drawn(one.state)) for one in conditions if one.is_open],
        "next_decision": next_decision(project),
    }
