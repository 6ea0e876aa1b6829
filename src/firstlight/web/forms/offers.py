"""Giving rows to a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from firstlight.kernel.sheets import OtherFile

if TYPE_CHECKING:
    Files = MultiValueDict[str, UploadedFile[Any]]

#: Pasted text is no longer than this: some 20,000 rows.
MOST = 10_000_000


class OfferForm(forms.Form):
    """A file, or pasted rows."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        required=False,
        help_text=_("Up to 20 MB: .xlsx, .xlsm, .csv, .tsv or .txt."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"}),
    )
    text = forms.CharField(
        label=_("Or rows pasted from Excel"),
        required=False,
        strip=False,
        max_length=MOST,
        help_text=_("Copy the cells there, with their headings or without, and paste them here."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        others: Sequence[OtherFile] = (),
    ) -> None:
        super().__init__(data, files, label_suffix="")
        if others:
            file = self.fields["file"]
            suffixes = ",".join([str(file.widget.attrs["accept"]), *(one.suffix for one in others)])
            file.widget.attrs["accept"] = suffixes
            called = ", ".join(one.called for one in others)
            file.label = _("Excel or CSV file, or %(others)s") % {"others": called}
            most = {"others": called, "most": max(one.most_bytes for one in others) / 1e6}
            file.help_text = _("Up to 20 MB: .xlsx, .xlsm, .csv, .tsv or .txt. Up to %(most)d MB: %(others)s.") % most
