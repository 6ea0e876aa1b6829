"""Gate reviews: every state and event, who may, answers that are not lost, findings that are settled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstlight.assurance.models import ActionItem
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.ledger.models import Entry
from firstlight.readiness.models import Answer, Finding, Review
from firstlight.readiness.queries.reviews import answers_of, shipped_question_sets, standing_of_review
from firstlight.readiness.reviewing import EVENTS, lead_time
from tests.cast import Cast
from tests.readiness.gates import ANSWERS, answer, discovering, finding, in_review, move, planned

#: Which event leads where. Everything that is not here is refused.
WAYS = {
    ("planned", "begin"): "discover",
    ("discover", "hand-in"): "in-review",
    ("in-review", "give-back"): "discover",
    ("in-review", "report"): "mitigation",
    ("in-review", "complete"): "complete",
    ("mitigation", "complete"): "complete",
}
TEAM, REVIEWER, STRANGER = "wo", "ap", "au"
BY_REVIEWER = ("give-back", "report", "complete")
ENDED = {"outcome": "ready", "summary": "All is well."}


def _in_state(cast: Cast, state: str, event: str) -> Any:
    """A review in that state, in which nothing but the state could stand in the way of the event."""
    review = planned(cast)
    if state != "planned":
        move(cast, review, "begin", "pl")
        answer(cast, review, *ANSWERS)
    if state in ("in-review", "mitigation", "complete"):
        move(cast, review, "hand-in", "pl")
    found = (
        finding(cast, review, "risk") if state == "mitigation" or (state, event) == ("in-review", "report") else None
    )
    if state == "mitigation":
        move(cast, review, "report", REVIEWER)
    if found and state == "mitigation":
        Finding.objects.filter(pk=found.pk).update(state="closed")
    if state == "complete":
        move(cast, review, "complete", REVIEWER, **ENDED)
    return review


@pytest.mark.parametrize("who", [TEAM, REVIEWER, STRANGER])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", Review.State.values)
def test_every_event_in_every_state_by_everyone(cast: Cast, state: str, event: str, who: str) -> None:
    review = _in_state(cast, state, event)
    ended = ENDED if event == "complete" else {}
    if who == STRANGER or (who == REVIEWER) != (event in BY_REVIEWER):
        with pytest.raises(Refused):
            move(cast, review, event, who, **ended)
        wanted = state
    elif (state, event) in WAYS:
        move(cast, review, event, who, **ended)
        wanted = WAYS[state, event]
    else:
        with pytest.raises(Conflict, match="is not possible"):
            move(cast, review, event, who, **ended)
        wanted = state
    assert Review.objects.get(pk=review.pk).state == wanted


def test_a_review_less_than_four_weeks_before_the_go_live_says_so_until_it_is_moved(cast: Cast) -> None:
    from firstlight.readiness.actions.reviewing import ReviewPlan, change_review

    review = planned(cast, when=date(2026, 11, 20))
    found = Finding.objects.get(review=review)
    assert (found.kind, found.state) == ("risk", "open")
    assert "17 days before the go-live; four weeks are needed" in found.title
    plan = ReviewPlan(review.title, review.questions, date(2026, 11, 9), ("ap",))
    change_review(cast.context("pl"), review, plan)
    assert Finding.objects.get(review=review).state == "closed"


@pytest.mark.parametrize(("planned_on", "says"), [
    (date(2026, 11, 9), ""), (date(2026, 11, 10), "27 days before"), (date(2026, 12, 6), "1 day before"),
    (date(2026, 12, 9), "2 days after"),
])  # fmt: skip
def test_lead_time_is_four_weeks_to_the_day(planned_on: date, says: str) -> None:
    said = lead_time(planned_on, date(2026, 12, 7))
    assert says in said
    assert bool(said) == bool(says)


def test_who_reviews_does_not_answer_and_who_answered_does_not_review(cast: Cast) -> None:
    from firstlight.readiness.actions.reviewing import ReviewPlan, change_review

    review = discovering(cast)
    with pytest.raises(Refused, match="does not answer its questions"):
        answer(cast, review, ("proof.exit", "yes"), ref="ap")
    answer(cast, review, ("proof.exit", "yes"))
    with pytest.raises(Refused, match="cannot review it too"):
        change_review(cast.context("pl"), review, ReviewPlan("Gate", review.questions, review.planned, ("ap", "wo")))


def test_a_reviewer_is_somebody_of_the_project(cast: Cast) -> None:
    with pytest.raises(Invalid, match="nobody in the project"):
        planned(cast, reviewers=("ap", "stranger"))


@pytest.mark.parametrize(("question", "value", "expected"), [
    ("blueprint.go-live", "7/12/2026", "a day such as"), ("proof.users", "many", "a number of users"),
    ("proof.users", "NaN", "a number of users"), ("proof.users", "1e99", "a number of users"),
    ("proof.exit", "perhaps", "yes or no"), ("blueprint.made-here", "A lot", "one of: Nothing"),
    ("proof.tests", "x" * 10_001, "up to 10,000 letters"),
])  # fmt: skip
def test_an_answer_of_another_kind_is_refused_with_what_would_do(
    cast: Cast, question: str, value: str, expected: str
) -> None:
    review = discovering(cast)
    with pytest.raises(Invalid) as refused:
        answer(cast, review, ("proof.worry", "Nothing"), (question, value))
    assert expected in refused.value.problems[0].sentence
    assert not Answer.objects.exists(), "half of it was stored"


def test_a_section_that_does_not_apply_is_skipped_and_says_by_which_answer(cast: Cast) -> None:
    review = discovering(cast)
    sections = {one.section.ref: one for one in standing_of_review(review, ())}
    assert sections["around"].why_skipped == "Not asked until “Will it be integrated with other systems?” is answered."
    answer(cast, review, ("blueprint.integrated", "no"))
    sections = {one.section.ref: one for one in standing_of_review(review, answers_of(review).values())}
    assert "is answered No" in sections["around"].why_skipped
    answer(cast, review, ("blueprint.integrated", "yes"))
    sections = {one.section.ref: one for one in standing_of_review(review, answers_of(review).values())}
    assert sections["around"].asked
    assert len(sections["around"].missing) == 3


def test_a_review_is_handed_in_when_every_required_question_that_is_asked_has_an_answer(cast: Cast) -> None:
    review = discovering(cast)
    answer(cast, review, *ANSWERS[1:])
    with pytest.raises(Conflict, match="1 required question has no answer yet"):
        move(cast, review, "hand-in", "pl")
    answer(cast, review, ANSWERS[0])
    assert move(cast, review, "hand-in", "pl").state == "in-review"
    with pytest.raises(Conflict, match="this one is in review"):
        answer(cast, review, ("proof.worry", "Late"))


def test_two_answers_at_once_lose_neither(cast: Cast) -> None:
    from firstlight.readiness.actions.reviewing import answer_questions

    review = discovering(cast)
    answer(cast, review, ("proof.tests", "SIT"))
    with pytest.raises(Conflict, match=r"Willem Oost has answered .* with “SIT”\. Yours was: “UAT”\."):
        answer_questions(
            cast.context("po"), review, [("proof.tests", "UAT", "")], person=cast.people["po"], seen={"proof.tests": 0}
        )
    assert answers_of(review)["proof.tests"].value == "SIT"


def test_the_history_of_an_answer_is_in_the_ledger_and_the_same_answer_twice_is_one(cast: Cast) -> None:
    review = discovering(cast)
    for value in ("420", "420", "500", ""):
        answer(cast, review, ("proof.users", value))
    entries = list(Entry.objects.filter(action="readiness.review.answered").order_by("pk"))
    assert [(("420" in (one.before or "")), ("500" in (one.after or ""))) for one in entries] == [
        (False, False), (True, True), (False, False)
    ]  # fmt: skip
    assert not Answer.objects.exists()


@pytest.mark.parametrize("lacking", ["owner", "due", "level"])
@pytest.mark.parametrize("kind", ["risk", "issue"])
def test_a_risk_or_an_issue_needs_owner_date_and_level(cast: Cast, kind: str, lacking: str) -> None:
    review = in_review(cast)
    with pytest.raises(Invalid, match="needs an owner, a date, and a risk level"):
        finding(cast, review, kind, **{lacking: None if lacking == "due" else ""})


def test_an_issue_opens_an_action_and_is_closed_when_that_is_done(cast: Cast) -> None:
    from firstlight.readiness.actions.reviewing import close_finding

    review = in_review(cast)
    found = finding(cast, review, "issue")
    item = ActionItem.objects.get(project=cast.project, ref=found.action_ref)
    assert (item.title, item.owner, item.due, item.risk) == (found.title, "Bank team", date(2026, 12, 1), "high")
    move(cast, review, "report", "ap")
    with pytest.raises(Conflict, match="is open; it has to be done first"):
        close_finding(cast.context("ap"), review, found, person=cast.people["ap"])
    with pytest.raises(Conflict, match="1 finding is still open"):
        move(cast, review, "complete", "ap", **ENDED)
    ActionItem.objects.filter(pk=item.pk).update(state="done")
    close_finding(cast.context("ap"), review, found, person=cast.people["ap"])
    with pytest.raises(Conflict, match="is closed already"):
        close_finding(cast.context("ap"), review, found, person=cast.people["ap"])
    done = move(cast, review, "complete", "ap", **ENDED)
    assert (done.state, done.outcome, done.completed_by) == ("complete", "ready", "Anna Prahl")


def test_an_assertion_holds_nothing_back(cast: Cast) -> None:
    review = in_review(cast)
    finding(cast, review, "assertion", title="The blueprint is sound.")
    assert move(cast, review, "complete", "ap", **ENDED).state == "complete"


def test_nothing_of_another_project_can_be_moved(cast: Cast) -> None:
    from firstlight.kernel.context import Context
    from firstlight.readiness.actions.moving_reviews import move_review
    from firstlight.workspace.models import Project
    from firstlight.workspace.roles import FOLDER_READER

    elsewhere = Context(FOLDER_READER, cast.machine.now, Project.objects.get(slug="elsewhere"))
    with pytest.raises(NotFound):
        move_review(elsewhere, planned(cast), "begin", person=cast.people["pl"])


def test_the_readiness_set_covers_the_eleven_areas_with_five_kinds_of_questions_and_sixty_of_them() -> None:
    sets = {one.ref: one for one, _ in shipped_question_sets()}
    found = sets["go-live-readiness"]
    questions = list(found.questions())
    assert len(questions) >= 60
    assert {one.kind for one in questions} == {"text", "yes-no", "choice", "date", "number"}
    areas = {"readiness", "scope", "acceptance", "uat", "performance", "integration", "migration", "dependencies",
             "change", "support", "cutover"}  # fmt: skip
    assert areas <= {one.ref for one in found.sections}
    assert all(one.source for one in found.sections)
    assert sum(bool(one.asked_after) for one in found.sections) >= 5
    assert "solution-blueprint" in sets
