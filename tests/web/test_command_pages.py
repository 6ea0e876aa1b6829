"""The command centre: what its board shows to whom, what changes of it, and what people enter."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from firstlight.cutover.live import queries
from firstlight.cutover.models import RunStep
from firstlight.identity.models import User
from firstlight.ledger.models import Entry
from firstlight.web.door import SEEN
from firstlight.web.live import boards, fragments
from firstlight.web.live.boards import changes
from firstlight.web.live.source import ProjectSource
from firstlight.web.live.streams import EVENTS, Audience, Credential, EventStream, Seen
from firstlight.workspace.models import Person
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage

BOARD = "cutover/runs/RUN-1/"


@pytest.fixture
def board(stage: Stage) -> Weekend:
    """A rehearsal of four steps that started half an hour ago by the real clock."""
    cutover = weekend(
        stage.cast,
        {"ref": "10", "title": "Stop the interfaces", "area": "Freeze"},
        {"ref": "20", "title": "Load invoices & <b>orders</b>", "predecessors": ["10"], "area": "Data", "verifier": ""},
        {"ref": "30", "title": "Reconcile", "predecessors": ["20"], "area": "Data", "owner": "Paula Ortiz"},
        {"ref": "40", "title": "Open the doors", "predecessors": ["30"]},
        started=False,
    )
    cutover.now = timezone.now() + stage.project.clock_offset - timedelta(minutes=30)
    cutover.lead("start_run")
    return cutover


def enter(stage: Stage, ref: str = "wo", *, key: str = "", **fields: Any) -> Any:
    """What the script of the page gets for an entry."""
    headers = {"Accept": "application/json", **({"Idempotency-Key": key} if key else {})}
    return stage.client(ref).post(f"/p/{stage.project.slug}/{BOARD}enter/", fields, headers=headers)


def test_the_board_has_lanes_with_what_can_be_done_next_and_nothing_typed_runs(stage: Stage, board: Weekend) -> None:
    page = stage.text(BOARD, "wo")
    assert 'value="start 10"' in page
    assert 'value="start 20"' not in page
    assert "<b>orders</b>" not in stage.text(f"{BOARD}?all=yes", "wo")
    assert "A rehearsal: nothing here is the cutover itself." in page


def test_who_may_only_look_is_offered_nothing(stage: Stage, board: Weekend) -> None:
    page = stage.text(BOARD, "au")
    assert "Stop the interfaces" in page
    assert 'name="act"' not in page


def test_an_outsider_finds_nothing_of_the_run(stage: Stage, board: Weekend) -> None:
    for part in ("", "changes", "stream", "steps/10/"):
        assert stage.outsider().get(f"/p/{stage.project.slug}/{BOARD}{part}").status_code == 404


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?all=yes&team=Data", ("20", "30"), ("10", "40")),
        ("?all=yes&person=Paula+Ortiz", ("30",), ("10", "20", "40")),
        ("?all=yes&mine=yes", ("10", "20", "40"), ("30",)),
        ("?lane=waiting", ("20", "30"), ("10",)),
    ],
)
def test_rows_are_left_out_by_the_address(
    stage: Stage, board: Weekend, query: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    page = stage.text(f"{BOARD}{query}", "wo")
    assert all(f'id="s-{ref}"' in page for ref in there)
    assert not any(f'id="s-{ref}"' in page for ref in not_there)


def test_without_a_script_a_step_is_started_and_done_by_forms(stage: Stage, board: Weekend) -> None:
    for act, state in (("start 10", "running"), ("finish 10", "done")):
        answer = stage.post(f"{BOARD}enter/", "wo", act=act, next=f"/p/{stage.project.slug}/{BOARD}?mine=yes")
        assert answer.status_code == 303
        assert answer["Location"].endswith("?mine=yes")
        assert RunStep.objects.get(ref="10").state == state


def test_an_entry_sent_a_hundred_times_is_done_once_and_answered_the_same(stage: Stage, board: Weekend) -> None:
    client = stage.client("wo")
    headers = {"Accept": "application/json", "Idempotency-Key": "tap-1"}
    before = Entry.objects.filter(stream=stage.project.uid).count()
    answers = {
        client.post(f"/p/{stage.project.slug}/{BOARD}enter/", {"act": "start 10"}, headers=headers).content
        for _ in range(100)
    }
    assert len(answers) == 1
    assert "saved" in json.loads(answers.pop())
    assert Entry.objects.filter(stream=stage.project.uid).count() == before + 1


def test_what_is_refused_says_why_and_is_not_remembered(stage: Stage, board: Weekend) -> None:
    answer = enter(stage, key="early", act="start 20")
    assert answer.status_code == 409
    assert "It waits for" in answer.json()["said"]
    board.done("10", minutes=1)
    assert enter(stage, key="early", act="start 20").status_code == 200


def test_two_people_at_one_field_see_both_values(stage: Stage, board: Weekend) -> None:
    seen = board.version
    assert enter(stage, "wo", act="note 10", note="From Willem", seen=seen).status_code == 200
    answer = enter(stage, "sl", act="note 10", note="From Sami", seen=seen)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "both-changed")
    assert (told["theirs"], told["yours"], told["by"]) == ("From Willem", "From Sami", "Willem Oost")
    assert enter(stage, "sl", act="note 10", note="From Sami", seen=told["version"]).status_code == 200


@pytest.mark.parametrize("act", ["", "start", "burn 10", "start " + "9" * 99])
def test_what_makes_no_sense_is_refused_with_a_sentence(stage: Stage, board: Weekend, act: str) -> None:
    answer = enter(stage, act=act)
    assert answer.status_code in (404, 422)
    assert answer.json()["said"]


@pytest.mark.parametrize("field", ["note", "evidence"])
def test_what_no_database_takes_is_refused_with_a_sentence(stage: Stage, board: Weekend, field: str) -> None:
    answer = enter(stage, act="note 10", **{field: "a\x00b"})
    assert answer.status_code == 422
    assert "expected text without null characters" in answer.json()["said"]
    assert getattr(board.step("10"), field) == ""
    assert enter(stage, act="start 1\x000").status_code == 422


def test_a_change_carries_the_changed_rows_only_and_little_of_the_board(stage: Stage) -> None:
    rows = [{"ref": str(n), "title": f"Load batch {n} and compare it with the source", "verifier": ""}
            for n in range(1, 301)]  # fmt: skip
    large = weekend(stage.cast, *rows, started=False)
    large.now = timezone.now() + stage.project.clock_offset
    large.lead("start_run")
    client, address = stage.client("wo"), f"/p/{stage.project.slug}/{BOARD}"
    whole = client.get(f"{address}?all=yes").content
    position = whole.decode().partition('data-id="')[2].partition('"')[0]
    assert client.get(f"{address}changes?since={position}").status_code == 204
    large.do("start_step", "7")
    boards.newest.clear()  # as a second later
    told = client.get(f"{address}changes?since={position}")
    found = told.json()
    assert [ref for ref, *_ in found["rows"]] == ["7"]
    assert len(told.content) < 0.03 * len(whole)
    assert client.get(f"{address}changes?since={found['id']}").status_code == 204


def test_a_position_that_makes_no_sense_is_told_everything(stage: Stage, board: Weekend) -> None:
    for since in ("", "x", "1.2", "999999.0.0", "-1.0.0"):
        assert len(stage.get(f"{BOARD}changes?since={since}", "wo").json()["rows"]) == 4


def test_a_process_that_does_not_know_what_a_reader_has_tells_them_no_more_than_what_is_at_hand(stage: Stage) -> None:
    rows = [{"ref": str(n), "predecessors": (str(n - 1),) if n > 1 else ()} for n in range(1, 41)]
    made = weekend(stage.cast, *rows, started=False)
    made.now = timezone.now() + stage.project.clock_offset - timedelta(minutes=30)
    made.lead("start_run")
    since = stage.text(BOARD, "wo").partition('data-id="')[2].partition('"')[0]
    made.do("start_step", "1")
    boards.forget()
    queries._boards.clear()  # another process, or this one after a new start
    told = stage.get(f"{BOARD}changes?since={since}", "wo").json()
    assert told["whole"], "what else somebody has before them goes"
    assert [(ref, lane) for ref, lane, *_rest in told["rows"]] == [("1", "now"), ("2", "next")]
    whole = stage.get(f"{BOARD}changes?since={since}&all=yes", "wo").json()
    assert "whole" not in whole
    assert len(whole["rows"]) == 40


def test_the_stream_is_opened_by_who_may_look_at_where_they_were(stage: Stage, board: Weekend) -> None:
    answer = stage.get(f"{BOARD}stream?since=1.2.3", "au", headers={"Last-Event-ID": "4.5.6"})
    assert isinstance(answer, EventStream)
    assert answer.subscription.seen == Seen(4, 5, 6)
    assert not answer.subscription.audience.acts
    assert answer["Content-Type"] == "text/event-stream"


def test_the_source_finds_news_with_one_query_while_there_are_none(
    stage: Stage, board: Weekend, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstlight.web.live.source.close_old_connections", lambda: None)
    source, audience = ProjectSource(), Audience(board.run.pk, "de", "Asia/Kolkata", True)
    news = source.look([(audience, Seen())])[audience, Seen()]
    assert b"event: change" in news.data
    with django_assert_num_queries(1):
        assert source.look([(audience, news.seen)] * 300) == {}
    board.do("start_step", "10")
    later = source.look([(audience, news.seen)])[audience, news.seen]
    assert later.seen.version == news.seen.version + 1
    assert f"id: {later.seen}\n".encode() in later.data


def test_who_leaves_or_signs_out_may_read_no_longer(stage: Stage, board: Weekend) -> None:
    source, client = ProjectSource(), stage.client("wo")
    person, user = stage.cast.people["wo"], stage.cast.users["wo"]
    reader = Credential(client.session.session_key or "", user.pk, person.pk)
    assert source.refused([reader]) == {}
    person.roles = []
    person.save(update_fields=["roles"])
    assert source.refused([reader]) == {reader: "right"}
    client.logout()
    assert source.refused([reader]) == {reader: "session"}


def test_whoever_polls_is_asked_at_every_poll_whether_they_still_may(stage: Stage, board: Weekend) -> None:
    client, since = stage.client("wo"), stage.get(f"{BOARD}changes?since=", "wo").json()["id"]

    def poll() -> int:
        return client.get(f"/p/{stage.project.slug}/{BOARD}changes?since={since}").status_code

    person, user = stage.cast.people["wo"], stage.cast.users["wo"]
    roles = person.roles
    assert poll() in (200, 204)
    for taken, status in ((["unknown-role"], 404), (roles, None), ([], 404), (roles, None)):
        Person.objects.filter(pk=person.pk).update(roles=taken)
        assert (poll() == status) if status else (poll() < 300), taken
    Person.objects.filter(pk=person.pk).update(user=None)
    assert poll() == 404
    Person.objects.filter(pk=person.pk).update(user=user)
    assert poll() < 300
    User.objects.filter(pk=user.pk).update(session_round=user.session_round + 1)
    assert poll() == 302
    client.force_login(User.objects.get(pk=user.pk))
    assert poll() < 300
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert poll() == 302
    User.objects.filter(pk=user.pk).update(is_active=True)
    client.force_login(User.objects.get(pk=user.pk))
    Session.objects.filter(session_key=client.session.session_key).delete()
    assert poll() == 302


def test_how_many_watch_is_counted_over_all_processes(stage: Stage, board: Weekend) -> None:
    one, other = ProjectSource(), ProjectSource()
    other.process = "another"
    one.beat({board.run.pk: 3})
    assert b'"watching": 7' in other.beat({board.run.pk: 4})[board.run.pk]


def test_whoever_asks_or_listens_is_told_which_version_of_the_page_is_current(stage: Stage, board: Weekend) -> None:
    page = stage.text(BOARD, "wo")
    current, position = (page.split(f'{name}="')[1].split('"')[0] for name in ("data-edition", "data-id"))
    assert f'data-edition="{current}"' in stage.text(f"{BOARD}steps/10/", "wo")
    for since in ("", position):
        assert stage.get(f"{BOARD}changes?since={since}", "wo")["Firstlight-Edition"] == current
    beat = ProjectSource().beat({board.run.pk: 1})[board.run.pk]
    assert json.loads(beat.decode().split("data: ")[1])["edition"] == current


def test_a_run_is_opened_started_paused_and_closed_on_its_pages(stage: Stage) -> None:
    weekend(stage.cast, {"ref": "10"}, started=False).lead("close_run", reason="Made by mistake.")
    answer = stage.post("cutover/runs/open/", "cm", plan="cutover", mode="rehearsal")
    assert answer.status_code == 303
    address = "cutover/runs/RUN-2/"
    assert answer["Location"].endswith(address)
    for move, state in (("start", "running"), ("pause", "paused"), ("resume", "running"), ("close", "closed")):
        assert stage.post(f"{address}move/", "cm", move=move, reason="It is late.").status_code == 303
        assert stage.get("cutover/runs/", "cm").status_code == 200
        from firstlight.cutover.models import Run

        assert Run.objects.get(ref="RUN-2").state == state
    assert "This run was closed" in stage.text(address, "cm")


def test_a_step_on_a_telephone_offers_what_its_state_allows(stage: Stage, board: Weekend) -> None:
    page = stage.text(f"{BOARD}steps/10/", "wo")
    assert 'value="start 10"' in page
    assert 'value="skip 10"' not in page
    assert 'value="skip 10"' in stage.text(f"{BOARD}steps/10/", "cm")
    board.do("start_step", "10")
    boards.newest.clear()
    assert 'value="finish 10"' in stage.text(f"{BOARD}steps/10/", "wo")


def test_an_entry_from_paper_keeps_the_true_time_in_the_zone_of_the_cutover(stage: Stage, board: Weekend) -> None:
    began = (board.now + timedelta(minutes=2)).replace(second=0, microsecond=0)
    answer = enter(stage, act="late 10", started=f"{began.astimezone(ZoneInfo(board.run.time_zone)):%Y-%m-%dT%H:%M}")
    assert answer.status_code == 200
    step = RunStep.objects.get(ref="10")
    assert step.started == began
    assert step.entered_late is not None
    assert enter(stage, act="late 10", started="yesterday").status_code == 422


def dock(stage: Stage, ref: str) -> str:
    """What the page of the checkpoint offers first."""
    return stage.text(f"{BOARD}steps/20/", ref).partition('data-fresh="dock"')[2].partition("</section>")[0]


def test_at_a_checkpoint_people_vote_and_what_is_decided_lets_the_rest_go_on(stage: Stage) -> None:
    gate = {"ref": "20", "title": "Data accepted", "kind": "checkpoint", "minutes": 0, "predecessors": ["10"],
            "deciders": ["Anna Prahl", "Emil Strand"], "criteria": ["Totals agree"], "owner": "", "backup": "",
            "verifier": ""}  # fmt: skip
    run = weekend(stage.cast, {"ref": "10", "verifier": ""}, gate, {"ref": "30", "predecessors": ["20"]}, started=False)
    run.now = timezone.now() + stage.project.clock_offset - timedelta(minutes=30)
    run.lead("start_run")
    run.done("10", minutes=1)
    assert "Say it" in dock(stage, "ap")
    assert 'type="radio" name="outcome" value="no-go"' in dock(stage, "ap")
    assert "Back to my steps" not in dock(stage, "ap")
    assert "vote 20" not in dock(stage, "wo")
    assert enter(stage, "wo", act="vote 20", outcome="go").status_code == 403
    assert enter(stage, "ap", act="vote 20", outcome="maybe").status_code == 422
    assert enter(stage, "ap", act="vote 20", outcome="go").status_code == 200
    boards.newest.clear()
    assert "vote 20" not in dock(stage, "ap")  # once it is said it can be changed further up
    assert 'value="vote 20"' in stage.text(f"{BOARD}steps/20/", "ap")
    assert "vote 20" in dock(stage, "es")
    assert "Anna Prahl: Go" in stage.text(BOARD, "wo")
    assert enter(stage, "es", act="vote 20", outcome="no-go", reason="Too early.").status_code == 200
    assert enter(stage, "es", act="vote 20", outcome="go").status_code == 200
    assert enter(stage, "ap", act="decide 20", decision="go", reason="The totals agree.").status_code == 200
    boards.newest.clear()
    assert 'value="start 30"' in stage.text(BOARD, "wo")


def test_an_issue_stops_a_step_until_it_is_resolved(stage: Stage, board: Weekend) -> None:
    assert enter(stage, act="issue 10", title="The bank refuses our certificate", owner="Kim Park").status_code == 200
    assert RunStep.objects.get(ref="10").state == "blocked"
    page = stage.text(BOARD, "wo")
    assert "The bank refuses our certificate" in page
    assert "Stops 10" in stage.text(f"{BOARD}issues/", "wo")
    answer = stage.post(f"{BOARD}enter/", "wo", act="defer 1", decision="Paper until Monday.", agreed_by="Nobody Known")
    assert answer.status_code == 422
    answer = stage.post(f"{BOARD}enter/", "wo", act="resolve 1", resolution="They took the new one.")
    assert answer.status_code == 303
    assert RunStep.objects.get(ref="10").state == "waiting"
    assert enter(stage, act="resolve x", resolution="It is.").status_code == 422


def test_who_sees_only_what_is_at_hand_is_not_told_when_times_of_waiting_steps_move(
    stage: Stage, board: Weekend
) -> None:
    board.do("start_step", "10")
    boards.newest.clear()
    since = stage.get(f"{BOARD}changes?since=", "wo").json()["id"]
    board.after(10).do("finish_step", "10")
    boards.newest.clear()
    told = stage.get(f"{BOARD}changes?since={since}", "wo").json()["rows"]
    assert {ref: lane for ref, lane, *_ in told} == {"10": "verify", "20": "next"}
    whole = stage.get(f"{BOARD}changes?since={since}&all=yes", "wo").json()["rows"]
    assert {ref for ref, *_ in whole} == {"10", "20", "30", "40"}


def test_a_script_is_answered_with_facts_whatever_refuses_its_entry(stage: Stage, board: Weekend) -> None:
    assert enter(stage, key="tap-2", act="start 10").status_code == 200
    for who, key, fields, status, words in (
        ("wo", "tap-2", {"act": "note 10", "note": "Another"}, 422, "A key belongs to one request"),
        ("au", "tap-2", {"act": "note 10", "note": "Mine"}, 403, "may"),
        ("wo", "tap-3", {"act": "note 99", "note": "Mine"}, 404, "no such step"),
    ):
        answer = enter(stage, who, key=key, **fields)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
        assert words in answer.json()["said"]
    page = stage.client("wo").post(
        f"/p/{stage.project.slug}/{BOARD}enter/", {"act": "note 10", "idempotency_key": "tap-2"}
    )
    assert (page.status_code, page["Content-Type"]) == (422, "text/html; charset=utf-8")


def test_who_leaves_a_field_as_it_stood_has_not_written_it(stage: Stage, board: Weekend) -> None:
    board.do("note_step", "10", note="Before\nand after")
    form = {"seen": board.version, "note": "Before\r\nand after", "was-note": "Before\nand after", "was-evidence": ""}
    assert enter(stage, "sl", act="note 10", note="From Sami", seen=board.version).status_code == 200
    assert enter(stage, "wo", act="note 10", **form, evidence="Picture 4").status_code == 200
    step = board.step("10")
    assert (step.note, step.evidence) == ("From Sami", "Picture 4")
    both = enter(stage, "wo", act="note 10", seen=form["seen"], note="From\r\nWillem", evidence="Picture 4").json()
    assert both["clashes"] == [{"field": "note", "theirs": "From Sami", "yours": "From\nWillem"}]
    enter(stage, "sl", act="note 10", evidence="Picture 5")
    both = enter(stage, "wo", act="note 10", seen=form["seen"], note="Mine", evidence="Picture 4").json()
    assert [(one["field"], one["theirs"]) for one in both["clashes"]] == [
        ("note", "From Sami"),
        ("evidence", "Picture 5"),
    ]


def test_three_hundred_who_ask_from_one_position_are_told_what_was_made_once(
    stage: Stage, board: Weekend, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(boards, "minute_of", lambda now: 29_000_000)  # the same throughout
    since = stage.get(f"{BOARD}changes?since=", "wo").json()["id"]
    board.do("start_step", "10")
    boards.newest.clear()
    made: list[str] = []
    monkeypatch.setattr(boards, "changes", lambda *given, **more: made.append("") or changes(*given, **more))
    client, address = stage.client("wo"), f"/p/{stage.project.slug}/{BOARD}changes?since={since}"
    first = client.get(address)
    with django_assert_max_num_queries(299 * 4):  # the session, the account, the person, how far the run is
        told = {client.get(address).content for _ in range(299)}
    assert told == {first.content}
    assert made == [""]
    stage.get(f"{BOARD}changes?since={since}&all=yes", "wo")
    assert len(made) == 2


def test_what_a_page_asks_by_itself_is_no_click(stage: Stage, board: Weekend) -> None:
    client, address = stage.client("wo"), f"/p/{stage.project.slug}/{BOARD}"
    alone = (("stream?since=", EVENTS, False), ("changes?since=", "application/json", False))
    for path, accept, counts in (*alone, ("", "text/html", True)):
        client.get(f"{address}{path}", headers={"Accept": accept})
        assert (SEEN in client.session) is counts


def test_who_has_the_board_of_a_run_before_them_is_there_without_a_click(stage: Stage, board: Weekend) -> None:
    client, address = stage.client("wo"), f"/p/{stage.project.slug}/{BOARD}changes?since="
    client.get(f"{address}&there=yes", headers={"Accept": "application/json"})
    assert SEEN in client.session


def test_an_open_issue_is_changed_on_its_page_with_a_due_time_of_the_cutover(stage: Stage, board: Weekend) -> None:
    enter(stage, act="issue 10", title="The bank refuses us", due="2026-12-06T02:14")
    page = stage.text(f"{BOARD}issues/", "wo")
    assert 'value="amend 1"' in page
    assert 'value="2026-12-06T02:14"' in page
    seen = board.run.issues.get().changed
    given = {"act": "amend 1", "title": "The certificate is refused", "owner": "Kim Park", "seen": seen}
    assert stage.post(f"{BOARD}enter/", "wo", due="2026-12-06T03:00", **given).status_code == 303
    issue = board.run.issues.get()
    assert (issue.title, issue.owner) == ("The certificate is refused", "Kim Park")
    assert f"{issue.due.astimezone(ZoneInfo(board.run.time_zone)):%H:%M}" == "03:00"
    assert "The certificate is refused" in stage.text(BOARD, "wo")
    assert "Issue of a run changed" in stage.text("ledger/")
    assert stage.post(f"{BOARD}enter/", "wo", due="tonight", **given).status_code == 422
    assert stage.post(f"{BOARD}enter/", "wo", **given).status_code == 409
    enter(stage, act="resolve 1", resolution="A new one.")
    assert 'value="amend 1"' not in stage.text(f"{BOARD}issues/", "wo")


def test_whoever_comes_while_a_board_is_made_is_shown_the_one_before_and_waits_for_nobody(
    stage: Stage, board: Weekend
) -> None:
    stage.get(BOARD, "wo")
    since = stage.get(f"{BOARD}changes?since=", "wo").json()["id"]
    board.do("start_step", "10")
    boards.newest._made = {pk: replace(one, at=one.at - 60) for pk, one in boards.newest._made.items()}
    made, done = Event(), Event()

    def hold() -> None:
        with boards._making:
            boards.newest.begin(board.run.pk)
            made.set()
            assert done.wait(30)
            boards.newest.end(board.run.pk)

    holder = Thread(target=hold)
    holder.start()
    assert made.wait(10)
    assert 'value="start 10"' in stage.text(BOARD, "wo")
    assert stage.get(f"{BOARD}changes?since={since}", "wo").status_code == 204
    done.set()
    holder.join()
    assert stage.get(f"{BOARD}changes?since={since}", "wo").status_code == 200


def test_only_all_of_more_than_two_hundred_steps_fold_by_lane(stage: Stage, board: Weekend) -> None:
    assert "lanes.js" not in stage.text(f"{BOARD}?all=yes", "wo")
    rows = [RunStep(project_id=board.run.project_id, run=board.run, ref=f"F{one}", title="A step", kind="task",
                    minutes=5, position=900 + one, planned_start=board.now, planned_end=board.now)
            for one in range(200)]  # fmt: skip
    RunStep.objects.bulk_create(rows)
    board.run.edition = "another"
    board.run.save(update_fields=["edition"])
    boards.newest.clear()
    assert "lanes.js" in stage.text(f"{BOARD}?all=yes", "wo")
    assert "lanes.js" not in stage.text(BOARD, "wo")


@pytest.mark.parametrize(
    ("words", "clocks", "expected"),
    [
        ("2026-10-25T02:30", "", "comes twice in Europe/Berlin"),
        ("2026-10-25T02:30", "before", "2026-10-25T00:30"),
        ("2026-10-25T02:30", "after", "2026-10-25T01:30"),
        ("2026-10-25T02:30+01:00", "", "2026-10-25T01:30"),
        ("2026-10-25T03:00", "", "2026-10-25T02:00"),
        ("2026-03-29T02:30", "before", "never comes in Europe/Berlin"),
    ],
)
def test_a_time_on_paper_that_comes_twice_or_never_asks_which_one_is_meant(
    stage: Stage, board: Weekend, words: str, clocks: str, expected: str
) -> None:
    answer = enter(stage, act="late 10", started=words, clocks=clocks)
    if answer.status_code == 422:
        assert expected in answer.json()["said"]
        assert board.step("10").started is None
        return
    assert board.step("10").started.isoformat().startswith(expected)


def test_the_page_of_a_step_asks_it_in_the_days_in_which_the_clocks_are_set_back(
    stage: Stage, board: Weekend, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'name="clocks"' not in stage.text(f"{BOARD}steps/10/", "wo")
    night = datetime(2026, 10, 25, 4, tzinfo=UTC) - stage.project.clock_offset
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    assert 'name="clocks"' in stage.text(f"{BOARD}steps/10/", "wo")


def test_what_is_kept_of_boards_stays_within_its_bounds_whatever_their_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "_KEPT", 50)
    kept: Any = OrderedDict()
    for number in range(1_000):
        text = "x" * (5_000 if number % 3 == 0 else 10)
        assert boards._keep(kept, number, text, 20_000) == text
        assert len(kept) <= 50
        assert sum(map(len, kept.values())) <= 20_000
    assert list(kept) == list(range(1_000 - len(kept), 1_000)), "those that were asked for last"
    boards._keep(kept, "large", "x" * 100_000, 20_000)
    assert len(kept) == 4, "one that is larger than all may be is shown all the same, beside a few"


def test_when_only_times_move_whoever_has_the_rows_is_told_the_cells_and_has_the_same_afterwards(
    stage: Stage, board: Weekend
) -> None:
    client, address = stage.client("wo"), f"/p/{stage.project.slug}/{BOARD}"
    board.do("start_step", "10")
    boards.newest.clear()
    shown = {ref: html for ref, _lane, _order, html in client.get(f"{address}changes?since=&all=yes").json()["rows"]}
    since = client.get(f"{address}changes?since=&all=yes").json()["id"]
    board.after(10).do("finish_step", "10")
    boards.newest.clear()
    told = client.get(f"{address}changes?since={since}&all=yes").json()
    now = {ref: html for ref, _lane, _order, html in client.get(f"{address}changes?since=&all=yes").json()["rows"]}
    patched = {ref: what for ref, _lane, _order, what in told["rows"] if not isinstance(what, str)}
    assert {"30", "40"} <= set(patched)
    for ref, lane, order, what in told["rows"]:
        if isinstance(what, str):
            assert what == now[ref]
            continue
        assert sum(map(len, what.values())) < len(now[ref]) / 3
        (head, cells), (wanted, there) = fragments.cells_of(shown[ref]), fragments.cells_of(now[ref])
        assert head == wanted
        assert [what.get(str(at), cell) for at, cell in enumerate(cells)] == there
        assert f'data-lane="{lane}" data-order="{order}"' in now[ref]


def test_a_row_that_its_reader_may_not_have_before_them_comes_whole() -> None:
    row = '<tr id="s-1" data-lane="{}" data-order="1" data-who="{}"><td>A title of some length</td><td>{}</td></tr>'
    before = ("waiting", 1, row.format("waiting", "Willem", "09:00"))
    for whole, old, new, who, cells in (
        (True, "waiting", "next", "Willem", True),
        (False, "waiting", "next", "Willem", False),
        (False, "next", "now", "Willem", True),
        (True, "waiting", "waiting", "Paula", False),
    ):
        line = (new, 2, row.format(new, who, "09:30"))
        assert isinstance(boards.differing((old, *before[1:]), line, whole), dict) is cells
    assert boards.differing(None, before, True) == before[2]
