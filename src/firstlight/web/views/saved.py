"""Views of a list that somebody keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstlight.intake.actions import remove_view, save_view, share_view
from firstlight.kernel.errors import Invalid
from firstlight.web.listing import asked
from firstlight.web.saying import SeeOther, say
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.working import safe_next
from firstlight.web.worklists import ListPage, list_named


@require_POST
@project_page()
def list_views(viewing: Viewing, sheet: str) -> HttpResponse:
    """Keep the filters, words and order of a list under a name, for oneself or for everyone; or remove them."""
    page, post, context = list_named(viewing, sheet), viewing.request.POST, viewing.context
    back = page.url(viewing.project.slug)
    if post.get("remove", "").isdecimal():
        remove_view(context, page.sheet, int(post["remove"][:15]))
        say(viewing.request, _("The view is removed."))
        return SeeOther(f"{back}?view=all")
    query = _query(viewing, page, post.get("query", ""))
    name = post.get("name", "")
    if not name.strip():
        raise Invalid(_("A view needs a name of 1 to 80 characters."))
    if post.get("shared"):
        share_view(context, page.sheet, name=name, query=query)
    else:
        save_view(context, page.sheet, name=name, query=query, standard=bool(post.get("standard")))
    say(viewing.request, _("The view “%(name)s” is kept.") % {"name": name.strip()})
    return SeeOther(safe_next(viewing.request, f"{back}?{query or 'view=all'}"))


def _query(viewing: Viewing, page: ListPage, given: str) -> str:
    """Only what this list can be asked for is kept of an address."""
    request = HttpRequest()
    request.path = page.url(viewing.project.slug)
    request.GET = QueryDict(given[:2000])
    return asked(request, page.spec(viewing)).query
