"""Health addresses: asked when they are due, never inside, and only a change is written down."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from firstlight.contracts.standing import Status
from firstlight.dependencies import watching
from firstlight.dependencies.actions import state_service
from firstlight.dependencies.models import Dependency, HealthProbe, ServiceState
from firstlight.dependencies.rules.services import AGAIN, BAD_IN_A_ROW, EVERY, FRESH, bad_answer
from firstlight.dependencies.watching import look, waits, watch_due
from firstlight.kernel import reaching
from firstlight.ledger.models import Entry
from tests.cast import NOW
from tests.dependencies.conftest import Register

OK = (200, {}, b"fine")
DOWN = (503, {}, b"")


@dataclass
class Service:
    """A service of somebody else: what it answers, one after the other, the last for ever; and what it was asked."""

    address: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [OK])
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.HEALTH_PRIVATE = True
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            status, headers, body = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}/health"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock() -> Any:
    class Clock:
        now = NOW

        def __call__(self) -> Any:
            return self.now

    return Clock()


@pytest.fixture
def watched(register: Register, service: Service) -> Register:
    register.add("D-1", health_address=service.address)
    return register


def rounds(clock: Any, number: int) -> None:
    """So many looks at the address, each when it is due."""
    for _ in range(number):
        assert watch_due(clock, "w1") == 1
        clock.now = HealthProbe.objects.get().due


def seen() -> list[str]:
    return list(Entry.objects.filter(action="dependencies.service.seen").values_list("after", flat=True))


@pytest.mark.requirement("DEP-03")
def test_a_service_that_answers_works_and_one_that_stops_answering_is_down(
    watched: Register, service: Service, clock: Any
) -> None:
    assert watched.read("requirements").status is Status.UNKNOWN  # nobody has looked yet
    rounds(clock, 1)
    assert watched.read("requirements", clock.now).status is Status.MET
    service.answers = [DOWN]
    rounds(clock, BAD_IN_A_ROW)
    reading = watched.read("requirements", clock.now)
    assert reading.status is Status.UNMET
    assert reading.reasons == (
        "The service of D-1 Thing D-1 has been down since 20 Nov 2026, 09:52 CET (answered 503).",
    )  # fmt: skip
    service.answers = [OK]
    rounds(clock, 1)
    assert watched.read("requirements", clock.now).status is Status.MET


def test_one_bad_answer_is_an_accident_and_is_looked_at_again_soon(
    watched: Register, service: Service, clock: Any
) -> None:
    service.answers = [OK, DOWN, OK]
    rounds(clock, 2)
    assert clock.now == NOW + EVERY + AGAIN
    rounds(clock, 1)
    assert ServiceState.objects.get().state == "works"
    assert len(seen()) == 1


def test_only_a_change_is_written_into_the_ledger_and_every_look_keeps_it_fresh(
    watched: Register, service: Service, clock: Any
) -> None:
    rounds(clock, 5)
    assert len(seen()) == 1
    state = ServiceState.objects.get()
    assert (state.since, state.seen) == (NOW, NOW + 4 * EVERY)


def test_what_nobody_has_seen_for_a_day_is_not_believed(watched: Register, clock: Any) -> None:
    rounds(clock, 1)
    reading = watched.read("requirements", NOW)
    assert reading.expires == NOW + FRESH
    assert watched.read("requirements", NOW + FRESH).status is Status.UNKNOWN


def test_what_somebody_saw_themselves_is_not_overruled_by_an_address_that_answers(
    watched: Register, service: Service, clock: Any
) -> None:
    state_service(watched.context, watched.row(), works=False, reason="Orders are refused")
    rounds(clock, 1)
    assert ServiceState.objects.get().state == "down"
    clock.now += timedelta(days=14)
    rounds(clock, 1)
    assert ServiceState.objects.get().state == "works"


def test_of_two_workers_one_asks(watched: Register, service: Service, clock: Any) -> None:
    assert waits(NOW)
    assert (watch_due(clock, "w1"), watch_due(clock, "w2")) == (1, 0)
    assert len(service.asked) == 1
    assert not waits(NOW)
    HealthProbe.objects.update(due=NOW, holder="killed", held_until=NOW + timedelta(minutes=1))
    assert not waits(NOW)
    assert waits(NOW + timedelta(minutes=1))


def test_what_is_out_of_scope_or_has_no_address_is_not_asked(register: Register, service: Service, clock: Any) -> None:
    register.add("D-1")
    register.add("D-2", health_address=service.address, in_scope=False)
    assert not waits(NOW)
    assert watch_due(clock, "w1") == 0
    register.change("D-2", in_scope=True)
    assert watch_due(clock, "w1") == 1
    Dependency.objects.filter(ref="D-2").update(health_address="")
    clock.now += EVERY
    assert watch_due(clock, "w1") == 0


class TestLooking:
    def test_a_redirect_is_followed_a_few_times(self, service: Service) -> None:
        service.answers = [(302, {"Location": "/there"}, b""), OK]
        assert look(service.address, private=True).status == 200
        assert service.asked == ["/health", "/there"]
        service.answers = [(302, {"Location": "/round"}, b"")]
        outcome = look(service.address, private=True)
        assert (outcome.status, outcome.reason) == (None, "more than 3 redirects")

    @pytest.mark.parametrize(
        "inside",
        ["http://169.254.169.254/latest/meta-data", "http://[fd00:ec2::254]/", "ftp://example.org/", "http://0.0.0.0/"],
    )
    def test_a_redirect_to_what_is_never_asked_is_not_followed(
        self, service: Service, monkeypatch: pytest.MonkeyPatch, inside: str
    ) -> None:
        real = socket.create_connection

        def careful(address: tuple[str, int], *args: Any) -> Any:
            assert address[0] == "127.0.0.1"
            return real(address, *args)

        monkeypatch.setattr(reaching.socket, "create_connection", careful)
        service.answers = [(302, {"Location": inside}, b"")]
        outcome = look(service.address, private=True)
        assert outcome.status is None
        assert "it leads to an address that is not asked" in outcome.reason

    def test_nothing_inside_is_asked_unless_that_is_allowed(self, service: Service) -> None:
        assert look(service.address, private=False).status is None
        assert look(service.address.replace("http:", "https:"), private=False).status is None
        assert service.asked == []

    def test_a_name_that_leads_inside_after_a_redirect_is_not_followed(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first answer comes from outside; where it sends us is looked up and checked like the first."""
        asked: list[str] = []

        def answer(method: str, address: str, **more: Any) -> reaching.Outcome:
            asked.append(address)
            return reaching.Outcome(302, 1, location="https://127.0.0.1/admin")

        monkeypatch.setattr(watching, "ask", answer)
        outcome = look("https://status.example.org/", private=False)
        assert asked == ["https://status.example.org/"]
        assert "neither private nor this machine" in outcome.reason

    def test_an_answer_without_end_is_read_no_further(self, service: Service) -> None:
        service.answers = [(200, {"Content-Type": "application/json"}, b'{"status": "up"}' + b" " * 5_000_000)]
        assert len(look(service.address, private=True).body) == watching.MOST_BYTES

    def test_one_that_is_slow_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watching, "SECONDS", 0.3)
        listening = socket.create_server(("127.0.0.1", 0))
        outcome = look(f"http://127.0.0.1:{listening.getsockname()[1]}/", private=True)
        listening.close()
        assert (outcome.status, outcome.reason) == (None, "no answer within 1 s")
        assert outcome.milliseconds < 3000


@pytest.mark.parametrize(
    ("kind", "body", "bad"),
    [
        ("text/html", b'{"status": "down"}', ""),
        ("application/json", b'{"status": "UP"}', ""),
        ("application/health+json", b'{"status": "fail"}', "says of itself: fail"),
        ("application/json", b'{"status": {"indicator": "major"}}', "says of itself: major"),
        ("application/json", b'{"status": {"indicator": "none"}}', ""),
        ("application/json", b'{"status": ["down"]}', ""),
        ("application/json", b"[" * 100_000, ""),
        ("application/json", b'{"status": "do', ""),
        ("application/json", b"\xff\xfe", ""),
    ],
)
def test_a_service_that_says_of_itself_that_it_is_down_is_believed(kind: str, body: bytes, bad: str) -> None:
    assert bad_answer(200, kind, body) == bad
