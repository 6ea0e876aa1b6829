"""Addresses of strangers: what may be asked, what is never, and how long it may take."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from firstlight.kernel import reaching
from firstlight.kernel.reaching import ask, may_be_reached


def test_a_name_that_leads_inside_at_the_last_moment_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may show one address when it is looked at and another when it is used: only what is checked is used."""

    def lead_inside(*args: Any, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]

    def never(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(reaching.socket, "getaddrinfo", lead_inside)
    monkeypatch.setattr(reaching.socket, "create_connection", never)
    outcome = ask("POST", "https://hooks.example.org/", body=b"{}", headers={}, private=False)
    assert outcome.status is None
    assert "private or this machine" in outcome.reason


def test_addresses_of_the_open_internet_may_be_reached() -> None:
    assert may_be_reached("93.184.216.34")
    assert may_be_reached("2606:2800:220:1:248:1893:25c8:1946")
    for ip in ("::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "::", "fc00::1"):
        assert not may_be_reached(ip), ip


def test_an_answer_that_drips_does_not_hold_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "WHOLE", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        talk, _ = listening.accept()
        with talk:
            while not stop.wait(0.05):
                try:
                    talk.sendall(b"H")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    outcome = ask("POST", address, body=b"{}", headers={}, private=True)
    stop.set()
    listening.close()
    assert outcome.status is None
    assert outcome.milliseconds < 5_000


def test_private_networks_are_asked_where_that_is_allowed_and_the_metadata_of_clouds_never() -> None:
    for ip in ("127.0.0.1", "::1", "10.1.2.3", "192.168.4.4", "fd12:3456::1", "100.64.0.1"):
        assert may_be_reached(ip, private=True), ip
        assert not may_be_reached(ip), ip
    for ip in ("169.254.169.254", "fe80::1", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "0.0.0.0", "::"):
        assert not may_be_reached(ip, private=True), ip


@pytest.mark.parametrize("spelled", ["127.1", "2130706433", "0x7f.1"])
def test_this_machine_under_another_spelling_is_not_reached(spelled: str) -> None:
    outcome = ask("GET", f"http://{spelled}:9/", headers={}, private=False)
    assert (outcome.status, outcome.reason) == (None, f"{spelled} leads to an address that is private or this machine.")


def test_no_more_of_an_answer_is_read_than_was_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "WHOLE", 5)
    listening = socket.create_server(("127.0.0.1", 0))

    def pour() -> None:
        talk, _ = listening.accept()
        with talk:
            talk.recv(4096)
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b"x" * 64)
            try:
                while True:
                    talk.sendall(b"x" * 65536)
            except OSError:
                return

    threading.Thread(target=pour, daemon=True).start()
    outcome = ask("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/", headers={}, private=True, most=50)
    listening.close()
    assert (outcome.status, outcome.kind, outcome.body) == (200, "application/json", b"x" * 50)
