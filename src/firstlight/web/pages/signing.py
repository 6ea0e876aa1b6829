"""What is signed, in which roles, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.assurance.models import Delegation
from firstlight.assurance.policies import MAY_SIGN
from firstlight.assurance.rules import (
    AskedFacts,
    RequestFacts,
    SignatureFacts,
    SignatureStanding,
    current_step,
    signature_of,
)
from firstlight.contracts.rendering import Change, Rendering, difference, read_rendering
from firstlight.kernel.renderings import signables
from firstlight.packs.content import Area
from firstlight.web import wording
from firstlight.web.pages import signatures
from firstlight.web.pages.letters import LetterLine
from firstlight.web.pages.spans import overdue
from firstlight.workspace.models import Person, Project
from firstlight.workspace.roles import RIGHTS

#: So many characters of a digest are shown.
SHORT = 12
#: Longer content is not sent back to compare with; then only that it changed is said.
LONGEST_SEEN = 1_000_000


def signing_roles(person: Person) -> list[str]:
    """Those roles of a person that carry the right to sign."""
    return [role for role in person.roles if MAY_SIGN.right in RIGHTS.get(role, ())]


def roles_to_sign(person: Person, held: Iterable[Delegation], on: str, asked: str = "") -> list[tuple[str, str]]:
    """The roles in which one can sign this: one's own, then those one stands in for ("role/number of delegation")."""
    own = [(role, wording.role(role)) for role in signing_roles(person)]
    said = _("%(role)s, for %(who)s")
    others = [
        (f"{role}/{one.pk}", said % {"role": wording.role(role), "who": one.giver.name})
        for one in held
        if one.on in ("", on)
        for role in signing_roles(one.giver)
    ]
    return sorted([*own, *others], key=lambda pair: pair[0] != asked)


def own_roles(person: Person) -> list[tuple[str, str]]:
    """The roles in which one can refuse to sign: one's own."""
    return [(role, wording.role(role)) for role in signing_roles(person)]


def short(digest: str) -> str:
    """The first letters of a digest, in fours."""
    return " ".join(digest[start : start + 4] for start in range(0, SHORT, 4))


def since_last(
    given: Iterable[SignatureFacts], person: Person, today: Rendering
) -> tuple[datetime, list[signatures.Change]] | None:
    """When one signed this last, and what changed since. None where one never has."""
    own = [one for one in given if one.person_ref == person.ref and one.digest]
    if not own:
        return None
    last = max(own, key=lambda one: one.signed)
    return last.signed, changes(difference(read_rendering(last.rendering), today))


def changes(found: Iterable[Change]) -> list[signatures.Change]:
    """Differences as they are drawn."""
    return [signatures.change(one.key, one.label, one.before, one.after) for one in found]


def changed_meanwhile(seen: str, digest: str, today: Rendering) -> list[signatures.Change]:
    """What changed since the signer looked. Empty where what they saw was not sent along, or is not what they saw."""
    try:
        shown = read_rendering(seen)
    except ValueError:
        return []
    return changes(difference(shown, today)) if shown.digest() == digest else []


def contents(areas: Iterable[Area]) -> list[tuple[str, str]]:
    """Everything that the checklists want signed, once: its name, and how it is called."""
    found: dict[str, str] = {}
    for area in areas:
        for check in area.checks:
            if check.signatures is not None:
                found.setdefault(
                    check.signed_content, _("%(area)s: %(title)s") % {"area": area.short, "title": check.title}
                )
    return list(found.items())


def content_title(on: str, titles: Mapping[str, str]) -> str:
    """How content is called: by the checklists that want it signed, else by its kind, else by its name."""
    kind, _colon, ref = on.partition(":")
    known = signables.get(kind) if not ref else None
    return titles.get(on) or (wording.said(known.title) if known else on)


def people_who_sign(project: Project, but: Person) -> list[tuple[str, str]]:
    """Everybody else who can sign, in each of their roles: "ref/role"."""
    return [
        (f"{person.ref}/{role}", f"{person.name}, {wording.role(role)}")
        for person in project.people.all()
        if person.pk != but.pk
        for role in signing_roles(person)
    ]


def delegates(project: Project, but: Person) -> list[tuple[str, str]]:
    """Everybody else who may sign here, once."""
    return [(one.ref, one.name) for one in project.people.all() if one.pk != but.pk and signing_roles(one)]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One who is asked, as they stand in a request. `turn`: they can sign now; `mailed`: a letter can go to them."""

    pk: int
    person: str
    role: str
    state: str
    word: str
    turn: bool
    own: bool
    reminded: datetime | None
    reminders: int
    step: str
    mailed: bool
    letter: LetterLine | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request for signatures. `mine`: it waits for the viewer; `done`: it waits for nobody."""

    pk: int
    number: int
    on: str
    title: str
    reason: str
    asked_by: str
    asked: datetime
    due: date | None
    late: str
    done: bool
    mine: bool
    own: bool
    signers: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at requests: the refs of those they can sign for, their own, the day; letters by who is asked."""

    signs_for: set[str]
    ref: str
    today: date
    letters: Mapping[int, LetterLine]
    has_mail: bool


def request_line(
    request: RequestFacts, standings: Sequence[SignatureStanding], title: str, looking: Looking
) -> RequestLine:
    """A request as it stands."""
    step = current_step(request, standings)
    lines = []
    for one in request.steps:
        for who in one.signers:
            turn = step is not None and one.position == step.position
            label = _step_words(one.quorum, len(one.signers), one.position, len(request.steps))
            lines.append(_asked_line(who, signature_of(who, standings), turn, label, looking))
    mine = any(line.turn and line.own and line.state != "met" for line in lines)
    late = overdue(request.due, looking.today) if step is not None else ""
    return RequestLine(
        request.pk, request.number, request.on, title, request.reason, request.asked_by, request.asked, request.due,
        late, step is None, mine, request.asked_by_ref == looking.ref, tuple(lines),
    )  # fmt: skip


def _asked_line(who: AskedFacts, given: SignatureStanding | None, turn: bool, step: str, looking: Looking) -> AskedLine:
    if given is not None:
        state, word = "met", _("Signed for them by %(who)s") % {"who": given.person} if given.for_ref else _("Signed")
    else:
        state, word = ("unknown", _("Not signed yet")) if turn else ("waiting", _("Waits for the step before"))
    letter = looking.letters.get(who.pk) if given is None else None
    return AskedLine(
        who.pk, who.person, wording.role(who.role), state, word, turn, who.ref in looking.signs_for, who.reminded,
        who.reminders, step, looking.has_mail and bool(who.mail), letter,
    )  # fmt: skip


def _step_words(quorum: int, count: int, position: int, steps: int) -> str:
    step = _("Step %(number)d: ") % {"number": position} if steps > 1 else ""
    wanted = _("all %(count)d have to sign") if quorum == count else _("%(quorum)d of %(count)d have to sign")
    return step + wanted % {"quorum": quorum, "count": count} if count > 1 else step.rstrip(": ")


def by_urgency(lines: Iterable[RequestLine]) -> list[RequestLine]:
    """What waits for the viewer first, then what waits for others, the earliest day first; what is done last."""
    return sorted(lines, key=lambda one: (one.done, not one.mine, one.due is None, one.due, one.number))


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation as it stands."""

    pk: int
    giver: str
    delegate: str
    what: str
    since: datetime
    until: datetime
    reason: str
    state: str
    word: str
    can_end: bool


def delegation_lines(
    rows: Iterable[Delegation], person: Person, titles: dict[str, str], now: datetime
) -> list[DelegationLine]:
    """Every delegation, with whether it holds now."""
    return [_delegation(row, person, titles, now) for row in rows]


def _delegation(row: Delegation, person: Person, titles: dict[str, str], now: datetime) -> DelegationLine:
    end = row.ended or row.until
    if end <= now:
        state, word = "not-applicable", _("Ended")
    elif row.since > now:
        state, word = "waiting", _("Not begun")
    else:
        state, word = "running", _("Holds now")
    what = content_title(row.on, titles) if row.on else _("Everything they sign")
    mine = row.giver_id == person.pk and end > now
    return DelegationLine(
        row.pk, row.giver.name, row.delegate.name, what, row.since, end, row.reason, state, word, mine
    )


def differences_said(count: int) -> str:
    """3 differences."""
    return ngettext("%(count)s difference", "%(count)s differences", count) % {"count": wording.number(count)}


@dataclass(frozen=True, slots=True)
class WantedLine:
    """Content that the checklists want signed, as the newest assessment saw it. `mine`: it waits for the viewer."""

    on: str
    title: str
    state: str
    said: str
    mine: bool


def wanted_lines(wanted: Iterable[tuple[str, str]], document: Mapping[str, Any], person: Person) -> list[WantedLine]:
    """What the checklists want signed and by whom it still is to be: one's own on top."""
    by_content: dict[str, list[Mapping[str, Any]]] = {}
    for one in document.get("signatures", ()):
        by_content.setdefault(one["on"], []).append(one)
    lines = [_wanted(on, title, by_content.get(on, []), person) for on, title in wanted]
    return sorted(lines, key=lambda one: (not one.mine, one.state == "met"))


def _wanted(on: str, title: str, given: Sequence[Mapping[str, Any]], person: Person) -> WantedLine:
    open_ones = [one for one in given if one["state"] != "valid"]
    mine = any(one["role"] in person.roles and one["person"] in (None, person.name) for one in open_ones)
    if not given:
        return WantedLine(on, title, "unknown", _("Not judged yet"), mine=False)
    said = "; ".join(_open_words(one) for one in open_ones) or _("Everybody has signed what is there")
    states = {one["state"] for one in open_ones}
    state = "stale" if "stale" in states else "unknown" if states else "met"
    return WantedLine(on, title, state, said, mine)


def _open_words(one: Mapping[str, Any]) -> str:
    who = one["person"] or wording.role(one["role"])
    if one["state"] == "stale":
        since = wording.day(one["signed"])
        return _("%(who)s signed on %(day)s; it has changed since") % {"who": who, "day": since}
    if one.get("refused"):
        return _("%(who)s does not sign: %(why)s") % {"who": who, "why": one["refused"]}
    return _("Not signed yet by %(who)s") % {"who": who}
