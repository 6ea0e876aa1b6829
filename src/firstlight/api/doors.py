"""Who calls: a program with a token, or a signed-in person whose browser sends its cookie."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.utils import check_csrf

from firstlight.access.models import Token
from firstlight.access.queries import context_of_token, token_of
from firstlight.access.rules import REACHES
from firstlight.access.stores import note_use
from firstlight.api.problems import Unknown
from firstlight.identity.models import User
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Refused
from firstlight.kernel.policies import Policy
from firstlight.workspace.models import Person, Project
from firstlight.workspace.policies import MAY_VIEW
from firstlight.workspace.queries import context_of, project_for

SAFE = ("GET", "HEAD", "OPTIONS")
#: How long ago a person may have shown who they are, where something weighty is signed. As on pages.
RECENT = timedelta(minutes=5)
#: Where the session keeps when that was.
CONFIRMED = "confirmed"

_WHO = "Send a token as “Authorization: Bearer flt_…”. A person makes one on the project's page Access tokens."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. Without a token it is the person at a browser."""

    user: User
    token: Token | None
    request_id: str

    @property
    def name(self) -> str:
        """Under which limits and kept answers are counted."""
        return f"token:{self.token.pk}" if self.token else f"user:{self.user.pk}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A caller in a project."""

    request: HttpRequest
    caller: Caller
    project: Project
    person: Person
    context: Context


def caller_of(request: HttpRequest) -> Caller:
    """Who calls. Unknown for nobody; Refused for a browser that writes without the token of its form."""
    request_id = secrets.token_hex(8)
    given = request.headers.get("Authorization", "")
    if given:
        kind, _, secret = given.partition(" ")
        token = token_of(secret.strip(), timezone.now()) if kind.lower() == "bearer" else None
        if token is None:
            raise Unknown(f"This token opens nothing: it never was, has expired or was revoked. {_WHO}")
        note_use(token, timezone.now() + token.project.clock_offset)
        return Caller(token.user, token, request_id)
    user = request.user
    if not isinstance(user, User):
        raise Unknown(f"Nobody is signed in. {_WHO}")
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Refused(
            "A browser that changes something sends the header X-CSRFToken of its page.", code="no-csrf-token"
        )
    return Caller(user, None, request_id)


def check_writes(caller: Caller, operation: str) -> None:
    """Refused where the reach of a token does not include writing by this operation."""
    if caller.token is None:
        return
    reach = REACHES[caller.token.reach]
    if reach.writes is not None and operation not in reach.writes:
        raise Refused(f"This token is for “{reach.title}” and may not do this.", code="beyond-reach", reach=reach.title)


def calling(request: HttpRequest) -> Caller:
    """Who sent the request that is being answered."""
    found = getattr(request, "caller", None)
    if not isinstance(found, Caller):
        raise TypeError("an operation was reached past the gate")
    return found


def visit(request: HttpRequest, slug: str, policy: Policy = MAY_VIEW) -> Visit:
    """The caller in a project. NotFound for a stranger, Refused for who lacks the right."""
    caller = calling(request)
    if caller.token is not None:
        project, person, context = context_of_token(caller.token, slug, timezone.now())
    else:
        project, person = project_for(caller.user, slug)
        context = context_of(person, caller.user, timezone.now())
    policy.check(context)
    return Visit(request, caller, project, person, replace(context, request_id=caller.request_id))


def in_person(visiting: Visit) -> None:
    """Refused for a program, and for a person who has not shown within five minutes who they are."""
    if visiting.caller.token is not None:
        sentence = "Signing, voting and accepting a risk need a person. A token cannot do it; sign in and do it there."
        raise Refused(sentence, code="person-needed")
    at = visiting.request.session.get(CONFIRMED)
    now: datetime = timezone.now()
    if not isinstance(at, int | float) or not timedelta() <= timedelta(seconds=now.timestamp() - at) <= RECENT:
        raise Refused("Show again who you are on the page /confirm/, then send it again.", code="confirmation-needed")
