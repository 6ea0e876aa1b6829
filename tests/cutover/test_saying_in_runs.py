"""Votes, decisions and issues of a run, and the way back as a run of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.actions import open_run
from firstlight.cutover.live.said import checkpoints_of, issues_of
from firstlight.cutover.models import Decision, Plan, Run, RunVote
from firstlight.kernel.errors import Conflict, Invalid, Refused
from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend

ROWS = (
    {"ref": "1", "verifier": ""},
    {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "criteria": ("All loads tie",),
     "deciders": ("Executive sponsor", "Anna Prahl", "Cutover manager")},
    {"ref": "3", "predecessors": ("2",)},
)  # fmt: skip


@pytest.fixture
def gated(cast: Cast) -> Weekend:
    return weekend(cast, *ROWS)


@pytest.mark.django_db
def test_who_is_named_votes_once_and_what_most_say_is_decided_with_the_dissent(gated: Weekend) -> None:
    with pytest.raises(Conflict, match="cannot be decided yet"):
        gated.do("vote_at_checkpoint", "2", by="es", outcome="go")
    gated.done("1")
    with pytest.raises(Refused, match="said here by Executive sponsor, Anna Prahl"):
        gated.do("vote_at_checkpoint", "2", by="wo", outcome="go")
    gated.do("vote_at_checkpoint", "2", by="es", outcome="go")
    with pytest.raises(Conflict, match="1 of 3 have spoken; 2 have to"):
        gated.do("decide_in_run", "2", by="es", outcome="go", reason="All loads tie.")
    with pytest.raises(Invalid, match="reason"):
        gated.do("vote_at_checkpoint", "2", by="ap", outcome="no-go")
    gated.do("vote_at_checkpoint", "2", by="ap", outcome="go")
    gated.do("vote_at_checkpoint", "2", by="ap", outcome="no-go", reason="118 invoices are missing.")
    assert RunVote.objects.count() == 2
    gated.lead("vote_at_checkpoint", "2", outcome="go", reason="They are known.")
    with pytest.raises(Conflict, match="Most of them said go"):
        gated.lead("decide_in_run", "2", outcome="no-go", reason="Wait.", follows="repeat")
    with pytest.raises(Conflict, match="a go at the checkpoint"):
        gated.do("start_step", "3")
    gated.lead("decide_in_run", "2", outcome="go", reason="118 of 48,120.", unmet=["All loads tie"])
    (gate,) = checkpoints_of(gated.run, gated.now)
    assert (gate.state, gate.followers) == ("go", ("3",))
    assert [(one.person, one.reason) for one in gate.decisions[0].dissent] == [
        ("Anna Prahl", "118 invoices are missing.")
    ]
    gated.do("start_step", "3")
    with pytest.raises(Conflict, match="Go was said here already"):
        gated.do("vote_at_checkpoint", "2", by="ap", outcome="go")
    assert Entry.objects.filter(action="cutover.run-checkpoint.voted").count() == 4
    assert not Decision.objects.exists()  # it was a rehearsal: of the plan nothing is decided


@pytest.mark.django_db
def test_after_a_no_go_it_is_decided_again_and_a_live_decision_is_one_of_the_plan(cast: Cast) -> None:
    live = weekend(cast, *ROWS, mode="live")
    live.done("1")
    for seat in ("Anna Prahl", "Emil Strand"):
        live.lead("vote_at_checkpoint", "2", outcome="no-go", reason="A load is short.", said_by=seat)
    with pytest.raises(Invalid, match="say what follows"):
        live.lead("decide_in_run", "2", outcome="no-go", reason="A load is short.")
    live.lead("decide_in_run", "2", outcome="no-go", reason="A load is short.", follows="repeat")
    (gate,) = checkpoints_of(live.run, live.now)
    assert (gate.state, [seat.person for seat in gate.seats]) == ("again", ["", "", ""])
    live.after(30)
    for by in ("es", "ap"):
        live.do("vote_at_checkpoint", "2", by=by, outcome="go")
    live.do("decide_in_run", "2", by="es", outcome="go", reason="It ties now.")
    said = Decision.objects.order_by("at")
    assert [(one.outcome, one.decided_by) for one in said] == [
        ("no-go", "Anna Prahl, Emil Strand"), ("go", "Emil Strand, Anna Prahl"),
    ]  # fmt: skip
    live.do("start_step", "3")


@pytest.mark.django_db
def test_turning_back_is_a_run_of_its_own_and_the_first_one_waits(cast: Cast) -> None:
    made = weekend(cast, *ROWS, started=False)
    made.cutover.plan(ref="back", title="Way back", kind="rollback")
    made.cutover.add({"ref": "B1", "plan": "back", "owner": "Willem Oost"}, {"ref": "B2", "plan": "back",
                     "predecessors": ("B1",), "owner": "Willem Oost"})  # fmt: skip
    made.lead("start_run")
    made.done("1")
    with pytest.raises(Conflict, match="decided last to turn back"):
        made.lead("turn_back")
    for by in ("es", "ap"):
        made.do("vote_at_checkpoint", "2", by=by, outcome="no-go", reason="A load is short.")
    made.do("decide_in_run", "2", by="ap", outcome="no-go", reason="A load is short.", follows="rollback")
    back = made.lead("turn_back")
    assert (back.back_from.ref, back.mode, back.state) == ("RUN-1", "rehearsal", "prepared")
    assert Run.objects.get(ref="RUN-1").state == "paused"
    ends = made.board().facts.window_end
    made.run = back
    made.after(5).lead("start_run")
    facts = made.board().facts
    assert facts.begins == made.now
    assert abs(facts.window_end - ends) < timedelta(minutes=6)
    made.done("B1", "B2")
    assert facts.counts["next"] == 1
    assert made.board().facts.expected_finish == made.now


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "begun"), [("live", 0), ("rehearsal", 600)])
def test_black_outs_of_a_way_back_stay_where_the_calendar_has_them(cast: Cast, mode: str, begun: int) -> None:
    """The night's backup does not wait because somebody turns back."""
    made = weekend(cast, *ROWS, mode=mode, started=False)
    begins = made.run.begins
    made.cutover.plan(ref="back", title="Way back", kind="rollback")
    made.cutover.add(*({"ref": ref, "plan": "back", "owner": "Willem Oost", "predecessors": after}
                       for ref, after in (("B1", ()), ("B2", ("B1",)))))  # fmt: skip
    night = begins + timedelta(minutes=130)
    made.cutover.blackout(night, night + timedelta(hours=2), plan="back")
    made.now = begins + timedelta(minutes=begun)
    made.lead("start_run")
    made.done("1")
    for by in ("es", "ap"):
        made.do("vote_at_checkpoint", "2", by=by, outcome="no-go", reason="A load is short.")
    made.do("decide_in_run", "2", by="ap", outcome="no-go", reason="A load is short.", follows="rollback")
    made.run = made.lead("turn_back")
    by_clock = night + timedelta(minutes=begun)
    assert made.now == by_clock - timedelta(minutes=70)
    made.lead("start_run")
    assert made.row("B1").planned_start == made.now
    assert made.row("B2").planned_start == by_clock + timedelta(hours=2)
    assert made.row("B2").expected_start == by_clock + timedelta(hours=2)


@pytest.mark.django_db
def test_an_issue_stops_steps_until_it_is_resolved_or_named_people_agree_that_it_waits(gated: Weekend) -> None:
    with pytest.raises(Refused):
        gated.do("raise_issue", by="ap", title="The bank refuses us", stops=["3"])
    gated.do("start_step", "1")
    gated.do("raise_issue", title="The bank refuses us", stops=["1"], owner="Kim Park")
    gated.do("raise_issue", by="pc", title="23 scanners do not answer")
    assert (gated.step("1").state, gated.step("1").reason) == ("blocked", "Issue 1: The bank refuses us")
    with pytest.raises(Refused):
        gated.do("resolve_issue", 1, by="sl", resolution="Done.")
    gated.do("resolve_issue", 1, by="pc", resolution="A new certificate.")
    assert gated.step("1").state == "running"
    for given, words in (({"agreed_by": []}, "who agreed"), ({"agreed_by": ["Nemo"]}, "Nobody in the project")):
        with pytest.raises(Invalid, match=words):
            gated.lead("defer_issue", 2, decision="Paper lists until six.", **given)
    gated.lead("defer_issue", 2, decision="Paper lists until six.", agreed_by=["Sami Laine", "Anna Prahl"])
    with pytest.raises(Conflict):
        gated.lead("defer_issue", 2, decision="Once more.", agreed_by=["Sami Laine"])
    assert [(one.number, one.state) for one in issues_of(gated.run)] == [(2, "deferred"), (1, "resolved")]
    version = gated.version
    assert issues_of(gated.run, since=version) == []
    assert issues_of(gated.run)[0].agreed_by == ["Sami Laine", "Anna Prahl"]


@pytest.mark.django_db
def test_a_plan_without_a_way_back_says_so(gated: Weekend) -> None:
    gated.done("1")
    for by in ("es", "ap"):
        gated.do("vote_at_checkpoint", "2", by=by, outcome="no-go", reason="A load is short.")
    gated.lead("decide_in_run", "2", outcome="no-go", reason="A load is short.", follows="rollback")
    with pytest.raises(Invalid, match="has no way back"):
        gated.lead("turn_back")
    plan = Plan.objects.get(project=gated.cast.project)
    with pytest.raises(Conflict):
        open_run(gated.cast.context("cm"), plan, mode="live")


@pytest.mark.django_db
def test_an_issue_is_put_in_other_words_until_it_is_decided(gated: Weekend) -> None:
    gated.do("start_step", "1")
    gated.do("raise_issue", title="The bank refuses us", stops=["1"], owner="Kim Park")
    (issue,) = issues_of(gated.run)
    due = gated.now + timedelta(hours=2)
    with pytest.raises(Refused):
        gated.do("change_issue", 1, by="sl", title="It is fine")
    gated.do("change_issue", 1, by="pc", title="The bank refuses our certificate", owner="Sami Laine", due=due,
             seen=issue.changed)  # fmt: skip
    (now,) = issues_of(gated.run)
    assert (now.title, now.owner, now.due) == ("The bank refuses our certificate", "Sami Laine", due)
    assert gated.step("1").reason == "Issue 1: The bank refuses our certificate"
    entry = Entry.objects.get(action="cutover.issue.changed", subject_kind="run-issue")
    assert "The bank refuses us" in entry.before
    assert "The bank refuses our certificate" in entry.after
    with pytest.raises(Conflict, match="changed this issue in the meantime"):
        gated.lead("change_issue", 1, title="Another", seen=issue.changed)
    gated.lead("resolve_issue", 1, resolution="A new certificate.")
    assert gated.step("1").state == "running"
    with pytest.raises(Conflict, match="settled"):
        gated.lead("change_issue", 1, title="Another")
