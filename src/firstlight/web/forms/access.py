"""Making an access token; adding, changing and setting back a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.access.rules import REACHES
from firstlight.web import wording

#: Days for which a token can be made, and how that is said.
LIVES = ((7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("a year")))


def _reaches() -> list[tuple[str, str]]:
    """Asked for with each form, in the language of the reader."""
    return [(key, f"{wording.said(one.title)}: {wording.said(one.explain)}") for key, one in REACHES.items()]


class TokenForm(forms.Form):
    """What the token is for, how far it goes, and how long it works."""

    name = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("Such as: results of the build."))
    reach = forms.ChoiceField(
        label=_("How far it goes"),
        widget=forms.RadioSelect,
        choices=_reaches,
        initial="read",
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=LIVES, coerce=int, initial=90)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class WebhookForm(forms.Form):
    """Where to, and what of."""

    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Begins with https:// and can be reached from outside.")
    )
    actions = forms.MultipleChoiceField(
        label=_("Only these"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: everything that happens in the project."),
    )

    def __init__(self, given: Any, *, known: Sequence[tuple[str, str]], initial: dict[str, Any] | None = None) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["actions"].choices = wording.choices(known)  # type: ignore[attr-defined]


class ReplayForm(forms.Form):
    """From which entry of the ledger on."""

    sequence = forms.IntegerField(label=_("From entry"), min_value=1, max_value=2**31 - 1)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")
