"""The description of the API as people read it: chapters, operations, what is sent and what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its name, what it holds, whether it must be there, and what it means."""

    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A body or an answer: its fields under the name of its shape."""

    title: str
    media: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    name: str
    method: str
    parts: tuple[str, ...]
    first: str
    rest: str
    parameters: tuple[Field, ...]
    body: Part | None
    answers: tuple[tuple[str, Part], ...]
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations on one subject."""

    title: str
    operations: tuple[Operation, ...]


def chapters(document: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """All operations by subject, in the order of the description."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return tuple(Chapter(title, tuple(operations)) for title, operations in found.items())


def _operation(document: Mapping[str, Any], path: str, method: str, said: Mapping[str, Any]) -> Operation:
    parameters = [
        Field(
            one["name"], f"{one['in']}, {_kind(one['schema'])}", one.get("required", False), one.get("description", "")
        )
        for one in said.get("parameters", ())
    ]
    answers = said["responses"]
    return Operation(
        said["operationId"],
        method.upper(),
        tuple(path.strip("/").split("/")),
        *_sentences(said.get("description", "")),
        tuple(parameters),
        _part(document, said.get("requestBody")),
        tuple(
            (str(status), _part(document, one) or Part("", "", ()))
            for status, one in answers.items()
            if int(status) < 400
        ),
        tuple(str(status) for status in answers if int(status) >= 400),
    )


def _sentences(words: str) -> tuple[str, str]:
    """What an operation does, in one line; and everything else that is said of it."""
    first, _, rest = words.partition("\n")
    return first.strip(), rest.strip()


def _part(document: Mapping[str, Any], holder: Mapping[str, Any] | None) -> Part | None:
    if not holder or not holder.get("content"):
        return None
    media, content = next(iter(holder["content"].items()))
    schema = content["schema"]
    listed = schema.get("type") == "array"
    resolved = _resolved(document, schema["items"] if listed else schema)
    title = resolved.get("title", "")
    return Part(f"list of {title}" if listed else title, media, tuple(_fields(resolved)))


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Field(name, _kind(one), name in needed, one.get("description", ""))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
