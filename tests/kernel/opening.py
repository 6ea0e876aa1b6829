"""Registries that were closed at the start, opened for one test and closed again as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from firstlight.kernel.registries import Registry


@contextmanager
def opened(*registries: Registry) -> Iterator[None]:
    before = [(registry, registry._frozen, dict(registry._entries)) for registry in registries]
    for registry in registries:
        registry._frozen = False
    yield
    for registry, frozen, entries in before:
        registry._frozen, registry._entries = frozen, entries
