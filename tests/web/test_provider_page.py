"""A provider with a link and no account: one thing at a time, once, and never more than its own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from firstlight.dependencies.models import Dependency, ProviderWord
from firstlight.web.pages.spans import day_words
from tests.web.conftest import Stage


def link_of(stage: Stage, ref: str = "D-1") -> str:
    """The address that the programme lead copies from the page of a dependency."""
    browser, page = stage.client(), f"/p/{stage.project.slug}/dependencies/{ref}/"
    assert browser.post(f"{page}link/").status_code == 303
    found = re.search(r'value="http://testserver(/g/[^"]+)"', browser.get(page).content.decode())
    assert found
    return found.group(1)


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that a page shows."""
    names = ("seen", "idempotency_key")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: match.group(1) if match else "" for name, match in found.items()}


def answer(address: str, kind: str, day: str = "", *, note: str = "", form: dict[str, str] | None = None) -> Any:
    """What a provider gets for its answer, having looked at the page."""
    browser = Client()
    hidden = form or form_of(browser.get(address).content.decode())
    return browser.post(address, {**hidden, "kind": kind, "day": day, "note": note})


def row(ref: str = "D-1") -> Dependency:
    return Dependency.objects.get(ref=ref)


@pytest.fixture
def waiting(stage: Stage) -> Stage:
    """D-1 is promised for 4 December, three days before the go-live."""
    Dependency.objects.filter(ref="D-1").update(promised=date(2026, 12, 4), contact="Jule Franke, account manager")
    return stage


@pytest.mark.requirement("DEP-01")
def test_a_provider_without_an_account_says_that_its_date_stands(waiting: Stage) -> None:
    address = link_of(waiting)
    page = Client().get(address).content.decode()
    assert "Scanners" in page
    assert f"/p/{waiting.project.slug}/" not in page
    assert answer(address, "stands", note="As agreed.").status_code == 303
    assert (row().promised, row().confirmed_on) == (date(2026, 12, 4), date(2026, 11, 20))
    after = Client().get(address).content.decode()
    assert "The date stands: 4 Dec 2026." in after
    assert "Say something else" in after
    word = ProviderWord.objects.get()
    assert (word.by, word.note, word.taken_down_by) == ("Jule Franke, account manager", "As agreed.", "")
    told = waiting.text("dependencies/D-1/")
    assert "As agreed." in told
    assert "Jule Franke, account manager, by the link" in told


@pytest.mark.requirement("DEP-01")
def test_a_date_that_moves_past_the_need_shows_where_it_hits(waiting: Stage) -> None:
    Dependency.objects.filter(ref="D-1").update(scope_refs=["I-1", "P-1"])
    address = link_of(waiting)
    assert answer(address, "moved", "2026-12-10", note="The cradles are late.").status_code == 303
    assert "That is 3 days after it is needed; the project sees it." in Client().get(address).content.decode()
    waiting.assess(timedelta(hours=1))
    check = waiting.text("checks/dependencies.aligned/")
    assert "Scanwell promises D-1 Scanners for 10 Dec 2026; that is 3 days after 7 Dec 2026" in check
    assert "I-1 Bank statements, P-1 Catch weight pricing and W1 Wave 1 wait for it." in check
    assert "10 Dec 2026" in waiting.text("readiness/")


@pytest.mark.parametrize("typed", ["2026-12-10", "10.12.2026", "10 Dec 2026", "2026/12/10"])
def test_a_day_is_read_however_it_is_written(waiting: Stage, typed: str) -> None:
    assert answer(link_of(waiting), "moved", typed).status_code == 303
    assert row().promised == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("moved", "8/12/2026", "“8/12/2026” cannot be read as one day. Write it as 2026-12-07 or 7 Dec 2026."),
        ("moved", "soon", "“soon” cannot be read as one day."),
        ("moved", "", "Say the day."),
        ("moved", "2026-11-19", "19 Nov 2026 has passed; say the day on which it will be there."),
        ("moved", "9999-12-31", "more than five years away"),
        ("delivered", "2026-11-21", "21 Nov 2026 is still to come"),
        ("moved", "2026-12-04", "4 Dec 2026 is the date already"),
        ("perhaps", "", "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    waiting: Stage, kind: str, day: str, words: str
) -> None:
    answered = answer(link_of(waiting), kind, day, note="The cradles are late.")
    assert answered.status_code == 422
    page = answered.content.decode()
    assert words in page
    assert "The cradles are late." in page
    assert not day or f'value="{day}"' in page
    assert not ProviderWord.objects.exists()
    assert row().promised == date(2026, 12, 4)


def test_a_double_tap_is_one_word(waiting: Stage) -> None:
    address = link_of(waiting)
    form = form_of(Client().get(address).content.decode())
    first, second = (answer(address, "moved", "2026-12-05", form=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert ProviderWord.objects.count() == 1


def test_of_two_answers_at_once_the_second_sees_the_first_and_keeps_its_words(waiting: Stage) -> None:
    address = link_of(waiting)
    mine, theirs = (form_of(Client().get(address).content.decode()) for _ in range(2))
    assert answer(address, "moved", "2026-12-05", form=theirs).status_code == 303
    late = answer(address, "stands", note="All is fine.", form=mine)
    assert late.status_code == 409
    page = late.content.decode()
    assert "Something else was said while this page was open." in page
    assert "All is fine." in page
    assert "The date stands: 5 Dec 2026" in page
    assert ProviderWord.objects.count() == 1
    again = answer(address, "stands", note="All is fine.", form=form_of(page))
    assert again.status_code == 303
    assert row().promised == date(2026, 12, 5)


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_a_link_that_has_ended_writes_nothing(waiting: Stage, monkeypatch: pytest.MonkeyPatch, ended: str) -> None:
    from firstlight.workspace.models import GuestLink

    address = link_of(waiting)
    form = form_of(Client().get(address).content.decode())
    if ended == "revoked":
        GuestLink.objects.update(revoked=waiting.inside.now)
    else:
        monkeypatch.setattr("django.utils.timezone.now", lambda: waiting.inside.now + timedelta(days=89))
    late = answer(address, "stands", form=form)
    assert late.status_code == 404
    assert late.content == Client().get("/g/never-made-at-all/").content
    assert not ProviderWord.objects.exists()


def test_a_word_on_what_was_taken_off_the_list_is_told_so(waiting: Stage) -> None:
    from firstlight.dependencies.actions import change_dependencies
    from firstlight.dependencies.sheets import DEPENDENCIES
    from firstlight.kernel.sheets import RowChange

    address = link_of(waiting)
    form = form_of(Client().get(address).content.decode())
    before = DEPENDENCIES.store.current(waiting.project)[("D-1",)]
    change_dependencies(waiting.inside, waiting.project, [RowChange("removed", before, None)])
    late = answer(address, "stands", form=form)
    assert late.status_code == 410
    assert "This is no longer waited for" in late.content.decode()
    assert "Nothing is waited for any more" in Client().get(address).content.decode()


def test_what_is_delivered_is_asked_for_no_longer(waiting: Stage) -> None:
    address = link_of(waiting)
    form = form_of(Client().get(address).content.decode())
    Dependency.objects.update(delivered_on=date(2026, 11, 20))
    assert "Nothing is asked of you any more" in Client().get(address).content.decode()
    assert answer(address, "stands", form=form).status_code in (409, 422)
    assert not ProviderWord.objects.exists()


def test_several_deliveries_of_one_provider_stand_behind_one_link_and_those_of_others_do_not(waiting: Stage) -> None:
    from firstlight.dependencies.actions import change_dependencies
    from firstlight.dependencies.sheets import DEPENDENCIES

    more = {"promised": date(2026, 12, 1), "in_scope": True}
    cradles = {"ref": "D-2", "title": "Cradles", "provider": "Scanwell", **more}
    bank = {"ref": "D-3", "title": "Bank connection", "provider": "House bank", **more}
    waiting.change(change_dependencies, DEPENDENCIES, cradles, bank)
    address = link_of(waiting)
    page = Client().get(address).content.decode()
    assert "Cradles" in page
    assert "Bank connection" not in page
    assert answer(f"{address}D-2/", "stands").status_code == 303
    assert ProviderWord.objects.get().dependency.ref == "D-2"
    assert Client().get(f"{address}D-3/").status_code == 410
    assert answer(f"{address}D-3/", "stands", form={"seen": "2026-12-01/"}).status_code == 410


def test_internal_words_are_not_shown_to_a_provider(waiting: Stage) -> None:
    Dependency.objects.update(notes="We think they are late.", owner="Willem Oost", plan_line="Line 214")
    page = Client().get(link_of(waiting)).content.decode()
    for words in ("We think they are late.", "Willem Oost", "Line 214"):
        assert words not in page


def test_a_link_is_made_only_by_who_may_share_and_edit(waiting: Stage) -> None:
    assert waiting.post("dependencies/D-1/link/", "wo").status_code == 403  # edits, but may not share
    assert waiting.post("dependencies/D-1/link/", "es").status_code == 403  # shares, but may not edit
    assert waiting.outsider().post(f"/p/{waiting.project.slug}/dependencies/D-1/link/").status_code == 404
    assert "Dates of a provider: Scanwell" in waiting.text("guest-links/")


def test_the_made_link_comes_with_a_letter_to_the_contact(waiting: Stage) -> None:
    Dependency.objects.update(contact_mail="jule@scanwell.example")
    browser, page = waiting.client(), f"/p/{waiting.project.slug}/dependencies/D-1/"
    browser.post(f"{page}link/")
    shown = browser.get(page).content.decode()
    assert 'href="mailto:jule@scanwell.example?subject=Scanners%20for%20Wave%201' in shown
    assert day_words(date(2026, 12, 4)) in shown
