"""Words, characters, colours and room: the small rules of the pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firstlight.reporting.decision_pack import characters, fonts, slide_room, words
from firstlight.reporting.decision_pack.colours import LIGHT
from firstlight.reporting.decision_pack.grouping import grouped
from firstlight.reporting.decision_pack.summary import Reason, summarise
from tests.reporting import variants
from tests.reporting.sample import CONDITIONAL, DIRE, GO, NO_GO, document


def reason(number: int, mark: str, area: str) -> Reason:
    return Reason(mark, mark, True, f"{area}.{number}", f"Check {number}", area, f"Sentence {number}.")


def test_few_reasons_stand_alone() -> None:
    lines = grouped([reason(1, "unmet", "Scope"), reason(2, "unknown", "Cutover")])
    assert [(one.title, one.sentence) for one in lines] == [("Check 1", "Sentence 1."), ("Check 2", "Sentence 2.")]


def test_many_reasons_stand_by_area_the_heaviest_first_and_none_is_lost() -> None:
    many = [reason(number, "unknown", "Scope") for number in range(5)]
    many += [reason(10, "unmet", "Cutover"), reason(11, "unknown", "Cutover")]
    lines = grouped(many)
    assert [(one.title, one.mark, one.counts) for one in lines] == [
        ("Cutover", "unmet", "1 unmet, 1 unknown"),
        ("Scope", "unknown", "5 unknown"),
    ]
    assert lines[0].sentence == "Check 10: Sentence 10."
    assert lines[1].sentence == "Check 0; Check 1; Check 2; and 2 more."
    assert sum(one.reasons for one in lines) == len(many)


@pytest.mark.parametrize("mix", [GO, CONDITIONAL, NO_GO, DIRE])
def test_the_sentence_under_the_verdict_agrees_with_the_lists(mix: object) -> None:
    made = document(mix)  # type: ignore[arg-type]
    lede = summarise(made).lede
    blocking = sum(one["blocks"] for one in made["reasons"])
    assert (f"{blocking} mandatory checks stand in the way" in lede) is bool(blocking)
    assert (f"{len(made['accepted_risks'])} risks have been accepted" in lede) is bool(made["accepted_risks"])


def test_a_single_thing_is_told_in_the_singular() -> None:
    made = variants.with_risks(variants.with_condition(document(CONDITIONAL), "One more test."), 1)
    lede = summarise(made).lede
    assert "1 condition is open, 1 risk has been accepted in writing" in lede


def test_an_acceptance_that_ends_before_go_live_is_marked() -> None:
    made = document(NO_GO)
    made["accepted_risks"][0]["expires"] = "2026-12-01T00:00:00+01:00"
    assert [one.ends_early for one in summarise(made).accepted] == [True, False]


def test_times_are_read_in_the_zone_of_the_project() -> None:
    assert words.moment("2026-11-20T09:40:00+01:00", "Europe/Berlin") == "Fri 20 Nov 2026, 09:40 CET"
    assert words.moment("2026-07-01T09:40:00+02:00", "Europe/Berlin") == "Wed 1 Jul 2026, 09:40 CEST"
    assert words.moment("2026-11-20T09:40:00-03:00", "America/Sao_Paulo") == "Fri 20 Nov 2026, 09:40 UTC-03:00"
    assert words.moment("2026-11-20T09:40:00+05:30", "Europe/Berlin") == "Fri 20 Nov 2026, 09:40 UTC+05:30"
    assert words.moment("2026-11-20T09:40:00+00:00", "../etc/passwd") == "Fri 20 Nov 2026, 09:40 UTC"
    assert words.moment(None, "Europe/Berlin") == ""


@pytest.mark.parametrize(
    ("end", "told"),
    [("2026-11-20", "today"), ("2026-11-21", "tomorrow"), ("2026-12-07", "in 17 days"), ("2026-11-19", "1 day ago")],
)
def test_days_are_counted_by_the_calendar(end: str, told: str) -> None:
    days = words.days_between("2026-11-20T23:50:00+01:00", f"{end}T00:10:00+01:00")
    assert words.countdown(days) == told


def test_a_role_keeps_its_capitals_where_they_are_letters_of_its_own() -> None:
    assert words.inside("Executive sponsor") == "executive sponsor"
    assert words.inside("IT administrator") == "IT administrator"


def test_long_texts_are_cut_at_a_space_with_an_ellipsis() -> None:
    assert words.cut("one two three", 30) == "one two three"
    assert words.cut("one two three four", 10) == "one two…"
    assert words.cut("x" * 50, 10) == "x" * 9 + "…"


def test_characters_that_no_file_holds_are_shown_as_broken() -> None:
    assert characters.storable("a\x00b\x1fc\ud800d\ufffee") == "a�b�c�d�e"
    assert characters.storable("line\r\nbreak\ttab") == "line\nbreak\ttab"
    assert characters.legible("turned\u202e here") == "turned� here"


def test_only_very_long_words_get_places_to_break_and_digests_none() -> None:
    ordinary = "go-live-readiness.actions-on-time of Rechtsschutzversicherung"
    assert characters.breakable(ordinary).replace("\u200b", "") == ordinary
    assert "\u200b" not in characters.breakable("An ordinary sentence with go-live-readiness.scope in it.")
    assert "\u200b" not in characters.breakable("0a" * 32)
    assert "\u200b" in characters.breakable("x" * 40)


def test_the_characters_of_the_fonts_are_known() -> None:
    drawn = fonts.characters()
    assert all(ord(one) in drawn for one in "Ağőß Ωω Жя “…” → ✓ ▯ \ufffd" + variants.HEBREW + variants.ARABIC)
    assert ord("山") not in drawn
    assert characters.drawable("a山\u200db", drawn).replace("\u200d", "") == "a▯b"


def test_the_shipped_fonts_bring_their_licences_and_are_small() -> None:
    files = {path.name: path.stat().st_size for path in fonts.FOLDER.iterdir()}
    assert {"LICENSE-Inter.txt", "LICENSE-DejaVu.txt", "README.md"} <= files.keys()
    assert sum(size for name, size in files.items() if name.endswith(".ttf")) < 1_000_000
    assert fonts.families() == fonts.FAMILIES


def test_the_colours_are_those_of_the_pages() -> None:
    pages = Path(fonts.__file__).parents[2] / "web" / "static" / "firstlight" / "tokens.css"
    light = dict(re.findall(r"--fl-([\w-]+):\s*light-dark\((#\w+)", pages.read_text(encoding="utf-8")))
    assert {name: light.get(name) for name in LIGHT} == dict(LIGHT)


def test_rows_are_spread_over_as_few_pages_as_they_need() -> None:
    assert slide_room.pages([50, 50, 50], 100) == [2, 1]
    assert slide_room.pages([500], 100) == [1]
    assert slide_room.pages([50, 50, 50], 100, first=60) == [1, 2]
    assert slide_room.even_pages([10] * 11, 100) == [6, 5]


def test_the_estimate_of_lines_is_never_short_for_a_word_that_does_not_fit() -> None:
    assert slide_room.lines("short", 100, 10) == 1
    assert slide_room.lines("x" * 100, 100, 10) >= 5
    assert slide_room.lines("one\ntwo", 100, 10) == 2
