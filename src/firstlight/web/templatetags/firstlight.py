"""Filters and tags of the pages."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.base import FilterExpression, token_kwargs
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from firstlight.web import figures, states, wording
from firstlight.web.addresses import place
from firstlight.web.opening import may_open
from firstlight.web.pages.entries import EntryLine, written
from firstlight.web.pages.frozen import CheckLine
from firstlight.web.pages.lines import Clock, drawn_line, lines, moment, moment_beside, moment_of
from firstlight.web.pages.lists import Shown
from firstlight.web.viewing import Viewing

register = template.Library()


@register.simple_tag
def fresh_key() -> str:
    """A key for one sending of a form, so that a double click or a retry does it once."""
    return secrets.token_urlsafe(18)


@register.filter
def said(text: object) -> str:
    """A word of the layers below in the language of the page: {{ finding.get_kind_display|said }}."""
    return wording.said(text)


@register.filter
def number(figure: int) -> str:
    """1,284, grouped as the language of the page does it: {{ line.rows|number }}."""
    return figures.number(figure)


@register.filter
def day(given: date | None) -> str:
    """20 Nov 2026: {{ finding.due|day }}."""
    return figures.day(given)


@register.filter
def weekday(given: date | None) -> str:
    """Fri 20 Nov 2026: {{ review.planned|weekday }}."""
    return figures.weekday(given)


@register.filter
def role_titles(roles: list[str]) -> str:
    """The titles of roles, with commas between them: {{ person.roles|role_titles }}."""
    return ", ".join(wording.role(role) for role in roles)


@register.filter
def small(text: object) -> str:
    """Words in small letters inside an English sentence; a translation stays as it is."""
    return wording.small(text)


@register.simple_tag(takes_context=True)
def opens(context: template.Context, name: str) -> bool:
    """Whether the page of that name would open for the viewer: {% opens "ledger" as sees_ledger %}."""
    viewing: Any = context.get("viewing")
    return isinstance(viewing, Viewing) and may_open(viewing.context, name)


class _Captured(template.Node):
    def __init__(self, inside: template.NodeList, name: str) -> None:
        self.inside = inside
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        # Rendered by the template itself, so everything in it is escaped already.
        context[self.name] = mark_safe(self.inside.render(context).strip())  # noqa: S308
        return SafeString("")


@register.tag
def captured(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """What stands inside under a name, so that a whole sentence can be translated around it.

    {% captured as when %}<c-instant … />{% endcaptured %}{% blocktranslate %}Judged {{ when }}{% endblocktranslate %}
    """
    words = token.split_contents()
    if len(words) != 3 or words[1] != "as":
        raise template.TemplateSyntaxError("{% captured as name %}")
    inside = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return _Captured(inside, words[2])


#: So many renderings are kept of one place in a template; then it begins anew.
_MOST_KEPT = 256


class _Kept(template.Node):
    def __init__(self, inside: template.NodeList, values: dict[str, FilterExpression]) -> None:
        self.inside, self.values = inside, values
        self.kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        # With their types: words that are escaped already equal those that are not yet.
        key = (get_language(), *((type(value), value) for value in values.values()))
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            found = self.kept[key] = self.inside.render(context.new(values))
        return found


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """What stands inside is rendered once for the same values, and kept for each language.

    {% kept slug=project.slug %}…{% endkept %}: inside, nothing but these values is known, so that nothing can be kept
    that differs between readers without being named. The values are strings, numbers, or frozen and made of such.
    """
    values = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(inside, values)


@register.simple_tag
def state_class(state: object) -> str:
    """The class of a state: {% state_class one.state %} inside an attribute."""
    return states.class_of(state)


@register.simple_tag
def state_word(state: object) -> str:
    """The word of a state."""
    return states.word_of(state)


@register.simple_tag
def glyph(state: object) -> SafeString:
    """The drawing of a state, beside its word."""
    return states.glyph_of(state)


@register.simple_tag(takes_context=True)
def lines_of(context: template.Context, listed: Shown) -> SafeString:
    """The rows of a list: {% lines_of listed %} inside the tbody."""
    return lines(listed, _clock(context))


@register.simple_tag(takes_context=True)
def entries_of(context: template.Context, entries: Iterable[EntryLine]) -> SafeString:
    """Entries of the ledger: {% entries_of entries %} inside a list."""
    return written(entries, _clock(context))


@register.simple_tag(takes_context=True)
def brief(context: template.Context, at: datetime | None) -> SafeString:
    """c-instant with `brief`, for pages with many: {% brief one.at %}. Nothing where there is no moment."""
    return moment(at, _clock(context)) if at else SafeString("")


@register.simple_tag(takes_context=True)
def beside(context: template.Context, at: datetime | None) -> SafeString:
    """A moment of a table with the viewer's own time below it: {% beside one.at %}."""
    return moment_beside(at, _clock(context)) if at else SafeString("")


@register.simple_tag
def instant(
    at: datetime | None, zone: tzinfo | str | None, viewer: tzinfo | str | None, year: str, inline: str, brief: str
) -> SafeString:
    """What c-instant shows."""
    if at is None:
        return SafeString("")
    own = _zone(zone) or get_current_timezone()
    clock = Clock(own, str(year or timezone.now().astimezone(own).year))
    return moment_of(at, clock, None if brief else _zone(viewer), inline=bool(inline))


def _zone(given: tzinfo | str | None) -> tzinfo | None:
    return ZoneInfo(given) if isinstance(given, str) and given else given or None


@register.simple_tag
def spark(values: Sequence[int], top: int, label: str, state: object) -> SafeString:
    """What c-spark shows."""
    return drawn_line(values, top, label, str(state))


@register.simple_tag
def icon(name: str, small: bool = False) -> SafeString:
    """c-icon for what stands on every page or in every row: {% icon "x" small=True %}."""
    return states.icon_of(name, small)


@register.simple_tag
def cells_of(slug: str, checks: Iterable[CheckLine]) -> SafeString:
    """c-cell for each check, with a link to it: {% cells_of project.slug row.checks %} inside c-cells."""
    return states.cells((line.mark, line.title, place("check", slug, line.ref)) for line in checks)


def _clock(context: template.Context) -> Clock:
    zone = context.get("project_zone") or get_current_timezone()
    year = str(context.get("this_year") or timezone.now().astimezone(zone).year)
    return Clock(zone, year, _zone(context.get("viewer_zone")))
