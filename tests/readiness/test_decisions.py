"""Decisions: who may vote, when, what closes them, and how the verdict follows their conditions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from firstlight.assurance.models import ActionItem
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, Refused
from firstlight.kernel.renderings import render
from firstlight.ledger.models import Entry
from firstlight.readiness.actions import assess_project
from firstlight.readiness.actions.deciding import (
    change_agenda,
    close_decision,
    open_decision,
    record_dissent,
    set_condition,
    withdraw_decision,
)
from firstlight.readiness.models import Condition, Decision, Dissent, Vote
from firstlight.readiness.queries import body_of
from firstlight.readiness.queries.decisions import agenda_of, unaccepted
from tests.cast import NOW, Cast
from tests.readiness.gates import (
    accept_everything,
    close,
    condition,
    decided_conditionally,
    decision_open,
    prepared,
    vote,
)

#: The chart of authority proposes: the sponsor answers for it, approver and project lead decide with them.
VOTERS = {"es", "ap", "pl"}


def _in_state(cast: Cast, state: str) -> Any:
    if state == "preparing":
        return prepared(cast)
    decision = decision_open(cast)
    if state == "withdrawn":
        return withdraw_decision(cast.context("pl"), decision)
    for ref in ("es", "ap", "pl"):
        vote(cast, decision, ref, "no-go")
    return close(cast, decision, "no-go") if state == "closed" else decision


def _deeds(cast: Cast, decision: Any, who: str) -> dict[str, Any]:
    context, person = cast.context(who), cast.people[who]
    return {
        "agenda": lambda: change_agenda(context, decision, text="A point"),
        "open": lambda: open_decision(context, decision),
        "vote": lambda: vote(cast, decision, who, "conditional", "For another reason."),
        "dissent": lambda: record_dissent(context, decision, person=person, text="One more week."),
        "condition": lambda: set_condition(context, decision, text="Trained", owner="Hanna", due=date(2026, 12, 4)),
        "withdraw": lambda: withdraw_decision(context, decision),
        "close": lambda: close_decision(context, decision, person=person, outcome="no-go", statement="No."),
    }


ALLOWED_IN = {
    "agenda": {"preparing", "open"}, "open": {"preparing"}, "vote": {"open"}, "dissent": {"open"},
    "condition": {"open"}, "withdraw": {"preparing", "open"}, "close": {"open"},
}  # fmt: skip
#: The project lead prepares; those who decide vote; the sponsor, who presides, closes.
ALLOWED_TO = {
    "agenda": {"pl"}, "open": {"pl"}, "condition": {"pl"}, "withdraw": {"pl"}, "vote": VOTERS, "dissent": VOTERS,
    "close": {"es"},
}  # fmt: skip


@pytest.mark.parametrize("who", ["pl", "wo", "po", "ap", "es", "cm", "sl", "au", "pc"])
@pytest.mark.parametrize("state", Decision.State.values)
def test_every_deed_in_every_state_by_everyone(cast: Cast, state: str, who: str) -> None:
    decision = _in_state(cast, state)
    for name in ALLOWED_IN:
        deed = _deeds(cast, decision, who)[name]
        with transaction.atomic():
            if who not in ALLOWED_TO[name] and not (name == "close" and state not in ALLOWED_IN[name]):
                with pytest.raises(Refused if state in ALLOWED_IN[name] else (Refused, Conflict)):
                    deed()
            elif state not in ALLOWED_IN[name]:
                with pytest.raises((Conflict, Refused)):
                    deed()
            else:
                deed()
            transaction.set_rollback(True)


def test_opening_freezes_a_fresh_assessment(cast: Cast) -> None:
    from firstlight.readiness.queries import latest_assessment

    decision = decision_open(cast)
    latest = latest_assessment(cast.project)
    assert latest
    assert (decision.assessment_number, decision.assessment_digest) == (latest.number, latest.digest)
    assess_project(cast.machine)
    decision.refresh_from_db()
    assert decision.assessment_number == latest.number
    assert decision.verdict == "no-go"
    assert any(item.kind == "blocker" for item in agenda_of(decision))


def test_a_vote_is_changed_until_the_end_and_the_ledger_keeps_the_one_before(cast: Cast) -> None:
    decision = decision_open(cast)
    vote(cast, decision, "ap", "go", "Ready.")
    vote(cast, decision, "ap", "go", "Ready.")
    vote(cast, decision, "ap", "no-go", "I saw run 5.")
    assert Vote.objects.get().vote == "no-go"
    entries = list(Entry.objects.filter(action="readiness.decision.voted").order_by("pk"))
    assert len(entries) == 2, "the same vote twice is one"
    assert "Ready." in (entries[1].before or "")


def test_a_vote_after_the_decision_is_refused_with_a_sentence(cast: Cast) -> None:
    decision = _in_state(cast, "closed")
    with pytest.raises(Conflict, match="D-1 is closed, so nobody can vote any more"):
        vote(cast, decision, "cm", "go")


def test_a_vote_that_read_the_decision_before_it_was_closed_is_refused_too(cast: Cast) -> None:
    decision = decision_open(cast)
    stale = Decision.objects.get(pk=decision.pk)
    for ref in ("es", "ap", "pl"):
        vote(cast, decision, ref, "no-go")
    close(cast, decision, "no-go")
    with pytest.raises(Conflict):
        vote(cast, stale, "sl", "go")
    with pytest.raises(Conflict):
        close(cast, stale, "go")


def test_nobody_votes_for_another(cast: Cast) -> None:
    from firstlight.readiness.actions.deciding import cast_vote

    decision = decision_open(cast)
    with pytest.raises(Refused, match="one's own word"):
        cast_vote(cast.context("ap"), decision, person=cast.people["es"], vote="go", reason="He said so.")


def test_a_vote_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid, match="needs a reason"):
        vote(cast, decision_open(cast), "ap", "go", "  ")


def test_without_a_quorum_nothing_is_decided(cast: Cast) -> None:
    decision = decision_open(cast)
    assert decision.quorum == 2
    vote(cast, decision, "es", "no-go")
    with pytest.raises(Conflict, match="1 of at least 2 have voted"):
        close(cast, decision, "no-go")


@pytest.mark.requirement("RDY-05")
def test_a_go_is_refused_until_somebody_accepts_each_risk_in_writing(cast: Cast) -> None:
    decision = decision_open(cast)
    for ref in ("es", "ap", "pl"):
        vote(cast, decision, ref, "go")
    for outcome in ("go", "conditional"):
        with pytest.raises(Conflict, match="until a named person accepts the risk in writing"):
            close(cast, decision, outcome)
    accept_everything(cast, decision)
    assert not unaccepted(cast.project, decision, NOW)
    closed = close(cast, decision, "go")
    assert closed.outcome == "go"
    assert {one["person"] for one in closed.accepted} == {"Emil Strand"}


def test_an_accepted_risk_that_has_lapsed_is_no_longer_accepted(cast: Cast) -> None:
    decision = decision_open(cast)
    accept_everything(cast, decision)
    assert unaccepted(cast.project, decision, NOW + timedelta(days=61))


def test_a_go_with_conditions_is_a_conditional_go(cast: Cast) -> None:
    decision = decision_open(cast)
    for ref in ("es", "ap", "pl"):
        vote(cast, decision, ref, "go")
    condition(cast, decision)
    accept_everything(cast, decision)
    with pytest.raises(Conflict, match="so it is a conditional go"):
        close(cast, decision, "go")


def test_who_votes_heavier_than_what_is_decided_dissents_by_name(cast: Cast) -> None:
    decision = decision_open(cast)
    vote(cast, decision, "es", "conditional")
    vote(cast, decision, "ap", "no-go", "The night shift has not held a scanner yet.")
    record_dissent(cast.context("pl"), decision, person=cast.people["pl"], text="One more week costs less.")
    vote(cast, decision, "pl", "no-go", "See dissent.")
    condition(cast, decision)
    accept_everything(cast, decision)
    close(cast, decision, "conditional")
    said = dict(Dissent.objects.values_list("person__ref", "text"))
    assert said == {"ap": "The night shift has not held a scanner yet.", "pl": "One more week costs less."}


def test_dissent_can_be_neither_changed_nor_removed_whoever_tries(cast: Cast) -> None:
    decision = decision_open(cast)
    made = record_dissent(cast.context("ap"), decision, person=cast.people["ap"], text="One more week costs less.")
    for work in (lambda: Dissent.objects.filter(pk=made.pk).update(text=""), lambda: made.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            work()
    assert Dissent.objects.get().text == "One more week costs less."


def _verdict(cast: Cast, now: Any) -> tuple[str, list[str]]:
    document = body_of(assess_project(Context(cast.machine.actor, now, cast.project)))
    return document["verdict"], [one["sentence"] for one in document["reasons"] if one["kind"] == "condition"]


@pytest.mark.requirement("RDY-05")
def test_the_verdict_follows_the_conditions(cast: Cast) -> None:
    decided_conditionally(cast)
    item = ActionItem.objects.get(ref="D-1-C1")
    assert (item.owner, item.due, item.source) == ("Change manager", date(2026, 12, 4), "Decision D-1")
    word, why = _verdict(cast, NOW)
    assert word == "conditional"
    assert why == ["Condition until 4 Dec 2026: The night shift is trained. It is up to Change manager."]
    word, why = _verdict(cast, NOW + timedelta(days=15))
    assert word == "no-go"
    assert why == ["Condition not fulfilled by 4 Dec 2026: The night shift is trained. It is up to Change manager."]
    ActionItem.objects.filter(pk=item.pk).update(state="done")
    assert _verdict(cast, NOW + timedelta(days=15))[1] == []
    ActionItem.objects.filter(pk=item.pk).update(state="dropped")
    assert _verdict(cast, NOW)[0] == "no-go"


def test_a_decision_that_is_superseded_sets_no_conditions_any_more(cast: Cast) -> None:
    decided_conditionally(cast)
    later = decision_open(cast, supersedes="D-1")
    for ref in ("es", "ap", "pl"):
        vote(cast, later, ref, "go")
    accept_everything(cast, later)
    close(cast, later, "go", now=NOW + timedelta(hours=1))
    assert _verdict(cast, NOW + timedelta(hours=2))[1] == []
    assert _verdict(cast, NOW + timedelta(minutes=30))[1], "as it was before"


def test_only_a_closed_decision_can_be_superseded(cast: Cast) -> None:
    prepared(cast)
    with pytest.raises(Invalid, match="no closed decision"):
        prepared(cast, supersedes="D-1")


def test_who_presides_needs_the_right_to(cast: Cast) -> None:
    from firstlight.readiness.actions.deciding import Meeting, prepare_decision

    with pytest.raises(Invalid, match="sponsor, approver or project lead"):
        prepare_decision(cast.context("pl"), Meeting("Go?", NOW, "wo"))


def test_conditions_and_meeting_are_signed_as_they_stand(cast: Cast) -> None:
    decided_conditionally(cast)
    shown = render(cast.project, "decision:D-1", NOW)
    assert shown
    text = shown.canonical()
    assert "The night shift is trained" in text
    assert "Emil Strand" in text
    assert render(cast.project, "decision:D-9", NOW) is None


def test_a_closed_decision_is_not_changed_from_a_file_either(cast: Cast) -> None:
    from dataclasses import replace

    from firstlight.kernel.sheets import RowChange
    from firstlight.readiness import sheets
    from firstlight.readiness.actions import recording
    from tests.cast import added

    decided_conditionally(cast)
    row = sheets.VOTES.store.current(cast.project)["D-1", "es"]
    other = replace(row, values={**row.values, "vote": "no-go"})
    for change in (RowChange("changed", row, other), RowChange("removed", row, None)):
        with pytest.raises(Invalid) as refused:
            recording.record_votes(cast.machine, cast.project, [change])
        assert "D-1 is closed" in refused.value.problems[0].sentence
    late = added(sheets.VOTES, decision="D-1", person="cm", role="cutover-manager", vote="go", reason="Late.",
                 cast=NOW + timedelta(days=1))  # fmt: skip
    with pytest.raises(Invalid) as refused:
        recording.record_votes(cast.machine, cast.project, [late])
    assert "a vote after the decision does not count" in refused.value.problems[0].sentence
    assert Condition.objects.count() == 1
