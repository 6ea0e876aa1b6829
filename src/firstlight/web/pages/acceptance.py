"""Acceptance process by process, and the end of a cycle, as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.contracts.reading import RecordLink
from firstlight.testing.exit_report import ExitReport
from firstlight.testing.models import Cycle
from firstlight.testing.rules.acceptance import Accepted
from firstlight.testing.rules.kinds import KINDS
from firstlight.web import wording
from firstlight.web.addresses import icon_of, place
from firstlight.web.pages.spans import day_words

_SIGNATURES = {"valid": "met", "stale": "stale", "missing": "unknown"}
#: Records that a part of the report shows.
RECORDS = 8

Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class KindCell:
    """How a process stands in a kind of test: "12 of 14", or that it has no case."""

    title: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process that the business accepts."""

    one: Accepted
    url: str
    sign_url: str
    kinds: tuple[KindCell, ...]
    findings: str
    significant: bool
    signature: str
    signature_state: str
    state: str
    reasons: tuple[str, ...]


def process_lines(found: Sequence[Accepted], slug: str, may_sign: bool) -> list[ProcessLine]:
    """A line for each process."""
    return [_line(one, slug, may_sign) for one in found]


def _line(one: Accepted, slug: str, may_sign: bool) -> ProcessLine:
    words = {
        "valid": _("Signed by %(name)s"),
        "stale": _("Signed by %(name)s, changed since"),
        "missing": _("Nobody has signed"),
    }
    number = len(one.findings)
    return ProcessLine(
        one,
        place("process", slug, one.ref),
        place("sign", slug, f"acceptance:{one.ref}") if may_sign and one.cases and one.signature != "valid" else "",
        tuple(_kind(one, kind) for kind in one.required),
        wording.number(number) if number else _("none"),
        bool(one.significant),
        words[one.signature] % {"name": one.signed_by},
        _SIGNATURES[one.signature],
        one.status.value,
        tuple(wording.said(reason) for reason in one.missing()),
    )


def _kind(one: Accepted, kind: str) -> KindCell:
    passed, whole = one.counts(kind)
    title = wording.said(KINDS[kind])
    if not whole:
        return KindCell(title, _("no case"), "unknown")
    text = _("%(count)s of %(whole)s") % {"count": wording.number(passed), "whole": wording.number(whole)}
    return KindCell(title, text, "met" if passed == whole else "unmet")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that a part of the report rests on."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the report."""

    title: str
    state: str
    reasons: tuple[str, ...]
    records: tuple[Record, ...]
    more: int


def days(cycle: Cycle) -> str:
    """From when to when it runs."""
    return f"{day_words(cycle.start)} – {day_words(cycle.end)}"


def part_lines(report: ExitReport, address: Address) -> list[PartLine]:
    """What the end of the cycle depends on, the heaviest first."""
    return [
        PartLine(
            wording.said(part.title),
            part.status.value,
            part.reasons,
            tuple(_record(one, address) for one in part.records[:RECORDS]),
            max(0, len(part.records) - RECORDS),
        )
        for part in report.parts
    ]


def _record(one: RecordLink, address: Address) -> Record:
    return Record(one.text, address(one.kind, one.ref, one.text), icon_of(one.kind))
