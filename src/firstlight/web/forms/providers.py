"""What is asked of providers, and what the project writes down about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firstlight.dependencies.models import Dependency
from firstlight.dependencies.rules.words import DELIVERED, LONGEST_NOTE, MOVED, STANDS, Said
from firstlight.web import wording
from firstlight.web.forms.moments import Day


class WordForm(forms.Form):
    """How it stands: the date stands, it moves, or the thing is delivered. `seen` is what the page showed."""

    kind = forms.ChoiceField(label=_("How does it stand?"), widget=forms.RadioSelect)
    day = Day(label=_("Which day?"), required=False, help_text=_("The new day, or the day on which it was there."))
    note = forms.CharField(
        label=_("Anything to add"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea({"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, given: Any, row: Dependency, today: date, *, seen: str = "", **more: Any) -> None:
        super().__init__(given, initial={"seen": seen}, label_suffix="", **more)
        self.fields["kind"].choices = _kinds(row, today)  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was said. The day of a date that stands is not asked for."""
        given = self.cleaned_data
        return Said(given["kind"], None if given["kind"] == STANDS else given["day"], given["note"])

    def clean_day(self) -> date | None:
        """The day, wherever one is needed."""
        day: date | None = self.cleaned_data["day"]
        if day is None and self.cleaned_data.get("kind") in (MOVED, DELIVERED):
            raise forms.ValidationError(_now("Say the day."))
        return day

    def look_again(self, sentence: str, seen: str) -> None:
        """Say that something else was said meanwhile; what was typed stays, and is an answer to how it is now."""
        self.add_error(None, sentence)
        sent: Any = self.data
        self.data = {**sent.dict(), "seen": seen}


def _kinds(row: Dependency, today: date) -> list[tuple[str, str]]:
    """What can be said: a date stands only where there is one that has not passed."""
    stands = row.promised is not None and row.promised >= today
    first = (STANDS, _now("The date stands: %(day)s") % {"day": wording.day(row.promised)})
    moves = _now("The date moves") if row.promised else _now("It comes on a day")
    return [*([first] if stands else []), (MOVED, moves), (DELIVERED, _now("It is delivered"))]


class TakenWordForm(WordForm):
    """The same, written down from a call or a mail."""

    by = forms.CharField(label=_("Who said it"), max_length=200, required=False)
    on = Day(label=_("When"), required=False, help_text=_("Left empty: today."))

    field_order = ("kind", "day", "note", "by", "on")


class MeetingForm(forms.Form):
    """A meeting that was held."""

    title = forms.CharField(label=_("Meeting"), max_length=300)
    held_on = Day(label=_("Held on"))
    minutes = forms.CharField(label=_("Minutes"), max_length=20_000, widget=forms.Textarea({"rows": 4}))
    cadence_days = forms.IntegerField(label=_("Every so many days"), min_value=1, max_value=366)
    next_on = Day(label=_("Next on"), required=False)

    def __init__(self, given: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")


class RequirementForm(forms.Form):
    """Something that was agreed with the provider."""

    title = forms.CharField(label=_("Requirement"), max_length=500)
    agreed_on = Day(label=_("Agreed on"), required=False, help_text=_("Left empty: it is still open."))

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class ServiceForm(forms.Form):
    """Whether the service works, as somebody saw."""

    works = forms.TypedChoiceField(
        label=_("The service"), choices=(("yes", _("Works")), ("no", _("Is down"))), widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )  # fmt: skip
    reason = forms.CharField(label=_("What was seen"), max_length=300, required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class DeliveryForm(forms.Form):
    """The day on which it was there."""

    on = Day(label=_("Delivered on"))

    def __init__(self, given: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")


class MatchForm(forms.Form):
    """Whether what is delivered is what the scope needs."""

    agrees = forms.TypedChoiceField(
        label=_("What they deliver and what the scope needs"), widget=forms.RadioSelect,
        choices=(("yes", _("Agree")), ("no", _("Differ"))), coerce=lambda word: word == "yes",
    )  # fmt: skip

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")
