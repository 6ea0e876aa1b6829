"""Bringing a project folder in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FolderForm(forms.Form):
    """A project folder as a zip file."""

    folder = forms.FileField(
        label=_("Project folder"),
        help_text=_("A zip file of a project folder, at most 31 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose a zip file."), "empty": _("This file is empty.")},
    )
