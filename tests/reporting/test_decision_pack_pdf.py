"""The PDF: one page to read aloud, then everything it rests on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firstlight.readiness.comparing import compare
from firstlight.reporting.decision_pack import assessment_digest, characters, fonts, paper_file, pdf, words
from firstlight.workspace.roles import ROLES
from tests.reporting import variants
from tests.reporting.reading_back import facts_of, pages_of, squeezed, structure_of
from tests.reporting.sample import CONDITIONAL, DIRE, GO, NO_GO, document

VERDICTS = [(GO, "Go", "go"), (CONDITIONAL, "Conditional go", "conditional"), (NO_GO, "No-go", "no-go")]


@pytest.fixture(scope="module")
def dire() -> dict[str, Any]:
    return document(DIRE)


@pytest.fixture(scope="module")
def dire_pages(dire: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages_of(pdf(dire), tmp_path_factory.mktemp("dire"))


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return pdf(variants.hostile())


@pytest.mark.parametrize(("mix", "aloud", "word"), VERDICTS)
def test_page_one_says_the_verdict_and_every_date(mix: Any, aloud: str, word: str, tmp_path: Path) -> None:
    made = document(mix)
    first = pages_of(pdf(made), tmp_path)[0]
    assert made["verdict"] == word
    assert aloud in first
    for date in ("Mon 7 Dec 2026, 05:00 CET", "Fri 4 Dec 2026, 18:00 CET", "Fri 27 Nov 2026, 14:00 CET", "in 17 days"):
        assert squeezed(date) in squeezed(first)
    assert "Northmere Foods" in first
    assert "Executive sponsor, name and date" in first


@pytest.mark.parametrize("many", [1, 6, 30])
def test_page_one_names_every_accepted_risk_with_its_person_and_its_end(many: int, tmp_path: Path) -> None:
    made = variants.with_risks(document(DIRE), many)
    pages = pages_of(pdf(made), tmp_path)
    first = squeezed(pages[0])
    for number, risk in enumerate(made["accepted_risks"]):
        assert squeezed(f"Risk {number} of the rollout") in first
        assert squeezed(f"Person {number},") in first
        assert squeezed(f"until {words.day(risk['expires'])}") in first
    assert "name and date" in pages[0]


def test_more_risks_than_a_page_holds_go_on_rather_than_being_left_out(tmp_path: Path) -> None:
    made = variants.with_risks(document(DIRE), 150)
    pages = pages_of(pdf(made), tmp_path)
    annex = next(number for number, page in enumerate(pages) if "Reasons in full" in page)
    summary = squeezed("".join(pages[:annex]))
    assert all(squeezed(f"Person {number},") in summary for number in range(150))


def test_page_one_says_open_conditions(tmp_path: Path) -> None:
    made = variants.with_condition(document(CONDITIONAL), "The 23 colleagues of the south hub are trained.")
    assert "The 23 colleagues of the south hub are trained." in pages_of(pdf(made), tmp_path)[0]


def test_page_one_says_what_was_decided_how_the_votes_were_and_who_dissents(tmp_path: Path) -> None:
    first = squeezed(pages_of(pdf(variants.with_decision(document(CONDITIONAL))), tmp_path)[0])
    assert squeezed("Conditional go, 19 Nov 2026") in first
    assert (
        squeezed("1 no-go and 1 conditional go; dissent: Anna Prahl") in first
        or squeezed("1 conditional go and 1 no-go; dissent: Anna Prahl") in first
    )


def test_page_one_counts_what_stands_in_the_way_and_says_where_the_rest_is(
    dire: dict[str, Any], dire_pages: list[str]
) -> None:
    blocking = [one for one in dire["reasons"] if one["blocks"]]
    first = dire_pages[0]
    assert f"{len(blocking)} mandatory checks stand in the way" in " ".join(first.split())
    assert f"{len(blocking)} in all, in full on page 2" in first
    annex = squeezed("".join(dire_pages[1:5]))
    assert all(squeezed(one["title"]) in annex for one in blocking)


def test_page_one_shows_every_area_with_its_word_and_its_count(dire: dict[str, Any], dire_pages: list[str]) -> None:
    first = squeezed(dire_pages[0])
    for area in dire["areas"]:
        counted = [check for check in area["checks"] if check["status"] != "not-applicable"]
        met = sum(check["mark"] == "met" for check in counted)
        line = f"{area['title']}{words.word(area['status'])}{met} of {len(counted)} met"
        assert squeezed(line) in first


def test_page_one_counts_the_signatures_and_names_the_stale_one(dire_pages: list[str]) -> None:
    first = " ".join(dire_pages[0].split())
    assert "18 valid" in first
    assert "1 stale" in first
    assert "2 missing" in first
    assert "Stale: Emil Strand, executive sponsor, on “Scope baseline”; 3 changes since" in first


def test_every_check_is_in_the_annex_with_basis_evidence_and_times(dire: dict[str, Any], dire_pages: list[str]) -> None:
    annex = squeezed("".join(dire_pages[1:]))
    for area in dire["areas"]:
        for check in area["checks"]:
            assert squeezed(check["title"]) in annex
    given = [one["attestation"] for area in dire["areas"] for one in area["checks"] if one["attestation"]]
    assert given
    for one in given:
        who = ", ".join(filter(None, (one["person"], one["title"], f"as {words.inside(ROLES[one['role']])}")))
        assert squeezed(f"Attested, a person's word: {who}") in annex
    assert squeezed("Changed since: REQ-131, from “Bank file in MT940” to “Bank file in CAMT.053”") in annex
    assert "no evidence yet" in "".join(dire_pages)
    figures = [one["figure_text"] for area in dire["areas"] for one in area["checks"] if one["figure_text"]]
    assert all(squeezed(figure) in annex for figure in figures)


def test_overdue_actions_come_first_and_say_so(dire_pages: list[str]) -> None:
    first = next(number for number, page in enumerate(dire_pages) if "Overdue" in page)
    assert "Overdue 6 days" in dire_pages[first]
    actions = "".join(dire_pages[first:])  # they may go over the foot of a page
    assert actions.index("Overdue 6 days") < actions.index("no date")


def test_every_page_has_the_digest_the_time_and_its_number(dire: dict[str, Any], dire_pages: list[str]) -> None:
    digest = assessment_digest(dire)
    foot = f"Assessment digest {digest[:8]}…{digest[-4:]} · as of Fri 20 Nov 2026, 09:40 CET"
    for number, page in enumerate(dire_pages, 1):
        assert foot in page
        assert f"page {number} of {len(dire_pages)}" in page


def test_the_last_page_tells_the_method_and_every_digest(dire: dict[str, Any], dire_pages: list[str]) -> None:
    last = dire_pages[-1]
    assert "How this was judged" in last
    for digest in (assessment_digest(dire), dire["ledger"]["head"], *(one["digest"] for one in dire["packs"])):
        assert digest in last
    assert "go-live 2026.1" in last


def test_it_is_a_tagged_document_that_names_itself(dire: dict[str, Any], tmp_path: Path) -> None:
    made = pdf(dire)
    facts = facts_of(made, tmp_path)
    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "No-go: Northmere Foods, Finance and operations, wave 1"
    assert facts["Page size"].endswith("(A4)")
    assert "pdfuaid:part>1" in facts["meta"]
    assert "<rdf:li>en</rdf:li>" in facts["meta"]


def test_its_tags_tell_headings_tables_and_their_heads(tmp_path: Path) -> None:
    tags = structure_of(pdf(variants.bare()), tmp_path)
    assert 'H1 "No-go"' in tags
    assert 'H2 "What stands in the way" ' in tags
    assert "THead" in tags
    assert "/Scope /Column" in tags


def test_what_changed_since_is_told_the_worse_first(tmp_path: Path) -> None:
    new = document(NO_GO)
    old = variants.earlier(new)
    pages = pages_of(pdf(new, since=compare(old, new), since_as_of=old["as_of"]), tmp_path)
    text = " ".join("".join(pages).split())
    assert "Since Fri 6 Nov 2026, 09:40 CET." in text
    assert text.index("Worse Verdict") < text.index("Better")
    assert "The verdict went from conditional go to no-go." in text


def test_nothing_changed_is_said_and_nothing_compared_is_not(tmp_path: Path) -> None:
    made = document(GO)
    assert "Nothing changed." in "".join(pages_of(pdf(made, since=()), tmp_path))
    assert "What changed" not in "".join(pages_of(pdf(made), tmp_path))


def test_texts_are_printed_as_they_are_and_never_run(hostile: bytes, tmp_path: Path) -> None:
    pages = pages_of(hostile, tmp_path)
    text = squeezed("".join(pages))
    assert squeezed(variants.MARKUP) in text
    assert squeezed(variants.FORMULA) in text
    assert "root:" not in text
    assert variants.LONG_WORD in text
    assert variants.FACE in text
    assert squeezed("bell\ufffd null\ufffd half\ufffd turned\ufffdhere") in text
    assert "name and date" in pages[0]
    assert facts_of(hostile, tmp_path)["Tagged"] == "yes"


def test_right_to_left_words_are_drawn_with_their_own_letters(hostile: bytes, tmp_path: Path) -> None:
    text = "".join(pages_of(hostile, tmp_path))
    assert all(word in text for word in variants.HEBREW.split())
    assert all(word in text for word in variants.ARABIC.split())


def test_what_no_font_draws_is_a_box_and_the_last_page_says_so(tmp_path: Path) -> None:
    made = document(GO)
    made["project"]["organisation"] = variants.JAPANESE
    pages = pages_of(pdf(made), tmp_path)
    assert "▯▯▯▯" in pages[0]
    assert "cannot draw is printed as ▯" in pages[-1]
    assert "cannot draw" not in pages_of(pdf(document(GO)), tmp_path)[-1]


@pytest.fixture
def inter_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """As if only Inter were shipped; the folder holds the other font."""
    folders = {name: tmp_path / name for name in ("shipped", "more")}
    for folder in folders.values():
        folder.mkdir()
    for path in fonts.FOLDER.glob("*.ttf"):
        shutil.copy(path, folders["shipped" if path.name.startswith("Inter") else "more"])
    caches = (fonts.loaded, fonts.families, fonts.characters)
    monkeypatch.setattr(fonts, "FOLDER", folders["shipped"])
    monkeypatch.setattr(characters, "UNDRAWABLE", "#")
    for one in caches:
        one.cache_clear()
    yield folders["more"]
    for one in caches:
        one.cache_clear()


def test_more_fonts_draw_what_the_shipped_ones_lack(inter_alone: Path, tmp_path: Path) -> None:
    made = document(GO)
    made["project"]["organisation"] = variants.HEBREW
    assert "####" in pages_of(pdf(made), tmp_path)[0]
    assert variants.HEBREW.split()[0] in pages_of(pdf(made, more_fonts=inter_alone), tmp_path)[0]


def test_a_project_of_which_nothing_is_known_still_has_its_page(tmp_path: Path) -> None:
    first = pages_of(pdf(variants.bare()), tmp_path)[0]
    assert "No-go" in first
    assert first.count("not set") == 4
    assert "No risk has been accepted." in first


def test_the_template_speaks_of_no_machine(tmp_path: Path) -> None:
    made = pdf(document(GO))
    assert b"D:20261120084000" in made
    assert str(Path.home()).encode() not in made or str(Path.home()) == "/"
    assert paper_file.TEMPLATE.is_dir()
