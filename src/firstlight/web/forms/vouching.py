"""What people say about a check: their word, an accepted risk, a mitigation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firstlight.assurance.actions.vouching import Upload
from firstlight.assurance.evidence import MOST_BYTES
from firstlight.assurance.models import ActionItem, Attestation
from firstlight.web import wording
from firstlight.web.exporting import safe_name
from firstlight.web.forms.moments import Day, Moment

#: So many files come with one word.
FILES = (1, 2, 3)
_LONG = forms.Textarea(attrs={"rows": 4})
_MEGABYTE = 1024 * 1024


def check_size(file: UploadedFile[Any]) -> None:
    """Refuses, by name, a file that is larger than what is kept."""
    if (file.size or 0) > MOST_BYTES:
        size, most = (file.size or 0) / _MEGABYTE, MOST_BYTES // _MEGABYTE
        sentence = _now("“%(name)s” has %(size).1f MB; at most %(most)d MB are kept. Give a link to it instead.")
        raise forms.ValidationError(sentence % {"name": file.name, "size": size, "most": most})


class AttestForm(forms.Form):
    """One's word on a check, with what it rests on."""

    state = forms.ChoiceField(
        label=_("How it stands"), choices=wording.choices(Attestation.State.choices), widget=forms.RadioSelect
    )
    statement = forms.CharField(
        label=_("Statement"), max_length=4000, widget=_LONG,
        help_text=_("What you vouch for, in one or two sentences. It is shown under your name."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("You say it as"))
    effective = Moment(
        label=_("True since"), required=False, help_text=_("When it was so, which need not be today. Blank: now.")
    )
    expires = Moment(label=_("Believed until"), required=False, help_text=_("Blank: as long as the checklist says."))
    file_1 = forms.FileField(
        label=_("Evidence"), required=False, validators=[check_size],
        help_text=_(
            "At most 25 MB each. Files are kept as they are, with what a camera or an office program wrote into them, "
            "such as the place or the author."
        ),
    )  # fmt: skip
    file_1_since = Moment(label=_("What it shows was true on"), required=False, help_text=_("Blank: now."))
    file_2 = forms.FileField(label=_("Second file"), required=False, validators=[check_size])
    file_2_since = Moment(label=_("What the second shows was true on"), required=False)
    file_3 = forms.FileField(label=_("Third file"), required=False, validators=[check_size])
    file_3_since = Moment(label=_("What the third shows was true on"), required=False)
    link = forms.CharField(
        label=_("Link"), max_length=1000, required=False, validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("The address of what cannot be copied here."),
    )  # fmt: skip

    def __init__(self, given: Any, files: Any, *, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, files, label_suffix="")
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def uploads(self) -> Iterator[Upload]:
        """The files that were sent, each with its date."""
        for number in FILES:
            file = self.cleaned_data[f"file_{number}"]
            if file:
                yield Upload(safe_name(file.name), file.read(), self.cleaned_data[f"file_{number}_since"])


class BecauseForm(forms.Form):
    """A reason in writing."""

    because = forms.CharField(label=_("Because"), max_length=2000, widget=_LONG)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class AcceptRiskForm(forms.Form):
    """A risk that somebody bears under their own name, for a time."""

    reason = forms.CharField(
        label=_("Why the risk can be borne"), max_length=4000, widget=_LONG,
        help_text=_("It is printed on the first page of the decision pack, under your name."),
    )  # fmt: skip
    expires = Moment(label=_("Accepted until"), help_text=_("After that the check blocks again."))

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")


class MitigateForm(forms.Form):
    """What will be done about a check that is not met."""

    title = forms.CharField(label=_("What will be done"), max_length=300)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=wording.choices(ActionItem.Priority.choices), initial="medium"
    )
    risk = forms.ChoiceField(
        label=_("Risk level"), choices=wording.choices(ActionItem.Priority.choices), initial="medium",
        help_text=_("How bad it is when it is not done."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Owner"))
    due = Day(label=_("Due"), help_text=_("When it is late, it counts against the verdict."))
    blocker = forms.CharField(label=_("What stands in the way"), max_length=2000, required=False, widget=_LONG)
    workaround = forms.CharField(label=_("How one gets by until then"), max_length=2000, required=False, widget=_LONG)

    def __init__(self, given: Any, *, owners: Sequence[tuple[str, str]]) -> None:
        super().__init__(given, label_suffix="")
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
