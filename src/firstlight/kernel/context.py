"""Who does something, in which project, and at what time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol


class ProjectLike(Protocol):
    """As much of a project as the kernel needs to know."""

    pk: int
    uid: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, or a machine under a name of its own.

    `rights` is what the actor may do here, resolved by the face that made the context: for a person from
    the roles held in the project, for a machine from its own short list.
    """

    kind: str  # "person" or "system"
    id: str
    name: str
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of an action. `now` is aware; nothing below a face reads a clock."""

    actor: Actor
    now: datetime
    project: ProjectLike | None = None
    request_id: str = field(default_factory=lambda: secrets.token_hex(8))

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("the time of a context needs a zone")

    def within(self, project: ProjectLike) -> Context:
        """The same circumstances in a project."""
        return replace(self, project=project)
