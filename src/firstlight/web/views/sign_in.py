"""Signing in by a link, signing out, and the way to one's projects."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.identity.actions import use_sign_in_link
from firstlight.identity.models import User
from firstlight.identity.queries import holder_of
from firstlight.kernel.context import Context
from firstlight.web.viewing import CONFIRMED, open_page
from firstlight.workspace.models import Project
from firstlight.workspace.queries import projects_of
from firstlight.workspace.roles import SIGN_IN_PAGE

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
@open_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """How one gets a link. There is no form, because there is no password."""
    return render(request, "firstlight/sign_in.html", {"wanted": bool(_wanted(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whom the link is for, and a button. Only the button uses it up: mail and chat programs open links too."""
    if request.method == "POST":
        user = use_sign_in_link(Context(SIGN_IN_PAGE, timezone.now()), token)
        login(request, user, backend=_BACKEND)
        request.session[CONFIRMED] = timezone.now().timestamp()
        return HttpResponseRedirect(_wanted(request) or reverse("start"))
    holder = holder_of(token, timezone.now())
    context = {"holder": holder, "wanted": _wanted(request)}
    return render(request, "firstlight/sign_in_by_link.html", context, status=200 if holder else 404)


def _wanted(request: HttpRequest) -> str:
    """The address within this site that the person was on the way to."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the one project a person has, or to the list of them."""
    mine = _mine(request)
    target = reverse("home", args=[mine[0].slug]) if len(mine) == 1 else reverse("projects")
    return HttpResponseRedirect(target)


def _mine(request: HttpRequest) -> list[Project]:
    user = request.user
    return projects_of(user) if isinstance(user, User) else []


@require_safe
def confirm(request: HttpRequest) -> HttpResponse:
    """Before something weighty: sign in again, since the last time is more than five minutes ago."""
    return render(request, "firstlight/confirm.html", {"wanted": _wanted(request)})
