"""What is wrong with a plan, as the pages say it, and where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.findings import GAP, HINT, STOP, Finding
from firstlight.cutover.stores import CUTOVER
from firstlight.web import wording
from firstlight.web.addresses import place, row_address

#: How findings are drawn by how much they matter.
DRAWN = {STOP: "unmet", GAP: "partly", HINT: "not-applicable"}
#: How kinds of findings are called.
TITLES = {
    "cycle": gettext_noop("Steps wait for each other"),
    "links": gettext_noop("Links lead nowhere"),
    "twice": gettext_noop("One number, two steps"),
    "computing": gettext_noop("The plan cannot be computed"),
    "dates": gettext_noop("Dates contradict links"),
    "empty": gettext_noop("No steps yet"),
    "window": gettext_noop("No window"),
    "outside": gettext_noop("Outside the window"),
    "blackout": gettext_noop("In a black-out"),
    "clocks": gettext_noop("The clocks change"),
    "owner": gettext_noop("Nobody does it"),
    "backup": gettext_noop("Nobody steps in"),
    "verifier": gettext_noop("Verified by who did it"),
    "shift": gettext_noop("Nobody is there"),
    "hours": gettext_noop("Too many hours"),
    "rest": gettext_noop("No rest"),
    "way-back": gettext_noop("No way back"),
    "dry-run": gettext_noop("Load time never measured"),
    "duration": gettext_noop("No duration"),
    "long": gettext_noop("Far too long"),
    "loose": gettext_noop("Nothing says when"),
    "checkpoint": gettext_noop("No checkpoint"),
    "gate": gettext_noop("A checkpoint that cannot hold"),
    "no-return": gettext_noop("No way back, and nobody asked"),
    "rollback": gettext_noop("No rollback in time"),
    "triggers": gettext_noop("Nothing says when to turn back"),
}
#: Steps of a finding that have a link of their own; of a circle, which nobody sees through without its order, more.
_LINKED, _IN_CIRCLE = 12, 200
#: The field of a step in which a finding is mended.
_FIELDS = {
    "cycle": "predecessors", "links": "predecessors", "loose": "predecessors", "no-return": "predecessors",
    "dates": "predecessors", "owner": "owner", "backup": "backup", "verifier": "verifier", "shift": "owner",
    "hours": "owner", "rest": "owner", "duration": "minutes", "long": "minutes", "way-back": "rollback",
    "dry-run": "dry_run_minutes", "outside": "start", "blackout": "start", "clocks": "start", "gate": "deciders",
}  # fmt: skip
#: Ways that everybody may go who sees the plan.
_SEEN = frozenset({"cycle", "hours", "rest", "gate", "rollback"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One step of a finding, and where it is changed."""

    ref: str
    url: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as the page shows it. `ways` lead to where it is mended beside its steps: words and address."""

    state: str
    title: str
    sentence: str
    chips: tuple[Chip, ...]
    more: int
    all_url: str
    ways: tuple[tuple[str, str], ...] = ()


def finding_lines(findings: Iterable[Finding], plan: Planned, slug: str, *, edits: bool) -> list[FindingLine]:
    """The findings with links to their steps: to the field of the row that mends it where the viewer may change it,
    else to its line. What is named and not in the plan has no link.
    """
    steps, back = place("cutover-tasks", slug), place("cutover-findings", slug)
    lines = []
    for one in findings:
        most = _IN_CIRCLE if one.kind == "cycle" else _LINKED
        field = f"#field_{_FIELDS[one.kind]}" if one.kind in _FIELDS else ""
        known = [ref for ref in one.steps if ref in plan.by_ref]
        # What is about a trigger names its ref, which is no step.
        chips = tuple(
            Chip(ref, row_address(slug, "cutover.tasks", ref, back) + field if edits else f"{steps}?ref={ref}")
            for ref in known[:most]
        )
        lines.append(
            FindingLine(
                DRAWN[one.weight],
                _(TITLES[one.kind]),
                _without_refs(wording.said(one.sentence), one) if known else wording.said(one.sentence),
                chips,
                max(0, len(known) - most),
                f"{steps}?finding={one.kind}" if len(known) > 1 else "",
                _ways(one, plan, slug) if edits or one.kind in _SEEN else (),
            )
        )
    return lines


def _ways(finding: Finding, plan: Planned, slug: str) -> tuple[tuple[str, str], ...]:
    """Where it is mended, or seen through, beside its steps."""
    ways = {
        "window": (_("Set the window"), place("settings", slug)),
        "blackout": (_("Black-outs"), place("list", slug, "cutover.blackouts")),
        "shift": (_("Shifts"), place("list", slug, "cutover.shifts")),
        "hours": (_("People"), place("cutover-people", slug)),
        "rest": (_("People"), place("cutover-people", slug)),
        "checkpoint": (_("Add a checkpoint"), place("row", slug, "cutover.tasks") + "?kind=Checkpoint"),
        "gate": (_("Checkpoints"), place("cutover-checkpoints", slug)),
        "rollback": (_("To the rollback"), place("cutover-rollback", slug)),
        "triggers": (_("Change the triggers"), place("list", slug, "cutover.triggers")),
        "empty": (_("Import or paste…"), place("list-import", slug, "cutover.tasks")),
    }
    if finding.kind == "cycle" and finding.steps:
        asked = urlencode({"focus": finding.steps[0], **({} if plan.ref == CUTOVER else {"plan": plan.ref})})
        return ((_("Show in the graph"), f"{place('cutover-graph', slug)}?{asked}"),)
    return (ways[finding.kind],) if finding.kind in ways else ()


def _without_refs(sentence: str, finding: Finding) -> str:
    """The sentence without the steps at its end, which stand below it as links."""
    head, colon, tail = sentence.rpartition(": ")
    return f"{head}." if colon and finding.steps and tail.startswith(finding.steps[0]) else sentence
