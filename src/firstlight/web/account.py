"""Pages about one's own account: the same for everybody who is signed in, in no project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from firstlight.identity.models import User
from firstlight.identity.queries import own_context
from firstlight.kernel.context import Context
from firstlight.web.viewing import View, ask_to_confirm, confirmed_lately, done_once

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Own:
    """A person at their own account."""

    request: HttpRequest
    user: User
    context: Context

    @property
    def sent(self) -> QueryDict | None:
        """What a form was sent with, or None when the page is only looked at."""
        return self.request.POST if self.request.method == "POST" else None


def account_page(*, confirmed: bool = False) -> Callable[[Callable[Concatenate[Own, P], HttpResponse]], View]:
    """A view of one's own account: `(own, …)`. `confirmed` as for pages of a project, and a form is done once."""

    def decorate(view: Callable[Concatenate[Own, P], HttpResponse]) -> View:
        @wraps(view)
        def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                raise TypeError("an account page was reached without a sign-in")
            if confirmed and not confirmed_lately(request, timezone.now()):
                return ask_to_confirm(request)
            own = Own(request, user, own_context(user, timezone.now()))
            return done_once(request, f"user:{user.pk}", lambda: view(own, *args, **kwargs))

        looked_at.confirmed = confirmed  # type: ignore[attr-defined]
        return looked_at

    return decorate
