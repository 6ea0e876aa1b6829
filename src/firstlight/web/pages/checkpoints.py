"""Checkpoints of the cutover: who says go by what, what was said, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.checkpoints import Gate
from firstlight.cutover.rules.facts import Decided
from firstlight.web.addresses import place, row_address
from firstlight.web.pages.plan_findings import Chip
from firstlight.workspace.models import Person

#: How a checkpoint stands, and how that is drawn.
STATES = {
    "open": ("waiting", gettext_noop("Waits for a decision")),
    "go": ("met", gettext_noop("Go")),
    "again": ("partly", gettext_noop("No-go, decide again")),
    "back": ("unmet", gettext_noop("No-go, turn back")),
}
#: Checkpoints on one page.
SIZE = 10
#: Steps that stand below a checkpoint with a link of their own.
_LINKED = 12


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What was said once: its word and drawing, by whom, when, why, who thought otherwise, what was not met."""

    state: str
    word: str
    by: str
    recorded: str
    at: datetime
    reason: str
    dissent: str
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateLine:
    """A checkpoint; `url` is where it is decided, "" for who may not. `is_next`: the first that is no go."""

    ref: str
    title: str
    state: str
    word: str
    at: datetime | None
    deciders: tuple[str, ...]
    criteria: tuple[str, ...]
    waits: str
    chips: tuple[Chip, ...]
    more: int
    all_url: str
    said: tuple[SaidLine, ...]
    url: str
    edit_url: str
    is_next: bool


def gates_of_page(plans: Iterable[Planned], number: int) -> list[tuple[Planned, list[Gate]]]:
    """The checkpoints of a page, by plan."""
    every = [(plan, gate) for plan in plans for gate in plan.gates][(number - 1) * SIZE : number * SIZE]
    return [(plan, [gate for _plan, gate in some]) for plan, some in groupby(every, key=lambda one: one[0])]


def gate_lines(planned: Planned, gates: Iterable[Gate], slug: str, *, decides: bool, edits: bool) -> list[GateLine]:
    """Checkpoints of a plan in its order, with where they are decided and changed for who may."""
    first = next((gate for gate in planned.gates if gate.state != "go"), None)
    lines = []
    for gate in gates:
        url = place("cutover-decide", slug, gate.step.ref) if decides else ""
        back = place("cutover-checkpoints", slug)
        edit = row_address(slug, "cutover.tasks", gate.step.ref, back) if edits else ""
        lines.append(_line(gate, planned, slug, url, edit, is_next=gate is first))
    return lines


def _line(gate: Gate, planned: Planned, slug: str, url: str, edit_url: str, *, is_next: bool) -> GateLine:
    state, word = STATES[gate.state]
    times = planned.timetable.times.get(gate.step.ref)
    steps, count = place("cutover-tasks", slug), len(gate.followers)
    going = ngettext("%(count)s step may begin", "%(count)s steps may begin", count)
    held = ngettext("%(count)s step waits for it", "%(count)s steps wait for it", count)
    return GateLine(
        gate.step.ref, gate.step.title, state, _(word), times.start if times else None, gate.deciders, gate.criteria,
        (going if gate.state == "go" else held) % {"count": count},
        tuple(Chip(ref, f"{steps}?{urlencode({'ref': ref})}") for ref in gate.followers[:_LINKED]),
        max(0, count - _LINKED), f"{steps}?{urlencode({'waits': gate.step.ref})}" if count > 1 else "",
        tuple(_said(one) for one in reversed(gate.said)),
        url, edit_url, is_next,
    )  # fmt: skip


def _said(one: Decided) -> SaidLine:
    state, word = STATES["go" if one.outcome == "go" else "back" if one.follows == "rollback" else "again"]
    recorded = one.recorded_by if one.recorded_by != one.decided_by else ""
    return SaidLine(state, _(word), one.decided_by, recorded, one.at, one.reason, one.dissent, one.unmet)


def speaks_at(person: Person | None, gate: Gate) -> bool:
    """Whether somebody is named at a checkpoint."""
    return person is not None and is_among(person, gate.deciders)
