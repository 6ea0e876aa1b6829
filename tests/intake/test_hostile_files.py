"""Files that mean harm are refused with a sentence, before they cost memory or time."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest

from firstlight.contracts.tables import Unreadable
from firstlight.intake.reading import Limits, read_tables
from firstlight.intake.reading.walking import Malformed, walked_texts
from tests.intake.files import (
    HEADER,
    ONE_ROW,
    inline,
    noise,
    only_table,
    packed,
    parts_of,
    plain_parts,
    refusal,
    sheet_xml,
    strings_xml,
    vast,
    workbook,
    written,
)


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size() -> None:
    assert refusal(workbook(inline("a" * 60_000_000))).sentence.endswith(
        "times its size; at most 50 times are accepted."
    )
    assert refusal(vast()).sentence == "it unpacks to 600 MB; at most 200 MB are accepted."


def test_a_small_worksheet_may_pack_as_well_as_it_likes() -> None:
    rows = [["same", "row", "again"] for _ in range(20_000)]
    data = written(["Ref", "Title", "State"], *rows)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 8 * len(data)
    assert len(only_table(data).rows) == 20_000


def test_the_file_itself_may_have_20_megabytes() -> None:
    assert refusal(b"x" * 20_000_001).sentence == "the file has 20.0 MB; at most 20 MB are accepted."


def test_too_many_parts_are_refused() -> None:
    more = {f"xl/media/{number}.png": b"" for number in range(2_000)}
    assert "more than 2,000 parts" in refusal(packed({**plain_parts(), **more})).sentence


@pytest.mark.parametrize("name", ["xl/embeddings/Book.xlsx", "xl/embeddings/oleObject1.bin", "xl/media/picture.png"])
def test_nested_archives_are_refused(name: str) -> None:
    problem = refusal(packed({**plain_parts(), name: workbook(ONE_ROW)}))
    assert problem.sentence.startswith(f"it holds another archive, “{name}”")


def forged(data: bytes, name: str, **fields: int) -> bytes:
    """The archive with other figures for a part in its table of contents (`central`) or before the part (`local`)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    changed = bytearray(data)
    central = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    while data[central + 46 : central + 46 + len(name)] != name.encode():
        central = data.index(b"PK\x01\x02", central + 4)
    if "central" in fields:
        struct.pack_into("<I", changed, central + 24, fields["central"])
    if "local" in fields:
        struct.pack_into("<I", changed, info.header_offset + 22, fields["local"])
    if "crc" in fields:
        struct.pack_into("<I", changed, central + 16, fields["crc"])
    if "flags" in fields:
        struct.pack_into("<H", changed, central + 8, fields["flags"])
    return bytes(changed)


@pytest.mark.parametrize("size", [10, 10_000])
def test_a_size_that_lies_is_found_out(size: int) -> None:
    data, name = packed(plain_parts()), "xl/worksheets/sheet1.xml"
    for lie in ({"central": size}, {"local": size}, {"central": size, "local": size}):
        assert "another size than the file declares" in refusal(forged(data, name, **lie)).sentence


def test_a_bomb_that_declares_a_small_size_is_not_unpacked() -> None:
    data = packed(plain_parts(**{"xl/worksheets/sheet1.xml": sheet_xml(inline("a" * 100_000_000))}))
    small = forged(data, "xl/worksheets/sheet1.xml", central=1_000, local=1_000)
    assert "another size than the file declares" in refusal(small).sentence


def test_a_wrong_check_sum_and_an_encrypted_part_are_told() -> None:
    data, name = packed(plain_parts()), "xl/worksheets/sheet1.xml"
    assert "check sum" in refusal(forged(data, name, crc=1)).sentence
    assert "encrypted; save it without a password" in refusal(forged(data, name, flags=1)).sentence


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(packed(plain_parts()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/Workbook.xml", "<workbook/>")
    assert "names a part twice" in refusal(out.getvalue()).sentence


def test_a_part_packed_in_an_unusual_way_is_refused() -> None:
    out = io.BytesIO(packed(plain_parts()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/other.xml", "<x/>" * 100)
    assert "packed in a way that workbooks do not use" in refusal(out.getvalue()).sentence


DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/app.xml", "_rels/.rels"]
)
def test_a_document_type_is_refused_in_every_part_and_encoding(name: str, encoding: str) -> None:
    parts = plain_parts()
    body = str(parts.get(name, "<Properties/>")).replace('<?xml version="1.0"?>', "")
    parts[name] = f"{DTD}{body}".encode(encoding)
    assert refusal(packed(parts)).sentence.startswith(f"“{name}” in it has a document type or entities")


def test_an_entity_in_lower_case_or_after_a_comment_is_refused_too() -> None:
    for dtd in ("<!doctype x SYSTEM 'http://x.test/'>", f"<!-- x -->{DTD}", "<?x y?><!ENTITY a 'b'>"):
        parts = plain_parts(**{"xl/styles.xml": f"{dtd}<styleSheet/>"})
        assert "document type or entities" in refusal(packed(parts)).sentence


def test_more_than_a_million_shared_texts_are_refused() -> None:
    texts = "".join(f"<si><t>{number}</t></si>" for number in range(1_000_001))
    parts = plain_parts(**{"xl/sharedStrings.xml": strings_xml().replace("</sst>", f"{texts}</sst>")})
    assert refusal(packed(parts)).sentence == "the workbook holds more than 1,000,000 different texts; split the list."
    odd = plain_parts(**{"xl/sharedStrings.xml": strings_xml().replace("</sst>", f"{'<si />' * 1_000_001}</sst>")})
    assert "unusual way and has more than 1,000,000 texts" in refusal(packed(odd)).sentence


def test_a_million_columns_are_refused() -> None:
    for cell, count in (("<c><v>{}</v></c>", 1_000_000), ('<c t="n"><v>{}</v></c>', 10_000)):
        row = "".join(cell.format(number * 7919 % 10**6) for number in range(count))
        assert "at most 200 columns are accepted" in refusal(workbook(f'<row r="2">{row}</row>')).sentence


def test_a_dimension_that_lies_does_not_matter() -> None:
    xml = sheet_xml(HEADER + ONE_ROW, before='<dimension ref="A1:BDWGN1048576"/>')
    assert len(only_table(packed({**plain_parts(), "xl/worksheets/sheet1.xml": xml})).rows) == 1


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('<c r="XFD2"><v>1</v></c>', "it reaches to column 16,384; at most 200 columns are accepted."),
        ('<c r="A1048576"><v>1</v></c>', "it reaches down to row 1,048,576; at most 100,000 rows are accepted."),
        ('<c r="GR2"><v>1</v></c><c r="A90000"><v>1</v></c>', "it reaches over 90,000 rows and 200 columns"),
        ('<c r="$A$2"><v>1</v></c>', "it has a cell at “$A$2”, which is no place on a worksheet."),
        ('<c r="A9999999999999999999"><v>1</v></c>', "which is no place on a worksheet."),
        ('</row><row r="-5"><c><v>1</v></c>', "it has a row “-5”, which is no row of a worksheet."),
    ],
)
def test_a_cell_far_away_is_refused_before_the_grid_is_made(cell: str, sentence: str) -> None:
    problem = refusal(workbook(f'<row r="2">{cell}</row>'))
    assert sentence in problem.sentence
    assert problem.sheet == "List"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_long_text_that_stands_in_every_cell_is_refused(quote: str) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGH") + "</row>"
        for row in range(2, 1_000)
    )
    data = workbook(rows.replace('"', quote), "b" * 30_000)
    assert "its cells show more than 100 MB of text" in refusal(data).sentence


def test_numbers_are_not_taken_for_shared_texts() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>0</v></c></row>' for row in range(2, 6_000))
    assert len(only_table(workbook(rows, "b" * 30_000)).rows) == 5_998


@pytest.mark.parametrize("extra", ["", "<!-- -->"])
def test_a_cell_with_too_much_text_is_named(extra: str) -> None:
    for data in (workbook(inline(noise(32_760) + extra + "12345678")), workbook(
        '<row r="2"><c r="A2" t="s"><v>0</v></c></row>', noise(32_760) + extra + "12345678"
    )):  # fmt: skip
        problem = refusal(data)
        assert (problem.row, problem.column) == (2, "A")
        assert problem.sentence == "this cell has 32,768 characters; text of at most 32,767 characters is accepted."


def test_a_text_of_the_longest_length_is_read_even_when_it_needs_more_bytes() -> None:
    table = only_table(workbook('<row r="2"><c r="A2" t="s"><v>0</v></c></row>', "&amp;ä" * 16_000))
    assert table.rows[0].cells[0] == "&ä" * 16_000


def test_a_null_character_in_a_workbook_is_refused() -> None:
    assert "null character" in refusal(workbook(inline("a_x0000_b"))).sentence


def test_a_million_cells_in_an_unknown_form_are_refused() -> None:
    row = "".join(random.Random(2).choices(("<c/>", "<c />"), k=1_100_000))
    assert "unusual way and has more than 1,000,000 cells" in refusal(workbook(f"<row>{row}</row>")).sentence


def test_lists_spread_thinly_over_many_worksheets_are_refused() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 5_000))
    xml = sheet_xml(rows + '<row r="5000"><c r="GR5000"><v>1</v></c></row>')
    data = packed(parts_of({f"L{number}": xml for number in range(20)}))
    assert "its lists span more than 4,000,000 cells" in refusal(data).sentence


def test_worksheets_have_a_limit_and_a_place_each() -> None:
    xml = sheet_xml(HEADER)
    many = packed(parts_of({f"L{number}": xml for number in range(201)}))
    assert refusal(many).sentence == "it has 201 worksheets; 1 to 200 are accepted."
    parts = parts_of({"One": xml, "Two": xml})
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet2", "sheet1")
    assert "two worksheets are stored in one place" in refusal(packed(parts)).sentence


@pytest.mark.parametrize(
    "name", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]
)
def test_a_workbook_without_one_of_its_parts_is_damaged(name: str) -> None:
    parts = plain_parts()
    del parts[name]
    assert "the workbook is damaged" in refusal(packed(parts)).sentence
    assert "the workbook is damaged" in refusal(packed({**parts, name: "<open><never closed"})).sentence


def test_a_text_that_is_not_there_is_damage_or_nothing_never_a_crash() -> None:
    for index in ("5", "-1", "x", "99999999999999999999", ""):
        data = workbook(f'<row r="2"><c r="A2" t="s"><v>{index}</v></c></row>', "only")
        with suppress(Unreadable):
            assert read_tables(data, "list.xlsx")


def test_deep_nesting_is_no_way_in() -> None:
    deep = "<c>" * 200_000 + "</c>" * 200_000
    with pytest.raises(Unreadable):
        read_tables(workbook(f"<row>{deep}</row>"), "list.xlsx")


@pytest.mark.parametrize(
    ("data", "file", "sentence"),
    [
        (b"x", "list.xls", "this is an old Excel workbook; save it as .xlsx."),
        (b"x", "list.ods", "this is an OpenDocument spreadsheet; save it as .xlsx."),
        (b"x", "list.numbers", "this is a Numbers document; save it as .xlsx."),
        (b"x", "list", "this kind of file is not read as a list. Accepted are .xlsx"),
        (b"Ref,Title\n", "list.xlsx", "this is not a workbook. A file that Excel saved as .xlsx or .xlsm is expected."),
        (b"<html><table>", "list.xlsx", "this is a web page or XML under the name of a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "list.xlsx", "this is an old Excel workbook (.xls)"),
        (
            packed({"xl/workbook.bin": b"x", "xl/theme/theme1.xml": "<x/>"}),
            "list.xlsx",
            "this is a binary Excel workbook (.xlsb)",
        ),
        (packed({"content.xml": "<x/>"}), "list.xlsx", "this is an OpenDocument file"),
        (packed({"word/document.xml": "<x/>"}), "list.xlsx", "this is a Word document"),
        (packed({"readme.txt": "x"}), "list.xlsx", "this is an archive without a workbook in it"),
        (b"PK\x03\x04" + b"\0" * 100, "list.xlsx", "its table of contents cannot be read"),
        (packed(plain_parts())[:-30], "list.xlsx", "its table of contents cannot be read"),
    ],
)
def test_files_of_another_kind_are_told_what_they_are(data: bytes, file: str, sentence: str) -> None:
    assert sentence in refusal(data, file).sentence


class Panic(BaseException):
    """What a panic of the Rust below looks like in Python."""


@pytest.mark.parametrize("error", [Panic, ValueError, OverflowError])
@pytest.mark.parametrize("where", ["opening", "reading"])
def test_a_panic_of_the_reader_below_is_damage(
    where: str, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        @classmethod
        def from_filelike(cls, source: object) -> Broken:
            if where == "opening":
                raise error
            return cls()

        def get_sheet_by_name(self, name: str) -> object:
            raise error

    monkeypatch.setattr("firstlight.intake.reading.workbook.CalamineWorkbook", Broken)
    assert "a worksheet in it cannot be read" in refusal(workbook(ONE_ROW)).sentence


def test_whoever_stops_the_program_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        @classmethod
        def from_filelike(cls, source: object) -> Stopped:
            raise KeyboardInterrupt

    monkeypatch.setattr("firstlight.intake.reading.workbook.CalamineWorkbook", Stopped)
    with pytest.raises(KeyboardInterrupt):
        read_tables(workbook(ONE_ROW), "list.xlsx")


def test_the_parts_that_list_the_others_are_small() -> None:
    parts = plain_parts()
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", f"<!--{noise(6_000_000)}--><sheets>")
    assert refusal(packed(parts)).sentence == "“xl/workbook.xml” in it is far larger than in any workbook."


def test_cells_are_counted_over_all_worksheets_and_each_time_they_stand_there() -> None:
    xml = sheet_xml("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 61)))
    both = packed(parts_of({"One": xml, "Two": xml}))
    assert "more than 100 cells; split it into several files" in refusal(both, limits=Limits(area=100)).sentence
    again = workbook("<row>" + '<c r="A2" s="1"/>' * 200 + "</row>")
    assert refusal(again, limits=Limits(area=199)).sentence == "it has 202 cells; at most 199 are accepted."


def test_a_walk_through_a_part_refuses_a_document_type_by_itself() -> None:
    with pytest.raises(Malformed):
        walked_texts(f"{DTD}<sst><si><t>&b;</t></si></sst>".encode(), Limits())


def test_limits_can_be_narrowed() -> None:
    rows = [[f"R{number}", "x"] for number in range(20)]
    assert (
        "more than the 10 that are accepted"
        in refusal(written(["Ref", "Title"], *rows), limits=Limits(rows=10)).sentence
    )
    assert "at most 1 columns" in refusal(written(["Ref", "Title"], *rows), limits=Limits(columns=1)).sentence


def test_the_checks_use_zlib_bounds_and_not_trust() -> None:
    """A part that goes on after the size it declares is never inflated further than one byte beyond it."""
    assert zlib.decompressobj().decompress(zlib.compress(b"a" * 1_000_000), 11) == b"a" * 11
