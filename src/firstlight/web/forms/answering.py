"""Answering a form: shown with its errors and everything that was typed, or done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from firstlight.kernel.errors import Invalid
from firstlight.web import wording
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


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object], *, beside: str | None = None) -> bool:
    """Do what a valid form asks for. What cannot be accepted then stands on the form; nothing typed is lost.

    It stands `beside` that field, else above them all.
    """
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Invalid as error:
        form.add_error(beside, wording.said(error.sentence))
        return False
    return True


def done_with(viewing: Viewing, form: forms.Form, do: Callable[[dict[str, Any]], Any], *, beside: str) -> Any:
    """What came of `do`, tried with the form; None where the form is not sent, or is refused.

    Times that were typed are of the project's zone.
    """
    with timezone.override(zone_of(viewing.project)):
        form.is_valid()
    came: list[Any] = []
    return came[0] if tried(form, lambda said: came.append(do(said)), beside=beside) else None


def shown(response: HttpResponse, form: forms.Form) -> HttpResponse:
    """A page with a form: 422 where the form stands on it with what was refused."""
    response.status_code = 422 if form.errors else 200
    return response


def show_form(viewing: Viewing, title: str, form: forms.Form, *way: Step, **context: Any) -> HttpResponse:
    """A page that is one form: `lede` says what it does, `verb` is on its button, `back` is where Cancel leads."""
    template = context.pop("template", "form_page.html")
    return shown(show(viewing, template, title, *way, form=form, **context), form)
