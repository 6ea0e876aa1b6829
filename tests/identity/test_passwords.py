"""Which passwords will do, and what comparing them costs."""

from __future__ import annotations

import pytest

from firstlight.identity import passwords
from firstlight.identity.models import User

PETRA = User(email="petra.lind@example.org", name="Petra Lind")


@pytest.mark.parametrize(
    "password",
    [
        "four words in a row",
        "ein Fahrrad ohne Klingel",
        "correcthorsebattery",
        "пароль из слов",
        "k7#Lw0!qPz2v",
        "  spaces stay  ",
    ],
)
def test_a_long_password_will_do_whatever_its_characters(password: str) -> None:
    assert passwords.problem_of(password, PETRA) == ""


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "has 11 characters"),
        ("x" * 257, "at most 256"),
        ("passwordpassword", "tried first"),
        ("password123456", "tried first"),
        ("Password!!!!!!", "tried first"),
        ("123456789012", "tried first"),
        ("qwertyuiopasdfgh", "tried first"),
        ("abcabcabcabcabc", "tried first"),
        ("zyxwvutsrqponm", "tried first"),
        ("xoxoxoxoxoxo", "different ones"),
        ("petra.lind@example.org", "own name or address"),
        ("Petra Lind 1999", "own name or address"),
    ],
)
def test_a_password_that_is_guessed_early_is_refused_with_the_reason(password: str, why: str) -> None:
    assert why in passwords.problem_of(password, PETRA)


@pytest.mark.django_db
def test_a_password_that_nobody_has_costs_as_much_work_as_a_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    monkeypatch.setattr(passwords, "make_password", lambda tried: worked.append("made"))
    monkeypatch.setattr(passwords, "check_password", lambda tried, kept: bool(worked.append("checked")))
    known = User(email="a@example.org", name="A", password="scrypt$1$x$y")
    without = User(email="b@example.org", name="B")
    without.set_unusable_password()
    closed = User(email="c@example.org", name="C", password="scrypt$1$x$y", is_active=False)
    worked.clear()
    for user in (known, None, without, closed):
        assert not passwords.is_right(user, "wrong")
    assert worked == ["checked", "made", "made", "made"]
