"""The texts of messages: shipped whole in each language, filled in once, in the language of whoever reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.cutover.live.texts import FIELDS, Texts, _shipped, check_text, fill
from firstlight.workspace.languages import language_called


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("event", FIELDS)
def test_each_event_has_a_text_in_each_language_that_a_project_could_have_written(event: str, language: str) -> None:
    texts, rehearsal = _shipped()
    check_text(event, texts[event, language].subject, texts[event, language].body)
    assert "{subject}" in rehearsal[language]


def test_times_are_said_by_the_clock_of_the_cutover_in_the_language_of_the_reader() -> None:
    texts = Texts(*_shipped(), own={})
    at = datetime(2026, 12, 5, 21, 0, tzinfo=UTC)
    facts = {"run": "Cutover", "step": "7 Load", "since": at, "reason": "No key."}
    said = texts.filled("blocked", "de", facts, ZoneInfo("Europe/Berlin"), rehearsal=False)
    assert said.body == "„7 Load“ ist seit 5. Dez, 22:00 (Europe/Berlin) blockiert: No key."
    assert texts.of("blocked", "fr") == texts.of("blocked", "en")


@given(st.text(), st.text())
def test_what_people_wrote_is_never_filled_in_itself(title: str, reason: str) -> None:
    assert fill("{step}: {reason}", {"step": title, "reason": reason}) == f"{title}: {reason}"


@pytest.mark.parametrize(
    ("words", "code"),
    [("German", "de"), (" deutsch ", "de"), ("de-CH", "de"), ("English", "en"), ("French", ""), ("", "")],
)
def test_a_language_is_known_as_people_write_it(words: str, code: str) -> None:
    assert language_called(words) == code
