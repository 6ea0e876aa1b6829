"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("firstlight.api.urls")), path("", include("firstlight.web.urls"))]

handler400 = "firstlight.web.refusals.bad_request"
handler403 = "firstlight.web.refusals.forbidden"
handler404 = "firstlight.web.refusals.not_found"
handler500 = "firstlight.config.failures.server_error"
