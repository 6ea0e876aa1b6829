"""The door: from what somebody shows to a session. Counts tries, asks for the second factor, opens and confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from firstlight.identity import limits
from firstlight.identity.actions import begin_session, confirm_person, note_failures
from firstlight.identity.limits import Limit, first_note, give_back, network_of, take
from firstlight.identity.models import User
from firstlight.identity.queries import account_with_number, keys_of
from firstlight.identity.rules import device_of
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Refusal
from firstlight.web.viewing import CONFIRMED
from firstlight.workspace.roles import SIGN_IN_PAGE

#: Where the session keeps since when it lasts and when its person was last seen, in seconds since 1970.
BEGAN = "began"
SEEN = "seen"
#: Where it keeps who has taken the first step and not yet the second.
PENDING = "pending"
#: How long the second step may take.
SECOND_WITHIN = timedelta(minutes=10)

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def at_the_door() -> Context:
    """The circumstances of the sign-in page: nobody is signed in yet."""
    return Context(SIGN_IN_PAGE, timezone.now())


def wanted_of(request: HttpRequest) -> str:
    """The address within this site that the person was on the way to; empty for none, or one elsewhere."""
    return inside(request, request.POST.get("next") or request.GET.get("next") or "")


def inside(request: HttpRequest, wanted: str) -> str:
    """The address, when it lies within this site."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""


def on_the_way(name: str, wanted: str) -> str:
    """The address of a page of the door that remembers the way."""
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def network(request: HttpRequest) -> str:
    """The network address a request comes from, past the proxies that this installation has been told of."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = told[-settings.TRUSTED_PROXIES] if len(told) >= settings.TRUSTED_PROXIES else address
    return network_of(address)


def password_limits(request: HttpRequest, email: str) -> Sequence[tuple[Limit, str]]:
    """What wrong passwords for a mail address count against, whether or not it has an account."""
    whom, here = email.strip().lower(), network(request)
    return (limits.PASSWORD_HERE, f"{whom} {here}"), (limits.PASSWORD, whom), (limits.ADDRESS, here)


def code_limits(request: HttpRequest, user: User) -> Sequence[tuple[Limit, str]]:
    """What wrong codes of a person count against."""
    return (
        (limits.CODE, str(user.pk)),
        (limits.CODE_LONG, str(user.pk)),
        (limits.ADDRESS, network(request)),
    )


@contextmanager
def counted(against: Sequence[tuple[Limit, str]], user: User | None, what: str) -> Iterator[None]:
    """A try that counts when it is refused. The one that fills a limit is written into the ledger, once."""
    tried = take(against, timezone.now())
    try:
        yield
    except Refusal:
        if first_note(tried):
            note_failures(at_the_door(), user, what=what)
        raise
    give_back(tried)


def first_step(request: HttpRequest, user: User, *, by: str, wanted: str) -> HttpResponse:
    """A password or a link was right. Who has a second factor is asked for it; anybody else is in."""
    if not keys_of(user).second:
        return go_in(request, user, by=by, wanted=wanted)
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "by": by,
        "at": timezone.now().timestamp(),
        "round": user.get_session_auth_hash(),
    }
    return HttpResponseRedirect(on_the_way("sign-in-second", wanted))


def pending_of(request: HttpRequest) -> tuple[User, str] | None:
    """Who has taken the first step within the last ten minutes, and by what."""
    kept: dict[str, Any] = request.session.get(PENDING) or {}
    user = account_with_number(kept.get("user"))
    if user is None or not constant_time_compare(kept["round"], user.get_session_auth_hash()):
        return None
    lately = timezone.now().timestamp() - kept["at"] <= SECOND_WITHIN.total_seconds()
    return (user, kept["by"]) if lately else None


def go_in(request: HttpRequest, user: User, *, by: str, wanted: str, shown_at: datetime | None = None) -> HttpResponse:
    """Begin a session under a new key. `shown_at`: when the person showed who they are, if that was elsewhere."""
    now = timezone.now()
    begin_session(at_the_door(), user, by=by, device=device_of(request.headers.get("User-Agent", "")))
    login(request, user, backend=_BACKEND)
    for name in (PENDING, QUESTION):
        request.session.pop(name, None)
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    request.session[CONFIRMED] = (shown_at or now).timestamp()
    response = HttpResponseRedirect(wanted or reverse("start"))
    speak(response, request, user.language)
    return response


def confirm(request: HttpRequest, user: User, *, by: str, wanted: str) -> HttpResponse:
    """The person has shown again who they are: on to what they wanted."""
    confirm_person(at_the_door(), user, by=by)
    request.session.cycle_key()
    request.session[CONFIRMED] = timezone.now().timestamp()
    return HttpResponseRedirect(wanted or reverse("start"))


def speak(response: HttpResponse, request: HttpRequest, language: str) -> None:
    """Have pages in this language from now on, in this browser; without one, in the browser's own."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")


#: Where the session keeps what a passkey was asked.
QUESTION = "passkey-question"
