"""Records from a file into a project that has none: every value is checked as its field would have it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Model

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.reporting.records.tables import PROJECT, fields_of, in_sheets, recorded
from firstlight.reporting.records.writing import SCHEMA, keys_by_pk


def read_records(data: bytes) -> dict[str, Any]:
    """The file as data of the right form. Raises Invalid for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Invalid("It cannot be read as JSON.") from None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise Invalid(f"It is not of the form {SCHEMA}; another version of Firstlight wrote it.")
    rows, besides = found.get("rows"), found.get("besides")
    for part in (rows, besides):
        if not isinstance(part, dict) or not all(
            isinstance(listed, list) and all(isinstance(row, dict) for row in listed) for listed in part.values()
        ):
            raise Invalid("It holds something else than lists of records.")
    return found


def store_records(project: ProjectLike, records: Mapping[str, Any]) -> dict[str, int]:
    """Make the rows; how many of each table. Raises Invalid naming the first record that cannot be. For actions only.

    Tables that are not known here are left out.
    """
    reading = _Reading(project)
    counts = {}
    for model in recorded():
        given = records["rows"].get(model._meta.label, [])
        if given:
            counts[model._meta.label] = reading.make(model, given)
    for label in sorted(set(records["besides"]) & set(in_sheets())):
        if changed := reading.complete(apps.get_model(label), records["besides"][label]):
            counts[label] = changed
    return counts


class _Reading:
    """Knows which key each named row has got."""

    def __init__(self, project: ProjectLike) -> None:
        self.project = project
        self.made: dict[str, list[Any]] = {}
        self.known: dict[str, dict[tuple[str, ...], Any]] = {}

    def make(self, model: type[Model], given: list[dict[str, Any]]) -> int:
        label = model._meta.label
        instances = []
        for number, record in enumerate(given):
            where = f"{label}, record {number + 1}"
            values = {
                field.attname: self.value(field, record.get(field.name), where)
                for field in fields_of(model)
                if field.related_model is not model
            }
            instances.append(model(**self.of_project(model), **values))
        try:
            # One by one for the few that name each other; all at once where nothing is named.
            stored = model._default_manager.bulk_create(instances, batch_size=500)
        except (IntegrityError, DataError, ValueError, TypeError, OverflowError) as error:
            raise Invalid(f"{label}: a record contradicts the others or itself.") from error
        self.made[label] = [one.pk for one in stored]
        self._tie(model, given)
        return len(stored)

    def _tie(self, model: type[Model], given: list[dict[str, Any]]) -> None:
        """What can only be said once all rows of the table are there."""
        label = model._meta.label
        inward = [field for field in fields_of(model) if field.related_model is model]
        for pk, record in zip(self.made[label], given, strict=True):
            for field in inward:
                if (other := self.value(field, record.get(field.name), label)) is not None:
                    model._default_manager.filter(pk=pk).update(**{field.attname: other})
            for many in model._meta.many_to_many:
                names = record.get(many.name, [])
                if not isinstance(names, list):
                    raise Invalid(f"{label}: “{many.name}” is no list.")
                others = [self.named(many.related_model, name, label) for name in names]
                getattr(model(pk=pk), many.name).set(others)

    def complete(self, model: type[Model], given: list[dict[str, Any]]) -> int:
        """What sheets leave out of their rows. Rows that are not there any more are passed over."""
        keys, changed = self.keys(model), 0
        for record in given:
            said, of = record.get("is"), record.get("of")
            pk = keys.get(tuple(map(str, of))) if isinstance(of, list) else None
            if pk is None or not isinstance(said, dict):
                continue
            fields = [field for field in fields_of(model) if field.name in said]
            where = f"{model._meta.label} {' / '.join(map(str, of or ()))}"
            values = {field.attname: self.value(field, said[field.name], where) for field in fields}
            rows = model._default_manager.filter(pk=pk)
            if rows.exclude(**{name: value for name, value in values.items() if value is not None}).exists():
                changed += rows.update(**values)
        return changed

    def of_project(self, model: type[Model]) -> dict[str, Any]:
        for field in model._meta.concrete_fields:
            if field.related_model is not None and field.related_model._meta.label == PROJECT:
                return {field.attname: self.project.pk}
        return {}

    def value(self, field: Any, given: Any, where: str) -> Any:
        """What a field gets. Raises Invalid for what it does not take."""
        if given is None:
            if not field.null:
                raise Invalid(f"{where}: “{field.name}” is missing.")
            return None
        if field.is_relation:
            return self.named(field.related_model, given, where)
        try:
            value = field.to_python(given)
            if value not in field.empty_values:
                field.run_validators(value)
            choices = {key for key, _ in field.flatchoices}
            if choices and value not in choices and not (field.blank and value == ""):
                raise ValidationError("not one of its choices")
            if "\x00" in json.dumps(given, ensure_ascii=False) or "\\u0000" in json.dumps(given):
                raise ValidationError("a null character")
        except (ValidationError, TypeError, ValueError, OverflowError):
            raise Invalid(f"{where}: “{str(given)[:60]}” is nothing that “{field.name}” takes.") from None
        return value

    def named(self, model: Any, name: Any, where: str) -> Any:
        """The key of a row of another table."""
        made = self.made.get(model._meta.label)
        if made is not None and isinstance(name, int) and not isinstance(name, bool) and 0 <= name < len(made):
            return made[name]
        if made is None and isinstance(name, list):
            found = self.keys(model).get(tuple(map(str, name)))
            if found is not None:
                return found
        raise Invalid(f"{where}: “{str(name)[:60]}” is nothing that is in this project.")

    def keys(self, model: type[Model]) -> dict[tuple[str, ...], Any]:
        label = model._meta.label
        if label not in self.known:
            self.known[label] = {tuple(key): pk for pk, key in keys_by_pk(model, self.project).items()}
        return self.known[label]
