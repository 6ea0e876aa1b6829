"""Codes of an app, taken once; recovery codes, taken once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firstlight.identity.actions import (
    add_authenticator_app,
    add_user,
    make_recovery_codes,
    remove_authenticator_app,
    reset_second_factor,
    use_code,
    use_recovery_code,
)
from firstlight.identity.models import AuthenticatorApp, User
from firstlight.identity.queries import keys_of, own_context
from firstlight.identity.rules import code_at, counter_of
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.ledger.models import Entry
from firstlight.workspace.roles import INSTALLATION, SIGN_IN_PAGE
from tests.cast import NOW
from tests.identity.devices import SECRET, add_app, added_device, code_now

pytestmark = pytest.mark.django_db
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def petra() -> User:
    return add_user(Context(INSTALLATION, NOW), email="petra@example.org", name="Petra Lind")


def _door(later: timedelta = timedelta()) -> Context:
    return Context(SIGN_IN_PAGE, NOW + later)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    secret = b"12345678901234567890"
    assert code_at(secret, seconds // 30) == code
    assert counter_of(secret, f"{code[:3]} {code[3:]}", datetime.fromtimestamp(seconds, UTC)) == seconds // 30


def test_a_code_may_be_half_a_minute_early_or_late_and_no_more() -> None:
    code = code_now(NOW)
    taken = [counter_of(SECRET, code, NOW + n * HALF_MINUTE) is not None for n in (-2, -1, 0, 1, 2)]
    assert taken == [False, True, True, True, False]


def test_a_code_is_taken_once_and_no_older_one_after_it(petra: User) -> None:
    add_app(petra, NOW)
    newer = code_now(NOW + HALF_MINUTE)
    use_code(_door(), petra, newer)
    for again in (newer, code_now(NOW), code_now(NOW - HALF_MINUTE)):
        with pytest.raises(Invalid, match="used already"):
            use_code(_door(HALF_MINUTE), petra, again)
    use_code(_door(2 * HALF_MINUTE), petra, code_now(NOW + 2 * HALF_MINUTE))


def test_two_requests_with_the_same_code_at_once_are_one_success(petra: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the same row before either writes: only the first write finds it as it was."""
    add_app(petra, NOW)
    code, real = code_now(NOW + HALF_MINUTE), AuthenticatorApp.objects.get()
    use_code(_door(), petra, code)
    real.last_counter = 0
    monkeypatch.setattr("firstlight.identity.actions.codes.AuthenticatorApp.objects.filter", _first_reads(real))
    with pytest.raises(Invalid):
        use_code(_door(), petra, code)


def _first_reads(stale: AuthenticatorApp):  # type: ignore[no-untyped-def]
    real = AuthenticatorApp.objects.filter

    class Stale:
        @staticmethod
        def first() -> AuthenticatorApp:
            return stale

    return lambda **by: Stale() if "user" in by else real(**by)


def test_the_code_with_which_an_app_was_added_signs_nobody_in(petra: User) -> None:
    add_app(petra, NOW)
    with pytest.raises(Invalid):
        use_code(_door(), petra, code_now(NOW))


def test_an_app_is_added_by_a_right_code_only_and_once(petra: User) -> None:
    own = own_context(petra, NOW)
    with pytest.raises(Invalid, match="does not fit"):
        add_authenticator_app(own, petra, secret=SECRET, code="000000")
    add_app(petra, NOW)
    with pytest.raises(Conflict):
        add_app(petra, NOW)
    remove_authenticator_app(own, petra)
    with pytest.raises(Conflict):
        remove_authenticator_app(own, petra)
    assert not keys_of(petra).second


def test_neither_secret_nor_codes_stand_anywhere_in_clear(petra: User) -> None:
    add_app(petra, NOW)
    codes = make_recovery_codes(own_context(petra, NOW), petra)
    kept = AuthenticatorApp.objects.get().sealed_secret + "".join(petra.recovery_codes.values_list("digest", flat=True))
    written = " ".join(f"{one.before}{one.after}" for one in Entry.objects.filter(stream="workspace"))
    for secret in (SECRET.decode(), *codes):
        assert secret not in kept + written


def test_a_secret_sealed_by_another_installation_says_so(petra: User, settings: object) -> None:
    add_app(petra, NOW)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(Conflict, match="recovery code"):
        use_code(_door(), petra, code_now(NOW + HALF_MINUTE))


def test_each_recovery_code_works_once_however_it_is_typed(petra: User) -> None:
    codes = make_recovery_codes(own_context(petra, NOW), petra)
    assert len(set(codes)) == 10
    assert use_recovery_code(_door(), petra, f" {codes[0].upper().replace('-', ' ')} ") == 9
    for wrong in (codes[0], "aaaaa-aaaaa", ""):
        with pytest.raises(Invalid):
            use_recovery_code(_door(), petra, wrong)
    make_recovery_codes(own_context(petra, NOW), petra)
    with pytest.raises(Invalid):
        use_recovery_code(_door(), petra, codes[1])


def test_nobody_changes_the_account_of_another(petra: User) -> None:
    other = add_user(Context(INSTALLATION, NOW), email="o@example.org", name="Oskar")
    with pytest.raises(NotFound):
        make_recovery_codes(own_context(other, NOW), petra)


def test_the_installation_takes_a_lost_second_factor_away_and_it_stands_in_the_ledger(petra: User) -> None:
    add_app(petra, NOW)
    added_device(petra, NOW)
    make_recovery_codes(own_context(petra, NOW), petra)
    before = petra.get_session_auth_hash()
    assert reset_second_factor(Context(INSTALLATION, NOW), petra)
    petra.refresh_from_db()
    assert not keys_of(petra).second
    assert not keys_of(petra).recovery_codes
    assert petra.get_session_auth_hash() != before
    assert Entry.objects.filter(action="identity.second-factor.reset").count() == 1
    assert not reset_second_factor(Context(INSTALLATION, NOW), petra)
