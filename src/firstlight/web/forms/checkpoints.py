"""Saying go or no-go at a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.cutover.actions.checkpoints import Said
from firstlight.web.forms.moments import Moment

#: What can be said, with what follows from it.
_OUTCOMES = {
    "go": ("go", ""),
    "repeat": ("no-go", "repeat"),
    "rollback": ("no-go", "rollback"),
}
_LONG = forms.Textarea(attrs={"rows": 3})


class DecideForm(forms.Form):
    """What is said, by whom, why, and who thought otherwise."""

    outcome = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[
            ("go", _("Go: what follows may begin")),
            ("repeat", _("No-go: settle what is missing, then decide again")),
            ("rollback", _("No-go: turn back, by the plan of the rollback")),
        ],
    )  # fmt: skip
    unmet = forms.MultipleChoiceField(
        label=_("Criteria that are not met"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=_LONG)
    dissent = forms.CharField(
        label=_("Dissent"), max_length=4000, required=False, widget=_LONG,
        help_text=_("Who thinks otherwise, and why. It stays beside the decision."),
    )  # fmt: skip
    decided_by = forms.CharField(label=_("Decided by"), max_length=200, required=False)
    at = Moment(label=_("When it was said"), required=False, help_text=_("Blank: now."))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Any, *, criteria: Sequence[str], speaks: bool, known: int) -> None:
        super().__init__(given, label_suffix="", initial={"seen": known})
        self.fields["unmet"].choices = [(one, one) for one in criteria]  # type: ignore[attr-defined]
        if not criteria:
            del self.fields["unmet"]
        if speaks:
            self.fields["decided_by"].help_text = _("Blank: you. You are named at this checkpoint.")
        else:
            self.fields["decided_by"].help_text = _("Who of those named said it; you write it down for them.")
            self.fields["decided_by"].required = True

    def said(self) -> Said:
        """What was typed, as the action takes it."""
        found = self.cleaned_data
        outcome, follows = _OUTCOMES[found["outcome"]]
        return Said(
            outcome=outcome, reason=found["reason"], follows=follows, dissent=found["dissent"],  # type: ignore[arg-type]
            decided_by=found["decided_by"], unmet=tuple(found.get("unmet", ())), at=found["at"], seen=found["seen"],
        )  # fmt: skip
