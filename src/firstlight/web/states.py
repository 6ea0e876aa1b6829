"""The one map from a state to its class, its glyph and its word. Every component asks here; nothing else decides it.

States of checks and signatures: met, partly, unmet, unknown, stale, not-applicable. Of tasks: running, next, waiting,
late, blocked, critical. Of verdicts and votes: go, conditional, no-go. A state that is not listed is drawn as unknown:
what nobody can name must not look like a pass.

A map and not a template, because a page asks it a thousand times.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

#: Class, and word, by state.
STATES: dict[str, tuple[str, str]] = {
    "met": ("is-met", gettext_noop("Met")),
    "partly": ("is-partly", gettext_noop("Partly")),
    "unmet": ("is-unmet", gettext_noop("Unmet")),
    "unknown": ("is-unknown", gettext_noop("Unknown")),
    "stale": ("is-stale", gettext_noop("Stale")),
    "not-applicable": ("is-na", gettext_noop("Not applicable")),
    "running": ("is-running", gettext_noop("Running")),
    "next": ("is-running", gettext_noop("Next")),
    "waiting": ("is-running", gettext_noop("Waiting")),
    "late": ("is-partly", gettext_noop("Late")),
    "blocked": ("is-unmet", gettext_noop("Blocked")),
    "critical": ("is-na", gettext_noop("Critical")),
    "go": ("is-met", gettext_noop("Go")),
    "conditional": ("is-partly", gettext_noop("Conditional go")),
    "no-go": ("is-unmet", gettext_noop("No-go")),
}


def known(state: object) -> str:
    """The state, or unknown for what is none."""
    return str(state) if str(state) in STATES else "unknown"


def class_of(state: object) -> str:
    """The class that colours what is inside."""
    return STATES[known(state)][0]


def word_of(state: object) -> str:
    """The word beside the glyph, in the reader's language."""
    word = STATES[known(state)][1]
    return gettext(word)


@cache
def _drawing(state: str) -> SafeString:
    return format_html(
        '<svg class="fl-glyph" aria-hidden="true"><use href="{}#g-{}"/></svg>', static("firstlight/icons.svg"), state
    )


def glyph_of(state: object) -> SafeString:
    """The drawing, hidden from assistive technology."""
    return _drawing(known(state))


@cache
def icon_of(name: str, small: bool) -> SafeString:
    """An icon that stands beside its word."""
    return format_html(
        '<svg class="fl-icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        " small" if small else "",
        static("firstlight/icons.svg"),
        name,
    )


def cells(checks: Iterable[tuple[str, str, str]]) -> SafeString:
    """The cells of the matrix, as c-cell draws one: state, name and address of each."""
    said = cache(word_of)
    drawn = []
    for state, name, url in checks:
        title = escape(f"{said(state)}: {name}")
        drawn.append(
            f'<a class="fl-cell {class_of(state)}" href="{escape(url)}" aria-label="{title}" title="{title}">'
            f"{glyph_of(state)}</a>"
        )
    return mark_safe("\n".join(drawn))  # noqa: S308  (every text in it is escaped)
