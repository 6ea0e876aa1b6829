"""What of the scope waits for whom: the words beside an item, and the lines on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.contracts.standing import Status
from firstlight.dependencies.queries import Waited, waited_for
from firstlight.web import wording
from firstlight.web.opening import addresses_for
from firstlight.web.viewing import Viewing
from firstlight.workspace.policies import MAY_VIEW_DEPENDENCIES

#: Ref of an item to what is said beside it: I-07, or I-07 · waits for D-04, which is too late.
Beside = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wait:
    """A dependency that an item waits for."""

    title: str
    url: str
    state: str
    why: str


def beside(viewing: Viewing, kind: str) -> Beside:
    """The ref of an item, and what it waits for in vain. Asked once a page, whatever it shows."""
    if not MAY_VIEW_DEPENDENCIES.allows(viewing.context):
        return str
    known: dict[str, str] | None = getattr(viewing.request, "waits_in_vain", None)
    if known is None:
        found = waited_for(viewing.project, viewing.context.now, kind)
        known = {ref: words for ref, rows in found.items() if (words := _late(rows))}
        viewing.request.waits_in_vain = known  # type: ignore[attr-defined]
    late = known
    return lambda ref: f"{ref} · {late[ref]}" if ref in late else ref


def _late(rows: list[Waited]) -> str:
    behind = [row for row in rows if row.alignment.status is not Status.MET]
    if not behind:
        return ""
    late = any(row.alignment.status is Status.UNMET for row in behind)
    named = ", ".join(row.facts.ref for row in behind)
    said = _("waits for %(what)s, which comes too late") if late else _("waits for %(what)s without a date in time")
    return said % {"what": named}


def waits(viewing: Viewing, kind: str, ref: str) -> list[Wait]:
    """What an item waits for, each with how it stands. One query."""
    if not MAY_VIEW_DEPENDENCIES.allows(viewing.context):
        return []
    address = addresses_for(viewing.context, viewing.project.slug)
    return [
        Wait(one.facts.text, address("dependency", one.facts.ref), one.alignment.status.value, _why(one))
        for one in waited_for(viewing.project, viewing.context.now, kind).get(ref, [])
    ]


def _why(one: Waited) -> str:
    promised = _("Promised for %(day)s.") % {"day": wording.day(one.facts.promised)}
    return wording.said(one.alignment.sentence) or promised
