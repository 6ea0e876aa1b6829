"""Bringing in what a load tool measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.web.forms.vouching import check_size


class LoadForm(forms.Form):
    """A file, and the cycle it was measured in."""

    cycle = forms.CharField(
        label=_("Performance test"),
        max_length=60,
        help_text=_("The ref of its cycle, such as PERF-1. A new one is made."),
    )
    file = forms.FileField(
        label=_("File"),
        max_length=300,
        validators=[check_size],
        help_text=_(
            "k6 (summary or points as JSON, also packed), JMeter (CSV or XML) or Locust (each of its CSV files). At "
            "most 25 MB; for a larger one: firstlight load inspect FILE --summary OUT."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.jtl,.json,.xml,.gz,.tsv,.log,.ndjson,.jsonl"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def __init__(self, given: Any, files: Any, cycles: Sequence[str]) -> None:
        super().__init__(given, files, label_suffix="", initial={"cycle": cycles[0] if cycles else "PERF-1"})
        if len(cycles) > 1:
            self.fields["cycle"].help_text = _("Known so far: %(cycles)s.") % {"cycles": ", ".join(cycles)}
