"""What words find in a project: pages, checks and records, each group with its own right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.assurance.models import ActionItem
from firstlight.assurance.sheets import ACTIONS
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.sheets import DEPENDENCIES
from firstlight.kernel.policies import Policy
from firstlight.kernel.sheets import Sheet
from firstlight.packs.queries import areas_of
from firstlight.scope.models import Integration, Process, Requirement, SolutionPart
from firstlight.testing.models import Case
from firstlight.web.addresses import address_of, icon_of
from firstlight.web.navigation import navigation_of
from firstlight.web.viewing import Viewing
from firstlight.workspace import policies

#: So many of each kind are shown; whoever needs more says more.
MOST = 6
#: Words that are looked for are no longer than this.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found: its title, a quieter second line, where it is."""

    title: str
    sub: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be found. `sheet`: its list, where some see only their own rows of it."""

    key: str
    title: str
    model: type[Model]
    policy: Policy
    sheet: Sheet | None = None

    def owned(self, viewing: Viewing) -> Q:
        """The records that the viewer may see."""
        names = self.sheet.own_names(viewing.context) if self.sheet else None
        if names is None or self.sheet is None or self.sheet.own is None:
            return Q()
        return Q(*((f"{column}__in", names) for column in self.sheet.own.columns), _connector=Q.OR)


KINDS = (
    Kind("process", gettext_noop("Processes"), Process, policies.MAY_VIEW_SCOPE),
    Kind("requirement", gettext_noop("Requirements"), Requirement, policies.MAY_VIEW_SCOPE),
    Kind("integration", gettext_noop("Integrations"), Integration, policies.MAY_VIEW_SCOPE),
    Kind("solution-part", gettext_noop("Solution parts"), SolutionPart, policies.MAY_VIEW_SCOPE),
    Kind("action", gettext_noop("Actions"), ActionItem, policies.MAY_VIEW_OWN_ACTIONS, ACTIONS),
    Kind("case", gettext_noop("Test cases"), Case, policies.MAY_VIEW_TESTING),
    Kind("dependency", gettext_noop("Dependencies"), Dependency, policies.MAY_VIEW_OWN_DEPENDENCIES, DEPENDENCIES),
)


def found(viewing: Viewing, words: str) -> list[tuple[str, list[Found]]]:
    """Groups of what fits the words, at most a few of each kind. Without words: the pages."""
    wanted = " ".join(words.replace("\x00", "").split())[:LONGEST]
    groups = [(_("Pages"), _pages(viewing, wanted))]
    if wanted:
        if policies.MAY_VIEW_READINESS.allows(viewing.context):
            groups.append((_("Checks"), _checks(viewing, wanted)))
        groups += [
            (_title(kind), _records(viewing, kind, wanted))
            for kind in KINDS
            if kind.policy.allows(viewing.context)
        ]  # fmt: skip
    return [(title, things) for title, things in groups if things]


def _title(kind: Kind) -> str:
    return _(kind.title)  # marked where the kinds are named


def _fits(words: str, *texts: str) -> bool:
    together = " ".join(texts).casefold()
    return all(word in together for word in words.casefold().split())


def _pages(viewing: Viewing, words: str) -> list[Found]:
    return [
        Found(item.title, group.title, item.url, item.icon)
        for group in navigation_of(viewing)
        for item in group.items
        if _fits(words, item.title)
    ]


def _checks(viewing: Viewing, words: str) -> list[Found]:
    fitting: Iterable[Found] = (
        Found(check.title, area.title, reverse("check", args=[viewing.project.slug, check.ref]), "checklist")
        for area in areas_of(viewing.project)
        for check in area.checks
        if _fits(words, check.title, check.ref)
    )
    return list(fitting)[:MOST]


def _records(viewing: Viewing, kind: Kind, words: str) -> list[Found]:
    asked = kind.owned(viewing)
    for word in words.split():
        asked &= Q(title__icontains=word) | Q(ref__icontains=word)
    rows = kind.model._default_manager.filter(asked, project=viewing.project).order_by("ref")
    return [
        Found(title, ref, address_of(viewing.project.slug, kind.key, ref), icon_of(kind.key))
        for ref, title in rows.values_list("ref", "title")[:MOST]
    ]
