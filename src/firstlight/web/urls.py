"""Addresses of the pages."""

from __future__ import annotations

from django.urls import include, path

from firstlight.web import converters
from firstlight.web.views import home, sign_in

__all__ = ["converters", "urlpatterns"]

_PROJECT = [
    path("", home.home, name="home"),
    path("assess/", home.assess, name="assess"),
]

urlpatterns = [
    path("", sign_in.start, name="start"),
    path("projects/", sign_in.projects, name="projects"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/<str:token>/", sign_in.sign_in_by_link, name="sign-in-by-link"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("p/<slug:slug>/", include(_PROJECT)),
]
