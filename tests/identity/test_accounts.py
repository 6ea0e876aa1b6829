"""Accounts without passwords, and links that sign in once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.identity.actions import LINK_LIFE, add_user, digest_of, make_sign_in_link, use_sign_in_link
from firstlight.identity.models import SignInLink, User
from firstlight.identity.queries import holder_of
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.ledger.models import Entry
from firstlight.workspace.roles import FOLDER_READER, INSTALLATION, SIGN_IN_PAGE
from tests.cast import NOW

pytestmark = pytest.mark.django_db

MACHINE = Context(INSTALLATION, NOW)
DOOR = Context(SIGN_IN_PAGE, NOW)


@pytest.fixture
def petra() -> User:
    return add_user(MACHINE, email=" Petra@Example.org ", name=" Petra Lind ")


def test_an_account_has_an_address_in_small_letters_and_no_password(petra: User) -> None:
    assert (petra.email, petra.name, str(petra)) == ("petra@example.org", "Petra Lind", "Petra Lind")
    assert not petra.has_usable_password()


def test_the_same_address_again_is_the_same_account(petra: User) -> None:
    before = Entry.objects.count()
    assert add_user(MACHINE, email="PETRA@example.org", name="Somebody") == petra
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("email", "name"), [("petra", "Petra"), ("", "Petra"), ("petra@example.org", " ")])
def test_an_account_needs_an_address_and_a_name(email: str, name: str) -> None:
    with pytest.raises(Invalid):
        add_user(MACHINE, email=email, name=name)


def test_a_link_signs_in_once(petra: User) -> None:
    token = make_sign_in_link(MACHINE, petra)
    assert use_sign_in_link(DOOR, token) == petra
    with pytest.raises(Conflict, match="has been used already"):
        use_sign_in_link(DOOR, token)


def test_a_link_expires(petra: User) -> None:
    token = make_sign_in_link(MACHINE, petra)
    with pytest.raises(NotFound):
        use_sign_in_link(Context(SIGN_IN_PAGE, NOW + LINK_LIFE), token)
    assert use_sign_in_link(Context(SIGN_IN_PAGE, NOW + LINK_LIFE - timedelta(seconds=1)), token) == petra


def test_looking_at_a_link_does_not_use_it_up(petra: User) -> None:
    token = make_sign_in_link(MACHINE, petra)
    assert holder_of(token, NOW) == petra
    assert holder_of(token, NOW + LINK_LIFE) is None
    assert holder_of("never-was", NOW) is None
    use_sign_in_link(DOOR, token)
    assert holder_of(token, NOW) is None


def test_a_closed_account_is_not_told_apart_from_none(petra: User) -> None:
    token = make_sign_in_link(MACHINE, petra)
    User.objects.filter(pk=petra.pk).update(is_active=False)
    with pytest.raises(NotFound) as closed:
        use_sign_in_link(DOOR, token)
    with pytest.raises(NotFound) as never:
        use_sign_in_link(DOOR, "never-was")
    assert closed.value.sentence == never.value.sentence


def test_the_token_is_written_down_nowhere(petra: User) -> None:
    token = make_sign_in_link(MACHINE, petra)
    link = SignInLink.objects.get()
    assert link.token_digest == digest_of(token)
    assert str(link) == f"sign-in link of {petra.pk}"
    written = [
        f"{entry.before} {entry.after} {entry.subject_text}" for entry in Entry.objects.filter(stream="workspace")
    ]
    assert not [words for words in written if token in words or digest_of(token) in words]


def test_only_the_sign_in_page_uses_links_and_only_the_installation_makes_them(petra: User) -> None:
    with pytest.raises(Refused):
        use_sign_in_link(MACHINE, make_sign_in_link(MACHINE, petra))
    for stranger in (DOOR, Context(FOLDER_READER, NOW)):
        with pytest.raises(Refused):
            make_sign_in_link(stranger, petra)
