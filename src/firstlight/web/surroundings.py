"""What every page's frame needs: the theme, the navigation, the project's clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from firstlight.identity.models import User
from firstlight.web import wording
from firstlight.web.navigation import navigation_of
from firstlight.web.viewing import Viewing

THEMES = ("light", "dark", "auto")


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame."""
    theme = request.COOKIES.get("fl-theme", "auto")
    context: dict[str, Any] = {"theme": theme if theme in THEMES else "auto", "density": "comfortable"}
    context["language"] = get_language() or "en"
    user = getattr(request, "user", None)
    if isinstance(user, User):
        context["me"] = me(user.name)
        context["single_keys_off"] = not user.single_keys
    viewing = getattr(request, "viewing", None)
    if isinstance(viewing, Viewing):
        zone = ZoneInfo(viewing.project.time_zone)
        context |= {
            "viewing": viewing,
            "me": me(viewing.person.name, viewing.person.title, *map(wording.role, viewing.person.roles)),
            "project": viewing.project,
            "navigation": navigation_of(viewing),
            "project_zone": zone,
            "viewer_zone": viewer_zone(request) or zone,
            "project_now": viewing.context.now,
            "this_year": str(viewing.context.now.astimezone(zone).year),
            "clock_is_set": bool(viewing.project.clock_offset),
            "real_now": timezone.now(),
            "home_url": reverse("home", args=[viewing.project.slug]),
        }
    return context


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in."""

    name: str
    initials: str
    roles: tuple[str, ...]


def me(name: str, *roles: str) -> Me:
    """Who is signed in: the name, its initials, and what they are here, each said once."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    initials = "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts))
    said = {role.casefold(): role for role in roles if role}
    return Me(name, initials.upper() or "?", tuple(said.values()))


def viewer_zone(request: HttpRequest) -> ZoneInfo | None:
    """The viewer's own zone: from their account, or as the browser told it."""
    name = getattr(request.user, "time_zone", "") or unquote(request.COOKIES.get("fl-zone", ""))
    return ZoneInfo(name) if name in _zones() else None


@cache
def _zones() -> set[str]:
    """The zones that are known here. Asking means reading a folder tree, so it is asked once."""
    return available_timezones()
