"""Signing in by password or link, signing out, and the way to one's projects."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.identity import limits
from firstlight.identity.actions import use_sign_in_link
from firstlight.identity.models import User
from firstlight.identity.passwords import is_right
from firstlight.identity.queries import account_of, holder_of
from firstlight.kernel.errors import Invalid, Refusal, TooMany
from firstlight.web import post
from firstlight.web.door import at_the_door, counted, first_step, network, password_limits, wanted_of
from firstlight.web.forms.sign_in import LinkForm, PasswordSignInForm
from firstlight.web.refusals import STATUS
from firstlight.web.viewing import open_page
from firstlight.workspace.models import Project
from firstlight.workspace.queries import projects_of


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Every way in. A wrong password and an unknown address are answered alike, and as slowly."""
    form = PasswordSignInForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        user = account_of(email)
        try:
            with counted(password_limits(request, email), user, "passwords"):
                if not is_right(user, form.cleaned_data["password"]) or user is None:
                    raise Invalid(_("Mail address and password do not fit together."))
            return first_step(request, user, by="password", wanted=wanted_of(request))
        except (Invalid, TooMany) as error:
            refusal = error
    ended = request.GET.get("ended", "")
    return shown(request, "firstlight/sign_in.html", form, refusal, {"ended": ended if wanted_of(request) else ""})


def shown(
    request: HttpRequest, template: str, form: forms.Form, refusal: Refusal | None, more: dict[str, Any] | None = None
) -> HttpResponse:
    """A page of the door with its form: again with what was refused, and when it can be tried again."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    if refusal:
        status = STATUS[type(refusal)][0]
    context = {
        "form": form,
        "refused": refusal.sentence if refusal else "",
        "wanted": wanted_of(request),
        "mail": settings.MAIL_CONFIGURED,
        "organisation": settings.OPENID.name if settings.OPENID else "",
    }
    response = render(request, template, context | (more or {}), status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.seconds)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Have a link sent. The answer is the same, and as quick, whether or not the address has an account."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    new_password = "password" in request.GET or "new_password" in request.POST
    refusal: Refusal | None = None
    if request.method == "POST" and settings.MAIL_CONFIGURED and form.is_valid():
        email, context = form.cleaned_data["email"].lower(), at_the_door()
        wanted = reverse("account-password") if new_password else wanted_of(request)
        try:
            limits.take(((limits.LINK, email), (limits.LINK_ADDRESS, network(request))), context.now)
            address_for = _link_addresses(request, wanted)
            post.later(lambda: post.send_link(context, email, address_for))
            return render(request, "firstlight/sign_in_link_sent.html", {"email": email})
        except TooMany as error:
            refusal = error
    return shown(request, "firstlight/sign_in_link.html", form, refusal, {"new_password": new_password})


def _link_addresses(request: HttpRequest, wanted: str) -> Any:
    """Makes of a token the whole address that a letter can carry."""
    start = settings.ADDRESS or f"{request.scheme}://{request.get_host()}"
    way = f"?{urlencode({'next': wanted})}" if wanted else ""
    return lambda token: f"{start}{reverse('sign-in-by-link', args=[token])}{way}"


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whom the link is for, and a button. Only the button uses it up: mail and chat programs open links too."""
    if request.method == "POST":
        user = use_sign_in_link(at_the_door(), token)
        return first_step(request, user, by="link", wanted=wanted_of(request))
    holder = holder_of(token, timezone.now())
    context = {"holder": holder, "wanted": wanted_of(request), "mail": settings.MAIL_CONFIGURED}
    return render(request, "firstlight/sign_in_by_link.html", context, status=200 if holder else 404)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    wanted = wanted_of(request)
    logout(request)
    return HttpResponseRedirect(reverse("sign-in") + (f"?{urlencode({'next': wanted})}" if wanted else ""))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the one project a person has, or to the list of them."""
    mine = _mine(request)
    target = reverse("home", args=[mine[0].slug]) if len(mine) == 1 else reverse("projects")
    return HttpResponseRedirect(target)


def _mine(request: HttpRequest) -> list[Project]:
    user = request.user
    return projects_of(user) if isinstance(user, User) else []
