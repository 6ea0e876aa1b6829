"""Where the records that evidence names have their pages."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

#: Kind of a record: the list it stands in, and its icon.
_LISTS = {
    "requirement": ("requirements", "table"),
    "integration": ("integrations", "arrows-exchange"),
    "solution-part": ("parts", "package"),
    "group": ("groups", "users-group"),
    "rollout": ("rollouts", "calendar"),
    "action": ("actions", "list-check"),
    "test-finding": ("findings", "alert-triangle"),
    "criterion": ("performance", "ruler-measure"),
    "combination": ("coverage", "users"),
    "regulation": ("coverage", "gavel"),
    "cutover-task": ("cutover-tasks", "clock-play"),
}
_PAGES = {
    "person": ("person", "user"),
    "check": ("check", "checklist"),
    "process": ("process", "sitemap"),
    "dependency": ("dependency", "plug-connected"),
    "review": ("review", "clipboard-text"),
    "decision": ("decision", "gavel"),
    "cycle": ("cycle", "test-pipe"),
    "interface": ("interface", "arrows-exchange"),
    "case": ("case", "test-pipe"),
    "run": ("test-run", "test-pipe"),
}
_FILES = {"evidence": "paperclip", "result-file": "file-text", "load-file": "file-text"}

#: The page on which the records behind a measure are kept, by the beginning of its name; the longest one counts.
_KEPT = {
    "scope": "scope", "scope.comparison": "delivered", "scope.delivered": "delivered", "scope.parts": "parts",
    "scope.integrations": "integrations", "scope.rollouts": "rollouts", "scope.users": "rollouts",
    "scope.requirements": "requirements", "workspace": "people", "workspace.people-check": "knowledge",
    "testing": "testing", "testing.performance": "performance", "dependencies": "dependencies", "cutover": "cutover",
    "actions": "actions", "readiness.review": "reviews",
    "testing.sit.patterns": "interfaces", "testing.sit.peak": "interfaces", "testing.sit.outages": "interfaces",
}  # fmt: skip


def place(name: str, *args: str | int) -> str:
    """The address of a page, for lists with one in each row: what `reverse` says, looked up once."""
    return _place(get_script_prefix(), name, *args)


@lru_cache(maxsize=8192)
def _place(prefix: str, name: str, *args: str | int) -> str:
    # `reverse` begins every address with the prefix under which the program is mounted, so that is part of the key.
    return reverse(name, args=args)


def address_of(slug: str, kind: str, ref: str, text: str = "") -> str:
    """The address of a record, or "" where it has no page."""
    if kind in _PAGES:
        return place(_PAGES[kind][0], slug, ref)
    if kind in _LISTS:
        return f"{place(_LISTS[kind][0], slug)}?{urlencode({'ref': ref})}"
    if kind in _FILES and ref:
        return place("evidence", slug, ref, file_name(text))
    return ""


def row_address(slug: str, sheet: str, ref: str, back: str) -> str:
    """Where one row of a list is changed; `back` is where one comes from."""
    return f"{place('row', slug, sheet)}?{urlencode({'row': ref, 'next': back})}"


def kept_on(measure: str) -> str:
    """The name of the page where one works on what a measure counts, or "" where there is none."""
    fits = [begin for begin in _KEPT if measure == begin or measure.startswith(f"{begin}.")]
    return _KEPT[max(fits, key=len)] if fits else ""


def page_of(kind: str) -> str:
    """The name of the page on which records of that kind are shown, or "" where there is none."""
    known = {**_LISTS, **_PAGES}
    return known[kind][0] if kind in known else "evidence" if kind in _FILES else ""


def icon_of(kind: str) -> str:
    """The icon beside a record of that kind."""
    known = {**_LISTS, **_PAGES}
    return known[kind][1] if kind in known else _FILES.get(kind, "file-text")


def file_name(text: str) -> str:
    """A name that can stand in an address: what follows the last slash."""
    return text.rstrip("/").rpartition("/")[2] or "file"
