"""Passkeys: what is taken from a device, and everything that is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.identity.actions import add_passkey, add_user, remove_passkey, use_passkey
from firstlight.identity.models import Passkey, User
from firstlight.identity.passkeys import Site, ask_for_known, ask_for_new
from firstlight.identity.queries import own_context, passkeys_of
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.ledger.models import Entry
from firstlight.workspace.roles import INSTALLATION, SIGN_IN_PAGE
from tests.cast import NOW
from tests.identity.devices import SITE, Device, added_device, asked_for_known, asked_for_new

pytestmark = pytest.mark.django_db
DOOR = Context(SIGN_IN_PAGE, NOW)


@pytest.fixture
def petra() -> User:
    return add_user(Context(INSTALLATION, NOW), email="petra@example.org", name="Petra Lind")


def _use(device: Device, **more: Any) -> User:
    question, challenge = asked_for_known(NOW)
    return use_passkey(DOOR, site=SITE, question=question, answer=device.sign(challenge), **more)


def test_a_passkey_signs_in_whom_it_belongs_to_without_a_name(petra: User) -> None:
    device = added_device(petra, NOW)
    assert _use(device) == petra
    kept = Passkey.objects.get()
    assert (kept.sign_count, kept.last_used) == (1, NOW)
    assert [one.action for one in Entry.objects.filter(subject_kind="user").order_by("pk")][-2:] == [
        "identity.passkey.added",
        "identity.passkey.used",
    ]


def test_what_the_browser_is_asked_names_nobody_and_wants_the_hand_checked(petra: User) -> None:
    options, _ = ask_for_known(SITE, [], NOW)
    assert not options["publicKey"].get("allowCredentials")
    assert options["publicKey"]["userVerification"] == "required"
    added_device(petra, NOW)
    new, _ = ask_for_new(SITE, petra, passkeys_of(petra), NOW)
    assert len(new["publicKey"]["excludeCredentials"]) == 1
    assert new["publicKey"]["authenticatorSelection"]["residentKey"] == "required"
    assert str(petra.pk) != new["publicKey"]["user"]["id"]


def test_a_question_is_answered_once(petra: User) -> None:
    device = added_device(petra, NOW)
    question, challenge = asked_for_known(NOW)
    answer = device.sign(challenge)
    use_passkey(DOOR, site=SITE, question=question, answer=answer)
    Passkey.objects.update(sign_count=0)
    with pytest.raises(Conflict):
        use_passkey(DOOR, site=SITE, question=question, answer=answer)
    new, asked = asked_for_new(petra, NOW)
    own, made = own_context(petra, NOW), Device().make(asked)
    add_passkey(own, petra, name="", site=SITE, question=new, answer=made)
    with pytest.raises(Conflict):
        add_passkey(own, petra, name="", site=SITE, question=new, answer=made)


def test_an_answer_after_five_minutes_is_too_late(petra: User) -> None:
    device = added_device(petra, NOW)
    question, challenge = asked_for_known(NOW)
    late = Context(SIGN_IN_PAGE, NOW + timedelta(minutes=5, seconds=1))
    with pytest.raises(Invalid, match="five minutes"):
        use_passkey(late, site=SITE, question=question, answer=device.sign(challenge))


def _spoilt(device: Device, challenge: str) -> dict[str, dict[str, Any]]:
    """Answers that must not be taken, each for one reason."""
    stranger = Device()
    stranger.id = device.id
    elsewhere, unverified = Device("https://evil.example"), Device()
    other_name = Device(name="evil.example")
    for one in (elsewhere, unverified, other_name):
        one.key, one.id, one.count = device.key, device.id, device.count
    unverified.verifies = False
    cut = device.sign(challenge)
    cut["response"].pop("signature")
    return {
        "another key": stranger.sign(challenge),
        "another challenge": device.sign("bm90IHRoaXMgb25l"),
        "another origin": elsewhere.sign(challenge),
        "another site": other_name.sign(challenge),
        "hand not checked": unverified.sign(challenge),
        "unknown passkey": Device().sign(challenge),
        "without signature": cut,
        "nothing": {},
        "nonsense": {"id": 5, "response": "x"},
        "deep nonsense": {"id": device.sign(challenge)["id"], "response": {"clientDataJSON": "%%%"}},
    }


def test_every_wrong_answer_is_refused_with_the_same_words(petra: User) -> None:
    device = added_device(petra, NOW)
    question, challenge = asked_for_known(NOW)
    said = set()
    for why, answer in _spoilt(device, challenge).items():
        with pytest.raises(Invalid) as refused:
            use_passkey(DOOR, site=SITE, question=question, answer=answer)
        said.add(refused.value.sentence)
        assert Passkey.objects.get().sign_count == 0, why
    assert len(said) == 1


def test_a_copied_device_that_counts_backwards_is_refused(petra: User) -> None:
    device = added_device(petra, NOW)
    _use(device)
    device.count = 0
    with pytest.raises(Invalid):
        _use(device)


def test_a_passkey_of_somebody_else_or_of_a_closed_account_opens_nothing(petra: User) -> None:
    device = added_device(petra, NOW)
    other = add_user(Context(INSTALLATION, NOW), email="o@example.org", name="Oskar")
    with pytest.raises(Invalid):
        _use(device, user=other)
    petra.is_active = False
    petra.save()
    with pytest.raises(Invalid):
        _use(device)


def test_a_removed_passkey_signs_nobody_in_and_only_its_owner_removes_it(petra: User) -> None:
    device = added_device(petra, NOW)
    number = Passkey.objects.get().pk
    other = add_user(Context(INSTALLATION, NOW), email="o@example.org", name="Oskar")
    with pytest.raises(NotFound):
        remove_passkey(own_context(other, NOW), other, number)
    with pytest.raises(NotFound):
        remove_passkey(own_context(other, NOW), petra, number)
    assert remove_passkey(own_context(petra, NOW), petra, number) == "Laptop"
    with pytest.raises(Invalid):
        _use(device)


def test_without_encryption_passkeys_work_on_this_machine_alone() -> None:
    assert Site.of_host("localhost:8000").origins == {"https://localhost:8000", "http://localhost:8000"}
    assert Site.of_host("go.example.org").origins == {"https://go.example.org"}
    assert Site.of_host("go.example.org:8443").name == "go.example.org"
