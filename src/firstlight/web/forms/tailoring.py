"""Making a checklist the project's own: other words for a check, one that does not apply, one that is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstlight.packs.content import Area, Check
from firstlight.web import wording
from firstlight.workspace.roles import ROLES

_WORDS = (("what", _("What to check")), ("why", _("Why it matters")), ("outcome", _("Expected outcome")),
          ("risk", _("Risk if not reached")), ("mitigation", _("Usual mitigation")))  # fmt: skip
_OBLIGATIONS = [("mandatory", _("Mandatory")), ("recommended", _("Recommended"))]


def _text(label: Any, rows: int = 3, most: int = 4000, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **more)


class TailorForm(forms.Form):
    """A check in the words of the project. `seen` is what the project said of it when the page was opened."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("A statement that is true when it is met."))
    obligation = forms.ChoiceField(
        label=_("Obligation"), choices=_OBLIGATIONS, widget=forms.RadioSelect,
        help_text=_("A mandatory check that is unmet or unknown stands in the way of a go-live."),
    )  # fmt: skip
    what, why, outcome, risk, mitigation = (_text(label, required=False) for _name, label in _WORDS)
    reason = _text(_("Why this project says it differently"), rows=2, most=2000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, given: Any, *, check: Check, reason: str, seen: str) -> None:
        words = {name: getattr(check, name) for name, _label in _WORDS}
        obligation = "mandatory" if check.mandatory else "recommended"
        initial = {"title": check.title, "obligation": obligation, **words, "reason": reason, "seen": seen}
        super().__init__(given, label_suffix="", initial=initial)

    def differing(self, original: Check) -> dict[str, str]:
        """The fields that say something else than the checklist. An emptied one says what the checklist says."""
        typed: Mapping[str, str] = self.cleaned_data
        words = {name: typed[name] for name in ("title", *(name for name, _label in _WORDS))}
        found = {name: text for name, text in words.items() if text and text != getattr(original, name)}
        obligation = "mandatory" if original.mandatory else "recommended"
        return found if typed["obligation"] == obligation else found | {"obligation": typed["obligation"]}


class WaiveForm(forms.Form):
    """Why a check does not apply to this project."""

    reason = _text(_("Why it does not apply"), most=2000, help_text=_("It is shown wherever the check is."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, given: Any, *, seen: str) -> None:
        super().__init__(given, label_suffix="", initial={"seen": seen})


class AddCheckForm(forms.Form):
    """A check that this project has besides those of its checklists."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("A statement that is true when it is met."))
    area = forms.ChoiceField(label=_("Area"))
    obligation = forms.ChoiceField(
        label=_("Obligation"), choices=_OBLIGATIONS, widget=forms.RadioSelect, initial="recommended"
    )
    by = forms.MultipleChoiceField(
        label=_("Who may give their word on it"), choices=wording.choices(list(ROLES.items())),
        widget=forms.CheckboxSelectMultiple,
        initial=["project-lead"], error_messages={"required": _("Choose at least one role.")},
    )  # fmt: skip
    what = _text(_("What to check"), required=False)
    risk = _text(_("Risk if not reached"), required=False)
    reason = _text(_("Why this project needs it"), rows=2, most=2000)

    def __init__(self, given: Any, *, areas: tuple[Area, ...], own: str) -> None:
        super().__init__(given, label_suffix="")
        choice: Any = self.fields["area"]
        choice.choices = [*((one.ref, one.title) for one in areas if one.ref != own), (own, _("An area of its own"))]


class UnpinForm(forms.Form):
    """That the project is judged by a checklist no longer: the version that the page showed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, given: Any, *, version: str) -> None:
        super().__init__(given, label_suffix="", initial={"version": version})
