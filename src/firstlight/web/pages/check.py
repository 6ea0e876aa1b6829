"""One check: what it was judged on, who has signed, what is done about it, what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from firstlight.assurance.models import ActionItem
from firstlight.packs.content import Check, Pack
from firstlight.readiness.registry import Measure
from firstlight.web import wording
from firstlight.web.addresses import icon_of
from firstlight.web.pages.frozen import instant
from firstlight.web.pages.spans import overdue
from firstlight.workspace.models import Person

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
    unit = wording.said(check["unit"] or "")
    short = len(unit) <= _SHORT_UNIT
    of = wording.number(check["of"]) if check["of"] is not None else ""
    return Figure(wording.number(check["figure"]), of, unit if short else "", "" if short else unit)


def needed(content: Check | None, measure: Measure | None, check: Mapping[str, Any]) -> str:
    """What the figure must reach, from the thresholds of the checklist."""
    if content is None or content.met is None:
        return ""
    share = check["of"] is not None
    unit = "%" if share else wording.said(check["unit"] or (measure.unit if measure else ""))
    more = measure is None or measure.better == "higher"
    if share and more and content.met == 100:
        wanted = _("all of them")
    elif not more and content.met == 0:
        wanted = _("none")
    else:
        wanted = (_("at least %(limit)s") if more else _("at most %(limit)s")) % {"limit": f"{content.met:g} {unit}"}
    if content.partly is None:
        return wanted
    said = (
        _("%(needed)s; from %(limit)s it is partly met") if more else _("%(needed)s; up to %(limit)s it is partly met")
    )
    return said % {"needed": wanted, "limit": f"{content.partly:g} {unit}"}


def records(check: Mapping[str, Any], address: Callable[[str, str, str], str]) -> tuple[Record, ...]:
    """The records behind the evidence, each with its page where it has one."""
    return tuple(
        Record(one["text"], address(one["kind"], one["ref"], one["text"]), icon_of(one["kind"]))
        for one in check["records"]
        if one["kind"] != "evidence"
    )


def evidence_files(check: Mapping[str, Any], address: Callable[[str, str, str], str]) -> tuple[Record, ...]:
    """The files that an attestation rests on."""
    given = check["attestation"]["evidence"] if check["attestation"] else []
    return tuple(Record(one["name"], address("evidence", one["digest"], one["name"]), "paperclip") for one in given)


def attested(check: Mapping[str, Any]) -> Word | None:
    """What somebody attested, or None where nobody did."""
    given = check["attestation"]
    if given is None:
        return None
    said = wording.word(given["state"])
    believed = check["status"] == given["state"]
    return Word(
        given["statement"],
        given["person"],
        given["title"] or "",
        wording.role(given["role"]),
        instant(given["effective"]),
        (_("%(state)s, as attested") if believed else _("Attested as %(state)s"))
        % {"state": said if believed else wording.small(said)},
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
        wording.word(item.risk),
        item.owner,
        item.due,
        late,
        "late" if late else _TASK_STATES.get(item.state, "unknown"),
        _("Late") if late else wording.action_state(item.state),
    )


def obligation(content: Check | None, check: Mapping[str, Any] | None) -> str:
    """Mandatory or Recommended."""
    mandatory = check["mandatory"] if check else bool(content and content.mandatory)
    return wording.obligation(mandatory)


def judged_by(content: Check, measure: Measure | None = None) -> str:
    """How the checklist judges it, as a sentence."""
    if content.rolls_up:
        return _("It restates other checks and counts no fact of its own.")
    if content.measure:
        counted = wording.inside(wording.said(measure.title)) if measure else content.measure
        return _("Computed from the project’s records: %(what)s.") % {"what": counted}
    roles = wording.either(wording.role_inside(role) for role in content.attested_by)
    said = [_("The word of the %(roles)s.") % {"roles": roles}]
    if content.evidence_required:
        said.append(_("Evidence has to be with it."))
    if content.expires_after_days:
        said.append(_("It lapses after %(days)s.") % {"days": wording.days(content.expires_after_days)})
    return " ".join(said)


def source(content: Check, pack: Pack | None) -> str:
    """The document a check comes from, by its title, and the heading there."""
    letters, colon, heading = content.source.partition(": ")
    documents = pack.more.get("documents", {}) if pack else {}
    return (
        f"{documents[letters]['title']}: {heading}" if colon and letters in documents else wording.said(content.source)
    )


def signed_count(signatures: Sequence[Mapping[str, Any]]) -> str:
    """2 of 4 valid."""
    valid = sum(one["state"] == "valid" for one in signatures)
    return _("%(valid)s of %(all)s valid") % {"valid": valid, "all": len(signatures)} if signatures else ""


def waits_to_sign(document: Mapping[str, Any], on: str, person: Person) -> str:
    """The state of the viewer's own signature where one is wanted of them: missing or stale. Else empty."""
    for one in document.get("signatures", ()):
        if one["on"] != on or one["role"] not in person.roles or one["state"] == "valid":
            continue
        if one["person"] == person.name or (one["state"] == "missing" and not one.get("request")):
            return str(one["state"])
    return ""
