"""Pages in the language that the browser asks for."""

from __future__ import annotations

import re

import polib
import pytest
from django.utils.html import escape
from django.utils.translation import override
from script.translations import catalogues

from firstlight.web import wording
from tests.web.conftest import Stage

PAGES = ("", "readiness/", "scope/", "actions/", "ledger/", "assessments/")


def _page(stage: Stage, address: str, language: str) -> str:
    response = stage.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, address
    return str(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_speaks_german_to_a_german_browser(stage: Stage, address: str) -> None:
    german, english = _page(stage, address, "de"), _page(stage, address, "en")
    assert '<html lang="de"' in german
    assert '<html lang="en"' in english
    rail = [one for one in _plain_words() if f">{escape(one.msgid)}<" in english]
    assert rail, "nothing on this page is in the catalogue"
    assert any(f">{escape(one.msgstr)}<" in german for one in rail)


def _plain_words() -> list[polib.POEntry]:
    """Words that are translated, and otherwise than in English."""
    known = catalogues.catalogue("de")
    return [one for one in known if one.msgstr and one.msgstr != one.msgid and "%" not in one.msgid]


@pytest.mark.parametrize("address", ["readiness/", "actions/", "assessments/"])
def test_the_address_of_a_sorted_list_is_the_same_in_every_language(stage: Stage, address: str) -> None:
    def sorts(page: str) -> set[str]:
        return set(re.findall(r"sort=([\w-]+)", page))

    assert sorts(_page(stage, address, "en")) == sorts(_page(stage, address, "de"))


def test_words_of_the_layers_below_follow_the_language_and_stay_where_there_is_no_other() -> None:
    with override("en"):
        assert wording.role_inside("executive-sponsor") == "executive sponsor"
        assert wording.role_inside("it-administrator") == "IT administrator"
        assert wording.days(1) == "1 day"
        assert wording.number(1284) == "1,284"
        assert wording.joined(["one", "two", "three"]) == "one, two and three"
        assert wording.either(["", "one"]) == "one"
    with override("de"):
        assert wording.number(1284) == "1.284"
        assert wording.said("A word that no catalogue has") == "A word that no catalogue has"
        assert wording.said("") == ""
