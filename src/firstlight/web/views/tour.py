"""The tour: all its steps on a page, and going on, ending or beginning it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.web.pages.tour import ENDED, at_step, cookie_of, path_of, tour_lines
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page

_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def tour(viewing: Viewing) -> HttpResponse:
    """The seven steps for the viewer's role. POST `step`: a number, or "end". How far one is lies in a cookie."""
    if viewing.request.method != "POST":
        return show(viewing, "tour.html", _("Your tour"), steps=tour_lines(viewing), at=at_step(viewing))
    wanted = viewing.request.POST.get("step", "")
    ended = not (wanted.isdecimal() and 1 <= int(wanted[:4]) <= len(tour_lines(viewing)))
    response = back_to(viewing, "home", said=_("The tour is over. It stays under your initials.") if ended else "")
    value = ENDED if ended else str(int(wanted))
    name, path, secure = cookie_of(viewing), path_of(viewing), viewing.request.is_secure()
    response.set_cookie(name, value, max_age=_YEAR, path=path, samesite="Lax", httponly=True, secure=secure)
    return response
