"""The go-live risk profile on its page: as things are, what if, its own thresholds."""

from __future__ import annotations

import csv
import io

import pytest

from firstlight.scope.models import RiskSetting
from firstlight.workspace.models import Project
from tests.web.conftest import Stage

pytestmark = pytest.mark.requirement("SCO-07")


def test_the_profile_says_how_much_risk_there_is_why_and_what_follows(stage: Stage) -> None:
    page = stage.text("scope/risk/")
    assert "420 people start on the first day." in page
    assert "Medium from 100, high from 500; our default." in page
    assert "Solution scope review / Why you review the solution scope" in page
    assert "420 users, one supporter for" in page
    assert "weeks of hypercare" in page
    assert "Path of escalation" in page
    assert "Sami Laine" in page
    assert "What if" not in page


def test_other_assumptions_stand_in_the_address_and_are_not_stored(stage: Stage) -> None:
    page = stage.text("scope/risk/?approach=big-bang&users=5000")
    assert "What if it were a big bang and 5,000 users: nothing of this is stored." in page
    assert "low as things are" in page
    assert "5,000 users, one supporter for" in page
    project = Project.objects.get(pk=stage.project.pk)
    assert (project.approach, project.users_at_go_live) == ("phased", 420)
    for nonsense in ("approach=sideways", "users=many", "users=-5", "users=99999999999", "users="):
        assert "What if it were" not in stage.text(f"scope/risk/?{nonsense}")


def test_without_the_number_of_users_there_is_no_size_of_the_team(stage: Stage) -> None:
    from firstlight.scope.models import Rollout

    Project.objects.filter(pk=stage.project.pk).update(users_at_go_live=None)
    Rollout.objects.update(users=None)
    page = stage.text("scope/risk/")
    assert "unknown until the number of users is stated" in page
    assert "Nobody said how many people start on the first day" in page


def test_a_project_sets_its_own_threshold_and_goes_back(stage: Stage) -> None:
    response = stage.post("scope/risk/threshold/", "po", threshold="users.high", value="400", reason="Four at the desk")
    assert response.status_code == 303
    page = stage.text("scope/risk/")
    assert "Medium from 100, high from 400; set by the project." in page
    assert "Four at the desk" in page
    assert stage.post("scope/risk/threshold/", "po", threshold="users.high", value="").status_code == 303
    assert not RiskSetting.objects.exists()


def test_a_threshold_that_contradicts_another_is_refused(stage: Stage) -> None:
    response = stage.post("scope/risk/threshold/", "po", threshold="users.medium", value="900")
    assert response.status_code == 422
    assert "must not be above" in response.content.decode()
    assert stage.post("scope/risk/threshold/", "au", threshold="users.high", value="400").status_code == 403
    assert stage.post("scope/risk/threshold/", "po", threshold="nonsense", value="4").status_code == 422
    assert not RiskSetting.objects.exists()


def test_the_profile_is_taken_along(stage: Stage) -> None:
    data = stage.get("scope/risk/list.csv?users=5000").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data)))
    assert any(row[1] == "Support team, people" for row in rows)
    assert any("5,000 people start" in row[3] for row in rows)
    assert stage.get("scope/risk/list.xlsx").content[:2] == b"PK"
