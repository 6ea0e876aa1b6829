"""One external dependency: how it stands in every respect, what waits for it, what was said, agreed and seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.contracts.standing import Status
from firstlight.dependencies.models import AgreedRequirement, Dependency, ProviderWord
from firstlight.dependencies.queries import RegisterRow, requirement_facts
from firstlight.dependencies.rules.requirements import AGREED, OPEN, WORDS
from firstlight.dependencies.rules.scope import Hit
from firstlight.web import wording
from firstlight.web.addresses import icon_of
from firstlight.web.pages.dependencies import DRAWN
from firstlight.web.pages.registers import Address
from firstlight.web.pages.spans import day_words, overdue


@dataclass(frozen=True, slots=True)
class Line:
    """One respect in which it stands so, and why."""

    what: str
    state: str
    why: str


def standing(row: RegisterRow, today: date) -> list[Line]:
    """How it stands, respect by respect, in the order in which it matters."""
    one = row.dependency
    there = one.delivered_on is not None and one.delivered_on <= today
    delivered = _("Delivered on %(day)s.") % {"day": wording.day(one.delivered_on)} if there else ""
    days = {"promised": wording.day(one.promised), "needed": wording.day(row.needed_by)}
    heard = {"day": wording.day(one.confirmed_on), "days": wording.days(one.cadence_days)}
    counted = [each for each in row.listed if not each.dropped]
    asked = {"count": wording.number(len(counted))}
    good = {
        "alignment": delivered or _("Promised for %(promised)s, needed by %(needed)s.") % days,
        "word": delivered or _("Last heard on %(day)s; a word every %(days)s is agreed.") % heard,
        "service": _service(one),
        "requirements": _("All %(count)s that were agreed are met.") % asked if counted else _("Met, by the register."),
        "match": _("What is delivered was held against the scope and agrees."),
        "meetings": delivered or _("The next one is due on %(day)s.") % {"day": wording.day(row.meeting_due)},
    }
    return [
        Line(_(title), _drawn(name, row), wording.said(getattr(row, name).sentence) or good[name])
        for name, title in _RESPECTS
        if name != "service" or one.health_address or hasattr(one, "service")
    ]


_RESPECTS: tuple[tuple[str, str], ...] = (
    ("alignment", gettext_noop("In time")),
    ("word", gettext_noop("Their word")),
    ("service", gettext_noop("Service")),
    ("requirements", gettext_noop("Requirements")),
    ("match", gettext_noop("Fits the scope")),
    ("meetings", gettext_noop("Meetings")),
)


def _drawn(name: str, row: RegisterRow) -> str:
    status: Status = getattr(row, name).status
    return status.value


def _service(one: Dependency) -> str:
    found = getattr(one, "service", None)
    if found is None:
        return ""
    if found.by:
        return _("Works, as %(who)s saw.") % {"who": found.by}
    return _("Answers at its health address.")


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of the provider: when, what, who wrote it down."""

    state: str
    at: datetime
    what: str
    note: str
    who: str


_KINDS = {
    ProviderWord.Kind.STANDS: ("met", gettext_noop("The date stands: %(day)s")),
    ProviderWord.Kind.MOVED: ("partly", gettext_noop("The date moves to %(day)s")),
    ProviderWord.Kind.DELIVERED: ("met", gettext_noop("It was delivered on %(day)s")),
}


def word_lines(words: Iterable[ProviderWord]) -> list[WordLine]:
    """Every word, the newest first."""
    return [word_line(one) for one in words]


def word_line(one: ProviderWord) -> WordLine:
    """One word, with who said it and how it came."""
    state, what = _KINDS[ProviderWord.Kind(one.kind)]
    came = _("%(who)s, taken down by %(by)s") if one.taken_down_by else _("%(who)s, by the link")
    who = came % {"who": one.by, "by": one.taken_down_by}
    return WordLine(state, one.said, _(what) % {"day": wording.day(one.promised)}, one.note, who)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement and how far it is."""

    row: AgreedRequirement
    state: str
    word: str
    when: str
    is_open: bool


def requirement_lines(rows: Iterable[AgreedRequirement], today: date) -> list[RequirementLine]:
    """What was agreed, with what is not met yet first."""
    found = []
    for row in rows:
        state = requirement_facts(row).state(today)
        when = day_words(row.met_on or row.agreed_on, "")
        found.append(RequirementLine(row, DRAWN[state], wording.said(WORDS[state]), when, state in (OPEN, AGREED)))
    return sorted(found, key=lambda line: not line.is_open)


@dataclass(frozen=True, slots=True)
class HitLine:
    """Something of the scope that waits for it."""

    title: str
    url: str
    icon: str
    note: str


_HITS = {
    "integration": gettext_noop("Integration"), "solution-part": gettext_noop("Solution part"),
    "process": gettext_noop("Process"), "requirement": gettext_noop("Requirement"), "rollout": gettext_noop("Rollout"),
}  # fmt: skip


def hit_lines(hits: Sequence[Hit], address: Address) -> list[HitLine]:
    """What waits for it, each with its page."""
    return [
        HitLine(
            one.text,
            address(one.kind, one.ref),
            icon_of(one.kind),
            _(_HITS[one.kind]) + ("" if one.in_scope else f" · {_('out of scope')}"),
        )
        for one in hits
    ]


def facts(row: RegisterRow, today: date) -> list[tuple[str, str, str]]:
    """The strip below the title: label, value, and a quieter line."""
    one, late = row.dependency, overdue(row.needed_by, today)
    there = one.delivered_on is not None
    return [
        (_("Needed by"), day_words(row.needed_by), late if late and not there else ""),
        (_("Promised"), day_words(one.promised), ""),
        (_("Delivered"), day_words(one.delivered_on, _("not yet")), ""),
        (_("Provider"), one.provider or _("unknown"), one.contact),
        (_("Owner"), one.owner or _("nobody"), ""),
        (_("In the plan as"), one.plan_line or _("nowhere"), ""),
    ]
