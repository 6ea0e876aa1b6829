"""What people change of their own account."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firstlight.identity.rules import LONGEST, SHORTEST


def _zones() -> list[tuple[str, Any]]:
    places = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return [("", _("As this device says")), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class AboutYouForm(forms.Form):
    """What one says of oneself."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        required=False,
        help_text=_("Times of a project are written in its zone, and in yours beside it."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As this browser asks for")), ("en", "English"), ("de", "Deutsch")],
        required=False,
    )
    single_keys = forms.BooleanField(
        label=_("Single keys are shortcuts"),
        required=False,
        help_text=_("Switch them off when you steer by voice. Ctrl K stays."),
    )


class NewPasswordForm(forms.Form):
    """A new password, once: it can be shown, so it is not typed twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=LONGEST,
        strip=False,
        help_text=format_lazy(
            _("At least {least} characters of any kind. Three or four words are easy to keep."), least=SHORTEST
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": "", "data-no-draft": ""}),
    )


class AppCodeForm(forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "data-no-draft": "", "inputmode": "numeric"}),
    )


class PasskeyNameForm(forms.Form):
    """How a passkey is called in the list."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=100,
        required=False,
        help_text=_("Such as the device it is on: “Work laptop”."),
    )
