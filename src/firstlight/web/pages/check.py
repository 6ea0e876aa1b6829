"""One check: what it was judged on, who has signed, what is done about it, what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from firstlight.assurance.models import ActionItem
from firstlight.packs.content import Check, Pack
from firstlight.readiness.registry import Measure
from firstlight.reporting.decision_pack import words
from firstlight.web.addresses import icon_of
from firstlight.web.pages.frozen import instant
from firstlight.web.pages.spans import overdue
from firstlight.workspace.roles import ROLES, spoken

#: A unit of at most so many letters stands beside the figure, a longer one below it.
_SHORT_UNIT = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands on its card: 176, of 184, requirements; or 3.4 s."""

    value: str
    of: str
    unit: str
    says: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record behind the evidence."""

    title: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody attested. `links` that are no web addresses are shown, but lead nowhere."""

    statement: str
    person: str
    job: str
    role: str
    effective: datetime | None
    word: str
    links: tuple[tuple[str, str], ...]


def figure(check: Mapping[str, Any]) -> Figure | None:
    """The figure of a check, or None where nothing was counted."""
    if check["figure"] is None:
        return None
    unit = check["unit"] or ""
    short = len(unit) <= _SHORT_UNIT
    of = f"{check['of']:,}" if check["of"] is not None else ""
    return Figure(f"{check['figure']:,}", of, unit if short else "", "" if short else unit)


def needed(content: Check | None, measure: Measure | None, check: Mapping[str, Any]) -> str:
    """What the figure must reach, from the thresholds of the checklist."""
    if content is None or content.met is None:
        return ""
    share = check["of"] is not None
    unit = "%" if share else check["unit"] or (measure.unit if measure else "")
    more = measure is None or measure.better == "higher"
    if share and more and content.met == 100:
        wanted = "all of them"
    elif not more and content.met == 0:
        wanted = "none"
    else:
        wanted = f"{'at least' if more else 'at most'} {content.met:g} {unit}"
    if content.partly is None:
        return wanted
    return f"{wanted}; {'from' if more else 'up to'} {content.partly:g} {unit} it is partly met"


def records(check: Mapping[str, Any], address: Callable[[str, str, str], str]) -> list[Record]:
    """The records behind the evidence, each with its page where it has one."""
    return [
        Record(one["text"], address(one["kind"], one["ref"], one["text"]), icon_of(one["kind"]))
        for one in check["records"]
        if one["kind"] != "evidence"
    ]


def evidence_files(check: Mapping[str, Any], address: Callable[[str, str, str], str]) -> list[Record]:
    """The files that an attestation rests on."""
    given = check["attestation"]["evidence"] if check["attestation"] else []
    return [Record(one["name"], address("evidence", one["digest"], one["name"]), "paperclip") for one in given]


def attested(check: Mapping[str, Any]) -> Word | None:
    """What somebody attested, or None where nobody did."""
    given = check["attestation"]
    if given is None:
        return None
    said = words.word(given["state"])
    believed = check["status"] == given["state"]
    return Word(
        given["statement"],
        given["person"],
        given["title"] or "",
        ROLES.get(given["role"], given["role"]),
        instant(given["effective"]),
        f"{said}, as attested" if believed else f"Attested as {said.lower()}",
        tuple((link, link if link.startswith(("https://", "http://")) else "") for link in given["links"]),
    )


@dataclass(frozen=True, slots=True)
class Mitigation:
    """An action on the check."""

    ref: str
    title: str
    risk: str
    owner: str
    due: date | None
    late: str
    state: str
    word: str


_TASK_STATES = {"open": "waiting", "under-way": "running", "done": "met", "dropped": "not-applicable"}


def mitigations(items: Iterable[ActionItem], today: date) -> list[Mitigation]:
    """The actions on a check, with how late they are."""
    return [_mitigation(item, today) for item in items]


def _mitigation(item: ActionItem, today: date) -> Mitigation:
    late = overdue(item.due, today) if item.is_open else ""
    return Mitigation(
        item.ref,
        item.title,
        words.word(item.risk),
        item.owner,
        item.due,
        late,
        "late" if late else _TASK_STATES.get(item.state, "unknown"),
        "Late" if late else words.ACTION_STATES.get(item.state, item.state),
    )


def obligation(content: Check | None, check: Mapping[str, Any] | None) -> str:
    """Mandatory or Recommended."""
    mandatory = check["mandatory"] if check else bool(content and content.mandatory)
    return words.OBLIGATIONS[mandatory]


def judged_by(content: Check, measure: Measure | None = None) -> str:
    """How the checklist judges it, as a sentence."""
    if content.rolls_up:
        return "It restates other checks and counts no fact of its own."
    if content.measure:
        counted = f"{measure.title[:1].lower()}{measure.title[1:]}" if measure else content.measure
        return f"Computed from the project’s records: {counted}."
    roles = words.joined((spoken(role) for role in content.attested_by), "or")
    days = f" It lapses after {words.count(content.expires_after_days, 'day')}." if content.expires_after_days else ""
    files = " Evidence has to be with it." if content.evidence_required else ""
    return f"The word of the {roles}.{files}{days}"


def source(content: Check, pack: Pack | None) -> str:
    """The document a check comes from, by its title, and the heading there."""
    letters, colon, heading = content.source.partition(": ")
    documents = pack.more.get("documents", {}) if pack else {}
    return f"{documents[letters]['title']}: {heading}" if colon and letters in documents else content.source


def signed_count(signatures: Sequence[Mapping[str, Any]]) -> str:
    """2 of 4 valid."""
    return f"{sum(one['state'] == 'valid' for one in signatures)} of {len(signatures)} valid" if signatures else ""
