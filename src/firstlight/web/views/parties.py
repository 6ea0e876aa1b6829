"""Organisations in the project: what each sees, and the customer's consent."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.web import wording
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.people import PartyForm
from firstlight.web.pages.people import party_lines
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.people import way_to_people
from firstlight.workspace.actions import give_consent, open_to_party, require_consent, withdraw_consent
from firstlight.workspace.crew import parties_of, party_named
from firstlight.workspace.policies import MAY_CONSENT, MAY_EDIT_PEOPLE, MAY_EDIT_PROJECT, MAY_VIEW_PEOPLE
from firstlight.workspace.sight import SUBJECTS, seen_by


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def parties(viewing: Viewing) -> HttpResponse:
    """Every organisation with what is open to its people."""
    needed = viewing.project.consent_needed
    context = {
        "lines": party_lines(parties_of(viewing.project), needed),
        "needed": needed,
        "may_edit": MAY_EDIT_PEOPLE.allows(viewing.context),
        "may_require": MAY_EDIT_PROJECT.allows(viewing.context),
        "may_consent": MAY_CONSENT.allows(viewing.context),
        "mine": viewing.person.name,
    }
    return show(viewing, "parties.html", _("Organisations"), way_to_people(viewing), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_PEOPLE)
def party(viewing: Viewing, ref: str) -> HttpResponse:
    """What is open to the people of one organisation."""
    found = party_named(viewing.project, ref)
    initial = {"sees": sorted(seen_by(found.kind, found.sees))}
    form = PartyForm(
        sent(viewing), subjects=[(key, wording.said(title)) for key, title in SUBJECTS.items()], initial=initial
    )
    if form.is_valid():
        open_to_party(viewing.context, found, form.cleaned_data["sees"])
        return back_to(viewing, "parties", said=_("What %(name)s sees was changed.") % {"name": found.name})
    way = (_("Organisations"), reverse("parties", args=[viewing.project.slug]))
    return show_form(viewing, found.name, form, way_to_people(viewing), way, template="party.html", found=found)


@require_POST
@project_page(MAY_CONSENT)
def party_consent(viewing: Viewing, ref: str) -> HttpResponse:
    """Agree, or take one's own consent back."""
    found = party_named(viewing.project, ref)
    if viewing.request.POST.get("withdraw"):
        withdraw_consent(viewing.context, found)
        return back_to(viewing, "parties", said=_("Your consent to %(name)s is taken back.") % {"name": found.name})
    give_consent(viewing.context, found)
    return back_to(viewing, "parties", said=_("You have agreed that %(name)s sees it.") % {"name": found.name})


@require_POST
@project_page(MAY_EDIT_PROJECT)
def consent_setting(viewing: Viewing) -> HttpResponse:
    """Whether consent is needed at all."""
    needed = viewing.request.POST.get("needed") == "yes"
    require_consent(viewing.context, needed)
    said = _("Two people of the customer have to agree now.") if needed else _("Nobody has to agree any more.")
    return back_to(viewing, "parties", said=said)
