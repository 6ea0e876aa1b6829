"""Projects, the people in them, and who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from firstlight.kernel.context import Context
from firstlight.kernel.documents import read_document
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Row, RowChange
from firstlight.ledger.queries import search
from firstlight.workspace.actions import add_project, change_people, change_project, set_clock, tie_account
from firstlight.workspace.models import Party, Person, Phase, Project
from firstlight.workspace.policies import MAY_EDIT_PROJECT, who_could
from firstlight.workspace.profile import PartyFacts, PhaseFacts, read_profile
from firstlight.workspace.queries import (
    check_own,
    context_of,
    here,
    project_for,
    project_named,
    projects_of,
    zone_of,
)
from firstlight.workspace.roles import EVERY_RIGHT, FOLDER_READER, RIGHTS, ROLES, rights_of, spoken
from firstlight.workspace.rows import saved
from firstlight.workspace.sheets import PEOPLE
from firstlight.workspace.stated import profile_of, profile_yaml
from tests.cast import NOW, Cast, added, profile


def _entry(cast: Cast) -> Any:
    return search(cast.project, most=1)[0]


# projects -----------------------------------------------------------------------------------------------------------


def test_a_slug_stands_for_one_project(cast: Cast) -> None:
    with pytest.raises(Conflict, match="There is a project “wave-1” already"):
        add_project(Context(FOLDER_READER, NOW), profile())


def test_phases_and_parties_become_just_those_of_the_profile(cast: Cast) -> None:
    prepare = PhaseFacts("prepare", "Prepare", date(2026, 11, 1), date(2026, 12, 7))
    operate = PhaseFacts("operate", "Operate", date(2026, 12, 8), None)
    partner = PartyFacts("partner", "Example Partner", "partner")
    change_project(cast.context("pl"), profile(phases=(prepare, operate), parties=(partner,)))
    change_project(cast.context("pl"), profile(phases=(operate,), parties=()))
    assert [(phase.ref, str(phase)) for phase in Phase.objects.filter(project=cast.project)] == [("operate", "Operate")]
    assert not Party.objects.filter(project=cast.project).exists()


def test_a_party_stays_as_long_as_somebody_belongs_to_it(cast: Cast) -> None:
    partner = PartyFacts("partner", "Example Partner", "partner")
    change_project(cast.context("pl"), profile(parties=(partner,)))
    change_people(cast.machine, cast.project, [added(PEOPLE, ref="nw", name="Nele", party="partner")])
    change_project(cast.context("pl"), profile())
    assert [str(party) for party in Party.objects.filter(project=cast.project)] == ["Example Partner"]
    assert Person.objects.get(ref="nw").role_titles() == []


def test_a_profile_that_does_not_say_what_an_organisation_sees_leaves_that_alone(cast: Cast) -> None:
    told = PartyFacts("partner", "Example Partner", "partner", ("scope",))
    change_project(cast.context("pl"), profile(parties=(told,), consent_needed=True))
    change_project(cast.context("pl"), profile(parties=(PartyFacts("partner", "Example Partner", "partner"),)))
    cast.project.refresh_from_db()
    assert Party.objects.get(project=cast.project).sees == ["scope"]
    assert cast.project.consent_needed


@pytest.mark.parametrize("usual", [True, False])
def test_what_organisations_see_is_said_in_project_yaml_and_read_back(cast: Cast, usual: bool) -> None:
    sees = None if usual else ("scope", "testing")
    told = PartyFacts("partner", "Example Partner", "partner", sees)
    change_project(cast.context("pl"), profile(parties=(told,), consent_needed=True))
    cast.project.refresh_from_db()
    stated = profile_of(cast.project)
    read, problems = read_profile(read_document(profile_yaml(stated).encode(), "project.yaml"))
    assert (read, problems) == (stated, ())
    assert read is not None
    elsewhere = add_project(cast.machine, replace(read, slug="there"))
    assert elsewhere.consent_needed
    assert Party.objects.get(project=elsewhere).sees == (None if usual else ["scope", "testing"])


def test_a_partner_who_leads_the_project_makes_its_own_people_no_part_of_the_customer(cast: Cast) -> None:
    us, partner = PartyFacts("us", "Us", "customer"), PartyFacts("partner", "Example Partner", "partner")
    change_project(cast.context("pl"), profile(parties=(us, partner)))
    consultant = cast.people["pc"]
    consultant.party, consultant.roles = Party.objects.get(project=cast.project, ref="partner"), ["project-lead"]
    consultant.save()
    lead = cast.context("pc")
    for parties in (
        (us, replace(partner, kind="customer")), (us, replace(partner, sees=("votes",))),
    ):  # fmt: skip
        with pytest.raises(Refused, match="Only people of the customer"):
            change_project(lead, profile(parties=parties))
    with pytest.raises(Refused, match="Only people of the customer"):
        change_project(lead, profile(parties=(us, partner), consent_needed=True))
    change_project(lead, profile(parties=(us, partner), users_at_go_live=500))
    for values in saved(PEOPLE, cast.project, {"ref": "pc", "party": None}), [added(PEOPLE, ref="nw", name="Nele")]:
        with pytest.raises(Refused, match="who belongs to which organisation"):
            change_people(lead, cast.project, values)
    change_people(lead, cast.project, [added(PEOPLE, ref="nw", name="Nele", party="partner")])


def test_a_profile_that_says_the_same_changes_nothing(cast: Cast) -> None:
    before = _entry(cast).sequence
    change_project(cast.context("pl"), profile())
    assert _entry(cast).sequence == before


def test_the_ledger_keeps_only_what_changed_of_a_project(cast: Cast) -> None:
    change_project(cast.context("pl"), profile(users_at_go_live=500))
    assert (_entry(cast).before, _entry(cast).after) == ('{"users_at_go_live":420}', '{"users_at_go_live":500}')


def test_the_clock_of_a_project_can_run_ahead(cast: Cast) -> None:
    set_clock(cast.context("pl"), timedelta(days=3))
    before = _entry(cast).sequence
    set_clock(cast.context("pl"), timedelta(days=3))
    assert _entry(cast).sequence == before
    person = Person.objects.select_related("project").get(project=cast.project, ref="pl")
    assert context_of(person, cast.users["pl"], NOW).now == NOW + timedelta(days=3)


def test_a_project_is_found_by_its_slug_or_those_there_are_are_named(cast: Cast) -> None:
    assert project_named("wave-1") == cast.project
    with pytest.raises(NotFound, match="There is no project “wave-9”; known: elsewhere, wave-1"):
        project_named("wave-9")


def test_outside_a_project_there_is_none_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        here(replace(cast.machine, project=None))
    assert str(zone_of(cast.project)) == "Europe/Berlin"


# people -------------------------------------------------------------------------------------------------------------


def test_a_member_sees_the_project_and_a_stranger_sees_nothing(cast: Cast) -> None:
    project, person = project_for(cast.users["au"], "wave-1")
    assert (project, person.ref) == (cast.project, "au")
    for slug in ("wave-1", "no-such-project"):
        with pytest.raises(NotFound) as nothing:
            project_for(cast.outsider, slug)
        assert nothing.value.sentence == "There is nothing here."
    assert [project.slug for project in projects_of(cast.outsider)] == ["elsewhere"]


def test_a_person_without_any_role_sees_nothing(cast: Cast) -> None:
    row = PEOPLE.store.current(cast.project)["au",]
    change_people(
        cast.machine, cast.project, [RowChange("changed", row, Row(row.identity, {**row.values, "roles": ()}))]
    )
    with pytest.raises(NotFound):
        project_for(cast.users["au"], "wave-1")


def test_an_account_is_one_person_in_a_project_and_moving_it_is_recorded_on_both(cast: Cast) -> None:
    installation = cast.machine
    tie_account(installation, "au", cast.users["pc"])
    assert Person.objects.get(project=cast.project, ref="pc").user is None
    assert Person.objects.get(project=cast.project, ref="au").user == cast.users["pc"]
    newest, older = search(cast.project, most=2)
    assert (older.subject_id, older.before, older.after) == (
        "pc", '{"account":"pc@example.org"}', '{"account":null}',
    )  # fmt: skip
    assert (newest.subject_id, newest.before, newest.after) == (
        "au", '{"account":"au@example.org"}', '{"account":"pc@example.org"}',
    )  # fmt: skip
    tie_account(installation, "au", cast.users["pc"])
    assert _entry(cast) == newest


def test_nobody_is_tied_to_a_person_who_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound, match="nobody “xx” in Wave 1"):
        tie_account(cast.machine, "xx", cast.users["pc"])


def test_an_account_that_somebody_else_tied_meanwhile_is_a_conflict(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Person.objects.filter

    def meanwhile(*args: Any, **key: Any) -> Any:
        if "pk" in key and "user" in key:
            original(pk=key["pk"]).update(user=cast.outsider)
        return original(*args, **key)

    monkeypatch.setattr(Person.objects, "filter", meanwhile)
    with pytest.raises(Conflict, match="Ada Unger was tied to an account by somebody else"):
        tie_account(cast.machine, "au", cast.users["pc"])


def test_one_speaks_for_oneself_and_in_ones_own_project(cast: Cast) -> None:
    check_own(cast.context("wo"), cast.people["wo"])
    check_own(cast.machine, cast.people["wo"])
    with pytest.raises(Refused, match="one's own word"):
        check_own(cast.context("wo"), cast.people["pl"])
    stranger = Person.objects.get(ref="os")
    with pytest.raises(NotFound, match="nobody in this project"):
        check_own(cast.machine, stranger)


def test_a_party_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="1 names are not in the lists"):
        change_people(cast.machine, cast.project, [added(PEOPLE, ref="nw", name="Nele", party="nobody")])


def test_roles_are_read_by_their_titles_and_written_so(cast: Cast) -> None:
    column = PEOPLE.column("roles")
    found = column.value("Process owner; approver, IT_Administrator", zone_of(cast.project))
    assert found == ("process-owner", "approver", "it-administrator")
    assert column.cell(found, zone_of(cast.project)) == "Process owner; Approver; IT administrator"
    with pytest.raises(ValueError, match="roles split by semicolons, from: Project lead"):
        column.value("King", zone_of(cast.project))


# rights -------------------------------------------------------------------------------------------------------------


def test_every_role_has_a_title_and_rights_and_sees_the_project() -> None:
    assert ROLES.keys() == RIGHTS.keys()
    assert all("project.view" in rights for rights in RIGHTS.values())


def test_an_auditor_sees_everything_and_changes_nothing() -> None:
    assert all(right.endswith(".view") or right == "project.export" for right in RIGHTS["auditor"])


def test_a_partner_signs_nothing() -> None:
    assert "assurance.sign" not in RIGHTS["partner-consultant"]


def test_no_person_may_record_for_others_or_make_accounts() -> None:
    assert not EVERY_RIGHT & {"assurance.record", "identity.add-users", "identity.make-links", "project.add"}


def test_rights_of_several_roles_add_up_and_unknown_roles_give_none() -> None:
    assert rights_of(["auditor", "approver"]) == RIGHTS["auditor"] | RIGHTS["approver"]
    assert rights_of(["king"]) == rights_of([]) == frozenset()


def test_roles_within_a_sentence() -> None:
    assert [spoken(role) for role in ("project-lead", "it-administrator", "king")] == [
        "project lead", "IT administrator", "king",
    ]  # fmt: skip


def test_who_could_is_the_reverse_of_who_may(cast: Cast) -> None:
    assert [person.ref for person in who_could(cast.project, MAY_EDIT_PROJECT)] == ["pl"]


@pytest.mark.django_db
def test_the_database_refuses_a_window_that_ends_before_it_starts() -> None:
    from django.db import IntegrityError

    values = {"slug": "x", "name": "X", "product": "finance-operations", "time_zone": "UTC"}
    start = datetime(2026, 12, 4, tzinfo=UTC)
    with pytest.raises(IntegrityError):
        Project.objects.create(uid="prj_x", **values, window_start=start, window_end=start)
