"""Two people edit the profile of a project: different fields merge, the same field is for the second one to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from firstlight.intake.merging import Clash, merge
from firstlight.workspace.profile import QUESTIONS, PhaseFacts, Profile

#: Fields of a profile that are compared as they are; dates, answers and phases have names made below.
_PLAIN = ("name", "organisation", "product", "approach", "time_zone", "performance_order", "trained_before_uat")
ANSWER, PHASE = "answer-", "phase-"


@dataclass(frozen=True, slots=True)
class MergedProfile:
    """The profile to store, and the fields that somebody has to decide first."""

    profile: Profile
    clashes: tuple[Clash, ...]


def texts_of(profile: Profile) -> dict[str, str]:
    """Each field of a profile as a text that says the same when the field does."""
    texts = {key: str(getattr(profile, key)) for key in _PLAIN}
    texts["users_at_go_live"] = "" if profile.users_at_go_live is None else str(profile.users_at_go_live)
    texts["go_live"], texts["next_committee"] = _at(profile.go_live), _at(profile.next_committee)
    texts["window"] = "/".join(map(_at, profile.window)) if profile.window else ""
    texts["required_tests"] = ", ".join(sorted(profile.required_tests))
    for question in QUESTIONS:
        texts[ANSWER + question] = answer_text(profile, question)
    return texts | {PHASE + one.ref: phase_text(one) for one in profile.phases}


def merge_profiles(was: Mapping[str, str], theirs: Profile, yours: Profile) -> MergedProfile:
    """`yours`, typed when the profile read as in `was`, brought together with `theirs`, which is stored now.

    Organisations of the project are no part of it: they stay as they are stored.
    """
    typed = texts_of(yours)
    gone = {key: "" for key in was if key.startswith(PHASE) and key not in typed}
    merged = merge(was, texts_of(theirs), typed | gone)
    return MergedProfile(_changed(theirs, yours, set(merged.changes)), merged.clashes)


def _changed(theirs: Profile, yours: Profile, keys: set[str]) -> Profile:
    own: dict[str, Any] = {key: getattr(yours, key) for key in keys if not key.startswith((ANSWER, PHASE))}
    answers = {**theirs.answers}
    for question in QUESTIONS:
        if ANSWER + question in keys:
            answers.pop(question, None)
            answers |= {key: value for key, value in yours.answers.items() if key == question}
    touched = {key.removeprefix(PHASE) for key in keys if key.startswith(PHASE)}
    phases = [one for one in theirs.phases if one.ref not in touched]
    phases += [one for one in yours.phases if one.ref in touched]
    phases.sort(key=lambda one: (one.start, one.ref))
    return replace(theirs, **own, answers=answers, phases=tuple(phases))


def answer_text(profile: Profile, question: str) -> str:
    """Yes, no, or nothing where nobody answered."""
    answer = profile.answers.get(question)
    return "" if answer is None else "yes" if answer else "no"


def phase_text(one: PhaseFacts) -> str:
    """A phase in a line."""
    until = f" to {one.end.isoformat()}" if one.end else ""
    return f"{one.title}, {one.start.isoformat()}{until}"


def _at(moment: datetime | None) -> str:
    """To the minute, which is as fine as people type it."""
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="minutes") if moment else ""
