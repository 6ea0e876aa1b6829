"""Bringing in files of test results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstlight.kernel.errors import Invalid
from firstlight.testing.formats import LISTS, MOST_AT_ONCE, check_sizes
from firstlight.web import wording
from firstlight.web.exporting import safe_name

_NEW = "*"


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files; each is checked as one would be."""

    widget = _ManyFiles

    def to_python(self, data: Any) -> Any:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [one for one in map(super().to_python, given) if one is not None]


class ResultsForm(forms.Form):
    """Files, and the cycle that they are of. `cycles` are refs and titles."""

    results = _FilesField(
        label=_("Result files"),
        max_length=300,
        widget=_ManyFiles(attrs={"accept": ",".join((".xml", ".trx", *LISTS))}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    cycle = forms.ChoiceField(label=_("Cycle"), error_messages={"required": _("Choose a cycle, or name a new one.")})
    named = forms.CharField(
        label=_("Or a new cycle"),
        max_length=60,
        required=False,
        help_text=_("A short name such as UAT-2. Its kind follows from the name."),
    )

    def __init__(self, given: Any, files: Any, cycles: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__(given, files, label_suffix="", initial={"cycle": chosen})
        choices = [(ref, f"{ref} {title}" if title and title != ref else ref) for ref, title in cycles]
        self.fields["results"].help_text = gettext(
            "JUnit, TRX, NUnit, xUnit or Robot Framework, or a list with the outcome of each test as Excel or CSV. "
            "Several at once, at most %(most)d MB together."
        ) % {"most": MOST_AT_ONCE // (1024 * 1024)}
        new = [(_NEW, _("A new one, named below"))]
        self.fields["cycle"].choices = [*choices, *new]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The files by safe names, no more of them than is taken, and the one cycle that is meant.

        Of a valid form; what cannot be accepted then stands on it as errors.
        """
        given: dict[str, Any] = dict(self.cleaned_data)
        named = " ".join(given.get("named", "").split())
        given["cycle_ref"] = named or given["cycle"].removeprefix(_NEW)
        if not given["cycle_ref"]:
            self.add_error("named", _("Choose a cycle, or name a new one."))
        if not named.isprintable():
            self.add_error("named", _("The name of a cycle has letters, digits and signs."))
        given["sent"] = [(safe_name(one.name or "file"), one) for one in given.get("results", ())]
        try:
            check_sizes([(name, one.size or 0) for name, one in given["sent"]])
        except Invalid as refused:
            self.add_error("results", wording.said(refused.sentence))
        return given
