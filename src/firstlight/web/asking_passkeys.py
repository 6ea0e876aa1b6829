"""Between a browser's passkeys and the session: what was asked, and the answer that came back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from firstlight.identity.passkeys import Question, Site, wrong_passkey
from firstlight.web.door import QUESTION

#: An answer is a few thousand characters; nobody needs to send more.
LONGEST_ANSWER = 30_000


def site_of(request: HttpRequest) -> Site:
    """The site that the browser is looking at."""
    return Site.of_host(request.get_host())


def keep_question(request: HttpRequest, question: Question, purpose: str) -> None:
    """Keep what was asked, and for what: an answer for one purpose is none for another."""
    kept = {"challenge": question.challenge, "at": question.asked.timestamp(), "for": purpose}
    request.session[QUESTION] = kept


def taken_question(request: HttpRequest, purpose: str) -> Question:
    """What was asked for this purpose; it is not asked again. Raises Invalid where nothing was."""
    kept: dict[str, Any] = request.session.pop(QUESTION, None) or {}
    if kept.get("for") != purpose:
        raise wrong_passkey()
    return Question(kept["challenge"], datetime.fromtimestamp(kept["at"], UTC))


def answer_in(request: HttpRequest) -> dict[str, Any]:
    """The browser's answer in the form that was sent. Raises Invalid when it is none."""
    text = request.POST.get("credential", "")
    try:
        answer = json.loads(text) if len(text) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise wrong_passkey()
    return answer
