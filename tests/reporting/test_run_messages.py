"""Messages of a run: the right people, prepared words, once for each occasion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.letters.models import Letter
from firstlight.reporting import run_messages
from firstlight.workspace.models import Person
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend


@pytest.fixture
def written(cast: Cast, settings: Any) -> Weekend:
    settings.MAIL_CONFIGURED = True
    for person in Person.objects.filter(project=cast.project):
        Person.objects.filter(pk=person.pk).update(email=f"{person.ref}@example.com")
    return weekend(
        cast, {"ref": "1", "title": "Load invoices", "verifier": ""},
        {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Approver",)},
        {"ref": "3", "title": "Print labels", "owner": "Sami Laine", "predecessors": ("1",)},
    )  # fmt: skip


def _new(made: Weekend) -> set[tuple[str, str]]:
    """Who was written to since last time, and what about."""
    known = set(Letter.objects.values_list("pk", flat=True))
    assert run_messages.waits(made.now)
    run_messages.write_due(lambda: made.now, "worker")
    rows = Letter.objects.exclude(pk__in=known).values_list("to", "subject")
    return {(to.partition("@")[0], subject.removeprefix("Rehearsal: ")) for to, subject in rows}


@pytest.mark.django_db
def test_each_event_is_told_to_the_right_people_once(written: Weekend) -> None:
    started = _new(written)
    assert ("wo", "You are next now: 1 Load invoices") in started
    assert {to for to, subject in started if subject.endswith("started")} == {"pl", "cm"}
    assert not {one for one in started if "Print labels" in one[1]}
    assert _new(written) == set()
    written.do("start_step", "1")
    assert _new(written.after(45)) == {("sl", "You are next in about 15 minutes: 3 Print labels")}
    written.do("block_step", "1", reason="The certificate is refused.")
    blocked = {
        ("wo", "Blocked: 1 Load invoices"),
        ("pl", "Blocked: 1 Load invoices"),
        ("cm", "Blocked: 1 Load invoices"),
    }
    assert _new(written) == blocked
    written.do("unblock_step", "1")
    assert {subject for _, subject in _new(written.after(30))} == {"Late: 1 Load invoices"}
    written.do("finish_step", "1")
    assert _new(written) == {("ap", "Go or no-go: 2 Data accepted")}
    written.do("vote_at_checkpoint", "2", by="ap", outcome="go")
    written.do("decide_in_run", "2", by="ap", outcome="go", reason="All loads tie.")
    assert _new(written) == {(who, "Go: 2 Data accepted") for who in ("ap", "pl", "cm")}
    written.lead("close_run", reason="Enough.")
    assert {subject for _, subject in _new(written)} == {"Cutover, R1 closed"}
    assert set(Letter.objects.values_list("state", flat=True)) == {"waiting"}
    assert not run_messages.waits(written.now + timedelta(days=1))


@pytest.mark.django_db
def test_nothing_is_written_where_no_mail_can_be_sent(written: Weekend, settings: Any) -> None:
    settings.MAIL_CONFIGURED = False
    assert not run_messages.waits(written.now)
