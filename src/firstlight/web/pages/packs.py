"""Checklists: what a project is judged by, what it says differently, which risks it has accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from firstlight.packs.content import Area, Check, Pack
from firstlight.packs.models import PackVersion, PinnedPack
from firstlight.packs.queries import WaiverFacts
from firstlight.packs.rules import TAILORED_FIELDS, TailoringFacts, UpgradeLine
from firstlight.readiness.registry import measures
from firstlight.web import wording
from firstlight.web.pages.check import judged_by
from firstlight.web.pages.run_messages import event_words, language_words
from firstlight.workspace.roles import ROLES

_KINDS = {"added": gettext_noop("Added"), "changed": gettext_noop("Changed"), "waived": gettext_noop("Does not apply")}


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pinned pack. `newer` are versions loaded after it."""

    ref: str
    title: str
    version: str
    digest: str
    loaded: datetime
    summary: str
    areas: int
    checks: int
    mandatory: int
    newer: tuple[str, ...]


def pack_lines(pins: Iterable[tuple[PinnedPack, Pack]], newer: Mapping[str, Sequence[PackVersion]]) -> list[PackLine]:
    """The pinned packs in their order."""
    return [
        PackLine(
            pin.ref,
            pack.title,
            pack.version,
            pack.digest,
            pin.pack.loaded,
            pack.summary,
            len(pack.areas),
            sum(1 for _check in pack.checks()),
            sum(check.mandatory for check in pack.checks()),
            tuple(one.version for one in newer.get(pin.ref, ())),
        )
        for pin, pack in pins
    ]


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A loaded pack that the project does not use."""

    ref: str
    version: str
    title: str
    summary: str
    checks: int


def offered_lines(given: Iterable[tuple[PackVersion, Pack]]) -> list[OfferedLine]:
    """What the project could be judged by besides."""
    return [
        OfferedLine(one.ref, one.version, pack.title, pack.summary, sum(1 for _check in pack.checks()))
        for one, pack in given
    ]


@dataclass(frozen=True, slots=True)
class TailoredLine:
    """A check that the project added or says differently: the fields, and why."""

    ref: str
    title: str
    kind: str
    says: tuple[tuple[str, str], ...]
    reason: str


def tailored_lines(given: Iterable[TailoringFacts], titles: Mapping[str, str]) -> list[TailoredLine]:
    """What the project says differently, by ref."""
    return [
        TailoredLine(
            one.check_ref,
            titles.get(one.check_ref, one.check_ref),
            wording.said(_KINDS[one.kind]),
            tuple(
                (wording.said(name.capitalize()), str(value))
                for name, value in one.fields.items()
                if name in TAILORED_FIELDS
            ),
            one.reason,
        )
        for one in given
    ]


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """An accepted risk with the title of its check."""

    facts: WaiverFacts
    title: str


def waiver_lines(given: Iterable[WaiverFacts], titles: Mapping[str, str]) -> list[WaiverLine]:
    """Accepted risks in their order."""
    return [WaiverLine(one, titles.get(one.check_ref, one.check_ref)) for one in given]


def titles_of(areas: Iterable[Area]) -> dict[str, str]:
    """The title of each check by its ref."""
    return {check.ref: check.title for area in areas for check in area.checks}


@dataclass(frozen=True, slots=True)
class CheckText:
    """A check as the checklist words it."""

    check: Check
    obligation: str
    judged: str


@dataclass(frozen=True, slots=True)
class AreaText:
    """An area as the checklist words it."""

    area: Area
    lead: str
    checks: tuple[CheckText, ...]


def area_texts(pack: Pack) -> list[AreaText]:
    """The areas of a pack, every check with all its texts."""
    return [
        AreaText(area, wording.role(area.lead), tuple(_check_text(check) for check in area.checks))
        for area in pack.areas
    ]


def _check_text(check: Check) -> CheckText:
    return CheckText(check, wording.obligation(check.mandatory), judged_by(check, measures.get(check.measure)))


#: What else a pack may hold, with the heading it stands under.
MORE = {
    "key_inputs": gettext_noop("What must be there first"),
    "steps": gettext_noop("Steps"),
    "tasks": gettext_noop("Tasks"),
    "resources": gettext_noop("Resources"),
    "key_outputs": gettext_noop("What is there afterwards"),
    "entrance_criteria": gettext_noop("Entrance criteria"),
    "exit_criteria": gettext_noop("Exit criteria"),
    "roles": gettext_noop("Roles it speaks of"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A step, task or resource. `facts` are its short fields, `url` a web address it names.

    `checks` is what judges it, each with its ref and words.
    """

    title: str
    about: str
    facts: tuple[str, ...]
    url: str
    checks: tuple[tuple[str, str], ...]


def more_lists(pack: Pack, titles: Mapping[str, str]) -> list[tuple[str, list[Item]]]:
    """The further lists of a pack, each under its heading; with links to those checks that the project has."""
    roles = {one["ref"]: one["title"] for one in pack.more.get("roles", ())} | {
        role: wording.role(role) for role in ROLES
    }
    return [
        (wording.said(title), [_item(one, roles, titles) for one in pack.more[key]])
        for key, title in MORE.items()
        if pack.more.get(key)
    ]


def _item(one: Mapping[str, Any], roles: Mapping[str, str], titles: Mapping[str, str]) -> Item:
    facts = [_("Task %(number)s") % {"number": one["id"]}] if "id" in one else []
    facts += [wording.word(str(one[key])) for key in ("obligation", "kind", "state", "phase") if one.get(key)]
    if one.get("role"):
        facts.append(roles.get(one["role"], one["role"]))
    facts += [str(service) for service in one.get("services", ())]
    facts += [_("Measured: %(title)s") % {"title": wording.said(_measured(name))} for name in one.get("measures", ())]
    facts += [str(one["motion"])] if one.get("motion") else []
    address = str(one.get("address", ""))
    about = " ".join(str(one.get(key, "")) for key in ("about", "note", "text") if one.get(key))
    return Item(
        str(one.get("title") or one.get("ref", "")),
        about,
        tuple(facts),
        address if address.startswith("https://") else "",
        tuple(_judging(one, titles)),
    )


def _judging(one: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The checks behind an item; many of them by their titles."""
    if one.get("check") in titles:
        yield one["check"], _("How it stands")
    for ref in one.get("checks", ()):
        if ref in titles:
            yield ref, titles[ref]


def _measured(name: str) -> str:
    known = measures.get(name)
    return known.title if known else name


#: What is said of a check, as a difference names it.
_PARTS = {
    "title": gettext_noop("Title"), "mandatory": gettext_noop("Obligation"), "what": gettext_noop("What to check"),
    "why": gettext_noop("Why"), "outcome": gettext_noop("Expected outcome"), "risk": gettext_noop("Risk"),
    "mitigation": gettext_noop("Mitigation"), "source": gettext_noop("Source"), "answers": gettext_noop("Answers"),
    "applies_when": gettext_noop("Applies when"), "measure": gettext_noop("Measure"), "met": gettext_noop("Met from"),
    "partly": gettext_noop("Partly met from"), "fresh_for_days": gettext_noop("Fresh for, days"),
    "attested_by": gettext_noop("Attested by"), "expires_after_days": gettext_noop("Word expires after, days"),
    "evidence_required": gettext_noop("Evidence required"), "roll_up_areas": gettext_noop("Restates areas"),
    "roll_up_checks": gettext_noop("Restates checks"), "signatures": gettext_noop("Signatures"),
    "area": gettext_noop("Area"), "text": gettext_noop("Text"),
}  # fmt: skip


def upgrade_lines(lines: Sequence[UpgradeLine]) -> list[UpgradeLine]:
    """The same with the words that the reader knows: mandatory instead of yes, and what a message is about."""
    return [
        replace(line, title=_title(line), changes=tuple(_said(*change) for change in line.changes)) for line in lines
    ]


def _title(line: UpgradeLine) -> str:
    kind, _dot, rest = line.ref.partition(".")
    if kind != "message":
        return line.title
    event, _dot, language = rest.partition(".")
    words = {"what": event_words(event), "language": language_words(language)}
    return _("Message: %(what)s (%(language)s)") % words


def _said(name: str, before: str, after: str) -> tuple[str, str, str]:
    key = name.replace(" ", "_")
    title = pgettext("of a letter", "Subject") if key == "subject" else wording.said(_PARTS.get(key, name))
    if key == "mandatory":
        return title, wording.obligation(before == "yes"), wording.obligation(after == "yes")
    return title, before, after


def upgrade_counts(lines: Sequence[UpgradeLine]) -> str:
    """2 added, 5 changed, 1 withdrawn."""
    kinds = [line.kind for line in lines]
    said = (
        ("added", _("%(count)s added")),
        ("changed", _("%(count)s changed")),
        ("withdrawn", _("%(count)s withdrawn")),
    )
    return wording.joined(words % {"count": wording.number(kinds.count(kind))} for kind, words in said if kind in kinds)
