"""Signing on the pages: exactly what is seen, once, in turn, for oneself or for another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from firstlight.assurance.models import AskedSigner, Delegation, Signature, SignatureRequest, SigningRefusal
from firstlight.kernel import renderings
from firstlight.scope import actions as scope
from firstlight.scope import sheets
from tests.web.conftest import Stage

SIGN = "signatures/sign/scope/"


def today(stage: Stage) -> Any:
    found = renderings.render(stage.project, "scope", stage.inside.now)
    assert found
    return found


def change(stage: Stage, ref: str = "R-9", title: str = "Came late") -> None:
    stage.change(scope.change_requirements, sheets.REQUIREMENTS, {"ref": ref, "title": title})


def signed(stage: Stage, ref: str, role: str, **more: Any) -> Any:
    given = {"digest": today(stage).digest(), "role": role, "statement": "This is what goes live.", **more}
    return stage.post(SIGN, ref, **given)


def asked(stage: Stage, by: str = "pl", **more: Any) -> Any:
    given = {"on": "scope", "reason": "For the committee", "signers_1": ["po/process-owner"], **more}
    return stage.post("signatures/ask/", by, **given)


@pytest.mark.requirement("RDY-07")
def test_what_is_signed_is_shown_in_full_with_its_digest_and_what_changed_since_one_signed_last(stage: Stage) -> None:
    page = stage.text(SIGN, "es")
    for line in today(stage).lines:
        assert line.label in page
    digest = today(stage).digest()
    assert f"{digest[:4]} {digest[4:8]} {digest[8:12]}" in page
    assert f'value="{digest}"' in page
    assert "Since you signed last" in page
    assert "R-3 Added later" in page
    assert "Since you signed last" not in stage.text(SIGN, "po")


@pytest.mark.requirement("RDY-07")
def test_a_signature_is_given_in_a_role_one_holds_on_exactly_what_was_seen(stage: Stage) -> None:
    assert signed(stage, "po", "executive-sponsor").status_code == 422
    assert signed(stage, "po", "process-owner").status_code == 303
    given = Signature.objects.get(person__ref="po")
    assert (given.digest, given.role, given.statement) == (
        today(stage).digest(), "process-owner", "This is what goes live.",
    )  # fmt: skip


@pytest.mark.requirement("RDY-07")
def test_what_changed_meanwhile_is_not_signed_but_shown(stage: Stage) -> None:
    seen = today(stage)
    change(stage)
    response = signed(stage, "po", "process-owner", digest=seen.digest(), seen=seen.canonical())
    page = response.content.decode()
    assert response.status_code == 409
    assert "nothing was signed" in page
    assert "R-9 Came late" in page
    assert "Look again" in page
    assert not Signature.objects.filter(person__ref="po").exists()
    forged = signed(stage, "po", "process-owner", digest=seen.digest(), seen="{}")
    assert forged.status_code == 409
    assert "R-9" not in forged.content.decode()


def test_the_same_click_twice_signs_once_with_a_key_and_without(stage: Stage) -> None:
    for more in ({"idempotency_key": "k"}, {"idempotency_key": "k"}, {}):
        assert signed(stage, "po", "process-owner", **more).status_code == 303
    assert Signature.objects.filter(person__ref="po").count() == 1


def test_who_has_not_shown_lately_who_they_are_is_asked_first(stage: Stage) -> None:
    client = Client()
    client.force_login(stage.cast.users["po"])
    for address in (SIGN, "checks/scope.agreed/accept-risk/"):
        user = "po" if address == SIGN else "es"
        client.force_login(stage.cast.users[user])
        response = client.get(f"/p/{stage.project.slug}/{address}")
        assert response.status_code == 302
        assert "/confirm/" in response.headers["Location"]


@pytest.mark.requirement("RDY-07")
def test_somebody_does_not_sign_because_and_the_check_is_unmet_until_it_changes(stage: Stage) -> None:
    stage.attest("po", "scope.agreed", "process-owner")
    given = {"role": "process-owner", "reason": "Returns are missing."}
    digest = today(stage).digest()
    assert stage.post(f"{SIGN}refuse/", "po", **given, digest="").status_code == 422
    assert stage.post(f"{SIGN}refuse/", "po", **given, digest=digest).status_code == 303
    assert stage.post(f"{SIGN}refuse/", "po", **given, digest=digest).status_code == 303
    assert SigningRefusal.objects.count() == 1
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/scope.agreed/")
    assert "Paula Ortiz (process owner) does not sign" in page
    assert "Does not sign: Returns are missing." in page
    change(stage)
    stage.assess(timedelta(hours=2))
    assert "does not sign" not in stage.text("checks/scope.agreed/").partition("Signatures")[0]
    assert signed(stage, "po", "process-owner").status_code == 303


@pytest.mark.requirement("RDY-07")
def test_signatures_are_asked_for_in_steps_with_a_quorum_and_given_in_turn(stage: Stage) -> None:
    response = asked(
        stage, signers_1=["wo/test-lead", "po/process-owner", "ap/approver"], quorum_1="2",
        signers_2=["sl/support-lead"], due="2026-11-27",
    )  # fmt: skip
    assert response.status_code == 303
    page = stage.text("signatures/", "po")
    assert "Waits for you" in page
    assert "Step 1: 2 of 3" in page
    early = signed(stage, "sl", "support-lead")
    assert early.status_code == 409
    assert "It is not your turn yet. Step 1 comes first" in early.content.decode()
    stage.attest("po", "scope.agreed", "process-owner")
    for who, role in (("po", "process-owner"), ("ap", "approver")):
        assert signed(stage, who, role).status_code == 303
    stage.assess(timedelta(hours=1))
    assert "Asked for on 20 Nov 2026 and not signed yet by Sami Laine" in stage.text("checks/scope.agreed/")
    assert signed(stage, "sl", "support-lead").status_code == 303
    stage.assess(timedelta(hours=2))
    assert "Asked for on" not in stage.text("checks/scope.agreed/").partition("In the ledger")[0]
    assert "Signed" in stage.text("signatures/")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"signers_1": ["pl/project-lead"]}, "Select a valid choice"),
        ({"quorum_1": "2"}, "between 1 and 1 of them can be needed"),
        ({"signers_2": ["po/process-owner"]}, "Everybody is asked once"),
        ({"due": "2026-11-01"}, "The day by which it is to be signed has passed"),
        ({"signers_1": []}, "This field is required"),
    ],
)
def test_a_request_that_cannot_be_says_why(stage: Stage, more: dict[str, Any], sentence: str) -> None:
    response = asked(stage, **more)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SignatureRequest.objects.exists()


def test_whoever_asks_signs_nothing_of_it_not_even_for_another(stage: Stage) -> None:
    assert asked(stage).status_code == 303
    delegation = delegated(stage, "po", "pl")
    refused = signed(stage, "pl", f"process-owner/{delegation.pk}")
    assert refused.status_code == 403
    assert "has asked for these signatures" in refused.content.decode()


def test_a_signer_is_reminded_once_in_a_while_and_not_after_signing(stage: Stage) -> None:
    asked(stage)
    one = AskedSigner.objects.get()
    for _ in range(2):
        assert stage.post(f"signatures/asked/{one.pk}/remind/").status_code == 303
    one.refresh_from_db()
    assert one.reminders == 1
    assert "reminded once, last" in stage.text("signatures/")
    signed(stage, "po", "process-owner")
    assert stage.post(f"signatures/asked/{one.pk}/remind/").status_code == 409


def test_only_who_asked_withdraws_a_request(stage: Stage) -> None:
    asked(stage)
    address = f"signatures/requests/{SignatureRequest.objects.get().pk}/withdraw/"
    assert [stage.post(address, who).status_code for who in ("wo", "pl", "pl")] == [403, 303, 409]
    assert "Nobody is asked to sign" in stage.text("signatures/")


# delegation -----------------------------------------------------------------------------------------------------------


def delegated(stage: Stage, giver: str, to: str, **more: Any) -> Delegation:
    given = {"delegate": to, "since": "2026-11-20T08:00", "until": "2026-11-30T18:00", "reason": "On leave", **more}
    assert stage.post("signatures/delegations/", giver, **given).status_code == 303
    return Delegation.objects.latest("pk")


@pytest.mark.requirement("RDY-07")
def test_a_delegate_signs_for_another_and_the_signature_says_so(stage: Stage) -> None:
    one = delegated(stage, "po", "ap")
    assert "Process owner, for Paula Ortiz" in stage.text(SIGN, "ap")
    assert signed(stage, "ap", f"process-owner/{one.pk}").status_code == 303
    given = Signature.objects.get(person__ref="ap")
    assert (given.delegated_by, given.role, given.delegation) == ("Paula Ortiz", "process-owner", one)
    stage.assess(timedelta(hours=1))
    assert "for Paula Ortiz" in stage.text("checks/scope.agreed/")


def test_a_delegate_of_a_delegate_does_not_sign(stage: Stage) -> None:
    delegated(stage, "po", "ap")
    second = delegated(stage, "ap", "cm")
    assert "Paula Ortiz" not in stage.text(SIGN, "cm").partition("Your signature")[2]
    from firstlight.assurance.actions import sign
    from firstlight.kernel.errors import Refused

    words = {"on": "scope", "role": "process-owner", "statement": "Yes.", "digest": today(stage).digest()}
    with pytest.raises(Refused, match="a delegate of a delegate does not sign"):
        sign(stage.cast.context("cm"), person=stage.cast.people["cm"], delegation=second, **words)


def test_a_delegate_counts_once_under_the_same_content(stage: Stage) -> None:
    one = delegated(stage, "po", "ap")
    assert signed(stage, "ap", "approver").status_code == 303
    twice = signed(stage, "ap", f"process-owner/{one.pk}")
    assert twice.status_code == 403
    assert "counts once" in twice.content.decode()
    change(stage)
    assert signed(stage, "ap", f"process-owner/{one.pk}").status_code == 303
    assert signed(stage, "ap", "approver").status_code == 403


def test_a_delegation_that_ended_or_is_for_something_else_signs_nothing(stage: Stage) -> None:
    other = delegated(stage, "po", "ap", on="testing:uat")
    assert signed(stage, "ap", f"process-owner/{other.pk}").status_code == 422
    one = delegated(stage, "po", "ap")
    address = f"signatures/delegations/{one.pk}/end/"
    assert [stage.post(address, who).status_code for who in ("ap", "po", "po")] == [403, 303, 409]
    assert signed(stage, "ap", f"process-owner/{one.pk}").status_code == 422
    later = delegated(stage, "po", "ap", since="2026-11-21T08:00")
    assert signed(stage, "ap", f"process-owner/{later.pk}").status_code == 422
    assert "Not begun" in stage.text("signatures/delegations/")


# immaterial changes ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RDY-07")
def test_a_change_declared_immaterial_keeps_the_signature_until_the_next_change(stage: Stage) -> None:
    given = Signature.objects.get(person__ref="es")
    address = f"signatures/{given.pk}/immaterial/"
    words = {"digest": today(stage).digest(), "because": "R-3 was in the minutes already."}
    assert "R-3 Added later" in stage.text(address)
    assert stage.post(address, "wo", **words).status_code == 403
    assert stage.post(address, **{**words, "because": ""}).status_code == 422
    assert stage.post(address, **{**words, "digest": "0" * 64}).status_code == 409
    assert stage.post(address, **words).status_code == 303
    assert "Petra Lind declared a change under your signature on scope immaterial" in stage.text("signatures/", "es")
    stage.assess(timedelta(hours=1))
    page = stage.text("checks/scope.agreed/")
    assert "Petra Lind declared the change immaterial: R-3 was in the minutes already." in page
    assert not re.search(r"Emil Strand[^<]*signed[^<]*changed since", page.partition("History")[0])
    change(stage)
    stage.assess(timedelta(hours=2))
    assert "2 things have changed since" in stage.text("checks/scope.agreed/")


def test_who_made_the_change_does_not_declare_it_immaterial(stage: Stage) -> None:
    from tests.cast import added

    row = added(sheets.REQUIREMENTS, ref="R-8", title="Mine")
    scope.change_requirements(stage.cast.context("pl"), stage.project, [row])
    address = f"signatures/{Signature.objects.get(person__ref='es').pk}/immaterial/"
    refused = stage.post(address, digest=today(stage).digest(), because="It is small.")
    assert refused.status_code == 403
    assert "You changed what was signed" in refused.content.decode()
    assert stage.post(address, "es", digest=today(stage).digest(), because="It is small.").status_code == 303


def test_a_difference_shows_what_differs_of_a_line_of_facts() -> None:
    from firstlight.web.pages.signatures import change

    drawn = change("integration:I-1", "I-1 Bank", "Type: Batch; Volume: 12", "Type: Batch; Volume: 14; Peak: 3")
    assert (drawn.where, drawn.before, drawn.after) == ("Changed", "Volume: 12", "Volume: 14; Peak: 3")
    reworded = change("case:9", "Deposit", "Rounded on each line", "Rounded once")
    assert reworded.where == "Changed · case:9"
    assert (reworded.before, reworded.after) == ("Rounded on each line", "Rounded once")
