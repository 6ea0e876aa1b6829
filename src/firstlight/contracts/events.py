"""Facts that one layer publishes and others may act on, after the change is committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: plain, JSON-able fields only. `project` is the project's uid."""

    project: str


@dataclass(frozen=True, slots=True)
class DependencySlipped(Event):
    """A provider's promised date moved past the date it is needed by. Dates are ISO 8601.

    `holds_up` names what of the scope waits for it, by kind and ref: integration:I-07, rollout:W1.
    """

    dependency: str
    name: str
    needed_by: str
    promised: str
    owner: str
    holds_up: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ProviderSilent(Event):
    """A provider that has a link was not heard of for so many days; it is to be reminded. Days are ISO 8601."""

    dependency: str
    days: int
    day: str


@dataclass(frozen=True, slots=True)
class SigningMoved(Event):
    """Somebody is asked to sign `on`, has signed it, or is asked no longer: whose turn it is may have changed."""

    on: str


@dataclass(frozen=True, slots=True)
class SignerReminded(Event):
    """One who is asked to sign is to be reminded by mail, for the `count`th time. `asked` is the key of the asking."""

    asked: int
    count: int


@dataclass(frozen=True, slots=True)
class RequirementChanged(Event):
    """Requirements say something else than before, are gone, or their change does not matter after all."""

    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessMoved(Event):
    """Processes are in scope now or no longer, stand under another one than before, or are gone."""

    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingNeedFound(Event):
    """A test has shown that people need to learn something. `process` is a ref, "" where it touches none."""

    finding: str
    title: str
    process: str
    owner: str


@dataclass(frozen=True, slots=True)
class DataIssueFound(Event):
    """A test has shown that data that came over is not as it should be."""

    finding: str
    title: str
    process: str
    owner: str
