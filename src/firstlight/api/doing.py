"""Operations made from actions: what an action is given, as its signature says it, becomes the body of a request.

So every action that a person may do is reached by programs from the moment it is written. Lists and files have
operations of their own, which are handier.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.db import models
from pydantic import AfterValidator, Field, create_model

from firstlight.api.doors import Visit
from firstlight.api.rows import sheet_named
from firstlight.api.shapes import Given, Moment
from firstlight.kernel.actions import Action
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.kernel.sheets import Sheet
from firstlight.workspace.models import Person, Project

#: A person under these names is whoever asks: nobody speaks for somebody else.
OWN = frozenset({"person", "giver", "asked_by"})
_TEXT = Annotated[str, Field(max_length=20_000)]
_NUMBER = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
_MOST = 500


def _near(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError("expected a day between the years 1900 and 2200")
    return day


_DAY = Annotated[date, AfterValidator(_near)]
_PLAIN: Mapping[Any, Any] = {str: _TEXT, int: _NUMBER, bool: bool, date: _DAY, datetime: Moment, object: _TEXT}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a parameter stands in a body, and how what stands there becomes what the action takes."""

    annotation: Any
    read: Callable[[Visit, Any], Any] = lambda here, value: value


@dataclass(frozen=True, slots=True)
class Doable:
    """An action that can be asked for: the shape of its body and how its arguments are made of it."""

    action: Action[Any, Any]
    body: type[Given]
    given: Mapping[str, Kind]
    own: tuple[str, ...]

    def arguments(self, here: Visit, body: Any) -> dict[str, Any]:
        """What the action is called with. Raises NotFound for what is not here, Invalid for what cannot be."""
        said = {name: getattr(body, name) for name in self.given}
        made = {name: self.given[name].read(here, value) for name, value in said.items()}
        return {**made, **{name: here.project if name == "project" else here.person for name in self.own}}


def doable(action: Action[Any, Any]) -> Doable | None:
    """The action as an operation; None where a parameter cannot stand in a body, as a file cannot."""
    try:
        parameters = list(inspect.signature(action.body, eval_str=True).parameters.values())[1:]
    except NameError:
        return None
    given: dict[str, Kind] = {}
    fields: dict[str, Any] = {}
    own = []
    for one in parameters:
        if (one.annotation is Person and one.name in OWN) or one.annotation in (Project, ProjectLike):
            own.append(one.name)
            continue
        kind = kind_of(one.annotation)
        if kind is None:
            return None
        given[one.name] = kind
        fields[one.name] = (kind.annotation, ... if one.default is inspect.Parameter.empty else one.default)
    title = "".join(part.capitalize() for part in action.name.rpartition(".")[2].split("_")) + "Given"
    return Doable(action, create_model(title, __base__=Given, **fields), given, tuple(own))


def kind_of(annotation: Any) -> Kind | None:
    """How values of a type stand in a body; None for a type that cannot."""
    if annotation in _PLAIN:
        return Kind(_PLAIN[annotation])
    if annotation is type(None):
        return Kind(None)
    if annotation is Sheet:
        return Kind(_TEXT, _list)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal or (inspect.isclass(annotation) and issubclass(annotation, Enum)):
        return Kind(annotation)
    if origin in (Union, types.UnionType):
        return _either(parts)
    if origin in (Sequence, Iterable, list) or (origin is tuple and parts[-1:] == (...,)):
        return _several(parts[0], tuple if origin is tuple else list)
    if origin is tuple:
        return _tuple(parts)
    if origin in (Mapping, dict):
        return _mapping(*parts)
    if inspect.isclass(annotation) and issubclass(annotation, models.Model):
        return _row(annotation)
    return _group(annotation) if dataclasses.is_dataclass(annotation) and inspect.isclass(annotation) else None


def _list(here: Visit, ref: str) -> Sheet:
    """The list of that name, which the asker may see."""
    sheet = sheet_named(ref)
    sheet.check_seen(here.context)
    return sheet


def _either(parts: tuple[Any, ...]) -> Kind | None:
    """Something or nothing; other choices have no one way to be read."""
    rest = [part for part in parts if part is not type(None)]
    kind = kind_of(rest[0]) if len(rest) == 1 else None
    if kind is None:
        return None
    read = kind.read
    return Kind(kind.annotation | None, lambda here, value: None if value is None else read(here, value))


def _several(part: Any, make: Callable[[Iterable[Any]], Any]) -> Kind | None:
    kind = kind_of(part)
    if kind is None:
        return None
    read = kind.read
    listed: Any = list.__class_getitem__(kind.annotation)
    several: Any = Annotated[listed, Field(max_length=_MOST)]
    return Kind(several, lambda here, value: make(read(here, one) for one in value))


def _tuple(parts: tuple[Any, ...]) -> Kind | None:
    kinds = [kind_of(part) for part in parts]
    found = [kind for kind in kinds if kind is not None]
    if len(found) != len(parts):
        return None
    annotation: Any = tuple.__class_getitem__(tuple(kind.annotation for kind in found))
    return Kind(
        annotation,
        lambda here, value: tuple(kind.read(here, one) for kind, one in zip(found, value, strict=True)),
    )


def _mapping(key: Any, value: Any) -> Kind | None:
    """Names to values; where several words are the name, a list of lists with the value last."""
    kind = kind_of(value)
    if kind is None:
        return None
    read = kind.read
    if key is str:
        by_name: Any = dict.__class_getitem__((_TEXT, kind.annotation))
        named: Any = Annotated[by_name, Field(max_length=_MOST)]
        return Kind(named, lambda here, given: {name: read(here, one) for name, one in given.items()})
    if get_origin(key) is not tuple:
        return None
    lines = _several(tuple.__class_getitem__((*get_args(key), value)), list)
    if lines is None:
        return None
    return Kind(lines.annotation, lambda here, given: {tuple(line[:-1]): line[-1] for line in lines.read(here, given)})


def _group(made: Any) -> Kind | None:
    """A frozen group of values: each of its fields by its own kind."""
    kinds: dict[str, Kind] = {}
    fields: dict[str, Any] = {}
    signature = inspect.signature(made, eval_str=True)
    own = [name for name, one in signature.parameters.items() if one.annotation is Person and name in OWN]
    for name, one in signature.parameters.items():
        if name in own:
            continue
        kind = kind_of(one.annotation)
        if kind is None:
            return None
        kinds[name] = kind
        empty = one.default is inspect.Parameter.empty
        fields[name] = (kind.annotation, ... if empty else Field(default_factory=lambda value=one.default: value))
    body = create_model(f"{made.__name__}Given", __base__=Given, **fields)

    def read(here: Visit, value: Any) -> Any:
        values = {name: kinds[name].read(here, getattr(value, name)) for name in kinds}
        try:
            return made(**values, **dict.fromkeys(own, here.person))
        except ValueError as error:
            raise Invalid(f"This cannot be: {error}.") from error

    return Kind(body, read)


def _row(model: type[models.Model]) -> Kind | None:
    """A row of the project: by its ref or number where these name one in a project, else by its id in the records."""
    path = next((path for path in _PATHS if _has(model, path)), None)
    if path is None:
        return None
    name = key_of(model)

    def read(here: Visit, value: Any) -> Any:
        found = model._default_manager.filter(**{path: here.project, name: value}).first()
        if found is None:
            raise NotFound(f"There is no such {model._meta.verbose_name} in this project.")
        return found

    return Kind(_NUMBER if name in ("pk", "number") else Annotated[str, Field(min_length=1, max_length=300)], read)


#: Where a row says to which project it belongs.
_PATHS = ("project", "step__request__project", "party__project", "request__project")


def _has(model: type[models.Model], path: str) -> bool:
    for name in path.split("__"):
        names = {one.name: one for one in model._meta.concrete_fields}
        if name not in names:
            return False
        model = names[name].related_model or model
    return True


def key_of(model: type[models.Model]) -> str:
    """By what a row of the model is named."""
    together = [set(getattr(one, "fields", ())) for one in model._meta.constraints]
    return next((name for name in ("ref", "number", "uid") if {"project", name} in together), "pk")
