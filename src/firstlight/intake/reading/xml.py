"""XML from strangers, read piece by piece: nothing is fetched, nothing is expanded, memory stays bounded.

The prolog never reaches the parser. It is read here, because that is where a document type would stand and where the
encoding is claimed; from the root element on, libxml2 is given clean UTF-8. There is therefore one answer to "which
encoding is this" and no entity to expand, whatever parser options a library version may change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol, cast

from lxml import etree

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.xml_text import CleanText, UnknownEncoding


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What is refused before it can hurt. `file_bytes` and `prolog` count bytes, `text` counts characters.

    `names` bounds distinct element and attribute names: libxml2 keeps each of them for the life of the thread.
    `attributes` bounds those of one element, which libxml2 has all in memory at a time.
    `nodes` and `text` bound one element that is handed out whole; what lies between such elements is never kept.
    """

    file_bytes: int = 200_000_000
    prolog: int = 1_000_000
    depth: int = 200
    names: int = 5_000
    attributes: int = 200_000
    nodes: int = 100_000
    text: int = 20_000_000


class BrokenXml(Unreadable):
    """The markup itself is at fault: not well-formed, cut short, or with a character that XML forbids."""


class LongSection(BrokenXml):
    """A CDATA section is longer than the parser takes unless it is told to: a log, as a rule."""


class TooMuch(Exception):
    """Raised by whoever follows a file when it passes a limit or cannot be what it claims; the text says what."""


class Follower(Protocol):
    """What `XmlSource.feed` calls. Tags are written `{namespace}name`.

    With a method `data(text)` it is given the text as well, in parts. `pause` is called after every piece of some 30 kB
    of the file. What any of them raises as TooMuch becomes a refusal.
    """

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None: ...
    def end(self, tag: str, /) -> None: ...
    def pause(self) -> None: ...
    def close(self) -> None: ...


@dataclass(slots=True)
class Node:
    """One element that was handed out whole. Names have lost their namespaces; `text` leaves out that of children."""

    name: str
    attributes: Mapping[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def get(self, attribute: str, otherwise: str = "") -> str:
        """The attribute as written, or `otherwise`."""
        return self.attributes.get(attribute, otherwise)

    def all(self, name: str) -> Iterator[Node]:
        """The children of that name, in order."""
        return (child for child in self.children if child.name == name)

    def find(self, *path: str) -> Node | None:
        """The first descendant along a path of child names, or None."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node else None
        return node

    def words(self, *path: str) -> str:
        """The text at the end of a path of child names, without surrounding space; empty where there is none."""
        node = self.find(*path)
        return node.text.strip() if node else ""


class Guard:
    """Counts depth and distinct names for a follower, and raises TooMuch at the limit."""

    def __init__(self, limits: XmlLimits) -> None:
        self.limits = limits
        self._most_depth, self._most_names = limits.depth, limits.names
        self.depth = 0
        self.names: set[str] = set()

    def enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        """To be called at the start of an element."""
        self.depth += 1
        names = self.names
        names.add(tag)
        names.update(attributes)
        if self.depth > self._most_depth:
            raise TooMuch(f"elements are nested more than {self.limits.depth} deep")
        if len(names) > self._most_names:
            self.check_names()

    def check_names(self) -> None:
        """Refuse too many names. To be called now and then by whoever adds to `names` without `enter`."""
        if len(self.names) > self.limits.names:
            raise TooMuch(f"it uses more than {self.limits.names} different names of elements and attributes")

    def leave(self) -> None:
        """To be called at the end of an element."""
        self.depth -= 1


def too_large(file: str, size: int, most: int) -> Problem:
    """Why a file of so many bytes is not read."""
    return Problem(file, f"the file has {size / 1e6:.1f} MB; at most {most / 1e6:.0f} MB are accepted.")


class XmlSource:
    """One XML file: its root element is known at once, the rest is read once, by `elements` or by `feed`.

    Any encoding that the file declares or that its first bytes show is read. Characters that XML forbids and bytes
    that the encoding does not know are replaced by “�” and told in `warnings`, which is complete after reading. With
    `clean` switched off, forbidden characters make the file Unreadable; that is faster by a twentieth. A CDATA section
    of more than ten million characters raises LongSection, unless `long_sections` are taken; they are read into memory
    whole, three times over.
    Raises Unreadable for an empty or too large file, one that is not XML, one with a document type (the way in for
    entities and for fetching other files), and while reading where the XML is broken, cut short or beyond a limit.
    """

    def __init__(
        self,
        data: bytes,
        file: str,
        limits: XmlLimits | None = None,
        *,
        clean: bool = True,
        long_sections: bool = False,
    ) -> None:
        self.file = file
        self.limits = limits or XmlLimits()
        self._data, self._clean, self._long_sections = data, clean, long_sections
        if not data:
            raise self.unreadable("the file is empty; an XML file is expected")
        if len(data) > self.limits.file_bytes:
            raise Unreadable(too_large(file, len(data), self.limits.file_bytes))
        try:
            self._text = CleanText(data, clean)
        except UnknownEncoding as name:
            shown = _shown(str(name).encode())
            raise self.unreadable(f"it declares the encoding “{shown}”, which is not read; save it as UTF-8") from None
        self._pieces = self._text.pieces()
        self._unclosed = 0
        self.root, self.line, self._first = self._find_root()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on what had to be replaced so far."""
        return self._text.sentences()

    def again(self) -> XmlSource:
        """The same file from its start, for whoever has to read it twice."""
        return XmlSource(self._data, self.file, self.limits, clean=self._clean, long_sections=self._long_sections)

    def unreadable(self, sentence: str) -> Unreadable:
        """The refusal of this file, to be raised."""
        return Unreadable(Problem(self.file, f"{sentence}."))

    def feed(self, follower: Follower) -> None:
        """Call the follower for every element: the faster way for files with very many of them."""
        for _ in self._parse(follower):
            pass

    def elements(
        self, whole: Collection[str], heads: Collection[str] = (), without: Collection[str] = ()
    ) -> Iterator[Node]:
        """The elements named in `whole`, each when it ends, with all it holds; names are local ones.

        Elements named in `heads` come when they start, with their attributes only. Nothing inside a `whole` element
        is handed out separately, and what is named in `without` is left out of it.
        """
        collector = _Collector(whole, heads, without, Guard(self.limits))
        for _ in self._parse(collector):
            yield from collector.take()

    def _parse(self, follower: Follower) -> Iterator[None]:
        """Feed the parser, yielding after every piece."""
        parser = etree.XMLParser(
            target=cast("etree.ParserTarget", follower),
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=self._long_sections,
        )
        complete = False
        try:
            # The lines of the prolog, so that errors name the lines of the file.
            parser.feed(b"\n" * (self.line - 1))
            for piece in chain((self._first,), self._pieces):
                self._watch_attributes(piece)
                parser.feed(piece)
                follower.pause()
                yield
            complete = True
            parser.close()
        except TooMuch as refusal:
            raise self.unreadable(f"the XML is not accepted: {refusal}") from None
        except etree.LxmlError as error:
            sentence = _why_broken(error, cut_short=complete)
            broken = LongSection if "CData section too big" in sentence else BrokenXml
            raise broken(Problem(self.file, f"{sentence}.")) from None
        yield

    def _watch_attributes(self, piece: bytes) -> None:
        """Refuse a start tag without end. Text with as many values in quotes and not one “>” is refused with it."""
        if b">" in piece:
            self._unclosed = 0
            return
        self._unclosed += piece.count(b'="') + piece.count(b"='")
        if self._unclosed > self.limits.attributes:
            raise TooMuch(f"one element has more than {self.limits.attributes} attributes")

    def _find_root(self) -> tuple[str, int, bytes]:
        """Local name of the root element, its line, and the bytes from there to the end of the piece."""
        head = b""
        for piece in self._pieces:
            head += piece
            position = self._skip_prolog(head)
            match = _ROOT.match(head, position)
            if match:
                return _shown(match[1].rpartition(b":")[2]), head.count(b"\n", 0, position) + 1, head[position:]
            if len(head) > self.limits.prolog:
                break
        raise self._not_xml(head)

    def _skip_prolog(self, head: bytes) -> int:
        """The position after white space, declaration, comments and instructions. Refuses a document type."""
        position = 0
        while match := _PROLOG.match(head, position):
            position = match.end()
        if head.startswith(b"<!DOCTYPE", position):
            line = head.count(b"\n", 0, position) + 1
            raise self.unreadable(
                f"it declares a document type (<!DOCTYPE on line {line}), which could make a reader expand entities or "
                "fetch other files; save it without one"
            )
        return position

    def _not_xml(self, head: bytes) -> Unreadable:
        start = head[self._skip_prolog(head) :]
        if not start or start.startswith((b"<?", b"<!--")):
            return self.unreadable("no XML element is in the file")
        first = _shown(start[:60].splitlines()[0].strip())
        return self.unreadable(f"this is not XML: an element is expected where “{first}” stands")


#: One thing that may stand before the root element. A document type is not among them.
_PROLOG = re.compile(rb"[ \t\r\n]+|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<([^\s<>/!?&=\"']{1,200})(?=[\s/>])")
_PLACE = re.compile(r",? \(?line \d+, column \d+.*$|\s*\(<string>.*$", re.DOTALL)


def _shown(raw: bytes) -> str:
    """For a sentence: nothing in it may steer a terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in raw.decode("utf-8", "replace"))


def _why_broken(error: Exception, cut_short: bool) -> str:
    line = getattr(error, "lineno", None) or 0
    if cut_short:
        return (
            f"the XML ends on line {line} before all that was opened is closed; it may have been cut "
            "short while it was written"
        )
    message = _PLACE.sub("", str(getattr(error, "msg", error))).strip().rstrip(".")
    return f"the XML is broken on line {line}: {message}"


class _Collector:
    """Builds the elements that are wanted whole and forgets everything else."""

    def __init__(self, whole: Collection[str], heads: Collection[str], without: Collection[str], guard: Guard) -> None:
        self._whole, self._heads, self._without = frozenset(whole), frozenset(heads), frozenset(without)
        self._guard = guard
        self._ready: list[Node] = []
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._left_out = 0
        self._nodes = 0
        self._length = 0

    def take(self) -> list[Node]:
        """What became ready since the last call."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._guard.enter(tag, attributes)
        name = tag.rpartition("}")[2]
        if self._open:
            if self._left_out or name in self._without:
                self._left_out += 1
                return
        elif name not in self._whole:
            if name in self._heads:
                self._ready.append(Node(name, _plain(attributes)))
            return
        self._begin(Node(name, _plain(attributes)))

    def _begin(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
            self._nodes += 1
            if self._nodes > self._guard.limits.nodes:
                raise TooMuch(f"one <{self._open[0].name}> holds more than {self._guard.limits.nodes} elements")
        else:
            self._nodes = self._length = 0
        self._open.append(node)
        self._texts.append([])

    def end(self, tag: str) -> None:
        self._guard.leave()
        if not self._open:
            return
        if self._left_out:
            self._left_out -= 1
            return
        node = self._open.pop()
        node.text = "".join(self._texts.pop())
        if not self._open:
            self._ready.append(node)

    def data(self, text: str) -> None:
        if self._texts and not self._left_out:
            self._length += len(text)
            if self._length > self._guard.limits.text:
                raise TooMuch(f"one <{self._open[0].name}> holds more than {self._guard.limits.text} characters")
            self._texts[-1].append(text)

    def pause(self) -> None:
        """Nothing is kept that could be dropped."""

    def close(self) -> None:
        """Nothing is left to do at the end of the file."""


def _plain(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}
