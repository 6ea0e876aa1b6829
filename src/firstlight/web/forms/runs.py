"""Saying that a change does not matter, and planning cases once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ImmaterialForm(forms.Form):
    """Why a change does not matter."""

    reason = forms.CharField(
        label=_("Why it does not matter for what was tested"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the ledger with your name, and the passes from before count again."),
    )


class PlanForm(forms.Form):
    """The cycle in which cases are run again."""

    cycle = forms.ChoiceField(label=_("Cycle"))

    def __init__(self, cycles: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].choices = [(ref, f"{ref} {title}") for ref, title in cycles]  # type: ignore[attr-defined]
