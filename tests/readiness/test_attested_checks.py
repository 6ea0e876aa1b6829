"""A check that somebody vouches for: the asked role, the newest word, and only as long as it and its evidence last."""

from __future__ import annotations

from datetime import datetime

import pytest

from firstlight.contracts.standing import Basis, Status
from firstlight.readiness.rules import attested, expiry_of
from tests.cast import NOW
from tests.readiness.making import attested_check, days, evidence, word

pytestmark = pytest.mark.requirement("RDY-02")


def test_without_a_word_it_is_unknown_and_says_whose_word_is_missing() -> None:
    standing = attested(attested_check("process-owner", "it-administrator"), [], NOW)
    assert (standing.status, standing.basis) == (Status.UNKNOWN, Basis.ATTESTED)
    assert standing.reasons == (
        "Nobody has attested this yet; it is the word of the process owner or IT administrator.",
    )


@pytest.mark.parametrize("state", ["met", "partly", "unmet", "not-applicable"])
def test_a_word_of_the_asked_role_counts(state: str) -> None:
    standing = attested(attested_check(), [word(state=state)], NOW)
    assert (standing.status, standing.reasons, standing.speaks_of) == (state, ("All is well.",), days(-1))
    assert standing.attestation


def test_a_word_in_another_role_does_not_count_and_is_named() -> None:
    standing = attested(attested_check(), [word(role="test-lead", person="Willem Oost")], NOW)
    assert standing.status is Status.UNKNOWN
    assert standing.reasons[0].endswith("Willem Oost has, but as test lead.")


def test_a_newer_word_in_another_role_does_not_hide_the_right_one() -> None:
    words = [word(role="test-lead", state="unmet"), word(state="met", effective=days(-3))]
    assert attested(attested_check(), words, NOW).status is Status.MET


def test_the_newest_word_wins_even_when_it_is_the_worse_one() -> None:
    words = [word(state="unmet"), word(state="met", effective=days(-3))]
    assert attested(attested_check(), words, NOW).status is Status.UNMET


@pytest.mark.parametrize(
    ("own", "by_pack", "of_evidence", "lapses"),
    [
        (None, 14, None, 13), (5, 14, None, 5), (30, 14, None, 30), (None, None, None, None), (None, 14, 3, 3),
        (5, 14, 30, 5), (None, None, 3, 3),
    ],
)  # fmt: skip
def test_a_word_lapses_as_it_says_or_as_the_pack_says_and_never_after_its_evidence(
    own: int | None, by_pack: int | None, of_evidence: int | None, lapses: int | None
) -> None:
    def after(number: int | None) -> datetime | None:
        return None if number is None else days(number)

    given = word(expires=after(own), evidence=(evidence(after(of_evidence)),))
    assert expiry_of(attested_check(expires_after_days=by_pack), given) == after(lapses)


@pytest.mark.parametrize("state", ["met", "partly", "unmet", "not-applicable"])
def test_a_word_that_lapsed_is_unknown_and_still_shown(state: str) -> None:
    standing = attested(attested_check(), [word(state=state, expires=NOW)], NOW)
    assert standing.status is Status.UNKNOWN
    assert standing.reasons == (
        "The word of Paula Ortiz lapsed on 20 Nov 2026; it has to be given again.", "All is well.",
    )  # fmt: skip


def test_evidence_that_lapsed_takes_the_word_with_it() -> None:
    standing = attested(attested_check(), [word(evidence=(evidence(), evidence(days(-0.5))))], NOW)
    assert standing.status is Status.UNKNOWN


@pytest.mark.parametrize(("state", "status"), [("met", "unknown"), ("partly", "unknown"), ("unmet", "unmet")])
def test_where_evidence_is_required_a_good_word_alone_is_not_enough(state: str, status: str) -> None:
    check = attested_check(evidence_required=True)
    assert attested(check, [word(state=state)], NOW).status == status
    for proof in ({"evidence": (evidence(),)}, {"links": ("https://example.org/plan",)}):
        assert attested(check, [word(state=state, **proof)], NOW).status == state


def test_a_check_that_names_no_role_takes_anybodys_word() -> None:
    check = attested_check(attested_by=())
    assert attested(check, [word(role="auditor")], NOW).status is Status.MET


def test_evidence_is_linked_as_records() -> None:
    (record,) = attested(attested_check(), [word(evidence=(evidence(),))], NOW).records
    assert (record.kind, record.text) == ("evidence", "plan.pdf")
