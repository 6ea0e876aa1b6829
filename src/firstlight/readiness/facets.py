"""Four different things about a check that are never melted into one: work, readiness, completeness, maturity.

- Work (its status): where the doing stands. Not started, under way, done.
- Readiness: the judgement, which the standing holds: met, partly, unmet, unknown.
- Completeness: how much of what the check asks for is there, such as 2 of 3.
- Maturity: how sure what is there is: nothing, a person's word, a word with evidence, measured; signed or not; its age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from firstlight.assurance.rules import SignatureState
from firstlight.contracts.standing import Basis, Status
from firstlight.packs.content import Check
from firstlight.readiness.rules import Standing

NOT_STARTED, UNDER_WAY, DONE, NOT_APPLICABLE = "not-started", "under-way", "done", "not-applicable"
NOTHING, WORD, WORD_WITH_EVIDENCE, MEASURED = "nothing", "word", "word-with-evidence", "measured"
SIGNED = "-signed"


class Doing(Protocol):
    """As much of an action as is needed here."""

    state: str

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""


@dataclass(frozen=True, slots=True)
class Facets:
    """`given` of `asked` things are there, `missing` says which are not; `age_days` is of the evidence."""

    work: str
    given: int
    asked: int
    missing: tuple[str, ...]
    maturity: str
    age_days: int | None

    def written(self) -> dict[str, Any]:
        """As it stands in an assessment."""
        return {**asdict(self), "missing": list(self.missing)}


def facets_of(check: Check, standing: Standing, actions: Sequence[Doing], now: datetime) -> Facets:
    """The facets of a check besides its readiness. One that does not apply has none of them."""
    if standing.status is Status.NOT_APPLICABLE:
        return Facets(NOT_APPLICABLE, 0, 0, (), NOT_APPLICABLE, None)
    wanted = list(_wanted(check, standing))
    missing = tuple(name for name, there in wanted if not there)
    age = (now - standing.speaks_of).days if standing.speaks_of else None
    work = _work(check, standing, actions, bool(missing))
    return Facets(work, len(wanted) - len(missing), len(wanted), missing, _maturity(standing), age)


def _wanted(check: Check, standing: Standing) -> Iterable[tuple[str, bool]]:
    """Everything the check asks for, and whether it is there: also where it says that the check is not met."""
    word = standing.attestation
    if check.measure or check.rolls_up:
        yield "the figure", standing.figure is not None or standing.speaks_of is not None
    else:
        yield "the word", word is not None
        if check.evidence_required:
            yield "the evidence", word is not None and bool(word.evidence or word.links)
    if check.signatures is not None:
        roles = set(check.signatures.roles)
        valid = [one for one in standing.signatures if one.state is SignatureState.VALID and one.role in roles]
        count = min(len({one.role for one in valid}), check.signatures.quorum)
        for number in range(check.signatures.quorum):
            yield "a signature", number < count
        for one in standing.signatures:
            if one.request is not None:
                yield f"the signature of {one.person}", False


def _work(check: Check, standing: Standing, actions: Sequence[Doing], incomplete: bool) -> str:
    begun = standing.attestation is not None or any(one.person and not one.request for one in standing.signatures)
    begun = begun or standing.figure is not None or standing.speaks_of is not None
    left = any(one.is_open for one in actions)
    asked = any(one.request is not None for one in standing.signatures)
    if not begun and not actions and not asked:
        return NOT_STARTED
    return DONE if standing.status is Status.MET and not left and not incomplete and not standing.stale else UNDER_WAY


def _maturity(standing: Standing) -> str:
    word = standing.attestation
    if standing.basis is Basis.MEASURED:
        base = MEASURED if standing.figure is not None or standing.speaks_of is not None else NOTHING
    elif word is None:
        base = NOTHING
    else:
        base = WORD_WITH_EVIDENCE if word.evidence or word.links else WORD
    signed = bool(standing.signatures) and all(one.state is SignatureState.VALID for one in standing.signatures)
    return base + SIGNED if signed and base != NOTHING else base
