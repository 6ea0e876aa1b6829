"""The settings of a project: what it says of itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.intake.profiles import ANSWER, PHASE, merge_profiles
from firstlight.reporting.queries import template_of
from firstlight.web.forms.answering import in_project_zone
from firstlight.web.forms.projects import in_sent_zone
from firstlight.web.forms.settings import SettingsForm
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.actions import change_project
from firstlight.workspace.policies import MAY_EDIT_PROJECT
from firstlight.workspace.stated import profile_of


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_PROJECT)
@in_project_zone
def settings(viewing: Viewing) -> HttpResponse:
    """The profile. What two people change at once merges; the same field is for the second one to decide."""
    stored = profile_of(viewing.project)
    form, status = SettingsForm(sent(viewing), profile=stored), 200
    if form.is_bound:
        status = 422
        with in_sent_zone(sent(viewing)):
            fits = form.fits()
        if fits:
            merged = merge_profiles(form.cleaned_data["opened"], stored, form.profile())
            if not merged.clashes:
                change_project(viewing.context, merged.profile, seen=stored)
                return back_to(viewing, "settings", said=_("The settings are saved."))
            form.show_clashes(merged.clashes, stored)
            status = 409
    phases = [[form[f"{PHASE}{ref}-{part}"] for part in ("title", "start", "end")] for ref in form.rows]
    answers = [field for field in form if field.name.startswith(ANSWER)]
    own = {"phases": phases, "answers": answers, "slides": template_of(viewing.project)}
    response = show(viewing, "settings.html", _("Settings"), form=form, **own)
    response.status_code = status
    return response
