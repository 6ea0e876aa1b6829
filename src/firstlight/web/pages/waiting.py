"""What waits for the person who looks: each thing with why, since or by when, and where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from firstlight.assurance.models import ActionItem
from firstlight.assurance.policies import MAY_ATTEST, MAY_SIGN
from firstlight.contracts.standing import Status
from firstlight.kernel.context import Context
from firstlight.packs.content import Area, Check
from firstlight.web import wording
from firstlight.web.pages.asked import Asked, asked_of, own_names
from firstlight.web.pages.frozen import CheckLine, check_lines
from firstlight.web.pages.signing import content_title
from firstlight.web.pages.spans import days_from, overdue, short_day, until
from firstlight.workspace.models import Person
from firstlight.workspace.queries import rights_in, zone_of
from firstlight.workspace.roles import ROLES

#: A word that lapses within so many days is asked for again.
LAPSES_SOON = 7

ICONS = {
    "vote": "gavel", "sign": "signature", "attest": "quote", "review": "clipboard-text", "finding": "alert-triangle",
    "act": "list-check", "provide": "plug-connected", "know": "school", "delegated": "users",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, why and until when, and the one button that leads to where it is done."""

    kind: str
    what: str
    why: str
    url: str
    button: str
    late: bool = False

    @property
    def icon(self) -> str:
        """What is drawn beside it."""
        return ICONS[self.kind]


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, when, and what was asked of them by other people."""

    person: Person
    context: Context
    zone: ZoneInfo
    asked: Asked = field(default_factory=Asked)

    @property
    def today(self) -> date:
        """The day it is in the project."""
        return self.context.now.astimezone(self.zone).date()

    def page(self, name: str, *args: str, **asked: str) -> str:
        """The address of a page of the project."""
        address = reverse(name, args=[self.person.project.slug, *args])
        return f"{address}?{urlencode(asked)}" if asked else address

    def due(self, day: date | None) -> str:
        """2 days overdue; due 24 Nov; no date."""
        if day is None:
            return _("no date")
        return overdue(day, self.today) or _("due %(day)s") % {"day": short_day(day, self.today.year)}


def looking(person: Person, context: Context, document: Mapping[str, Any]) -> Looker:
    """Somebody with what is asked of them, within what they themselves may do, whoever looks."""
    actor = replace(context.actor, rights=rights_in(person))
    own = replace(context, actor=actor)
    return Looker(person, own, zone_of(person.project), asked_of(person, own, document))


def waiting(
    looker: Looker, document: Mapping[str, Any], areas: Iterable[Area], actions: Sequence[ActionItem]
) -> list[Waiting]:
    """What is late first, then votes, signatures, words (mandatory checks first), and everything else."""
    lines = {line.ref: line for line in check_lines(document)}
    checks = {check.ref: check for area in areas for check in area.checks}
    found = [
        *_votes(looker),
        *_requests(looker, document),
        *_signatures(looker, document),
        *_words(looker, lines.values(), checks),
        *_reviews(looker),
        *_findings(looker, actions),
        *_actions(looker, actions),
        *_providers(looker),
        *_knowledge(looker),
        *_delegations(looker),
    ]
    return sorted(found, key=lambda one: not one.late)


def _votes(looker: Looker) -> Iterator[Waiting]:
    for one, role in looker.asked.votes:
        opened = one.opened or one.planned
        facts = {
            "day": short_day(opened.astimezone(looker.zone).date(), looker.today.year),
            "role": wording.role_inside(role),
        }
        why = _("Open since %(day)s; you vote as %(role)s") % facts
        what = _("Vote on “%(title)s”") % {"title": one.title}
        yield Waiting("vote", what, why, looker.page("decision-vote", one.ref), _("Vote"))


def _requests(looker: Looker, document: Mapping[str, Any]) -> Iterator[Waiting]:
    titles = {one["on"]: one["title"] for one in document["signatures"]}
    for request, whose in looker.asked.requests:
        facts = {
            "who": request.asked_by,
            "day": short_day(request.asked.astimezone(looker.zone).date(), looker.today.year),
            "role": wording.role_inside(whose.role),
            "due": looker.due(request.due) if request.due else _("no date"),
            "name": whose.person,
        }
        if whose.ref == looker.person.ref:
            why = _("%(who)s asked on %(day)s; you sign as %(role)s, %(due)s") % facts
            role = whose.role
        else:
            why = _("%(who)s asked on %(day)s; you sign for %(name)s as %(role)s, %(due)s") % facts
            role = f"{whose.role}/{looker.asked.standing_in(whose.ref)}"
        late = bool(overdue(request.due, looker.today))
        what = _("Sign %(title)s") % {"title": _lowered(content_title(request.on, titles))}
        yield Waiting("sign", what, why, looker.page("sign", request.on, role=role), _("Sign"), late)


def _signatures(looker: Looker, document: Mapping[str, Any]) -> Iterator[Waiting]:
    """What checklists want signed by roles of the person. What somebody asked for as well stands there once."""
    if not MAY_SIGN.allows(looker.context):
        return
    wanted = _wanted(document) - looker.asked.signed
    wanted -= {(request.on, whose.role) for request, whose in looker.asked.requests}
    for one in document["signatures"]:
        if one["role"] not in looker.person.roles or (one["on"], one["role"]) not in wanted or one.get("request"):
            continue
        url, title = looker.page("sign", one["on"], role=one["role"]), _lowered(one["title"])
        if one["state"] == "missing":
            why = _("Not signed yet; it is asked of the %(role)s") % {"role": wording.role_inside(one["role"])}
            yield Waiting("sign", _("Sign %(title)s") % {"title": title}, why, url, _("Sign"))
        elif one["state"] == "stale" and one["person"] == looker.person.name:
            yield Waiting("sign", _("Sign %(title)s again") % {"title": title}, _changed(looker, one), url, _("Sign"))


def _wanted(document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What checks want signed in which roles.

    A check on which nobody has given their word says nothing to sign, nor does one of which nothing was counted.
    """
    checks = [check for area in document["areas"] for check in area["checks"]]
    silent = {f"check:{check['ref']}" for check in checks if check["attestation"] is None}
    asked = {
        (one["on"], one["role"]) for check in checks if not _uncounted(check) for one in check["signatures"]
    }  # fmt: skip
    return {(on, role) for on, role in asked if on not in silent}


def _uncounted(check: Mapping[str, Any]) -> bool:
    return check["basis"] == "measured" and check["status"] == "unknown" and check["figure"] is None


def _changed(looker: Looker, one: Mapping[str, Any]) -> str:
    count = len(one["changes"])
    day = datetime.fromisoformat(one["signed"]).astimezone(looker.zone).date()
    said = ngettext(
        "You signed on %(day)s; %(count)d thing has changed since",
        "You signed on %(day)s; %(count)d things have changed since",
        count,
    )
    return said % {"day": short_day(day, 0), "count": count}


def _words(looker: Looker, lines: Iterable[CheckLine], checks: Mapping[str, Check]) -> Iterator[Waiting]:
    if not MAY_ATTEST.allows(looker.context):
        return
    own, now = set(looker.person.roles), looker.context.now
    for line in sorted(lines, key=lambda line: not line.mandatory):
        check = checks.get(line.ref)
        if check is None or line.basis != "attested" or line.status == "not-applicable":
            continue
        roles = own & set(check.attested_by)
        if not roles or line.ref in looker.asked.attested:
            continue
        facts = {"obligation": wording.small(line.obligation), "role": _named(roles)}
        url = looker.page("attest", line.ref)
        if line.status == "unknown":
            why = _("Unknown, %(obligation)s; it is your word as %(role)s") % facts
            yield Waiting("attest", line.title, why, url, _("Attest"))
        elif line.expires and days_from(now, line.expires, looker.zone) <= LAPSES_SOON:
            lapses = until(now, line.expires, looker.zone)
            why = _("The word on it lapses %(when)s, %(obligation)s") % {**facts, "when": lapses}
            yield Waiting("attest", line.title, why, url, _("Attest"), late=line.expires <= now)


def _named(roles: set[str]) -> str:
    """The first of them in the order of all roles."""
    return wording.role_inside(next((role for role in ROLES if role in roles), ""))


def _reviews(looker: Looker) -> Iterator[Waiting]:
    for review, sections in looker.asked.reviews:
        count = sum(len(one.missing) for one in sections)
        first = next(one.section.ref for one in sections if one.missing)
        said = ngettext("%(count)d question waits, %(due)s", "%(count)d questions wait, %(due)s", count)
        why = said % {"count": count, "due": looker.due(review.planned)}
        what = _("Answer “%(title)s”") % {"title": review.title}
        late = bool(overdue(review.planned, looker.today))
        yield Waiting("review", what, why, looker.page("review-section", review.ref, first), _("Answer"), late)


def _findings(looker: Looker, actions: Iterable[ActionItem]) -> Iterator[Waiting]:
    """Findings whose action somebody else has, or that have none; the others stand there as that action."""
    own = {item.ref for item in actions if item.owner.casefold() in own_names(looker.person)}
    for one in looker.asked.findings:
        if one.action_ref in own:
            continue
        why = _("Your finding %(ref)s, %(due)s") % {"ref": one.ref, "due": looker.due(one.due)}
        late = bool(overdue(one.due, looker.today))
        yield Waiting(
            "finding", one.title, why, looker.page("review", one.review.ref), pgettext("a button", "Open"), late
        )


def _actions(looker: Looker, actions: Iterable[ActionItem]) -> Iterator[Waiting]:
    own = own_names(looker.person)
    for item in actions:
        if item.owner.casefold() in own:
            why = _("Your action %(ref)s, %(due)s") % {"ref": item.ref, "due": looker.due(item.due)}
            late = bool(overdue(item.due, looker.today))
            yield Waiting(
                "act", item.title, why, looker.page("actions", ref=item.ref), pgettext("a button", "Open"), late
            )


def _providers(looker: Looker) -> Iterator[Waiting]:
    """Providers that have to be asked, and deliveries that by their word have come."""
    for one in looker.asked.dependencies:
        row, url = one.row, looker.page("dependency", one.row.ref)
        if one.claimed_on:
            facts = {"who": row.provider or row.title, "day": short_day(one.claimed_on, looker.today.year)}
            why = _("By the word of %(who)s it was delivered on %(day)s") % facts
            what = _("Record that it is there: %(title)s") % {"title": row.title}
            yield Waiting("provide", what, why, url, _("Record"))
        else:
            what = _("Ask %(who)s how it stands: %(title)s") % {"who": row.provider or row.title, "title": row.title}
            late = one.opinion.status is Status.UNMET
            yield Waiting("provide", what, wording.said(one.opinion.sentence), url, _("Ask"), late)


def _knowledge(looker: Looker) -> Iterator[Waiting]:
    for one in looker.asked.knowledge:
        lapsed = one.confirmed is not None and one.expires is not None
        day = short_day(one.expires, looker.today.year) if one.expires else ""
        why = _("Confirmed until %(day)s, and no longer") % {"day": day} if lapsed else _("Nobody has confirmed it yet")
        what = _("Confirm that you know: %(topic)s") % {"topic": wording.said(one.topic)}
        url = looker.page("knowledge-confirm", one.person, one.topic)
        yield Waiting("know", what, why, url, _("Confirm"), lapsed)


def _delegations(looker: Looker) -> Iterator[Waiting]:
    for one in looker.asked.delegations:
        facts = {"day": short_day(one.until.astimezone(looker.zone).date(), looker.today.year), "why": one.reason}
        what = _("You sign for %(who)s") % {"who": one.giver.name}
        why = _("Until %(day)s: %(why)s") % facts
        yield Waiting("delegated", what, why, looker.page("delegations"), _("Look"))


def _lowered(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def split(items: Sequence[Waiting], most: int) -> tuple[Sequence[Waiting], Sequence[Waiting]]:
    """Those that are shown at once, and the rest. One more than shown is shown too."""
    return (items, ()) if len(items) <= most + 1 else (items[:most], items[most:])
