"""Decisions: the meeting, voting on a telephone, the wall, the sheet that is signed in ink."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.packs.actions import accept_risk
from firstlight.packs.policies import MAY_WAIVE
from firstlight.readiness import deciding
from firstlight.readiness.actions import deciding as actions
from firstlight.readiness.models import Condition, Decision, Vote
from firstlight.readiness.policies import MAY_PREPARE, MAY_PRESIDE, MAY_VOTE
from firstlight.readiness.queries import decisions as queries
from firstlight.web import wording
from firstlight.web.forms.answering import done_with, in_project_zone, show_form
from firstlight.web.forms.decisions import (
    CloseForm,
    ConditionForm,
    DissentForm,
    MeetingForm,
    PointForm,
    RiskForm,
    VoteForm,
)
from firstlight.web.pages import decisions as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_VIEW_DECISIONS
from firstlight.workspace.queries import zone_of
from firstlight.workspace.roles import rights_of


def _way(viewing: Viewing) -> tuple[str, str]:
    return (_("Decisions"), reverse("decisions", args=[viewing.project.slug]))


def _to(viewing: Viewing, decision: Decision) -> tuple[str, str]:
    return (decision.title, reverse("decision", args=[viewing.project.slug, decision.ref]))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_DECISIONS)
@in_project_zone
def decisions(viewing: Viewing) -> HttpResponse:
    """Every decision, and a form that prepares another."""
    if viewing.request.method == "POST":
        MAY_PREPARE.check(viewing.context)
    rows = list(queries.all_decisions(viewing.project))
    people = Person.objects.filter(project=viewing.project)
    presiders = [(one.ref, one.name) for one in people if MAY_PRESIDE.right in rights_of(one.roles)]
    closed = [(one.ref, f"{one.ref} {one.title}") for one in rows if one.state == Decision.State.CLOSED]
    first = {"title": _("Go or no-go before cutover"), "planned": viewing.project.next_committee}
    form = MeetingForm(sent(viewing), people=presiders, closed=closed, initial=first)
    made = done_with(
        viewing, form, lambda given: actions.prepare_decision(viewing.context, actions.Meeting(**given)), beside="title"
    )
    if made:
        return back_to(viewing, "decision", made.ref, said=_("%(ref)s is prepared.") % {"ref": made.ref})
    lines, may = page.decision_lines(rows), MAY_PREPARE.allows(viewing.context)
    return show_form(viewing, _("Decisions"), form, template="decisions.html", lines=lines, may_prepare=may)


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def decision(viewing: Viewing, ref: str) -> HttpResponse:
    """The meeting."""
    return _shown(viewing, queries.decision_named(viewing.project, ref))


def _shown(viewing: Viewing, found: Decision, **forms: Any) -> HttpResponse:
    """The page of the meeting; forms that were refused are shown again with what was typed."""
    context = page.meeting(viewing.project, found, viewing.person, viewing.context)
    more = {
        "agenda": page.agenda_lines(queries.agenda_of(found)),
        "may_prepare": MAY_PREPARE.allows(viewing.context),
        "may_waive": MAY_WAIVE.allows(viewing.context),
        "condition_form": ConditionForm(None, label_suffix=""),
        "dissent_form": DissentForm(None, label_suffix=""),
        "point_form": PointForm(None, label_suffix=""),
        **forms,
    }
    response = show(viewing, "decision.html", found.title, _way(viewing), **context, **more)
    response.status_code = 422 if forms else 200
    return response


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def decision_wall(viewing: Viewing, ref: str) -> HttpResponse:
    """The decision for a wall, and on paper: one sheet of A4 with two lines to sign in ink."""
    found = queries.decision_named(viewing.project, ref)
    context = page.meeting(viewing.project, found, viewing.person, viewing.context)
    return show(viewing, "decision_wall.html", found.title, _way(viewing), **context)


@require_POST
@project_page(MAY_PREPARE)
def decision_open(viewing: Viewing, ref: str) -> HttpResponse:
    """Freeze the verdict and let people vote."""
    opened = actions.open_decision(viewing.context, queries.decision_named(viewing.project, ref))
    said = _("%(ref)s is open on assessment %(number)s.") % {"ref": ref, "number": opened.assessment_number}
    return back_to(viewing, "decision", ref, said=said)


@require_POST
@project_page(MAY_PREPARE)
def decision_withdraw(viewing: Viewing, ref: str) -> HttpResponse:
    """End it without a decision."""
    actions.withdraw_decision(viewing.context, queries.decision_named(viewing.project, ref))
    return back_to(viewing, "decision", ref, said=_("%(ref)s is withdrawn.") % {"ref": ref}, state="partly")


@require_POST
@project_page(MAY_PREPARE)
def decision_agenda(viewing: Viewing, ref: str, position: int | None = None) -> HttpResponse:
    """Add, reword, note or take off a point."""
    found = queries.decision_named(viewing.project, ref)
    form = PointForm(sent(viewing), label_suffix="")

    def changed(given: dict[str, Any]) -> bool:
        actions.change_agenda(viewing.context, found, position=position, **given)
        return True

    if done_with(viewing, form, changed, beside="text") is None:
        return _shown(viewing, found, point_form=form)
    return back_to(viewing, "decision", ref, said=_("The agenda is changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VOTE, confirmed=True)
def decision_vote(viewing: Viewing, ref: str) -> HttpResponse:
    """One's own vote: three choices, a sentence, one button."""
    found = queries.decision_named(viewing.project, ref)
    mine = Vote.objects.filter(decision=found, person=viewing.person).first()
    form = VoteForm(
        sent(viewing), initial={"vote": mine.vote, "reason": mine.reason} if mine else None, label_suffix=""
    )
    voted = done_with(
        viewing,
        form,
        lambda given: actions.cast_vote(viewing.context, found, person=viewing.person, **given),
        beside="reason",
    )
    if voted:
        said = _("Your vote is counted: %(vote)s.") % {"vote": wording.said(voted.get_vote_display())}
        return back_to(viewing, "decision", ref, said=said)
    if why := deciding.why_not("vote", ref, found.state):
        raise Conflict(why)
    context = page.meeting(viewing.project, found, viewing.person, viewing.context)
    way = (_way(viewing), _to(viewing, found))
    return show_form(viewing, _("Vote"), form, *way, template="decision_vote.html", mine=mine, **context)


@require_POST
@project_page(MAY_VOTE, confirmed=True)
def decision_dissent(viewing: Viewing, ref: str) -> HttpResponse:
    """Record dissent."""
    found = queries.decision_named(viewing.project, ref)
    form = DissentForm(sent(viewing), label_suffix="")
    made = done_with(
        viewing,
        form,
        lambda given: actions.record_dissent(viewing.context, found, person=viewing.person, **given),
        beside="text",
    )
    if made is None:
        return _shown(viewing, found, dissent_form=form)
    return back_to(viewing, "decision", ref, said=_("Your dissent is kept with the decision."))


@require_POST
@project_page(MAY_PREPARE)
def decision_condition(viewing: Viewing, ref: str) -> HttpResponse:
    """Set a condition."""
    found = queries.decision_named(viewing.project, ref)
    form = ConditionForm(sent(viewing), label_suffix="")
    made = done_with(viewing, form, lambda given: actions.set_condition(viewing.context, found, **given), beside="due")
    if made is None:
        return _shown(viewing, found, condition_form=form)
    return back_to(viewing, "decision", ref, said=_("The condition is set."))


@require_POST
@project_page(MAY_PREPARE)
def decision_condition_remove(viewing: Viewing, ref: str, condition: str) -> HttpResponse:
    """Take a condition back."""
    found = queries.decision_named(viewing.project, ref)
    row = Condition.objects.filter(decision=found, ref=condition).first()
    if row is None:
        raise NotFound(_("There is no such condition."))
    actions.remove_condition(viewing.context, found, row)
    return back_to(viewing, "decision", ref, said=_("The condition is taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_WAIVE, confirmed=True)
def decision_risk(viewing: Viewing, ref: str, check: str) -> HttpResponse:
    """Accept, in writing, the risk of a check that stands in the way."""
    found = queries.decision_named(viewing.project, ref)
    reason = next((one for one in found.reasons if one["check"] == check and one["blocks"]), None)
    if reason is None:
        raise NotFound(_("No reason of this decision is about that check."))
    form = RiskForm(sent(viewing), label_suffix="")

    def accepted(given: dict[str, Any]) -> Any:
        until = datetime.combine(given["until"], time(23, 59), tzinfo=zone_of(viewing.project))
        words = {"check_ref": check, "reason": given["reason"], "person": viewing.person, "expires": until}
        return accept_risk(viewing.context, **words)

    if done_with(viewing, form, accepted, beside="until"):
        return back_to(viewing, "decision", ref, said=_("You have accepted the risk in writing."))
    way = (_way(viewing), _to(viewing, found))
    return show_form(viewing, _("Accept a risk"), form, *way, template="decision_risk.html", reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_PRESIDE, confirmed=True)
def decision_close(viewing: Viewing, ref: str) -> HttpResponse:
    """Decide, as the one who presides."""
    found = queries.decision_named(viewing.project, ref)
    form = CloseForm(sent(viewing), initial={"outcome": page.proposed(found)}, label_suffix="")
    closed = done_with(viewing, form, lambda given: _closed(viewing, found, given), beside="outcome")
    if closed:
        said = _("Decided: %(outcome)s.") % {"outcome": wording.said(closed.get_outcome_display())}
        return back_to(viewing, "decision", ref, said=said)
    if why := deciding.why_not("close it", ref, found.state):
        raise Conflict(why)
    context = page.meeting(viewing.project, found, viewing.person, viewing.context)
    return show_form(
        viewing,
        _("Decide"),
        form,
        _way(viewing),
        _to(viewing, found),
        template="decision_close.html",
        may_waive=MAY_WAIVE.allows(viewing.context),
        **context,
    )


def _closed(viewing: Viewing, found: Decision, given: dict[str, Any]) -> Decision:
    """Close it. An outcome that the meeting may not choose is refused beside it, so that its words are not lost."""
    try:
        return actions.close_decision(viewing.context, found, person=viewing.person, **given)
    except Conflict as refusal:
        if refusal.code != "not-decidable":
            raise
        raise Invalid(refusal.sentence) from refusal
