"""How one process stands: delivered, tested, signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstlight.scope.baselines import SIGNED
from firstlight.scope.comparing import Standing
from firstlight.web.pages.delivered import STATUS, told
from firstlight.web.pages.signatures import SignatureRow, signature_rows


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """What is said beside the title of a process, of itself and all below it."""

    sentence: str
    state: str
    tests: str
    tested: str
    signatures: tuple[SignatureRow, ...]


def facts(way: Sequence[Standing], cases: Mapping[str, tuple[int, int]], document: Any) -> ProcessFacts:
    """`cases` are passed and all cases by process; `document` is the newest assessment, or None."""
    standing = way[-1]
    refs = set(standing.refs())
    passed = sum(good for ref, (good, _all) in cases.items() if ref in refs)
    total = sum(number for ref, (_good, number) in cases.items() if ref in refs)
    return ProcessFacts(
        told(standing.all) if standing.all.total else _("nothing to compare"),
        STATUS[standing.all.state] if standing.all.total else "unknown",
        _("%(passed)s of %(total)s cases passed when last run") % {"passed": passed, "total": total}
        if total
        else _("no test case"),
        "unknown" if not total else "met" if passed == total else "partly",
        tuple(_on_scope(document["signatures"] if document else ())),
    )


def _on_scope(signatures: Iterable[Mapping[str, Any]]) -> list[SignatureRow]:
    """Signatures on the scope, each person and role once."""
    found: dict[tuple[str, str], SignatureRow] = {}
    for row in signature_rows(one for one in signatures if one["on"] == SIGNED):
        found.setdefault((row.who, row.role), row)
    return list(found.values())
