"""What a decision kept stands in all three files: dissent in its own words, conditions with owner and date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firstlight.reporting.decision_pack import pdf, pptx, xlsx
from tests.reporting import variants
from tests.reporting.reading_back import pages_of, slides_of, squeezed, words_on, workbook_of
from tests.reporting.sample import CONDITIONAL, document

SAID = (
    "D-1 Go or no-go: conditional go", "We go, and say what we carry.", "The night shift is trained", "Change manager",
    "4 Dec 2026", "“One more week costs less.”", "Anna Prahl, Warehouse lead", "Waiting costs more.",
)  # fmt: skip


def _decided() -> dict[str, Any]:
    return variants.with_decision(document(CONDITIONAL))


def test_the_paper_and_the_deck_have_dissent_and_conditions_in_full(tmp_path: Path) -> None:
    paper = squeezed(" ".join(pages_of(pdf(_decided()), tmp_path)))
    deck = squeezed(" ".join(words_on(slide) for slide in slides_of(pptx(_decided()))))
    for said in SAID:
        assert squeezed(said) in paper, said
        assert squeezed(said) in deck, said


def test_the_workbook_has_a_sheet_of_the_decision_only_where_there_is_one() -> None:
    rows = list(workbook_of(xlsx(_decided()))["Decision"].iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] in ("Decision", "Condition", "Dissent", "Vote")] == [
        "Decision", "Condition", "Dissent", "Vote", "Vote",
    ]  # fmt: skip
    assert ("Condition", "The night shift is trained", "Change manager", "4 Dec 2026", "Open") in rows
    assert "Decision" not in workbook_of(xlsx(document(CONDITIONAL))).sheetnames
