"""Filters and tags of the pages."""

from __future__ import annotations

import secrets
from typing import Any

from django import template

from firstlight.web.opening import may_open
from firstlight.web.viewing import Viewing

register = template.Library()


@register.simple_tag
def fresh_key() -> str:
    """A key for one sending of a form, so that a double click or a retry does it once."""
    return secrets.token_urlsafe(18)


@register.simple_tag(takes_context=True)
def opens(context: template.Context, name: str) -> bool:
    """Whether the page of that name would open for the viewer: {% opens "ledger" as sees_ledger %}."""
    viewing: Any = context.get("viewing")
    return isinstance(viewing, Viewing) and may_open(viewing.context, name)
