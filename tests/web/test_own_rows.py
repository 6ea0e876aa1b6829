"""A vendor sees the dependencies and actions that are its own, on every way in, and nothing of anybody else's."""

from __future__ import annotations

from datetime import date

import pytest

from firstlight.intake.models import ListChange, ListView
from firstlight.workspace.models import Party, Person
from firstlight.workspace.roles import ROLES
from tests.api.conftest import program
from tests.web.conftest import Stage

#: Words of rows that belong to others.
OTHERS = ("Bank interface", "D-2", "Retest weights", "A-1", "Ask the bank", "A-2")


@pytest.fixture
def vendor(stage: Stage) -> Stage:
    """Kim Park is of the vendor Scanwell, in every role; one dependency and one action are Scanwell's."""
    from firstlight.assurance.actions import change_actions
    from firstlight.assurance.sheets import ACTIONS
    from firstlight.dependencies.actions import change_dependencies
    from firstlight.dependencies.sheets import DEPENDENCIES

    bank = {"ref": "D-2", "title": "Bank interface", "provider": "House bank", "owner": "Petra Lind"}
    send = {"ref": "A-7", "title": "Send the scanners", "owner": "Kim Park", "due": date(2026, 11, 10)}
    stage.change(change_dependencies, DEPENDENCIES, bank)
    stage.change(change_actions, ACTIONS, send)
    party = Party.objects.create(project=stage.project, ref="scanwell", name="Scanwell", kind="vendor")
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(party=party, roles=list(ROLES))
    stage.cast.people["pc"].refresh_from_db()
    return stage


def _only_own(text: str, own: str) -> None:
    assert own in text
    assert not [word for word in OTHERS if word in text]


def test_the_pages_show_the_rows_of_ones_organisation(vendor: Stage) -> None:
    _only_own(vendor.text("dependencies/", "pc"), "Scanners")
    _only_own(vendor.text("actions/", "pc"), "Send the scanners")
    _only_own(vendor.text("actions/?view=all&sort=-title", "pc"), "Send the scanners")
    for address in ("dependencies/?ref=D-2", "dependencies/?q=bank", "actions/?ref=A-1", "actions/?q=weights"):
        assert "No row fits" in vendor.text(address, "pc"), address


def test_what_is_counted_is_what_is_shown(vendor: Stage) -> None:
    page = vendor.text("actions/", "pc")
    assert "1 action<" in page
    from django.test import RequestFactory

    from firstlight.web.navigation import _open_actions
    from firstlight.web.viewing import Viewing

    context, person = vendor.cast.context("pc"), vendor.cast.people["pc"]
    asked = RequestFactory().get("/")
    assert _open_actions(Viewing(asked, vendor.cast.users["pc"], person, vendor.project, context)) == 1


def test_files_of_the_lists_have_no_other_rows(vendor: Stage) -> None:
    for address, own in (
        ("dependencies/list.csv", "Scanners"), ("actions/list.csv", "Send the scanners"),
        ("dependencies/list.csv?ref=D-1", "Scanners"),
    ):  # fmt: skip
        response = vendor.get(address, "pc")
        assert response.status_code == 200, address
        _only_own(response.content.decode(), own)
        assert response.content.count(b"\r\n") == 2


def test_search_finds_no_other_rows(vendor: Stage) -> None:
    _only_own(vendor.text("search/?q=scanners", "pc"), "Send the scanners")
    for words in ("bank", "weights", "D-2", "A-1"):
        page = vendor.text(f"search/?q={words}", "pc")
        assert not [title for title in ("Bank interface", "Retest weights", "Ask the bank") if title in page], words


def test_programs_of_the_vendor_read_no_other_rows(vendor: Stage) -> None:
    caller = program(vendor, "pc")
    for ref, own, other in (("dependencies.register", "D-1", "D-2"), ("assurance.actions", "A-7", "A-1")):
        answer = caller.get(f"lists/{ref}/rows").json()
        assert [row["id"] for row in answer["rows"]] == [own]
        assert answer["total"] == 1
        assert caller.get(f"lists/{ref}/rows?q={other}").json()["rows"] == []
        assert caller.get(f"lists/{ref}/rows/{own}").status_code == 200
        assert caller.get(f"lists/{ref}/rows/{other}").status_code == 404
        file = caller.get(f"lists/{ref}/file.csv").content.decode()
        _only_own(file, own)
    told = {one["ref"]: one for one in caller.get("lists").json()}
    assert set(told) == {"dependencies.register", "assurance.actions"}
    assert not any(one["may_change"] for one in told.values())


def test_a_program_that_offers_a_file_does_not_learn_what_stands_there(vendor: Stage) -> None:
    file = b"ref,title,provider\r\nD-2,Guess,Guess\r\n"
    answer = program(vendor, "pc").upload("imports/preview", file, "dependencies.csv", sheet="dependencies.register")
    assert answer.status_code in (403, 422)
    assert "Bank interface" not in answer.content.decode()


def test_own_rows_are_read_and_not_changed(vendor: Stage) -> None:
    page = vendor.text("actions/", "pc")
    assert "lists/assurance.actions/import/" not in page
    for address in ("row/?row=A-7", "row/?row=A-1", "bulk/", "import/", "cell/?row=A-1&column=title"):
        assert vendor.get(f"lists/assurance.actions/{address}", "pc").status_code == 403, address


def test_a_change_of_a_list_shows_rows_of_others_and_is_closed(vendor: Stage) -> None:
    row = {"title": "By the lead", "ref": "A-9", "priority": "High", "risk": "High", "state": "Open"}
    vendor.client().post(f"/p/{vendor.project.slug}/lists/assurance.actions/row/", row)
    change = ListChange.objects.get(sheet="assurance.actions")
    assert vendor.get(f"lists/changes/{change.uid}/", "pc").status_code == 403
    assert change.uid in vendor.text("lists/changes/")
    assert change.uid not in vendor.text("lists/changes/", "pc")


def test_views_that_the_project_keeps_are_not_shown_to_those_who_see_a_part(vendor: Stage) -> None:
    ListView.objects.create(
        project=vendor.project, sheet="assurance.actions", owner="", name="Late at the bank", query="q=bank"
    )
    assert "Late at the bank" in vendor.text("actions/")
    assert "Late at the bank" not in vendor.text("actions/", "pc")


def test_a_partner_who_sees_everything_sees_every_row(vendor: Stage) -> None:
    Party.objects.filter(ref="scanwell").update(kind="partner")
    assert "Bank interface" in vendor.text("dependencies/", "pc")
    assert "Retest weights" in vendor.text("actions/", "pc")
