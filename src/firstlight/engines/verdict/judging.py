"""See the package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Words of a status. An engine knows no other layer, so it takes them as they are written.
UNMET, UNKNOWN, PARTLY, MET, NOT_APPLICABLE = "unmet", "unknown", "partly", "met", "not-applicable"
STATUSES: tuple[str, ...] = (UNMET, UNKNOWN, PARTLY, MET, NOT_APPLICABLE)

#: How an area stands, the heaviest first. Stale is the mark of a signature that no longer covers what is there.
STALE = "stale"
MARKS: tuple[str, ...] = (UNMET, UNKNOWN, STALE, PARTLY, MET, NOT_APPLICABLE)

GO, CONDITIONAL, NO_GO = "go", "conditional", "no-go"


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A check as it stands. `sentence` says why in one sentence; `accepted` says who accepted its risk, or is empty."""

    ref: str
    area: str
    mandatory: bool
    status: str
    sentence: str
    accepted: str = ""
    stale: str = ""
    rolls_up: bool = False

    def __post_init__(self) -> None:
        if not self.ref or not self.sentence:
            raise ValueError("a check needs its ref and a sentence")
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is not a status; known: {', '.join(STATUSES)}")

    @property
    def mark(self) -> str:
        """The status, or stale where a signature went stale and nothing heavier is the matter."""
        if self.stale and self.status not in (UNMET, UNKNOWN):
            return STALE
        return self.status


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a decision made a condition and that is not fulfilled yet. `lapsed`: its date has passed."""

    ref: str
    sentence: str
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is not go. `kind`: unmet, unknown, accepted, stale, partly, condition, nothing (to judge by)."""

    check: str
    status: str
    kind: str
    sentence: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word (go, conditional or no-go) and its reasons, those that block first. A go has none."""

    word: str
    reasons: tuple[Reason, ...]


def judge(checks: Sequence[CheckFacts], conditions: Iterable[Condition] = ()) -> Verdict:
    """The verdict on these checks. The order of the given checks is kept among reasons of equal weight."""
    counted = [check for check in checks if not check.rolls_up]
    if not any(check.mandatory and check.status != NOT_APPLICABLE for check in counted):
        sentence = "There is no mandatory check to judge by, so nothing is known."
        return Verdict(NO_GO, (Reason("", UNKNOWN, "nothing", sentence, blocks=True),))
    reasons = [reason for check in counted for reason in _reasons_of(check)]
    reasons += [
        Reason(one.ref, UNMET if one.lapsed else PARTLY, "condition", one.sentence, blocks=one.lapsed)
        for one in conditions
    ]
    reasons.sort(key=_weight)
    if any(reason.blocks for reason in reasons):
        return Verdict(NO_GO, tuple(reasons))
    return Verdict(CONDITIONAL if reasons else GO, tuple(reasons))


def _reasons_of(check: CheckFacts) -> Iterable[Reason]:
    if check.mandatory and check.status in (UNMET, UNKNOWN):
        if check.accepted:
            sentence = f"{check.sentence} {check.accepted}"
            yield Reason(check.ref, check.status, "accepted", sentence, blocks=False)
        else:
            yield Reason(check.ref, check.status, check.status, check.sentence, blocks=True)
    elif check.mandatory and check.status == PARTLY:
        sentence = f"{check.sentence} {check.accepted}".strip()
        kind = "accepted" if check.accepted else "partly"
        yield Reason(check.ref, check.status, kind, sentence, blocks=False)
    if check.stale:
        yield Reason(check.ref, STALE, STALE, check.stale, blocks=False)


_KINDS = ("unmet", "unknown", "accepted", STALE, "partly", "condition")


def _weight(reason: Reason) -> tuple[bool, int]:
    return (not reason.blocks, _KINDS.index(reason.kind))


def area_mark(marks: Iterable[str]) -> str:
    """The heaviest mark among the checks of an area: unmet, unknown, stale, partly, met; not applicable for none."""
    return min(marks, key=MARKS.index, default=NOT_APPLICABLE)
