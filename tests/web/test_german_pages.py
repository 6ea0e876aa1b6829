"""On a German page nothing that our own code says is English: sentences that were frozen long ago included."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from tests.web.conftest import Stage
from tests.web.german import english_in, known_texts
from tests.web.test_addresses import RULES, address_for


def test_no_page_says_anything_in_english(stage: Stage) -> None:
    stage.assess(timedelta(hours=1))
    client: Client = stage.client("pl")
    known, found = known_texts(), {}
    for name, rule in RULES.items():
        if rule.get != 200:
            continue
        response = client.get(address_for(stage, name, rule), headers={"Accept-Language": "de"})
        if response.headers["Content-Type"].startswith("text/html"):
            left = english_in(response.content.decode(), known)
            if left:
                found[name] = left
    assert not found, "\n".join(f"{name}: {one}" for name, left in found.items() for one in left)
