"""Signing, refusing to sign, asking for signatures, letting others sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.web.forms.moments import Day, Moment

_LONG = forms.Textarea(attrs={"rows": 3})
#: So many steps can be asked for at once.
STEPS = (1, 2, 3)


class SignForm(forms.Form):
    """A signature on exactly what was shown: `digest` is of that, `seen` is its text."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("You sign as"))
    statement = forms.CharField(
        label=_("You sign for this"), max_length=4000, widget=_LONG, help_text=_("It is shown with your signature.")
    )

    def __init__(self, given: Any, *, roles: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why one does not sign what one was shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("You say it as"))
    reason = forms.CharField(label=_("I do not sign, because"), max_length=4000, widget=_LONG)

    def __init__(self, given: Any, *, roles: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="", auto_id="refuse_%s")
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class ImmaterialForm(forms.Form):
    """Why what changed under a signature does not matter."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    because = forms.CharField(label=_("Immaterial, because"), max_length=2000, widget=_LONG)

    def __init__(self, given: Any, *, digest: str) -> None:
        super().__init__(given, initial={"digest": digest}, label_suffix="")


class AskForm(forms.Form):
    """Who is asked to sign what, in which order, by when."""

    on = forms.ChoiceField(label=_("What is to be signed"))
    reason = forms.CharField(label=_("What it is for"), max_length=2000, widget=_LONG)
    due = Day(label=_("To be signed by"), required=False)
    signers_1 = forms.MultipleChoiceField(label=_("Who signs first"), widget=forms.CheckboxSelectMultiple)
    quorum_1 = forms.IntegerField(
        label=_("How many of them have to"), min_value=1, required=False, help_text=_("Blank: all of them.")
    )
    signers_2 = forms.MultipleChoiceField(
        label=_("Who signs after that"), required=False, widget=forms.CheckboxSelectMultiple
    )
    quorum_2 = forms.IntegerField(label=_("How many of those have to"), min_value=1, required=False)
    signers_3 = forms.MultipleChoiceField(
        label=_("Who signs last"), required=False, widget=forms.CheckboxSelectMultiple
    )
    quorum_3 = forms.IntegerField(label=_("How many of the last have to"), min_value=1, required=False)

    def __init__(
        self, given: Any, *, contents: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], on: str
    ) -> None:
        super().__init__(given, initial={"on": on}, label_suffix="")
        self.fields["on"].choices = contents  # type: ignore[attr-defined]
        for number in STEPS:
            self.fields[f"signers_{number}"].choices = people  # type: ignore[attr-defined]

    def steps(self) -> Iterator[tuple[int, list[str]]]:
        """The steps in which somebody is asked: how many have to sign, and who is asked ("ref/role")."""
        for number in STEPS:
            chosen = self.cleaned_data[f"signers_{number}"]
            if chosen:
                yield self.cleaned_data[f"quorum_{number}"] or len(chosen), chosen


class DelegateForm(forms.Form):
    """Who signs for one, what, from when until when, and why."""

    delegate = forms.ChoiceField(label=_("Who signs for you"))
    on = forms.ChoiceField(label=_("What"), required=False)
    since = Moment(label=_("From"))
    until = Moment(label=_("Until"))
    reason = forms.CharField(label=_("Because"), max_length=2000, widget=_LONG)

    def __init__(self, given: Any, *, people: Sequence[tuple[str, str]], contents: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, label_suffix="")
        self.fields["delegate"].choices = people  # type: ignore[attr-defined]
        self.fields["on"].choices = contents  # type: ignore[attr-defined]
