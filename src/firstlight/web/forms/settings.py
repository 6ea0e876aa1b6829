"""What a project says of itself, as one form: its profile, its dates, its phases, what applies to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firstlight.intake.merging import Clash
from firstlight.intake.profiles import ANSWER, PHASE, answer_text, texts_of
from firstlight.web import wording
from firstlight.web.forms.moments import Day, Moment
from firstlight.web.forms.projects import zones
from firstlight.web.pages.settings import said
from firstlight.workspace.order_of_tests import PERFORMANCE, TRAINED, Stance
from firstlight.workspace.profile import APPROACHES, PRODUCTS, QUESTIONS, TESTS, PhaseFacts, Profile, slug_of

#: So many empty lines for phases stand below those there are.
MORE_PHASES = 2
_ANSWERS = [("", _("Not answered")), ("yes", _("Yes")), ("no", _("No"))]
_TESTS = {"sit": _("System integration test"), "uat": _("User acceptance test"), "performance": _("Performance test"),
          "end-to-end": _("End-to-end test"), "regression": _("Regression test"), "migration": _("Migration test"),
          "security": _("Security test")}  # fmt: skip


def _stances(stances: Mapping[str, Stance]) -> list[tuple[str, str]]:
    """Each side with the document and the heading that ask for it."""
    return [(key, f"{wording.said(one.words)} ({one.source})") for key, one in stances.items()]


class SettingsForm(forms.Form):
    """The profile of a project. `opened` is what it said when the page was opened."""

    name = forms.CharField(label=_("Name of the project"), max_length=200)
    organisation = forms.CharField(label=_("Organisation that goes live"), max_length=200, required=False)
    product = forms.ChoiceField(label=_("Product"), choices=wording.choices(list(PRODUCTS.items())))
    approach = forms.ChoiceField(
        label=_("Approach"),
        choices=[("", _("Not decided yet")), *wording.choices(list(APPROACHES.items()))],
        required=False,
    )
    users_at_go_live = forms.IntegerField(
        label=_("Users at go-live"), min_value=0, max_value=10_000_000, required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("All times on this page are in this zone, the new one too.")
    )
    go_live = Moment(label=_("Go-live"), required=False)
    window_start = Moment(label=_("Cutover window starts"), required=False)
    window_end = Moment(label=_("Cutover window ends"), required=False)
    next_committee = Moment(label=_("Next steering committee"), required=False)
    required_tests = forms.MultipleChoiceField(
        label=_("Kinds of test that have to be complete"), choices=[(one, _TESTS[one]) for one in TESTS],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one kind of test.")},
    )  # fmt: skip
    performance_order = forms.ChoiceField(
        label=_("When performance is tested"), widget=forms.RadioSelect, choices=lambda: _stances(PERFORMANCE),
        help_text=_("The guidance says both. In neither it is a part of UAT or runs in the environment of UAT."),
    )  # fmt: skip
    trained_before_uat = forms.ChoiceField(
        label=_("Who is trained before UAT begins"), widget=forms.RadioSelect, choices=lambda: _stances(TRAINED),
        help_text=_("The guidance says both. The days stand in the list of testers."),
    )  # fmt: skip
    opened = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, given: Any, *, profile: Profile) -> None:
        super().__init__(given, label_suffix="", initial=_initial(profile))
        self._stored = profile
        zone = profile.time_zone
        if zone not in dict(zones()):
            choice: Any = self.fields["time_zone"]
            choice.choices = [(zone, zone), *zones()]
        for question, words in QUESTIONS.items():
            self.fields[ANSWER + question] = forms.ChoiceField(
                label=wording.said(words),
                choices=_ANSWERS,
                required=False,
                initial=answer_text(profile, question),
            )
        self.rows = [*self._known_phases(), *(f"new-{number}" for number in range(1, MORE_PHASES + 1))]
        facts = {one.ref: one for one in profile.phases}
        for ref in self.rows:
            self._add_phase(ref, facts.get(ref))

    def _known_phases(self) -> list[str]:
        """The phases of the page as it was opened; those of the project where it is opened now."""
        if not self.is_bound:
            return [one.ref for one in self._stored.phases]
        return [key.removeprefix(PHASE) for key in _texts(self.data.get("opened", "")) if key.startswith(PHASE)]

    def _add_phase(self, ref: str, facts: PhaseFacts | None) -> None:
        name = PHASE + ref
        self.fields[f"{name}-title"] = forms.CharField(
            label=_("Phase"), max_length=100, required=False, initial=facts.title if facts else ""
        )
        self.fields[f"{name}-start"] = Day(label=_("Starts"), required=False, initial=facts.start if facts else None)
        self.fields[f"{name}-end"] = Day(label=_("Ends"), required=False, initial=facts.end if facts else None)

    def clean_opened(self) -> dict[str, str]:
        """What the page showed, by field."""
        texts = _texts(self.cleaned_data["opened"])
        if not texts:
            raise forms.ValidationError(_now("Load this page again before you send it."))
        return texts

    def fits(self) -> bool:
        """Whether all that was typed can be accepted, each on its own and together; what cannot has its error.

        A window has both ends, in their order; a phase a title, a start, and an end after it.
        """
        self.is_valid()
        said_now = self.cleaned_data
        start, end = said_now.get("window_start"), said_now.get("window_end")
        if bool(start) != bool(end) and not {"window_start", "window_end"} & set(self.errors):
            self.add_error("window_end" if start else "window_start", _now("A window has a start and an end."))
        if start and end and end <= start:
            self.add_error("window_end", _now("The window has to end after it starts."))
        for ref in self.rows:
            self._check_phase(PHASE + ref)
        return not self.errors

    def _check_phase(self, name: str) -> None:
        title, start, end = (self.cleaned_data.get(f"{name}-{part}") for part in ("title", "start", "end"))
        if (title or end) and not start and f"{name}-start" not in self.errors:
            self.add_error(f"{name}-start", _now("A phase has a day on which it starts."))
        if (start or end) and not title:
            self.add_error(f"{name}-title", _now("A phase has a name. To remove it, clear its days, too."))
        if start and end and end < start:
            self.add_error(f"{name}-end", _now("The phase has to end after it starts."))

    def profile(self) -> Profile:
        """What was typed. Organisations and packs are not on this page; those of the stored profile stand for them."""
        typed = self.cleaned_data
        start, end = typed["window_start"], typed["window_end"]
        plain = ("name", "organisation", "product", "approach", "time_zone", "go_live", "users_at_go_live",
                 "next_committee", "performance_order", "trained_before_uat")  # fmt: skip
        return Profile(
            **{key: typed[key] for key in plain},
            slug=self._stored.slug,
            window=(start, end) if start and end else None,
            phases=tuple(self._phases()),
            parties=self._stored.parties,
            packs=(),
            required_tests=tuple(one for one in TESTS if one in typed["required_tests"]),
            answers={one: typed[ANSWER + one] == "yes" for one in QUESTIONS if typed[ANSWER + one]},
            as_of=None,
        )

    def _phases(self) -> list[PhaseFacts]:
        taken = {one.ref for one in self._stored.phases} | set(self.rows)
        found = []
        for ref in self.rows:
            title, start, end = (self.cleaned_data[f"{PHASE}{ref}-{part}"] for part in ("title", "start", "end"))
            if not title:
                continue
            if ref.startswith("new-"):
                base = slug_of(title)[:50]
                ref = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 99))) if one not in taken)
                taken.add(ref)
            found.append(PhaseFacts(ref, title, start, end))
        return found

    def show_clashes(self, clashes: tuple[Clash, ...], now: Profile) -> None:
        """Say beside each field what somebody else made of it; sent again, what was typed replaces that."""
        zone = ZoneInfo(now.time_zone)
        opened = dict(self.cleaned_data["opened"])
        for one in clashes:
            sentence = _now(
                "Somebody else set this to “%(theirs)s”; yours is “%(yours)s”. Send it again to keep yours."
            )
            told = {"theirs": said(one.key, one.theirs, zone), "yours": said(one.key, one.yours, zone)}
            self.add_error(self.place_of(one.key), sentence % told)
            opened[one.key] = one.theirs
        given: Any = self.data
        sent = given.copy()
        sent["opened"] = json.dumps(opened)
        self.data = sent

    def place_of(self, key: str) -> str:
        """The field beside which something about this part of the profile is said."""
        if key.startswith(PHASE):
            return f"{key}-title" if f"{key}-title" in self.fields else f"{PHASE}new-1-title"
        return "window_start" if key == "window" else key


def _initial(profile: Profile) -> dict[str, Any]:
    plain = ("name", "organisation", "product", "approach", "users_at_go_live", "time_zone", "go_live",
             "next_committee", "required_tests", "performance_order", "trained_before_uat")  # fmt: skip
    window = profile.window or (None, None)
    own = {key: getattr(profile, key) for key in plain}
    return own | {"window_start": window[0], "window_end": window[1], "opened": json.dumps(texts_of(profile))}


def _texts(sent: str) -> dict[str, str]:
    """What the hidden field says, or nothing where it is damaged."""
    try:
        found = json.loads(sent)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
