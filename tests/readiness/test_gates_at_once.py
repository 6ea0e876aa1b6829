"""Two people at the same moment in a review or a meeting: each vote counts once, nothing comes after the decision."""

from __future__ import annotations

from typing import Any

from firstlight.readiness.models import Answer, Decision, Dissent, Vote
from tests.cast import Cast
from tests.ledger.test_two_at_once import together as together
from tests.readiness.gates import accept_everything, answer, close, condition, decision_open, discovering, vote


def _open(cast: Cast, together: Any) -> Any:
    (found,) = together(lambda: decision_open(cast))
    return found


def test_all_who_vote_at_once_have_voted(cast: Cast, together: Any) -> None:
    decision = _open(cast, together)
    votes = {"es": "go", "ap": "no-go", "pl": "conditional"}
    together(*(lambda ref=ref, word=word: vote(cast, decision, ref, word).vote for ref, word in votes.items()))
    (found,) = together(lambda: dict(Vote.objects.values_list("person__ref", "vote")))
    assert found == votes


def test_one_person_who_votes_twice_at_once_has_one_vote(cast: Cast, together: Any) -> None:
    decision = _open(cast, together)
    together(*(lambda word=word: vote(cast, decision, "es", word).vote for word in ("go", "no-go", "conditional")))
    assert together(lambda: Vote.objects.count()) == [1]


def test_a_vote_while_the_meeting_closes_counts_or_is_told_that_it_came_late(cast: Cast, together: Any) -> None:
    def prepare() -> Any:
        decision = decision_open(cast)
        for ref in ("es", "pl"):
            vote(cast, decision, ref, "conditional")
        condition(cast, decision)
        accept_everything(cast, decision)
        return decision

    (decision,) = together(prepare)
    late, closed = together(
        lambda: vote(cast, decision, "ap", "no-go").vote, lambda: close(cast, decision, "conditional").outcome
    )
    assert closed == "conditional"
    (state, votes, dissents) = together(
        lambda: Decision.objects.get().state, lambda: Vote.objects.count(), lambda: Dissent.objects.count()
    )
    assert state == "closed"
    if late == "no-go":
        assert (votes, dissents) == (3, 1), "a vote that came in time is dissent in the same decision"
    else:
        assert "D-1 is closed" in str(late)
        assert (votes, dissents) == (2, 0)


def test_two_who_close_at_once_decide_once(cast: Cast, together: Any) -> None:
    def prepare() -> Any:
        decision = decision_open(cast)
        for ref in ("es", "ap", "pl"):
            vote(cast, decision, ref, "no-go")
        return decision

    (decision,) = together(prepare)
    found = together(*(lambda: close(cast, decision, "no-go").outcome for _ in range(2)))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "str"]


def test_two_first_answers_to_one_question_leave_one_and_a_sentence(cast: Cast, together: Any) -> None:
    (review,) = together(lambda: discovering(cast))
    found = together(
        *(
            lambda ref=ref: answer(cast, review, ("blueprint.out", f"By {ref}"), ref=ref)[0].value
            for ref in ("wo", "po")
        )
    )
    (stored,) = together(lambda: list(Answer.objects.values_list("value", flat=True)))
    assert len(stored) == 1
    assert stored[0] in [str(one) for one in found]


def test_two_who_saw_the_same_answer_do_not_overwrite_each_other(cast: Cast, together: Any) -> None:
    from firstlight.readiness.actions.reviewing import answer_questions

    def prepare() -> Any:
        review = discovering(cast)
        answer(cast, review, ("blueprint.out", "Payroll"))
        return review

    (review,) = together(prepare)

    def reply(ref: str) -> str:
        rows, seen = [("blueprint.out", f"By {ref}", "")], {"blueprint.out": 1}
        made = answer_questions(cast.context(ref), review, rows, person=cast.people[ref], seen=seen)
        return str(made[0].value)

    found = together(lambda: reply("wo"), lambda: reply("po"))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "str"]
