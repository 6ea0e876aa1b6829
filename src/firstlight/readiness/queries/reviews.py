"""Reading gate reviews."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet

from firstlight.assurance.models import ActionItem
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.packs.content import content_folder
from firstlight.readiness.models import Answer, Finding, Message, QuestionSetVersion, Review
from firstlight.readiness.question_sets import QuestionSet, SectionStanding, question_set_of, read_question_set, stand


@lru_cache(maxsize=1)
def shipped_question_sets() -> tuple[tuple[QuestionSet, bytes], ...]:
    """The question sets that come with the program, each with its bytes; the newest version of each last."""
    found = []
    for path in sorted((content_folder() / "questions").glob("*/*.yaml")):
        data = path.read_bytes()
        found.append((read_question_set(data, path.name)[0], data))
    return tuple(found)


@lru_cache(maxsize=32)
def _read(pk: int, digest: str) -> QuestionSet:
    return question_set_of(json.loads(QuestionSetVersion.objects.get(pk=pk).body), digest)


def question_set_named(name: str) -> QuestionSet:
    """The loaded set "ref@version". NotFound naming those there are."""
    ref, _, version = name.partition("@")
    row = QuestionSetVersion.objects.filter(ref=ref, version=version).only("pk", "digest").first()
    if row is None:
        known = ", ".join(one.name for one, _ in shipped_question_sets()) or "none"
        raise NotFound(f"There is no question set “{name}”; known: {known}.")
    return _read(row.pk, row.digest)


def all_reviews(project: ProjectLike) -> QuerySet[Review]:
    """Every review with how many risks and issues of it are open, the one planned last first."""
    holding = Q(findings__state=Finding.State.OPEN) & ~Q(findings__kind=Finding.Kind.ASSERTION)
    return (
        Review.objects.filter(project_id=project.pk)
        .annotate(open_findings=Count("findings", filter=holding))
        .order_by("-planned", "ref")
    )


def review_named(project: ProjectLike, ref: str) -> Review:
    """The review of that ref. NotFound where there is none."""
    found = Review.objects.filter(project_id=project.pk, ref=ref).first()
    if found is None:
        raise NotFound("There is no such review.")
    return found


def answers_of(review: Review) -> dict[str, Answer]:
    """By question. One query."""
    return {row.question: row for row in Answer.objects.filter(review=review).select_related("person")}


def standing_of_review(review: Review, answers: Iterable[Answer]) -> tuple[SectionStanding, ...]:
    """Its sections as they stand with these answers."""
    given = {row.question: row.value for row in answers}
    return stand(question_set_named(review.questions), given)


@dataclass(frozen=True, slots=True)
class FindingStanding:
    """A finding, and how the action stands that it opened."""

    finding: Finding
    action_state: str
    action_done: bool


def findings_of(review: Review) -> list[FindingStanding]:
    """Risks and issues that are open first. Two queries."""
    rows = list(Finding.objects.filter(review=review))
    refs = [row.action_ref for row in rows if row.action_ref]
    states = {item.ref: item for item in ActionItem.objects.filter(project_id=review.project_id, ref__in=refs) if refs}
    found = [
        FindingStanding(
            row,
            str(ActionItem.State(states[row.action_ref].state).label) if row.action_ref in states else "",
            row.action_ref in states and states[row.action_ref].state == ActionItem.State.DONE,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.finding.counts, one.finding.raised, one.finding.ref))


def messages_of(review: Review) -> list[Message]:
    """What was said, oldest first. One query."""
    return list(Message.objects.filter(review=review).select_related("person"))


def open_findings(project: ProjectLike) -> list[Finding]:
    """Risks and issues of all reviews that are open, the most urgent first. One query."""
    return list(
        Finding.objects.filter(project_id=project.pk, state=Finding.State.OPEN)
        .exclude(kind=Finding.Kind.ASSERTION)
        .select_related("review")
        .order_by(F("due").asc(nulls_last=True), "ref")
    )


def next_review(project: ProjectLike, today: date) -> Review | None:
    """The review that comes next or runs, by its date. One query."""
    rows = Review.objects.filter(project_id=project.pk).exclude(state=Review.State.COMPLETE)
    return rows.order_by("planned", "ref").first()


def reviews_to_answer(project: ProjectLike) -> list[tuple[Review, tuple[SectionStanding, ...]]]:
    """Reviews whose questions are being answered, each with its sections, the earliest first.

    Two queries, and one for each question set that they use.
    """
    rows = Review.objects.filter(project_id=project.pk, state=Review.State.DISCOVER).order_by("planned", "ref")
    return [(row, standing_of_review(row, row.answers.all())) for row in rows.prefetch_related("answers")]


def findings_owned_by(project: ProjectLike, names: Collection[str]) -> list[Finding]:
    """Risks and issues that are open and owned under one of these names, the most urgent first. One query."""
    return [one for one in open_findings(project) if one.owner.casefold() in names]
