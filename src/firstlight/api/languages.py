"""In which language paper is printed for whoever calls."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import get_language, override

from firstlight.api.doors import Visit
from firstlight.reporting.run_sheet_words import Speech
from firstlight.reporting.speaking import language_for, speech
from firstlight.workspace.languages import own_language

_PDF = "application/pdf"


def run_sheet_for(here: Visit, owner: str, printed: Callable[[Speech], bytes]) -> HttpResponse:
    """A run sheet as an answer that says its language: that of the person whose sheet it is, else as Accept-Language
    asks, else that of whoever calls.
    """
    asked = get_language() if here.request.headers.get("Accept-Language") else own_language(here.person)
    language = language_for(here.project, owner, asked or "")
    with override(language):
        data = printed(speech())
    headers = {"Content-Disposition": "attachment", "Content-Language": language}
    return HttpResponse(data, content_type=_PDF, headers=headers)
