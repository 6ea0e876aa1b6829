"""A provider with its link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from firstlight.dependencies.queries import link_subject
from firstlight.kernel.context import Actor, Context
from firstlight.workspace.models import GuestLink
from tests.cast import NOW
from tests.dependencies.conftest import Register


def link(register: Register, ref: str = "D-1", **more: Any) -> GuestLink:
    """A link to the provider of a dependency."""
    subject = link_subject(register.row(ref))
    return GuestLink.objects.create(
        project=register.project, ref=f"l{GuestLink.objects.count()}", purpose="provider", subject=subject,
        title="Dates", label="Jule Franke", token_digest=f"{GuestLink.objects.count()}", made=NOW,
        expires=NOW + timedelta(days=7), **more,
    )  # fmt: skip


def guest(register: Register, now: datetime = NOW) -> Context:
    return Context(
        Actor("system", "guest-link-l0", "Jule Franke", frozenset({"guest.provider"})), now, register.project
    )
