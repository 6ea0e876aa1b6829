"""People: the list, each on a page, invitations, organisations, who decides, who knows what."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from firstlight.identity.models import User
from firstlight.ledger.models import Entry
from firstlight.readiness.registry import measures
from firstlight.workspace.charts import who_decides
from firstlight.workspace.models import Invitation, Knowledge, Party, Person
from tests.web.conftest import Stage

PERSON = {"name": "Nele Weiss", "email": "nele@example.org", "title": "Administrator", "roles": ["it-administrator"]}


def _new_person(stage: Stage, **given: Any) -> Person:
    assert stage.post("add-person/", **{**PERSON, **given}).status_code == 303
    return Person.objects.get(project=stage.project, name=given.get("name", PERSON["name"]))


def _invited(stage: Stage, person: Person) -> str:
    """The address of the invitation, as the lead copies it from the person's page."""
    browser, page = stage.client(), f"/p/{stage.project.slug}/people/{person.ref}/"
    assert browser.post(f"{page}invite/").status_code == 303
    found = re.search(r'value="http://testserver(/invitation/[^"]+)"', browser.get(page).content.decode())
    assert found
    return found.group(1)


def test_somebody_without_an_account_can_be_in_the_project(stage: Stage) -> None:
    person = _new_person(stage)
    assert person.ref == "nw"
    page = stage.text("people/nw/")
    assert "they cannot sign in" in page
    assert "IT administrator" in page
    assert "Nele Weiss" in stage.text("people/?role=it-administrator&account=no&sort=-person")
    assert "Nele Weiss" not in stage.text("people/?role=auditor")


def test_two_people_with_the_same_initials_get_refs_of_their_own(stage: Stage) -> None:
    assert [_new_person(stage, name=name).ref for name in ("Nora West", "Nils Wolf")] == ["nw", "nw2"]


def test_roles_are_changed_and_the_ledger_says_from_what_to_what(stage: Stage) -> None:
    _new_person(stage)
    answer = stage.post("people/nw/change/", **{**PERSON, "roles": ["auditor"], "place": "Rostock"})
    assert answer.status_code == 303
    entry = Entry.objects.filter(subject_kind="person", subject_id="nw").order_by("-sequence")[0]
    assert "it-administrator" in str(entry.before)
    assert "auditor" in str(entry.after)


def test_a_form_with_a_mistake_is_shown_again_with_what_was_given(stage: Stage) -> None:
    answer = stage.post("add-person/", **{**PERSON, "email": "not an address"})
    assert answer.status_code == 422
    assert "Nele Weiss" in answer.content.decode()
    assert not Person.objects.filter(name="Nele Weiss").exists()


def test_who_has_signed_stays_in_the_list(stage: Stage) -> None:
    refused = stage.post("people/es/remove/")
    assert refused.status_code == 409
    assert "take their roles away" in refused.content.decode()
    _new_person(stage)
    assert stage.post("people/nw/remove/").status_code == 303
    assert not Person.objects.filter(ref="nw").exists()


def test_the_table_of_rights_is_made_from_the_rights(stage: Stage) -> None:
    page = stage.text("who-may-what/")
    assert "Change who is in the project" in page
    assert "Partner consultant" in page


@pytest.mark.requirement("PLT-01")
def test_an_invitation_makes_an_account_with_the_roles_of_the_person(stage: Stage) -> None:
    address = _invited(stage, _new_person(stage))
    newcomer = Client()
    assert "Join Wave 1" in newcomer.get(address).content.decode()
    assert newcomer.post(address, {"name": "Nele Weiss"}).status_code == 303
    assert newcomer.get(f"/p/{stage.project.slug}/").status_code == 200
    assert newcomer.get(f"/p/{stage.project.slug}/add-person/").status_code == 403
    again = Client().post(address, {"name": "Somebody else"})
    assert again.status_code == 404
    assert User.objects.filter(email="nele@example.org").count() == 1


def test_an_invitation_is_no_way_into_somebodys_account(stage: Stage) -> None:
    person = _new_person(stage, email=stage.cast.outsider.email)
    address = _invited(stage, person)
    stranger = Client()
    assert "Sign in with it" in stranger.get(address).content.decode()
    assert stranger.post(address, {"name": "X"}).status_code == 200
    person.refresh_from_db()
    assert person.user is None
    assert stage.outsider().post(address, {}).status_code == 303
    person.refresh_from_db()
    assert person.user == stage.cast.outsider


def test_expired_revoked_and_replaced_invitations_answer_alike(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    person = _new_person(stage)
    replaced, revoked = _invited(stage, person), _invited(stage, person)
    assert stage.post("people/nw/invitation/revoke/").status_code == 303
    expired = _invited(stage, person)
    monkeypatch.setattr("django.utils.timezone.now", lambda: stage.inside.now + timedelta(days=15))
    answers = [Client().get(one) for one in (replaced, revoked, expired, "/invitation/never-made/")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


def test_an_invitation_goes_by_mail_where_there_is_mail(stage: Stage, settings: Any) -> None:
    person = _new_person(stage)
    assert "Send the link to nele@example.org yourself." in _told_by_inviting(stage, person)
    assert not mail.outbox
    settings.MAIL_CONFIGURED = True
    address = _invited(stage, person)
    assert mail.outbox[0].to == ["nele@example.org"]
    assert address in mail.outbox[0].body
    token = address.split("/")[2]
    assert token not in str(list(Entry.objects.values())) + str(list(Invitation.objects.values()))


def _told_by_inviting(stage: Stage, person: Person) -> str:
    answer = stage.client().post(f"/p/{stage.project.slug}/people/{person.ref}/invite/", follow=True)
    return str(answer.content.decode())


def test_an_invitation_that_cannot_be_mailed_says_so_and_has_its_link(
    stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONFIGURED = True

    def refuse(*given: Any, **more: Any) -> int:
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr("firstlight.web.inviting.send_mail", refuse)
    page = _told_by_inviting(stage, _new_person(stage))
    assert "The mail to nele@example.org could not be sent." in page
    assert "/invitation/" in page


def test_an_invitation_speaks_the_language_of_the_account_it_goes_to(stage: Stage, settings: Any) -> None:
    settings.MAIL_CONFIGURED = True
    person = _new_person(stage)
    User.objects.create(email=person.email, name=person.name, language="de")
    _invited(stage, person)
    assert "lädt Sie" in mail.outbox[0].body


@pytest.mark.requirement("RDY-10")
def test_administrators_and_it_are_checked_person_by_person(stage: Stage) -> None:
    _new_person(stage)
    check = measures["workspace.people-check"]
    page = stage.text("people-check/")
    assert "0 of 6 confirmed" in page
    for name in ("Nele Weiss", "Sami Laine"):
        assert name in page
    assert check.read(stage.project, stage.inside.now).status == "unknown"
    given = {"evidence": "Found and closed the alert in the drill.", "expires": "2026-12-20"}
    assert stage.post("people-check/sl/Monitoring/", "sl", **given).status_code == 303
    assert stage.post("people-check/nw/Monitoring/", "cm", **given).status_code == 303
    page = stage.text("people-check/")
    assert "2 of 6 confirmed" in page
    assert "by themselves" in page
    assert "by Cora Mees" in page
    reading = check.read(stage.project, stage.inside.now)
    assert reading.status == "partly"
    assert "Nele Weiss is not confirmed on Troubleshooting, Avenues of support." in reading.reasons
    for ref in ("sl", "nw"):
        for topic in ("Troubleshooting", "Avenues%20of%20support"):
            assert stage.post(f"people-check/{ref}/{topic}/", "cm", **given).status_code == 303
    assert check.read(stage.project, stage.inside.now).status == "met"
    later = check.read(stage.project, stage.inside.now + timedelta(days=31))
    assert later.status == "unmet"
    assert "(expired)" in later.reasons[0]


@pytest.mark.requirement("RDY-10")
def test_the_check_of_the_checklist_is_measured_by_the_people_check(stage: Stage) -> None:
    page = stage.text("checks/support.administrators/")
    assert "Computed from the project’s records: administrators and IT know how to keep the system." in page
    assert f'href="/p/{stage.project.slug}/people-check/">Where it is kept</a>' in page
    assert "Nobody has been asked yet" in page
    assert stage.post("checks/support.administrators/attest/", "sl", state="met", statement="Yes.").status_code == 422
    for topic in ("Monitoring", "Troubleshooting"):
        assert stage.post(f"people-check/sl/{topic}/", "cm", evidence="Seen in the drill.").status_code == 303
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/support.administrators/")
    assert "Sami Laine is not confirmed on Avenues of support." in page
    leads = 'href="/p/wave-1/checks/support.administrators/"'
    assert leads in stage.text("checks/go-live-readiness.production/")
    assert stage.post("people-check/sl/Avenues%20of%20support/", "cm", evidence="Wrote a request.").status_code == 303
    stage.assess(timedelta(hours=2))
    page = stage.text("checks/support.administrators/")
    assert "The one who is asked knows all 3 topics, each confirmed by name." in page
    assert leads not in stage.text("checks/go-live-readiness.production/")


def test_a_confirmation_needs_a_sentence_and_a_day_that_is_to_come(stage: Stage) -> None:
    assert stage.post("people-check/sl/Monitoring/", "cm", evidence=" ").status_code == 422
    late = stage.post("people-check/sl/Monitoring/", "cm", evidence="Seen.", expires="2026-11-20")
    assert late.status_code == 422
    assert "cannot end on 20 Nov 2026" in late.content.decode()
    assert stage.get("people-check/sl/Monitoring/", "au").status_code == 403
    assert not Knowledge.objects.exists()


def test_another_topic_is_asked_of_everyone(stage: Stage) -> None:
    _new_person(stage)
    assert stage.post("people-check/choose/", person="cm", topic="Label printers").status_code == 303
    page = stage.text("people-check/")
    assert "0 of 12 confirmed" in page
    assert page.count("Label printers") > 3
    assert stage.post("people-check/choose/", person="cm", topic="monitoring").status_code == 303
    assert Knowledge.objects.filter(topic="Monitoring").exists()


def test_the_chart_is_changed_line_by_line_and_shown_as_of_a_day(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "proposed" in stage.text("authority/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: stage.inside.now + timedelta(days=2))
    given = {"title": "Rollback", "accountable": "cm", "responsible": ["approver"]}
    assert stage.post("authority/rollback/", **given).status_code == 303
    assert [one.ref for one in who_decides(stage.project, "rollback")] == ["cm", "ap"]
    today = stage.text("authority/")
    assert "Accountable: Cora Mees" in today
    assert "Accountable: Cora Mees" not in stage.text(f"authority/?at={date(2026, 11, 20)}")
    assert "Accountable: Cora Mees" in stage.text(f"authority/?at={date(2026, 11, 22)}")
    for nonsense in ("x", "2026-13-40", "0000-00-00", "9999-12-31", "%00"):
        assert stage.get(f"authority/?at={nonsense}").status_code == 200


def test_one_letter_each_and_the_mistake_stands_beside_its_field(stage: Stage) -> None:
    given = {"title": "Rollback", "accountable": "cm", "responsible": ["cm"]}
    answer = stage.post("authority/rollback/", **given)
    assert answer.status_code == 422
    assert "one letter each" in answer.content.decode()


def _partner(stage: Stage, kind: str = "partner") -> Party:
    party = Party.objects.create(project=stage.project, ref="weighwell", name="Weighwell", kind=kind)
    Person.objects.filter(pk=stage.cast.people["pc"].pk).update(party=party)
    return party


@pytest.mark.requirement("PLT-01")
def test_people_of_a_party_see_what_is_open_to_it_and_are_offered_nothing_else(stage: Stage) -> None:
    _partner(stage)
    assert stage.get("scope/", "pc").status_code == 200
    assert stage.post("organisations/weighwell/", sees=["testing"]).status_code == 303
    for page, status in (("testing/", 200), ("scope/", 403), ("readiness/", 403), ("ledger/", 403), ("people/", 403)):
        assert stage.get(page, "pc").status_code == status, page
    home = stage.text("", "pc")
    assert f"/p/{stage.project.slug}/testing/" in home
    for page in ("scope", "readiness", "ledger", "packs", "people", "guest-links"):
        assert f"/p/{stage.project.slug}/{page}/" not in home, page


def test_consent_of_two_is_given_on_the_page(stage: Stage) -> None:
    _partner(stage)
    assert stage.post("organisations/consent/", needed="yes").status_code == 303
    assert stage.get("scope/", "pc").status_code == 403
    assert "0 of 2 have agreed" in stage.text("organisations/")
    for who in ("pl", "ap"):
        assert stage.post("organisations/weighwell/consent/", who).status_code == 303
    assert stage.get("scope/", "pc").status_code == 200
    assert Entry.objects.filter(action="workspace.consent.given").count() == 2
    assert stage.post("organisations/weighwell/consent/", "ap", withdraw="yes").status_code == 303
    assert stage.get("scope/", "pc").status_code == 403
