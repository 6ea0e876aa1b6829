"""Guest links: made, handed over once, listed, revoked."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.web.forms.answering import show_form
from firstlight.web.forms.guests import GuestLinkForm
from firstlight.web.guests import guest_pages
from firstlight.web.handing import hand_over, handed_over
from firstlight.web.pages import guests as page
from firstlight.web.saying import back_to
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.actions import make_guest_link, revoke_guest_link
from firstlight.workspace.policies import MAY_SHARE
from firstlight.workspace.queries import guest_links_of


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_SHARE)
def guest_links(viewing: Viewing) -> HttpResponse:
    """Every link that was made, and a form for a new one."""
    offered = page.offered(guest_pages, viewing.project, viewing.context)
    shows = [(key, title) for key, (_purpose, _subject, title) in offered.items()]
    asked = {"shows": viewing.request.GET.get("shows", "")}
    form = GuestLinkForm(sent(viewing), shows=shows, initial=asked)
    if form.is_valid():
        given = form.cleaned_data
        purpose, subject, title = offered[given["shows"]]
        link, token = make_guest_link(
            viewing.context, purpose, subject=subject, title=title, label=given["label"], days=given["days"]
        )
        address = viewing.request.build_absolute_uri(reverse("guest", args=[token]))
        hand_over(viewing.request, "guest-links", address, link.title)
        return back_to(viewing, "guest-links")
    lines = page.link_lines(guest_links_of(viewing.project), viewing.context.now)
    made = handed_over(viewing.request, "guest-links")
    return show_form(
        viewing, _("Guest links"), form, template="guest_links.html", lines=lines, made=made, offered=shows
    )


@require_POST
@project_page(MAY_SHARE)
def guest_link_revoke(viewing: Viewing, ref: str) -> HttpResponse:
    """Take a link back."""
    link = revoke_guest_link(viewing.context, ref)
    return back_to(viewing, "guest-links", said=_("The link “%(title)s” leads nowhere now.") % {"title": link.title})
