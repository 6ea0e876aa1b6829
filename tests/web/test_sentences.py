"""Sentences of the layers below, said again in the language of the page: only where there is no doubt."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from firstlight.contracts.tables import Problem
from firstlight.web import sentences, wording

GERMAN = {
    # What was decided in the code has a sentence of its own: no plural is put together from parts.
    "1 of 40 planned cases of UAT-1 has not passed.": "1 von 40 geplanten Fällen von UAT-1 ist nicht bestanden.",
    "3 of 1,240 planned cases of UAT-1 have not passed; the exit criterion of 95 % is reached.":
        "3 von 1.240 geplanten Fällen von UAT-1 sind nicht bestanden; das Abschlusskriterium von 95 % ist erreicht.",
    # A day, a name with anything in it.
    "Nordic, Ltd. promises D-4 Scanners; and more for 8 Dec 2026; that is 7 days after 1 Dec 2026, when it is needed.":
        "Nordic, Ltd. sagt D-4 Scanners; and more für 8. Dez 2026 zu; "
        "das ist 7 Tage nach dem Bedarf am 1. Dez 2026.",
    # Words of ours inside the sentence.
    "Nobody has attested this yet; it is the word of the project lead or IT administrator.":
        "Noch hat niemand das bestätigt; gefragt ist das Wort von: Projektleitung oder IT-Administration.",
    # A sentence inside a sentence, in two ways; the outer one is ours for more of its letters.
    "Went from met to unmet: 2 of 9 items of the scope are not delivered in full.":
        "Von erfüllt zu nicht erfüllt: 2 von 9 Posten des Umfangs sind nicht vollständig geliefert.",
    "Emil Strand (executive sponsor) signed attestation of “Tests are complete” on 3 Nov 2026; 2 things have changed "
    "since.":
        "Emil Strand (Executive Sponsor) hat am 3. Nov 2026 unterschrieben: Bestätigung von „Tests are complete“; "
        "seitdem haben sich 2 Dinge geändert.",
    # Several behind each other, of which one is somebody's.
    "We tried it twice. Ana Ruiz accepts the risk until 3 Dec 2026: It is small.":
        "We tried it twice. Ana Ruiz übernimmt das Risiko bis 3. Dez 2026: It is small.",
    # Lists, with what stands between their items.
    "Migrated data is used in UAT-1, UAT-2 and UAT-3.": "Übernommene Daten werden benutzt in UAT-1, UAT-2 und UAT-3.",
    "Affected: R-1 Print or post, and send, and keep.": "Betroffen: R-1 Print or post, and send, and keep.",
    "TC-1 (Pay, then go) and TC-2 (Print and post) of UAT-1 failed when last run.":
        "In UAT-1 beim letzten Lauf fehlgeschlagen: TC-1 (Pay, then go) und TC-2 (Print and post).",
    "Affected: R-1 Print and post; R-2 Send and 12 more.": "Betroffen: R-1 Print and post; R-2 Send und 12 weitere.",
    "12 mandatory checks stand in the way: 3 unmet, 9 unknown. Besides, 1 condition is open.":
        "12 Pflichtprüfungen stehen im Weg: 3 nicht erfüllt, 9 unbekannt. Außerdem: 1 Bedingung ist offen.",
}  # fmt: skip


@pytest.mark.parametrize("english", GERMAN)
def test_a_sentence_is_said_again_with_all_that_is_in_it(english: str) -> None:
    with override("de"):
        assert wording.said(english) == GERMAN[english]
    with override("en"):
        assert wording.said(english) == english


@pytest.mark.parametrize(
    "words",
    [
        "The scope of wave 1 is what we expect to go live.",
        "It is on the boards.",
        "Order to cash",
        "Review of the plan",
        "Super-users ordered the list of what follows in January and February.",
        "",
    ],
)
def test_what_people_say_stays_as_it_is(words: str) -> None:
    with override("de"):
        assert wording.said(words) == words


def test_a_sentence_that_can_be_read_in_two_ways_stays_english() -> None:
    words = "Ana on leave has promised no date for Scanners has promised no date for D-4 Scanners."
    with override("de"):
        assert wording.said(words) == words


def test_a_word_is_translated_only_where_it_is_ours() -> None:
    with override("de"):
        assert wording.said("The signature of the night watch is gone.") == "The signature of the night watch is gone."
        assert wording.said("The signature of the test lead is gone.") == "Eine Unterschrift fehlt jetzt: Testleitung."


def test_a_problem_names_its_place_in_the_language_of_the_page() -> None:
    problem = Problem("tasks.csv", "this cell is empty; expected a whole number from 1 to 1000.", "", 1203, "Due")
    with override("de"):
        assert wording.said(problem) == (
            "tasks.csv, Zeile 1.203, Spalte „Due“: Diese Zelle ist leer; erwartet wird eine ganze Zahl von 1 bis 1000."
        )
    with override("en"):
        assert wording.said(problem) == str(problem).replace("row 1203", "row 1,203")


def test_a_long_text_costs_nothing() -> None:
    text = "The word of Ana lapsed. " * 2000
    with override("de"):
        assert sentences.said(text) == text


def test_every_form_fits_what_it_says_itself() -> None:
    for forms in sentences.known().forms.values():
        for form in forms:
            assert form.fixed, form.text
            assert all(kind in sentences._KINDS for kind in form.kinds), form.text
