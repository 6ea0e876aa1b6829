"""What stands in the rail: only pages that exist, each with its count where something is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from firstlight.web.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the rail."""

    title: str
    icon: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the rail with its lines."""

    title: str
    items: tuple[Item, ...]


_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Decide",
        (
            ("Home", "home", "home"),
            ("Readiness", "checklist", "readiness"),
            ("Actions", "list-check", "actions"),
            ("Checklists", "clipboard-list", "packs"),
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
    ("Record", (("Ledger", "link", "ledger"),)),
)


def navigation_of(viewing: Viewing) -> tuple[Group, ...]:
    """The rail of a project page. The longest address that the page begins with is the current one."""
    here = viewing.request.path
    slug = viewing.project.slug
    urls = {name: reverse(name, args=[slug]) for _, items in _GROUPS for _, _, name in items}
    current = max((url for url in urls.values() if here.startswith(url)), key=len, default="")
    return tuple(
        Group(title, tuple(Item(words, icon, urls[name], urls[name] == current) for words, icon, name in items))
        for title, items in _GROUPS
    )
