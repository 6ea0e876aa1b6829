"""What the schema of packs says of a document, in sentences that name the line of each wrong key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from firstlight.contracts.tables import Problem
from firstlight.kernel.documents import Document


def content_folder() -> Path:
    """Where the shipped content lies: inside the installed package, or beside the sources in a clone."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_shipped" / "content"
    return shipped if shipped.is_dir() else package.parents[1] / "content"


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads((content_folder() / "schema" / name).read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def check_form(document: Document, schema: str = "pack.schema.json") -> tuple[Problem, ...]:
    """Everything in which a document is not of the form of a pack (or of `schema`), in the order of its keys."""
    errors = sorted(
        _validator(schema).iter_errors(document.data), key=lambda error: list(map(str, error.absolute_path))
    )
    return tuple(
        document.problem(path, sentence, value)
        for error in errors
        for meant in _meant(error)
        for path, sentence, value in _said(meant)
    )


def _meant(error: Any) -> Iterator[Any]:
    """Where a thing may have one of several forms: what is wrong with the form that was begun."""
    forms: dict[int, list[Any]] = {}
    for below in error.context or ():
        forms.setdefault(below.schema_path[0], []).append(below)
    begun = [errors for errors in forms.values() if not any(one.validator == "required" for one in errors)]
    if len(begun) != 1:
        yield error
        return
    for below in begun[0]:
        yield from _meant(below)


def _said(error: Any) -> Iterator[tuple[str, str, Any]]:
    """Path, sentence and value of each thing that one error of the schema is about."""
    path = ".".join(map(str, error.absolute_path))
    if error.validator == "additionalProperties":
        known = ", ".join(error.schema["properties"])
        for key in error.instance.keys() - error.schema["properties"].keys():
            yield f"{path}.{key}".lstrip("."), f"“{key}” is not known here; known: {known}.", key
    elif error.validator == "required":
        missing = [key for key in error.validator_value if f"'{key}'" in error.message]
        yield path, f"“{missing[0]}” is missing.", ""
    elif error.validator == "enum":
        yield path, f"“{error.instance}” is not one of: {', '.join(map(str, error.validator_value))}.", error.instance
    elif error.validator in ("oneOf", "anyOf"):
        forms = [" and ".join(form.get("required", ())) for form in error.validator_value]
        yield path, f"Expected just one of: {', '.join(filter(None, forms))}.", ""
    else:
        yield path, f"{error.message[:300]}.", ""
