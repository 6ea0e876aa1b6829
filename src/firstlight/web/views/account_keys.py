"""What opens one's account besides a password: passkeys, an authenticator app, recovery codes."""

from __future__ import annotations

import base64
import secrets

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.identity import actions
from firstlight.identity.models import User
from firstlight.identity.passkeys import ask_for_new
from firstlight.identity.queries import keys_of, passkeys_of
from firstlight.identity.sealing import open_sealed, seal
from firstlight.kernel.errors import Invalid
from firstlight.web import wording
from firstlight.web.account import Own, account_page
from firstlight.web.asking_passkeys import answer_in, keep_question, site_of, taken_question
from firstlight.web.forms.account import AppCodeForm, PasskeyNameForm
from firstlight.web.pages.authenticator import picture_of, spoken_secret
from firstlight.web.saying import SeeOther, say

#: What a new passkey was asked for, and where the session keeps the secret of an app that is being added.
ADD = "add"
_SECRET = "new-app"  # noqa: S105  (the name of a place)


@require_http_methods(["GET", "HEAD", "POST"])
@account_page(confirmed=True)
def account_passkeys(own: Own) -> HttpResponse:
    """Add a passkey. With the first second factor come recovery codes, shown once."""
    form = PasskeyNameForm(own.sent, label_suffix="")
    refused = ""
    if form.is_valid():
        try:
            question, answer = taken_question(own.request, ADD), answer_in(own.request)
            made = actions.add_passkey(
                own.context, own.user, name=form.cleaned_data["name"], site=site_of(own.request),
                question=question, answer=answer,
            )  # fmt: skip
            return _added(own, _("The passkey “%(name)s” is added.") % {"name": made.name})
        except Invalid as refusal:
            refused = refusal.sentence
    page = {"title": _("Add a passkey"), "form": form, "refused": refused, "passkeys": passkeys_of(own.user)}
    return render(own.request, "firstlight/account_passkeys.html", page, status=422 if form.is_bound else 200)


def _added(own: Own, said: str) -> HttpResponse:
    """After a second factor was added: the recovery codes where there are none yet, else back to the account."""
    if not keys_of(own.user).recovery_codes:
        return _codes_page(own, actions.make_recovery_codes(own.context, own.user), said)
    say(own.request, said)
    return SeeOther(reverse("account"))


def _codes_page(own: Own, codes: tuple[str, ...], said: str) -> HttpResponse:
    page = {"title": _("Recovery codes"), "codes": codes, "said": said}
    return render(own.request, "firstlight/account_recovery_codes.html", page)


@require_POST
@account_page(confirmed=True)
def account_passkey_question(own: Own) -> HttpResponse:
    """What the browser needs to make a passkey."""
    options, question = ask_for_new(site_of(own.request), own.user, passkeys_of(own.user), own.context.now)
    keep_question(own.request, question, ADD)
    return JsonResponse(options)


@require_POST
@account_page(confirmed=True)
def account_passkey_remove(own: Own, number: int) -> HttpResponse:
    """Remove a passkey."""
    name = actions.remove_passkey(own.context, own.user, number)
    say(own.request, _("The passkey “%(name)s” is removed. Delete it on the device, too.") % {"name": name})
    return SeeOther(reverse("account"))


@require_http_methods(["GET", "HEAD", "POST"])
@account_page(confirmed=True)
def account_app(own: Own) -> HttpResponse:
    """Add an authenticator app: scan the picture, or type the secret, then type the first code."""
    if keys_of(own.user).app:
        return SeeOther(reverse("account"))
    sealed = own.request.session.get(_SECRET)
    secret = open_sealed(sealed) if sealed else secrets.token_bytes(20)
    form = AppCodeForm(own.sent, label_suffix="")
    if form.is_valid():
        try:
            actions.add_authenticator_app(own.context, own.user, secret=secret, code=form.cleaned_data["code"])
            own.request.session.pop(_SECRET, None)
            return _added(own, _("The authenticator app is added."))
        except Invalid as refusal:
            form.add_error("code", wording.said(refusal.sentence))
    own.request.session[_SECRET] = seal(secret)
    page = {"title": _("Add an authenticator app"), "form": form, "secret": spoken_secret(secret)}
    page["picture"] = picture_of(_app_address(own.user, secret))
    return render(own.request, "firstlight/account_app.html", page, status=422 if form.is_bound else 200)


def _app_address(user: User, secret: bytes) -> str:
    """What an authenticator app reads from the picture."""
    from urllib.parse import quote

    plain = base64.b32encode(secret).decode("ascii")
    return f"otpauth://totp/Firstlight:{quote(user.email)}?secret={plain}&issuer=Firstlight"


@require_POST
@account_page(confirmed=True)
def account_app_remove(own: Own) -> HttpResponse:
    """Remove the authenticator app."""
    actions.remove_authenticator_app(own.context, own.user)
    say(own.request, _("The authenticator app is removed. Delete its entry in the app, too."))
    return SeeOther(reverse("account"))


@require_POST
@account_page(confirmed=True)
def account_recovery_codes(own: Own) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    return _codes_page(own, actions.make_recovery_codes(own.context, own.user), "")
