"""Looking for words in the whole project: as a page, and as the part that the command palette shows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.web.pages.search import LONGEST, found
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page


@require_safe
@project_page()
def search(viewing: Viewing) -> HttpResponse:
    """What the words in the address find. With the palette's header only the groups, without the page."""
    words = viewing.request.GET.get("q", "")[:LONGEST]
    context = {"groups": found(viewing, words), "words": words}
    if viewing.request.headers.get("X-Firstlight-Part") == "palette":
        return render(viewing.request, "firstlight/parts/found.html", context)
    return show(viewing, "search.html", _("Search"), **context)
