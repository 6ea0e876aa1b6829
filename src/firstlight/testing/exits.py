"""Whether a cycle may end: what is still open in it, and whether it may end all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firstlight.assurance.queries import signers_of
from firstlight.assurance.rules import covers
from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.testing.finding_facts import findings_of
from firstlight.testing.models import Cycle, Leniency
from firstlight.testing.rules.completion import CycleStanding, Item, KindStanding
from firstlight.testing.rules.exits import hindrances as found_against
from firstlight.testing.rules.exits import unspoken
from firstlight.testing.rules.findings import FindingFacts, open_ones
from firstlight.testing.rules.kinds import KINDS, words_of
from firstlight.testing.rules.wording import day
from firstlight.testing.tallies import standing_of

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1
#: Who bears that a cycle ends incomplete.
BEARERS = frozenset({"process-owner", "approver", "executive-sponsor"})


def exit_name(cycle: str) -> str:
    """What is signed where a cycle ends: testing-exit:UAT-2."""
    return f"testing-exit:{cycle}"


@dataclass(frozen=True, slots=True)
class Exit:
    """What is open in a cycle. `reason` is why it may end incomplete, "" where nobody asked."""

    cycle: Cycle
    standing: CycleStanding
    findings: tuple[FindingFacts, ...]
    reason: str = ""
    asked_by: str = ""

    @property
    def open_cases(self) -> list[Item]:
        """Cases that have not passed."""
        return [item for item in self.standing.items if not item.passed]

    @property
    def against(self) -> tuple[str, ...]:
        """What stands against ending it incomplete, as sentences."""
        return found_against(self.open_cases, self.findings)

    @property
    def unspoken(self) -> tuple[str, ...]:
        """Refs of open cases of which no open finding speaks."""
        return unspoken(self.open_cases, self.findings)


def exits_of(project: ProjectLike, standing: KindStanding) -> dict[int, Exit]:
    """What is open in each cycle of a kind, by key. Four queries."""
    keys = [one.cycle.pk for one in standing.cycles]
    cycles = Cycle.objects.in_bulk(keys)
    asked = {row.cycle_id: row for row in Leniency.objects.filter(cycle_id__in=keys, withdrawn=None)}
    findings = open_ones(findings_of(project))
    found = {}
    for one in standing.cycles:
        known, row = {item.ref for item in one.items}, asked.get(one.cycle.pk)
        own = tuple(finding for finding in findings if finding.cycle == one.cycle.ref or finding.case in known)
        words = (row.reason, row.asked_by) if row else ("", "")
        found[one.cycle.pk] = Exit(cycles[one.cycle.pk], one, own, *words)
    return found


def exit_of(project: ProjectLike, cycle: Cycle) -> Exit | None:
    """What is open in one cycle."""
    return exits_of(project, standing_of(project, cycle.kind)).get(cycle.pk)


def hindrances(project: ProjectLike, cycle: Cycle, now: datetime) -> tuple[str, ...]:
    """What stands against ending the cycle incomplete, as sentences; none: it may be asked for."""
    found = exit_of(project, cycle)
    return found.against if found else ()


def judged(project: ProjectLike, kind: str, now: datetime) -> KindStanding:
    """How the cycles of a kind stand, with those marked that the business has let end incomplete."""
    standing = standing_of(project, kind)
    if not Leniency.objects.filter(project_id=project.pk, cycle__kind=kind, withdrawn=None).exists():
        return standing
    exits = exits_of(project, standing)
    borne = _borne([one for one in exits.values() if one.reason and not one.against], project, now)
    cycles = tuple(
        replace(one, lenient=exits[one.cycle.pk].reason if one.cycle.pk in borne else "") for one in standing.cycles
    )
    return replace(standing, cycles=cycles)


def _borne(exits: Sequence[Exit], project: ProjectLike, now: datetime) -> set[int]:
    """Keys of those whose exit somebody who may bear it has signed as it is today. One query."""
    today: Mapping[str, tuple[int, str]] = {
        exit_name(one.cycle.ref): (one.cycle.pk, rendering_of(one, project).digest()) for one in exits
    }
    borne = set()
    for one in signers_of(project, list(today), now) if today else ():
        pk, digest = today[one.on]
        if one.role in BEARERS and covers(one, digest):
            borne.add(pk)
    return borne


@signable("testing-exit", "A test cycle that ends, with what is open")
def exit_content(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """The end of a cycle ("UAT-2"): what was reached, and each thing that is open. None without such a cycle."""
    cycle = Cycle.objects.filter(project_id=project.pk, ref=ref).first()
    found = exit_of(project, cycle) if cycle else None
    return rendering_of(found, project) if found else None


@signable("open-items", "What is open in a kind of test")
def open_items(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """Everything that is open in a kind of test ("uat"): cases and findings. None where it has no cycle."""
    standing = standing_of(project, ref) if ref in KINDS else None
    if standing is None or not standing.cycles:
        return None
    items = {item.ref: item for one in standing.cycles for item in one.items if not item.passed}
    lines = _open_lines([items[name] for name in sorted(items)])
    found = open_ones(findings_of(project, kind=ref))
    lines += [Line(f"finding:{finding.ref}", finding.text, _said(finding)) for finding in found]
    if not lines:
        lines = [Line("nothing", "Open items", "none")]
    name = getattr(project, "name", "")
    return Rendering(f"open-items:{ref}", VERSION, f"Open items of the {words_of(ref)} of {name}", tuple(lines))


def rendering_of(one: Exit, project: ProjectLike) -> Rendering:
    """What is signed where the cycle ends."""
    ref, standing = one.cycle.ref, one.standing
    reached = f"{standing.passed} of {standing.whole} passed; {one.cycle.exit_pass_share} % must"
    lines = [Line("cycle", f"{ref} {one.cycle.title}", f"{KINDS[one.cycle.kind]}; {reached}")]
    if one.reason:
        lines.append(Line("reason", "Why it may end incomplete", one.reason))
    lines += _open_lines(one.open_cases)
    lines += [Line(f"finding:{finding.ref}", finding.text, _said(finding)) for finding in one.findings]
    return Rendering(exit_name(ref), VERSION, f"Exit of {ref} in {getattr(project, 'name', '')}", tuple(lines))


def _open_lines(items: Iterable[Item]) -> list[Line]:
    lines = []
    for item in items:
        words = item.outcome.value if item.outcome else "no result"
        significant = "; significant" if item.significant else ""
        lines.append(Line(f"case:{item.ref}", f"{item.ref} {item.title}", f"{words}{significant}"))
    return lines


def _said(finding: FindingFacts) -> str:
    """What is said of an open finding, written out: what is signed must not change with the words of a page."""
    parts = {
        "Severity": finding.severity,
        "Business impact": finding.impact or "not stated",
        "Workaround": finding.workaround or "none",
        "Owner": finding.owner or "nobody",
        "Expected": day(finding.expected) if finding.expected else "no date",
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items())
