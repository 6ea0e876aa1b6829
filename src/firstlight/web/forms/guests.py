"""Making a guest link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Days for which a link can be made, and how that is said.
LIVES = ((1, _("1 day")), (7, _("7 days")), (14, _("14 days")), (30, _("30 days")), (90, _("90 days")))


class GuestLinkForm(forms.Form):
    """What the link shows, for whom it is, and how long it works."""

    shows = forms.ChoiceField(label=_("What it shows"))
    label = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("So that the list says later who has it. It is not sent.")
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=LIVES, coerce=int, initial=14)

    def __init__(self, given: Any, *, shows: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["shows"].choices = shows  # type: ignore[attr-defined]
