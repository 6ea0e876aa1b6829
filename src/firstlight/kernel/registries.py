"""Typed registries: filled while the program starts, read-only afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_every: list[Registry[Any]] = []


class Registry(Generic[T]):
    """Named things of one kind. Registering twice under a name, or after the start, is a programming error."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}
        self._frozen = False
        _every.append(self)

    def register(self, name: str, entry: T) -> T:
        """Add an entry. Raises RuntimeError when frozen or when the name is taken by something else."""
        if self._frozen:
            raise RuntimeError(f"{self.kind} {name!r} came after the start; register it from an AppConfig.ready")
        if name in self._entries and self._entries[name] is not entry:
            raise RuntimeError(f"{self.kind} {name!r} is registered twice")
        self._entries[name] = entry
        return entry

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries[name]
        except KeyError:
            known = ", ".join(sorted(self._entries)) or "none"
            raise KeyError(f"there is no {self.kind} {name!r}; known: {known}") from None

    def get(self, name: str) -> T | None:
        """The entry, or None."""
        return self._entries.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> Iterator[tuple[str, T]]:
        """Name and entry, in the order of registration."""
        return iter(self._entries.items())

    def freeze(self) -> None:
        """From now on nothing is added."""
        self._frozen = True


def freeze_all() -> None:
    """Called once, when every layer has registered what it has."""
    for registry in _every:
        registry.freeze()
