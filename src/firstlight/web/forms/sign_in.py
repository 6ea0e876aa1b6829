"""What is typed at the door."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.identity.rules import LONGEST


class PasswordSignInForm(forms.Form):
    """Mail address and password."""

    email = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-reveal": "", "data-no-draft": ""}),
    )


class LinkForm(forms.Form):
    """Where a link is to be sent."""

    email = forms.EmailField(
        label=_("Mail address"),
        error_messages={"invalid": _("This is not a mail address, such as you@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code: which one it is shows."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "data-no-draft": "", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )


class ConfirmPasswordForm(forms.Form):
    """The password again."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-reveal": "", "data-no-draft": ""}),
    )
