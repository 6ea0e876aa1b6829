"""What an organisation sees, and the customer's consent to it."""

from __future__ import annotations

import pytest

from firstlight.kernel.errors import Invalid, Refused
from firstlight.workspace.actions import give_consent, open_to_party, require_consent, withdraw_consent
from firstlight.workspace.models import Party, Person
from firstlight.workspace.roles import EVERY_RIGHT, RIGHTS
from firstlight.workspace.sight import DEFAULTS, EVERYTHING, seen_by, within
from tests.cast import NOW, Cast


@pytest.fixture
def partner(cast: Cast) -> Party:
    """The partner of the project, to which the consultant belongs."""
    party = Party.objects.create(project=cast.project, ref="weighwell", name="Weighwell", kind="partner")
    person = cast.people["pc"]
    person.party, person.roles = party, ["project-lead"]
    person.save()
    return party


def _rights(cast: Cast) -> frozenset[str]:
    cast.people["pc"] = Person.objects.select_related("project", "party").get(pk=cast.people["pc"].pk)
    return cast.context("pc", NOW).actor.rights


def test_the_customer_loses_no_right_and_a_vendor_keeps_what_is_its_own() -> None:
    assert within(EVERY_RIGHT, seen_by("customer", None)) == EVERY_RIGHT
    assert within(EVERY_RIGHT, seen_by("vendor", None)) == {
        "project.view", "own-dependencies.view", "own-actions.view", "knowledge.confirm",
    }  # fmt: skip
    partner = within(EVERY_RIGHT, seen_by("partner", None))
    assert "scope.edit" in partner
    assert "packs.waive" not in partner


def test_a_right_of_an_area_that_nobody_thought_of_is_not_given_to_a_restricted_party() -> None:
    assert within(frozenset({"rockets.launch"}), EVERYTHING) == {"rockets.launch"}
    assert within(frozenset({"rockets.launch"}), DEFAULTS["partner"]) == {"rockets.launch"}
    assert not within(frozenset({"rockets.launch"}), frozenset({"scope"}))


def test_rights_are_those_of_the_roles_within_what_the_party_sees(cast: Cast, partner: Party) -> None:
    assert "scope.edit" in _rights(cast)
    open_to_party(cast.context("pl"), partner, ["testing"])
    rights = _rights(cast)
    assert {"testing.view", "testing.edit", "project.view"} <= rights
    assert not {"scope.view", "scope.edit", "people.edit", "ledger.view", "assurance.sign"} & rights
    assert rights < RIGHTS["project-lead"]


def test_a_partner_who_leads_the_project_cannot_open_it_to_its_own_people(cast: Cast, partner: Party) -> None:
    _rights(cast)
    with pytest.raises(Refused, match="Only people of the customer"):
        open_to_party(cast.context("pc"), partner, EVERYTHING)
    with pytest.raises(Refused, match="Only people of the customer"):
        require_consent(cast.context("pc"), True)


def test_a_subject_that_does_not_exist_is_refused_by_name(cast: Cast, partner: Party) -> None:
    with pytest.raises(Invalid, match="weather"):
        open_to_party(cast.context("pl"), partner, ["weather"])


def test_two_people_of_the_customer_agree_before_a_partner_sees_anything(cast: Cast, partner: Party) -> None:
    require_consent(cast.context("pl"), True)
    cast.project.refresh_from_db()
    assert _rights(cast) == {"project.view"}
    give_consent(cast.context("pl"), partner)
    give_consent(cast.context("pl"), partner)
    assert _rights(cast) == {"project.view"}
    give_consent(cast.context("ap"), partner)
    assert "scope.view" in _rights(cast)
    withdraw_consent(cast.context("ap"), partner)
    assert _rights(cast) == {"project.view"}


def test_the_partner_cannot_agree_for_the_customer(cast: Cast, partner: Party) -> None:
    _rights(cast)
    with pytest.raises(Refused, match="Only people of the customer"):
        give_consent(cast.context("pc"), partner)
