"""The pages of the cutover: whether it fits, findings, chart, people, rehearsals, and the list of steps."""

from __future__ import annotations

import re
from typing import Any

import pytest

from firstlight.assurance.models import ActionItem
from firstlight.cutover.actions import change_triggers
from firstlight.cutover.models import Decision, Plan, Rehearsal, Task
from firstlight.cutover.sheets import TRIGGERS
from firstlight.kernel.renderings import render
from firstlight.ledger.keeping import forget
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import HOSTILE, Stage

PAGES = (
    "",
    "checkpoints/",
    "rollback/",
    "forecast/",
    "findings/",
    "steps/",
    "chart/",
    "graph/",
    "people/",
    "rehearsals/",
    "steps/list.csv",
    "plan.ics",
)


@pytest.fixture
def planned(stage: Stage) -> Stage:
    """A plan of five steps: one without an owner, one that waits for nothing that is there, one group."""
    cutover = Cutover(stage.project, stage.inside)
    cutover.add(
        {"ref": "10", "title": "Freeze", "kind": "group", "minutes": None, "owner": "", "backup": "", "verifier": ""},
        {"ref": "11", "title": "Stop the interfaces", "group": "10", "start": after(0)},
        {"ref": "12", "title": "Say go or no-go", "kind": "checkpoint", "predecessors": ("11",), "owner": ""},
        {"ref": "13", "title": "Load open invoices", "kind": "load", "predecessors": ("12FS+30m",), "minutes": 240},
        {"ref": "14", "title": HOSTILE, "predecessors": ("13",), "owner": HOSTILE},
    )
    cutover.shift("Mira Holt", after(0), after(8))
    cutover.blackout(after(20), after(21))
    return stage


def _change(stage: Stage, ref: str, **values: Any) -> None:
    Cutover(stage.project, stage.inside).change(ref, **values)


def test_an_empty_room_offers_to_paste_the_sheet_first(stage: Stage) -> None:
    page = stage.text("cutover/", "cm")
    assert "Paste your cutover sheet" in page
    assert f"/p/{stage.project.slug}/lists/cutover.tasks/import/" in page
    assert "Paste your cutover sheet" not in stage.text("cutover/", "au")
    for address in PAGES:
        assert stage.get(f"cutover/{address}").status_code == 200, address


def test_the_first_page_says_whether_the_plan_fits_and_what_to_settle(planned: Stage) -> None:
    page = planned.text("cutover/")
    assert "Fits the window" in page
    assert "1 step has no owner." in page
    assert "Settle the findings" in page
    _change(planned, "13", minutes=60 * 60)
    page = planned.text("cutover/")
    assert "Does not fit the window" in page
    assert "2 steps end after the window closes." in page
    assert "Shorten what decides the end" in page


def test_the_first_page_has_a_forecast_that_says_what_it_rests_on(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    assert 'id="outlook"' not in planned.text("cutover/"), "no page runs the plan itself"
    cutover.forecast()
    page = planned.text("cutover/")
    assert "More than 99 % chance" in page
    assert 'class="fl-status is-unknown"' in page.partition('id="outlook"')[2][:200]
    assert "Nothing was measured yet: rehearse the plan" in page
    assert "9 of 10 runs end by" in page
    assert "For 4 steps nobody has said how much they vary" in page
    assert "Latest decision to turn back" not in page
    cutover.plan(ref="back", title="Way back", kind="rollback")
    cutover.add({"ref": "R1", "plan": "back", "minutes": 300})
    cutover.rehearse("R1", {"13": 300})
    assert "The plan was changed since" in planned.text("cutover/")
    assert "Nothing was measured yet" in planned.text("cutover/"), "what is kept stands until the loop has been there"
    cutover.forecast()
    page = planned.text("cutover/")
    assert "The plan was changed since" not in page
    assert "Latest decision to turn back" in page
    assert "For 3 steps nobody has said" in page
    assert "Most durations are still assumed" in page
    cutover.rehearse("R2", {"11": 60, "12": 60, "13": 290, "14": 60})
    cutover.forecast()
    outlook = planned.text("cutover/").partition('id="outlook"')[2][:200]
    assert 'class="fl-status is-met"' in outlook


def test_a_plan_that_cannot_be_computed_says_what_stops_it(planned: Stage) -> None:
    _change(planned, "11", predecessors=("14",))
    page = planned.text("cutover/")
    assert "Steps wait for each other" in page
    assert "Settle what stops the plan" in page
    assert "The plan cannot be computed yet" in planned.text("cutover/chart/")


def test_a_finding_leads_to_its_steps(planned: Stage) -> None:
    page = planned.text("cutover/findings/", "cm")
    assert "Nobody does it" in page
    assert "lists/cutover.tasks/row/?row=12" in page
    assert "row/?row=12" not in planned.text("cutover/findings/", "au")
    listed = planned.text("cutover/steps/?finding=owner")
    assert "Say go or no-go" in listed
    assert "Load open invoices" not in listed


@pytest.mark.requirement("CUT-01")
def test_the_list_of_steps_has_their_times_and_is_edited_in_place(planned: Stage) -> None:
    page = planned.text("cutover/steps/")
    for words in ("Load open invoices", "12FS+30m", "4h", "critical", "Nadia Wolff", "&lt;script&gt;"):
        assert words in page, words
    cell = f"/p/{planned.project.slug}/lists/cutover.tasks/cell/?row=13&column=minutes"
    assert planned.client("cm").post(cell, {"minutes": "3h"}).status_code in (200, 204, 303)
    assert Task.objects.get(ref="13").minutes == 180
    refused = planned.client("cm").post(cell, {"minutes": "daily"})
    assert "90m, 2h 30m or 1.5h" in refused.content.decode()
    planned.client("au").post(cell, {"minutes": "1h"})
    assert Task.objects.get(ref="13").minutes == 180


def test_the_chart_draws_what_decides_the_end_not_by_colour_alone(planned: Stage) -> None:
    page = planned.text("cutover/chart/")
    assert page.count("◆") == 4
    assert "critical</span>" in page
    assert 'class="shade"' not in page
    assert 'class="tie crit"' in page
    assert "Stop the interfaces" in planned.text("cutover/chart/?critical=yes")
    for odd in ("?page=0", "?page=99999", "?page=x", "?plan=nowhere", "?critical=maybe"):
        assert planned.get(f"cutover/chart/{odd}").status_code == 200, odd


def test_a_long_plan_is_drawn_page_by_page(planned: Stage) -> None:
    Cutover(planned.project, planned.inside).add(*({"ref": f"2{n:03}", "predecessors": ("13",)} for n in range(300)))
    first = planned.get("cutover/chart/").content
    assert len(first) < 200_000
    assert b"Page 1 of 3" in first
    assert b"2299" in planned.get("cutover/chart/?page=3").content


def test_people_are_shown_with_their_hours_and_what_runs_in_each(planned: Stage) -> None:
    page = planned.text("cutover/people/")
    assert "Mira Holt" in page
    assert "on shift" in page
    assert "Hour by hour, 4 Dec 2026" in page
    assert "18:00" in page
    for words in ("Longest duty", "Shortest rest", "Fri 4 Dec 2026"):
        assert words in page, words
    _change(planned, "13", minutes=20 * 60)
    assert "Over 12 h in a day" in planned.text("cutover/people/")
    assert planned.get("cutover/people/?day=2026-13-40").status_code == 200


def test_rehearsals_stand_beside_the_plan_and_their_durations_are_taken_one_by_one(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    cutover.rehearse("R1", {"11": 60, "13": 300}, outcome="not-met", lessons="The bank file came late.")
    cutover.rehearse("R2", {"11": 62, "13": 330}, outcome="met")
    page = planned.text("cutover/rehearsals/", "cm")
    for words in ("The bank file came late.", "5h", "5h 30m", "+1h 30m", "5h 20m", "Exit criteria not met"):
        assert words in page, words
    assert page.count("/take/") == 1
    sent = {"minutes": "320", "seen": "240"}
    assert planned.post("cutover/rehearsals/13/take/", "cm", **sent).status_code == 303
    assert Task.objects.get(ref="13").minutes == 320
    assert planned.post("cutover/rehearsals/13/take/", "cm", **sent).status_code == 409
    assert planned.post("cutover/rehearsals/13/take/", "cm", minutes="x", seen="").status_code == 422
    assert planned.post("cutover/rehearsals/13/take/", "au", minutes="60", seen="320").status_code == 403
    assert "/take/" not in planned.text("cutover/rehearsals/", "au")


def test_a_rehearsal_that_has_not_begun_stands_last_and_each_column_is_called_like_its_own(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    cutover.rehearse("R1", {"13": 300})
    cutover.rehearse("R2", {"13": 330})
    plan = Plan.objects.get(project=planned.project, ref="cutover")
    Rehearsal.objects.create(project=planned.project, plan=plan, ref="A-next", title="The next one")
    forget()  # past the door that everything else comes in by
    page = planned.text("cutover/rehearsals/", "cm")
    assert re.findall(r'<b class="what">(\S+)', page) == ["R1", "R2", "A-next"]
    row = page.partition("13</span></th>")[2].partition("</tr>")[0]
    assert re.findall(r'data-th="(R1|R2|A-next)">([^<]*)<', row) == [("R1", "5h"), ("R2", "5h 30m"), ("A-next", "")]


def test_the_plan_is_taken_along_as_a_calendar_and_signed(planned: Stage) -> None:
    taken = planned.get("cutover/plan.ics?owner=Mira+Holt")
    assert taken["Content-Type"].startswith("text/calendar")
    assert taken.content.count(b"BEGIN:VEVENT") == 2
    assert "Load open invoices" in planned.text("signatures/sign/cutover/", "cm")
    assert "signatures/sign/cutover/" in planned.text("cutover/", "cm")
    assert "signatures/sign/cutover/" not in planned.text("cutover/", "au")


def _gated(stage: Stage) -> None:
    """The plan, in which the sponsor says go at step 12 by two criteria."""
    _change(stage, "12", deciders=("Executive sponsor",), criteria=("All loads tie", HOSTILE))


def test_at_a_checkpoint_who_is_named_says_go_and_what_follows_waits_no_longer(planned: Stage) -> None:
    _gated(planned)
    page = planned.text("cutover/checkpoints/", "es")
    for words in ("Say go or no-go", "Waits for a decision", "Executive sponsor", "All loads tie",
                  "2 steps wait for it", "checkpoints/12/decide/", "&lt;script&gt;"):  # fmt: skip
        assert words in page, words
    assert "waits for 12" in planned.text("cutover/steps/?ref=13")
    assert "Load open invoices" in planned.text("cutover/steps/?waits=12")
    sent = {"outcome": "repeat", "reason": "A load is short.", "seen": "0"}
    assert planned.post("cutover/checkpoints/12/decide/", "es", **sent).status_code == 303
    assert "No-go, decide again" in planned.text("cutover/checkpoints/")
    assert "waits for 12" in planned.text("cutover/steps/?ref=13")
    assert planned.post("cutover/checkpoints/12/decide/", "es", **sent).status_code == 409
    sent = {"outcome": "go", "reason": "It ties.", "dissent": "Mira Holt would wait.", "unmet": HOSTILE, "seen": "1"}
    Decision.objects.update(at=after(-400))
    assert planned.post("cutover/checkpoints/12/decide/", "es", **sent).status_code == 303
    page = planned.text("cutover/checkpoints/")
    for words in ("Mira Holt would wait.", "It ties.", "A load is short.", "2 steps may begin"):
        assert words in page, words
    assert "waits for 12" not in planned.text("cutover/steps/?ref=13")


def test_who_is_not_named_writes_down_what_others_said_or_is_refused(planned: Stage) -> None:
    _gated(planned)
    sent = {"outcome": "rollback", "reason": "The window is too short."}
    assert planned.post("cutover/checkpoints/12/decide/", "au", **sent).status_code == 403
    assert "/decide/" not in planned.text("cutover/checkpoints/", "au")
    refused = planned.post("cutover/checkpoints/12/decide/", "cm", **sent)
    assert refused.status_code == 422
    assert "The window is too short." in refused.content.decode()
    name = planned.cast.people["es"].name
    answer = planned.post("cutover/checkpoints/12/decide/", "cm", decided_by=name, **sent)
    assert answer["Location"].endswith("/cutover/rollback/")
    page = planned.text("cutover/checkpoints/")
    assert "No-go, turn back" in page
    assert "written down by" in page
    assert planned.post("cutover/checkpoints/99/decide/", "cm", decided_by=name, **sent).status_code == 404
    for said in ({"outcome": "maybe", "reason": "x"}, {"outcome": "go", "reason": ""}):
        assert planned.post("cutover/checkpoints/12/decide/", "cm", decided_by=name, **said).status_code == 422


def test_the_way_back_says_until_when_and_why_and_what_is_missing(planned: Stage) -> None:
    page = planned.text("cutover/rollback/", "cm")
    for words in ("No way back is planned", "Make a rollback plan", "There is no rollback", "Nothing is written down"):
        assert words in page, words
    cutover = Cutover(planned.project, planned.inside)
    cutover.plan(ref="back", title="Way back", kind="rollback", back_from="cutover")
    cutover.add({"ref": "R1", "plan": "back", "minutes": 300, "start": after(0)})
    _change(planned, "14", final=True)
    planned.change(change_triggers, TRIGGERS, {"ref": "RT-1", "seen": "The load falls behind", "threshold": "90 min"})
    assert "Not computed yet" in planned.text("cutover/rollback/", "cm")
    cutover.forecast()
    page = planned.text("cutover/rollback/", "cm")
    for words in ("Turn back by then, or not at all", "going back takes", "Point of no return", "The load falls behind",
                  "1 trigger of the rollback lacks a threshold, or who says so", "No way back after"):  # fmt: skip
        assert words in page, words
    assert "There is no rollback" not in page


def test_without_a_background_loop_the_forecast_is_computed_by_a_button_and_says_of_which_plan(planned: Stage) -> None:
    from firstlight.ledger.queries import head_of

    cutover = Cutover(planned.project, planned.inside)
    for address in ("cutover/", "cutover/forecast/"):
        page = planned.text(address)
        assert "Not computed yet" in page, address
        assert "Compute it now" in page, address
    entry = head_of(planned.project).sequence
    answer = planned.post("cutover/forecast/", "au", next=f"/p/{planned.project.slug}/cutover/")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{planned.project.slug}/cutover/")
    for address in ("cutover/", "cutover/forecast/"):
        page = planned.text(address)
        assert f"The plan then was that of entry {entry:,} of the ledger." in page, address
        assert "Nothing that it rests on has changed since." in page, address
        assert "Compute it now" not in page, address
    cutover.change("11", minutes=45)
    page = planned.text("cutover/forecast/")
    assert "The plan was changed since" in page
    assert f"entry {entry:,} of the ledger" in page
    for _ in range(2):
        planned.post("cutover/forecast/", "au")
    assert f"entry {head_of(planned.project).sequence:,} of the ledger" in planned.text("cutover/forecast/")
    assert head_of(planned.project).sequence == entry + 1
    assert cutover.forecast() == 0


def test_the_forecast_says_how_it_is_computed(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    cutover.rehearse("R1", {"11": 60, "13": 300})
    assert "Not computed yet" in planned.text("cutover/forecast/")
    cutover.forecast()
    page = planned.text("cutover/forecast/")
    for words in ("In 10,000 runs of the plan", "How this is computed", "rehearsed: 2 steps", "What decides the end",
                  "Load open invoices", "When the runs end", "inside"):  # fmt: skip
        assert words in page, words
    _change(planned, "11", predecessors=("14",))
    cutover.forecast()
    assert "No forecast yet" in planned.text("cutover/forecast/")


def test_a_lesson_becomes_an_action_and_many_timed_steps_stand_on_pages(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    cutover.add(*({"ref": f"2{n:03}", "predecessors": ("13",)} for n in range(300)))
    cutover.rehearse("R1", {f"2{n:03}": 90 for n in range(300)}, lessons="The bank file came late.")
    page = planned.text("cutover/rehearsals/", "cm")
    assert len(page.encode()) < 200_000
    assert "Page 1 of 5" in page
    assert "Page 5 of 5" in planned.text("cutover/rehearsals/?page=5")
    assert "The bank file came late." in planned.text("cutover/rehearsals/R1/learn/", "cm")
    owner = planned.cast.people["cm"].name
    sent = {"title": "Ask the bank for 18:00", "priority": "high", "risk": "high", "owner": owner, "due": "2026-12-01"}
    answer = planned.post("cutover/rehearsals/R1/learn/", "cm", **sent)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    made = ActionItem.objects.get(title="Ask the bank for 18:00")
    assert made.source == "Rehearsal R1 Mock cutover R1"
    assert "/learn/" not in planned.text("cutover/rehearsals/", "au")


def test_the_signature_on_the_scripts_is_stale_when_an_instruction_changes(planned: Stage) -> None:
    assert "How each step is done" in planned.text("cutover/", "cm")
    assert "Instruction: Do it." in planned.text("signatures/sign/cutover-scripts/", "cm")
    before = render(planned.project, "cutover-scripts", planned.inside.now)
    _change(planned, "13", minutes=200)
    assert render(planned.project, "cutover-scripts", planned.inside.now) == before
    _change(planned, "13", instruction="Do it twice.")
    after_it = render(planned.project, "cutover-scripts", planned.inside.now)
    assert before
    assert after_it
    assert before.digest() != after_it.digest()


def test_outsiders_find_nothing(planned: Stage) -> None:
    for address in PAGES:
        assert planned.outsider().get(f"/p/{planned.project.slug}/cutover/{address}").status_code == 404, address
    for address in ("rehearsals/13/take/", "checkpoints/12/decide/"):
        assert planned.outsider().post(f"/p/{planned.project.slug}/cutover/{address}").status_code == 404


def test_the_pages_speak_german(planned: Stage) -> None:
    for address, words in (
        ("", "Passt ins Zeitfenster"), ("findings/", "1 Schritt hat keinen Verantwortlichen."),
        ("chart/", "bestimmt das Ende"), ("people/", "Stunde für Stunde"), ("rehearsals/", "Noch keine Probe"),
    ):  # fmt: skip
        page = planned.get(f"cutover/{address}", headers={"Accept-Language": "de"}).content.decode()
        assert words in page, address


def test_who_works_over_midnight_without_rest_is_told_by_the_rule(planned: Stage) -> None:
    cutover = Cutover(planned.project, planned.inside)
    cutover.add(
        {"ref": "31", "owner": "Kim Park", "start": after(0), "minutes": 300, "fixed": True},
        {"ref": "32", "owner": "Kim Park", "start": after(10), "minutes": 300, "fixed": True},
        {"ref": "33", "owner": "Rosa Blum", "start": after(0), "minutes": 60, "fixed": True},
        {"ref": "34", "owner": "Rosa Blum", "start": after(20), "minutes": 60, "fixed": True},
    )
    page = planned.text("cutover/people/").partition('id="hours-of"')[2]
    kim, rosa = (page.partition(f">{name}</a></th>")[2].partition("</tr>")[0] for name in ("Kim Park", "Rosa Blum"))
    for words in ("10h", "15h", "5h", "Over 12 h without 11 h of rest"):
        assert words in kim, words
    for words in ("19h", "Fits"):
        assert words in rosa, words


def test_fifty_checkpoints_stand_on_pages(planned: Stage) -> None:
    rows = ({"ref": f"G{n:02}", "title": f"Gate {n}", "kind": "checkpoint", "predecessors": ("13",)} for n in range(49))
    Cutover(planned.project, planned.inside).add(*rows)
    first, last = planned.text("cutover/checkpoints/"), planned.text("cutover/checkpoints/?page=5")
    assert first.count('class="fl-card fl-pad fl-gate"') == last.count('class="fl-card fl-pad fl-gate"') == 10
    assert "Page 1 of 5" in first
    assert "Gate 48" in last
    assert "Gate 48" not in first
    assert planned.text("cutover/checkpoints/?page=no").count('class="fl-card fl-pad fl-gate"') == 10


def test_steps_with_a_proposal_stand_first(planned: Stage) -> None:
    Cutover(planned.project, planned.inside).rehearse("R1", {"11": 60, "13": 200, "14": 90})
    page = planned.text("cutover/rehearsals/", "cm").partition('id="compared"')[2]
    assert page.index("Stop the interfaces") > page.rindex("/take/")
