"""The description of the API, as a document and as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstlight.api.reading import chapters
from firstlight.api.service import description


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


@require_safe
@_open
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document. It holds no secrets, so that no sign-in is needed to write a program."""
    return JsonResponse(description())


@require_safe
@_open
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    context: dict[str, Any] = {"title": "API", "chapters": chapters(description()), "info": description()["info"]}
    return render(request, "firstlight/api_docs.html", context)
