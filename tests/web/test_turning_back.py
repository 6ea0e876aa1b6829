"""The way back: planned with a point from which there is none, a latest moment to decide, and gone as a run."""

from __future__ import annotations

import re

import pytest

from firstlight.cutover.live import forecasting
from firstlight.web.live import boards
from tests.cutover.running import weekend
from tests.web.conftest import Stage

RUN, BACK = "cutover/runs/RUN-1/", "cutover/runs/RUN-2/"


@pytest.mark.requirement("CUT-07")
def test_a_way_back_has_its_point_of_no_return_and_latest_decision_and_is_gone_as_a_run_of_its_own(
    stage: Stage,
) -> None:
    made = weekend(
        stage.cast, {"ref": "1", "verifier": ""},
        {"ref": "2", "kind": "checkpoint", "minutes": 0, "predecessors": ("1",), "deciders": ("Anna Prahl",)},
        {"ref": "3", "title": "Open the gates", "predecessors": ("2",), "final": True},
        started=False,
    )  # fmt: skip
    made.cutover.plan(ref="back", title="Way back", kind="rollback", back_from="cutover")
    made.cutover.add(
        {"ref": "B1", "plan": "back", "title": "Put the backup back", "owner": "Willem Oost", "minutes": 300},
        {"ref": "B2", "plan": "back", "title": "Start the interfaces", "owner": "Willem Oost", "predecessors": ("B1",)},
    )  # fmt: skip
    made.cutover.forecast()
    planned = " ".join(re.sub(r"<[^>]+>", " ", stage.text("cutover/rollback/")).split())
    assert "Turn back by then, or not at all" in planned
    assert "cannot be undone" in planned
    made.lead("reset_run")
    made.lead("start_run")
    forecasting.make_due(lambda: made.now, "worker")
    boards.newest._made.clear()
    board = stage.text(RUN, "wo")
    assert "until the latest rollback decision" in board
    made.done("1")
    for act, more in (
        ("vote 2", {"outcome": "no-go", "reason": "The totals are apart."}),
        ("decide 2", {"decision": "rollback", "reason": "We turn back in time."}),
    ):
        assert stage.post(f"{RUN}enter/", "ap", act=act, **more).status_code == 303
    refused = stage.client("wo").post(
        f"/p/{stage.project.slug}/{RUN}enter/", {"act": "start 3"}, headers={"Accept": "application/json"}
    )
    assert refused.status_code == 409
    assert "Open the way back as a run" in stage.text(f"{RUN}steps/2/", "cm")
    assert "Open the way back as a run" not in stage.text(f"{RUN}steps/2/", "wo")
    opened = stage.post(f"{RUN}move/", "cm", move="back")
    assert opened["Location"].endswith(BACK)
    assert stage.post(f"{BACK}move/", "cm", move="start").status_code == 303
    boards.newest._made.clear()
    assert "Put the backup back" in stage.text(BACK, "wo")
    for act in ("start B1", "finish B1", "start B2", "finish B2"):
        assert stage.post(f"{BACK}enter/", "wo", act=act).status_code == 303, act
    assert stage.post(f"{BACK}move/", "cm", move="close").status_code == 303
    words = " ".join(re.sub(r"<[^>]+>", " ", stage.text(f"{BACK}report/", "au")).split())
    assert "2 of 2" in words
    assert "turn back" in stage.text(f"{RUN}report/", "au")
