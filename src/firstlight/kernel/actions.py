"""The one door for writes.

    @action(policy=policies.MAY_EDIT_SCOPE, record=audit.BASELINE_SIGNED)
    def sign_baseline(context: Context, project: Project, *, statement: str) -> Done[Signature]: ...

The runner opens the transaction, asks the policy, holds the project, runs the body, has every change recorded, and
lets events go after commit. Actions called by actions join the transaction and are recorded on their own. There is no
way to skip the policy or the record: an action that changed nothing says so with `Done.nothing`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction

from firstlight.contracts.events import Event
from firstlight.kernel import outbox
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.kernel.policies import Policy
from firstlight.kernel.registries import Registry

P = ParamSpec("P")
R = TypeVar("R")

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """The name under which an action stands in the ledger: a stable code and words for people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What was changed. `text` is copied into the ledger, so that it can be read when the subject is gone."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: what, and its facts before (None: it is new) and after (None: it is gone)."""

    subject: Subject
    before: Facts | None = None
    after: Facts | None = None


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What the body of an action hands to the runner: its value, what changed, and events to publish."""

    value: R
    changes: tuple[Changed, ...]
    events: tuple[Event, ...] = field(default=())
    within: ProjectLike | None = None

    @classmethod
    def one(
        cls,
        value: R,
        subject: Subject,
        *,
        before: Facts | None = None,
        after: Facts | None = None,
        events: Iterable[Event] = (),
        within: ProjectLike | None = None,
    ) -> Done[R]:
        """The usual case: one subject changed. `within` is for the action that makes a project."""
        return cls(value, (Changed(subject, before, after),), tuple(events), within)

    @classmethod
    def nothing(cls, value: R) -> Done[R]:
        """Nothing had to be changed, so nothing is recorded."""
        return cls(value, ())


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who writes changes down. `ledger` registers itself as the one recorder when the program starts.

    `hold` keeps every other change of the project from being committed until the running transaction ends. The runner
    asks for it before the body, so that what an action reads stands still and no two actions wait for each other.
    `record` appends all changes inside the running transaction, or raises and so undoes it.
    """

    hold: Callable[[Context], None]
    record: Callable[[Context, Record, tuple[Changed, ...]], None]


_recorder: list[Recorder] = []


def record_with(recorder: Recorder) -> None:
    """Make this the recorder. The last one wins only in tests; in the program there is one."""
    _recorder[:] = [recorder]


actions: Registry[Action[Any, Any]] = Registry("action")


class Action(Generic[P, R]):
    """A registered write. Call it with a context and the arguments of its body."""

    def __init__(self, body: Callable[Concatenate[Context, P], Done[R]], policy: Policy, record: Record) -> None:
        self.body = body
        self.policy = policy
        self.record = record
        self.name = f"{body.__module__}.{body.__qualname__}"
        self._names = tuple(inspect.signature(body).parameters)[1:]
        update_wrapper(self, body)

    def __call__(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it. Raises Refusal (and changes nothing) when it may not or cannot be done."""
        if not _recorder:
            raise RuntimeError(f"{self.name} cannot run: nobody is there to record it")
        with transaction.atomic():
            self._check_project(context, dict(zip(self._names, args, strict=False)) | kwargs)
            self.policy.check(context)
            _recorder[0].hold(context)
            done = self.body(context, *args, **kwargs)
            if done.changes:
                recorded = context.within(done.within) if done.within else context
                _recorder[0].record(recorded, self.record, done.changes)
            outbox.publish(context, done.events)
        return done.value

    def _check_project(self, context: Context, given: Facts) -> None:
        """The rights of the actor are rights in the project of the context: an argument cannot name another one."""
        named = given.get("project")
        if named is not None and (context.project is None or named.pk != context.project.pk):
            raise NotFound("There is nothing here.")

    def allowed(self, context: Context) -> bool:
        """Whether the actor may do this at all. A body may still refuse for what it finds."""
        return self.policy.allows(context)


def action(*, policy: Policy, record: Record) -> Callable[[Callable[Concatenate[Context, P], Done[R]]], Action[P, R]]:
    """Make a function the only writer of something. Registered under its dotted name."""

    def register(body: Callable[Concatenate[Context, P], Done[R]]) -> Action[P, R]:
        made: Action[P, R] = Action(body, policy, record)
        actions.register(made.name, made)
        return made

    return register
