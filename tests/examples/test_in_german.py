"""The example on German pages: whatever the program says of it is said in German."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.examples.judging import EXAMPLES, STATES, blocking, judged, state
from tests.web.german import english_in, known_texts, reasons_left_english

pytestmark = pytest.mark.django_db

PAGES = (
    "", "readiness/", "signatures/", "assessments/", "decisions/", "actions/", "reviews/", "ledger/",
    "scope/", "scope/risk/", "scope/delivered/", "scope/delivered/items/", "scope/baselines/", "testing/",
    "testing/failing/", "testing/acceptance/", "testing/coverage/", "dependencies/", "dependencies/D-04/",
    "checks/uat.complete/", "lists/", "packs/", "people/", "settings/",
)  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_every_reason_is_said_in_german_but_for_what_people_wrote(name: str) -> None:
    assert reasons_left_english(state(name)) == []


@pytest.mark.thorough
def test_no_page_of_the_example_says_anything_in_english() -> None:
    document = judged(EXAMPLES / STATES[2])
    client, base = _signed_in()
    areas = [f"readiness/{area['ref']}/" for area in document["areas"]]
    checks = [f"checks/{ref}/" for ref in (*blocking(document), "scope.agreed", "acceptance.accepted")]
    known, left = known_texts(), []
    for address in ("/projects/", *(f"{base}{page}" for page in (*PAGES, *areas, *checks))):
        response = client.get(address)
        assert response.status_code == 200, address
        left += [f"{address} {text}" for text in english_in(response.content.decode(), known)]
    assert not left, "\n".join(left)


def _signed_in() -> tuple[Client, str]:
    """A German browser of the project lead, and where the project is."""
    from firstlight.identity.models import User
    from firstlight.workspace.models import Person, Project

    project = Project.objects.get()
    lead = next(one for one in Person.objects.filter(project=project) if "project-lead" in one.roles)
    lead.user = User.objects.create(email="lead@example.org", name=lead.name)
    lead.save()
    client = Client(headers={"accept-language": "de"})
    client.force_login(lead.user)
    return client, f"/p/{project.slug}/"
