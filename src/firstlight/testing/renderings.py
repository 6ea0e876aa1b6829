"""Test cycles in the form that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from firstlight.contracts.rendering import Line, Rendering
from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.testing.models import Cycle
from firstlight.testing.rules.completion import CycleStanding, Item
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.tallies import standing_of

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1

#: Written out, because what is signed must not change with the words of a page.
_WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.ERROR: "error",
    Outcome.SKIPPED: "skipped",
    Outcome.DISCOUNTED: "passed, does not count",
}


@signable("testing", "Test cycles with their cases and results")
def testing(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """The cycles of a kind ("uat") with their cases and how each ended when last run. None without such a cycle.

    When a case was run is not part of it: a case that passes once more is what was signed.
    """
    if ref not in KINDS:
        return None
    standing = standing_of(project, ref)
    if not standing.cycles:
        return None
    cycles = {cycle.pk: cycle for cycle in Cycle.objects.filter(project_id=project.pk, kind=ref)}
    lines = [line for one in standing.cycles for line in _lines(cycles[one.cycle.pk], one)]
    return Rendering(f"testing:{ref}", VERSION, f"{KINDS[ref]} of {project.name}", tuple(lines))


def _lines(cycle: Cycle, standing: CycleStanding) -> Iterator[Line]:
    # Quoted, so that no two pairs of refs make one key.
    key = quote(cycle.ref, safe=" ")
    yield Line(f"cycle:{key}", f"{cycle.ref} {cycle.title}", _terms(cycle))
    for item in standing.items:
        label = f"{item.ref} {item.title} in {cycle.ref}"
        yield Line(f"case:{key}:{quote(item.ref, safe=' ')}", label, _outcome(item))
    counts = [f"{standing.tests[one]} {_WORDS[one]}" for one in Outcome if standing.tests.get(one)]
    if counts:
        yield Line(f"results:{key}", f"Other tests of {cycle.ref}", ", ".join(counts))


def _terms(cycle: Cycle) -> str:
    """What the business accepted the results under."""
    migrated = {True: "yes", False: "no", None: "not stated"}[cycle.migrated_data]
    parts = {
        "Environment": cycle.environment or "not stated",
        "Kind of environment": cycle.environment_kind or "not stated",
        "Migrated data": migrated,
        "Solution version": cycle.solution_version or "not stated",
        "Exit criteria": cycle.exit_criteria or "not stated",
        "Share that must pass": f"{cycle.exit_pass_share} %",
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items())


def _outcome(item: Item) -> str:
    words = _WORDS[item.outcome] if item.outcome else "no result"
    return f"{words}; significant" if item.significant else words
