"""People, parties, authority, the people check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from firstlight.web import wording
from firstlight.web.pages.roles import DUTIES
from firstlight.workspace.roles import ROLES

Choices = Sequence[tuple[str, Any]]


def role_choices() -> list[tuple[str, SafeString]]:
    """Every role with a line that says what it is for."""
    line = '<span>{}<span class="fl-choice-note">{}</span></span>'
    return [(role, format_html(line, wording.role(role), DUTIES[role])) for role in ROLES]


class PersonForm(forms.Form):
    """Somebody in the project. With an account or without."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Mail address"), required=False, help_text=_("What they sign in with. Needed for an invitation.")
    )
    title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    party = forms.ChoiceField(label=_("Organisation"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=role_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role somebody is in the list of people, but sees nothing here."),
    )

    def __init__(self, given: Any, *, parties: Choices, initial: dict[str, Any] | None = None) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["party"].choices = [("", _("Not said")), *parties]  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """What is open to the people of an organisation."""

    sees = forms.MultipleChoiceField(label=_("Open to its people"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, given: Any, *, subjects: Choices, initial: dict[str, Any] | None = None) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        self.fields["sees"].choices = subjects  # type: ignore[attr-defined]


class AuthorityForm(forms.Form):
    """Who has which letter in one decision."""

    title = forms.CharField(label=_("What is decided"), max_length=200)
    accountable = forms.ChoiceField(
        label=_("Accountable"), help_text=_("Exactly one: the person or role that answers for the decision.")
    )
    responsible = forms.MultipleChoiceField(label=_("Responsible"), required=False, widget=forms.CheckboxSelectMultiple)
    consulted = forms.MultipleChoiceField(label=_("Consulted"), required=False, widget=forms.CheckboxSelectMultiple)
    informed = forms.MultipleChoiceField(label=_("Informed"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, given: Any, *, names: Choices, initial: dict[str, Any] | None = None) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        for field in ("accountable", "responsible", "consulted", "informed"):
            self.fields[field].choices = names  # type: ignore[attr-defined]


class KnowledgeForm(forms.Form):
    """That somebody knows a topic, and by what."""

    evidence = forms.CharField(
        label=_("By what is it known"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence: the drill, the ticket that was solved, the page that was shown."),
    )
    expires = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Left empty, it holds for 180 days."),
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class ChosenForm(forms.Form):
    """Somebody who has to know a topic, besides those whose role asks it."""

    person = forms.ChoiceField(label=_("Person"))
    topic = forms.CharField(label=_("Topic"), max_length=100, help_text=_("One of those above, or a new one."))

    def __init__(self, given: Any, *, people: Choices) -> None:
        super().__init__(given, label_suffix="")
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """How somebody who was invited is called."""

    name = forms.CharField(label=_("Your name"), max_length=200)

    def __init__(self, given: Any, *, name: str) -> None:
        super().__init__(given, initial={"name": name}, label_suffix="")
