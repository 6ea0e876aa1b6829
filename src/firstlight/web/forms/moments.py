"""Fields for days and times, drawn by the browser's own calendar."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from firstlight.kernel.sheets import day

#: Reads a day as files do: none that has two readings, such as 7/12/2026.
_READ = day("day", "", "")


class Moment(forms.DateTimeField):
    """A day and a time in the project's zone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)


class Day(forms.DateField):
    """A day. Browsers send it as 2026-12-07; where one does not, it is read as in files."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def to_python(self, value: Any) -> date | None:
        """The day. An error for what is none, and for what has two readings."""
        if value in self.empty_values:
            return None
        try:
            found: date = _READ.parse(value.strip() if isinstance(value, str) else value, UTC)  # type: ignore[arg-type]
        except ValueError:
            said = _("“%(value)s” cannot be read as one day. Write it as 2026-12-07 or 7 Dec 2026.")
            raise forms.ValidationError(said % {"value": str(value)[:40]}) from None
        return found
