"""Who looks at a page, in which project, and at what time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from firstlight.identity.models import User
from firstlight.kernel.context import Context
from firstlight.kernel.policies import Policy
from firstlight.workspace.models import Person, Project
from firstlight.workspace.policies import MAY_VIEW
from firstlight.workspace.queries import context_of, project_for

P = ParamSpec("P")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Viewing:
    """A signed-in person looking at a project."""

    request: HttpRequest
    user: User
    person: Person
    project: Project
    context: Context


def open_page(view: View) -> View:
    """Mark a view that needs no sign-in. Every other view does."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def project_page(
    policy: Policy = MAY_VIEW,
) -> Callable[[Callable[Concatenate[Viewing, P], HttpResponse]], View]:
    """A view in a project: `(viewing, …)`. A stranger gets 404, a member without the right 403."""

    def decorate(view: Callable[Concatenate[Viewing, P], HttpResponse]) -> View:
        @wraps(view)
        def looked_at(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                raise TypeError("a project page was reached without a sign-in")
            project, person = project_for(user, slug)
            context = context_of(person, user, timezone.now())
            policy.check(context)
            viewing = Viewing(request, user, person, project, context)
            request.viewing = viewing  # type: ignore[attr-defined]
            return view(viewing, *args, **kwargs)

        looked_at.policy = policy  # type: ignore[attr-defined]
        return looked_at

    return decorate


class SignInRequired:
    """Sends strangers to the sign-in page, from every view that is not marked open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.user.is_authenticated or getattr(view, "open_to_all", False):
            return None
        wanted = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('sign-in')}?{wanted}")
