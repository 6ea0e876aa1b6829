"""XML from strangers: read in any encoding, nothing fetched, nothing expanded, a sentence where it is refused."""

from __future__ import annotations

import http.server
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.contracts.tables import Unreadable
from firstlight.intake.reading.xml import Node, XmlLimits, XmlSource

TEXT = '<root><item name="Größe €">Žluťoučký kůň 𝄞</item></root>'


def _items(data: bytes, limits: XmlLimits | None = None) -> list[Node]:
    return list(XmlSource(data, "a.xml", limits).elements(["item"]))


def _refusal(data: bytes, limits: XmlLimits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        _items(data, limits)
    assert refusal.value.problem.file == "a.xml"
    return refusal.value.problem.sentence


def test_elements_come_whole_with_local_names() -> None:
    source = XmlSource(
        b'<p:plan xmlns:p="urn:p" p:version="2"><p:item p:id="1">a<p:name> First </p:name>b<p:long>log</p:long>'
        b"<p:item>inner</p:item></p:item><p:item/></p:plan>",
        "a.xml",
    )
    assert source.root == "plan"
    plan, first, second = source.elements(["item"], heads=["plan"], without=["long"])
    assert plan == Node("plan", {"version": "2"})
    assert (first.get("id"), first.get("no", "none"), first.text) == ("1", "none", "ab")
    assert first.words("name") == "First"
    assert first.words("long") == ""
    assert first.words("name", "more") == ""
    assert [child.name for child in first.children] == ["name", "item"]
    assert second == Node("item", {})


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', ' \r\n <?xml version="1.0" encoding="{}"?>\n'])
def test_unicode_is_read_with_and_without_a_mark(encoding: str, mark: bool, declaration: str) -> None:
    text = ("\ufeff" if mark else "") + declaration.format(encoding[:6]) + TEXT
    source = XmlSource(text.encode(encoding), "a.xml")
    (item,) = source.elements(["item"])
    assert (item.get("name"), item.text) == ("Größe €", "Žluťoučký kůň 𝄞")
    assert source.warnings == ()


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("ISO-8859-1", "Größe"),
        ("windows-1252", "50 €"),
        ("iso-8859-2", "Žluťoučký"),
        ("koi8-r", "Привет"),
        ("Shift_JIS", "テスト"),
        ("GBK", "测试"),
        ("big5", "測試"),
        ("euc-kr", "시험"),
        ("us-ascii", "plain"),
        ("IBM850", "Größe"),
    ],
)
def test_declared_encodings_are_read(encoding: str, word: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}' standalone='yes'?><root><item>{word}</item></root>"
    assert _items(text.encode(encoding))[0].text == word


def test_a_long_text_in_many_bytes_is_cut_nowhere() -> None:
    text = "äß€𝄞&amp;&#228;" * 20_000
    for encoding in ("utf-8", "utf-16", "gb18030"):
        data = f"<?xml version='1.0' encoding='{encoding}'?><root><item>{text}</item></root>".encode(encoding)
        assert _items(data)[0].text == "äß€𝄞&ä" * 20_000


def test_utf_8_that_says_utf_16_is_read_and_told() -> None:
    source = XmlSource(f'<?xml version="1.0" encoding="utf-16"?>{TEXT}'.encode(), "a.xml")
    assert next(iter(source.elements(["item"]))).get("name") == "Größe €"
    assert source.warnings == ("The file says that it is utf-16 and is not; it was read as UTF-8.",)


@pytest.mark.parametrize("encoding", ["utf-7", "idna", "unicode_escape", "ebcdic-cp-us", "rot13", "../x"])
def test_other_encodings_are_refused_by_name(encoding: str) -> None:
    sentence = _refusal(f'<?xml version="1.0" encoding="{encoding}"?><root/>'.encode())
    assert sentence == f"it declares the encoding “{encoding}”, which is not read; save it as UTF-8."


def test_bytes_that_the_encoding_does_not_know_are_replaced_and_told() -> None:
    source = XmlSource(b"<root><item>Gr\xf6\xdfe</item><item>" + b"x" * 50_000 + b"\xff</item></root>", "a.xml")
    first, second = source.elements(["item"])
    assert first.text == "Gr��e"
    assert second.text.endswith("x�")
    assert source.warnings == ("The file holds bytes that are not UTF-8; they were replaced by “�”.",)


def test_characters_that_xml_forbids_are_replaced_and_told() -> None:
    source = XmlSource(
        "<root><item>a\x00b\x1b\ufffe&#x1b;&#0;&#xD83D;&#x110000;&#10;&#x1F600;</item></root>".encode(), "a"
    )
    (item,) = source.elements(["item"])
    assert item.text == "a\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\n😀"
    assert source.warnings == ("7 characters that XML does not allow were replaced by “�”.",)


def test_without_cleaning_forbidden_characters_are_refused() -> None:
    for data in (b"<root>\n\x1b</root>", b"<root>\n&#27;</root>", b"<root>\n\xff</root>"):
        with pytest.raises(Unreadable, match="broken on line 2"):
            list(XmlSource(data, "a.xml", clean=False).elements(["item"]))


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE root>",
        '<!DOCTYPE root SYSTEM "http://127.0.0.1/a.dtd">',
        '<?xml version="1.0"?>\n<!-- <root> -->\n<?go on?><!DOCTYPE root [<!ENTITY a "b">]>',
        '<!DOCTYPE root [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_a_document_type_is_refused_in_every_encoding(prolog: str, encoding: str) -> None:
    sentence = _refusal(f"{prolog}<root><item>&a;</item></root>".encode(encoding))
    line = prolog.count("\n") + 1
    assert sentence.startswith(f"it declares a document type (<!DOCTYPE on line {line})")


@pytest.mark.parametrize(
    "body",
    [
        "<root><!DOCTYPE root [<!ENTITY a 'b'>]><item>&a;</item></root>",
        "<root><item>&a;</item></root>",
        "<root><item name='&a;'/></root>",
        "<!ENTITY a 'b'><root/>",
        "<!doctype html><root/>",
    ],
)
def test_entities_have_no_other_way_in(body: str) -> None:
    assert _refusal(body.encode())


@pytest.fixture
def visited() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the paths that somebody fetched from it."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def test_nothing_is_fetched(visited: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = visited
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>'
    hostile = [
        f'<!DOCTYPE root SYSTEM "{address}/dtd"><root/>',
        f'<!DOCTYPE root [<!ENTITY e SYSTEM "{address}/entity">]><root><item>&e;</item></root>',
        f'<!DOCTYPE root [<!ENTITY % p SYSTEM "{address}/parameter"> %p;]><root/>',
        f'<?xml-stylesheet href="{address}/style"?><root xsi:schemaLocation="a {address}/xsd" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><item>{include.format(address)}</item></root>',
        f"<root><item>{include.format(secret.as_uri())}</item></root>",
    ]
    for text in hostile:
        try:
            texts = [item.text for item in _items(text.encode())]
        except Unreadable:
            continue
        assert texts == [""]
    assert paths == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty; an XML file is expected."),
        (b" \n\t", "no XML element is in the file."),
        (b"<?xml version='1.0'?>\n<!-- all -->", "no XML element is in the file."),
        (b"<!-- not closed <root/>", "no XML element is in the file."),
        (b'{"a": 1}', 'this is not XML: an element is expected where “{"a": 1}” stands.'),
        (b"[INFO] built\n<root/>", "this is not XML: an element is expected where “[INFO] built” stands."),
        (b"\x1b[31mred", "this is not XML: an element is expected where “�[31mred” stands."),
        (b"<root/>more", "the XML is broken on line 1: Extra content at the end of the document."),
        (b"\n\n<root>\n<a></b></root>", "the XML is broken on line 4: Opening and ending tag mismatch"),
        (b"<?xml version='1.0'?>\n<root>\n<item", "the XML ends on line 3 before all that was opened is closed"),
    ],
)
def test_what_is_not_xml_is_refused_with_its_place(data: bytes, sentence: str) -> None:
    assert _refusal(data).startswith(sentence)


@pytest.mark.parametrize(
    ("limits", "data", "sentence"),
    [
        (XmlLimits(file_bytes=10), b"<root></root>", "the file has 0.0 MB; at most 0 MB are accepted."),
        (XmlLimits(depth=3), b"<a><b><c><d/></c></b></a>", "the XML is not accepted: elements are nested more than 3"),
        (XmlLimits(names=3), b"<a b=''><c/><d/></a>", "the XML is not accepted: it uses more than 3 different names"),
        (XmlLimits(nodes=3), b"<a><item><b/><b/><b/><b/></item></a>", "the XML is not accepted: one <item> holds more"),
        (XmlLimits(text=3), b"<a><item>four</item></a>", "the XML is not accepted: one <item> holds more than 3 char"),
        (
            XmlLimits(attributes=3_000),
            b"<a " + b" ".join(b"a%d=''" % number for number in range(20_000)) + b"/>",
            "the XML is not accepted: one element has more than 3000 attributes.",
        ),
        (XmlLimits(prolog=1), b"<!--" + b"x" * 40_000 + b"--><a/>", "no XML element is in the file."),
    ],
)
def test_limits_refuse_before_they_hurt(limits: XmlLimits, data: bytes, sentence: str) -> None:
    assert _refusal(data, limits).startswith(sentence)


def test_one_huge_attribute_is_refused() -> None:
    assert _refusal(b'<root><item name="' + b"x" * 11_000_000 + b'"/></root>')


def test_what_is_not_wanted_takes_no_memory() -> None:
    data = b"<root>" + b"<junk a='1'>text</junk>" * 400_000 + b"<item/></root>"
    tracemalloc.start()
    assert len(_items(data)) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_give_elements_or_a_sentence(data: bytes) -> None:
    for start in (b"", b"<root>", b"\xff\xfe<\0r\0>\0", b"<?xml version='1.0' encoding='gbk'?><root>"):
        try:
            _items(start + data)
        except Unreadable as refusal:
            assert refusal.problem.sentence  # noqa: PT017 -- either outcome is right


@settings(deadline=None)
@given(st.text(max_size=100), st.sampled_from(["utf-8", "utf-16", "utf-32", "gb18030"]))
def test_any_text_survives_in_any_encoding(text: str, encoding: str) -> None:
    encodable = text.encode("utf-8", "ignore").decode()
    body = "".join(f"&#{ord(letter)};" if letter in "<>&\r" else letter for letter in encodable)
    data = f"<?xml version='1.0' encoding='{encoding}'?><root><item>{body}</item></root>".encode(encoding)
    allowed = "".join(
        letter if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff") else "�"
        for letter in encodable
    )
    assert _items(data)[0].text == allowed
