"""Signatures that a check asks for: valid, stale with what changed, missing, and how many are enough."""

from __future__ import annotations

import pytest

from firstlight.assurance.rules import SignatureFacts
from firstlight.contracts.rendering import Rendering
from firstlight.contracts.standing import Basis, Status
from firstlight.packs.content import Check
from firstlight.readiness.rules import Standing, signed
from tests.readiness.making import days, rendering, signature, signed_check

pytestmark = pytest.mark.requirement("RDY-09")

SCOPE = rendering("Order to cash", "Procure to pay")
OTHER = rendering("Order to cash", "Plan to produce", "Collect")
TWO = signed_check("executive-sponsor", "approver")


def stand(
    check: Check, *given: SignatureFacts, status: Status = Status.MET, today: Rendering | None = SCOPE
) -> Standing:
    before = Standing(status, Basis.ATTESTED, ("All is well.",))
    return signed(check, before, given, today, "The scope of Wave 1")


def test_all_that_are_asked_have_signed() -> None:
    standing = stand(TWO, signature("executive-sponsor", SCOPE), signature("approver", SCOPE, person="Anna Prahl"))
    assert (standing.status, standing.stale, standing.reasons) == (Status.MET, "", ("All is well.",))
    assert [(one.role, one.state, one.person) for one in standing.signatures] == [
        ("executive-sponsor", "valid", "Emil Strand"), ("approver", "valid", "Anna Prahl"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "after"), [("met", "unknown"), ("partly", "unknown"), ("unmet", "unmet"), ("unknown", "unknown")]
)
def test_a_missing_signature_makes_a_good_check_unknown(status: str, after: str) -> None:
    standing = stand(TWO, signature("executive-sponsor", SCOPE), status=Status(status))
    assert standing.status == after
    assert "Not signed yet by the approver: the scope of Wave 1." in standing.reasons


def test_a_check_that_does_not_apply_asks_for_no_signature() -> None:
    standing = stand(TWO, status=Status.NOT_APPLICABLE)
    assert (standing.status, standing.signatures) == (Status.NOT_APPLICABLE, ())


def test_a_stale_signature_marks_the_check_and_says_how_much_changed() -> None:
    standing = stand(signed_check("approver"), signature("approver", OTHER, at=days(-8)))
    assert standing.status is Status.MET
    assert standing.stale == (
        "Emil Strand (approver) signed the scope of Wave 1 on 12 Nov 2026; 3 things have changed since."
    )
    assert len(standing.signatures[0].changes) == 3


def test_one_change_is_one_thing() -> None:
    standing = stand(signed_check("approver"), signature("approver", rendering("Order to cash")))
    assert "1 thing has changed since" in standing.stale


def test_content_that_is_gone_is_stale_too() -> None:
    standing = stand(signed_check("approver"), signature("approver", SCOPE), today=None)
    assert [change.after for change in standing.signatures[0].changes] == [None, None]
    assert standing.stale


def test_a_typed_row_is_no_signature_and_says_how_it_becomes_one() -> None:
    standing = stand(signed_check("approver"), signature("approver", None, person="Anna Prahl"))
    assert standing.status is Status.UNKNOWN
    assert standing.reasons[0] == (
        "Not signed yet by the approver: the scope of Wave 1. "
        "The row of Anna Prahl is bound to no content; “firstlight sign” binds it."
    )
    assert [(one.state, one.person) for one in standing.signatures] == [("missing", "Anna Prahl")]


def test_so_many_of_several_roles_are_enough() -> None:
    either = signed_check("executive-sponsor", "approver", quorum=1)
    assert stand(either, signature("approver", SCOPE)).status is Status.MET
    assert stand(either).status is Status.UNKNOWN


def test_a_signature_on_something_else_or_in_another_role_does_not_count() -> None:
    elsewhere = SignatureFacts("testing:uat", "approver", "Anna", "Yes.", days(0), SCOPE.digest(), SCOPE.canonical())
    assert stand(signed_check("approver"), elsewhere, signature("auditor", SCOPE)).status is Status.UNKNOWN


@pytest.mark.parametrize("first", ["valid", "stale"])
def test_whoever_signed_what_is_there_speaks_for_the_role(first: str) -> None:
    contents = [SCOPE, OTHER] if first == "valid" else [OTHER, SCOPE]
    given = [
        signature("approver", content, person=person, at=days(-number))
        for number, (content, person) in enumerate(zip(contents, ("Anna", "Bert"), strict=True))
    ]
    for order in (given, given[::-1]):
        standing = stand(signed_check("approver"), *order)
        assert standing.stale == ""
        assert standing.signatures[0].state == "valid"
        assert [one.state for one in standing.signatures[1:]] == ["stale"]


def test_of_two_stale_ones_the_newer_speaks() -> None:
    given = [
        signature("approver", OTHER, person="Anna", at=days(-9)),
        signature("approver", OTHER, person="Bert", at=days(-3)),
    ]
    for order in (given, given[::-1]):
        assert stand(signed_check("approver"), *order).signatures[0].person == "Bert"
