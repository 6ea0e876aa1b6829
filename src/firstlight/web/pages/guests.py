"""Guest links as their page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstlight.kernel.context import Context
from firstlight.web import wording
from firstlight.web.guests import GuestPage
from firstlight.workspace.guests import Purpose
from firstlight.workspace.models import GuestLink, Project


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link: what it shows and for whom, how it stands, and whether it can be revoked."""

    link: GuestLink
    state: str
    word: str
    works: bool


def link_lines(links: Iterable[GuestLink], now: datetime) -> list[LinkLine]:
    """Every link with what became of it."""
    return [_line(link, now) for link in links]


def _line(link: GuestLink, now: datetime) -> LinkLine:
    if link.revoked:
        return LinkLine(link, "not-applicable", _("Revoked"), False)
    if link.expires <= now:
        return LinkLine(link, "not-applicable", _("Expired"), False)
    return LinkLine(link, "met", _("Works"), True)


def offered(pages: Mapping[str, GuestPage], project: Project, context: Context) -> dict[str, tuple[Purpose, str, str]]:
    """What the viewer can make a link to: key, and purpose, subject and title behind it."""
    found = {}
    for page in pages.values():
        purpose = page.purpose
        if not purpose.policy.allows(context):
            continue
        for subject, words in purpose.subjects(project):
            title = f"{wording.said(purpose.title)}: {words}" if words else wording.said(purpose.title)
            found[f"{purpose.ref}|{subject}"] = (purpose, subject, title)
    return found
