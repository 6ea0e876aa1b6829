"""Who does something, when, and what they are told when they may not."""

# ruff: noqa: DTZ001  (times without a zone are what is tried here)

from __future__ import annotations

from datetime import datetime

import pytest

from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Actor, Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.policies import Policy
from tests.cast import NOW

ADA = Actor("person", "1", "Ada", frozenset({"bus.drive"}))


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        Context(ADA, datetime(2026, 11, 20))


def test_every_request_has_an_id_of_its_own() -> None:
    first, second = Context(ADA, NOW), Context(ADA, NOW)
    assert first.request_id != second.request_id
    assert first.within(object()).request_id == first.request_id  # type: ignore[arg-type]


def test_a_policy_may_ask_for_more_than_a_right() -> None:
    policy = Policy("bus.drive", "drive the bus", also=lambda context: context.now.hour < 8)
    early = Context(ADA, NOW.replace(hour=6))
    assert policy.allows(early)
    assert not policy.allows(Context(ADA, NOW))
    with pytest.raises(Refused, match="Ada may not do this: it needs the right to drive the bus"):
        policy.check(Context(ADA, NOW))


def test_a_refusal_has_a_code_a_sentence_and_facts() -> None:
    assert (NotFound("No.").code, Conflict("No.").code, Refused("No.").code) == ("not-found", "conflict", "refused")
    refusal = Invalid("Too long.", code="too-long", length=3, problems=(Problem("a.csv", "is too long."),))
    assert (refusal.code, refusal.sentence, refusal.facts["length"]) == ("too-long", "Too long.", 3)
    assert str(refusal) == "Too long."
    assert len(refusal.problems) == 1
