"""The pages on which programs are let in and told: tokens and webhooks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from firstlight.access.models import Token
from firstlight.webhooks.models import Subscription
from tests.web.conftest import Stage


def _secret(text: str, begins: str) -> str:
    found = re.search(rf'value="({begins}[A-Za-z0-9_-]+)"', text)
    assert found
    return found.group(1)


@pytest.mark.requirement("PLT-03")
def test_a_person_makes_a_token_sees_it_once_and_a_program_uses_it(stage: Stage) -> None:
    browser, page = stage.client("wo"), "/p/wave-1/tokens/"
    assert browser.post(page, {"name": "", "reach": "read", "days": "30"}).status_code == 422
    assert browser.post(page, {"name": "Build", "reach": "read", "days": "30"}).status_code == 303
    secret = _secret(browser.get(page).content.decode(), "flt_")
    assert secret not in browser.get(page).content.decode()
    program = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/projects/wave-1/readiness", headers=program).status_code == 200
    number = Token.objects.get().pk
    assert stage.client("au").post(f"{page}{number}/revoke/").status_code == 404
    assert browser.post(f"{page}{number}/revoke/").status_code == 303
    assert Client().get("/api/v1/projects/wave-1/readiness", headers=program).status_code == 401


def test_everybody_sees_their_own_tokens_and_the_lead_sees_all(stage: Stage) -> None:
    stage.client("wo").post("/p/wave-1/tokens/", {"name": "Build of the portal", "reach": "read", "days": "30"})
    assert "Build of the portal" in stage.text("tokens/", "wo")
    assert "Build of the portal" not in stage.text("tokens/", "au")
    assert "Build of the portal" in stage.text("tokens/", "pl")
    assert stage.post(f"tokens/{Token.objects.get().pk}/revoke/", "pl").status_code == 303


def test_a_lead_adds_a_webhook_and_sees_its_secret_once(stage: Stage) -> None:
    browser, page = stage.client(), "/p/wave-1/webhooks/"
    refused = browser.post(page, {"address": "http://10.0.0.1/"})
    assert refused.status_code == 422
    assert "begins with https" in refused.content.decode()
    browser.post(page, {"address": "https://hooks.example.org/x", "actions": ["readiness.project.assessed"]})
    made = Subscription.objects.get()
    text = browser.get(f"{page}{made.uid}/").content.decode()
    secret = _secret(text, "whsec_")
    assert secret not in browser.get(f"{page}{made.uid}/").content.decode()
    assert "hooks.example.org" in browser.get(page).content.decode()


def test_a_webhook_is_tested_paused_set_back_and_removed(stage: Stage) -> None:
    browser, page = stage.client(), "/p/wave-1/webhooks/"
    browser.post(page, {"address": "https://hooks.example.org/x"})
    made = Subscription.objects.get()

    def do(what: str, **data: str) -> int:
        status: int = browser.post(f"{page}{made.uid}/{what}/", data).status_code
        made.refresh_from_db()
        return status

    assert (do("test"), made.test_wanted) == (303, True)
    assert (do("pause"), made.state) == (303, "paused")
    assert (do("resume"), made.state) == (303, "active")
    assert (do("replay", sequence="2"), made.delivered) == (303, 1)
    assert do("replay", sequence="none") == 422
    assert do("secret") == 303
    assert browser.post(f"{page}{made.uid}/remove/").status_code == 303
    assert not Subscription.objects.exists()


def test_only_the_lead_decides_who_is_told(stage: Stage) -> None:
    assert stage.get("webhooks/", "wo").status_code == 403
    assert stage.outsider().get("/p/wave-1/webhooks/").status_code == 404
