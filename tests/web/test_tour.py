"""The tour: seven steps for each role, each to a page that is there; one step at a time, ended, begun again."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from firstlight.web.tours import STEPS, TOURS, tour_for
from firstlight.workspace.models import Person
from firstlight.workspace.roles import ROLES
from tests.web.conftest import Stage


def test_every_role_has_seven_steps_that_differ() -> None:
    assert set(TOURS) == set(ROLES)
    for role, steps in TOURS.items():
        assert len(steps) == len(set(steps)) == 7, role
        assert set(steps) <= set(STEPS), role


def test_whoever_leads_is_shown_how_to_lead() -> None:
    assert tour_for(["auditor", "project-lead"]) == tour_for(["project-lead"])
    assert tour_for([]) == ()


@pytest.mark.parametrize("role", ROLES)
def test_each_step_leads_to_a_page_that_opens_for_the_role(stage: Stage, role: str) -> None:
    Person.objects.filter(pk=stage.cast.people["pl"].pk).update(roles=[role])
    client = stage.client("pl")
    page = client.get(reverse("tour", args=[stage.project.slug])).content.decode()
    steps = re.findall(r'<a href="([^"]+)">\d\. ', page)
    assert len(steps) == 7
    for address in steps:
        assert client.get(address).status_code == 200, address


def test_one_goes_on_ends_it_and_begins_again(stage: Stage) -> None:
    client, home, tour = stage.client("pl"), reverse("home", args=["wave-1"]), reverse("tour", args=["wave-1"])
    assert "Your tour, step 1 of 7" in client.get(home).content.decode()
    assert client.post(tour, {"step": "2"}, follow=True).redirect_chain[-1][0] == home
    assert "Your tour, step 2 of 7" in client.get(home).content.decode()
    assert "The tour is over" in client.post(tour, {"step": "end"}, follow=True).content.decode()
    assert "Your tour, step" not in client.get(home).content.decode()
    client.post(tour, {"step": "1"})
    assert "Your tour, step 1 of 7" in client.get(home).content.decode()


@pytest.mark.parametrize("step", ["", "0", "8", "-1", "x", "99999999999999999999", "²"])
def test_a_step_that_is_none_ends_the_tour(stage: Stage, step: str) -> None:
    client = stage.client("pl")
    client.post(reverse("tour", args=["wave-1"]), {"step": step})
    assert "Your tour, step" not in client.get(reverse("home", args=["wave-1"])).content.decode()


@pytest.mark.parametrize("said", ["", "0", "9", "x", "99999999999999999999", "²"])
def test_a_cookie_that_says_nothing_begins_at_the_first_step(stage: Stage, said: str) -> None:
    client = stage.client("pl")
    client.cookies[f"fl-tour-{stage.cast.people['pl'].pk}"] = said
    assert "Your tour, step 1 of 7" in client.get(reverse("home", args=["wave-1"])).content.decode()
