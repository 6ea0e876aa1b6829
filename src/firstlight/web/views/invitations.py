"""Invitations: made and taken back by the project, accepted by whoever has the link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.identity.models import User
from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound
from firstlight.letters.queries import has_mail
from firstlight.web.forms.people import AcceptForm
from firstlight.web.handing import hand_over
from firstlight.web.inviting import send_invitation
from firstlight.web.pacing import knocked, knocks
from firstlight.web.saying import SeeOther, back_to
from firstlight.web.viewing import CONFIRMED, Viewing, open_page, project_page
from firstlight.workspace.actions import accept_invitation, invite, revoke_invitation
from firstlight.workspace.crew import person_named
from firstlight.workspace.models import Invitation
from firstlight.workspace.policies import MAY_INVITE
from firstlight.workspace.queries import invitation_of_token
from firstlight.workspace.roles import INVITATION_DOOR

_BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Invitations that do not work, from one address in ten minutes.
MISSES = 20


@require_POST
@project_page(MAY_INVITE)
def person_invite(viewing: Viewing, ref: str) -> HttpResponse:
    """Invite somebody, or once more: by mail where there is mail, and by a link to copy in any case."""
    person = person_named(viewing.project, ref)
    invitation, token = invite(viewing.context, person)
    address = viewing.request.build_absolute_uri(reverse("invitation", args=[token]))
    hand_over(viewing.request, f"person {ref}", address, _("Invitation of %(name)s") % {"name": person.name})
    facts = {"mail": person.email}
    if not has_mail():
        said = _("No mail server is set up here. Send the link to %(mail)s yourself.")
        return back_to(viewing, "person", ref, said=said % facts, state="partly")
    if send_invitation(invitation, viewing.project, address):
        return back_to(viewing, "person", ref, said=_("The invitation went to %(mail)s.") % facts)
    said = _("The mail to %(mail)s could not be sent. Send the link yourself, or invite once more later.")
    return back_to(viewing, "person", ref, said=said % facts, state="unmet")


@require_POST
@project_page(MAY_INVITE)
def invitation_revoke(viewing: Viewing, ref: str) -> HttpResponse:
    """Take an invitation back."""
    revoke_invitation(viewing.context, person_named(viewing.project, ref))
    return back_to(viewing, "person", ref, said=_("The invitation leads nowhere now."))


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the button that accepts it. Opening it changes nothing."""
    if knocks(request, "invitation miss") >= MISSES:
        return render(request, "firstlight/guest_wait.html", status=429)
    try:
        found = invitation_of_token(token, timezone.now())
    except NotFound:
        knocked(request, "invitation miss", seconds=600)
        return render(None, "firstlight/invitation_nowhere.html", status=404)
    response = _answered(request, found)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answered(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    existing = User.objects.filter(email=found.email).first()
    form = AcceptForm(request.POST if request.method == "POST" else None, name=found.person.name)
    if existing is None and form.is_valid():
        return _accepted(request, found, form.cleaned_data["name"], None)
    if existing and user and user.pk == existing.pk and request.method == "POST":
        return _accepted(request, found, existing.name, user)
    context = {
        "found": found,
        "form": form,
        "existing": existing,
        "user": user,
        "project_name": found.person.project.name,
    }
    return render(request, "firstlight/invitation.html", context, status=422 if form.errors and not existing else 200)


def _accepted(request: HttpRequest, found: Invitation, name: str, signed_in: User | None) -> HttpResponse:
    project = found.person.project
    context = Context(INVITATION_DOOR, timezone.now() + project.clock_offset, project)
    user = accept_invitation(context, found, name=name, signed_in=signed_in)
    if signed_in is None:
        login(request, user, backend=_BACKEND)
        request.session[CONFIRMED] = timezone.now().timestamp()
    return SeeOther(reverse("home", args=[project.slug]))
