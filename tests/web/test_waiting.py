"""What waits for somebody: on their home page, each with why and by when, and one button to where it is done."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.assurance.models import ActionItem, Attestation, Delegation, SignatureRequest
from firstlight.readiness.models import Finding
from tests.readiness.gates import decision_open, discovering
from tests.web.conftest import Stage


def rows(stage: Stage, ref: str) -> dict[str, tuple[str, str, str]]:
    """What waits for one of the cast, by what it is: why, where its button leads, and the word on the button."""
    section = stage.text("", ref).partition('id="waits"')[2].partition("</section>")[0]
    found = {}
    for row in re.findall(r"<li>.*?</li>", section, re.S):
        what = re.search(r'<b class="what">(.*?)</b>', row, re.S)
        why = re.search(r'<div class="sub">(.*?)</div>', row, re.S)
        button = re.search(r'class="btn btn-quiet btn-sm end" href="([^"]+)">([^<]+)<', row)
        assert what, row
        assert why, row
        assert button, row
        found[what[1]] = (re.sub("<[^>]+>", "", why[1]), button[1], button[2].strip())
    return found


def place(stage: Stage, address: str) -> str:
    return f"/p/{stage.project.slug}/{address}"


def asked(stage: Stage, *signers: str, **more: str) -> None:
    given = {"on": "scope", "reason": "For the committee", "due": "2026-11-24", **more}
    steps = {f"signers_{number}": [one] for number, one in enumerate(signers, 1)}
    assert stage.post("signatures/ask/", **given, **steps).status_code == 303


def test_every_action_one_owns_waits_the_late_ones_first(stage: Stage) -> None:
    ActionItem.objects.create(
        project=stage.project, ref="A-9", title="Book the room", owner="project LEAD", due=date(2026, 11, 30)
    )
    found = rows(stage, "pl")
    assert next(iter(found)) == "Retest weights"
    assert found["Retest weights"] == ("Your action A-1, 2 days overdue", place(stage, "actions/?ref=A-1"), "Open")
    assert found["Book the room"][0] == "Your action A-9, due 30 Nov"


def test_a_word_asked_of_ones_role_leads_to_its_form_and_is_gone_once_it_is_given(stage: Stage) -> None:
    words = {what: row for what, row in rows(stage, "pl").items() if row[2] == "Attest"}
    what, (why, url, _button) = next(iter(words.items()))
    assert why.startswith("Unknown, mandatory; it is your word as project lead")
    assert url.endswith("/attest/")
    assert stage.client().get(url).status_code == 200
    check = url.rstrip("/").split("/")[-2]
    stage.attest("pl", check, "project-lead", effective=stage.inside.now, statement="So it is.")
    Attestation.objects.filter(check_ref=check).update(recorded=stage.inside.now + timedelta(minutes=1))
    assert what not in rows(stage, "pl")


def test_a_signature_somebody_asked_for_waits_for_who_is_asked_in_turn(stage: Stage) -> None:
    asked(stage, "po/process-owner", "ap/approver")
    why, url, button = next(
        row for what, row in rows(stage, "po").items() if what.startswith("Sign ") and "asked" in row[0]
    )
    assert why == "Petra Lind asked on 20 Nov; you sign as process owner, due 24 Nov"
    assert (url, button) == (place(stage, "signatures/sign/scope/?role=process-owner"), "Sign")
    assert stage.client("po").get(url).status_code == 200
    assert not any("Petra Lind asked" in row[0] for row in rows(stage, "ap").values()), "the second step waits"
    stage.sign("po", "scope", "process-owner")
    assert not any("Petra Lind asked" in row[0] for row in rows(stage, "po").values())
    assert any("Petra Lind asked" in row[0] for row in rows(stage, "ap").values())


def test_a_request_past_its_day_stands_on_top(stage: Stage) -> None:
    asked(stage, "po/process-owner")
    SignatureRequest.objects.update(due=date(2026, 11, 18))
    first = next(iter(rows(stage, "po").values()))
    assert "2 days overdue" in first[0]


def test_who_signs_for_another_sees_that_and_what_is_asked_of_them(stage: Stage) -> None:
    people = stage.cast.people
    given = Delegation.objects.create(
        project=stage.project, giver=people["po"], delegate=people["ap"], since=stage.inside.now - timedelta(days=1),
        until=stage.inside.now + timedelta(days=3), reason="On leave", made=stage.inside.now,
    )  # fmt: skip
    asked(stage, "po/process-owner")
    found = rows(stage, "ap")
    assert found["You sign for Paula Ortiz"] == (
        "Until 23 Nov: On leave",
        place(stage, "signatures/delegations/"),
        "Look",
    )
    for_another = next(row for row in found.values() if "you sign for Paula Ortiz as process owner" in row[0])
    assert for_another[1].endswith(f"role=process-owner%2F{given.pk}")
    assert stage.client("ap").get(for_another[1]).status_code == 200


def test_an_open_decision_asks_those_with_authority_until_they_voted(bare: Stage) -> None:
    bare.assess()
    decision = decision_open(bare.cast)
    what = f"Vote on “{decision.title}”"
    why, url, button = rows(bare, "ap")[what]
    assert "you vote as approver" in why
    assert (url, button) == (place(bare, f"decisions/{decision.ref}/vote/"), "Vote")
    assert bare.client("ap").get(url).status_code == 200
    assert what not in rows(bare, "wo")
    assert bare.post(f"decisions/{decision.ref}/vote/", "ap", vote="go", reason="Ready.").status_code == 303
    assert what not in rows(bare, "ap")


def test_questions_of_a_review_wait_for_the_team_and_not_for_who_reviews(bare: Stage) -> None:
    bare.assess()
    review = discovering(bare.cast)
    what = f"Answer “{review.title}”"
    why, url, button = rows(bare, "wo")[what]
    assert re.match(r"\d+ questions wait, ", why)
    assert button == "Answer"
    assert bare.client("wo").get(url).status_code == 200
    for reviewer in review.reviewers:
        assert what not in rows(bare, reviewer)
    assert what not in rows(bare, "au")


def test_a_finding_waits_for_its_owner(bare: Stage) -> None:
    bare.assess()
    review = discovering(bare.cast)
    Finding.objects.create(
        project=bare.project, review=review, ref="F-1", kind="risk", title="One person knows the bank", level="high",
        owner="Willem Oost", due=date(2026, 11, 19), raised=bare.inside.now, raised_by="Anna Prahl",
    )  # fmt: skip
    why, url, _button = rows(bare, "wo")["One person knows the bank"]
    assert why == "Your finding F-1, 1 day overdue"
    assert url == place(bare, f"reviews/{review.ref}/")
    assert "One person knows the bank" not in rows(bare, "pl")


def test_knowledge_waits_for_who_is_asked_to_know(bare: Stage) -> None:
    bare.assess()
    why, url, button = rows(bare, "sl")["Confirm that you know: Monitoring"]
    assert (why, button) == ("Nobody has confirmed it yet", "Confirm")
    assert bare.client("sl").get(url).status_code == 200
    assert not any("you know" in what for what in rows(bare, "po"))


def test_on_the_page_of_a_person_others_see_what_waits_without_buttons(stage: Stage) -> None:
    page = stage.text("people/wo/", "pl")
    assert "btn-sm end" not in page.partition("waits")[2]
    assert "it is your word as" in stage.text("people/wo/", "wo")


@pytest.mark.parametrize("ref", ["pl", "es", "sl"])
def test_every_button_leads_to_a_page_that_is_there(stage: Stage, ref: str) -> None:
    asked(stage, "es/executive-sponsor")
    browser = stage.client(ref)
    found = rows(stage, ref)
    assert found
    assert {browser.get(url).status_code for _why, url, _button in found.values()} == {200}


def test_much_that_waits_costs_no_more_queries_than_little(stage: Stage) -> None:
    decision_open(stage.cast)
    review = discovering(stage.cast)
    asked(stage, "po/process-owner")

    def count() -> int:
        browser = stage.client("po")
        browser.get(place(stage, ""))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(place(stage, "")).status_code == 200
        return len(found)

    few = count()
    for number in range(30):
        asked(stage, "po/process-owner", reason=f"Again {number}")
        ActionItem.objects.create(project=stage.project, ref=f"N-{number}", title="More", owner="Paula Ortiz")
        Finding.objects.create(
            project=stage.project, review=review, ref=f"N-{number}", kind="risk", title="More", level="high",
            owner="Paula Ortiz", due=date(2026, 11, 19), raised=stage.inside.now, raised_by="Anna Prahl",
        )  # fmt: skip
    assert count() == few
