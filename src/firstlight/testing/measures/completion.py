"""Whether tests are complete."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, worst
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import Measure, measure
from firstlight.testing.exits import judged
from firstlight.testing.rules.completion import KindStanding
from firstlight.testing.rules.kinds import KINDS, words_of
from firstlight.testing.rules.wording import NAMED, listed, no_cycle, reasons, void_items
from firstlight.testing.standing import why_void
from firstlight.testing.tallies import failing_tests, newest_files, newest_result
from firstlight.workspace.queries import zone_of

#: Records that a reading links to, of each kind.
_LINKED = 20
_FILES = 10


def completion(project: ProjectLike, kind: str, now: datetime) -> Reading:
    """How the cycles of a kind stand against their exit criteria."""
    standing = judged(project, kind, now)
    if not standing.cycles:
        return unknown(no_cycle(kind))
    today = now.astimezone(zone_of(project)).date()
    void = why_void(project, now, [item.ref for item in void_items(standing)[:NAMED]], kind=kind)
    return Reading(
        standing.status(today),
        reasons(standing, today, failing_tests(standing), void),
        _figure(standing),
        _records(project, kind, standing),
        newest_result(project, kind),
    )


def _figure(standing: KindStanding) -> Figure | None:
    """Passed of all. None while a cycle is empty: a share of the others would say more than is known."""
    if any(not one.whole for one in standing.cycles):
        return None
    unit = "cases" if any(one.planned for one in standing.cycles) else "tests"
    return Figure(Decimal(standing.passed), unit, Decimal(standing.whole))


def _records(project: ProjectLike, kind: str, standing: KindStanding) -> tuple[RecordLink, ...]:
    cycles = [RecordLink("cycle", one.cycle.ref, one.cycle.ref) for one in standing.cycles]
    failing = {item.ref: item for one in standing.cycles for item in one.items if not item.passed}
    cases = [RecordLink("case", ref, f"{ref} {item.title}") for ref, item in sorted(failing.items())[:_LINKED]]
    files = [RecordLink("result-file", digest, name) for digest, name in newest_files(project, kind, _FILES)]
    return (*cycles[:_LINKED], *cases, *files)


def _register(kind: str) -> Measure:
    def read(project: ProjectLike, now: datetime) -> Reading:
        """Planned cases of the cycles of the kind whose last result passed."""
        return completion(project, kind, now)

    return measure(f"testing.{kind}.complete", title=f"{KINDS[kind]}: cases passed", unit="cases", strict=True)(read)


SIT = _register("sit")
UAT = _register("uat")
PERFORMANCE = _register("performance")
END_TO_END = _register("end-to-end")


@measure("testing.cycles", title="Required kinds of test complete", unit="kinds of test")
def cycles(project: ProjectLike, now: datetime) -> Reading:
    """The kinds of test that the project requires, complete with their exit criteria satisfied."""
    required: list[str] = getattr(project, "required_tests", [])
    if not required:
        return unknown("No kind of test is required: name them in project.yaml under required_tests.")
    readings = {kind: completion(project, kind, now) for kind in required}
    met = [kind for kind, reading in readings.items() if reading.status is Status.MET]
    behind = sorted(
        (kind for kind in required if kind not in met), key=lambda kind: HEAVIEST_FIRST.index(readings[kind].status)
    )
    told = tuple(f"The {words_of(kind)} is not complete. {readings[kind].reasons[0]}" for kind in behind)
    done = f"Complete: {listed([words_of(kind) for kind in met])}."
    links = [link for reading in readings.values() for link in reading.records if link.kind == "cycle"]
    return Reading(
        worst([reading.status for reading in readings.values()]),
        told or (done,),
        Figure(Decimal(len(met)), "kinds of test", Decimal(len(required))),
        tuple(links),
        max((reading.speaks_of for reading in readings.values() if reading.speaks_of), default=None),
    )
