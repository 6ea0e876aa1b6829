"""Answering a form: shown with its errors and everything that was typed, or done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from firstlight.kernel.errors import Invalid
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing
from firstlight.workspace.queries import zone_of

P = ParamSpec("P")


def in_project_zone(
    view: Callable[Concatenate[Viewing, P], HttpResponse],
) -> Callable[Concatenate[Viewing, P], HttpResponse]:
    """Times that people type in the forms of this view are of the project's zone."""

    @wraps(view)
    def zoned(viewing: Viewing, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(zone_of(viewing.project)):
            return view(viewing, *args, **kwargs)

    return cast("Callable[Concatenate[Viewing, P], HttpResponse]", zoned)


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> bool:
    """Do what a valid form asks for. What cannot be accepted then stands on the form; nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Invalid as error:
        form.add_error(None, error.sentence)
        return False
    return True


def show_form(viewing: Viewing, title: str, form: forms.Form, *way: Step, **context: Any) -> HttpResponse:
    """A page that is one form: `lede` says what it does, `verb` is on its button, `back` is where Cancel leads."""
    template = context.pop("template", "form_page.html")
    response = show(viewing, template, title, *way, form=form, **context)
    response.status_code = 422 if form.errors else 200
    return response
