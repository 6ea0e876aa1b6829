"""Gate reviews: planned, answered, reviewed, reported, completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from firstlight.assurance.models import ActionItem
from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.readiness import audit, policies, reviewing
from firstlight.readiness.actions.registering import open_registered
from firstlight.readiness.models import Answer, Finding, Message, QuestionSetVersion, Review
from firstlight.readiness.queries.reviews import (
    answers_of,
    question_set_named,
    shipped_question_sets,
)
from firstlight.readiness.question_sets import Question, accepted, read_question_set
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here, zone_of


@action(policy=policies.MAY_ANSWER, record=audit.QUESTIONS_LOADED)
def load_question_set(context: Context, data: bytes, file: str) -> Done[QuestionSetVersion]:
    """Load a question set. The same bytes again change nothing; other bytes under its name are a Conflict."""
    found, body = read_question_set(data, file)
    content = {"title": found.title, "digest": found.digest, "body": canonical(body), "loaded": context.now}
    made, new = QuestionSetVersion.objects.get_or_create(ref=found.ref, version=found.version, defaults=content)
    if made.digest != found.digest:
        raise Conflict(f"{file}: {found.name} was loaded before with other content; a version never changes.")
    if not new:
        return Done.nothing(made)
    facts = {"ref": found.ref, "version": found.version, "digest": found.digest}
    return Done.one(made, Subject("question-set", found.name, found.title), after=facts)


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What a review is planned with: its name, its question set, its day, its go-live, who reviews (by ref)."""

    title: str
    questions: str
    planned: date
    reviewers: tuple[str, ...]
    go_live: datetime | None = None


@action(policy=policies.MAY_PLAN_REVIEWS, record=audit.REVIEW_PLANNED)
def plan_review(context: Context, plan: ReviewPlan) -> Done[Review]:
    """Plan a gate review. One that leaves less than four weeks to the go-live is planned with a risk that says so."""
    project = here(context)
    _check_plan(context, plan)
    for found, data in shipped_question_sets():
        if found.name == plan.questions:
            load_question_set(context, data, f"{found.name}.yaml")
    question_set_named(plan.questions)
    number = Review.objects.filter(project=project).count() + 1
    while Review.objects.filter(project=project, ref=f"GR-{number}").exists():
        number += 1
    go_live = plan.go_live or project.go_live
    made = Review.objects.create(
        project=project, ref=f"GR-{number}", title=plan.title.strip(), questions=plan.questions, planned=plan.planned,
        go_live=go_live, reviewers=list(plan.reviewers),
    )  # fmt: skip
    changes = [Changed(subject_of(made), None, _plan_facts(made)), *_lead_time(context, made)]
    return Done(made, tuple(changes))


@action(policy=policies.MAY_PLAN_REVIEWS, record=audit.REVIEW_CHANGED)
def change_review(context: Context, review: Review, plan: ReviewPlan) -> Done[Review]:
    """Plan it anew: title, day, go-live, reviewers. Its questions stay. Conflict once it is complete."""
    _check_here(context, review)
    _check_plan(context, plan)
    if review.state == Review.State.COMPLETE:
        raise Conflict(f"{review.ref} is complete; its record stays as it is. Plan a new review.")
    answered = set(Answer.objects.filter(review=review).values_list("person__ref", flat=True)) & set(plan.reviewers)
    if answered:
        raise Refused(f"{', '.join(sorted(answered))} answered questions of this review and cannot review it too.")
    before = _plan_facts(review)
    review.title, review.planned, review.reviewers = plan.title.strip(), plan.planned, list(plan.reviewers)
    review.go_live = plan.go_live or here(context).go_live
    if _plan_facts(review) == before:
        return Done.nothing(review)
    moved = Review.objects.filter(pk=review.pk, state=review.state).update(
        title=review.title, planned=review.planned, reviewers=review.reviewers, go_live=review.go_live
    )
    if moved != 1:
        raise Conflict("The review was moved on by somebody else in the meantime; nothing was stored.")
    return Done(review, (Changed(subject_of(review), before, _plan_facts(review)), *_lead_time(context, review)))


def _check_plan(context: Context, plan: ReviewPlan) -> None:
    if not plan.title.strip():
        raise Invalid("A review needs a title.")
    known = set(Person.objects.filter(project=here(context), ref__in=plan.reviewers).values_list("ref", flat=True))
    strangers = [ref for ref in plan.reviewers if ref not in known]
    if strangers:
        raise Invalid(f"{', '.join(strangers)} cannot review, since nobody in the project has that ref.")


def _check_here(context: Context, review: Review) -> None:
    if review.project_id != here(context).pk:
        raise NotFound("There is no such review.")


def subject_of(review: Review) -> Subject:
    """A review in the ledger."""
    return Subject("review", review.ref, review.title)


def _plan_facts(review: Review) -> dict[str, object]:
    return {
        "title": review.title, "questions": review.questions, "planned": review.planned, "go_live": review.go_live,
        "reviewers": list(review.reviewers),
    }  # fmt: skip


def _lead_time(context: Context, review: Review) -> list[Changed]:
    """The finding that there is too little time, opened or closed as the date now says."""
    zone = zone_of(here(context))
    go_live = review.go_live.astimezone(zone).date() if review.go_live else None
    sentence = reviewing.lead_time(review.planned, go_live)
    ref = f"{review.ref}-lead-time"
    known = Finding.objects.filter(review=review, ref=ref).first()
    if known is None and sentence:
        made = Finding.objects.create(
            project_id=review.project_id, review=review, ref=ref, kind=Finding.Kind.RISK, title=sentence,
            recommendation="Hold the review earlier, or tell the committee what cannot be settled before the go-live.",
            level=Finding.Level.HIGH, owner=context.actor.name, due=review.planned, raised=context.now,
            raised_by=context.actor.name,
        )  # fmt: skip
        return [Changed(Subject("finding", ref, sentence), None, {"kind": made.kind, "state": made.state})]
    state = Finding.State.OPEN if sentence else Finding.State.CLOSED
    if known is None or (known.state == state and (not sentence or known.title == sentence)):
        return []
    before = {"state": known.state, "title": known.title}
    known.state, known.title = state, sentence or known.title
    known.save(update_fields=["state", "title"])
    return [Changed(Subject("finding", ref, known.title), before, {"state": state, "title": known.title})]


@action(policy=policies.MAY_ANSWER, record=audit.ANSWERED)
def answer_questions(
    context: Context,
    review: Review,
    given: Sequence[tuple[str, str, str]],
    *,
    person: Person,
    seen: dict[str, int] | None = None,
) -> Done[list[Answer]]:
    """Answer questions: (question, value, note) each; an empty value takes an answer back.

    Refused to reviewers of this review. Conflict while it is not in discovery, or where somebody else has changed an
    answer since it was `seen` (by question, its version). Invalid names every value that cannot be accepted.
    """
    _check_here(context, review)
    check_own(context, person)
    if person.ref in review.reviewers:
        raise Refused(f"{person.name} reviews this gate, and so does not answer its questions.")
    if not Review.objects.filter(pk=review.pk, state__in=reviewing.ANSWERED_IN).exists():
        raise Conflict(f"Answers are given while a review is in discovery; this one is {_state_now(review)}.")
    values = _accepted(review, given)
    known, changes, stored = answers_of(review), [], []
    for question, value, note in values:
        row = known.get(question.ref)
        version = row.version if row else 0
        if seen is not None and seen.get(question.ref, version) != version:
            _check_same(question, row, value, note.strip())
        change, made = _keep_answer(context, review, row, question, value, note.strip(), person)
        changes += change
        stored += [made] if made else []
    return Done(stored, tuple(changes))


def _check_same(question: Question, row: Answer | None, value: str, note: str) -> None:
    """Conflict where somebody else has answered otherwise in the meantime; both answers stand in its sentence."""
    there = (row.value, row.note) if row else ("", "")
    if there == (value, note):
        return
    who = row.person.name if row else "Somebody"
    if there[0] == value:
        said = f"changed the note on “{question.ask}” in the meantime to “{there[1]}”. Yours was: “{note}”."
    else:
        said = f"answered “{question.ask}” in the meantime with “{there[0] or 'nothing'}”. Yours was: “{value}”."
    raise Conflict(f"{who} has {said}", value=there[0], note=there[1], version=row.version if row else 0)


def _accepted(review: Review, given: Sequence[tuple[str, str, str]]) -> list[tuple[Question, str, str]]:
    questions = question_set_named(review.questions)
    values: list[tuple[Question, str, str]] = []
    problems: list[Problem] = []
    for ref, value, note in given:
        question = questions.question(ref)
        if question is None:
            raise NotFound("There is no such question.")
        try:
            values.append((question, accepted(question, value), note))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid("Some answers cannot be accepted; nothing was stored.", problems=tuple(problems))
    return values


def _keep_answer(
    context: Context, review: Review, row: Answer | None, question: Question, value: str, note: str, person: Person
) -> tuple[list[Changed], Answer | None]:
    subject = Subject("answer", f"{review.ref}/{question.ref}", question.ask)
    before = {"value": row.value, "note": row.note, "person": row.person.ref} if row else None
    if (row.value, row.note) == (value, note) if row else not value and not note:
        return [], row
    if row and not value and not note:
        row.delete()
        return [Changed(subject, before, None)], None
    after = {"value": value, "note": note, "person": person.ref}
    if row is None:
        row = Answer.objects.create(
            project_id=review.project_id, review=review, question=question.ref, value=value, note=note, person=person,
            answered=context.now,
        )  # fmt: skip
    else:
        row.value, row.note, row.person, row.answered, row.version = value, note, person, context.now, row.version + 1
        row.save(update_fields=["value", "note", "person", "answered", "version"])
    return [Changed(subject, before, after)], row


def _state_now(review: Review) -> str:
    state = Review.objects.values_list("state", flat=True).get(pk=review.pk)
    return str(Review.State(state).label).lower()


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What was found. Risks and issues need `owner`, `due` and `level`; `question` is what it is about, if any."""

    kind: str
    title: str
    recommendation: str = ""
    question: str = ""
    level: str = ""
    owner: str = ""
    due: date | None = None


@action(policy=policies.MAY_REVIEW, record=audit.FOUND)
def raise_finding(context: Context, review: Review, new: NewFinding, *, person: Person) -> Done[Finding]:
    """Write down what was found. An issue opens an action in the register, with its owner, date and level."""
    _check_here(context, review)
    check_own(context, person)
    _check_reviewer(review, person)
    if not Review.objects.filter(pk=review.pk, state__in=reviewing.FOUND_IN).exists():
        raise Conflict(f"Findings are raised in review and mitigation; this review is {_state_now(review)}.")
    _check_finding(review, new)
    number = Finding.objects.filter(review=review).count() + 1
    ref = f"{review.ref}-F{number}"
    is_issue = new.kind == Finding.Kind.ISSUE
    made = Finding.objects.create(
        project_id=review.project_id, review=review, ref=ref, kind=new.kind, title=new.title.strip(),
        question=new.question, recommendation=new.recommendation.strip(), level=new.level, owner=new.owner.strip(),
        due=new.due, action_ref=ref if is_issue else "", raised=context.now, raised_by=person.name,
    )  # fmt: skip
    if is_issue:
        open_registered(
            context, ref=ref, title=new.title.strip(), source=f"Gate review {review.ref}", owner=made.owner,
            due=new.due, risk=new.level,
        )  # fmt: skip
    kept = ("kind", "title", "recommendation", "question", "level", "owner", "due", "action_ref")
    facts = {name: getattr(made, name) for name in kept}
    return Done.one(made, Subject("finding", ref, made.title), after=facts)


def _check_reviewer(review: Review, person: Person) -> None:
    if person.ref not in review.reviewers:
        raise Refused(f"{person.name} is not among the reviewers of {review.ref}.")


def _check_finding(review: Review, new: NewFinding) -> None:
    if new.kind not in Finding.Kind.values:
        raise Invalid(f"“{new.kind}” is not one of: {', '.join(Finding.Kind.values)}.")
    if not new.title.strip():
        raise Invalid("A finding needs a sentence that says what was found.")
    if new.kind != Finding.Kind.ASSERTION and not (new.owner.strip() and new.due and new.level in Finding.Level.values):
        raise Invalid("A risk or an issue needs an owner, a date, and a risk level: high, medium or low.")
    if new.question and question_set_named(review.questions).question(new.question) is None:
        raise Invalid(f"“{new.question}” is no question of this review.")


@action(policy=policies.MAY_REVIEW, record=audit.FINDING_CLOSED)
def close_finding(context: Context, review: Review, finding: Finding, *, person: Person) -> Done[Finding]:
    """Close it. Conflict while the action that an issue opened is not done, or when it is closed already."""
    _check_here(context, review)
    check_own(context, person)
    _check_reviewer(review, person)
    if finding.review_id != review.pk:
        raise NotFound("There is no such finding.")
    if finding.action_ref:
        item = ActionItem.objects.filter(project_id=review.project_id, ref=finding.action_ref).first()
        if item is not None and item.state != ActionItem.State.DONE:
            raise Conflict(f"The action {item.ref} is {item.get_state_display().lower()}; it has to be done first.")
    closed = Finding.objects.filter(pk=finding.pk, state=Finding.State.OPEN).update(state=Finding.State.CLOSED)
    if closed != 1:
        raise Conflict(f"{finding.ref} is closed already.")
    finding.state = Finding.State.CLOSED
    subject = Subject("finding", finding.ref, finding.title)
    return Done.one(finding, subject, before={"state": "open"}, after={"state": "closed", "by": person.ref})


@action(policy=policies.MAY_REVIEW, record=audit.SAID)
def say_in_review(context: Context, review: Review, text: str, *, person: Person, question: str = "") -> Done[Message]:
    """Say something on a question, or on the whole review. It stays."""
    _check_here(context, review)
    check_own(context, person)
    if not text.strip():
        raise Invalid("A message needs words.")
    if question and question_set_named(review.questions).question(question) is None:
        raise NotFound("There is no such question.")
    said = {"question": question, "text": text.strip()}
    made, new = Message.objects.get_or_create(
        project_id=review.project_id, review=review, person=person, said=context.now, defaults=said
    )
    if not new and (made.question, made.text) != (question, text.strip()):
        raise Conflict("Another message of yours came at the same moment; send this one again.")
    if not new:
        return Done.nothing(made)
    facts = {"text": made.text, "question": question}
    return Done.one(made, Subject("review", review.ref, review.title), after=facts)
