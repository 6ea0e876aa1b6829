"""Tables as records: which there are, how a row of each is of a project, what identifies it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from firstlight.kernel.append_only import protected
from firstlight.kernel.folders import file_kinds
from firstlight.kernel.sheets import ModelStore, sheets
from firstlight.kernel.travelling import travelling

Model = type[models.Model]

PROJECT = "workspace.Project"


def own_models() -> list[Model]:
    """The tables of the product; sign-in and sessions of Django are of an installation."""
    return [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("firstlight.")]


def in_files() -> set[str]:
    """Labels of tables whose rows lie in files of the folder."""
    return {name for _, kind in file_kinds.items() for name in kind.carries}


@cache
def in_sheets() -> dict[str, frozenset[str]]:
    """Labels of tables whose rows are rows of sheets, each with the fields that the sheet has."""
    found: dict[str, frozenset[str]] = {}
    for _, sheet in sheets.items():
        for store in _stores(sheet.store):
            known = found.get(store.model._meta.label, frozenset())
            found[store.model._meta.label] = known | frozenset(store.fields.values())
    return found


def _stores(store: object) -> Iterator[ModelStore]:
    """The store of a sheet, or those that it is made of: the others of its module."""
    if isinstance(store, ModelStore):
        yield store
        return
    for value in vars(sys.modules[type(store).__module__]).values():
        if isinstance(value, ModelStore):
            yield value


@cache
def recorded() -> tuple[Model, ...]:
    """The tables whose rows are records, each after those that its rows refer to."""
    chosen = {name: apps.get_model(name) for name, one in travelling.items() if one.as_records}
    waiting = dict(chosen)
    found: list[Model] = []
    while waiting:
        free = [name for name, model in waiting.items() if not _needs(model) & set(waiting) - {name}]
        if not free:
            raise RuntimeError(f"records go in a circle: {', '.join(sorted(waiting))}")
        for name in sorted(free):
            found.append(waiting.pop(name))
    return tuple(found)


def _needs(model: Model) -> set[str]:
    return {field.related_model._meta.label for field in (*fields_of(model), *model._meta.many_to_many)
            if field.is_relation and field.related_model}  # fmt: skip


@cache
def fields_of(model: Model) -> tuple[Any, ...]:
    """The fields that a record of the table has: all that are not made anew."""
    label = model._meta.label
    known = travelling.get(label)
    anew = {"id", *(known.anew if known else ())}
    if label in in_sheets():
        anew |= {"extras", *in_sheets()[label]}
        if model._meta.db_table in protected:  # written once, by the sheet: nothing is added to a row later
            return ()
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.name not in anew and (field.related_model is None or field.related_model._meta.label != PROJECT)
    )


@cache
def path_to_project(model: Model) -> str:
    """How a row is of a project, as a lookup; "" for a table that is of none."""
    steps: list[tuple[str, Model]] = [("", model)]
    seen = {model}
    for path, one in steps:
        for field in one._meta.concrete_fields:
            other = field.related_model
            if other is None or isinstance(other, str):
                continue
            further = f"{path}__{field.name}".lstrip("_")
            if other._meta.label == PROJECT:
                return further
            if other not in seen and other.__module__.startswith("firstlight."):
                seen.add(other)
                steps.append((further, other))
    return ""


@cache
def key_paths(model: Model) -> tuple[str, ...]:
    """What identifies a row within its project, as lookups. Raises LookupError where nothing does."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or constraint.condition is not None:
            continue
        paths: list[str] = []
        for name in constraint.fields:
            field = model._meta.get_field(name)
            other = field.related_model
            if other is None:
                paths.append(name)
            elif not isinstance(other, str) and other._meta.label != PROJECT:
                paths += [f"{name}__{path}" for path in key_paths(other)]
        if paths:
            return tuple(paths)
    raise LookupError(f"nothing identifies a row of {model._meta.label}")
