"""Lists through the API: read in pages, changed row by row without losing anybody's change, imported."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Program, program
from tests.web.conftest import Stage

ROW = "lists/scope.requirements/rows/R-1"


def test_a_program_sees_the_lists_that_its_owner_sees(lead: Program) -> None:
    answer = lead.get("lists")
    assert answer.status_code == 200, answer.content
    lists = {one["ref"]: one for one in answer.json()}
    assert {"scope.requirements", "testing.cases", "assurance.actions", "workspace.people"} <= set(lists)
    assert lists["scope.requirements"]["may_change"]
    assert not lists["assurance.signatures"]["may_change"]


def test_rows_come_in_pages_that_follow_their_links(lead: Program) -> None:
    first = lead.get("lists/scope.processes/rows?limit=2")
    assert [row["id"] for row in first.json()["rows"]] == ["65", "65.20"]
    assert first.json()["total"] == 3
    address = first.headers["Link"].removeprefix("<").partition(">")[0].removeprefix("http://testserver")
    second = lead.get(address)
    assert [row["id"] for row in second.json()["rows"]] == ["65.20.050"]
    assert "Link" not in second.headers


def test_rows_are_filtered_searched_and_sorted(lead: Program) -> None:
    def ids(query: str) -> list[str]:
        return [row["id"] for row in lead.get(f"lists/scope.requirements/rows?{query}").json()["rows"]]

    assert ids("filter=priority:must") == ["R-1"]
    assert ids("q=weight") == ["R-2"]
    assert ids("sort=-ref") == ["R-3", "R-2", "R-1"]
    refused = lead.get("lists/scope.requirements/rows?filter=colour:red")
    assert refused.status_code == 422
    assert "priority" in refused.json()["problems"][0]["accepted"]


def test_a_page_of_rows_costs_the_same_for_ten_and_a_thousand(lead: Program, stage: Stage) -> None:
    from firstlight.scope.models import Requirement

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert lead.get("lists/scope.requirements/rows").status_code == 200
        return len(asked)

    cost()
    few = cost()
    Requirement.objects.bulk_create(Requirement(project=stage.project, ref=f"N-{n}", title="x") for n in range(1000))
    assert cost() == few <= 8
    assert len(lead.get("lists/scope.requirements/rows?limit=200").json()["rows"]) == 200
    assert lead.get("lists/scope.requirements/rows?limit=201").status_code == 422


@pytest.mark.requirement("PLT-03")
def test_a_row_is_changed_with_the_version_that_was_read(lead: Program) -> None:
    row = lead.get(ROW)
    changed = lead.send("PATCH", ROW, {"values": {"title": "Take a deposit"}}, if_match=row.headers["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json()["values"]["title"] == "Take a deposit"
    assert changed.json()["values"]["priority"] == "must"
    late = lead.send("PATCH", ROW, {"values": {"title": "Another"}}, if_match=row.headers["ETag"])
    assert late.status_code == 412
    field = late.json()["facts"]["fields"][0]
    assert field == {"column": "title", "now": "Take a deposit", "sent": "Another", "was": None}
    assert lead.send("PATCH", ROW, {"values": {"title": "Another"}}).status_code == 428


def test_changes_to_different_columns_do_not_collide_when_one_says_what_was_seen(lead: Program) -> None:
    seen = {"priority": lead.get(ROW).json()["values"]["priority"]}
    lead.send("PATCH", ROW, {"values": {"title": "Someone else's words"}}, if_match=lead.get(ROW).headers["ETag"])
    fine = lead.send("PATCH", ROW, {"values": {"priority": "should"}, "was": seen})
    assert fine.status_code == 200, fine.content
    late = lead.send("PATCH", ROW, {"values": {"priority": "could"}, "was": seen})
    assert late.status_code == 412
    assert late.json()["facts"]["fields"] == [{"column": "priority", "now": "should", "sent": "could", "was": "must"}]


def test_a_row_is_put_and_removed(lead: Program) -> None:
    address = "lists/scope.rollouts/rows/W2"
    made = lead.send("PUT", address, {"values": {"title": "Wave 2", "users": 30, "countries": ["FR"]}})
    assert made.status_code == 201, made.content
    assert lead.get(address).json()["values"]["countries"] == ["FR"]
    assert lead.send("PUT", address, {"values": {"title": "Wave two"}}).status_code == 428
    put = lead.send("PUT", address, {"values": {"title": "Wave two"}}, if_match=made.headers["ETag"])
    assert put.status_code == 200
    assert put.json()["values"]["users"] in (None, 0)
    gone = lead.send("DELETE", address, if_match=put.headers["ETag"])
    assert gone.status_code == 204, gone.content
    assert lead.get(address).status_code == 404


def test_a_value_that_cannot_be_read_is_named_with_what_would_do(lead: Program) -> None:
    etag = lead.get(ROW).headers["ETag"]
    values = {"priority": "burning", "nonsense": 1, "process": {"a": 1}}
    refused = lead.send("PATCH", ROW, {"values": values}, if_match=etag)
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    places = {one["place"]: one for one in refused.json()["problems"]}
    assert set(places) == set(values)
    assert places["priority"]["value"] == "burning"
    assert "must" in places["priority"]["accepted"].casefold()
    strange = lead.send("PATCH", ROW, {"values": {"process": "99"}}, if_match=etag)
    assert strange.status_code == 422
    assert strange.json()["problems"][0]["value"] == "99"


def test_a_row_that_others_need_stays(lead: Program) -> None:
    address = "lists/scope.processes/rows/65.20.050"
    refused = lead.send("DELETE", address, if_match=lead.get(address).headers["ETag"])
    assert refused.status_code == 422, refused.content
    assert "needed by" in refused.json()["problems"][0]["accepted"]


def test_who_may_not_change_a_list_is_refused(stage: Stage) -> None:
    auditor = program(stage, "au")
    etag = auditor.get(ROW).headers["ETag"]
    assert auditor.send("PATCH", ROW, {"values": {"title": "x"}}, if_match=etag).status_code == 403


CSV = b"Ref,Title,Priority\nR-1,Take an order with a deposit,should\nR-9,New one,must\nR-8,Another,must\n"


@pytest.mark.requirement("PLT-03")
def test_a_file_is_previewed_and_the_chosen_rows_are_applied(lead: Program) -> None:
    preview = lead.upload("imports/preview", CSV, "requirements.csv")
    assert preview.status_code == 200, preview.content
    found = preview.json()["lists"][0]
    assert (found["sheet"], found["added"], found["changed"]) == ("scope.requirements", 2, 1)
    assert {(one["row"], one["kind"]) for one in found["changes"]} == {
        ("R-1", "changed"), ("R-9", "added"), ("R-8", "added"),
    }  # fmt: skip
    assert lead.get("lists/scope.requirements/rows/R-9").status_code == 404
    seen = preview.json()["seen"]
    rows = '{"scope.requirements": ["R-9"]}'
    done = lead.upload("imports", CSV, "requirements.csv", seen=seen, rows=rows)
    assert done.json() == {"rows": 1}
    assert lead.get("lists/scope.requirements/rows/R-9").status_code == 200
    assert lead.get(ROW).json()["values"]["priority"] == "must"
    again = lead.upload("imports", CSV, "requirements.csv", seen=seen)
    assert again.status_code == 409
    strange = lead.upload("imports", CSV, "requirements.csv", seen=lead.upload("imports/preview", CSV, "requirements.csv").json()["seen"], rows='{"scope.requirements": ["R-77"]}')  # fmt: skip  # noqa: E501
    assert strange.status_code == 422


def test_a_file_with_a_faulty_row_is_applied_not_at_all(lead: Program) -> None:
    bad = b"Ref,Title,Priority\nR-1,Take an order with a deposit,burning\nR-9,New one,must\n"
    preview = lead.upload("imports/preview", bad, "requirements.csv").json()
    assert preview["lists"][0]["refused"][0]["value"] == "burning"
    refused = lead.upload("imports", bad, "requirements.csv", seen=preview["seen"])
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["place"].startswith("requirements.csv")
    assert lead.get("lists/scope.requirements/rows/R-9").status_code == 404


def test_a_file_that_is_no_list_says_why(lead: Program) -> None:
    for data, name in ((b"a,b\n1,2\n", "x.csv"), (b"\x00\x01", "x.bin"), (b"", "x.csv")):
        assert lead.upload("imports/preview", data, name).status_code == 422, name


def test_a_list_is_taken_along_as_a_file(lead: Program) -> None:
    for form, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        file = lead.get(f"lists/scope.requirements/file.{form}")
        assert file.status_code == 200
        assert file.content.startswith(begins)


def test_assessments_come_newest_first_until_there_are_none(lead: Program) -> None:
    from firstlight.api.paging import cursor_of

    for _ in range(3):
        newest = lead.post("assessments").json()["number"]
    numbers, address = [], "assessments?limit=1"
    while address:
        answer = lead.get(address)
        numbers += [one["number"] for one in answer.json()]
        address = answer.headers.get("Link", "").removeprefix("<").partition(">")[0].removeprefix("http://testserver")
    assert numbers == list(range(newest, 0, -1))
    assert len(lead.get(f"assessments?cursor={cursor_of(2**80)}").json()) == newest
    assert lead.get(f"assessments?cursor={cursor_of(-1)}").json() == []
