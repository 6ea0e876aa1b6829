"""What every response carries: pages, refusals, errors, files, what is not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from firstlight.web.security import POLICY
from tests.web.conftest import Stage

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _carries(response: Any, kept: bool = False) -> None:
    for name, value in WANTED.items():
        assert response.headers[name] == value, name
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if not kept:
        assert response.headers["Cache-Control"] == "no-store"


def test_every_kind_of_response_carries_them(stage: Stage) -> None:
    browser, home = stage.client(), f"/p/{stage.project.slug}/"
    for address, status in (
        (home, 200),
        ("/sign-in/", 200),
        ("/no-such-page", 404),
        (f"{home}checks/none/", 404),
        (f"{home}assess/", 405),
        ("/", 302),
        (f"{home}readiness/list.xlsx", 200),
        (f"{home}assessments/1/decision-pack.json", 200),
        (f"{home}ledger/export.jsonl", 200),
    ):
        response = browser.get(address)
        assert response.status_code == status, address
        _carries(response)
    refused = stage.client("au").post(f"{home}assess/", {"after": "2"})
    assert refused.status_code == 403
    _carries(refused)
    _carries(Client(enforce_csrf_checks=True).post("/sign-in/x/"))


def test_static_files_carry_them_and_may_be_kept(db: None) -> None:
    for name in ("pages.css", "icons.svg", "theme.js", "vendor/inter/inter-latin.woff2"):
        response = Client().get(f"/static/firstlight/{name}")
        assert response.status_code == 200, name
        _carries(response, kept=True)
        assert "no-store" not in response.headers["Cache-Control"]


def test_a_page_that_breaks_says_so_with_the_look_and_the_headers(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr("firstlight.web.views.home.newest", lambda *_: 1 / 0)
    browser = stage.client()
    browser.raise_request_exception = False
    response = browser.get(f"/p/{stage.project.slug}/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()
    _carries(response)


def test_a_request_for_another_host_is_refused_with_the_look(db: None) -> None:
    response = Client().get("/sign-in/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "makes no sense" in response.content.decode()
    _carries(response)


def test_nothing_on_a_page_needs_an_exception_from_the_policy(stage: Stage) -> None:
    """No inline script or style, no handler, no foreign origin."""
    addresses = ("", "readiness/", "checks/scope.agreed/", "scope/", "testing/", "ledger/", "packs/", "assessments/2/")
    for address in addresses:
        page = stage.text(address)
        assert not re.search(r"<script(?![^>]* src=)", page), address
        assert "<style" not in page, address
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), address
        assert "javascript:" not in page, address
        for source in re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', page):
            assert source.startswith("/static/"), (address, source)
    assert "'self'" in POLICY


class _Refusing:
    """Addresses that refuse, each in its own way."""

    from firstlight.kernel import errors

    @staticmethod
    def patterns() -> list[Any]:
        from firstlight.contracts.tables import Problem
        from firstlight.kernel.errors import Conflict, Invalid
        from firstlight.web.viewing import open_page

        def conflict(request: Any) -> Any:
            raise Conflict("Somebody else was faster <b>.")

        def invalid(request: Any) -> Any:
            raise Invalid("It does not fit.", problems=(Problem("a.csv", "Row 3 has no ref."),))

        return [path("conflict/", open_page(conflict)), path("invalid/", open_page(invalid))]


urlpatterns = [*_Refusing.patterns(), path("", include("firstlight.web.urls"))]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_refusals_have_their_status_and_their_sentence() -> None:
    conflict = Client().get("/conflict/")
    assert conflict.status_code == 409
    assert "This is not possible now" in conflict.content.decode()
    assert "faster &lt;b&gt;." in conflict.content.decode()
    invalid = Client().get("/invalid/")
    assert invalid.status_code == 422
    assert "Row 3 has no ref." in invalid.content.decode()
    _carries(conflict)
    _carries(invalid)
