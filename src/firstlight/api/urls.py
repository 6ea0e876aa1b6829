"""Addresses of the API, its description and its page."""

from __future__ import annotations

from django.urls import include, path, re_path

from firstlight.api.pages import docs, openapi
from firstlight.api.problems import not_there
from firstlight.api.service import PREFIX, addresses

not_there.open_to_all = True  # type: ignore[attr-defined]

urlpatterns = [
    path("api/docs", docs, name="api-docs"),
    path("api/openapi.json", openapi, name="api-openapi"),
    path(f"{PREFIX}/", include(addresses())),
    re_path(r"^api/(?P<rest>.*)$", not_there, name="api-not-there"),
]
