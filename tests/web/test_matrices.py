"""Who may what, and the chart of authority: every cell is named, so that a phone can show it without its head."""

from __future__ import annotations

from firstlight.workspace.models import Person
from tests.web.conftest import Stage


def test_every_right_that_opens_a_list_is_in_who_may_what(stage: Stage) -> None:
    page = stage.text("who-may-what/")
    for words in ("See the register of actions", "See the actions of their organisation", "See the dependencies<"):
        assert words in page
    assert 'data-th="Project lead"' in page


def test_a_role_that_many_hold_names_the_first_and_how_many_more(stage: Stage) -> None:
    Person.objects.filter(project=stage.project, ref__in=["pc", "po", "wo"]).update(roles=["process-owner"])
    page = stage.text("authority/")
    assert "Kim Park and 2 more" in page
    assert 'data-th="Process owner"' in page
