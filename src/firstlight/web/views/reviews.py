"""Gate reviews: planned, answered, reviewed, reported."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.ledger.queries import touching
from firstlight.readiness.actions import reviewing as actions
from firstlight.readiness.actions.moving_reviews import move_review
from firstlight.readiness.models import Finding, Review
from firstlight.readiness.policies import MAY_ANSWER, MAY_PLAN_REVIEWS, MAY_REVIEW
from firstlight.readiness.queries import reviews as queries
from firstlight.readiness.question_sets import Section
from firstlight.web import wording
from firstlight.web.forms.answering import done_with, shown
from firstlight.web.forms.reviews import EndForm, FindingForm, MessageForm, PlanForm
from firstlight.web.keeping import kept
from firstlight.web.pages import reviews as page
from firstlight.web.pages.entries import EntryLine, entry_lines
from firstlight.web.refusals import asks_for_facts
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_VIEW_DECISIONS
from firstlight.workspace.queries import zone_of

#: So many entries of the ledger stand on the page.
ENTRIES = 6


def _way(viewing: Viewing) -> tuple[str, str]:
    return (_("Reviews"), reverse("reviews", args=[viewing.project.slug]))


def _people(viewing: Viewing) -> list[tuple[str, str]]:
    people = Person.objects.filter(project=viewing.project)
    return [(one.ref, f"{one.name}, {one.title}" if one.title else one.name) for one in people if one.roles]


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_DECISIONS)
def reviews(viewing: Viewing) -> HttpResponse:
    """Every review, and a form that plans another."""
    sets = [(one.name, f"{one.title}, {one.version}") for one, _bytes in queries.shipped_question_sets()]
    form = PlanForm(sent(viewing), sets=sets, people=_people(viewing))
    if viewing.request.method == "POST":
        MAY_PLAN_REVIEWS.check(viewing.context)
    made = done_with(viewing, form, lambda given: _planned(viewing, given), beside="title")
    if made:
        return back_to(viewing, "review", made.ref, said=_("%(ref)s is planned.") % {"ref": made.ref})
    lines = page.review_lines(
        queries.all_reviews(viewing.project), viewing.context.now.astimezone(zone_of(viewing.project)).date()
    )
    may = MAY_PLAN_REVIEWS.allows(viewing.context)
    return shown(show(viewing, "reviews.html", _("Reviews"), form=form, lines=lines, may_plan=may), form)


def _planned(viewing: Viewing, given: dict[str, Any]) -> Review:
    plan = actions.ReviewPlan(given["title"], given["questions"], given["planned"], tuple(given["reviewers"]))
    return actions.plan_review(viewing.context, plan)


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def review(viewing: Viewing, ref: str) -> HttpResponse:
    """One review: how far it is, its sections, findings, messages."""
    return _shown(viewing, queries.review_named(viewing.project, ref))


def _shown(viewing: Viewing, found: Review, **forms: Any) -> HttpResponse:
    """The page of a review; forms that were refused are shown again with what was typed."""
    known = kept(viewing, ("review", found.ref), lambda: _known(viewing, found))
    shown_as = known | _empty_forms(page.asked_questions(known["standing"])) | forms
    response = show(viewing, "review.html", found.title, _way(viewing), review=found, **shown_as)
    response.status_code = 422 if forms else 200
    return response


def _known(viewing: Viewing, found: Review) -> dict[str, Any]:
    """All that stands on the page of a review but its forms."""
    answers = queries.answers_of(found)
    sections = queries.standing_of_review(found, answers.values())
    return {
        "standing": sections,
        "steps": page.steps(found.state),
        "events": page.events(found, viewing.person, viewing.context),
        "sections": page.section_lines(sections),
        "progress": page.progress(sections),
        "reviewers": page.names_of(found, Person.objects.filter(project=viewing.project)),
        "findings": list(queries.findings_of(found)),
        "messages_said": page.message_lines(queries.messages_of(found), sections),
        "is_reviewer": viewing.person.ref in found.reviewers and MAY_REVIEW.allows(viewing.context),
        "may_say": MAY_REVIEW.allows(viewing.context),
        "entries": _entries(viewing, found),
    }


def _empty_forms(asked: list[tuple[str, str]]) -> dict[str, Any]:
    """The forms of a review before anything is typed."""
    return {
        "finding_form": FindingForm(None, questions=asked),
        "message_form": MessageForm(None, questions=asked),
        "end_form": EndForm(None, label_suffix=""),
    }


def _entries(viewing: Viewing, found: Review) -> list[EntryLine]:
    """What the ledger says last of the review and its answers."""
    below = [("answer", f"{found.ref}/")]
    return entry_lines(touching(viewing.project, [("review", found.ref)], below, most=ENTRIES))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_DECISIONS)
def review_section(viewing: Viewing, ref: str, section: str) -> HttpResponse:
    """The questions of one section, and all its answers at once."""
    found = queries.review_named(viewing.project, ref)
    answers = queries.answers_of(found)
    sections = queries.standing_of_review(found, answers.values())
    standing = next((one for one in sections if one.section.ref == section), None)
    if standing is None:
        raise NotFound(_("There is no such section."))
    if viewing.request.method == "POST":
        return _answered(viewing, found, standing.section, page.after(sections, section))
    may = MAY_ANSWER.allows(viewing.context) and viewing.person.ref not in found.reviewers and found.state == "discover"
    way = (found.title, reverse("review", args=[viewing.project.slug, ref]))
    context = {
        "review": found,
        "standing": standing,
        "lines": page.question_lines(standing.section, answers),
        "may": may,
    }
    return show(viewing, "review_section.html", standing.section.title, _way(viewing), way, **context)


def _answered(viewing: Viewing, found: Review, section: Section, following: str) -> HttpResponse:
    given, seen = page.given_answers(viewing.request.POST, section)
    actions.answer_questions(viewing.context, found, given, person=viewing.person, seen=seen)
    said = _("“%(title)s” is saved.") % {"title": section.title}
    if following and "next" in viewing.request.POST:
        return back_to(viewing, "review-section", found.ref, following, said=said)
    return back_to(viewing, "review", found.ref, said=said)


@require_POST
@project_page(MAY_ANSWER)
def review_answer(viewing: Viewing, ref: str, question: str) -> HttpResponse:
    """One answer, as it is typed. Back to its place in its section."""
    found = queries.review_named(viewing.project, ref)
    section = queries.question_set_named(found.questions).section_of(question)
    if section is None:
        raise NotFound(_("There is no such question."))
    given, seen = page.given_answers(viewing.request.POST, section, only=question)
    if asks_for_facts(viewing.request):
        return _kept(viewing, found, given, seen)
    actions.answer_questions(viewing.context, found, given, person=viewing.person, seen=seen)
    return back_to(viewing, "review-section", ref, section.ref, said=_("The answer is saved."))


def _kept(viewing: Viewing, found: Review, given: list[tuple[str, str, str]], seen: dict[str, int]) -> JsonResponse:
    """What the script of the page is told, which sends each answer as it is given."""
    try:
        stored = actions.answer_questions(viewing.context, found, given, person=viewing.person, seen=seen)
    except Conflict as conflict:
        return JsonResponse({"said": wording.said(conflict.sentence), **conflict.facts}, status=409)
    except Invalid as invalid:
        sentences = [one.sentence for one in invalid.problems] or [invalid.sentence]
        return JsonResponse({"said": " ".join(map(wording.said, sentences))}, status=422)
    at = viewing.context.now.astimezone(zone_of(viewing.project))
    said = _("Saved %(time)s") % {"time": f"{at:%H:%M}"}
    return JsonResponse({"said": said, "version": stored[0].version if stored else 0})


@require_POST
@project_page(MAY_REVIEW)
def review_move(viewing: Viewing, ref: str) -> HttpResponse:
    """Move it on."""
    found = queries.review_named(viewing.project, ref)
    event = viewing.request.POST.get("event", "")
    form = EndForm(sent(viewing) if event == "complete" else None, label_suffix="")
    if event == "complete" and not form.is_valid():
        return _shown(viewing, found, end_form=form)
    given = form.cleaned_data if event == "complete" else {}
    moved = move_review(viewing.context, found, event, person=viewing.person, **given)
    state = wording.small(wording.said(moved.get_state_display()))
    return back_to(viewing, "review", ref, said=_("%(ref)s is now: %(state)s.") % {"ref": ref, "state": state})


@require_POST
@project_page(MAY_REVIEW)
def review_finding(viewing: Viewing, ref: str) -> HttpResponse:
    """Raise a finding."""
    found = queries.review_named(viewing.project, ref)
    asked = page.asked_questions(queries.standing_of_review(found, queries.answers_of(found).values()))
    form = FindingForm(sent(viewing), questions=asked)

    def raised(given: dict[str, Any]) -> Finding:
        new = actions.NewFinding(**given)
        return actions.raise_finding(viewing.context, found, new, person=viewing.person)

    made = done_with(viewing, form, raised, beside="due")
    if made is None:
        return _shown(viewing, found, finding_form=form)
    return back_to(viewing, "review", ref, said=_("%(ref)s is raised.") % {"ref": made.ref})


@require_POST
@project_page(MAY_REVIEW)
def review_finding_close(viewing: Viewing, ref: str, finding: str) -> HttpResponse:
    """Close a finding."""
    found = queries.review_named(viewing.project, ref)
    row = Finding.objects.filter(review=found, ref=finding).first()
    if row is None:
        raise NotFound(_("There is no such finding."))
    actions.close_finding(viewing.context, found, row, person=viewing.person)
    return back_to(viewing, "review", ref, said=_("%(ref)s is closed.") % {"ref": finding})


@require_POST
@project_page(MAY_REVIEW)
def review_message(viewing: Viewing, ref: str) -> HttpResponse:
    """Say something."""
    found = queries.review_named(viewing.project, ref)
    asked = page.asked_questions(queries.standing_of_review(found, queries.answers_of(found).values()))
    form = MessageForm(sent(viewing), questions=asked)

    def said(given: dict[str, Any]) -> Any:
        words = {"text": given["text"], "question": given["question"]}
        return actions.say_in_review(viewing.context, found, person=viewing.person, **words)

    if done_with(viewing, form, said, beside="text") is None:
        return _shown(viewing, found, message_form=form)
    return back_to(viewing, "review", ref, said=_("The message is kept with the review."))


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def review_report(viewing: Viewing, ref: str) -> HttpResponse:
    """The report: outcome, findings, every answer. It prints."""
    found = queries.review_named(viewing.project, ref)
    answers = queries.answers_of(found)
    sections = queries.standing_of_review(found, answers.values())
    context = {
        "review": found,
        "questions": queries.question_set_named(found.questions),
        "findings": queries.findings_of(found),
        "sections": [(one, page.question_lines(one.section, answers)) for one in sections],
        "reviewers": page.names_of(found, Person.objects.filter(project=viewing.project)),
        "progress": page.progress(sections),
    }
    way = (found.title, reverse("review", args=[viewing.project.slug, ref]))
    return show(viewing, "review_report.html", _("Report"), _way(viewing), way, **context)
