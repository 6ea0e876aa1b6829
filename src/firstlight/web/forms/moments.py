"""Fields for days and times, drawn by the browser's own calendar."""

from __future__ import annotations

from typing import Any

from django import forms


class Moment(forms.DateTimeField):
    """A day and a time in the project's zone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)


class Day(forms.DateField):
    """A day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
