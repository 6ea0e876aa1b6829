"""The database is away, held, or cannot be written: everybody is told so, and nothing is called saved that is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client
from django.utils import timezone

from firstlight.cutover.models import RunStep
from firstlight.ledger.models import Entry
from firstlight.web.live import boards
from firstlight.web.live.streams import EVENTS
from tests.api.conftest import program
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage

RUN = "cutover/runs/RUN-1/"


def locked() -> OperationalError:
    """What is raised when a file was held by another for longer than one waits."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = 5
    error = OperationalError(*cause.args)
    error.__cause__ = cause
    return error


@pytest.fixture
def board(stage: Stage) -> Weekend:
    boards.newest.clear()
    made = weekend(stage.cast, {"ref": "10"}, {"ref": "20", "predecessors": ["10"]}, started=False)
    made.now = timezone.now() + stage.project.clock_offset - timedelta(minutes=30)
    made.lead("start_run")
    return made


@contextmanager
def failing(of: str = "", error: Exception | None = None) -> Iterator[None]:
    """Every statement fails that has these words in it: all of them, as when the database is away, or only writes."""
    raised = error or locked()

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if of in sql:
            raise raised
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def browser(stage: Stage) -> Client:
    client = stage.client("wo")
    client.raise_request_exception = False
    return client


def _address(stage: Stage, part: str = "") -> str:
    return f"/p/{stage.project.slug}/{RUN}{part}"


@pytest.mark.parametrize("of", ["django_session", "identity_user", "workspace_person", "cutover_run"])
@pytest.mark.parametrize("part", ["", "steps/10/", "report/", "issues/"])
def test_a_page_says_so_in_its_language_whatever_could_not_be_asked(
    stage: Stage, board: Weekend, browser: Client, of: str, part: str
) -> None:
    with failing(of):
        answer = browser.get(_address(stage, part), headers={"Accept-Language": "de"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    words = answer.content.decode()
    assert 'lang="de"' in words
    assert "Das geht im Moment nicht" in words
    assert "nicht gespeichert" in words
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert browser.get(_address(stage, part)).status_code == 200


@pytest.mark.parametrize("of", ["django_session", "identity_user", "workspace_person", "cutover_run"])
def test_polls_and_streams_hear_nothing_that_looks_like_news(
    stage: Stage, board: Weekend, browser: Client, of: str
) -> None:
    with failing(of):
        for part, accept in (("changes?since=", "application/json"), ("stream?since=", EVENTS)):
            answer = browser.get(_address(stage, part), headers={"Accept": accept})
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), (part, accept)


@pytest.mark.parametrize("of", ["SELECT", "INSERT", "UPDATE", "ledger_entry", "kernel_givenanswer"])
def test_an_entry_is_not_called_saved_and_is_done_once_when_it_is_sent_again(
    stage: Stage, board: Weekend, browser: Client, of: str
) -> None:
    def sent() -> Any:
        headers = {"Accept": "application/json", "Idempotency-Key": "one-press"}
        return browser.post(_address(stage, "enter/"), {"act": "start 10"}, headers=headers)

    before = Entry.objects.count()
    with failing(of):
        for _again in range(2):
            answer = sent()
            assert (answer.status_code, answer["Retry-After"]) == (503, "5")
            assert answer.json()["code"] == "unavailable"
            assert "what you just sent is not saved" in answer.json()["said"]
    assert RunStep.objects.get(ref="10").state == "waiting"
    assert Entry.objects.count() == before
    assert {sent().status_code for _again in range(3)} == {200}
    assert RunStep.objects.get(ref="10").state == "running"
    assert Entry.objects.count() == before + 1


def test_a_form_without_a_script_leads_back_to_where_what_was_typed_stands(
    stage: Stage, board: Weekend, browser: Client
) -> None:
    with failing("INSERT"):
        came = f"http://testserver{_address(stage, 'steps/10/')}"
        answer = browser.post(_address(stage, "enter/"), {"act": "start 10"}, headers={"Referer": came})
    assert answer.status_code == 503
    assert f'href="{_address(stage, "steps/10/")}"' in answer.content.decode()


@pytest.mark.parametrize("of", ["", "access_token", "cutover_run"])
def test_a_program_is_told_with_problem_details(stage: Stage, board: Weekend, of: str) -> None:
    caller = program(stage, "wo")
    with failing(of):
        answers = [
            caller.get("cutover/runs/RUN-1/board"),
            caller.post("do/cutover/start_step", {"run": "RUN-1", "step": "10"}, Idempotency_Key="one-call"),
        ]
    for answer in answers:
        assert (answer.status_code, answer["Retry-After"]) == (503, "5"), answer.content
        assert (answer["Content-Type"], answer.json()["code"]) == ("application/problem+json", "unavailable")
    done = caller.post("do/cutover/start_step", {"run": "RUN-1", "step": "10"}, Idempotency_Key="one-call")
    assert done.status_code == 200


def test_a_browser_that_calls_the_api_is_told_the_same(stage: Stage, board: Weekend, browser: Client) -> None:
    with failing("django_session"):
        answer = browser.get(f"/api/v1/projects/{stage.project.slug}/cutover/runs")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_a_mistake_of_ours_stays_one(stage: Stage, board: Weekend, browser: Client) -> None:
    for error in (ProgrammingError("no such column: nothing"), OperationalError("no such table: missing")):
        with failing("cutover_run", error):
            answer = browser.get(_address(stage))
            told = program(stage, "wo").get("cutover/runs/RUN-1/board")
        assert (answer.status_code, told.status_code) == (500, 500)
        assert "Retry-After" not in answer
        assert "Something broke on our side" in answer.content.decode()
