"""By what the cutover is entered and left: six criteria and five, each as heavy as what feeds it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import pytest

from firstlight.contracts.standing import Status
from firstlight.cutover.rules.closing import began
from firstlight.packs.content import content_folder, read_pack
from firstlight.readiness.criteria import Criterion, criteria_of
from tests.api.conftest import Program, lead  # noqa: F401  (fixture)
from tests.cast import Cast
from tests.cutover.conftest import Cutover, after
from tests.cutover.test_cutover_measures import read
from tests.web.conftest import Stage, bare, stage  # noqa: F401  (fixtures)

#: After the window has closed.
LATER = after(60)


@pytest.fixture
def short(cutover: Cutover) -> Cutover:
    """Preparation, a step, a checkpoint, a step behind it."""
    cutover.add(
        {"ref": "1", "start": after(0)},
        {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "minutes": 30},
        {"ref": "3", "predecessors": ("2",)},
    )
    return cutover


def _run(cutover: Cutover, *steps: tuple[str, float, float]) -> None:
    for ref, start, end in steps:
        cutover.change(ref, actual_start=after(start), actual_end=after(end), percent=100)


def _go(cutover: Cutover, at: datetime, outcome: str = "go") -> None:
    from firstlight.cutover.models import Decision, Plan

    follows = "" if outcome == "go" else "repeat"
    Decision.objects.create(
        project=cutover.project, plan=Plan.objects.get(project=cutover.project, ref="cutover"), task="2",
        outcome=outcome, follows=follows, decided_by="Mira Holt", at=at, reason="All tie.", recorded_by="Mira Holt",
    )  # fmt: skip
    from firstlight.ledger.keeping import forget

    forget()


@pytest.mark.parametrize("name", ["done.sequence", "done.window"])
def test_before_the_cutover_begins_nothing_is_known_of_how_it_went(short: Cutover, name: str) -> None:
    short.change("1", actual_start=after(-48), actual_end=after(-47))
    reading = read(short, name)
    assert reading.status is Status.UNKNOWN
    assert "The cutover has not begun" in reading.reasons[0]


def test_steps_done_in_their_order_are_met_and_out_of_it_are_not(short: Cutover) -> None:
    _run(short, ("1", 0, 1), ("2", 1, 1.5))
    assert read(short, "done.sequence", after(2)).status is Status.PARTLY
    assert "Steps that are done so far: 2 of 3." in read(short, "done.sequence", after(2)).reasons[0]
    assert read(short, "done.sequence", LATER).status is Status.UNMET
    _go(short, after(2.5))
    _run(short, ("3", 2, 3))
    assert read(short, "done.sequence", after(4)).status is Status.PARTLY
    assert "Steps began before what they wait for was done: 3." in read(short, "done.sequence", after(4)).reasons
    _run(short, ("3", 2.5, 3))
    assert read(short, "done.sequence", after(4)).status is Status.MET


def test_the_window_is_judged_by_when_steps_really_ended(short: Cutover) -> None:
    _run(short, ("1", 0, 1), ("2", 1, 1.5))
    assert read(short, "done.window", after(2)).status is Status.UNKNOWN
    assert "Steps that are not done yet: 1; the window" in read(short, "done.window", after(2)).reasons[0]
    assert read(short, "done.window", LATER).status is Status.UNMET
    _go(short, after(1.5))
    _run(short, ("3", 2, 3))
    reading = read(short, "done.window", LATER)
    assert (reading.status, reading.reasons[0]) == (Status.MET, "The last step ended 56h before the window closed.")
    short.change("3", actual_end=after(59.5))
    assert read(short, "done.window", LATER).status is Status.UNMET


def test_a_checkpoint_counts_by_what_was_said_last(short: Cutover) -> None:
    assert read(short, "done.decisions").status is Status.UNKNOWN
    _go(short, after(1), "no-go")
    assert read(short, "done.decisions").status is Status.UNMET
    _go(short, after(1.5))
    assert read(short, "done.decisions").status is Status.MET


def test_the_checklist_names_six_and_five_and_where_they_come_from() -> None:
    from firstlight.readiness.registry import measures

    path = content_folder() / "packs" / "go-live" / "2026.1.yaml"
    pack = read_pack(path.read_bytes(), path.name)
    entrance, leaving = pack.more["entrance_criteria"], pack.more["exit_criteria"]
    assert (len(entrance), len(leaving)) == (6, 5)
    assert "cutover-strategy" in pack.more["documents"]["CS"]["note"]
    known = {check.ref for check in pack.checks()}
    for one in (*entrance, *leaving):
        assert one["source"]["document"] == "CS"
        assert set(one.get("checks", ())) <= known
        assert all(name in measures for name in one.get("measures", ()))


def test_a_pack_whose_criterion_names_no_check_is_refused() -> None:
    from firstlight.kernel.errors import Invalid

    path = content_folder() / "packs" / "go-live" / "2026.1.yaml"
    text = path.read_text(encoding="utf-8").replace("    checks: [change.training]", "    checks: [change.nothing]")
    with pytest.raises(Invalid) as refused:
        read_pack(text.encode(), "pack.yaml")
    assert "“change.nothing” is no check of this pack." in str(refused.value.problems)


def _by_ref(found: tuple[Criterion, ...]) -> dict[str, Criterion]:
    return {one.ref: one for one in found}


def _plan(stage: Stage) -> Cutover:  # noqa: F811
    cutover = Cutover(stage.project, stage.inside)
    cutover.add({"ref": "1", "start": after(0)}, {"ref": "2", "kind": "checkpoint", "predecessors": ("1",)})
    return cutover


def test_a_criterion_is_as_heavy_as_the_heaviest_of_what_feeds_it(stage: Stage) -> None:  # noqa: F811
    cutover = _plan(stage)
    cutover.shift("Mira Holt", after(0), after(8))
    stage.assess()
    people = _by_ref(criteria_of(stage.project, stage.inside.now, None).entrance)["people"]
    assert {one.check: one.mark for one in people.feeds}["cutover.roles"] == "met"
    assert (people.mark, people.heaviest.check) == ("unknown", "cutover.mock")
    cutover.rehearse("R1", {"1": 60, "2": 60}, outcome="not-met")
    stage.assess()
    again = _by_ref(criteria_of(stage.project, stage.inside.now, None).entrance)["people"]
    assert (again.mark, again.heaviest.figure) == ("unmet", "2 of 2 steps")


def test_no_word_from_before_the_cutover_leaves_it(stage: Stage) -> None:  # noqa: F811
    cutover = _plan(stage)
    stage.assess()
    found = criteria_of(stage.project, stage.inside.now, None)
    assert {one.mark for one in found.exit} == {"unknown"}
    cutover.change("1", actual_start=after(0), actual_end=after(1))
    known = began_of(stage)
    assert known == after(0)
    before = criteria_of(stage.project, after(2), known)
    assert {"issues": "unknown", "sequence": "partly"}.items() <= {one.ref: one.mark for one in before.exit}.items()
    assert "before it began" in _by_ref(before.exit)["issues"].heaviest.sentence
    stage.assess(after(2) - stage.inside.now)
    issues = _by_ref(criteria_of(stage.project, after(2), known).exit)["issues"]
    owned = next(one for one in issues.feeds if one.check == "go-live-readiness.actions-owned")
    assert owned.at == after(2)


def began_of(stage: Stage) -> datetime | None:  # noqa: F811
    from firstlight.cutover.queries import planned

    return began(planned(stage.project, stage.inside.now).facts)


def test_the_page_and_the_api_say_the_same_of_every_criterion(lead: Program, stage: Stage) -> None:  # noqa: F811
    _plan(stage)
    stage.assess()
    page = stage.text("cutover/")
    told: dict[str, Any] = lead.get("cutover/criteria").json()
    assert (len(told["entrance"]), len(told["exit"])) == (6, 5)
    entrance, leaving = (
        page.partition('id="leaving"')[0].partition('id="entrance"')[2],
        page.partition('id="leaving"')[2],
    )
    for part, criteria in ((entrance, told["entrance"]), (leaving, told["exit"])):
        for one in criteria:
            assert one["title"] in part
            after_it = part.partition(one["title"])[0].rpartition('<li><span class="is-')[2]
            assert after_it.startswith(one["mark"]), one["ref"]
            for feed in one["feeds"]:
                assert feed["check"] == "" or f"/checks/{feed['check']}/" in part
    assert {one["mark"] for one in told["exit"]} == {"unknown"}
    assert told["assessment"] == stage.assess(timedelta(minutes=1)).number - 1


def test_what_a_live_run_says_counts_and_a_rehearsal_does_not(cast: Cast, now: datetime) -> None:
    from firstlight.cutover.actions import open_run
    from firstlight.cutover.models import Plan, RunStep
    from firstlight.ledger.keeping import forget

    cutover = Cutover(cast.project, cast.machine)
    cutover.add({"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3"})
    plan = Plan.objects.get(project=cast.project, ref="cutover")
    modes: tuple[tuple[Literal["rehearsal", "live"], Status], ...] = (
        ("rehearsal", Status.UNKNOWN), ("live", Status.MET),
    )  # fmt: skip
    for mode, status in modes:
        run = open_run(cast.context("cm", now), plan, mode=mode)
        RunStep.objects.filter(run=run, ref="1").update(started=after(0), ended=after(1), state="done")
        RunStep.objects.filter(run=run, ref="2").update(started=after(1), ended=after(2), state="done")
        RunStep.objects.filter(run=run, ref="3").update(state="skipped", ended=after(2), reason="Not needed.")
        run.state, run.started, run.closed = "closed", after(0), after(3)
        run.save()
        forget()
        assert read(cutover, "done.sequence", LATER).status is status
        assert read(cutover, "done.window", LATER).status is status


def test_issues_of_a_live_run_are_settled_or_put_off_by_agreement(cast: Cast, now: datetime) -> None:
    from firstlight.cutover.actions import open_run
    from firstlight.cutover.models import Plan, Run, RunIssue

    cutover = Cutover(cast.project, cast.machine)
    cutover.add({"ref": "1", "start": after(0)})
    assert read(cutover, "done.issues").status is Status.NOT_APPLICABLE
    plan = Plan.objects.get(project=cast.project, ref="cutover")
    run = open_run(cast.context("cm", now), plan, mode="live")
    assert read(cutover, "done.issues").status is Status.NOT_APPLICABLE, "it has not begun"
    Run.objects.filter(pk=run.pk).update(state="running", started=after(0))
    assert read(cutover, "done.issues").status is Status.PARTLY
    common = {"project": cast.project, "run": run, "title": "Labels", "raised": after(1), "raised_by": "Kim Park"}
    RunIssue.objects.create(number=1, state="deferred", decided=after(2), **common)
    RunIssue.objects.create(number=2, **common)
    reading = read(cutover, "done.issues")
    assert (reading.status, reading.reasons[0]) == (Status.UNMET, "Issues of the run that are open: 1 of 2: 2.")
    RunIssue.objects.filter(number=2).update(state="resolved", resolved=after(3))
    Run.objects.filter(pk=run.pk).update(state="closed", closed=after(4))
    assert read(cutover, "done.issues").status is Status.MET
