"""The portfolio: every project of a person in a line, with what is in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.readiness.models import Assessment
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.scope.models import SolutionPart
from firstlight.workspace.models import Person, Project
from tests.cast import profile
from tests.web.conftest import HOSTILE, Stage


def page(stage: Stage, ref: str = "pl", query: str = "") -> str:
    response = stage.client(ref).get(f"/projects/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def more_projects(stage: Stage, count: int, first: int = 10) -> None:
    """As many further projects of the lead, each assessed."""
    from firstlight.kernel.context import Context
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named
    from firstlight.readiness.actions import assess_project
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, stage.inside.now)
    for number in range(first, first + count):
        made = add_project(machine, profile(name=f"Wave {number}", slug=f"w-{number}", go_live=None))
        pin_packs(machine.within(made), [version_named("go-live")])
        Person.objects.create(project=made, ref="pl", name="Petra Lind", roles=["project-lead"],
                              user=stage.cast.users["pl"])  # fmt: skip
        assess_project(machine.within(made))


@pytest.mark.requirement("RDY-15")
def test_each_project_says_its_verdict_and_what_is_in_its_way(stage: Stage) -> None:
    latest = latest_assessment(stage.project)
    assert latest is not None
    blocking = [one for one in body_of(latest)["reasons"] if one["blocks"]]
    text = page(stage)
    assert "Wave 1" in text
    assert "Example Foods" in text
    assert "No-go" in text
    assert blocking[0]["title"] in text
    from firstlight.reporting.portfolio import portfolio

    line = portfolio(stage.cast.users["pl"], stage.inside.now)[0]
    assert (line.verdict, line.blockers, line.days, line.overdue) == ("no-go", len(blocking), 17, 1)
    assert line.stale == sum(one["state"] == "stale" for one in body_of(latest)["signatures"])
    assert len(line.trend) == 2
    assert "Elsewhere" not in text


def test_the_next_decision_is_the_one_that_is_prepared_before_the_committee(stage: Stage) -> None:
    now = stage.inside.now
    Project.objects.filter(pk=stage.project.pk).update(next_committee=now + timedelta(days=9))
    assert "Sun 29 Nov" in page(stage)


def test_it_is_sorted_filtered_and_taken_along_as_the_address_says(stage: Stage) -> None:
    more_projects(stage, 2)
    rows = stage.client().get("/projects/list.csv?q=wave+1&sort=-project").content.decode()
    assert [line.split(",")[0] for line in rows.splitlines()[1:]] == ['"Wave 11"', '"Wave 10"', '"Wave 1"']
    assert "Wave 10" not in page(stage, query="?verdict=go")
    assert stage.client().get("/projects/list.xlsx").content[:2] == b"PK"
    for query in ("?sort=nonsense", "?verdict=blue", "?page=99999", "?q=%00"):
        page(stage, query=query)


def test_fifty_projects_cost_as_many_queries_as_two(stage: Stage) -> None:
    from firstlight.reporting.portfolio import portfolio

    def queries() -> int:
        portfolio(stage.cast.users["pl"], stage.inside.now)
        with CaptureQueriesContext(connection) as caught:
            portfolio(stage.cast.users["pl"], stage.inside.now)
        return len(caught)

    more_projects(stage, 1)
    few = queries()
    more_projects(stage, 8, first=20)
    assert queries() == few <= 9


def test_an_assessment_made_meanwhile_is_what_the_line_says(stage: Stage) -> None:
    from firstlight.reporting.portfolio import portfolio

    before = portfolio(stage.cast.users["pl"], stage.inside.now)[0]
    SolutionPart.objects.filter(project=stage.project).delete()
    made = stage.assess(timedelta(hours=1))
    after = portfolio(stage.cast.users["pl"], stage.inside.now)[0]
    assert after.judged == made.as_of
    assert after.blockers == sum(one["blocks"] for one in body_of(made)["reasons"])
    assert (before.blockers, before.reason, before.trend) != (after.blockers, after.reason, after.trend)


def test_the_trend_is_of_the_last_eight_assessments(stage: Stage) -> None:
    from firstlight.reporting.portfolio import portfolio

    for hour in range(1, 10):
        stage.assess(timedelta(hours=hour))
    newest = Assessment.objects.filter(project=stage.project).order_by("-number")[:8]
    sums = [sum(one.not_met for one in each.areas.all()) for each in newest]
    assert portfolio(stage.cast.users["pl"], stage.inside.now)[0].trend == tuple(reversed(sums))


def test_who_sees_no_readiness_sees_no_verdict(stage: Stage) -> None:
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(roles=[])
    assert "Wave 1" not in page(stage, "pc")
    assert "No project yet" in page(stage, "pc")


def test_names_are_only_words(stage: Stage) -> None:
    Project.objects.filter(pk=stage.project.pk).update(name=HOSTILE)
    assert HOSTILE not in page(stage)


def test_a_project_that_was_never_judged_says_so(bare: Stage) -> None:
    text = page(bare)
    assert "Not judged" in text


def test_the_address_is_for_who_is_signed_in(client: Any, db: None) -> None:
    assert client.get("/projects/list.csv").status_code == 302
