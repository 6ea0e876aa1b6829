"""Signing in by a link, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from firstlight.identity.actions import make_sign_in_link
from firstlight.identity.models import SignInLink
from firstlight.kernel.context import Context
from firstlight.workspace.roles import INSTALLATION
from tests.cast import Cast


@pytest.fixture
def link(cast: Cast) -> str:
    """A link for the programme lead, as the command line makes it."""
    token = make_sign_in_link(Context(INSTALLATION, timezone.now()), cast.users["pl"])
    return f"/sign-in/{token}/"


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_without_mail_the_sign_in_page_says_how_else_one_gets_a_link(db: None) -> None:
    page = _text(Client().get("/sign-in/"))
    assert "firstlight sign-in-link" in page
    assert "Send me a link" not in page
    assert not Session.objects.exists()


def test_opening_a_link_uses_nothing_up_so_that_a_mail_program_may_open_it(link: str) -> None:
    preview = Client()
    for _ in range(3):
        assert preview.get(link).status_code == 200
    assert preview.head(link).status_code == 200
    assert SignInLink.objects.get().used is None
    assert not Session.objects.exists()
    assert Client().post(link).status_code == 302


def test_the_page_of_a_link_names_whom_it_is_for_and_a_wrong_one_names_nobody(link: str) -> None:
    assert "Petra Lind" in _text(Client().get(link))
    wrong = Client().get("/sign-in/not-a-token/")
    assert wrong.status_code == 404
    assert "Petra" not in _text(wrong)
    assert "This link does not work" in _text(wrong)


def test_the_button_signs_in_and_leads_to_the_only_project(link: str, cast: Cast) -> None:
    browser = Client()
    response = browser.post(link, follow=True)
    assert response.redirect_chain[-1][0] == f"/p/{cast.project.slug}/"
    assert "Petra Lind" in _text(response)


def test_a_link_works_once(link: str) -> None:
    assert Client().post(link).status_code == 302
    again = Client().post(link)
    assert again.status_code == 409
    assert "used already" in _text(again)
    assert Client().get(link).status_code == 404


def test_a_link_that_has_expired_or_whose_account_is_closed_signs_nobody_in(link: str, cast: Cast) -> None:
    user = cast.users["pl"]
    user.is_active = False
    user.save()
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    user.is_active = True
    user.save()
    now = timezone.now()
    SignInLink.objects.update(made=now - timedelta(hours=13), expires=now - timedelta(hours=1))
    assert Client().post(link).status_code == 404


def test_signing_in_gives_the_session_a_new_key(link: str, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.users["au"])
    before = browser.session.session_key
    browser.post(link)
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_way_on_stays_within_this_site(link: str, cast: Cast) -> None:
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "x"):
        SignInLink.objects.update(used=None)
        assert Client().post(link, {"next": wanted}).headers["Location"] == "/", wanted
    SignInLink.objects.update(used=None)
    inside = f"/p/{cast.project.slug}/ledger/?actor=x"
    assert Client().post(link, {"next": inside}).headers["Location"] == inside


def test_a_page_that_needs_a_sign_in_says_so_and_remembers_the_way(cast: Cast) -> None:
    response = Client().get(f"/p/{cast.project.slug}/readiness/?status=unmet", follow=True)
    address = response.redirect_chain[0][0]
    assert address.startswith("/sign-in/?next=%2Fp%2F")
    assert "needs a sign-in" in _text(response)


def test_signing_out_ends_the_session(link: str, cast: Cast) -> None:
    browser = Client()
    browser.post(link)
    assert browser.get(f"/p/{cast.project.slug}/").status_code == 200
    assert browser.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert browser.get(f"/p/{cast.project.slug}/").status_code == 302


def test_a_form_without_its_token_is_refused_with_a_page_of_ours(link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(link)
    assert response.status_code == 403
    assert "was not taken" in _text(response)
    assert SignInLink.objects.get().used is None


def test_someone_in_several_projects_chooses_and_someone_in_none_is_told_why(cast: Cast) -> None:
    from firstlight.identity.models import User
    from firstlight.workspace.models import Person, Project

    browser = Client()
    browser.force_login(cast.users["pl"])
    other = Project.objects.get(slug="elsewhere")
    Person.objects.create(project=other, ref="pl", name="Petra Lind", roles=["auditor"], user=cast.users["pl"])
    assert browser.get("/").headers["Location"] == "/projects/"
    page = _text(browser.get("/projects/"))
    assert "Elsewhere" in page
    assert "Wave 1" in page
    stranger = Client()
    stranger.force_login(User.objects.create(email="new@example.org", name="New Person"))
    assert "No project yet" in _text(stranger.get("/", follow=True))
