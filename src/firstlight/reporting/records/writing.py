"""A project's records as text: rows in the order in which they were made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from firstlight.kernel.context import ProjectLike
from firstlight.reporting.records.tables import fields_of, in_sheets, key_paths, path_to_project, recorded
from firstlight.workspace.models import Project

SCHEMA = "firstlight/records/1"
ACCOUNT = "identity.User"

#: By label, the place of each row in the file, by its key.
Places = Mapping[str, Mapping[Any, int]]


def records_of(project: ProjectLike) -> dict[str, Any]:
    """All records of a project. A few queries a table, whatever the number of rows."""
    rows = {model: _rows(model, project) for model in recorded()}
    places = {model._meta.label: {row.pk: at for at, row in enumerate(found)} for model, found in rows.items()}
    writing = _Writing(project, places)
    return {
        "schema": SCHEMA,
        "rows": {model._meta.label: [writing.record(row) for row in found] for model, found in rows.items() if found},
        "besides": writing.besides(),
    }


def text_of(records: Mapping[str, Any]) -> str:
    """The file. Instants are in UTC."""
    return json.dumps(records, cls=_Encoder, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class _Encoder(DjangoJSONEncoder):
    """Keeps microseconds, which the encoder of the framework cuts to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.astimezone(UTC).isoformat() if isinstance(o, datetime) else super().default(o)


def _rows(model: type[Model], project: ProjectLike) -> list[Any]:
    found = model._default_manager.filter(**{path_to_project(model): project.pk}).order_by("pk")
    return list(found.prefetch_related(*(field.name for field in model._meta.many_to_many)))


class _Writing:
    """Knows how rows name each other."""

    def __init__(self, project: ProjectLike, places: Places) -> None:
        self.project, self.places = project, places
        self.names: dict[str, dict[Any, list[str]]] = {}

    def record(self, row: Any) -> dict[str, Any]:
        model: type[Model] = type(row)
        found = {field.name: self.value(field, row) for field in fields_of(model)}
        for field in model._meta.many_to_many:
            found[field.name] = [self.name(field.related_model, one.pk) for one in getattr(row, field.name).all()]
        return found

    def value(self, field: Any, row: Any) -> Any:
        raw = getattr(row, field.attname)
        return self.name(field.related_model, raw) if field.is_relation and raw is not None else raw

    def name(self, model: type[Model], pk: Any) -> Any:
        """A row of another table: its place in the file, or what identifies it."""
        label = model._meta.label
        if label in self.places:
            return self.places[label][pk]
        if label not in self.names:
            self.names[label] = keys_by_pk(model, self.project)
        return self.names[label][pk]

    def besides(self) -> dict[str, Any]:
        """What sheets leave out of their rows, where it says something."""
        found: dict[str, Any] = {}
        for label in sorted(in_sheets()):
            model = _model(label)
            fields = fields_of(model)
            if not fields:
                continue
            keys = keys_by_pk(model, self.project)
            for row in sorted(_rows(model, self.project), key=lambda row: keys[row.pk]):
                said = {
                    field.name: self.value(field, row)
                    for field in fields
                    if getattr(row, field.attname) != field.get_default()
                }
                if said:
                    found.setdefault(label, []).append({"of": keys[row.pk], "is": said})
        return found


def keys_by_pk(model: type[Model], project: ProjectLike) -> dict[Any, list[str]]:
    """What identifies each row of a table in the project. One query."""
    if model._meta.label == ACCOUNT:
        people = Project.objects.get(pk=project.pk).people.filter(user__isnull=False)
        return {pk: [mail] for pk, mail in people.values_list("user", "user__email")}
    rows = model._default_manager.all()
    if path := path_to_project(model):
        rows = rows.filter(**{path: project.pk})
    return {pk: [_words(part) for part in key] for pk, *key in rows.values_list("pk", *key_paths(model))}


def _words(part: Any) -> str:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)


def _model(label: str) -> type[Model]:
    from django.apps import apps

    return apps.get_model(label)
