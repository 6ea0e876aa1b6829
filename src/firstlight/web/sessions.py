"""How long a session lasts: an hour without a click, twelve hours in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from firstlight.identity.rules import session_ended
from firstlight.web.door import BEGAN, SEEN
from firstlight.web.live.streams import EVENTS
from firstlight.web.session_store import SessionStore

#: A session is written at most this often for being seen.
_SEEN_EVERY = 60
#: What a page takes that asks by itself: a stream of events, or what changed.
_BY_ITSELF = (EVENTS, "application/json")


class SessionLimits:
    """Ends a session that has lasted too long. `request.session_ended` tells the sign-in page why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request: HttpRequest) -> None:
        now = timezone.now()
        began = request.session.get(BEGAN) or now.timestamp()
        seen = request.session.get(SEEN) or now.timestamp()
        ended = session_ended(datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(seen, UTC), now)
        if ended:
            logout(request)
            request.session_ended = ended  # type: ignore[attr-defined]
        elif _asks_by_itself(request):
            pass  # nobody clicked; and after a restart hundreds come at once, who would all wait to write their session
        elif SEEN not in request.session or BEGAN not in request.session:
            request.session[BEGAN], request.session[SEEN] = began, now.timestamp()
        elif now.timestamp() - seen >= _SEEN_EVERY:
            cast("SessionStore", request.session).note(SEEN, now.timestamp())


def _asks_by_itself(request: HttpRequest) -> bool:
    """Whether nobody did anything; the page of a run says now and then that somebody has it before them."""
    alone = request.method == "GET" and request.headers.get("Accept") in _BY_ITSELF
    return alone and "there" not in request.GET
