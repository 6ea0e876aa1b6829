"""Planning a gate review, what reviewers find, what is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.readiness.models import Finding, Review
from firstlight.web import wording

#: A day is chosen, not typed, where the browser can.
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.Form):
    """What is reviewed, with which questions, when, and who reviews it."""

    title = forms.CharField(label=_("What is reviewed"), max_length=200)
    questions = forms.ChoiceField(label=_("Questions"))
    planned = forms.DateField(
        label=_("Day of the review"), widget=DAY, help_text=_("At least four weeks before the go-live.")
    )
    reviewers = forms.MultipleChoiceField(
        label=_("Reviewers"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Whoever reviews does not answer the questions."),
    )  # fmt: skip

    def __init__(
        self, given: Any, *, sets: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["questions"].choices = sets  # type: ignore[attr-defined]
        self.fields["reviewers"].choices = people  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """A finding. Whether owner, date and level are needed is said by what it is."""

    kind = forms.ChoiceField(label=_("It is"), choices=wording.choices(Finding.Kind.choices))
    title = forms.CharField(label=_("What was found"), max_length=300)
    question = forms.ChoiceField(label=_("On the question"), required=False)
    recommendation = forms.CharField(
        label=_("Recommendation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    level = forms.ChoiceField(
        label=_("Risk level"), choices=[("", "–"), *wording.choices(Finding.Level.choices)], required=False
    )
    owner = forms.CharField(label=_("Owner"), max_length=200, required=False)
    due = forms.DateField(label=_("Due"), widget=DAY, required=False, help_text=_("Risks and issues need all three."))

    def __init__(self, given: Any, *, questions: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, label_suffix="")
        self.fields["question"].choices = [("", "–"), *questions]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How a review ends."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=wording.choices(Review.Outcome.choices), widget=forms.RadioSelect
    )
    summary = forms.CharField(label=_("Summary"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))


class MessageForm(forms.Form):
    """A message."""

    text = forms.CharField(label=_("Message"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3}))
    question = forms.ChoiceField(label=_("On the question"), required=False)

    def __init__(self, given: Any, *, questions: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, label_suffix="")
        self.fields["question"].choices = [("", _("The whole review")), *questions]  # type: ignore[attr-defined]
