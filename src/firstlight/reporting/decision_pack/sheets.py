"""The lists of the workbook as plain rows: one row a reason, a check, a signature, a difference, a risk, an action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack import characters, decided, words
from firstlight.reporting.decision_pack.summary import Summary, checks_of
from firstlight.workspace.roles import ROLES

#: What a cell may hold. Times are those of the project's clocks.
Value = str | int | float | datetime | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters, and what it holds (text, wrap, status)."""

    title: str
    width: float
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list. `fixed` columns stay in sight when the rest scrolls; of a wide list the first `printed` are printed."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    fixed: int = 0
    printed: int = 0


def local(iso: str | None) -> datetime | None:
    """An instant as the clocks of the project show it: a workbook knows no zones."""
    return words.instant(iso).replace(tzinfo=None) if iso else None


def sheets_of(
    document: Mapping[str, Any], summary: Summary, since: Sequence[Difference] | None, since_as_of: str | None
) -> Iterator[Sheet]:
    """All lists in their order. What changed, and what was left aside, only where there is such a list."""
    yield _reasons(summary)
    if decision := document.get("decision"):
        yield _decision(decision)
    yield _checks(document)
    yield _signatures(document)
    yield _differences(document)
    yield _risks(summary, document)
    yield _actions(document)
    if since is not None:
        yield _changes(since, since_as_of)
    if document.get("ignored"):
        rows: list[tuple[Value, ...]] = [(one["file"], one["reason"]) for one in document["ignored"]]
        yield Sheet("Left aside", (Column("File", 60), Column("Reason", 80, "wrap")), rows)


def _decision(decision: Mapping[str, Any]) -> Sheet:
    columns = (
        Column("What", 12),
        Column("In words", 90, "wrap"),
        Column("Who", 40, "wrap"),
        Column("Day or date due", 16),
        Column("State or vote", 16),
    )
    outcome = words.any_word(decision["outcome"])
    first = ("Decision", decision["statement"], decision["presider"], words.day(decision["closed"]), outcome)
    lines = decided.kept(decision)
    rows: list[tuple[Value, ...]] = [first, *((one.kind, one.text, one.who, one.when, one.state) for one in lines)]
    return Sheet("Decision", columns, rows)


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _reasons(summary: Summary) -> Sheet:
    columns = (
        Column("Blocks", 8),
        Column("Kind", 12),
        Column("Status", 12, "status"),
        Column("Area", 26, "wrap"),
        Column("Check", 30),
        Column("Title", 44, "wrap"),
        Column("Sentence", 90, "wrap"),
        Column("Open actions", 60, "wrap"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            _yes(one.blocks),
            one.kind,
            words.word(one.mark),
            one.area,
            one.check,
            one.title,
            one.sentence,
            "\n".join(one.actions),
        )
        for one in summary.reasons
    ]
    return Sheet("Reasons", columns, rows)


_CHECK_COLUMNS = (
    Column("Area", 26, "wrap"),
    Column("Check", 30),
    Column("Title", 44, "wrap"),
    Column("Obligation", 14),
    Column("Status", 14, "status"),
    Column("Shown as", 14, "status"),
    Column("Restates others", 10),
    Column("Basis", 24, "wrap"),
    Column("Figure", 10),
    Column("Of", 10),
    Column("Unit", 14),
    Column("Reasons", 70, "wrap"),
    Column("As of", 17),
    Column("Expires", 17),
    Column("Stale signature", 40, "wrap"),
    Column("Risk accepted by", 22, "wrap"),
    Column("Accepted until", 17),
    Column("Reason of acceptance", 50, "wrap"),
    Column("Attested by", 22, "wrap"),
    Column("Job", 22, "wrap"),
    Column("In the role of", 20),
    Column("Statement", 60, "wrap"),
    Column("Effective", 17),
    Column("Evidence", 40, "wrap"),
    Column("Links", 40, "wrap"),
    Column("Records", 50, "wrap"),
    Column("Signatures", 50, "wrap"),
)


def _checks(document: Mapping[str, Any]) -> Sheet:
    rows = [(*_judged(area, one), *_stood_for(one)) for area, one in checks_of(document)]
    return Sheet("Checks", _CHECK_COLUMNS, rows, fixed=3, printed=14)


def _judged(area: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[Value, ...]:
    return (
        area["title"],
        one["ref"],
        one["title"],
        words.OBLIGATIONS[one["mandatory"]],
        words.word(one["status"]),
        words.word(one["mark"]),
        _yes(one["rolls_up"]),
        words.named(words.BASES, one["basis"]),
        one["figure"],
        one["of"],
        one["unit"],
        "\n".join(one["reasons"]),
        local(one["as_of"]),
        local(one["expires"]),
        one["stale"],
    )


def _stood_for(one: Mapping[str, Any]) -> tuple[Value, ...]:
    """Who accepted, attested and signed, and the records it rests on."""
    accepted: Mapping[str, Any] = one["accepted"] or {}
    said: Mapping[str, Any] = one["attestation"] or {}
    return (
        accepted.get("person"),
        local(accepted.get("expires")),
        accepted.get("reason"),
        said.get("person"),
        said.get("title"),
        words.named(ROLES, said["role"]) if said else None,
        said.get("statement"),
        local(said.get("effective")),
        "\n".join(f"{file['name']} (SHA-256 {file['digest']})" for file in said.get("evidence", ())),
        "\n".join(said.get("links", ())),
        "\n".join(f"{record['kind']}: {record['text']}" for record in one["records"]),
        "\n".join(_signed(given) for given in one["signatures"]),
    )


def _signed(one: Mapping[str, Any]) -> str:
    who = f"{one['person']}, {words.inside(one['role_title'])}" if one["person"] else one["role_title"]
    return f"{words.any_word(one['state'])}: {who}, on {one['title']}"


def _signatures(document: Mapping[str, Any]) -> Sheet:
    columns = (
        Column("State", 12, "status"),
        Column("On", 30),
        Column("Title", 40, "wrap"),
        Column("Role", 22),
        Column("Person", 24, "wrap"),
        Column("Signed", 17),
        Column("For", 24, "wrap"),
        Column("Lines covered", 10),
        Column("Differences since", 12),
        Column("Statement", 60, "wrap"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            words.any_word(one["state"]),
            one["on"],
            one["title"],
            one["role_title"],
            one["person"],
            local(one["signed"]),
            one["delegated_by"],
            one["covers"],
            len(one["differences"]),
            one["statement"],
        )
        for one in document["signatures"]
    ]
    return Sheet("Signatures", columns, rows)


def _differences(document: Mapping[str, Any]) -> Sheet:
    columns = (
        Column("On", 30),
        Column("Title", 40, "wrap"),
        Column("Role", 22),
        Column("Person", 24, "wrap"),
        Column("Key", 24),
        Column("What", 40, "wrap"),
        Column("When signed", 50, "wrap"),
        Column("Today", 50, "wrap"),
        Column("In words", 70, "wrap"),
    )
    rows = [row for one in document["signatures"] for row in _differences_of(one)]
    return Sheet("Differences", columns, rows)


def _differences_of(one: Mapping[str, Any]) -> Iterator[tuple[Value, ...]]:
    who = (one["on"], one["title"], one["role_title"], one["person"])
    changes: Sequence[Mapping[str, Any]] = one.get("changes", ())
    for number, sentence in enumerate(one["differences"]):
        change = changes[number] if number < len(changes) else {}
        yield (*who, change.get("key"), change.get("label"), change.get("before"), change.get("after"), sentence)


def _risks(summary: Summary, document: Mapping[str, Any]) -> Sheet:
    columns = (
        Column("Check", 30),
        Column("Title", 44, "wrap"),
        Column("Status", 14, "status"),
        Column("Accepted by", 24, "wrap"),
        Column("Job", 24, "wrap"),
        Column("Reason", 80, "wrap"),
        Column("Accepted", 17),
        Column("Expires", 17),
        Column("Days left", 10),
        Column("Ends before go-live", 12),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.check,
            one.title,
            words.word(one.mark),
            one.person,
            one.job,
            one.reason,
            local(one.accepted),
            local(one.expires),
            words.days_between(document["as_of"], one.expires) if one.expires else None,
            _yes(one.ends_early),
        )
        for one in summary.accepted
    ]
    return Sheet("Accepted risks", columns, rows)


def _actions(document: Mapping[str, Any]) -> Sheet:
    columns = (
        Column("Action", 12),
        Column("What", 60, "wrap"),
        Column("Check", 30),
        Column("Priority", 10),
        Column("Risk", 10),
        Column("Owner", 24, "wrap"),
        Column("Due", 12),
        Column("State", 12),
        Column("Overdue", 10),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one["ref"],
            one["title"],
            one["check"],
            one["priority"].capitalize(),
            one["risk"].capitalize(),
            one["owner"],
            date.fromisoformat(one["due"]) if one["due"] else None,
            words.named(words.ACTION_STATES, one["state"]),
            _yes(one["overdue"]),
        )
        for one in document["actions"]
    ]
    return Sheet("Actions", columns, rows)


def _changes(since: Sequence[Difference], since_as_of: str | None) -> Sheet:
    columns = (
        Column("Better", 10),
        Column("Kind", 12),
        Column("Ref", 30),
        Column("Title", 44, "wrap"),
        Column("Before", 14),
        Column("After", 14),
        Column("In words", 80, "wrap"),
        Column("Earlier as of", 17),
    )
    better = {True: "better", False: "worse", None: "other"}
    rows: list[tuple[Value, ...]] = [
        (
            better[one.better],
            one.kind,
            *(characters.storable(text) for text in (one.ref, one.title)),
            words.any_word(one.before),
            words.any_word(one.after),
            characters.storable(one.sentence),
            local(since_as_of),
        )
        for one in since
    ]
    return Sheet("Changes", columns, rows)
