"""What changed between two assessments: pure, on their documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firstlight.contracts.standing import Word
from firstlight.workspace.roles import spoken

_WORDS = {"met": "met", "partly": "partly met", "unmet": "unmet", "unknown": "unknown", "stale": "stale"}
_HEAVY = ("unmet", "unknown", "stale", "partly", "met", "not-applicable")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed. `better` is None where it is neither better nor worse, such as a new check."""

    kind: str  # verdict, check, signature, new, withdrawn
    ref: str
    title: str
    before: str
    after: str
    sentence: str
    better: bool | None = None


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """From the older to the newer document: what got worse first, then what got better, then the rest."""
    found = [*_verdict(old, new), *_checks(old, new), *_signatures(old, new)]
    return tuple(sorted(found, key=lambda one: (one.kind != "verdict", one.better is not False, one.better is None)))


def _verdict(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    before, after = old["verdict"], new["verdict"]
    if before != after:
        order = ("no-go", "conditional", "go")
        better = order.index(after) > order.index(before)
        sentence = f"The verdict went from {_aloud(before)} to {_aloud(after)}."
        yield Difference("verdict", "", "Verdict", before, after, sentence, better)


def _aloud(code: str) -> str:
    return Word(code).aloud.lower()


def _by_ref(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {check["ref"]: check for area in document["areas"] for check in area["checks"] if not check["rolls_up"]}


def _checks(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    before, after = _by_ref(old), _by_ref(new)
    for ref, check in after.items():
        if ref not in before:
            yield Difference("new", ref, check["title"], "", check["mark"], "New in the checklist.")
            continue
        was, now = before[ref]["mark"], check["mark"]
        if was == now:
            continue
        why = check["stale"] if now == "stale" else check["reasons"][0]
        if "not-applicable" in (was, now):
            yield Difference("check", ref, check["title"], was, now, why)
            continue
        better = _HEAVY.index(now) > _HEAVY.index(was)
        sentence = f"Went from {_said(was)} to {_said(now)}: {why}"
        yield Difference("check", ref, check["title"], was, now, sentence, better)
    for ref, check in before.items():
        if ref not in after:
            yield Difference("withdrawn", ref, check["title"], check["mark"], "", "No longer in the checklist.")


def _said(mark: str) -> str:
    return _WORDS.get(mark, mark)


def _signatures(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Person by person, since several may sign in one role. A role that is asked and silent has no person."""
    before = {(one["on"], one["role"], one["person"]): one["state"] for one in old["signatures"]}
    given = {(on, role) for (on, role, person), state in before.items() if person and state != "missing"}
    for one in new["signatures"]:
        gone = one["state"] == "missing" and (one["on"], one["role"]) in given
        was, now = before.get((one["on"], one["role"], one["person"]), "valid" if gone else "missing"), one["state"]
        if was == now:
            continue
        role = spoken(one["role"])
        sentence = {
            "valid": f"Signed by {one['person']} ({role}).",
            "stale": f"The signature of {one['person']} ({role}) no longer covers what is there.",
            "missing": f"The signature of the {role} is gone.",
        }[now]
        yield Difference("signature", one["on"], one["title"], was, now, sentence, now == "valid")
