"""Preparing, voting on and closing a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.readiness.models.decisions import Outcome
from firstlight.web import wording
from firstlight.web.forms.reviews import DAY


class MeetingForm(forms.Form):
    """What is decided, when, and who presides."""

    title = forms.CharField(label=_("What is decided"), max_length=200)
    planned = forms.DateTimeField(
        label=_("Meeting"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the time of the project."),
    )  # fmt: skip
    presider = forms.ChoiceField(label=_("Who presides"))
    supersedes = forms.ChoiceField(label=_("In place of"), required=False)

    def __init__(
        self, given: Any, *, people: Sequence[tuple[str, str]], closed: Sequence[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["presider"].choices = people  # type: ignore[attr-defined]
        self.fields["supersedes"].choices = [("", _("no earlier decision")), *closed]  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """A vote and its reason."""

    vote = forms.ChoiceField(label=_("Your vote"), choices=wording.choices(Outcome.choices), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence is enough. It stands beside your name."),
    )  # fmt: skip


class DissentForm(forms.Form):
    """Dissent."""

    text = forms.CharField(
        label=_("Your dissent"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the decision by your name and can never be removed."),
    )  # fmt: skip


class ConditionForm(forms.Form):
    """A condition."""

    text = forms.CharField(label=_("What has to be so"), max_length=300)
    owner = forms.CharField(label=_("Owner"), max_length=200)
    due = forms.DateField(label=_("Due"), widget=DAY)


class PointForm(forms.Form):
    """A point of the agenda."""

    text = forms.CharField(label=_("Point"), max_length=500, required=False)
    note = forms.CharField(label=_("Note"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RiskForm(forms.Form):
    """A risk that is accepted in writing."""

    reason = forms.CharField(
        label=_("Why it can be borne"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is printed on page one with your name."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until the end of"), widget=DAY)


class CloseForm(forms.Form):
    """What was decided."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=wording.choices(Outcome.choices), widget=forms.RadioSelect)
    statement = forms.CharField(label=_("In your words"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3}))
