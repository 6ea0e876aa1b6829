"""The go-live risk profile as its page shows it: factors, what follows, thresholds, and other assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from firstlight.engines.riskprofile import (
    DEFAULTS,
    Facts,
    Following,
    Level,
    Profile,
    Range,
    Thresholds,
    profile,
    what_follows,
)
from firstlight.web import wording
from firstlight.web.listing import Cell

#: A level as a status is drawn.
STATUS = {Level.LOW: "met", Level.MEDIUM: "partly", Level.HIGH: "unmet", Level.UNKNOWN: "unknown"}
WORDS = {
    Level.LOW: gettext_lazy("Low"),
    Level.MEDIUM: gettext_lazy("Medium"),
    Level.HIGH: gettext_lazy("High"),
    Level.UNKNOWN: gettext_lazy("Unknown"),
}

_CHECKLIST = "Go-live checklist"
_SUPPORT = "Transition to support"
_WHY = f"{_CHECKLIST}, Solution scope review / Why you review the solution scope"
_WHAT = f"{_CHECKLIST}, Solution scope review / What to check in a solution scope review"
#: Document and heading that each factor comes from.
SOURCES = {
    "approach": _WHY,
    "processes": _WHY,
    "customisation": _WHY,
    "integrations": _WHY,
    "peak": _WHAT,
    "users": _WHAT,
    "places": f"{_SUPPORT}, Support operations / Service hours, language, and geography",
}
TEAM_SOURCE = f"{_SUPPORT}, Support models"
ESCALATION_SOURCE = f"{_SUPPORT}, Support operations / SLAs, priorities, and escalations"
HYPERCARE_SOURCE = f"{_CHECKLIST}, Operational support readiness / Expected outcome of support readiness"
REHEARSAL_SOURCE = f"{_CHECKLIST}, Data migration readiness and validation"


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor with its level, why, and what it was held against. `was` is its level as things are, if another."""

    title: str
    sentence: str
    state: str
    word: str
    points: int
    held_against: str
    source: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile with what follows from it."""

    found: Profile
    follows: Following
    state: str
    word: str

    @property
    def team(self) -> str:
        """How many people the support team needs; "" where that is unknown."""
        return _spread(self.follows.team) if self.follows.team else ""

    @property
    def weeks(self) -> str:
        """How many weeks of hypercare."""
        return _spread(self.follows.hypercare_weeks)

    @property
    def working(self) -> list[tuple[str, str]]:
        """The lines of the working, each with what it adds."""
        return [(wording.said(one.words), _spread(one.adds)) for one in self.follows.working]


def _spread(one: Range) -> str:
    """7 to 11, or 7 where both ends are one."""
    if one.least == one.most:
        return wording.number(one.least)
    return _("%(least)s to %(most)s") % {"least": wording.number(one.least), "most": wording.number(one.most)}


def judged(facts: Facts, limits: Thresholds) -> Shown:
    """The profile of these facts."""
    found = profile(facts, limits)
    return Shown(found, what_follows(facts, found, limits), STATUS[found.level], str(WORDS[found.level]))


def assumed(facts: Facts, approach: str, users: int | None) -> Facts:
    """The facts with another approach or number of users, where one is given."""
    changes = {"approach": approach} if approach else {}
    return replace(facts, **changes, **({"users": users} if users is not None else {}))  # type: ignore[arg-type]


def factor_lines(shown: Shown, actual: Shown, limits: Thresholds) -> list[FactorLine]:
    """Every factor of a profile, beside how it stands as things are."""
    before = {one.ref: one.level for one in actual.found.factors}
    return [
        FactorLine(
            wording.said(one.title),
            wording.said(one.sentence),
            STATUS[one.level],
            str(WORDS[one.level]),
            one.points,
            _held_against(one.thresholds, limits),
            SOURCES[one.ref],
            str(WORDS[before[one.ref]]) if before[one.ref] is not one.level else "",
        )
        for one in shown.found.factors
    ]


def _held_against(refs: tuple[str, ...], limits: Thresholds) -> str:
    if not refs:
        return _("No number: phased is low, big bang is high.")
    medium, high = refs
    told = _("Medium from %(medium)s, high from %(high)s") % {
        "medium": wording.number(limits[medium]),
        "high": wording.number(limits[high]),
    }
    own = bool(limits.own & set(refs))
    return f"{told}; {_('set by the project') if own else _('our default')}."


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """A threshold in force."""

    ref: str
    words: str
    value: int
    default: int
    own: bool
    reason: str


def threshold_lines(limits: Thresholds, reasons: Mapping[str, str]) -> list[ThresholdLine]:
    """All thresholds; those that the project set first have their reason."""
    return [
        ThresholdLine(
            one.ref,
            wording.said(one.words),
            limits[one.ref],
            one.default,
            one.ref in limits.own,
            reasons.get(one.ref, ""),
        )
        for one in DEFAULTS
    ]


FILE_HEADS = (
    gettext_noop("Part"),
    gettext_noop("What"),
    gettext_noop("Value"),
    gettext_noop("Why"),
    gettext_noop("Source"),
)


def file_rows(shown: Shown, limits: Thresholds) -> Iterable[tuple[Cell, ...]]:
    """The profile and what follows as rows of a file."""
    rows = [(_("Whole"), _("Risk of the go-live"), shown.word, wording.said(shown.found.sentence), _WHY)]
    rows += [(_("Factor"), one.title, one.word, f"{one.sentence} {one.held_against}", one.source)
             for one in factor_lines(shown, shown, limits)]  # fmt: skip
    rows += [(_("Working of the team"), words, adds, "", TEAM_SOURCE) for words, adds in shown.working]
    follows = _("What follows")
    rows.append((follows, _("Support team, people"), shown.team or _("unknown"), "", TEAM_SOURCE))
    rows.append((follows, _("Hypercare, weeks"), shown.weeks, "", HYPERCARE_SOURCE))
    rows.append((follows, _("Rehearsals of the cutover"), str(shown.follows.rehearsals), "", REHEARSAL_SOURCE))
    rows += [
        (_("Escalation"), _("Level %(number)s") % {"number": one.number}, wording.said(one.who), wording.said(one.when),
         ESCALATION_SOURCE)
        for one in shown.follows.escalation
    ]  # fmt: skip
    return [tuple(Cell(words) for words in row) for row in rows]


def holders(people: Iterable[tuple[str, list[str]]], roles: Iterable[str]) -> str:
    """The names of those who hold one of these roles."""
    wanted = set(roles)
    return ", ".join(name for name, held in people if wanted & set(held))
