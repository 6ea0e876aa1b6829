"""A person's word: one's own, in a role one holds, from a time on, and only as long as it lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.assurance.actions import attest, keep_evidence, record_attestations
from firstlight.assurance.models import Attestation
from firstlight.assurance.queries import attestations_of
from firstlight.assurance.sheets import ATTESTATIONS
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Origin, Row, RowChange
from firstlight.ledger.queries import touching
from firstlight.workspace.models import Person
from tests.cast import NOW, Cast, added

CHECK = "cutover.plan-complete"


def say(cast: Cast, who: str = "cm", **values: Any) -> Attestation:
    facts = {
        "check_ref": CHECK,
        "state": "met",
        "statement": " All 340 steps have an owner. ",
        "role": "cutover-manager",
    }
    return attest(cast.context(who), **{**facts, "person": cast.people[who], **values})


def test_a_word_is_kept_with_who_gave_it_in_what_role(cast: Cast) -> None:
    assert str(say(cast)) == f"{CHECK}: met"
    (word,) = attestations_of(cast.project, NOW)[CHECK]
    assert (word.person, word.title, word.role, word.statement) == (
        "Cora Mees", "Cutover manager", "cutover-manager", "All 340 steps have an owner.",
    )  # fmt: skip
    assert [entry.label for entry in touching(cast.project, [("check", CHECK)], [])] == ["Check attested"]


def test_nobody_gives_it_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(Refused, match="one's own word"):
        say(cast, "wo", person=cast.people["cm"])


def test_nobody_speaks_in_a_role_they_do_not_hold(cast: Cast) -> None:
    with pytest.raises(Refused, match="Cora Mees does not hold the role approver in this project"):
        say(cast, role="approver")


def test_somebody_of_another_project_has_no_word_here(cast: Cast) -> None:
    stranger = Person.objects.get(ref="os")
    with pytest.raises(NotFound):
        record_for(cast, stranger)


def record_for(cast: Cast, person: Person) -> None:
    """The machine that reads folders may attest for anybody of the project, and for nobody else."""
    attest(cast.machine, **_facts(), person=person, role="project-lead")


def _facts() -> dict[str, str]:
    return {"check_ref": CHECK, "state": "met", "statement": "Yes."}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "green"}, "“green” is not one of: met, partly, unmet, not-applicable"),
        ({"statement": " "}, "needs a sentence"),
        ({"effective": NOW + timedelta(seconds=1)}, "not of a time to come"),
        ({"expires": NOW}, "expires after it takes effect"),
    ],
)
def test_a_word_that_says_nothing_or_of_no_time_is_refused(cast: Cast, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        say(cast, **values)
    assert not Attestation.objects.exists()


def test_evidence_is_of_the_same_project(cast: Cast) -> None:
    from firstlight.workspace.models import Project

    elsewhere = Project.objects.get(slug="elsewhere")
    foreign = keep_evidence(cast.machine.within(elsewhere), b"plan", name="plan.pdf", effective=NOW)
    with pytest.raises(NotFound, match="not in this project"):
        say(cast, files=[foreign])


def test_the_newest_that_has_taken_effect_comes_first(cast: Cast) -> None:
    say(cast, statement="First.", effective=NOW - timedelta(days=2))
    say(cast, statement="Second.", effective=NOW - timedelta(days=1))
    words = attestations_of(cast.project, NOW)[CHECK]
    assert [word.statement for word in words] == ["Second.", "First."]
    assert [word.statement for word in attestations_of(cast.project, NOW - timedelta(hours=30))[CHECK]] == ["First."]


def test_reading_costs_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    for days in range(4):
        file = keep_evidence(cast.context("cm"), bytes([days]), name=f"{days}.pdf", effective=NOW)
        say(cast, effective=NOW - timedelta(days=days), files=[file])
    with django_assert_num_queries(2):
        assert [len(word.evidence) for word in attestations_of(cast.project, NOW)[CHECK]] == [1] * 4


# from a file --------------------------------------------------------------------------------------------------------


def row(**values: Any) -> RowChange:
    facts = {**_facts(), "person": "cm", "role": "cutover-manager", "effective": NOW - timedelta(days=1)}
    change = added(ATTESTATIONS, **{**facts, **values})
    assert change.after
    origin = Origin("attestations.csv", "", 2, {"role": "Role"})
    return RowChange("added", None, Row(change.after.identity, change.after.values, {}, origin))


def record(cast: Cast, *changes: RowChange) -> None:
    record_attestations(cast.machine, cast.project, changes)


def stored(cast: Cast) -> Row:
    (found,) = ATTESTATIONS.store.current(cast.project).values()
    return found


def test_words_in_a_file_come_back_out_as_they_went_in(cast: Cast) -> None:
    keep_evidence(cast.machine, b"plan", name="plan, v7.pdf", effective=NOW)
    change = row(evidence=("plan, v7.pdf",), links=("https://example.org/a,b",), expires=NOW + timedelta(days=9))
    record(cast, change)
    assert change.after
    assert stored(cast).values == change.after.values
    assert stored(cast).identity == change.after.identity


def test_a_word_in_a_file_is_changed_and_taken_back(cast: Cast) -> None:
    for name in ("a.pdf", "b.pdf"):
        keep_evidence(cast.machine, name.encode(), name=name, effective=NOW)
    record(cast, row(evidence=("a.pdf",)))
    before = stored(cast)
    record(
        cast,
        RowChange(
            "changed", before, Row(before.identity, {**before.values, "evidence": ("b.pdf",), "state": "partly"})
        ),
    )
    assert (stored(cast).values["evidence"], stored(cast).values["state"]) == (("b.pdf",), "partly")
    record(cast, RowChange("removed", stored(cast), None))
    assert not Attestation.objects.exists()


def test_a_word_that_changed_meanwhile_is_a_conflict(cast: Cast) -> None:
    record(cast, row())
    seen = stored(cast)
    after = Row(seen.identity, {**seen.values, "state": "partly"})
    record(cast, RowChange("changed", seen, after))
    with pytest.raises(Conflict):
        record(cast, RowChange("changed", seen, after))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"evidence": ("gone.pdf",)}, "“gone.pdf” is not among the evidence; put the file into the folder evidence"),
        (
            {"role": "approver"},
            "row 2, column “Role”: “cm” does not hold the role Approver; give it to them in the people",
        ),
        ({"person": "xx"}, "“xx” is not in the people of the project"),
        ({"expires": NOW - timedelta(days=1)}, "it has to expire after it took effect"),
    ],
)
def test_a_row_that_cannot_be_recorded_is_named_with_its_place(
    cast: Cast, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, row(**values))
    assert [sentence in str(problem) for problem in refused.value.problems] == [True]
    assert str(refused.value.problems[0]).startswith("attestations.csv, row 2")
    assert not Attestation.objects.exists()


def test_only_the_reader_of_files_records_the_words_of_others(cast: Cast) -> None:
    with pytest.raises(Refused):
        record_attestations(cast.context("pl"), cast.project, [row()])
