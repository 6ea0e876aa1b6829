"""Files for the project as a whole: its folder, the template of its slides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.web.exporting import TYPES


class FolderForm(forms.Form):
    """A project folder as a zip file."""

    folder = forms.FileField(
        label=_("Project folder"),
        help_text=_("A zip file of a project folder, at most 31 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose a zip file."), "empty": _("This file is empty.")},
    )


class TemplateForm(forms.Form):
    """A presentation as the template of the slides."""

    file = forms.FileField(
        label=_("Presentation"), max_length=300,
        help_text=_(
            "A .pptx of at most 20 MB that has a layout with a title and nothing else. Its slides are left out. "
            "Macros, embedded files and links to other files are refused."
        ),
        widget=forms.FileInput(attrs={"accept": f".pptx,{TYPES['pptx']}"}),
        error_messages={"required": _("Choose a .pptx file."), "empty": _("This file is empty.")},
    )  # fmt: skip

    def __init__(self, given: Any, files: Any) -> None:
        super().__init__(given, files, label_suffix="")
