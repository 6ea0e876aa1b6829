"""The template of a project's slides: looked at, replaced, taken along, removed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.reporting.actions import keep_template, remove_template
from firstlight.reporting.queries import template_file, template_of
from firstlight.web.exporting import attached, safe_name
from firstlight.web.forms.answering import show_form, tried
from firstlight.web.forms.files import TemplateForm
from firstlight.web.saying import back_to
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.policies import MAY_EDIT_PROJECT


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_PROJECT)
def slide_template(viewing: Viewing) -> HttpResponse:
    """The presentation into which slides are drawn, and a form for another one."""
    given = sent(viewing)
    form = TemplateForm(given, viewing.request.FILES if given is not None else None)

    def do(said: dict[str, Any]) -> None:
        keep_template(viewing.context, said["file"].read(), name=safe_name(said["file"].name))

    if tried(form, do, beside="file"):
        return back_to(viewing, "slide-template", said=_("Slides are drawn into this template from now on."))
    lede = _(
        "PowerPoint files of the decision pack get the type, the colours and the masters of your own presentation."
    )
    way = (_("Settings"), reverse("settings", args=[viewing.project.slug]))
    return show_form(
        viewing, _("Template of the slides"), form, way, template="slide_template.html", lede=lede, files=True,
        verb=_("Use this template"), found=template_of(viewing.project),
    )  # fmt: skip


@require_POST
@project_page(MAY_EDIT_PROJECT)
def slide_template_remove(viewing: Viewing) -> HttpResponse:
    """From now on slides look as they come."""
    remove_template(viewing.context)
    return back_to(viewing, "slide-template", said=_("The template is removed. Slides look as they come."))


@require_safe
@project_page(MAY_EDIT_PROJECT)
def slide_template_file(viewing: Viewing) -> HttpResponse:
    """The template as it was uploaded."""
    found, data = template_file(viewing.project)
    return attached(data, found.name, "pptx")
