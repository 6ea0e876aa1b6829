"""Gate reviews and decisions in each state, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.cast import NOW, Cast

#: An answer to every question of the short set that is asked whatever else is answered.
ANSWERS = (
    ("blueprint.processes", "Order to cash"), ("blueprint.out", "Payroll"), ("blueprint.go-live", "2026-12-07"),
    ("blueprint.made-here", "A few extensions"), ("blueprint.integrated", "no"), ("blueprint.migrates", "no"),
    ("proof.tests", "SIT, UAT"), ("proof.exit", "yes"), ("proof.users", "420"), ("proof.change", "Hanna"),
)  # fmt: skip


def planned(cast: Cast, *, reviewers: tuple[str, ...] = ("ap",), when: date = date(2026, 11, 2), **more: Any) -> Any:
    """A review that the approver reviews, in good time before the go-live on 7 December."""
    from firstlight.readiness.actions.reviewing import ReviewPlan, plan_review

    plan = ReviewPlan("Blueprint gate", more.pop("questions", "solution-blueprint@2026.1"), when, reviewers, **more)
    return plan_review(cast.context("pl"), plan)


def move(cast: Cast, review: Any, event: str, ref: str, **more: Any) -> Any:
    """One of the cast moves it on."""
    from firstlight.readiness.actions.moving_reviews import move_review

    return move_review(cast.context(ref), review, event, person=cast.people[ref], **more)


def answer(cast: Cast, review: Any, *given: tuple[str, str], ref: str = "wo") -> Any:
    """One of the cast answers."""
    from firstlight.readiness.actions.reviewing import answer_questions

    rows = [(question, value, "") for question, value in given]
    return answer_questions(cast.context(ref), review, rows, person=cast.people[ref])


def finding(cast: Cast, review: Any, kind: str = "issue", ref: str = "ap", **more: Any) -> Any:
    """A reviewer finds something."""
    from firstlight.readiness.actions.reviewing import NewFinding, raise_finding

    owned = {} if kind == "assertion" else {"owner": "Bank team", "due": date(2026, 12, 1), "level": "high"}
    new = NewFinding(kind, more.pop("title", "One person knows the bank."), **{**owned, **more})
    return raise_finding(cast.context(ref), review, new, person=cast.people[ref])


def discovering(cast: Cast) -> Any:
    """A review that the team answers."""
    return move(cast, planned(cast), "begin", "pl")


def in_review(cast: Cast) -> Any:
    """A review that is answered and handed in."""
    review = discovering(cast)
    answer(cast, review, *ANSWERS)
    return move(cast, review, "hand-in", "pl")


def prepared(cast: Cast, **more: Any) -> Any:
    """A decision over which the sponsor presides."""
    from firstlight.readiness.actions.deciding import Meeting, prepare_decision

    when = datetime(2026, 12, 3, 15, tzinfo=UTC)
    return prepare_decision(cast.context("pl"), Meeting("Go or no-go before cutover", when, "es", **more))


def decision_open(cast: Cast, **more: Any) -> Any:
    """A decision that can be voted on."""
    from firstlight.readiness.actions.deciding import open_decision

    return open_decision(cast.context("pl"), prepared(cast, **more))


def vote(cast: Cast, decision: Any, ref: str, word: str, reason: str = "So I think.", now: datetime = NOW) -> Any:
    """One of the cast votes."""
    from firstlight.readiness.actions.deciding import cast_vote

    return cast_vote(cast.context(ref, now), decision, person=cast.people[ref], vote=word, reason=reason)


def close(cast: Cast, decision: Any, outcome: str, ref: str = "es", now: datetime = NOW) -> Any:
    """The sponsor closes it."""
    from firstlight.readiness.actions.deciding import close_decision

    person = cast.people[ref]
    return close_decision(cast.context(ref, now), decision, person=person, outcome=outcome, statement="So decided.")


def accept_everything(cast: Cast, decision: Any) -> None:
    """The sponsor accepts, in writing, every risk that stands in the way."""
    from datetime import timedelta

    from firstlight.packs.actions import accept_risk
    from firstlight.readiness.queries.decisions import unaccepted

    for one in unaccepted(cast.project, decision, NOW):
        accept_risk(
            cast.context("es"), check_ref=one["check"], reason="We can bear it.", person=cast.people["es"],
            expires=NOW + timedelta(days=60),
        )  # fmt: skip


def condition(cast: Cast, decision: Any, due: date = date(2026, 12, 4)) -> Any:
    """A condition is set."""
    from firstlight.readiness.actions.deciding import set_condition

    return set_condition(
        cast.context("pl"), decision, text="The night shift is trained", owner="Change manager", due=due
    )


def decided_conditionally(cast: Cast, due: date = date(2026, 12, 4)) -> Any:
    """A conditional go with one condition."""
    decision = decision_open(cast)
    for ref in ("es", "ap", "pl"):
        vote(cast, decision, ref, "conditional")
    condition(cast, decision, due)
    accept_everything(cast, decision)
    return close(cast, decision, "conditional")
