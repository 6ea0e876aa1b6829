"""What pages look like: every class that a page writes has a rule in a stylesheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

#: What templates put into a class: words, and the beginnings of words that a value completes.
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{[^{}]*\}")
WRITTEN = re.compile(r'\bclass="([^"]*)"')


def _sources(source: Path) -> Iterator[Path]:
    for face in ("web", "api"):
        yield from (source / face).rglob("*.html")
        yield from (source / face).rglob("*.py")


def test_every_class_that_a_page_writes_has_a_rule(repository: Path) -> None:
    source = repository / "src" / "firstlight"
    styles = " ".join(page.read_text(encoding="utf-8") for page in (source / "web" / "static").rglob("*.css"))
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", styles))
    unknown = set()
    for page in _sources(source):
        text = re.sub(
            r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.S
        )
        for classes in WRITTEN.findall(TAGS.sub("\x00", text)):
            for one in classes.split():
                if "\x00" not in one and one not in known:
                    unknown.add(f"{page.relative_to(source)}: {one}")
    assert not unknown, "\n".join(sorted(unknown))
