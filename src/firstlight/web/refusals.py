"""Refusals of the layers below as pages, each with its status and its sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal, Refused

STATUS: dict[type[Refusal], tuple[int, str]] = {
    NotFound: (404, "There is nothing here"),
    Refused: (403, "This needs another role"),
    Conflict: (409, "It has changed in the meantime"),
    Invalid: (422, "This cannot be accepted"),
}


class RefusalPages:
    """Turns a Refusal that a view let through into its page. A stranger's 404 is the same for all strangers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return refusal_page(request, exception)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal."""
    status, title = STATUS.get(type(refusal), (400, "This was refused"))
    sentence = "This address leads nowhere, or not for you." if status == 404 else refusal.sentence
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    context = {"title": title, "sentence": sentence, "problems": problems, "status": status}
    return render(request, "firstlight/refusal.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 404, looking exactly like ours."""
    return refusal_page(request, NotFound("There is nothing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. Says what was kept, without a template context that may be what broke."""
    return render(None, "firstlight/broken.html", status=500)
