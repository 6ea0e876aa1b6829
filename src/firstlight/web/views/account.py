"""One's own account: what one says of oneself, what one signs in with, where one is signed in."""

from __future__ import annotations

from datetime import UTC

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.identity.actions import change_account, end_sessions, set_password
from firstlight.identity.passwords import problem_of
from firstlight.identity.queries import keys_of, passkeys_of, recent_sign_ins
from firstlight.web import wording
from firstlight.web.account import Own, account_page
from firstlight.web.door import speak
from firstlight.web.forms.account import AboutYouForm, NewPasswordForm
from firstlight.web.saying import SeeOther, say
from firstlight.web.surroundings import viewer_zone


@require_http_methods(["GET", "HEAD", "POST"])
@account_page()
def account(own: Own) -> HttpResponse:
    """Everything of one's account on one page; what opens the door is changed on pages of their own."""
    user = own.user
    said = {name: getattr(user, name) for name in AboutYouForm.base_fields}
    form = AboutYouForm(own.sent, initial=said, label_suffix="")
    if form.is_valid():
        change_account(own.context, user, **form.cleaned_data)
        say(own.request, _("Your account is saved."))
        response = SeeOther(reverse("account"))
        speak(response, own.request, user.language)
        return response
    page = {
        "title": _("Your account"),
        "form": form,
        "keys": keys_of(user),
        "passkeys": passkeys_of(user),
        "sign_ins": recent_sign_ins(user),
        "email": user.email,
        "project_zone": viewer_zone(own.request) or UTC,
    }
    return render(own.request, "firstlight/account.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@account_page(confirmed=True)
def account_password(own: Own) -> HttpResponse:
    """Set or change the password. Every other session ends, this one goes on."""
    form = NewPasswordForm(own.sent, label_suffix="")
    if form.is_valid():
        password = form.cleaned_data["password"]
        problem = problem_of(password, own.user)
        if not problem:
            set_password(own.context, own.user, make_password(password))
            update_session_auth_hash(own.request, own.user)
            say(own.request, _("Your password is set. You are signed out everywhere else."))
            return SeeOther(reverse("account"))
        form.add_error("password", wording.said(problem))
    page = {"title": _("Password"), "form": form, "had": own.user.has_usable_password(), "email": own.user.email}
    return render(own.request, "firstlight/account_password.html", page, status=422 if form.is_bound else 200)


@require_POST
@account_page()
def account_sessions_end(own: Own) -> HttpResponse:
    """Sign out everywhere, here too."""
    end_sessions(own.context, own.user)
    logout(own.request)
    return HttpResponseRedirect(reverse("sign-in"))
