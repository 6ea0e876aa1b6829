"""A pack is what its schema says, and a document that is none says where and why."""

from __future__ import annotations

import pytest

from firstlight.contracts.tables import Unreadable
from firstlight.kernel.errors import Invalid
from firstlight.packs.content import Pack, read_pack
from tests.packs.making import check_text, pack_text


def read(words: str) -> Pack:
    return read_pack(words.encode(), "night.yaml")


def refused(words: str) -> list[str]:
    with pytest.raises(Invalid, match=r"night\.yaml is not a pack") as found:
        read(words)
    return [str(problem) for problem in found.value.problems]


def test_a_pack_is_read_with_all_it_says() -> None:
    pack = read(
        pack_text(
            check_text(more="        applies_when: {approach: [phased]}\n"), more="steps: []\n".replace("[]", STEP)
        )
    )
    (check,) = pack.checks()
    assert (check.ref, check.area, check.mandatory, check.source) == ("night.bus", "night", True, "GL: Cutover")
    assert (check.attested_by, check.expires_after_days, check.evidence_required) == (("project-lead",), 30, False)
    assert check.applies_when == {"approach": ["phased"]}
    assert pack.areas[0].short == "Night"
    assert list(pack.more) == ["documents", "steps"]


STEP = "[{ref: plan, title: Plan the buses, about: Ask the bus company., role: project-lead, answers: []}]"


def test_the_same_bytes_have_the_same_digest_and_other_bytes_another() -> None:
    assert read(pack_text()).digest == read(pack_text()).digest
    assert read(pack_text()).digest != read(pack_text() + "# a remark\n").digest


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (pack_text(more="colour: red\n"), "row 24, column “colour”: “colour” is not known here; known: schema, ref,"),
        (
            pack_text(check_text(more="        colour: red\n")),
            "row 24, column “areas.0.checks.0.colour”: “colour” is not known here; known: ref, title,",
        ),
        (
            pack_text(check_text(judged_by="{measure: a.b, threshold: {met: 1}}")),
            "row 23, column “areas.0.checks.0.judged_by.threshold”: “threshold” is not known here; known: measure,",
        ),
        (
            pack_text(check_text(judged_by="{attestation: {by: [boss], expires_after_days: 9, evidence: optional}}")),
            "row 23, column “areas.0.checks.0.judged_by.attestation.by.0”: “boss” is not one of: project-lead,",
        ),
        (pack_text(check_text(judged_by="{}")), "judged_by”: Expected just one of: measure, attestation, roll_up."),
        (
            pack_text(check_text(judged_by="{measure: a.b, roll_up: {areas: [night]}}")),
            "judged_by”: Expected just one of: measure, attestation, roll_up.",
        ),
        (pack_text(check_text(judged_by="{roll_up: {}}")), "roll_up”: Expected just one of: areas, checks."),
        (pack_text(check_text(obligation="maybe")), "“maybe” is not one of: mandatory, recommended."),
        (pack_text().replace("        why: Nobody walks home at four in the morning.\n", ""), "“why” is missing."),
        (pack_text(version="one"), "row 3, column “version”: 'one' does not match"),
        (pack_text(ref="Night Shift"), "row 2, column “ref”"),
        (pack_text(check_text(title="T")), "'T' is too short."),
    ],
)  # fmt: skip
def test_what_is_not_of_the_form_of_a_pack_is_named_with_its_line(words: str, sentence: str) -> None:
    assert any(sentence in problem for problem in refused(words)), refused(words)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    words = pack_text(check_text(obligation="maybe", more="        colour: red\n"), more="size: big\n")
    assert len(refused(words)) == 3


def test_refs_stand_once_and_in_their_area() -> None:
    assert refused(pack_text(check_text(), check_text())) == [
        "night.yaml, row 24, column “areas.0.checks.1.ref”: “night.bus” stands twice."
    ]
    assert "must begin with its name" in refused(pack_text(check_text(area="day")))[0]


def test_an_area_stands_once() -> None:
    words = pack_text()
    head, _, area = words.partition("areas:\n")
    found = refused(head + "areas:\n" + area + area)
    assert "night.yaml, row 24, column “areas.1.ref”: The area “night” stands twice." in found


def test_a_roll_up_restates_what_is_there() -> None:
    found = refused(pack_text(check_text(judged_by="{roll_up: {checks: [night.train]}}")))
    assert found == [
        "night.yaml, row 23, column “areas.0.checks.0.judged_by.roll_up”: "
        "“night.train” is neither an area nor a check of this pack."
    ]


@pytest.mark.parametrize("words", ["", "- a\n", "a: &x 1\nb: *x\n", "\tx"])
def test_what_is_no_document_is_no_pack(words: str) -> None:
    with pytest.raises(Unreadable):
        read(words)


def test_signatures_on_a_checks_own_word_name_that_check() -> None:
    own = "        signatures: {covers: self, roles: [approver, project-lead], quorum: 1}\n"
    (check,) = read(pack_text(check_text(more=own))).checks()
    assert check.signed_content == "check:night.bus"
    assert check.signatures
    assert (check.signatures.quorum, check.signatures.roles) == (1, ("approver", "project-lead"))
    (other,) = read(pack_text(check_text(more=own.replace("self", "scope").replace(", quorum: 1", "")))).checks()
    assert other.signed_content == "scope"
    assert other.signatures
    assert other.signatures.quorum == 2
    (plain,) = read(pack_text()).checks()
    assert plain.signed_content == ""
