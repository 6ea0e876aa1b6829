"""Messages of a run: prepared for each event, to the right people, and what became of each."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.kernel.reaching import Outcome
from firstlight.ledger.models import Entry
from firstlight.letters.models import Letter
from firstlight.letters.sending import send_waiting
from firstlight.reporting import run_messages
from firstlight.webhooks import delivering
from firstlight.webhooks.actions import subscribe
from firstlight.workspace.models import Person
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage

ADDRESS = "cutover/runs/RUN-1/messages/"
LEADS = {"cm", "pl"}
TOLD = "cutover.occasion.told"


@pytest.fixture
def going(stage: Stage, settings: Any) -> Weekend:
    """A run of three steps of different people that has just started."""
    settings.MAIL_CONFIGURED = True
    return weekend(
        stage.cast, {"ref": "1", "title": "Load invoices", "verifier": ""},
        {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Approver",)},
        {"ref": "3", "title": "Print labels", "owner": "Sami Laine", "predecessors": ("1",)},
    )  # fmt: skip


def words(page: str, name: str = "") -> str:
    """The words of a section of the page, or of all of it."""
    part = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL) if name else None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[1] if part else page)).split())


def heard(made: Weekend) -> dict[str, set[str]]:
    """What is written and sent now: who gets it, by the subject."""
    before = len(mail.outbox)
    run_messages.write_due(lambda: made.now, "worker")
    send_waiting(lambda: made.now, "worker")
    found: dict[str, set[str]] = {}
    for one in mail.outbox[before:]:
        found.setdefault(str(one.subject).removeprefix("Rehearsal: "), set()).add(
            one.to[0].partition("@")[0].split("<")[-1]
        )
    return found


@pytest.mark.requirement("CUT-09")
def test_at_each_event_the_right_people_get_what_was_prepared(stage: Stage, going: Weekend) -> None:
    prepared = words(stage.text(ADDRESS, "au"), "prepared")
    for event, subject, to in (
        ("The run starts", "Cutover, R1 started", "Cora Mees"),
        ("A step is next, about 20 minutes before", "You are next in about 20 minutes: 1", "Willem Oost"),
        ("A step is blocked", "Blocked: 1 Load invoices", "Willem Oost"),
        ("A step is late", "Late: 1 Load invoices", "Willem Oost"),
        ("A step is done and to be verified", "To verify: 1 Load invoices", ""),
        ("A checkpoint is to be decided", "Go or no-go: 2 Data accepted", "Anna Prahl"),
        ("A checkpoint was decided", "Go: 2 Data accepted", "Anna Prahl"),
        ("The run is closed", "Cutover, R1 closed", "Cora Mees"),
    ):  # fmt: skip
        assert re.search(
            rf"{re.escape(event)} Rehearsal: {re.escape(subject)}.*? Probe: .*? To: [^:]*{to}", prepared
        ), event
    assert heard(going) == {"Cutover, R1 started": LEADS, "You are next now: 1 Load invoices": {"wo"}}
    assert heard(going) == {}
    going.do("start_step", "1")
    assert heard(going.after(45)) == {"You are next in about 15 minutes: 3 Print labels": {"sl"}}
    going.do("block_step", "1", reason="The certificate is refused.")
    assert heard(going) == {"Blocked: 1 Load invoices": {"wo", *LEADS}}
    going.do("unblock_step", "1")
    assert heard(going.after(30)) == {"Late: 1 Load invoices": {"wo", *LEADS}}
    going.do("finish_step", "1")
    assert heard(going) == {"Go or no-go: 2 Data accepted": {"ap"}}
    going.do("vote_at_checkpoint", "2", by="ap", outcome="go")
    going.do("decide_in_run", "2", by="ap", outcome="go", reason="All loads tie.")
    assert heard(going) == {"Go: 2 Data accepted": {"ap", *LEADS}}
    going.lead("close_run", reason="Enough.")
    assert heard(going) == {"Cutover, R1 closed": LEADS}
    page = words(stage.text(ADDRESS, "au"), "written")
    for letter in Letter.objects.all():
        assert f"{letter.subject} {' '.join(letter.body.split())} {letter.to_name} Sent" in page
    assert Letter.objects.count() == 16


def test_that_a_step_is_done_is_told_to_who_verifies_it_once_and_to_nobody_else(stage: Stage, settings: Any) -> None:
    settings.MAIL_CONFIGURED = True
    made = weekend(
        stage.cast, {"ref": "1", "title": "Load invoices", "verifier": "Kim Park"},
        {"ref": "2", "title": "Print labels", "verifier": ""},
    )  # fmt: skip
    heard(made)
    made.do("start_step", "2")
    made.after(5).do("finish_step", "2")
    assert heard(made) == {}
    made.do("start_step", "1")
    made.after(5).do("finish_step", "1")
    assert heard(made) == {"To verify: 1 Load invoices": {"pc"}}
    assert "was done by Willem Oost" in Letter.objects.get(subject__contains="To verify").body
    assert heard(made.after(10)) == {}
    made.lead("reopen_step", "1", reason="The totals differ.")
    made.after(5).do("start_step", "1")
    made.do("finish_step", "1")
    assert heard(made) == {"To verify: 1 Load invoices": {"pc"}}
    made.do("verify_step", "1", by="pc", evidence="Totals tie.")
    assert heard(made.after(1)) == {}


def test_what_was_prepared_is_what_is_written(stage: Stage, going: Weekend) -> None:
    there = words(stage.text(ADDRESS), "prepared")
    going.do("block_step", "1", reason="…")
    assert set(heard(going)) == {"Cutover, R1 started", "Blocked: 1 Load invoices"}
    for letter in Letter.objects.all():
        assert f"{letter.subject} {' '.join(letter.body.split())} Probe:" in there


def test_a_letter_that_waits_or_failed_says_so_and_why(stage: Stage, going: Weekend) -> None:
    run_messages.write_due(lambda: going.now, "worker")
    Letter.objects.filter(to_name="Willem Oost").update(state="failed", reason="No such mailbox")
    page = words(stage.text(ADDRESS, "au"))
    assert "1 could not be sent" in page
    assert "2 wait to be sent" in page
    failing = words(stage.text(f"{ADDRESS}?state=failed", "au"), "written")
    assert "Could not be sent Mail to wo@example.org could not be sent: No such mailbox." in failing
    assert "Cora Mees" not in failing


def test_who_has_no_address_and_where_no_mail_is_set_up_is_said(stage: Stage, going: Weekend, settings: Any) -> None:
    Person.objects.filter(project=stage.project, ref="ap").update(email="")
    settings.MAIL_CONFIGURED = False
    page = words(stage.text(ADDRESS, "au"))
    assert "without an address: Anna Prahl" in page
    assert "No mail can be sent from here" in page
    assert "Nothing was written yet." in page
    assert stage.outsider().get(f"/p/{stage.project.slug}/{ADDRESS}").status_code == 404


def test_ten_letters_and_a_thousand_cost_the_same_queries(stage: Stage, going: Weekend) -> None:
    counts, client = [], stage.client()
    for many in (10, 1000):
        Letter.objects.bulk_create(
            Letter(project=stage.project, key=f"{many}-{one}", about=run_messages.about(going.run), to="a@example.org",
                   subject="Late", body="It is.", written=going.now - timedelta(hours=1))
            for one in range(many)
        )  # fmt: skip
        client.get(f"/p/{stage.project.slug}/{ADDRESS}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/p/{stage.project.slug}/{ADDRESS}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_everybody_is_written_to_in_their_own_language(stage: Stage, going: Weekend) -> None:
    Person.objects.filter(project=stage.project, ref="cm").update(language="German")
    heard(going)
    going.do("block_step", "1", reason="The certificate is refused.")
    heard(going)
    german = set(Letter.objects.filter(to_name="Cora Mees").values_list("subject", flat=True))
    assert german == {"Probe: Cutover, R1 hat begonnen", "Probe: Blockiert: 1 Load invoices"}
    (letter,) = Letter.objects.filter(to_name="Cora Mees", subject__contains="Blockiert")
    assert letter.body.startswith("„1 Load invoices“ ist seit 20. Nov")
    assert letter.body.endswith("blockiert: The certificate is refused.")
    assert Letter.objects.filter(to_name="Willem Oost", subject="Rehearsal: Blocked: 1 Load invoices").exists()


def test_a_project_puts_its_own_words_in_place_of_the_shipped_ones(stage: Stage, going: Weekend) -> None:
    where = f"{ADDRESS}words/"
    given = {"event": "blocked", "language": "en", "subject": "HELP: {step}", "body": "Call the bridge. {reason}"}
    for who in ("wo", "au"):
        assert stage.post(where, who, **given).status_code == 403
        assert "Change the words" not in stage.text(ADDRESS, who)
    assert "Change the words, English" in stage.text(ADDRESS, "cm")
    assert stage.post(where, "cm", **given).status_code == 303
    assert "Rehearsal: HELP: 1 Load invoices Call the bridge. …" in words(stage.text(ADDRESS, "cm"), "prepared")
    going.do("block_step", "1", reason="{step} and {run}")
    heard(going)
    letter = Letter.objects.filter(subject="Rehearsal: HELP: 1 Load invoices").first()
    assert letter is not None
    assert letter.body == "Call the bridge. {step} and {run}"
    assert "Words of a message changed" in stage.text("ledger/")
    assert stage.post(where, "cm", act="shipped", **given).status_code == 303
    assert "HELP" not in words(stage.text(ADDRESS, "cm"), "prepared")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": "{password}"}, "cannot be filled in; at this event {run}, {step}, {since}, {reason} can"),
        ({"event": "burned"}, "is no event of a run"),
        ({"language": "fr"}, "is no language of messages; expected one of en, de"),
        ({"body": " "}, "write both"),
        ({"subject": "x" * 201}, "at most 200 characters"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_with_what_would_be(
    stage: Stage, going: Weekend, changed: dict[str, str], said: str
) -> None:
    given = {"event": "blocked", "language": "en", "subject": "Help: {step}", "body": "{reason}", **changed}
    answer = stage.post(f"{ADDRESS}words/", "cm", **given)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


def test_webhooks_are_told_of_each_event_once_and_how_that_went_is_shown(
    stage: Stage, going: Weekend, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONFIGURED, settings.WEBHOOKS_PRIVATE = False, True
    assert not run_messages.waits(going.now)
    subscribe(stage.cast.context("pl"), address="https://hooks.example.org/in?token=s3cret", wanted=[TOLD])
    sent: list[dict[str, Any]] = []
    answers = [Outcome(200, 3), Outcome(500, 3, "The other side answered 500.")]

    def ask(method: str, address: str, *, body: bytes, **more: Any) -> Outcome:
        sent.append(json.loads(body))
        return answers[min(len(sent), len(answers)) - 1]

    monkeypatch.setattr(delivering, "ask", ask)
    assert run_messages.waits(going.now)
    for _ in range(3):
        run_messages.write_due(lambda: going.now, "worker")
    assert Entry.objects.filter(action=TOLD).count() == 2
    assert not Letter.objects.exists()
    delivering.deliver_waiting(lambda: going.now, "worker")
    first = sent[0]["after"]
    assert (first["event"], first["subject"], first["run"]) == ("started", "Rehearsal: Cutover, R1 started", "RUN-1")
    told = words(stage.text(ADDRESS), "told")
    assert "Rehearsal: Cutover, R1 started https://hooks.example.org/in · Delivered" in told
    assert "Failed, tried again" in told
    assert "The other side answered 500." in told
    assert "s3cret" not in told
    assert 'aria-labelledby="told"' not in stage.text(ADDRESS, "au")
