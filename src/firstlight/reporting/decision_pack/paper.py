"""An assessment document as the PDF's template takes it: finished words in the order in which they are printed.

Plain data only. The template decides where things stand and how they look, and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack import colours, decided, words
from firstlight.reporting.decision_pack.grouping import grouped
from firstlight.reporting.decision_pack.paper_checks import area, signature, who
from firstlight.reporting.decision_pack.summary import (
    Reason,
    Summary,
    assessment_digest,
    assessment_json,
    assessment_line,
    summarise,
)

#: Roles that sign the first page in ink.
IN_INK = ("Executive sponsor", "Project lead")

#: What stands in the annex of one list; the workbook has all.
MOST_LEFT_ASIDE = 40

_PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "What stands in the way",
        ("unmet", "unknown", "nothing"),
        "A mandatory check that is unmet or unknown makes it a no-go.",
    ),
    ("Conditions", ("condition",), "From an earlier decision or a promised mitigation, and not fulfilled yet."),
    ("Accepted risks", ("accepted",), "Without the acceptance each of them would weigh as it stands."),
    ("Signatures gone stale", ("stale",), "What was signed has changed since."),
    ("Partly met", ("partly",), "A mandatory check that is only partly met makes it conditional."),
)


def view(
    document: Mapping[str, Any],
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    number: int | None = None,
) -> dict[str, Any]:
    """Everything the template prints."""
    summary = summarise(document)
    zone = document["project"]["time_zone"]
    as_of = words.moment(document["as_of"], zone)
    digest = assessment_digest(document)
    return {
        "title": summary.title,
        "colours": {**colours.LIGHT, "verdict": colours.OF_VERDICT[summary.verdict]},
        "words": words.MARKS,
        "first": _first(document, summary),
        "reasons": list(_reasons(summary)),
        "decision": _decision(document.get("decision")),
        "changes": _changes(since, since_as_of, zone),
        "areas": [area(one, zone) for one in document["areas"]],
        "risks": [_risk(one) for one in summary.accepted],
        "signatures": [signature(one) for one in _by_weight(document["signatures"])],
        "actions": [_action(one, document["as_of"]) for one in _by_due(document["actions"])],
        "aside": _aside(document),
        "method": _method(document, digest, as_of),
        "zone": zone,
        "footer": assessment_line(document, number),
    }


def _decision(decision: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not decision:
        return None
    lines = [
        {"kind": one.kind, "text": one.text, "who": one.who, "when": one.when, "state": one.state, "mark": one.mark}
        for one in decided.kept(decision)
    ]
    return {"heading": decided.heading(decision), "statement": decided.statement(decision), "lines": lines}


def _first(document: Mapping[str, Any], summary: Summary) -> dict[str, Any]:
    blocking = summary.blocking
    points = summary.open_points
    groups = grouped(blocking) if blocking else grouped(points)
    return {
        "organisation": summary.organisation,
        "project": summary.project,
        "verdict": summary.verdict,
        "aloud": summary.aloud,
        "lede": summary.lede,
        "facts": [{"label": one.label, "value": one.value, "note": one.note} for one in summary.facts],
        "heading": "What stands in the way" if blocking else "What it rests on",
        "groups": [
            {"mark": one.mark, "title": one.title, "counts": one.counts, "text": one.sentence, "reasons": one.reasons}
            for one in groups
        ],
        "total": len(blocking) or len(points),
        "more": _more(blocking, points),
        "conditions": [one.sentence for one in summary.conditions],
        "risks": [_risk(one) for one in summary.accepted],
        "areas": [
            {"mark": one.mark, "title": one.title, "met": one.met, "counted": one.counted} for one in summary.areas
        ],
        "signatures": dict(summary.signatures),
        "unsigned": [_unsigned(one) for one in _by_weight(document["signatures"]) if one["state"] != "valid"],
        "in_ink": list(IN_INK),
    }


def _more(blocking: Sequence[Reason], points: Sequence[Reason]) -> str:
    """What a no-go leaves for later pages: it is there, but it is not what stands in the way."""
    return words.count(len(points), "lighter reason", "lighter reasons") if blocking and points else ""


def _unsigned(one: Mapping[str, Any]) -> dict[str, str]:
    text = f"{who(one)}, on “{one['title']}”"
    if one["state"] == "stale":
        text += f"; {words.count(len(one['differences']), 'change')} since"
    return {"state": one["state"], "text": text}


def _risk(one: Any) -> dict[str, Any]:
    return {
        "mark": one.mark,
        "title": one.title,
        "check": one.check,
        "person": one.person,
        "job": one.job,
        "reason": one.reason,
        "accepted": words.day(one.accepted),
        "expires": words.day(one.expires),
        "early": one.ends_early,
    }


def _reasons(summary: Summary) -> Iterator[dict[str, Any]]:
    """The reasons in full, by what they do to the verdict."""
    for heading, kinds, about in _PARTS:
        below = [one for one in summary.reasons if one.kind in kinds]
        if below:
            rows = [
                {
                    "mark": one.mark,
                    "title": one.title,
                    "area": one.area,
                    "text": one.sentence,
                    "actions": list(one.actions),
                }
                for one in below
            ]
            yield {"heading": heading, "about": about, "rows": rows}


def _changes(since: Sequence[Difference] | None, as_of: str | None, zone: str) -> dict[str, Any] | None:
    if since is None:
        return None
    kinds = {True: "Better", False: "Worse", None: "Other"}
    rows = [
        {
            "way": kinds[one.better],
            "title": one.title,
            "before": words.any_word(one.before),
            "after": words.any_word(one.after),
            "text": one.sentence,
        }
        for one in since
    ]
    return {"as_of": words.moment(as_of, zone), "rows": rows}


def _by_weight(signatures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(signatures, key=lambda one: ("stale", "missing", "valid").index(one["state"]))


def _by_due(actions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(actions, key=lambda one: (not one["overdue"], one["due"] or "9999", one["ref"]))


def _action(one: Mapping[str, Any], as_of: str) -> dict[str, Any]:
    late = words.days_between(f"{one['due']}T00:00:00", as_of[:19]) if one["overdue"] else 0
    return {
        "ref": one["ref"],
        "title": one["title"],
        "check": one["check"],
        "priority": one["priority"].capitalize(),
        "risk": one["risk"].capitalize(),
        "owner": one["owner"],
        "due": words.day(one["due"]),
        "state": words.named(words.ACTION_STATES, one["state"]),
        "late": words.count(late, "day") if late else "",
    }


def _aside(document: Mapping[str, Any]) -> dict[str, Any]:
    ignored = document.get("ignored", ())
    shown = [{"file": one["file"], "reason": one["reason"]} for one in ignored[:MOST_LEFT_ASIDE]]
    return {"files": shown, "more": len(ignored) - len(shown)}


def _method(document: Mapping[str, Any], digest: str, as_of: str) -> dict[str, Any]:
    project = document["project"]
    return {
        "as_of": as_of,
        "product": words.named(words.PRODUCTS, project["product"]),
        "approach": words.named(words.APPROACHES, project["approach"]),
        "zone": project["time_zone"],
        "packs": [dict(one) for one in document["packs"]],
        "digest": digest,
        "file_digest": hashlib.sha256(assessment_json(document)).hexdigest(),
        "entries": f"{document['ledger']['entries']:,}",
        "head": document["ledger"]["head"],
    }
