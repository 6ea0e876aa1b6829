"""What waits for the person who looks: words to give, signatures to renew, actions that are overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.assurance.models import ActionItem
from firstlight.packs.content import Area, Check
from firstlight.web.pages.frozen import CheckLine, check_lines
from firstlight.web.pages.spans import days_from, overdue, short_day, until
from firstlight.workspace.models import Person
from firstlight.workspace.roles import ROLES, spoken

#: A word that lapses within so many days is asked for again.
LAPSES_SOON = 7


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, why it does, and the check or action it is about."""

    kind: str  # sign, attest or act
    what: str
    why: str
    check: str = ""
    action: str = ""
    late: bool = False


def waiting(
    person: Person,
    document: Mapping[str, Any],
    areas: Iterable[Area],
    actions: Iterable[ActionItem],
    now: datetime,
    zone: ZoneInfo,
) -> list[Waiting]:
    """Overdue actions first, then signatures, then words, mandatory checks before recommended ones."""
    lines = {line.ref: line for line in check_lines(document)}
    checks = {check.ref: check for area in areas for check in area.checks}
    words = [*_words(person, lines.values(), checks, now, zone)]
    return [*_actions(person, actions, now, zone), *_signatures(person, document, zone), *words]


def _actions(person: Person, actions: Iterable[ActionItem], now: datetime, zone: ZoneInfo) -> Iterator[Waiting]:
    own = {name.casefold() for name in (person.name, person.title, *person.role_titles()) if name}
    for item in actions:
        late = overdue(item.due, now.astimezone(zone).date())
        if late and item.owner.casefold() in own:
            yield Waiting("act", item.title, f"Your action {item.ref}, {late}", item.check_ref, item.ref, late=True)


def _signatures(person: Person, document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[Waiting]:
    asked: dict[tuple[str, str], str] = {}
    for area in document["areas"]:
        for check in area["checks"]:
            for one in check["signatures"]:
                asked.setdefault((one["on"], one["role"]), check["ref"])
    for one in document["signatures"]:
        check = asked.get((one["on"], one["role"]), "")
        if one["role"] not in person.roles or one["state"] == "valid" or not check:
            continue
        if one.get("request") and one["person"] != person.name:
            continue
        title = f"{one['title'][:1].lower()}{one['title'][1:]}"
        if one["state"] == "missing":
            yield Waiting("sign", f"Sign {title}", f"Not signed yet; it is asked of the {spoken(one['role'])}", check)
        elif one["person"] == person.name:
            count = len(one["changes"])
            signed = datetime.fromisoformat(one["signed"]).astimezone(zone).date()
            changed = "1 thing has" if count == 1 else f"{count} things have"
            why = f"You signed on {short_day(signed, 0)}; {changed} changed since"
            yield Waiting("sign", f"Sign {title} again", why, check)


def _words(
    person: Person, lines: Iterable[CheckLine], checks: Mapping[str, Check], now: datetime, zone: ZoneInfo
) -> Iterator[Waiting]:
    own = set(person.roles)
    for line in sorted(lines, key=lambda line: not line.mandatory):
        check = checks.get(line.ref)
        if check is None or line.basis != "attested" or line.status == "not-applicable":
            continue
        roles = own & set(check.attested_by)
        if not roles:
            continue
        obligation = line.obligation.lower()
        if line.status == "unknown":
            why = f"Unknown, {obligation}; it is your word as {_named(roles)}"
            yield Waiting("attest", line.title, why, line.ref)
        elif line.expires and days_from(now, line.expires, zone) <= LAPSES_SOON:
            lapses = until(now, line.expires, zone)
            yield Waiting("attest", line.title, f"The word on it lapses {lapses}, {obligation}", line.ref)


def _named(roles: set[str]) -> str:
    """The first of them in the order of all roles."""
    return spoken(next((role for role in ROLES if role in roles), ""))


def split(items: Sequence[Waiting], most: int) -> tuple[Sequence[Waiting], Sequence[Waiting]]:
    """Those that are shown at once, and the rest. One more than shown is shown too."""
    return (items, ()) if len(items) <= most + 1 else (items[:most], items[most:])
