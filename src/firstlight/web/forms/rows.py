"""Forms made from the columns of a list: one field a column, as the list describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from firstlight.kernel.sheets import Column
from firstlight.web import wording

#: What a form was shown with stands beside each field under this, so that two people can edit one row.
WAS = "was_"
#: In bulk, a field that is to be emptied.
CLEAR = "clear_"
#: Where both changed a field: whose text is taken.
TAKE = "take_"


class RowForm(forms.Form):
    """The fields of one row. What is accepted is decided by the columns, so that files and forms agree."""

    def __init__(
        self,
        columns: Iterable[Column],
        words: Mapping[str, str],
        typed: Mapping[str, str] | None = None,
        *,
        errors: Mapping[str, str] | None = None,
        needed: bool = True,
    ) -> None:
        super().__init__(label_suffix="", auto_id="field_%s")
        self.columns = tuple(columns)
        self.words = words
        for column in self.columns:
            self.fields[column.key] = field_of(column, needed=needed)
        shown = {**words, **(typed or {})}
        self.initial = {column.key: shown.get(column.key, "") for column in self.columns}
        self.said = dict(errors or {})
        for key in self.said.keys() & self.fields.keys():
            # Whoever hears the field hears what is wrong with it, not only where it is drawn.
            described = f"field_{key}_helptext field_{key}_error"
            self.fields[key].widget.attrs |= {"aria-invalid": "true", "aria-describedby": described}

    def was(self) -> list[tuple[str, str]]:
        """Names and texts of the hidden fields that say what the row was when the form was made."""
        return [(f"{WAS}{column.key}", self.words.get(column.key, "")) for column in self.columns]

    def lines(self) -> list[tuple[forms.BoundField, str]]:
        """Each field with what is wrong with it."""
        return [(self[column.key], self.said.get(column.key, "")) for column in self.columns]


def field_of(column: Column, *, needed: bool = True) -> forms.Field:
    """The field of a column, with its explanation below it."""
    required = needed and column.required
    settings: dict[str, Any] = {
        "label": wording.said(column.title),
        "help_text": wording.said(column.explain),
        "required": required,
    }
    if column.kind in ("choice", "yes-no"):
        blank = [("", "" if needed else _("As it is"))] if not needed or column.empty in (None, "") else []
        choices = [*blank, *((words, wording.said(words)) for words in column.choices)]
        return forms.ChoiceField(choices=choices, **settings)
    if column.kind == "day":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **settings)
    if column.kind == "lines":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **settings)
    return forms.CharField(**settings)


def typed_in(data: QueryDict, columns: Iterable[Column], prefix: str = "") -> dict[str, str]:
    """The texts of a form for these columns, those that it has; line ends as they are stored."""
    return {
        column.key: str(data[f"{prefix}{column.key}"]).replace("\r\n", "\n").replace("\r", "\n")
        for column in columns
        if f"{prefix}{column.key}" in data
    }
