"""What the pages of the scope ask: how an item stands, a baseline's name, why something changed, a threshold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firstlight.engines.riskprofile import DEFAULTS
from firstlight.scope.rules import WORDS, Comparison
from firstlight.web import wording

_STATES = (("unknown", _("Not compared yet")), ("delivered", _("Delivered")), ("partial", _("Partial")),
           ("missing", _("Missing")))  # fmt: skip
_WEIGHTS = (("", _("Not set")), ("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ComparisonForm(forms.Form):
    """How an item stands against what is delivered. What a gap lacks is named on the page; it can come later."""

    delivered = forms.ChoiceField(label=_("State"), choices=_STATES, widget=forms.RadioSelect)
    gap_priority = forms.ChoiceField(label=_("Priority of the gap"), choices=_WEIGHTS, required=False)
    gap_risk = forms.ChoiceField(label=_("Level of risk"), choices=_WEIGHTS, required=False)
    gap_owner = forms.CharField(label=_("Who closes it"), max_length=200, required=False)
    expected = forms.DateField(label=_("Expected to be complete on"), widget=_Day(), required=False)
    action = forms.CharField(
        label=_("Action"), max_length=60, required=False, help_text=_("The ref of an action about it, such as A-12.")
    )
    looked_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, given: Any, *, known_action: Callable[[str], bool], initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self._known_action = known_action

    def clean_action(self) -> str:
        """The ref of an action that there is."""
        ref = str(self.cleaned_data["action"])
        if ref and not self._known_action(ref):
            raise forms.ValidationError(_now("There is no action “%(ref)s”.") % {"ref": ref})
        return ref

    def clean_looked_at(self) -> Comparison:
        """The comparison that the page showed."""
        return read_comparison(self.cleaned_data["looked_at"])

    @property
    def before(self) -> Comparison:
        """The comparison that the page showed."""
        found = self.cleaned_data["looked_at"]
        if not isinstance(found, Comparison):
            raise TypeError("the form was not checked")
        return found

    def look_again(self, sentence: str, now: Comparison) -> None:
        """Say that somebody else was there; what was typed stays, and counts against how it is now."""
        self.add_error(None, sentence)
        self.add_error(None, said_of(now))
        sent: Any = self.data
        self.data = {**sent.dict(), "looked_at": comparison_text(now)}

    def outcome(self, today: date) -> Comparison:
        """What the person says; the day it was found is today where the state is another."""
        given = dict(self.cleaned_data)
        before = given.pop("looked_at")
        given["delivered"] = "" if given["delivered"] == "unknown" else given["delivered"]
        same = before.delivered == given["delivered"]
        return Comparison(**given, compared_on=before.compared_on if same else today)


def said_of(one: Comparison) -> str:
    """What somebody else said of it, in one sentence."""
    facts = (one.gap_priority, one.gap_risk, one.gap_owner, _iso(one.expected))
    told = ", ".join(filter(None, (WORDS[one.delivered], *facts)))
    return _now("It says now: %(what)s. Send the form again to replace that.") % {"what": told}


def comparison_text(one: Comparison) -> str:
    """The comparison in a hidden field."""
    return json.dumps(
        [one.delivered, one.gap_priority, one.gap_risk, one.gap_owner, _iso(one.expected), _iso(one.compared_on),
         one.action]
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def read_comparison(text: str) -> Comparison:
    """What `comparison_text` wrote; anything else is a comparison that nobody has seen."""
    try:
        state, priority, risk, owner, expected, compared_on, action = map(str, json.loads(text))
        days = [date.fromisoformat(day) if day else None for day in (expected, compared_on)]
    except (ValueError, TypeError) as error:
        raise forms.ValidationError(_now("Load this page again before you send it.")) from error
    return Comparison(state, priority, risk, owner, days[0], days[1], action)


class BaselineForm(forms.Form):
    """The name under which the scope is frozen."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Such as: Scope of wave 1 as agreed."))
    reason = forms.CharField(label=_("Why now"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class ExplanationForm(forms.Form):
    """Why an item differs from a baseline, and who agreed."""

    reason = forms.CharField(label=_("Why it differs"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    agreed_by = forms.CharField(label=_("Who agreed"), max_length=200, required=False)
    agreed_on = forms.DateField(label=_("Agreed on"), widget=_Day(), required=False)
    covers = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, given: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")


class ThresholdForm(forms.Form):
    """A threshold of the risk profile, and why another number fits this project. Without a number: the default."""

    threshold = forms.ChoiceField(
        label=_("Threshold"), choices=wording.choices([(one.ref, one.words) for one in DEFAULTS])
    )
    value = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=10_000_000, required=False,
        help_text=_("Left empty, the default counts again."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class WhatIfForm(forms.Form):
    """Another approach or another number of users, to see what would follow. It is part of the address only."""

    approach = forms.ChoiceField(
        label=_("Approach"), required=False,
        choices=(("", _("As it is")), ("phased", _("Phased")), ("big-bang", _("Big bang"))),
    )  # fmt: skip
    users = forms.IntegerField(label=_("Users at go-live"), min_value=0, max_value=10_000_000, required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")
