"""How a case ended: each step, what was seen, and under what circumstances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firstlight.testing.actions import Tried
from firstlight.testing.models import Access, Case, Cycle, Step, Tester
from firstlight.testing.rules.steps import step_end
from firstlight.web import wording
from firstlight.web.forms.moments import Moment

ENDS = (("passed", _("Passed")), ("failed", _("Failed")), ("blocked", _("Blocked")))
_YES_NO = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
#: Circumstances, as they stand in the list of testers and are filled in beforehand.
CIRCUMSTANCES = ("role", "persona", "place", "access", "device", "migrated_data")


class Camera(forms.FileInput):
    """A button that opens the camera of a telephone, or its pictures."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class TryForm(forms.Form):
    """One case, tried by one person."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=ENDS, widget=forms.RadioSelect, required=False)
    comment = forms.CharField(
        label=_("What did you see?"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    photos = forms.Field(
        label=_("Photos"), required=False, widget=Camera({"accept": "image/*"}),
        help_text=_("At most five. What the camera wrote into them, such as the place, is not kept."),
    )  # fmt: skip
    role = forms.CharField(label=_("Security role you are signed in with"), max_length=200, required=False)
    persona = forms.CharField(label=_("You test as"), max_length=200, required=False)
    place = forms.CharField(label=_("Where you are"), max_length=200, required=False)
    access = forms.ChoiceField(label=_("How you reach the system"), required=False)
    device = forms.CharField(label=_("Device"), max_length=200, required=False)
    migrated_data = forms.ChoiceField(label=_("Migrated data"), choices=_YES_NO, required=False)

    def __init__(self, given: Any, files: Any, case: Case, steps: Sequence[Step], **more: Any) -> None:
        super().__init__(given, files, label_suffix="", **more)
        self.case, self.steps = case, steps
        self.fields["access"].choices = [("", _("Not known")), *wording.choices(Access.choices)]  # type: ignore[attr-defined]
        for step in steps:
            self.fields[f"step_{step.number}"] = forms.ChoiceField(
                label=step.action, choices=ENDS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"said_{step.number}"] = forms.CharField(
                label=_now("What happened in step %(number)s") % {"number": step.number},
                max_length=2000,
                required=False,
            )
        if steps:
            del self.fields["outcome"]

    def clean_photos(self) -> list[Any]:
        """The files that were sent; a button that was not pressed sends none."""
        return [one for one in self.cleaned_data["photos"] or [] if one]

    def rows(self) -> Iterator[tuple[Step, Any, Any]]:
        """Each step with its two fields."""
        return ((step, self[f"step_{step.number}"], self[f"said_{step.number}"]) for step in self.steps)

    def tried(self) -> Tried:
        """What was said."""
        given = self.cleaned_data
        ends = [
            step_end(step.number, given[f"step_{step.number}"], given[f"said_{step.number}"])
            for step in self.steps
            if given[f"step_{step.number}"]
        ]
        return Tried(
            case=self.case.ref,
            steps=tuple(ends),
            outcome=given.get("outcome", ""),
            comment=given["comment"],
            role=given["role"],
            persona=given["persona"],
            place=given["place"],
            access=given["access"],
            device=given["device"],
            migrated_data={"yes": True, "no": False}.get(given["migrated_data"]),
            photos=[(one.name or "photo", one.read()) for one in given["photos"]],
        )


class PaperForm(TryForm):
    """The same from a sheet of paper: who it was, and when."""

    tester = forms.CharField(label=_("Tester, as written on the paper"), max_length=200)
    at = Moment(label=_("When it was tried"), help_text=_("The time on the paper, not now."))
    field_order = ("tester", "at")


def beforehand(cycle: Cycle, tester: Tester | None, case: Case) -> dict[str, Any]:
    """What is filled in before somebody says otherwise."""
    said = {True: "yes", False: "no", None: ""}[cycle.migrated_data]
    if tester is None:
        return {"persona": case.persona, "migrated_data": said}
    return {
        "role": tester.role,
        "persona": tester.persona or case.persona,
        "place": tester.place,
        "access": tester.access,
        "device": tester.device,
        "migrated_data": said,
    }
