"""What a guest link is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from firstlight.kernel.context import Actor
from firstlight.kernel.policies import Policy
from firstlight.workspace.models import GuestLink, Project

#: No link lives longer.
LONGEST_LIFE = timedelta(days=90)

#: What a link can be about, and how that is said: "12", "Assessment 12".
Subject = tuple[str, str]


def _nothing_particular(project: Project) -> list[Subject]:
    return [("", "")]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing that links are made for: who may make one, what there is to choose from, what its guests may do."""

    ref: str
    title: str
    policy: Policy
    subjects: Callable[[Project], list[Subject]] = _nothing_particular
    rights: frozenset[str] = field(default_factory=frozenset)


def guest_actor(link: GuestLink, purpose: Purpose) -> Actor:
    """Who acts through the link: a machine with the right of its purpose, those the purpose adds, and no other."""
    name = f"Guest link {link.ref}" + (f" ({link.label})" if link.label else "")
    return Actor("system", f"guest-link-{link.ref}", name, purpose.rights | {f"guest.{purpose.ref}"})
