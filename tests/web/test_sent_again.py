"""Everything that is sent to a run, sent again and again under its key: one effect, the same answer, at any speed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend
from tests.ledger.test_two_at_once import together
from tests.web.conftest import Stage

__all__ = ["together"]

RUN = "cutover/runs/RUN-1/"
#: A whole run: who sends what to which address, in this order.
ALL_OF_IT: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("cm", "cutover/runs/open/", {"plan": "cutover", "mode": "rehearsal"}),
    ("cm", f"{RUN}move/", {"move": "start"}),
    ("cm", f"{RUN}move/", {"move": "pause", "reason": "Lunch."}),
    ("cm", f"{RUN}move/", {"move": "resume"}),
    ("wo", f"{RUN}enter/", {"act": "start 1"}),
    ("wo", f"{RUN}enter/", {"act": "note 1", "note": "61 of 84"}),
    ("wo", f"{RUN}enter/", {"act": "block 1", "reason": "It is refused."}),
    ("wo", f"{RUN}enter/", {"act": "unblock 1"}),
    ("wo", f"{RUN}enter/", {"act": "finish 1", "note": "84 of 84"}),
    ("pc", f"{RUN}enter/", {"act": "verify 1", "evidence": "Report 12 is empty."}),
    ("cm", f"{RUN}enter/", {"act": "reopen 1", "reason": "Once more."}),
    ("cm", f"{RUN}enter/", {"act": "skip 1", "reason": "It was done by hand."}),
    ("ap", f"{RUN}enter/", {"act": "vote 2", "outcome": "go"}),
    ("ap", f"{RUN}enter/", {"act": "decide 2", "decision": "go", "reason": "It ties."}),
    ("cm", f"{RUN}enter/", {"act": "override 4", "reason": "We have no time."}),
    ("cm", f"{RUN}enter/", {"act": "late 3", "started": "2026-11-20T09:00", "ended": "2026-11-20T09:20"}),
    ("wo", f"{RUN}enter/", {"act": "issue 5", "title": "The bank refuses us", "owner": "Kim Park"}),
    ("wo", f"{RUN}enter/", {"act": "defer 1", "decision": "Paper lists.", "agreed_by": "Sami Laine"}),
    ("wo", f"{RUN}enter/", {"act": "resolve 1", "resolution": "A new certificate."}),
    ("cm", f"{RUN}enter/", {"act": "reassign 5", "owner": "Kim Park"}),
    ("cm", f"{RUN}lessons/", {"lessons": "Load first.", "seen": ""}),
    ("ap", f"{RUN}enter/", {"act": "vote 6", "outcome": "no-go", "reason": "The totals are apart."}),
    ("ap", f"{RUN}enter/", {"act": "decide 6", "decision": "rollback", "reason": "We turn back."}),
    ("cm", f"{RUN}move/", {"move": "back"}),
    ("cm", f"{RUN}move/", {"move": "close", "reason": "The rest another day."}),
)  # fmt: skip


def _planned(stage: Stage) -> Weekend:
    gate = {"kind": "checkpoint", "minutes": 0, "deciders": ("Anna Prahl",)}
    made = weekend(
        stage.cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",), **gate}, {"ref": "3", "predecessors": ("2",)},
        {"ref": "4", "predecessors": ("3",)}, {"ref": "5"}, {"ref": "6", "predecessors": ("1",), **gate}, started=False,
    )  # fmt: skip
    made.cutover.plan(ref="back", title="Way back", kind="rollback")
    made.cutover.add({"ref": "B1", "plan": "back", "owner": "Willem Oost"})
    from firstlight.cutover.models import Run

    Run.objects.all().delete()  # this one is opened on the page
    return made


def _post(client: Client, stage: Stage, address: str, fields: dict[str, str], key: str) -> tuple[int, str, bytes]:
    """What is answered, as a script of the page sends it where it is one that does."""
    headers = {"Idempotency-Key": key, **({"Accept": "application/json"} if address.endswith("enter/") else {})}
    answer = client.post(f"/p/{stage.project.slug}/{address}", fields, headers=headers)
    return answer.status_code, answer.headers.get("Location", ""), answer.content


def _entries(stage: Stage) -> int:
    return Entry.objects.filter(stream=stage.project.uid).count()


def test_each_thing_that_can_be_sent_to_a_run_has_one_effect_however_often_it_is_sent(stage: Stage) -> None:
    _planned(stage)
    clients = {ref: stage.client(ref) for ref in ("cm", "wo", "pc", "ap")}
    for number, (by, address, fields) in enumerate(ALL_OF_IT):
        before = _entries(stage)
        first = _post(clients[by], stage, address, fields, f"key-{number}")
        assert first[0] in (200, 303), (fields, first)
        after = _entries(stage)
        assert after > before, fields
        again = {_post(clients[by], stage, address, fields, f"key-{number}") for _ in range(20)}
        assert again == {first}, fields
        assert _entries(stage) == after, fields
    late = [_post(clients[by], stage, address, fields, f"key-{number}") for number, (by, address, fields)
            in enumerate(ALL_OF_IT)]  # fmt: skip
    assert {status for status, *_ in late} <= {200, 303}, "a proxy that plays it all once more"
    assert _entries(stage) == after


def test_a_key_is_kept_for_a_day_and_longer(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from firstlight.kernel.once import forget

    made = _planned(stage)
    client, (_by, address, fields) = stage.client("cm"), ALL_OF_IT[0]
    first = _post(client, stage, address, fields, "key")
    forget(timezone.now() + timedelta(hours=25))
    count = _entries(stage)
    assert _post(client, stage, address, fields, "key") == first
    assert _entries(stage) == count
    assert made


@pytest.fixture
def night(transactional_db: None, cast: Cast) -> Weekend:
    return weekend(cast, {"ref": "1"}, {"ref": "2"}, {"ref": "3", "predecessors": ("1",)})


@pytest.fixture
def clients(night: Weekend) -> Callable[[], Client]:
    """Windows in which the owner of the steps is signed in, all of one session."""
    one = Client()
    one.force_login(night.cast.users["wo"])

    def another() -> Client:
        client = Client()
        client.cookies = one.cookies.copy()
        return client

    return another


def test_copies_that_arrive_at_the_same_moment_have_one_effect_and_get_one_answer(
    night: Weekend, clients: Callable[[], Client], together: Any
) -> None:
    stage = Stage(night.cast, night.cast.machine)
    for number, fields in enumerate(({"act": "start 1"}, {"act": "note 1", "note": "61 of 84"}, {"act": "finish 1"},
                                     {"act": "issue 2", "title": "The bank refuses us"})):  # fmt: skip

        def work(client: Client, fields: dict[str, str] = fields, number: int = number) -> Callable[[], Any]:
            def sent() -> Any:
                for _again in range(50):
                    answer = _post(client, stage, f"{RUN}enter/", fields, f"key-{number}")
                    if b"being-done" not in answer[2]:  # as the page does: it waits, and is sent again
                        return answer
                return None

            return sent

        (before,) = together(lambda: _entries(stage))
        answers = together(*(work(clients()) for _ in range(6)))
        assert {one[0] for one in answers} == {200}, answers
        assert len(set(answers)) == 1
        (after,) = together(lambda: _entries(stage))
        assert after == before + (2 if "issue" in fields["act"] else 1)
