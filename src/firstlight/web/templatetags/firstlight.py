"""Filters and tags of the pages."""

from __future__ import annotations

import secrets

from django import template

register = template.Library()


@register.simple_tag
def fresh_key() -> str:
    """A key for one sending of a form, so that a double click or a retry does it once."""
    return secrets.token_urlsafe(18)
