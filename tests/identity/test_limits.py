"""How often something may be tried, with a clock that stands where the test puts it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.identity.limits import ADDRESS, CODE, PASSWORD_HERE, first_note, forget, give_back, network_of, take
from firstlight.identity.models import Tries
from firstlight.kernel.errors import TooMany
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_the_sixth_wrong_password_has_to_wait_until_the_window_ends() -> None:
    for _ in range(5):
        take([(PASSWORD_HERE, "petra")], NOW)
    with pytest.raises(TooMany) as refused:
        take([(PASSWORD_HERE, "petra")], NOW + timedelta(minutes=3))
    assert 120 <= refused.value.seconds <= 121
    assert "Try again in 3 minutes" in refused.value.sentence or "2 minutes" in refused.value.sentence
    take([(PASSWORD_HERE, "oskar")], NOW)
    take([(PASSWORD_HERE, "petra")], NOW + timedelta(minutes=5))


def test_what_succeeds_costs_nothing_so_that_a_whole_office_signs_in_at_once() -> None:
    for number in range(300):
        give_back(take([(PASSWORD_HERE, f"person {number}"), (ADDRESS, "192.0.2.1")], NOW))
    assert not Tries.objects.filter(count__gt=0).exists()


def test_three_hundred_people_who_mistype_now_and_then_are_not_shut_out() -> None:
    for number in range(300):
        if number % 3 == 0:
            take([(PASSWORD_HERE, f"person {number}"), (ADDRESS, "192.0.2.1")], NOW)
        give_back(take([(PASSWORD_HERE, f"person {number}"), (ADDRESS, "192.0.2.1")], NOW))


def test_a_refused_try_counts_nowhere_else() -> None:
    for _ in range(5):
        take([(CODE, "7")], NOW)
    for _ in range(10):
        with pytest.raises(TooMany):
            take([(ADDRESS, "192.0.2.1"), (CODE, "7")], NOW)
    assert Tries.objects.get(bucket__startswith="address:").count == 0


def test_the_last_place_goes_to_one_of_two() -> None:
    """The count moves by compare-and-set: a try that read before another wrote finds no room any more."""
    tries = [take([(CODE, "7")], NOW) for _ in range(5)]
    assert [one.full for one in tries] == [False, False, False, False, True]
    assert [first_note(one) for one in tries] == [False, False, False, False, True]
    assert not first_note(tries[-1])
    with pytest.raises(TooMany):
        take([(CODE, "7")], NOW)


def test_nobody_is_named_in_what_is_counted_and_old_counts_go() -> None:
    take([(PASSWORD_HERE, "petra@example.org")], NOW)
    assert "petra" not in Tries.objects.get().bucket
    assert forget(NOW) == 0
    assert forget(NOW + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_for_the_network_that_one_customer_gets(address: str, network: str) -> None:
    assert network_of(address) == network
