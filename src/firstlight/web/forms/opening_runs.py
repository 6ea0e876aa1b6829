"""Opening a run, or another one like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class OpenRunForm(forms.Form):
    """Of which plan, as a rehearsal or live."""

    plan = forms.ChoiceField(label=_("Plan"))
    mode = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, initial="rehearsal",
        choices=[
            ("rehearsal", _("Rehearsal: it begins when it is started, and its clock can be paused")),
            ("live", _("Live: the cutover itself, at the times of the plan")),
        ],
    )  # fmt: skip
    first_step = forms.CharField(
        label=_("Begin with step"), max_length=60, required=False,
        help_text=_("Of a rehearsal: its number; steps planned before it are left out. Blank: all steps."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("Blank: that of the plan."))

    def __init__(self, given: Any, *, plans: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, label_suffix="")
        self.fields["plan"].choices = list(plans)  # type: ignore[attr-defined]
        if plans:
            self.fields["plan"].initial = plans[0][0]


class CloneRunForm(forms.Form):
    """What the other rehearsal is called."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("Blank: that of the plan."))

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")
