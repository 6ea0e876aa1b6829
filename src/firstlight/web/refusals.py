"""Refusals of the layers below as pages, each with its status and its sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _

from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal, Refused, TooMany
from firstlight.kernel.unavailable import AGAIN, Unavailable, unavailable
from firstlight.web import wording

STATUS: dict[type[Refusal], tuple[int, str]] = {
    NotFound: (404, gettext_noop("There is nothing here")),
    Refused: (403, gettext_noop("This needs another role")),
    Conflict: (409, gettext_noop("This is not possible now")),
    Invalid: (422, gettext_noop("This cannot be accepted")),
    TooMany: (429, gettext_noop("Too many tries")),
    Unavailable: (503, gettext_noop("This is not possible at the moment")),
}


class RefusalPages:
    """Turns a Refusal that a view let through into its page, for a script into facts.

    A stranger's 404 is the same for all strangers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if asks_for_facts(request):
            return refusal_facts(exception)
        return refusal_page(request, exception)


def asks_for_facts(request: HttpRequest) -> bool:
    """Whether a script of a page asks, which shows an answer itself."""
    return request.headers.get("Accept") == "application/json"


def refusal_facts(refusal: Refusal) -> JsonResponse:
    """What a script needs to show a refusal; with both values where somebody else wrote the same field."""
    status, _title = STATUS.get(type(refusal), (400, ""))
    told: dict[str, Any] = {"code": refusal.code, "said": wording.said(refusal.sentence)}
    if isinstance(refusal, Conflict | Invalid):
        told |= dict(refusal.facts)
    return JsonResponse(told, status=status)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal."""
    status, title = STATUS.get(type(refusal), (400, gettext_noop("This was refused")))
    sentence = _("This address leads nowhere, or not for you.") if status == 404 else refusal.sentence
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    context = {"title": _(title), "sentence": sentence, "problems": problems, "status": status, "back": _from(request)}
    if status == 403 and request.resolver_match and "slug" in request.resolver_match.kwargs:
        context["home_url"] = reverse(
            "home", args=[request.resolver_match.kwargs["slug"]]
        )  # 403 is said to members only
    response = render(request, "firstlight/refusal.html", context, status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.seconds)
    return response


def _from(request: HttpRequest) -> str:
    """The page of this workspace whose form was sent, where what was typed still stands; "" without one."""
    came = urlsplit(request.headers.get("Referer", "")) if request.method == "POST" else None
    if came is None or came.netloc != request.get_host():
        return ""
    return urlunsplit(("", "", came.path, came.query, ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 404, looking exactly like ours."""
    return refusal_page(request, NotFound("There is nothing here."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403."""
    return refusal_page(request, Refused(_("You may not do this.")))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open for too long, or it is not ours."""
    sentence = _(
        "The page was open for too long, so what you sent was not taken. Go back, load it again, and repeat it."
    )
    return refusal_page(request, Refused(sentence))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense, such as one for another host. Without a context: it may be what is wrong."""
    context = {
        "title": _("This request makes no sense"), "sentence": _("Its address or its form is damaged."), "status": 400,
    }  # fmt: skip
    return render(None, "firstlight/refusal.html", context, status=400)


def broken(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Something broke, or nothing can be kept at the moment. Without a template context: it may be what broke."""
    passing = unavailable(error)
    # It may have happened before anybody knew in which language to answer; asking the account is out of the question.
    with override(get_language_from_request(request)):
        if passing is None:
            return render(None, "firstlight/broken.html", status=500)
        response = refusal_facts(passing) if asks_for_facts(request) else _unavailable_page(request, passing)
    response["Retry-After"] = str(AGAIN)
    return response


def _unavailable_page(request: HttpRequest, refusal: Unavailable) -> HttpResponse:
    status, title = STATUS[Unavailable]
    context = {"title": _(title), "sentence": refusal.sentence, "status": status, "back": _from(request),
               "language": get_language()}  # fmt: skip
    return render(None, "firstlight/refusal.html", context, status=status)
