"""Actions in the register that reviews and decisions open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from firstlight.assurance.actions import open_action
from firstlight.assurance.models import ActionItem
from firstlight.assurance.policies import MAY_ACT
from firstlight.kernel.context import Context


def open_registered(
    context: Context, *, ref: str, title: str, source: str, owner: str, due: date | None, risk: str
) -> ActionItem:
    """Open an action as a consequence of something else: who may raise an issue or decide may also open its action."""
    actor = replace(context.actor, rights=context.actor.rights | {MAY_ACT.right})
    within = replace(context, actor=actor)
    return open_action(within, ref=ref, title=title[:300], source=source, owner=owner, due=due, risk=risk)
