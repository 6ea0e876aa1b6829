"""Why the verdict is what it is: each reason with its area, who leads it, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from firstlight.assurance.models import ActionItem
from firstlight.web import wording
from firstlight.web.pages.frozen import lead_title
from firstlight.web.pages.spans import overdue, short_day

#: So many stale signatures stand beside what blocks, where there is room.
_STALE_KEPT = 2


@dataclass(frozen=True, slots=True)
class Promise:
    """That something will be done about a check, by a day where one is named."""

    check: str
    due: date | None


def promised(actions: Iterable[ActionItem]) -> list[Promise]:
    """What actions that still have to be done promise, today."""
    return [Promise(item.check_ref, item.due) for item in actions]


def promised_then(document: Mapping[str, Any]) -> list[Promise]:
    """What they promised when the document was frozen."""
    return [
        Promise(one["check"], date.fromisoformat(one["due"]) if one["due"] else None) for one in document["actions"]
    ]


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason. `late` says that its mitigation is overdue."""

    state: str
    word: str
    blocks: bool
    check: str
    title: str
    sentence: str
    area: str
    lead: str
    mitigation: str
    late: str


def reason_lines(document: Mapping[str, Any], promises: Iterable[Promise], today: date) -> list[ReasonLine]:
    """All reasons of a document, in its order."""
    areas = {area["ref"]: area for area in document["areas"]}
    by_check: dict[str, list[Promise]] = {}
    for one in promises:
        by_check.setdefault(one.check, []).append(one)
    return [_line(one, areas.get(one["area"]), by_check.get(one["check"], []), today) for one in document["reasons"]]


def _line(
    one: Mapping[str, Any], area: Mapping[str, Any] | None, promises: Sequence[Promise], today: date
) -> ReasonLine:
    mitigation, late = mitigation_words(promises, today)
    return ReasonLine(
        state="stale" if one["kind"] == "stale" else one["status"],
        word=_("Risk accepted") if one["kind"] == "accepted" else "",
        blocks=one["blocks"],
        check=one["check"],
        title=one["title"],
        sentence=wording.said(one["sentence"]),
        area=area["title"] if area else "",
        lead=lead_title(area) if area else "",
        mitigation=mitigation if one["kind"] != "stale" or promises else "",
        late=late,
    )


def mitigation_words(promises: Sequence[Promise], today: date) -> tuple[str, str]:
    """What is done about it, and how late that is: of several promises the most overdue."""
    if not promises:
        return _("no mitigation yet"), ""
    first = min(promises, key=lambda one: (one.due is None, one.due))
    late = overdue(first.due, today)
    if late:
        return "", _("mitigation %(late)s") % {"late": late}
    if first.due is None:
        return _("mitigation without a date"), ""
    return _("mitigation due %(day)s") % {"day": short_day(first.due, today.year)}, ""


def foremost(reasons: Sequence[ReasonLine], most: int) -> list[ReasonLine]:
    """The first of them. At least one stale signature keeps its place, or they would vanish behind the rest."""
    stale = [one for one in reasons if one.state == "stale"]
    others = [one for one in reasons if one.state != "stale"]
    blocking = sum(one.blocks for one in others)
    room = min(len(stale), max(1, min(_STALE_KEPT, most - blocking)))
    shown = others[: most - room]
    return [*shown, *stale[: most - len(shown)]]
