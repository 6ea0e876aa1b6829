"""Starting a project: what has to be known on the first day, and nothing more."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firstlight.packs.models import PackVersion
from firstlight.packs.shipped import DEFAULT
from firstlight.web.forms.moments import Moment
from firstlight.workspace.profile import APPROACHES, PRODUCTS, TESTS, Profile, slug_of


def zones() -> list[tuple[str, str]]:
    """The zones that people know by a place, and UTC."""
    places = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


def in_sent_zone(given: Any) -> AbstractContextManager[None]:
    """For as long as the block runs, times that a form reads are of the zone that was sent with them."""
    name = given.get("time_zone") if given is not None else None
    return timezone.override(ZoneInfo(name) if name in available_timezones() else timezone.get_current_timezone())


class NewProjectForm(forms.Form):
    """A project with nobody in it yet but whoever starts it."""

    name = forms.CharField(label=_("Name of the project"), max_length=200, help_text=_("Such as: Wave 1, Germany."))
    organisation = forms.CharField(label=_("Organisation that goes live"), max_length=200, required=False)
    product = forms.ChoiceField(
        label=_("Product"), choices=list(PRODUCTS.items()), widget=forms.RadioSelect,
        initial="finance-operations", help_text=_("It decides which checks apply."),
    )  # fmt: skip
    approach = forms.ChoiceField(
        label=_("Approach"), choices=[("", _("Not decided yet")), *APPROACHES.items()], required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("The zone in which the project tells times.")
    )
    go_live = Moment(label=_("Go-live"), required=False, help_text=_("In this time zone. It can be set later."))
    packs = forms.MultipleChoiceField(
        label=_("Checklists that judge it"), widget=forms.CheckboxSelectMultiple,
        help_text=_("They can be changed later. Each is pinned in this version until a person takes another one."),
        error_messages={"required": _("Choose at least one checklist.")},
    )  # fmt: skip

    def __init__(self, given: Any, *, packs: list[PackVersion], zone: str) -> None:
        newest = {one.ref: one for one in sorted(packs, key=lambda one: one.ref != DEFAULT)}
        self._packs = {str(one): one for one in newest.values()}
        first = [str(one) for one in newest.values() if one.ref == DEFAULT]
        super().__init__(given, label_suffix="", initial={"packs": first, "time_zone": zone})
        choices = [(name, f"{one.title} {one.version}") for name, one in self._packs.items()]
        cast(forms.MultipleChoiceField, self.fields["packs"]).choices = choices

    def chosen(self) -> list[PackVersion]:
        """The versions to pin, in the order of the list."""
        return [one for name, one in self._packs.items() if name in self.cleaned_data["packs"]]

    def profile(self) -> Profile:
        """What the project says of itself on its first day."""
        said = {key: self.cleaned_data[key] for key in ("name", "organisation", "product", "approach", "time_zone")}
        return Profile(
            **said,
            slug=slug_of(said["name"]),
            go_live=self.cleaned_data["go_live"],
            window=None,
            users_at_go_live=None,
            next_committee=None,
            phases=(),
            parties=(),
            packs=(),
            required_tests=TESTS[:3],
            answers={},
            as_of=None,
        )
