"""After a form was sent: back to a page, with a sentence that says what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from firstlight.web.viewing import Viewing


class SeeOther(HttpResponseRedirect):
    """Look there now. The browser does not send the form again."""

    status_code = 303


def say(request: HttpRequest, sentence: str, *, state: str = "met") -> None:
    """A sentence for the top of the next page. `state` is how it is drawn: met, partly, unmet, running."""
    messages.info(request, sentence, extra_tags=state)


def back_to(viewing: Viewing, name: str, *args: Any, said: str = "", state: str = "met") -> HttpResponse:
    """To the page `name` of the project, with a sentence about what was done."""
    if said:
        say(viewing.request, said, state=state)
    return SeeOther(reverse(name, args=[viewing.project.slug, *args]))
