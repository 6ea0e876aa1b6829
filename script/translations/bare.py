"""Words in templates that no catalogue will ever see, because they stand there bare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

#: Attributes whose words people read or hear.
SPOKEN = {
    "aria-label",
    "aria-description",
    "title",
    "placeholder",
    "alt",
    "label",
    "help",
    "data-th",
    "note",
    "word",
    "says",
}
#: Elements whose content is no sentence: what one types, and names.
_VERBATIM = {"code", "kbd", "script", "style"}
_HIDDEN = (
    r"{#.*?#}",
    r"{% comment %}.*?{% endcomment %}",
    r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}",
    r"{%.*?%}",
    r"{{.*?}}",
)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Names that are the same in every language.
_NAMES = {"sha", "api", "ms", "firstlight", "excel", "csv", "pdf", "powerpoint", "json", "ctrl", "https", "http"}


def bare_words(source: str) -> list[tuple[int, str]]:
    """Line and words of everything that is not marked for translation."""
    for pattern in _HIDDEN:
        source = re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found.group(0)), source, flags=re.DOTALL)
    parser = _Parser()
    parser.feed(source)
    parser.close()
    return parser.found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VERBATIM:
            self._open.append(tag)
        if tag != "c-vars":
            for name, value in attrs:
                if name in SPOKEN and value:
                    self._look(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._open:
            self._look(data)

    def _look(self, text: str) -> None:
        words = [word for word in _words(text) if word.casefold() not in _NAMES]
        if words:
            self.found.append((self.getpos()[0], " ".join(text.split())))


def _words(text: str) -> Iterator[str]:
    return (found.group(0) for found in _WORD.finditer(text))
