"""The texts of messages: shipped whole in each language, filled in once, in the language of whoever reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.cutover.live.texts import FIELDS, Text, check_text, fill, texts_of, worded
from firstlight.kernel.errors import Invalid
from firstlight.packs.actions import load_pack, pin_packs
from firstlight.packs.queries import version_named
from firstlight.packs.shipped import newest_shipped
from firstlight.workspace.languages import language_called
from tests.cast import Cast
from tests.packs.making import pack_text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("event", FIELDS)
def test_each_event_has_a_text_in_each_language_that_a_project_could_have_written(event: str, language: str) -> None:
    texts = worded([], {})
    check_text(event, texts.shipped[event, language].subject, texts.shipped[event, language].body)
    assert "{subject}" in texts.rehearsal[language]


def test_times_are_said_by_the_clock_of_the_cutover_in_the_language_of_the_reader() -> None:
    texts = worded([], {})
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


#: A pack that words one event, in English.
OWN_WORDS = """\
messages:
  rehearsal: {{en: "Trial: {{subject}}"}}
  texts:
    blocked:
      en: {{subject: "Stuck: {{step}}", body: "{body}"}}
"""


def _pack(cast: Cast, body: str, **named: str) -> Any:
    return load_pack(cast.machine, pack_text(more=OWN_WORDS.format(body=body), **named).encode(), "night.yaml")


@pytest.mark.django_db
def test_the_texts_are_those_of_the_version_that_the_project_pinned_until_it_takes_another(cast: Cast) -> None:
    shipped = texts_of(cast.project)
    assert shipped.of("blocked", "en").subject == "Blocked: {step}"
    first = _pack(cast, "Since {since}.")
    pin_packs(cast.context("pl"), [first])
    second = _pack(cast, "Stuck since {since}.", version="2026.2")
    assert texts_of(cast.project).of("blocked", "en") == Text("Stuck: {step}", "Since {since}.")
    assert texts_of(cast.project).rehearsal["en"] == "Trial: {subject}"
    pin_packs(cast.context("pl"), [second])
    assert texts_of(cast.project).of("blocked", "en").body == "Stuck since {since}."
    # What it does not word, and the other language, are said as in the newest that comes with the program.
    assert texts_of(cast.project).of("late", "en") == shipped.of("late", "en")
    assert texts_of(cast.project).of("blocked", "de") == shipped.of("blocked", "de")
    pin_packs(cast.context("pl"), [version_named("go-live"), second])
    assert texts_of(cast.project).of("blocked", "en") == shipped.of("blocked", "en")
    pin_packs(cast.context("pl"), [second, version_named("go-live")])
    assert texts_of(cast.project).of("blocked", "en").body == "Stuck since {since}."


@pytest.mark.django_db
def test_a_pack_that_words_an_event_that_there_is_not_is_refused_with_its_place(cast: Cast) -> None:
    text = pack_text(more=OWN_WORDS.format(body="Since then.").replace("blocked:", "exploded:"))
    with pytest.raises(Invalid) as refused:
        load_pack(cast.machine, text.encode(), "night.yaml")
    (problem,) = refused.value.problems
    assert "“exploded” is not one of: started, back," in problem.sentence


def test_the_newest_pack_that_comes_with_the_program_words_every_event() -> None:
    assert set(newest_shipped().more["messages"]["texts"]) == set(FIELDS)
