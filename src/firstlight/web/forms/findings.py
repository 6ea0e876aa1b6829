"""Reporting what tests have found, and letting a cycle end incomplete."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.testing.models import Finding
from firstlight.web import wording


class FindingForm(forms.Form):
    """What was found. Owner and date are the list's."""

    title = forms.CharField(label=_("What is not as it should be"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=wording.choices(Finding.Kind.choices), initial=Finding.Kind.BUG)
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=wording.choices(Finding.Severity.choices),
        initial=Finding.Severity.MEDIUM,
        help_text=_("Critical and high are significant: no acceptance test ends with one open."),
    )
    impact = forms.CharField(
        label=_("Business impact"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    case = forms.CharField(label=_("Case"), max_length=60, required=False, help_text=_("Its ref, such as TC-118."))
    cycle = forms.CharField(label=_("Cycle"), max_length=60, required=False)
    found_by = forms.CharField(label=_("Found by"), max_length=200, required=False)


class LeniencyForm(forms.Form):
    """Why a cycle may end incomplete."""

    reason = forms.CharField(
        label=_("Why the business can live with what is open"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the exit that is signed."),
    )
