"""The kinds of content that can be signed. Each layer registers how its content is rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from firstlight.contracts.rendering import Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.registries import Registry


@dataclass(frozen=True, slots=True)
class Signable:
    """A kind of content: `render` takes the project, the rest of the name after the colon, and the time.

    It returns None when there is nothing of that name to sign.
    """

    kind: str
    title: str
    render: Callable[[ProjectLike, str, datetime], Rendering | None]


signables: Registry[Signable] = Registry("kind of signed content")


def signable(kind: str, title: str) -> Callable[[Callable[[ProjectLike, str, datetime], Rendering | None]], Signable]:
    """Register a renderer, e.g. for "scope", or "testing" as in "testing:uat"."""

    def register(render: Callable[[ProjectLike, str, datetime], Rendering | None]) -> Signable:
        return signables.register(kind, Signable(kind, title, render))

    return register


def render(project: ProjectLike, name: str, now: datetime) -> Rendering | None:
    """Today's rendering of "kind" or "kind:ref". None when the kind is unknown or there is nothing to sign."""
    kind, _, ref = name.partition(":")
    found = signables.get(kind)
    return found.render(project, ref, now) if found else None
