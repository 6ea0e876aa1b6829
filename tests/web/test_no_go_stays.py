"""A no-go that was chosen at a checkpoint stays until people decide there again: nothing else lets pass what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.cutover.live import forecasting
from firstlight.reporting import run_messages, run_papers
from firstlight.web.live import boards
from tests.api.conftest import program
from tests.cutover.running import weekend
from tests.web.conftest import Stage

RUN = "cutover/runs/RUN-1/"
WHY = "118 invoices are missing."

#: What people may try afterwards, with what is answered: by whom, what, further fields, whether it is refused.
AFTERWARDS: tuple[tuple[str, str, dict[str, str], bool], ...] = (
    ("cm", "start 2", {}, True),
    ("cm", "finish 2", {}, True),
    ("cm", "verify 2", {"evidence": "Fine."}, True),
    ("cm", "skip 2", {"reason": "We go on."}, True),
    ("cm", "override 2", {"reason": "We go on."}, True),
    ("cm", "reopen 2", {"reason": "Once more."}, True),
    ("cm", "late 2", {"started": "2026-11-20T09:00", "ended": "2026-11-20T09:05"}, True),
    ("cm", "decide 2", {"decision": "go", "reason": "We go on."}, True),
    ("cm", "override 3", {"reason": "We go on."}, True),
    ("wo", "start 3", {}, True),
    ("wo", "start 4", {}, True),
    ("cm", "override 4", {"reason": "We go on."}, True),
    ("cm", "note 2", {"note": "Somebody counts again."}, False),
    ("cm", "block 2", {"reason": "Nobody is here."}, False),
    ("cm", "unblock 2", {}, False),
    ("wo", "issue 4", {"title": "A file is missing"}, False),
    ("cm", "reassign 3", {"owner": "Sami Laine"}, False),
    ("es", "vote 2", {"outcome": "go"}, False),
    ("cm", "decide 2", {"decision": "go", "reason": "One said go."}, True),
    ("cm", "reopen 1", {"reason": "The file is there now."}, False),
    ("wo", "start 3", {}, True),
)


@pytest.mark.parametrize(("follows", "state"), [("repeat", "again"), ("rollback", "back")])
def test_after_a_no_go_what_follows_waits_whatever_else_is_entered(
    stage: Stage, follows: str, state: str, settings: Any
) -> None:
    settings.MAIL_CONFIGURED = True
    made = weekend(
        stage.cast, {"ref": "1", "verifier": ""},
        {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "minutes": 0, "predecessors": ("1",),
         "deciders": ("Anna Prahl", "Emil Strand", "Cutover manager"), "owner": "", "backup": "", "verifier": ""},
        {"ref": "3", "title": "Open the gates", "predecessors": ("2",)},
        {"ref": "4", "title": "Greet the first customer", "predecessors": ("3",)},
    )  # fmt: skip
    made.done("1", minutes=5)
    caller = program(stage, "au")

    def enter(by: str, act: str, **fields: str) -> int:
        boards.newest.clear()
        answer = stage.client(by).post(
            f"/p/{stage.project.slug}/{RUN}enter/", {"act": act, **fields}, headers={"Accept": "application/json"}
        )
        return int(answer.status_code)

    def stands() -> None:
        (gate,) = caller.get("cutover/runs/RUN-1/checkpoints").json()
        assert (gate["state"], gate["followers"]) == (state, ["3", "4"])
        (said,) = gate["decisions"]
        assert (said["outcome"], said["follows"], said["reason"], len(said["votes"])) == ("no-go", follows, WHY, 2)

    for by in ("ap", "es"):
        assert enter(by, "vote 2", outcome="no-go", reason=WHY) == 200
    assert enter("ap", "decide 2", decision=follows, reason=WHY) == 200
    stands()
    for by, act, fields, refused in AFTERWARDS:
        assert (enter(by, act, **fields) in (403, 409, 422)) is refused, (by, act)
        stands()
    for name in ("pause_run", "resume_run"):
        made.lead(name)
    made.cutover.change("2", deciders=("Cutover manager",), criteria=())
    for do in (forecasting.make_due, run_papers.make_due, run_messages.write_due):
        do(lambda: made.now + timedelta(hours=5), "worker")
    stands()
    assert [made.row(ref).state for ref in ("2", "3")] == ["waiting", "waiting"]
    assert "No-go" in stage.text(f"{RUN}report/", "au")
    # Only when they decide again it goes on, and then both are told.
    assert enter("wo", "start 1") == 200
    assert enter("wo", "finish 1") == 200
    assert enter("ap", "vote 2", outcome="go") == 200
    assert enter("ap", "decide 2", decision="go", reason="They are there.") == 200
    (gate,) = caller.get("cutover/runs/RUN-1/checkpoints").json()
    assert [one["outcome"] for one in gate["decisions"]] == ["no-go", "go"]
    assert enter("sl", "start 3") == 200
