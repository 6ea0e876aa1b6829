"""A workbook is a zip archive, and a zip archive from a stranger is where the bombs are.

The table of contents is judged first; only then is a part inflated, never by more than it declared. What another
reader gets to see is an archive written anew from the parts judged here, so that two readings of one damaged or
forged archive cannot differ.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.limits import Limits

_ENTRY = b"PK\x01\x02"
_XML = (".xml", ".rels", ".vml")
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".jar", ".xlsx", ".xlsm", ".docx", ".pptx")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}\sencoding\s*=\s*["']([^"']{1,40})["']""")

_SAVE = "Open it in Excel and save it as .xlsx."


class Archive:
    """The parts of a workbook. Making one raises Unreadable for everything the table of contents tells."""

    def __init__(self, data: bytes, file: str, limits: Limits) -> None:
        self.data = data
        self.file = file
        self.limits = limits
        self._entries = {info.filename.lower(): info for info in self._contents()}
        self._refuse_contents()

    def names(self) -> Iterator[str]:
        """The names of all parts, in lower case, as a spreadsheet compares them."""
        return iter(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable when they are not what the table of contents says."""
        info = self._entries[name.lower()]
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_STORED:
            unpacked, ended = packed, True
        else:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                unpacked = inflate.decompress(packed, info.file_size + 1)
            except zlib.error:
                raise self.damaged(f"“{info.filename}” cannot be unpacked") from None
            ended = inflate.eof
        if len(unpacked) != info.file_size or not ended:
            raise self.damaged(f"“{info.filename}” has another size than the file declares")
        if zlib.crc32(unpacked) != info.CRC:
            raise self.damaged(f"the check sum of “{info.filename}” is wrong")
        return unpacked

    def is_markup(self, name: str) -> bool:
        """Whether the part should be XML."""
        return name.lower().endswith(_XML)

    def markup(self, name: str, *, foreign: bool = False) -> bytes:
        """The bytes of an XML part. Raises Unreadable for a part with a DTD, and for one that is not UTF-8.

        A `foreign` part is only looked through, never read: it may have any encoding.
        """
        part = self.part(name)
        # Without null characters, UTF-16 and UTF-32 show their markup as plain bytes.
        plain = part.replace(b"\x00", b"") if b"\x00" in part else part
        if b"<!" in plain and _DECLARATION.search(plain):
            name = self._entries[name.lower()].filename
            sentence = f"“{name}” in it has a document type or entities, which may hide an attack. {_SAVE}"
            raise self.refused(sentence)
        if not foreign:
            declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
            if b"\x00" in part or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
                raise self.refused(f"“{name}” in it is not written in UTF-8. {_SAVE}")
        return part

    def refused(self, sentence: str) -> Unreadable:
        """A refusal of the whole file."""
        return Unreadable(Problem(self.file, sentence))

    def damaged(self, what: str) -> Unreadable:
        """A refusal of a file that is broken or was tampered with."""
        return self.refused(f"the workbook is damaged: {what}. {_SAVE}")

    def _contents(self) -> list[zipfile.ZipInfo]:
        limit = self.limits.members
        # Counted before the library builds an object for each.
        if self.data.count(_ENTRY) > limit:
            raise self.refused(f"the archive has more than {limit:,} parts; a workbook of lists has a few dozen.")
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as opened:
                return opened.infolist()
        except Exception:  # the library raises a dozen kinds for forged archives
            raise self.damaged("its table of contents cannot be read") from None

    def _refuse_contents(self) -> None:
        limits, entries = self.limits, list(self._entries.values())
        unpacked = sum(info.file_size for info in entries)
        if len(entries) != self.data.count(_ENTRY):
            raise self.damaged("it names a part twice or holds another archive")
        if unpacked > limits.unpacked:
            raise self.refused(
                f"it unpacks to {unpacked / 1e6:,.0f} MB; at most {limits.unpacked / 1e6:,.0f} MB are accepted."
            )
        ratio = unpacked / len(self.data)
        if unpacked > limits.ratio_from and ratio > limits.ratio:
            sentence = f"it unpacks to {ratio:,.0f} times its size; at most {limits.ratio} times are accepted."
            raise self.refused(sentence)
        for info in entries:
            self._refuse_entry(info)

    def _refuse_entry(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 0x1:
            raise self.refused("the archive is encrypted; save it without a password.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"“{info.filename}” is packed in a way that workbooks do not use")
        if info.filename.lower().endswith(_ARCHIVES) or self._begins_like_archive(info):
            raise self.refused(
                f"it holds another archive, “{info.filename}”; remove the embedded file and save the workbook again."
            )

    def _begins_like_archive(self, info: zipfile.ZipInfo) -> bool:
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                packed = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed[:1000], 8)
            except zlib.error:
                raise self.damaged(f"“{info.filename}” cannot be unpacked") from None
        return bytes(packed[:4]) in _ARCHIVE_STARTS

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        """The packed bytes behind the local header, which must agree with the table of contents."""
        start = info.header_offset
        header = self.data[start : start + 30]
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise self.damaged(f"“{info.filename}” is not where the file says")
        flags = int.from_bytes(header[6:8], "little")
        sizes = int.from_bytes(header[18:22], "little"), int.from_bytes(header[22:26], "little")
        # With flag 8 the sizes follow the data, and with 0xFFFFFFFF they stand in an extra field.
        if not flags & 0x8 and 0xFFFFFFFF not in sizes and sizes != (info.compress_size, info.file_size):
            raise self.damaged(f"“{info.filename}” has another size than the file declares")
        start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        return self.data[start : start + info.compress_size]
