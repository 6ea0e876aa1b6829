"""How to do every action on gate reviews and decisions once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cast import NOW, Cast, added
from tests.house.doing import Doing, does
from tests.readiness.gates import decision_open, in_review, planned, prepared


@does("readiness.actions.reviewing.load_question_set")
def _load_question_set(cast: Cast) -> Doing:
    from firstlight.readiness.queries.reviews import shipped_question_sets

    return Doing(cast.machine, (shipped_question_sets()[0][1], "questions.yaml"))


@does("readiness.actions.reviewing.plan_review")
def _plan_review(cast: Cast) -> Doing:
    from firstlight.readiness.actions.reviewing import ReviewPlan

    return Doing(cast.context("pl"), (ReviewPlan("Gate", "solution-blueprint@2026.1", date(2026, 11, 2), ("ap",)),))


@does("readiness.actions.reviewing.change_review")
def _change_review(cast: Cast) -> Doing:
    from firstlight.readiness.actions.reviewing import ReviewPlan

    plan = ReviewPlan("Another title", "solution-blueprint@2026.1", date(2026, 11, 2), ("ap",))
    return Doing(cast.context("pl"), (planned(cast), plan))


@does("readiness.actions.moving_reviews.move_review")
def _move_review(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (planned(cast), "begin"), {"person": cast.people["pl"]})


@does("readiness.actions.reviewing.answer_questions")
def _answer(cast: Cast) -> Doing:
    from firstlight.readiness.actions.moving_reviews import move_review

    review = move_review(cast.context("pl"), planned(cast), "begin", person=cast.people["pl"])
    return Doing(cast.context("wo"), (review, [("proof.exit", "yes", "")]), {"person": cast.people["wo"]})


@does("readiness.actions.reviewing.raise_finding")
def _raise_finding(cast: Cast) -> Doing:
    from firstlight.readiness.actions.reviewing import NewFinding

    return Doing(
        cast.context("ap"), (in_review(cast), NewFinding("assertion", "Sound.")), {"person": cast.people["ap"]}
    )


@does("readiness.actions.reviewing.close_finding")
def _close_finding(cast: Cast) -> Doing:
    from firstlight.readiness.actions.reviewing import NewFinding, raise_finding

    review, person = in_review(cast), cast.people["ap"]
    new = NewFinding("risk", "One person knows the bank.", owner="Bank team", due=date(2026, 12, 1), level="high")
    finding = raise_finding(cast.context("ap"), review, new, person=person)
    return Doing(cast.context("ap"), (review, finding), {"person": person})


@does("readiness.actions.reviewing.say_in_review")
def _say(cast: Cast) -> Doing:
    return Doing(cast.context("ap"), (planned(cast), "Which run is meant?"), {"person": cast.people["ap"]})


@does("readiness.actions.deciding.prepare_decision")
def _prepare_decision(cast: Cast) -> Doing:
    from firstlight.readiness.actions.deciding import Meeting

    return Doing(cast.context("pl"), (Meeting("Go or no-go", datetime(2026, 12, 3, 15, tzinfo=UTC), "es"),))


@does("readiness.actions.deciding.change_agenda")
def _change_agenda(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (prepared(cast),), {"text": "The night shift"})


@does("readiness.actions.deciding.open_decision")
def _open_decision(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (prepared(cast),))


@does("readiness.actions.deciding.withdraw_decision")
def _withdraw_decision(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (prepared(cast),))


@does("readiness.actions.deciding.cast_vote")
def _vote(cast: Cast) -> Doing:
    said = {"person": cast.people["es"], "vote": "no-go", "reason": "Not yet."}
    return Doing(cast.context("es"), (decision_open(cast),), said)


@does("readiness.actions.deciding.record_dissent")
def _dissent(cast: Cast) -> Doing:
    said = {"person": cast.people["es"], "text": "One more week costs less."}
    return Doing(cast.context("es"), (decision_open(cast),), said)


def _conditional(**more: Any) -> dict[str, Any]:
    return {"text": "The night shift is trained", "owner": "Change manager", "due": date(2026, 12, 4), **more}


@does("readiness.actions.deciding.set_condition")
def _set_condition(cast: Cast) -> Doing:
    return Doing(cast.context("pl"), (decision_open(cast),), _conditional())


@does("readiness.actions.deciding.remove_condition")
def _remove_condition(cast: Cast) -> Doing:
    from firstlight.readiness.actions.deciding import set_condition

    decision = decision_open(cast)
    return Doing(cast.context("pl"), (decision, set_condition(cast.context("pl"), decision, **_conditional())))


@does("readiness.actions.deciding.close_decision")
def _close_decision(cast: Cast) -> Doing:
    from firstlight.readiness.actions.deciding import cast_vote

    decision = decision_open(cast)
    for ref in ("es", "ap", "pl"):
        cast_vote(cast.context(ref), decision, person=cast.people[ref], vote="no-go", reason="Not yet.")
    said = {"person": cast.people["es"], "outcome": "no-go", "statement": "We do not go live."}
    return Doing(cast.context("es"), (decision,), said)


def _rows(of: Cast, name: str, **values: Any) -> Doing:
    from firstlight.kernel.sheets import sheets

    return Doing(of.machine, (of.project, [added(sheets[name], **values)]))


@does("readiness.actions.recording.record_reviews")
def _record_reviews(cast: Cast) -> Doing:
    plan = {"questions": "solution-blueprint@2026.1", "planned": date(2026, 11, 2), "reviewers": ("ap",)}
    return _rows(cast, "reviews.reviews", ref="GR-9", title="Gate", **plan)


@does("readiness.actions.recording.record_answers")
def _record_answers(cast: Cast) -> Doing:
    ref = planned(cast).ref
    said = {"question": "proof.exit", "value": "yes", "person": "wo", "answered": NOW}
    return _rows(cast, "reviews.answers", review=ref, **said)


@does("readiness.actions.recording.record_findings")
def _record_findings(cast: Cast) -> Doing:
    row = {"review": planned(cast).ref, "kind": "assertion", "title": "Sound."}
    return _rows(cast, "reviews.findings", ref="F-1", raised=NOW, raised_by="Anna Prahl", **row)


@does("readiness.actions.recording.record_messages")
def _record_messages(cast: Cast) -> Doing:
    return _rows(cast, "reviews.messages", review=planned(cast).ref, person="ap", text="Which run?", said=NOW)


@does("readiness.actions.recording.record_decisions")
def _record_decisions(cast: Cast) -> Doing:
    return _rows(cast, "decisions.decisions", ref="D-9", title="Go or no-go", planned=NOW, presider="es")


@does("readiness.actions.recording.record_agenda")
def _record_agenda(cast: Cast) -> Doing:
    row = {"decision": prepared(cast).ref, "position": 90, "kind": "own", "text": "The night shift"}
    return _rows(cast, "decisions.agenda", **row)


@does("readiness.actions.recording.record_votes")
def _record_votes(cast: Cast) -> Doing:
    row = {"decision": decision_open(cast).ref, "person": "es", "role": "executive-sponsor"}
    return _rows(cast, "decisions.votes", vote="go", reason="Ready.", cast=NOW, **row)


@does("readiness.actions.recording.record_conditions")
def _record_conditions(cast: Cast) -> Doing:
    row = {"decision": decision_open(cast).ref, "action_ref": "D-1-C1"}
    return _rows(cast, "decisions.conditions", ref="D-1-C1", **_conditional(**row))


@does("readiness.actions.recording.record_dissents")
def _record_dissents(cast: Cast) -> Doing:
    row = {"decision": decision_open(cast).ref, "person": "es", "text": "Not yet."}
    return _rows(cast, "decisions.dissent", recorded=NOW - timedelta(hours=1), **row)
