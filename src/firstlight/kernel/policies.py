"""Policies: who may. One object answers the question and words the refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firstlight.kernel.context import Context
from firstlight.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Policy:
    """Allows an action when the actor holds `right`, and `also` (where given) agrees.

    `right` is "area.verb"; which roles carry it is the business of `workspace`.
    """

    right: str
    sentence: str
    also: Callable[[Context], bool] | None = None

    def check(self, context: Context) -> None:
        """Raises Refused, with a sentence that says what would be needed."""
        if self.right not in context.actor.rights or (self.also is not None and not self.also(context)):
            raise Refused(
                f"{context.actor.name} may not do this: it needs the right to {self.sentence}.",
                right=self.right,
                actor=context.actor.id,
            )

    def allows(self, context: Context) -> bool:
        """The same question without the refusal, for pages that hide what cannot be pressed."""
        try:
            self.check(context)
        except Refused:
            return False
        return True
