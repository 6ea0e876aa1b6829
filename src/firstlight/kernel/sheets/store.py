"""Rows of a sheet kept as rows of one model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Changed, Subject
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.sheets.sheet import Identity, Row, RowChange, identity_text

#: Rows written in one statement.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another list: the model it is in and the field that names it.

    `where` says in words which list that is, for the refusal of a name that is not in it. A row named `made` need not
    be there yet: the action that writes the column makes it first.
    """

    model: type[models.Model]
    where: str
    field: str = "ref"
    made: str = ""


@dataclass(frozen=True, slots=True)
class ModelStore:
    """Keeps each row as one instance of `model`, which has `project`, `extras` (JSON) and the fields named here.

    `fields` maps column keys to model fields; keys of `references` are foreign keys given by name.
    `lists` are columns of several names, kept as names: each must be in one of the lists given for it.
    """

    model: type[models.Model]
    subject: str
    fields: Mapping[str, str]
    identity: tuple[str, ...] = ("ref",)
    title: str = "title"
    references: Mapping[str, Reference] = field(default_factory=dict)
    lists: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)

    def current(self, project: ProjectLike) -> dict[Identity, Row]:
        """All rows of the project. One query, whatever their number."""
        paths = {key: self._path(key) for key in self.fields}
        rows = self.model._default_manager.filter(project_id=project.pk).values_list("extras", *paths.values())
        found = {}
        for extras, *cells in rows.iterator(chunk_size=5000):
            values = {key: _value(cell) for key, cell in zip(paths, cells, strict=True)}
            identity = tuple(identity_text(values[key]) for key in self.identity)
            found[identity] = Row(identity, values, extras)
        return found

    def write(
        self,
        project: ProjectLike,
        changes: Sequence[RowChange],
        *,
        shared: Mapping[str, Any] | None = None,
        own: Mapping[Identity, Mapping[str, Any]] | None = None,
    ) -> tuple[Changed, ...]:
        """Store the changes. Raises Invalid with every name that is not in the list it should be in.

        Raises Conflict, and stores nothing, where a row is no longer as it was before the change. `shared` are model
        fields that every new row gets, `own` those of one row, by its identity.
        """
        removed = [change for change in changes if change.kind == "removed"]
        added = [change for change in changes if change.kind == "added"]
        changed = [change for change in changes if change.kind == "changed"]
        self._check_names(project, added, changed)
        instances = self._instances(project, changes)
        self._check_unchanged(project, changes, instances)
        for layer in self._layers(project, added, changed):
            self._insert(project, layer, shared or {}, own or {})
        self._update(project, changed, instances, own or {})
        self._remove([instances[change.row.identity].pk for change in removed])
        return tuple(self.recorded(change) for change in changes)

    def recorded(self, change: RowChange) -> Changed:
        """The change as the ledger keeps it: only what differs."""
        keys = change.fields()
        subject = Subject(self.subject, "/".join(change.row.identity), str(change.row.values.get(self.title, "")))
        return Changed(subject, _facts(change.before, change, keys), _facts(change.after, change, keys))

    def _names(self, project: ProjectLike, rows: Sequence[Row]) -> Names:
        """For each column that refers to another row and is filled: the keys of all rows it may name."""
        return {
            key: dict(reference.model._default_manager.filter(project_id=project.pk).values_list(reference.field, "pk"))
            for key, reference in self.references.items()
            if any(row.values[key] for row in rows)
        }

    def _check_unchanged(self, project: ProjectLike, changes: Sequence[RowChange], stored: Instances) -> None:
        """Raises Conflict when a new row is there already, or another is not what the change was made from."""
        names = self._names(project, [change.before for change in changes if change.before])
        for change in changes:
            found = stored.get(change.row.identity)
            if change.before is None:
                same = found is None
            else:
                same = found is not None and self._says(found, change.before, names)
            if not same:
                shown = " / ".join(change.row.identity)
                raise Conflict(f"“{shown}” was changed by somebody else in the meantime; nothing was stored.")

    def _says(self, instance: models.Model, row: Row, names: Names) -> bool:
        extras = instance.extras  # type: ignore[attr-defined]
        return extras == row.extras and all(
            _value(getattr(instance, name)) == _value(value) for name, value in self._attributes(row, names).items()
        )

    def _check_names(self, project: ProjectLike, added: Sequence[RowChange], changed: Sequence[RowChange]) -> None:
        """Raises Invalid with every name that is in none of the lists it may be from."""
        problems = self.unknown_names(project, [*added, *changed])
        if problems:
            raise Invalid(f"{len(problems)} names are not in the lists they refer to.", problems=problems)

    def unknown_names(self, project: ProjectLike, changes: Sequence[RowChange]) -> tuple[Problem, ...]:
        """A problem for every name in new and changed rows that is in none of the lists it may be from.

        A query for each column that refers to another list, whatever the number of rows.
        """
        changes = [change for change in changes if change.kind != "removed"]
        added = [change for change in changes if change.kind == "added"]
        problems: list[Problem] = []
        for key, known in self._names(project, [change.row for change in changes]).items():
            reference = self.references[key]
            coming = {str(change.row.values[reference.field]) for change in added} if self._inward(key) else set()
            coming.add(reference.made)
            problems += [
                _stranger(change.row, key, name, reference.where)
                for change in changes
                if (name := change.row.values[key]) and name not in known and name not in coming
            ]
        problems += self._strangers(project, changes)
        return tuple(problems)

    def hanging_on(self, project: ProjectLike, identity: Identity) -> tuple[tuple[str, int], ...]:
        """What refers to a row: how its kind is called, and how many. One query a kind."""
        paths = dict(zip((self._path(key) for key in self.identity), identity, strict=True))
        pk = self.model._default_manager.filter(project_id=project.pk, **paths).values_list("pk", flat=True).first()
        found = []
        for relation in self.model._meta.related_objects if pk else ():
            rows = relation.related_model._default_manager.filter(**{relation.field.name: pk})
            if count := rows.count():
                meta = relation.related_model._meta
                found.append((str(meta.verbose_name if count == 1 else meta.verbose_name_plural), count))
        return tuple(found)

    def _path(self, key: str) -> str:
        """Where a column is kept, seen from the model."""
        name = self.fields[key]
        return f"{name}__{self.references[key].field}" if key in self.references else name

    def _inward(self, key: str) -> bool:
        """Whether the column names rows of this same list."""
        return self.references[key].model is self.model

    def _layers(
        self, project: ProjectLike, added: Sequence[RowChange], changed: Sequence[RowChange]
    ) -> Iterator[list[RowChange]]:
        """New rows, each after those it names. Raises Invalid for rows that go in a circle."""
        key = next((key for key in self.references if self._inward(key)), None)
        if key is None:
            if added:
                yield list(added)
            return
        name = self.references[key].field
        above = {identity[0]: row.values[key] for identity, row in self.current(project).items()} if changed else {}
        above |= {change.row.values[name]: change.row.values[key] for change in (*added, *changed)}
        depths = _depths(above)
        circles = [change for change in (*added, *changed) if change.row.values[name] not in depths]
        if circles:
            sentence = "it belongs, by way of others, to itself; one of them has to belong to something else."
            raise Invalid(
                "Some rows go in a circle.",
                problems=tuple(
                    change.row.problem(sentence, column=key, value=change.row.values[key]) for change in circles
                ),
            )
        by_depth: dict[int, list[RowChange]] = {}
        for change in added:
            by_depth.setdefault(depths[change.row.values[name]], []).append(change)
        for depth in sorted(by_depth):
            yield by_depth[depth]

    def _strangers(self, project: ProjectLike, changes: Iterable[RowChange]) -> Iterator[Problem]:
        """A problem for each name in a column of several names that is in none of the lists it may be from."""
        for key, references in self.lists.items():
            named = [(change.row, name) for change in changes for name in change.row.values[key]]
            if not named:
                continue
            known: set[str] = set()
            for reference in references:
                rows = reference.model._default_manager.filter(project_id=project.pk)
                known.update(rows.values_list(reference.field, flat=True))
            where = " or ".join(reference.where for reference in references)
            yield from (_stranger(row, key, name, where) for row, name in named if name not in known)

    def _insert(self, project: ProjectLike, added: Sequence[RowChange], shared: Extra, own: Own) -> None:
        names = self._names(project, [change.row for change in added])
        instances = [
            self.model(
                project_id=project.pk,
                extras=dict(change.row.extras),
                **self._attributes(change.row, names),
                **shared,
                **own.get(change.row.identity, {}),
            )
            for change in added
        ]
        self.model._default_manager.bulk_create(instances, batch_size=BATCH)

    def _update(self, project: ProjectLike, changes: Sequence[RowChange], instances: Instances, own: Own) -> None:
        if not changes:
            return
        names = self._names(project, [change.row for change in changes])
        for change in changes:
            instance = instances[change.row.identity]
            attributes = {**self._attributes(change.row, names), **own.get(change.row.identity, {})}
            for name, value in attributes.items():
                setattr(instance, name, value)
            instance.extras = dict(change.row.extras)  # type: ignore[attr-defined]
        # Put over the rows that are there: ten times as fast as an UPDATE that tells all rows apart.
        self.model._default_manager.bulk_create(
            [instances[change.row.identity] for change in changes],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*self.fields.values(), "extras", *{name for row in own.values() for name in row}],
        )

    def _instances(self, project: ProjectLike, changes: Sequence[RowChange]) -> Instances:
        """The stored rows that the changes are about. Nobody else changes them: the runner holds the project."""
        wanted = {change.row.identity for change in changes}
        rows = self.model._default_manager.filter(project_id=project.pk)
        named = rows.values_list("pk", *(self._path(key) for key in self.identity))
        pks = {
            pk: identity
            for pk, *cells in named.iterator(chunk_size=5000)
            if (identity := tuple(map(identity_text, cells))) in wanted
        }
        found = self.model._default_manager.in_bulk(list(pks))
        return {identity: found[pk] for pk, identity in pks.items() if pk in found}

    def _remove(self, pks: Sequence[int]) -> None:
        batches = [pks[start : start + BATCH] for start in range(0, len(pks), BATCH)]
        # Rows of one list that refer to each other may only go together, which the database cannot know.
        loose = {f"{self.fields[key]}_id": None for key in self.references if self._inward(key)}
        for batch in batches if loose else ():
            self.model._default_manager.filter(pk__in=batch).update(**loose)
        for batch in batches:
            self.model._default_manager.filter(pk__in=batch).delete()

    def _attributes(self, row: Row, names: Names) -> dict[str, Any]:
        attributes: dict[str, Any] = {}
        for key, name in self.fields.items():
            value = row.values[key]
            if key in self.references:
                attributes[f"{name}_id"] = names[key][value] if value else None
            else:
                attributes[name] = list(value) if isinstance(value, tuple) else value
        return attributes


Names = dict[str, dict[str, int]]
Extra = Mapping[str, Any]
Own = Mapping[Identity, Mapping[str, Any]]
Instances = Mapping[Identity, models.Model]


def _depths(above: Mapping[str, str]) -> dict[str, int]:
    """How many rows stand above each row. Rows that go in a circle, and those below them, are not in the answer."""
    depths: dict[str, int] = {}
    for start in above:
        path: dict[str, None] = {}
        name = start
        while name and name in above and name not in depths and name not in path:
            path[name] = None
            name = above[name]
        if name in path:
            continue
        depth = depths.get(name, -1)
        for step in reversed(path):
            depth += 1
            depths[step] = depth
    return depths


def _stranger(row: Row, key: str, name: str, where: str) -> Problem:
    return row.problem(f"“{name}” is not in {where}; add it there or correct the name.", column=key, value=name)


def _value(cell: Any) -> Any:
    """A stored value in the form a column parses to."""
    if isinstance(cell, list):
        return tuple(cell)
    if isinstance(cell, Decimal):
        return cell.normalize() + 0
    return cell


def _facts(row: Row | None, change: RowChange, keys: Sequence[str]) -> dict[str, Any] | None:
    if row is None:
        return None
    facts = {key: row.values.get(key) for key in keys}
    other = change.before if row is change.after else change.after
    if row.extras and (other is None or other.extras != row.extras):
        facts["extras"] = dict(row.extras)
    return facts
