"""The profile of a project in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.workspace.order_of_tests import PERFORMANCE, TRAINED
from firstlight.workspace.profile import APPROACHES, PRODUCTS

_STANCES = {key: one.words for key, one in ({**PERFORMANCE, **TRAINED}).items()}
_WORDS = {**PRODUCTS, **APPROACHES, **_STANCES}


def said(key: str, text: str, zone: ZoneInfo) -> str:
    """A field of the profile, which another person may have set, as people read it."""
    if not text:
        return _("nothing")
    if key in ("go_live", "next_committee", "window"):
        moments = (datetime.fromisoformat(one).astimezone(zone) for one in text.split("/"))
        return " – ".join(one.strftime("%Y-%m-%d %H:%M") for one in moments)
    return _WORDS.get(text, text) if key in ("product", "approach", "performance_order", "trained_before_uat") else text
