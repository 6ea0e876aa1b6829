"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("firstlight.web.urls"))]
