"""What may come in as evidence through a page: files whose content is what their name says."""

from __future__ import annotations

from firstlight.kernel.errors import Invalid

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)

#: By the end of the name: what such a file is called, and how its bytes begin. No beginning: it is text.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "png": ("a PNG picture", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("a JPEG picture", (b"\xff\xd8\xff",)),
    "jpeg": ("a JPEG picture", (b"\xff\xd8\xff",)),
    "gif": ("a GIF picture", (b"GIF87a", b"GIF89a")),
    "webp": ("a WebP picture", (b"RIFF",)),
    "pdf": ("a PDF", (b"%PDF-",)),
    "docx": ("a Word document", _ZIP),
    "xlsx": ("an Excel workbook", _ZIP),
    "pptx": ("a PowerPoint deck", _ZIP),
    "odt": ("an OpenDocument text", _ZIP),
    "ods": ("an OpenDocument sheet", _ZIP),
    "zip": ("a ZIP archive", _ZIP),
    "msg": ("an Outlook message", _OLE),
    "txt": ("plain text", ()),
    "log": ("plain text", ()),
    "md": ("plain text", ()),
    "csv": ("a list as text", ()),
    "json": ("JSON", ()),
    "xml": ("XML", ()),
    "trx": ("test results", ()),
    "eml": ("a mail", ()),
}
#: Text that begins so is a page that runs in a browser, whatever its name says.
_PAGES = ("<!doctype html", "<html", "<script", "<svg", "<body", "<iframe")
_SNIFFED = 1024


def check_kind(name: str, data: bytes) -> None:
    """Raises Invalid, naming the file, when its content is not what its name says, or its kind is not kept here."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix not in KINDS:
        raise Invalid(f"“{name}” is of a kind that is not kept here. These are: {', '.join(sorted(KINDS))}.")
    if not data:
        raise Invalid(f"“{name}” is empty; evidence has to show something.")
    called, beginnings = KINDS[suffix]
    found = _found(data)
    if beginnings and not data.startswith(beginnings):
        raise Invalid(f"“{name}” says it is {called}, but holds {found}. Send the file itself, unchanged.")
    if not beginnings and found != "text":
        raise Invalid(f"“{name}” says it is {called}, but holds {found}. Send the file itself, unchanged.")


def _found(data: bytes) -> str:
    """What the bytes are, in words."""
    start = data[:_SNIFFED].lstrip(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(tuple(page.encode() for page in _PAGES)):
        return "a web page"
    for called, beginnings in KINDS.values():
        if beginnings and data.startswith(beginnings):
            return "a ZIP archive or an Office file" if beginnings == _ZIP else called
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "something else" if b"\x00" in data[:_SNIFFED] or data.startswith(b"MZ") else "text"
