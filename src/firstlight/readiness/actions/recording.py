"""Gate reviews and decisions as a project folder carries them. What was decided stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.kernel.sheets import ModelStore, Row, RowChange
from firstlight.ledger.models import Entry
from firstlight.readiness import audit, stores
from firstlight.readiness.actions.reviewing import load_question_set
from firstlight.readiness.models import Decision, Finding, Review
from firstlight.readiness.policies import MAY_RECORD_REVIEWS
from firstlight.readiness.queries.reviews import question_set_named, shipped_question_sets
from firstlight.readiness.question_sets import QuestionSet, accepted


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Invalid("Some rows cannot be what they say.", problems=tuple(problems))


def _after(changes: Sequence[RowChange]) -> Iterator[Row]:
    return (change.after for change in changes if change.after)


@action(policy=MAY_RECORD_REVIEWS, record=audit.REVIEWS_RECORDED)
def record_reviews(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record reviews. Invalid where a question set is not known, or one is complete without saying when and how."""
    wanted = {row.values["questions"] for row in _after(changes)}
    for found, data in shipped_question_sets():
        if found.name in wanted:
            load_question_set(context, data, f"{found.name}.yaml")
    _refuse([problem for row in _after(changes) for problem in _amiss_review(row)])
    return Done(len(changes), stores.reviews.write(project, changes))


def _amiss_review(row: Row) -> Iterator[Problem]:
    try:
        question_set_named(row.values["questions"])
    except NotFound as error:
        yield row.problem(error.sentence, column="questions", value=row.values["questions"])
    complete = row.values["state"] == Review.State.COMPLETE
    if complete != (row.values["completed"] is not None) or complete != bool(row.values["outcome"]):
        sentence = "a complete review, and only that, says when it was completed and with what outcome."
        yield row.problem(sentence, column="state", value=row.values["state"])


@action(policy=MAY_RECORD_REVIEWS, record=audit.ANSWERS_RECORDED)
def record_answers(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record answers. Invalid where a question is not in the set of its review, or an answer is not of its kind."""
    sets = _sets(project)
    _refuse([problem for row in _after(changes) for problem in _amiss_answer(row, sets)])
    return Done(len(changes), stores.answers.write(project, changes))


def _sets(project: ProjectLike) -> dict[str, QuestionSet]:
    rows = Review.objects.filter(project_id=project.pk).values_list("ref", "questions")
    return {ref: question_set_named(name) for ref, name in rows}


def _amiss_answer(row: Row, sets: Mapping[str, QuestionSet]) -> Iterator[Problem]:
    found = sets.get(row.values["review"])
    if found is None:
        return  # the store says that there is no such review
    question = found.question(row.values["question"])
    if question is None:
        yield row.problem(f"{found.name} has no such question.", column="question", value=row.values["question"])
        return
    try:
        same = accepted(question, row.values["value"]) == row.values["value"]
    except Invalid as error:
        yield row.problem(error.sentence, column="value", value=row.values["value"])
        return
    if not same:
        yield row.problem("write it as the program does: yes, no, 2026-12-07, 420.", column="value")


@action(policy=MAY_RECORD_REVIEWS, record=audit.FINDINGS_RECORDED)
def record_findings(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record findings. Invalid for a risk or an issue without owner, date and level."""
    problems = [
        row.problem("a risk or an issue needs an owner, a date and a risk level.", column="kind")
        for row in _after(changes)
        if row.values["kind"] != Finding.Kind.ASSERTION
        and not (row.values["owner"] and row.values["due"] and row.values["level"])
    ]
    _refuse(problems)
    return Done(len(changes), stores.findings.write(project, changes))


@action(policy=MAY_RECORD_REVIEWS, record=audit.MESSAGES_RECORDED)
def record_messages(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record what was said in reviews."""
    return Done(len(changes), stores.messages.write(project, changes))


@action(policy=MAY_RECORD_REVIEWS, record=audit.DECISIONS_RECORDED)
def record_decisions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record decisions. Invalid for a change of one that is closed, or one that is closed without outcome or time."""
    problems = list(_closed_before(project, changes, "ref"))
    for row in _after(changes):
        closed = row.values["state"] == Decision.State.CLOSED
        if closed != bool(row.values["outcome"]) or closed != (row.values["closed"] is not None):
            sentence = "a closed decision, and only that, says what was decided and when."
            problems.append(row.problem(sentence, column="state", value=row.values["state"]))
    _refuse(problems)
    return Done(len(changes), stores.decisions.write(project, changes))


def _closed_before(
    project: ProjectLike, changes: Sequence[RowChange], key: str, but: Collection[str] = ()
) -> Iterator[Problem]:
    """What would change a decision, or part of one, that is closed; `but` for these."""
    rows = Decision.objects.filter(project_id=project.pk, state=Decision.State.CLOSED)
    closed = set(rows.values_list("ref", flat=True)) - set(but)
    for change in changes:
        ref = change.row.values[key]
        if change.before is not None and change.before.values[key] in closed:
            sentence = f"{ref} is closed; what was decided stays. A new decision can supersede it."
            yield change.row.problem(sentence, column=key, value=ref)


def _closed_just_now(context: Context, project: ProjectLike) -> set[str]:
    """Decisions that the same folder brought up to date: their agenda and votes come right behind them."""
    code = audit.DECISIONS_RECORDED.code
    entries = Entry.objects.filter(stream=project.uid, request_id=context.request_id, action=code)
    return set(entries.values_list("subject_id", flat=True))


def _part(
    context: Context, project: ProjectLike, changes: Sequence[RowChange], store: ModelStore, when: str = ""
) -> Done[int]:
    """Rows that belong to decisions: new ones may come with a closed decision, dated no later than its closing."""
    problems = list(_closed_before(project, changes, "decision", but=_closed_just_now(context, project)))
    closed = dict(
        Decision.objects.filter(project_id=project.pk, state=Decision.State.CLOSED).values_list("ref", "closed")
    )
    for row in _after(changes):
        at = closed.get(row.values["decision"])
        if when and at and row.values[when] > at:
            sentence = f"{row.values['decision']} was closed before that; a vote after the decision does not count."
            problems.append(row.problem(sentence, column=when, value=row.values[when]))
    _refuse(problems)
    return Done(len(changes), store.write(project, changes))


@action(policy=MAY_RECORD_REVIEWS, record=audit.AGENDA_RECORDED)
def record_agenda(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record agendas. Invalid for a change of a closed decision."""
    return _part(context, project, changes, stores.agenda)


@action(policy=MAY_RECORD_REVIEWS, record=audit.VOTES_RECORDED)
def record_votes(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record votes. Invalid for one cast after its decision was closed, and for a change of a closed decision."""
    return _part(context, project, changes, stores.votes, "cast")


@action(policy=MAY_RECORD_REVIEWS, record=audit.CONDITIONS_RECORDED)
def record_conditions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record conditions. Invalid for a change of a closed decision."""
    return _part(context, project, changes, stores.conditions)


@action(policy=MAY_RECORD_REVIEWS, record=audit.DISSENT_RECORDED)
def record_dissents(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record dissent. Invalid for every change and removal: dissent stays, in whatever decision."""
    _refuse(
        [
            change.row.problem("dissent is never changed and never removed.", column="text")
            for change in changes
            if change.before is not None
        ]
    )
    return _part(context, project, changes, stores.dissents, "recorded")
