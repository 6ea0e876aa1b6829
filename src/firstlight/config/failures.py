"""What is answered when a request was not worked on to its end: to programs as to people."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from firstlight.api.problems import problem_of
from firstlight.api.service import PREFIX
from firstlight.web.refusals import broken


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500, asked for while the error is being handled: 503 where it passes by itself."""
    error = sys.exc_info()[1]
    if request.path.startswith(f"/{PREFIX}/") and error is not None:
        return problem_of(error)
    return broken(request, error)
