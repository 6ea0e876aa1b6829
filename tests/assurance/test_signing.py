"""A signature covers exactly what was shown; when that changes, it says how."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from firstlight.assurance import evidence
from firstlight.assurance.actions import attest, keep_evidence, record_signatures, sign
from firstlight.assurance.models import Signature
from firstlight.assurance.queries import signatures_of
from firstlight.assurance.rules import SignatureState, latest_by_role, standing_of
from firstlight.assurance.sheets import SIGNATURES
from firstlight.contracts.rendering import Rendering
from firstlight.kernel import renderings
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Origin, Row, RowChange
from firstlight.scope.actions import change_processes
from firstlight.scope.sheets import PROCESSES
from firstlight.workspace.models import Person
from tests.cast import NOW, Cast, added

pytestmark = pytest.mark.requirement("RDY-09")


@pytest.fixture(autouse=True)
def _scope(cast: Cast) -> None:
    put(cast, "65", "Order to cash")
    put(cast, "75", "Procure to pay")


def put(cast: Cast, ref: str, title: str) -> None:
    change_processes(cast.machine, cast.project, [added(PROCESSES, ref=ref, title=title, level=1)])


def retitle(cast: Cast, ref: str, title: str) -> None:
    row = PROCESSES.store.current(cast.project)[ref,]
    change_processes(
        cast.machine, cast.project, [RowChange("changed", row, Row(row.identity, {**row.values, "title": title}))]
    )


def today(cast: Cast, on: str = "scope") -> Rendering:
    found = renderings.render(cast.project, on, NOW)
    assert found
    return found


def signed(cast: Cast, who: str = "es", **values: Any) -> Signature:
    facts = {"on": "scope", "role": "executive-sponsor", "statement": " This is what goes live. "}
    digest = values.pop("digest", None) or today(cast, values.get("on", "scope")).digest()
    return sign(cast.context(who), **{**facts, "person": cast.people[who], "digest": digest, **values})


def standing(cast: Cast) -> Any:
    (given,) = signatures_of(cast.project, NOW)
    return standing_of(given, renderings.render(cast.project, given.on, NOW), "The scope")


def test_a_signature_is_valid_as_long_as_the_content_is_what_was_signed(cast: Cast) -> None:
    assert str(signed(cast)) == "scope signed as executive-sponsor"
    found = standing(cast)
    assert (found.state, found.person, found.covers, found.changes) == (SignatureState.VALID, "Emil Strand", 2, ())
    assert found.statement == "This is what goes live."


def test_a_changed_scope_makes_it_stale_with_every_difference(cast: Cast) -> None:
    signed(cast)
    retitle(cast, "65", "Lead to cash")
    put(cast, "85", "Plan to produce")
    change_processes(
        cast.machine, cast.project, [RowChange("removed", PROCESSES.store.current(cast.project)["75",], None)]
    )
    found = standing(cast)
    assert found.state is SignatureState.STALE
    assert [change.sentence() for change in found.changes] == [
        "Changed since: 65 Lead to cash, from “65 Order to cash: Level: End to end” to “Level: End to end”",
        "Withdrawn since: 75 Procure to pay (Level: End to end)",
        "Added since: 85 Plan to produce (Level: End to end)",
    ]


def test_a_scope_that_is_changed_back_is_covered_again(cast: Cast) -> None:
    signed(cast)
    retitle(cast, "65", "Lead to cash")
    retitle(cast, "65", "Order to cash")
    assert standing(cast).state is SignatureState.VALID


def test_content_that_is_gone_makes_it_stale_with_all_lines_withdrawn(cast: Cast) -> None:
    signed(cast)
    rows = PROCESSES.store.current(cast.project).values()
    change_processes(cast.machine, cast.project, [RowChange("removed", row, None) for row in rows])
    found = standing(cast)
    assert found.state is SignatureState.STALE
    assert [change.after for change in found.changes] == [None, None]


def test_what_changed_while_one_looked_is_not_signed(cast: Cast) -> None:
    seen = today(cast).digest()
    retitle(cast, "65", "Lead to cash")
    with pytest.raises(Conflict, match="Look at it again before you sign"):
        signed(cast, digest=seen)
    assert not Signature.objects.exists()


def test_nobody_signs_for_somebody_else_or_in_a_role_they_do_not_hold(cast: Cast) -> None:
    with pytest.raises(Refused, match="one's own word"):
        signed(cast, "pl", person=cast.people["es"])
    with pytest.raises(Refused, match="Petra Lind does not hold the role executive-sponsor"):
        signed(cast, "pl")
    for who in ("pc", "au"):
        with pytest.raises(Refused, match="needs the right to sign"):
            signed(cast, who)
    with pytest.raises(NotFound):
        signed_by_stranger(cast)
    assert not Signature.objects.exists()


def signed_by_stranger(cast: Cast) -> None:
    words = {"on": "scope", "role": "project-lead", "statement": "Yes.", "digest": today(cast).digest()}
    sign(cast.machine, **words, person=Person.objects.get(ref="os"))


def test_a_signature_needs_words_and_something_to_sign(cast: Cast) -> None:
    with pytest.raises(Invalid, match="needs a sentence"):
        signed(cast, statement=" ")
    for nothing in ("nothing", "check:cutover.plan-complete"):
        with pytest.raises(Invalid, match="There is nothing under"):
            signed(cast, on=nothing, digest="0" * 64)


def test_a_word_with_its_evidence_can_be_signed_and_goes_stale_with_a_newer_word(cast: Cast) -> None:
    file = keep_evidence(cast.machine, b"plan", name="plan.pdf", effective=NOW)
    words = {"check_ref": "cutover.plan-complete", "state": "met", "role": "cutover-manager"}
    say = {**words, "person": cast.people["cm"], "statement": "All steps have an owner."}
    attest(cast.context("cm"), **say, files=[file], effective=NOW - timedelta(hours=1))
    signed(cast, on="check:cutover.plan-complete")
    assert [line.key for line in today(cast, "check:cutover.plan-complete").lines] == [
        "evidence:plan.pdf", "person", "state", "statement",
    ]  # fmt: skip
    assert standing(cast).state is SignatureState.VALID
    attest(cast.context("cm"), **{**say, "state": "partly"})
    found = standing(cast)
    assert [change.sentence() for change in found.changes] == [
        "Withdrawn since: plan.pdf (SHA-256 " + file.digest + ")",
        "Changed since: State, from “met” to “partly”",
    ]


def test_what_was_signed_is_kept_among_the_evidence(cast: Cast) -> None:
    found = signed(cast)
    assert evidence.content(found.digest).decode() == found.rendering == today(cast).canonical()


def test_of_several_of_one_person_in_one_role_the_newest_counts(cast: Cast) -> None:
    for days in (0, 1):
        context = cast.context("es", NOW + timedelta(days=days))
        words = {"on": "scope", "person": cast.people["es"], "role": "executive-sponsor"}
        sign(context, **words, statement=f"Day {days}.", digest=today(cast).digest())
    given = signatures_of(cast.project, NOW + timedelta(days=2))
    assert [one.statement for one in latest_by_role(given).values()] == ["Day 1."]
    assert [one.statement for one in signatures_of(cast.project, NOW)] == ["Day 0."]


# from a file --------------------------------------------------------------------------------------------------------


def row(**values: Any) -> RowChange:
    facts = {"on": "scope", "person": "es", "role": "executive-sponsor", "statement": "This goes live.", "signed": NOW}
    change = added(SIGNATURES, **{**facts, **values})
    assert change.after
    origin = Origin("signatures.csv", "", 2, {"digest": "Digest", "role": "Role"})
    return replace(change, after=replace(change.after, origin=origin))


def record(cast: Cast, *changes: RowChange) -> None:
    record_signatures(cast.machine, cast.project, changes)


def stored(cast: Cast) -> Row:
    (found,) = SIGNATURES.store.current(cast.project).values()
    return found


def test_a_row_with_its_digest_is_a_signature_on_what_is_kept_under_it(cast: Cast) -> None:
    evidence.keep(today(cast).canonical().encode())
    record(cast, row(digest=today(cast).digest(), delegated_by="Board"))
    found = standing(cast)
    assert (found.state, found.delegated_by) == (SignatureState.VALID, "Board")


def test_a_row_without_a_digest_is_bound_to_nothing_and_can_be_bound_later(cast: Cast) -> None:
    record(cast, row())
    assert Signature.objects.get().rendering == ""
    evidence.keep(today(cast).canonical().encode())
    before = stored(cast)
    record(
        cast, RowChange("changed", before, replace(before, values={**before.values, "digest": today(cast).digest()}))
    )
    assert standing(cast).state is SignatureState.VALID
    record(cast, RowChange("removed", stored(cast), None))
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"digest": "0" * 64}, "What was signed is not in evidence/signed under this digest"),
        ({"digest": "scribble"}, "That is not the digest of a file"),
        ({"role": "approver"}, "“es” does not hold the role Approver"),
        ({"person": "xx"}, "“xx” is not in the people of the project"),
    ],
)
def test_a_row_that_is_no_signature_is_named_with_its_place(cast: Cast, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, row(**values))
    assert [sentence in str(problem) for problem in refused.value.problems] == [True]
    assert str(refused.value.problems[0]).startswith("signatures.csv, row 2")


def test_a_digest_of_something_that_is_no_signed_content_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, row(digest=evidence.keep(b"minutes")))
    assert "not a signed rendering" in str(refused.value.problems[0])
    with pytest.raises(Invalid):
        record(cast, row(digest=evidence.keep(b"\xff\xfe")))
