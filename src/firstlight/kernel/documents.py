"""YAML documents from strangers: plain data with the line of every key, no aliases, no repeated keys, no objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from firstlight.contracts.tables import Problem, Unreadable

#: Larger than any project file or pack, smaller than any harm.
MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 60
MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its data, and the line of each key by its path ("phases.0.start")."""

    file: str
    data: dict[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, path: str, sentence: str, value: object = "") -> Problem:
        """A problem at a key. The line is that of the key, or of the nearest key above it that is there."""
        found = path
        while found and found not in self.lines:
            found = found.rpartition(".")[0]
        return Problem(self.file, sentence, row=self.lines.get(found), column=path, value=str(value))


#: Words that YAML takes for something else than words. Dates and times stay text, since the project's zone gives them
#: meaning; so does 007, which is somebody's number, and 17:00, which YAML 1.1 takes for 1020.
_READ = {
    "bool": re.compile(r"yes|no|true|false|on|off", re.IGNORECASE),
    "int": re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"),
    "float": re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]{1,2})?"),
    "null": re.compile(r"~|null|", re.IGNORECASE),
}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loading of plain data only."""


_Loader.yaml_implicit_resolvers = {
    None: [
        (f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{words.pattern})$", words.flags)) for tag, words in _READ.items()
    ]
}


def read_document(data: bytes, file: str) -> Document:
    """The mapping in a YAML file. Raises Unreadable naming the line for anything that is not one."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Problem(file, f"It has {len(data):,} bytes; at most {MOST_BYTES:,} are read."))
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Problem(file, f"It is not UTF-8 text (byte {error.start}).")) from error
    loader = None
    try:
        _check_events(words, file)
        loader = _Loader(words)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise Unreadable(Problem(file, "It holds no keys; expected lines such as “name: …”.", row=1))
        lines: dict[str, int] = {}
        _walk(node, "", lines, file)
        return Document(file, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        sentence = f"It is not readable as YAML: {error.problem or error.context}."
        raise Unreadable(Problem(file, sentence, row=_line(error.problem_mark or error.context_mark))) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(Problem(file, f"It is not readable as YAML: {error}.")) from error
    finally:
        if loader is not None:
            loader.dispose()


def _line(mark: Any) -> int | None:
    return mark.line + 1 if mark else None


def _check_events(words: str, file: str) -> None:
    """Refuse what must not reach the composer: it follows nesting by recursion, until the process dies of it.

    Aliases are refused because a few of them can swell without end, tags because only plain data is read.
    """
    depth = entries = 0
    for event in yaml.parse(words, Loader=_Loader):
        sentence = ""
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            sentence = f"It is nested deeper than {DEEPEST} levels." if depth > DEEPEST else ""
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            sentence = "Aliases (*name) are not accepted."
        entries += isinstance(event, yaml.NodeEvent)
        if entries > MOST_ENTRIES:
            sentence = f"It has more than {MOST_ENTRIES:,} entries."
        elif tag := getattr(event, "tag", None):
            sentence = f"Tags ({tag}) are not accepted."
        if sentence:
            raise Unreadable(Problem(file, sentence, row=_line(event.start_mark)))


def _walk(node: yaml.Node, path: str, lines: dict[str, int], file: str) -> None:
    """Note the line of every key. Refuse keys that are no words or stand twice, and text no database can keep."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise Unreadable(Problem(file, "A key is one word.", row=line, column=path))
            if not key.tag.endswith(":str"):
                raise Unreadable(Problem(file, f"The key “{key.value}” has to be in quotes.", row=line, column=path))
            below = f"{path}.{key.value}" if path else key.value
            if key.value in seen:
                raise Unreadable(Problem(file, f"“{key.value}” stands twice.", row=line, column=below))
            seen.add(key.value)
            lines[below] = line
            _walk(value, below, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            below = f"{path}.{number}"
            lines[below] = item.start_mark.line + 1
            _walk(item, below, lines, file)
    elif "\x00" in node.value:
        raise Unreadable(Problem(file, "It holds a null character.", row=line, column=path))
