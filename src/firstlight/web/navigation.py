"""What stands in the rail: only pages that exist, each with its count where something is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from firstlight.assurance.queries import count_open_actions
from firstlight.assurance.sheets import ACTIONS
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.keeping import kept
from firstlight.web.opening import may_open
from firstlight.web.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the rail."""

    title: str
    icon: str
    url: str
    name: str = ""
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the rail with its lines."""

    title: str
    items: tuple[Item, ...]


#: Title, icon and name of each page, by the headings of the rail.
_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        gettext_noop("Decide"),
        (
            (gettext_noop("Home"), "home", "home"),
            (gettext_noop("Readiness"), "checklist", "readiness"),
            (gettext_noop("Actions"), "list-check", "actions"),
            (gettext_noop("Signatures"), "signature", "signatures"),
            (gettext_noop("Reviews"), "clipboard-text", "reviews"),
            (gettext_noop("Decisions"), "gavel", "decisions"),
            (gettext_noop("Assessments"), "history", "assessments"),
        ),
    ),
    (
        gettext_noop("Build and prove"),
        (
            (gettext_noop("Scope"), "sitemap", "scope"),
            (gettext_noop("Testing"), "test-pipe", "testing"),
            (gettext_noop("Dependencies"), "plug-connected", "dependencies"),
            (gettext_noop("Cutover"), "clock-play", "cutover"),
        ),
    ),
    (
        gettext_noop("Record"),
        (
            (gettext_noop("Lists"), "table", "lists"),
            (gettext_noop("Checklists"), "clipboard-list", "packs"),
            (gettext_noop("Files"), "folder-open", "files"),
            (gettext_noop("People"), "users", "people"),
            (gettext_noop("Guest links"), "external-link", "guest-links"),
            (gettext_noop("Access tokens"), "key", "tokens"),
            (gettext_noop("Webhooks"), "send", "webhooks"),
            (gettext_noop("Ledger"), "link", "ledger"),
            (gettext_noop("Settings"), "settings", "settings"),
        ),
    ),
)

#: Pages that stand below another one without beginning with its address.
_BELOW = {
    **dict.fromkeys(("add-person", "who-may-what", "groups", "organisations", "authority", "people-check"), "people"),
    **dict.fromkeys(("agreed-requirements", "provider-meetings"), "dependencies"),
    "checks": "readiness",
    "words": "readiness",
    "evidence": "readiness",
}


def navigation_of(viewing: Viewing) -> tuple[Group, ...]:
    """The rail of a project page: the pages that open for the viewer. One query, for what is open."""
    slug, context = viewing.project.slug, viewing.context
    counts = {"actions": _open_actions(viewing)} if ACTIONS.may_see(context) else {}
    current = _current(viewing.request.path, slug)
    groups = (
        Group(
            wording.said(title),
            tuple(
                Item(wording.said(words), icon, place(name, slug), name, name == current, counts.get(name, 0))
                for words, icon, name in items
                if may_open(context, name)
            ),
        )
        for title, items in _GROUPS
    )
    return tuple(group for group in groups if group.items)


def _open_actions(viewing: Viewing) -> int:
    def count() -> int:
        return count_open_actions(viewing.project, ACTIONS.own_names(viewing.context))

    return kept(viewing, "open actions", count)


def _current(path: str, slug: str) -> str:
    """The page by the first part of the address below the project; home is the project itself."""
    first = path.removeprefix(place("home", slug)).partition("/")[0]
    return _BELOW.get(first, first) or "home"
