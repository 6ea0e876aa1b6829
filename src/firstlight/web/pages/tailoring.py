"""Rows of the list of own checks, as pages make them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from firstlight.kernel.sheets import Row, RowChange
from firstlight.packs.models import Tailoring
from firstlight.packs.rules import TAILORED_FIELDS as WORDS
from firstlight.packs.sheets import CHECKS

__all__ = ["WORDS", "SeenForm", "change", "ref_for", "row", "seen", "taking_back"]


class SeenForm(forms.Form):
    """A confirmation of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, given: Any, *, seen: str) -> None:
        super().__init__(given, label_suffix="", initial={"seen": seen})


def row(values: Mapping[str, Any]) -> Row:
    """A complete row; what is not given is empty."""
    complete = {column.key: values.get(column.key, column.empty) for column in CHECKS.columns}
    return Row(CHECKS.identify(complete), complete)


def change(before: Row | None, after: Row | None) -> RowChange:
    """From one row to another: added, changed or removed."""
    return RowChange("added" if before is None else "removed" if after is None else "changed", before, after)


def seen(stored: Row | None) -> str:
    """Changes whenever the project says something else of the check."""
    return hashlib.sha256(repr(sorted(stored.values.items())).encode()).hexdigest()[:16] if stored else "nothing"


def ref_for(area: str, name: str, known: set[str]) -> str:
    """A ref in that area that no check has."""
    base = f"{area}.{name}"
    return next(ref for n in range(1, len(known) + 3) if (ref := base if n == 1 else f"{base}-{n}") not in known)


def taking_back(stored: Row) -> tuple[str, str]:
    """What taking a tailoring back does, and the words on its button."""
    if stored.values["kind"] == Tailoring.Kind.ADDED:
        return _("The check is removed from the project. What was recorded for it stays in the ledger."), _(
            "Remove check"
        )
    if stored.values["kind"] == Tailoring.Kind.WAIVED:
        return _("The check applies again, and is judged with all others."), _("Let it apply again")
    return _("The check says again what its checklist says."), _("Take back the wording")
