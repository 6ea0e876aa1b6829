"""Who looks at a page, in which project, and at what time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from firstlight.identity.models import User
from firstlight.kernel.context import Context
from firstlight.kernel.once import Answer, once
from firstlight.kernel.policies import Policy
from firstlight.workspace.models import Person, Project
from firstlight.workspace.policies import MAY_VIEW
from firstlight.workspace.queries import context_of, project_for

P = ParamSpec("P")
View = Callable[..., HttpResponse]

#: How long ago a person may have shown who they are, where something weighty is signed or decided.
RECENT = timedelta(minutes=5)
#: Where the session keeps when that was, in seconds since 1970.
CONFIRMED = "confirmed"


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
    policy: Policy = MAY_VIEW, *, confirmed: bool = False
) -> Callable[[Callable[Concatenate[Viewing, P], HttpResponse]], View]:
    """A view in a project: `(viewing, …)`. A stranger gets 404, a member without the right 403.

    `confirmed`: who has not shown within the last five minutes who they are is asked to first. A form that carries
    an idempotency key is done once, however often it is sent.
    """

    def decorate(view: Callable[Concatenate[Viewing, P], HttpResponse]) -> View:
        @wraps(view)
        def looked_at(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                raise TypeError("a project page was reached without a sign-in")
            project, person = project_for(user, slug)
            context = context_of(person, user, timezone.now())
            policy.check(context)
            if confirmed and not confirmed_lately(request, timezone.now()):
                return ask_to_confirm(request)
            viewing = Viewing(request, user, person, project, context)
            request.viewing = viewing  # type: ignore[attr-defined]
            return done_once(request, f"user:{user.pk}", lambda: view(viewing, *args, **kwargs))

        looked_at.policy = policy  # type: ignore[attr-defined]
        looked_at.confirmed = confirmed  # type: ignore[attr-defined]
        return looked_at

    return decorate


def confirmed_lately(request: HttpRequest, now: datetime) -> bool:
    """Whether the person has shown within the last five minutes who they are."""
    at = request.session.get(CONFIRMED)
    return isinstance(at, int | float) and timedelta() <= timedelta(seconds=now.timestamp() - at) <= RECENT


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """To the page where one shows again who one is, and back afterwards."""
    return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode({'next': _where(request)})}")


def _where(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose form was sent. What was typed there the browser keeps."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", came.path, came.query, "")) if came.netloc == request.get_host() else "/"


def sent(viewing: Viewing) -> QueryDict | None:
    """What a form sent, empty or not; None where the page is only looked at."""
    return viewing.request.POST if viewing.request.method == "POST" else None


def done_once(request: HttpRequest, actor: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it; with a key only once. A form is answered with a redirect, a script with facts; nothing else is kept."""
    key = request.headers.get("Idempotency-Key", "") or request.POST.get("idempotency_key", "")
    if request.method != "POST" or not key:
        return do()
    made: list[tuple[HttpResponse, Answer | None]] = []

    def keep() -> Answer | None:
        response = do()
        made.append((response, _kept(response)))
        return made[0][1]

    answer = once(actor, key, _fingerprint(request), timezone.now(), keep)
    if made and answer is made[0][1]:  # a copy of the request may have been quicker, and what was made here is undone
        return made[0][0]
    if answer is None:
        raise RuntimeError("a form was neither worked on nor answered before")
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _kept(response: HttpResponse) -> Answer | None:
    if location := response.headers.get("Location"):
        return Answer(response.status_code, {"Location": location})
    if response.status_code == 200 and isinstance(response, JsonResponse):
        return Answer(200, {"Content-Type": response["Content-Type"]}, response.text)
    return None


def _fingerprint(request: HttpRequest) -> str:
    """The digest of what was sent, without the form's token, which changes by itself."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(repr((name, getattr(file, "name", ""), getattr(file, "size", 0))).encode())
    return digest.hexdigest()


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
        ended = getattr(request, "session_ended", "")
        wanted = {"next": _where(request)} | ({"ended": ended} if ended else {})
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode(wanted)}")
