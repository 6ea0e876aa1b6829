"""Webhooks: in order, signed, at least once, tried again, given up in sight; and no way inside."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from firstlight.kernel.errors import Invalid
from firstlight.kernel.reaching import PAUSES, Outcome, amiss_in_address
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import head_of
from firstlight.readiness.actions import assess_project
from firstlight.webhooks import actions
from firstlight.webhooks.delivering import deliver_waiting
from firstlight.webhooks.models import Delivery, Subscription
from firstlight.webhooks.rules import MOST_BYTES, MOST_GIVEN_UP, body_of
from tests.cast import NOW, Cast


@dataclass
class Receiver:
    """A program of somebody else: what it was sent, and what it answers."""

    address: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def numbers(self) -> list[int]:
        return [json.loads(body)["sequence"] for _, body in self.got]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_PRIVATE = True
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.got.append((dict(self.headers), body))
            self.send_response(found.answers.pop(0) if found.answers else 200)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}/in?for=us"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _subscribed(cast: Cast, receiver: Receiver, *wanted: str) -> tuple[Subscription, str]:
    return actions.subscribe(cast.context("pl"), address=receiver.address, wanted=wanted)


def _happen(cast: Cast, times: int = 1) -> None:
    for _ in range(times):
        assess_project(cast.context("pl"))


@pytest.mark.requirement("PLT-03")
def test_what_happens_is_told_in_order_and_signed(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    made, secret = _subscribed(cast, receiver)
    start = made.delivered
    _happen(cast, 3)
    assert deliver_waiting(clock, "w1") == 4
    assert receiver.numbers() == [start + 1, start + 2, start + 3, start + 4]
    headers, body = receiver.got[1]
    signed = f"{headers['Firstlight-Timestamp']}.".encode() + body
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Firstlight-Signature"] == f"v1={wanted}"
    told = json.loads(body)
    assert told["action"] == "readiness.project.assessed"
    assert told["after"]["number"] == 1
    assert told["actor"]["name"] == "Petra Lind"
    assert headers["Firstlight-Event"] == told["id"]
    assert deliver_waiting(clock, "w1") == 0


def test_only_what_was_subscribed_to_is_told(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    made, _ = _subscribed(cast, receiver, "workspace.project.changed")
    _happen(cast, 2)
    assert deliver_waiting(clock, "w1") == 0
    made.refresh_from_db()
    assert made.delivered == head_of(cast.project).sequence


def test_what_failed_is_tried_again_later_and_what_follows_waits(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    _subscribed(cast, receiver, "readiness.project.assessed")
    _happen(cast, 2)
    receiver.answers = [503, 500]
    assert deliver_waiting(clock, "w1") == 1
    assert deliver_waiting(clock, "w1") == 0
    clock.now += PAUSES[0]
    assert deliver_waiting(clock, "w1") == 1
    clock.now += PAUSES[1]
    assert deliver_waiting(clock, "w1") == 2
    first, again, third, last = receiver.numbers()
    assert first == again == third < last
    log = list(Delivery.objects.order_by("pk").values_list("attempt", "status", "outcome"))
    assert log == [(1, 503, "failed"), (2, 500, "failed"), (3, 200, "delivered"), (1, 200, "delivered")]


def test_what_never_arrives_is_given_up_in_sight_and_the_webhook_stops_itself(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    made, _ = _subscribed(cast, receiver, "readiness.project.assessed")
    _happen(cast, MOST_GIVEN_UP + 1)
    receiver.answers = [500] * 1000
    for _ in range(60):
        deliver_waiting(clock, "w1")
        clock.now += PAUSES[-1]
    made.refresh_from_db()
    assert made.state == "stopped"
    assert Delivery.objects.filter(outcome="given-up").count() == MOST_GIVEN_UP
    sent = len(receiver.got)
    receiver.answers = []
    actions.replay_from(cast.context("pl"), made, receiver.numbers()[0])
    deliver_waiting(clock, "w1")
    assert receiver.numbers()[sent:] == sorted(set(receiver.numbers()))
    assert len(receiver.got) - sent == MOST_GIVEN_UP + 1


def test_a_worker_that_was_killed_leaves_its_work_to_another(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    from firstlight.webhooks import stores

    made, _ = _subscribed(cast, receiver, "readiness.project.assessed")
    _happen(cast)
    assert stores.hold(made, "killed", clock())
    assert deliver_waiting(clock, "w2") == 0
    clock.now += stores.HELD
    assert deliver_waiting(clock, "w2") == 1
    assert not stores.settle(made, "killed", made.delivered + 1, "x", Outcome(200, 1), clock())


def test_two_secrets_are_valid_for_a_day(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    made, _old = _subscribed(cast, receiver, "readiness.project.assessed")
    new = actions.make_secret(cast.context("pl"), made)
    _happen(cast)
    deliver_waiting(clock, "w1")
    assert receiver.got[0][0]["Firstlight-Signature"].count("v1=") == 2
    clock.now += timedelta(days=1)
    _happen(cast)
    deliver_waiting(clock, "w1")
    headers, body = receiver.got[1]
    signed = f"{headers['Firstlight-Timestamp']}.".encode() + body
    assert headers["Firstlight-Signature"] == "v1=" + hmac.new(new.encode(), signed, hashlib.sha256).hexdigest()


def test_no_secret_and_no_address_is_in_the_ledger_and_no_secret_in_any_table(cast: Cast, receiver: Receiver) -> None:
    made, secret = _subscribed(cast, receiver)
    again = actions.make_secret(cast.context("pl"), made)
    written = repr(list(Entry.objects.values()))
    assert receiver.address not in written
    for one in (secret, again):
        assert one not in written + repr(list(Subscription.objects.values()))


def test_a_test_is_sent_and_moves_nothing(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    made, _ = _subscribed(cast, receiver, "readiness.project.assessed")
    actions.ask_for_test(cast.context("pl"), made)
    assert deliver_waiting(clock, "w1") == 1
    assert json.loads(receiver.got[0][1])["action"] == "firstlight.test"
    assert Delivery.objects.get().sequence is None
    assert deliver_waiting(clock, "w1") == 0


def test_a_redirect_is_an_answer_and_is_not_followed(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    _subscribed(cast, receiver, "readiness.project.assessed")
    _happen(cast)
    receiver.answers = [302]
    deliver_waiting(clock, "w1")
    assert (Delivery.objects.get().status, Delivery.objects.get().outcome) == (302, "failed")


def test_a_paused_webhook_tells_nothing_and_goes_on_where_it_stopped(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    made, _ = _subscribed(cast, receiver, "readiness.project.assessed")
    words = {"address": made.address, "wanted": made.actions}
    actions.change_subscription(cast.context("pl"), made, active=False, **words)
    _happen(cast, 2)
    assert deliver_waiting(clock, "w1") == 0
    actions.change_subscription(cast.context("pl"), made, active=True, **words)
    assert deliver_waiting(clock, "w1") == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://localhost/",
        "https://169.254.169.254/latest/meta-data", "https://192.168.1.1/", "https://[::ffff:10.0.0.1]/", "ftp://x.org/",
        "https://user:word@example.org/", "https://example.org:99999/", "https://", "x", "https://printer.local/",
        "https://[fe80::1]/", "https://0.0.0.0/", "https://100.64.0.1/", "https://exa mple.org/", "https://[::/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(cast: Cast, address: str) -> None:
    assert amiss_in_address(address, private=False)
    with pytest.raises(Invalid):
        actions.subscribe(cast.context("pl"), address=address)


def test_a_body_that_would_be_too_large_leaves_its_facts_out(cast: Cast) -> None:
    from dataclasses import replace

    from firstlight.ledger.queries import entries_of

    entry = next(entries_of(cast.project))
    large = replace(entry, after=json.dumps({"x": "y" * MOST_BYTES}))
    told = json.loads(body_of("wave-1", large))
    assert told["shortened"]
    assert told["after"] is None
