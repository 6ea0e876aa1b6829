"""The meeting that decides, through its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext

from firstlight.readiness.models import Decision, Dissent, Vote
from firstlight.readiness.queries.decisions import unaccepted
from firstlight.web.viewing import CONFIRMED
from tests.readiness.gates import accept_everything, close, condition, decided_conditionally, decision_open, vote
from tests.web.conftest import HOSTILE, Stage


@pytest.mark.requirement("RDY-05")
def test_the_meeting_from_its_agenda_to_a_conditional_go_with_dissent(bare: Stage) -> None:
    made = bare.post("decisions/", title="Go or no-go", planned="2026-12-03T16:00", presider="es", supersedes="")
    assert made.status_code == 303, made.content.decode()[:1500]
    place = re.sub(r".*/decisions/", "decisions/", made.headers["Location"])
    assert bare.post(f"{place}agenda/", text="The night shift", note="").status_code == 303
    assert bare.post(f"{place}vote/", "ap", vote="go", reason="Ready.").status_code == 409
    assert bare.post(f"{place}open/").status_code == 303
    assert "In the way of a go" in bare.text(place)
    ballot = bare.text(f"{place}vote/", "ap")
    assert all(f'value="{word}"' in ballot for word in ("go", "conditional", "no-go"))
    assert bare.post(f"{place}vote/", "ap", vote="no-go", reason="A third has not held a scanner.").status_code == 303
    assert bare.post(f"{place}vote/", "pl", vote="conditional", reason="Both are in hand.").status_code == 303
    assert bare.post(f"{place}vote/", "es", vote="conditional", reason="We can bear it.").status_code == 303
    assert bare.post(f"{place}dissent/", "ap", text="One more week costs less.").status_code == 303
    for text in ("The night shift is trained", "The bank has confirmed"):
        set_ = bare.post(f"{place}conditions/", text=text, owner="Change manager", due="2026-12-04")
        assert set_.status_code == 303
    refused = bare.post(f"{place}close/", "es", outcome="conditional", statement="We go.")
    assert refused.status_code == 422
    assert "until a named person accepts the risk in writing" in refused.content.decode()
    assert "We go." in refused.content.decode(), "what was typed is not lost"
    decision = Decision.objects.get()
    for one in unaccepted(bare.project, decision, bare.inside.now):
        address = f"{place}risks/{one['check']}/"
        assert bare.post(address, "es", reason="We can bear it.", until="2027-01-31").status_code == 303
    closed = bare.post(f"{place}close/", "es", outcome="conditional", statement="We go when both are done.")
    assert closed.status_code == 303
    for address in (place, f"{place}wall/"):
        page = bare.text(address, "au")
        for said in ("Conditional go", "We go when both are", "One more week costs less.", "The bank has confirmed"):
            assert said in page, (address, said)
    late = bare.post(f"{place}vote/", "ap", vote="go", reason="I changed my mind.")
    assert late.status_code == 409
    assert "nobody can vote any more" in late.content.decode()
    assert Dissent.objects.count() == 1
    bare.assess()
    home = bare.text("")
    assert "The night shift is trained" in home
    assert "Conditional go" in home
    assert "decided by Emil Strand" in home


def test_a_meeting_is_proposed_for_the_next_committee_in_the_time_of_the_project(bare: Stage) -> None:
    bare.project.next_committee = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)  # 14:00 in Berlin
    bare.project.save(update_fields=["next_committee"])
    assert 'value="2026-11-26T14:00"' in bare.text("decisions/")


def test_who_has_no_authority_cannot_vote(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    assert bare.post(f"decisions/{decision.ref}/vote/", "wo", vote="go", reason="Ready.").status_code == 403
    assert bare.get(f"decisions/{decision.ref}/vote/", "au").status_code == 403
    assert not Vote.objects.exists()


def test_a_vote_asks_first_who_one_is(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    client = bare.client("ap")
    session = client.session
    session[CONFIRMED] = bare.inside.now.timestamp() - 600
    session.save()
    response = client.post(f"/p/wave-1/decisions/{decision.ref}/vote/", {"vote": "go", "reason": "Ready."})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/confirm/")
    assert not Vote.objects.exists()


def test_two_vote_at_once_and_both_count_and_a_double_click_is_one_vote(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    one, two = bare.client("ap"), bare.client("es")
    address = f"/p/wave-1/decisions/{decision.ref}/vote/"
    for client, key in ((one, "a" * 20), (two, "b" * 20), (one, "a" * 20)):
        assert client.post(address, {"vote": "go", "reason": "Ready.", "idempotency_key": key}).status_code == 303
    assert Vote.objects.count() == 2


def test_a_vote_without_a_reason_is_shown_again(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    response = bare.post(f"decisions/{decision.ref}/vote/", "ap", vote="go", reason="")
    assert response.status_code == 422
    assert "checked" in response.content.decode()


def test_only_who_presides_closes_it(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    for ref in ("es", "ap", "pl"):
        vote(bare.cast, decision, ref, "no-go")
    assert bare.post(f"decisions/{decision.ref}/close/", "ap", outcome="no-go", statement="No.").status_code == 403
    assert "Decide…" in bare.text(f"decisions/{decision.ref}/", "es")
    assert "Decide…" not in bare.text(f"decisions/{decision.ref}/", "ap")


def test_text_of_strangers_stays_text(bare: Stage) -> None:
    decision = decision_open(bare.cast)
    vote(bare.cast, decision, "ap", "no-go", HOSTILE)
    vote(bare.cast, decision, "es", "no-go", HOSTILE)
    close(bare.cast, decision, "no-go")
    for place in ("", "wall/"):
        assert HOSTILE not in bare.text(f"decisions/{decision.ref}/{place}", "au")


def test_pages_of_a_decision_cost_the_same_however_much_is_on_them(bare: Stage) -> None:
    from django.db import connection

    decision = decision_open(bare.cast)
    for ref in ("es", "ap"):
        vote(bare.cast, decision, ref, "conditional")
    condition(bare.cast, decision)
    accept_everything(bare.cast, decision)
    for place in (f"decisions/{decision.ref}/", f"decisions/{decision.ref}/wall/", "decisions/"):
        costs = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                bare.text(place)
            costs.append(len(asked))
            vote(bare.cast, decision, "pl", "go")
            for _number in range(15):
                condition(bare.cast, decision)
        assert costs[0] == costs[1], place


def test_a_stranger_sees_nothing(bare: Stage) -> None:
    decided_conditionally(bare.cast)
    for place in ("", "wall/", "vote/"):
        assert bare.outsider().get(f"/p/wave-1/decisions/D-1/{place}").status_code == 404
        assert bare.outsider().get(f"/p/elsewhere/decisions/D-1/{place}").status_code == 404
