"""YAML documents from strangers: plain data with the line of every key, no aliases, no repeated keys, no objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from firstlight.contracts.tables import Problem, Unreadable

#: Larger than any project file or pack, smaller than any harm.
MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 60


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


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loading with times left as text: the project's zone gives them meaning."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_document(data: bytes, file: str) -> Document:
    """The mapping in a YAML file. Raises Unreadable naming the line for anything that is not one."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Problem(file, f"It has {len(data):,} bytes; at most {MOST_BYTES:,} are read."))
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Problem(file, f"It is not UTF-8 text (byte {error.start}).")) from error
    if (line := _too_deep(words)) is not None:
        raise Unreadable(Problem(file, f"It is nested deeper than {DEEPEST} levels.", row=line))
    loader = None
    try:
        loader = _Loader(words)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise Unreadable(Problem(file, "It holds no keys; expected lines such as “name: …”.", row=1))
        lines: dict[str, int] = {}
        _walk(node, "", lines, file, set())
        return Document(file, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = f"It is not readable as YAML: {error.problem or error.context}."
        raise Unreadable(Problem(file, sentence, row=mark.line + 1 if mark else None)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(Problem(file, f"It is not readable as YAML: {error}.")) from error
    finally:
        if loader is not None:
            loader.dispose()


def _too_deep(words: str) -> int | None:
    """The line at which brackets or indentation go too deep, before a parser has to follow them there."""
    depth = 0
    for number, line in enumerate(words.splitlines(), 1):
        depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
        indents = (len(line) - len(line.lstrip(" "))) // 2 + line.count("- -")
        if max(depth, line.count("["), line.count("{"), indents) > DEEPEST:
            return number
    return None


def _walk(node: yaml.Node, path: str, lines: dict[str, int], file: str, seen: set[int]) -> None:
    """Note the line of every key. A node met twice is an alias: refused, because aliases can swell without end."""
    if id(node) in seen:
        line = node.start_mark.line + 1
        raise Unreadable(Problem(file, "Aliases (*name) are not accepted.", row=line, column=path))
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Unreadable(Problem(file, "A key is one word.", row=key.start_mark.line + 1, column=path))
            below = f"{path}.{key.value}" if path else str(key.value)
            line = key.start_mark.line + 1
            if below in lines:
                raise Unreadable(Problem(file, f"“{key.value}” stands twice.", row=line, column=below))
            lines[below] = line
            _walk(value, below, lines, file, seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            below = f"{path}.{number}"
            lines[below] = item.start_mark.line + 1
            _walk(item, below, lines, file, seen)
