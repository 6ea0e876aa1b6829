"""Signing in with the organisation's own sign-in: there and back."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.identity import limits, openid
from firstlight.identity.actions import tie_to_organisation
from firstlight.identity.models import User
from firstlight.identity.openid import Identity
from firstlight.identity.organisation import OpenId
from firstlight.identity.queries import account_of, account_of_organisation
from firstlight.kernel.errors import Conflict, Invalid, NotFound, TooMany
from firstlight.web import door
from firstlight.web.door import at_the_door, counted, inside, network, wanted_of
from firstlight.web.forms.sign_in import PasswordSignInForm
from firstlight.web.viewing import open_page
from firstlight.web.views.sign_in import shown

#: Where the session keeps who is on the way.
_ON_THE_WAY = "organisation"


@require_safe
@open_page
def sign_in_organisation(request: HttpRequest) -> HttpResponse:
    """To the organisation's sign-in. `again` asks for a new proof, even of somebody it knows.

    A link and no form: the policy of pages lets no form end at another site.
    """
    try:
        limits.take(((limits.QUESTIONS, network(request)),), timezone.now())
        provider = openid.discover(_told().issuer)
    except (Invalid, TooMany) as refusal:
        return shown(request, "firstlight/sign_in.html", PasswordSignInForm(), refusal)
    asked, again = openid.Request.new(), "again" in request.GET
    request.session[_ON_THE_WAY] = asdict(asked) | {"next": wanted_of(request)}
    return HttpResponseRedirect(
        openid.address_to_go(provider, asked, client_id=_told().client, back=_back(request), again=again)
    )


@require_safe
@open_page
def organisation_return(request: HttpRequest) -> HttpResponse:
    """Back from it, with a code that stands for the person."""
    kept: dict[str, Any] = request.session.pop(_ON_THE_WAY, None) or {}
    wanted = inside(request, kept.pop("next", ""))
    try:
        with counted(((limits.ADDRESS, network(request)),), None, "sign-ins with the organisation"):
            told = _returned(request, kept)
            user = _person(told)
    except (Invalid, TooMany, Conflict) as refusal:
        again = PasswordSignInForm()
        return shown(request, "firstlight/sign_in.html", again, refusal, {"wanted": wanted})
    return door.go_in(request, user, by="organisation", wanted=wanted, shown_at=told.shown_at)


def _told() -> OpenId:
    """What this installation was told of the organisation's sign-in. NotFound where it was told nothing."""
    told: OpenId | None = settings.OPENID
    if told is None:
        raise NotFound(_("There is nothing here."))
    return told


def _returned(request: HttpRequest, kept: dict[str, Any]) -> Identity:
    """Whom the provider says it is. Raises Invalid for an answer that nobody here has asked for."""
    settled, code = _told(), request.GET.get("code", "")
    if not kept or not secrets.compare_digest(request.GET.get("state", "").encode(), kept["state"].encode()):
        raise Invalid(_("This return from the organisation's sign-in was not expected. Begin again."))
    if not code:
        raise Invalid(_("The organisation's sign-in did not sign you in. Use another way, or try again."))
    return openid.redeem(
        openid.discover(settled.issuer), openid.Request(**kept), code, client_id=settled.client,
        secret=settled.secret, back=_back(request), now=timezone.now(),
    )  # fmt: skip


def _person(told: Identity) -> User:
    """The account: by the lasting name, or the first time by a mail address that the provider stands for."""
    issuer = _told().issuer
    user = account_of_organisation(issuer, told.subject)
    if user is None and (told.email_is_verified or _told().trusts_mail):
        user = account_of(told.email)
    if user is None:
        raise Invalid(
            _("You are signed in at your organisation, but no project here has added you under its mail address.")
        )
    return tie_to_organisation(at_the_door(), user, issuer=issuer, subject=told.subject)


def _back(request: HttpRequest) -> str:
    """The address that the provider sends people back to, as it is registered there."""
    start = settings.ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{start}{reverse('sign-in-organisation-return')}"
