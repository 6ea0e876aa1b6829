"""The verdict in two sentences at most, from the same facts as the lists below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from firstlight.reporting.decision_pack import words


class Reason(Protocol):
    """As much of a reason as is told here."""

    @property
    def blocks(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def sentence(self) -> str: ...


def lede(reasons: Sequence[Reason], accepted: Collection[object], signatures: Mapping[str, int]) -> str:
    """What stands in the way, or that nothing does; and what there is besides."""
    lapsed = sum(one.blocks and one.kind == "condition" for one in reasons)
    blocking = Counter(one.mark for one in reasons if one.blocks and one.kind != "condition")
    if any(one.kind == "nothing" for one in reasons):
        return next(one.sentence for one in reasons if one.kind == "nothing")
    rest = words.joined(_besides(reasons, accepted, signatures))
    besides = f" Besides, {rest}." if rest else ""
    if blocking:
        many = blocking.total()
        if many == 1:
            return f"1 mandatory check stands in the way: {words.counts(blocking)}.{besides}"
        return f"{many:,} mandatory checks stand in the way: {words.counts(blocking)}.{besides}"
    if lapsed:
        if lapsed == 1:
            return f"1 condition of the decision is not fulfilled in time.{besides}"
        return f"{lapsed:,} conditions of the decision are not fulfilled in time.{besides}"
    if reasons:
        return f"No mandatory check is unmet or unknown without an accepted risk. Still, {rest}."
    return f"Every mandatory check is met and every signature on them covers what is there.{besides}"


def _besides(reasons: Sequence[Reason], accepted: Collection[object], signatures: Mapping[str, int]) -> Iterator[str]:
    kinds = Counter(one.kind for one in reasons)
    if number := kinds["condition"]:
        yield "1 condition is open" if number == 1 else f"{number:,} conditions are open"
    if number := len(accepted):
        many = f"{number:,} risks have been accepted in writing"
        yield "1 risk has been accepted in writing" if number == 1 else many
    if number := kinds["partly"]:
        many = f"{number:,} mandatory checks are only partly met"
        yield "1 mandatory check is only partly met" if number == 1 else many
    if number := signatures.get("stale", 0):
        many = f"{number:,} signatures no longer cover what is there"
        yield "1 signature no longer covers what is there" if number == 1 else many
