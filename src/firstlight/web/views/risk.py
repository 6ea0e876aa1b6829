"""The go-live risk profile: as things are, or under other assumptions that stand in the address only."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.engines.riskprofile import Facts
from firstlight.kernel.errors import Invalid
from firstlight.scope.actions import set_threshold
from firstlight.scope.models import RiskSetting
from firstlight.scope.policies import MAY_EDIT_SCOPE
from firstlight.scope.risk import risk_facts, risk_thresholds
from firstlight.web import wording
from firstlight.web.exporting import table_file
from firstlight.web.forms.scope import ThresholdForm, WhatIfForm
from firstlight.web.pages import risk as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from firstlight.workspace.queries import zone_of


def _asked(viewing: Viewing) -> tuple[WhatIfForm, str, int | None]:
    """Other assumptions; what makes no sense is as if it were not there."""
    form = WhatIfForm(viewing.request.GET)
    form.is_valid()
    return form, form.cleaned_data.get("approach", ""), form.cleaned_data.get("users")


@require_safe
@project_page(MAY_VIEW_SCOPE)
def risk_profile(viewing: Viewing) -> HttpResponse:
    """The profile in one table, what follows from it, and the thresholds."""
    return _shown(viewing, ThresholdForm(None))


def _shown(viewing: Viewing, thresholds: ThresholdForm) -> HttpResponse:
    project = viewing.project
    form, approach, users = _asked(viewing)
    facts, limits = risk_facts(project), risk_thresholds(project)
    actual, other = page.judged(facts, limits), page.assumed(facts, approach, users)
    shown = page.judged(other, limits)
    people = list(Person.objects.filter(project=project).values_list("name", "roles"))
    reasons = dict(RiskSetting.objects.filter(project=project).values_list("ref", "reason"))
    return show(
        viewing, "risk_profile.html", _("Go-live risk profile"), (_("Scope"), reverse("scope", args=[project.slug])),
        shown=shown, actual=actual, what_if=other != facts, assumed=_words(other, facts), form=form,
        query=viewing.request.GET.urlencode() if other != facts else "",
        factors=page.factor_lines(shown, actual, limits), thresholds=page.threshold_lines(limits, reasons),
        rungs=[(one, page.holders(people, one.roles)) for one in shown.follows.escalation], sources=page,
        threshold_form=thresholds, may_edit=MAY_EDIT_SCOPE.allows(viewing.context),
    )  # fmt: skip


def _words(other: Facts, facts: Facts) -> str:
    """What is assumed, in words."""
    told = []
    if other.approach != facts.approach:
        told.append(_("a big bang") if other.approach == "big-bang" else _("a phased go-live"))
    if other.users != facts.users and other.users is not None:
        told.append(_("%(users)s users") % {"users": wording.number(other.users)})
    return wording.joined(told)


@require_safe
@project_page(MAY_VIEW_SCOPE)
def risk_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same as a file."""
    project = viewing.project
    _form, approach, users = _asked(viewing)
    facts, limits = risk_facts(project), risk_thresholds(project)
    other = page.assumed(facts, approach, users)
    name = f"{project.slug} risk profile" + (" what if" if other != facts else "")
    rows = page.file_rows(page.judged(other, limits), limits)
    return table_file(page.FILE_HEADS, rows, form, zone_of(project), name)


@require_POST
@project_page(MAY_EDIT_SCOPE)
def risk_threshold(viewing: Viewing) -> HttpResponse:
    """Set a threshold for this project, or go back to the default."""
    form = ThresholdForm(viewing.request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            set_threshold(viewing.context, ref=given["threshold"], value=given["value"], reason=given["reason"])
            return back_to(viewing, "risk-profile", said=_("The threshold counts from now on."))
        except Invalid as refusal:
            form.add_error("value", wording.said(refusal.sentence))
    response = _shown(viewing, form)
    response.status_code = 422
    return response
