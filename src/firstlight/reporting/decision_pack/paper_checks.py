"""Checks and signatures as the annex of the PDF prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstlight.reporting.decision_pack import words
from firstlight.workspace.roles import ROLES

#: Shown of each list in a row; the workbook has all of them.
MOST_RECORDS = 8
LONGEST_RECORD = 160
MOST_DIFFERENCES = 3
MOST_DIFFERENCES_IN_LIST = 60

#: A row of this many characters is short enough to be kept on one page.
LONGEST_WHOLE = 1_500


def area(one: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """An area with its checks, and those that do not apply apart from them."""
    applying = [check for check in one["checks"] if check["status"] != "not-applicable"]
    return {
        "title": one["title"],
        "mark": one["status"],
        "about": one["about"],
        "lead": ROLES.get(one["lead"], one["lead"]),
        "met": sum(check["mark"] == "met" for check in applying),
        "counted": len(applying),
        "checks": [_check(check) for check in applying],
        "not_applicable": [
            {"title": check["title"], "text": " ".join(check["reasons"])}
            for check in one["checks"]
            if check["status"] == "not-applicable"
        ],
    }


def _check(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ref": one["ref"],
        "mark": one["mark"],
        "judged": words.word(one["status"]) if one["mark"] != one["status"] else "",
        "title": one["title"],
        "obligation": words.OBLIGATIONS[one["mandatory"]],
        "rolls_up": one["rolls_up"],
        "whole": _length(one) < LONGEST_WHOLE,
        "basis": _basis(one),
        "figure": one["figure_text"],
        "reasons": list(one["reasons"]),
        "stale": one["stale"],
        "accepted": _accepted(one["accepted"]),
        "records": _records(one),
        "links": [words.cut(link, LONGEST_RECORD) for link in one["attestation"]["links"][:MOST_RECORDS]]
        if one["attestation"]
        else [],
        "signatures": [_signature_line(given) for given in one["signatures"]],
        "as_of": words.short_moment(one["as_of"]),
        "expires": words.short_moment(one["expires"]),
    }


def _accepted(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return ""
    return f"{one['person']} accepts the risk until {words.day(one['expires'])}: “{one['reason']}”"


def _length(one: Mapping[str, Any]) -> int:
    """About how many characters the row takes."""
    texts = [*one["reasons"], *(record["text"] for record in one["records"][:MOST_RECORDS])]
    texts += [change for given in one["signatures"] for change in given["differences"][:MOST_DIFFERENCES]]
    return sum(map(len, texts)) + 100 * len(one["signatures"])


def _basis(one: Mapping[str, Any]) -> str:
    """Measured, or whose word it is. A roll-up has no basis of its own."""
    if one["rolls_up"]:
        return "Restates other checks"
    said = one["attestation"]
    if not said:
        return words.named(words.BASES, one["basis"])
    role = words.inside(words.named(ROLES, said["role"]))
    job = f", {said['title']}" if said["title"] and said["title"].lower() != role.lower() else ""
    return f"{words.BASES['attested']}: {said['person']}{job}, as {role}"


def _records(one: Mapping[str, Any]) -> list[dict[str, str]]:
    """Evidence files, then other records, each as one line. What a roll-up rests on stands in its own place."""
    if one["rolls_up"]:
        return []
    texts = {"Evidence": [], "Records": []}  # type: dict[str, list[str]]
    for record in one["records"]:
        texts["Evidence" if record["kind"] == "evidence" else "Records"].append(record["text"])
    return [{"label": label, "text": _listed(below)} for label, below in texts.items() if below]


def _listed(texts: Sequence[str]) -> str:
    rest = len(texts) - MOST_RECORDS
    shown = "; ".join(words.cut(text, LONGEST_RECORD) for text in texts[:MOST_RECORDS])
    return shown + (f"; and {rest:,} more in the workbook" if rest > 0 else "")


def _signature_line(one: Mapping[str, Any]) -> dict[str, Any]:
    differences = one["differences"]
    return {
        "state": one["state"],
        "who": who(one),
        "title": one["title"],
        "signed": words.day(one["signed"]),
        "differences": list(differences[:MOST_DIFFERENCES]),
        "more": max(len(differences) - MOST_DIFFERENCES, 0),
    }


def who(one: Mapping[str, Any]) -> str:
    """Emil Strand, executive sponsor; the role alone where nobody has signed."""
    return f"{one['person']}, {words.inside(one['role_title'])}" if one["person"] else one["role_title"]


def signature(one: Mapping[str, Any]) -> dict[str, Any]:
    """A signature in the list of all of them, with its differences."""
    differences = one["differences"]
    return {
        "state": one["state"],
        "title": one["title"],
        "covers": words.count(one["covers"], "line") if one["covers"] else "",
        "person": one["person"] or "",
        "role": one["role_title"],
        "for": one["delegated_by"],
        "signed": words.short_moment(one["signed"]),
        "statement": one["statement"],
        "differences": list(differences[:MOST_DIFFERENCES_IN_LIST]),
        "more": max(len(differences) - MOST_DIFFERENCES_IN_LIST, 0),
    }
