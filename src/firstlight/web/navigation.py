"""What stands in the rail: only pages that exist, each with its count where something is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from firstlight.assurance.queries import count_open_actions
from firstlight.assurance.sheets import ACTIONS
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
        "Decide",
        (
            ("Home", "home", "home"),
            ("Readiness", "checklist", "readiness"),
            ("Actions", "list-check", "actions"),
            ("Signatures", "signature", "signatures"),
            ("Reviews", "clipboard-text", "reviews"),
            ("Decisions", "gavel", "decisions"),
            ("Assessments", "history", "assessments"),
        ),
    ),
    (
        "Build and prove",
        (
            ("Scope", "sitemap", "scope"),
            ("Testing", "test-pipe", "testing"),
            ("Dependencies", "plug-connected", "dependencies"),
        ),
    ),
    (
        "Record",
        (
            ("Lists", "table", "lists"),
            ("Checklists", "clipboard-list", "packs"),
            ("Files", "folder-open", "files"),
            ("People", "users", "people"),
            ("Guest links", "external-link", "guest-links"),
            ("Access tokens", "key", "tokens"),
            ("Webhooks", "send", "webhooks"),
            ("Ledger", "link", "ledger"),
        ),
    ),
)

#: Pages that stand below another one without beginning with its address.
_BELOW = {
    **dict.fromkeys(("add-person", "who-may-what", "groups", "organisations", "authority", "people-check"), "people"),
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
            title,
            tuple(
                Item(words, icon, reverse(name, args=[slug]), name, name == current, counts.get(name, 0))
                for words, icon, name in items
                if may_open(context, name)
            ),
        )
        for title, items in _GROUPS
    )
    return tuple(group for group in groups if group.items)


def _open_actions(viewing: Viewing) -> int:
    return count_open_actions(viewing.project, ACTIONS.own_names(viewing.context))


def _current(path: str, slug: str) -> str:
    """The page by the first part of the address below the project; home is the project itself."""
    first = path.removeprefix(reverse("home", args=[slug])).partition("/")[0]
    return _BELOW.get(first, first) or "home"
