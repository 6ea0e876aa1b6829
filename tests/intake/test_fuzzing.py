"""Whatever the bytes are, reading ends in tables or in one refusal. `FUZZ` in the environment multiplies the tries."""

from __future__ import annotations

import os
import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.contracts.tables import Table, Unreadable
from firstlight.intake.parsing import parse
from firstlight.intake.reading import READABLE, read_tables
from firstlight.intake.recognising import Recognised, recognise
from firstlight.intake.writing import write_csv, write_template, write_workbook
from tests.intake.files import packed, shared_file
from tests.intake.lists import BERLIN, make_list, row_of

MANY = int(os.environ.get("FUZZ", "1"))
TASKS = make_list()
ROWS = [
    row_of(
        TASKS, {"Own": "kept"}, ref=f"T-{n}", title=f"Täsk {n}", effort=n, state="done", people=("a", "b"), notes="=1"
    )
    for n in range(6)
]
WORKBOOK = write_workbook([(TASKS, ROWS)], BERLIN)
CSV = write_csv(TASKS, ROWS, BERLIN)


def outcome(data: bytes, file: str) -> tuple[Table, ...]:
    """The tables, parsed as well, or none after a refusal that is a sentence about this file."""
    try:
        tables = read_tables(data, file)
    except Unreadable as error:
        check_refusal(error, file)
        return ()
    for table in tables:
        assert bool(table.aside) != bool(table.header)
        assert all(len(row.cells) == len(table.header) for row in table.rows)
        found = recognise(table, [TASKS])
        if isinstance(found, Recognised):
            for problem in parse(found, BERLIN).problems:
                assert problem.sentence
                assert problem.row is not None or "more problems" in problem.sentence
    return tables


def check_refusal(error: Unreadable, file: str) -> None:
    assert (error.problem.file, error.problem.sentence[-1]) == (file, ".")
    assert len(error.problem.sentence) > 20


def changed(data: bytes, chance: random.Random) -> bytes:
    """The same bytes with a few of them flipped, dropped, doubled or replaced."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(out))
        length = chance.choice((1, 1, 2, 4, 16, 64, 400))
        match chance.randrange(5):
            case 0:
                out[start] ^= 1 << chance.randrange(8)
            case 1:
                del out[start : start + length]
            case 2:
                out[start:start] = out[start : start + length]
            case 3:
                out[start : start + length] = chance.randbytes(length)
            case 4:
                out[start : start + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"PK\x01\x02"))
        if not out:
            return b"x"
    return bytes(out)


@settings(max_examples=300 * MANY, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(sorted(READABLE)))
def test_any_bytes(data: bytes, suffix: str) -> None:
    outcome(data, f"any{suffix}")
    outcome(b"PK\x03\x04" + data, f"any{suffix}")


@settings(max_examples=300 * MANY, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab,;\t|\"'\r\n=-1é\ufeff\x00 \u2028"), max_size=120))
def test_any_text_of_the_signs_that_matter(words: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        outcome(words.encode(encoding, "replace"), "any.csv")
        outcome(("Ref,Title,Effort\n" + words).encode(encoding, "replace"), "any.csv")


@pytest.mark.parametrize("data", [WORKBOOK, CSV, write_template([TASKS])], ids=["workbook", "csv", "template"])
def test_changed_bytes_of_our_own_files(data: bytes) -> None:
    file = "own.csv" if data is CSV else "own.xlsx"
    assert outcome(data, file)
    chance = random.Random(20)
    for _ in range(600 * MANY):
        outcome(changed(data, chance), file)


def test_changed_bytes_within_the_parts_of_a_workbook() -> None:
    """The archive stays whole, so that the change gets as far as the readers of XML."""
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(21)
    read = 0
    for _ in range(600 * MANY):
        name = chance.choice([name for name in parts if name.startswith(("xl/", "_rels"))])
        body = parts[name]
        assert isinstance(body, bytes)
        read += bool(outcome(packed({**parts, name: changed(body, chance)}, level=1), "own.xlsx"))
    assert read > 50 * MANY


@pytest.mark.parametrize(
    "name", ["catalogue/Test Case Template.xlsx", "edge/DateFormatTests.xlsx", "edge/noSharedStringTable.xlsx"]
)
def test_changed_bytes_of_real_workbooks(name: str) -> None:
    data = shared_file(name).read_bytes()
    chance = random.Random(22)
    for _ in range(200 * MANY):
        outcome(changed(data, chance), "real.xlsx")
