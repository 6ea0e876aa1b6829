"""Doing what a form says, and showing it again with what was refused beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from firstlight.kernel.errors import Invalid
from firstlight.web.viewing import Viewing
from firstlight.workspace.queries import zone_of


def done_with(viewing: Viewing, form: forms.Form, do: Callable[[dict[str, Any]], Any], *, beside: str) -> Any:
    """What came of `do` with the cleaned form; None where the form is not sent, or is refused.

    What is Invalid stands beside the field `beside`, and nothing that was typed is lost. Times are meant in the zone
    of the project.
    """
    with timezone.override(zone_of(viewing.project)):
        if not form.is_valid():
            return None
    try:
        return do(form.cleaned_data)
    except Invalid as error:
        form.add_error(beside, error.sentence)
        return None


def shown(response: HttpResponse, form: forms.Form) -> HttpResponse:
    """A page with a form: 422 where the form stands on it with what was refused."""
    response.status_code = 422 if form.errors else 200
    return response
