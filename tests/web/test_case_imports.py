"""Test cases come in with their steps, from forms and from lists, and go out again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstlight.intake.models import ListChange
from firstlight.testing.models import Case, Step
from tests.testing.written_cases import STEPS, azure, form, forms, listed, workbook
from tests.web.conftest import Stage

REFS = [f"TC-{number}" for number in range(500, 700)]


def _offer(stage: Stage, data: bytes, name: str = "cases.xlsx", who: str = "wo") -> str:
    """Give a file; the address of its preview below the project."""
    response = stage.post("lists/testing.cases/import/", who, file=SimpleUploadedFile(name, data))
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"]).removeprefix(f"/p/{stage.project.slug}/")


def _refusal(stage: Stage, data: bytes, name: str = "cases.xlsx") -> str:
    response = stage.post("lists/testing.cases/import/", "wo", file=SimpleUploadedFile(name, data))
    assert response.status_code == 422
    assert not Step.objects.exists()
    return str(response.content.decode())


def _apply(stage: Stage, preview: str) -> None:
    assert stage.post(preview, "wo", do="apply").status_code == 303


def _steps(ref: str) -> list[tuple[int, str, str]]:
    return list(Step.objects.filter(case__ref=ref).values_list("number", "action", "expected"))


@pytest.mark.requirement("UAT-01")
def test_two_hundred_forms_come_in_at_once_go_out_and_come_back_and_are_undone(stage: Stage) -> None:
    before = Case.objects.count()
    preview = _offer(stage, forms(REFS))
    page = stage.text(preview, "wo")
    assert "200 rows of cases: 200 added." in page
    assert "400 rows of steps: 400 added." in page
    assert Case.objects.count() == before
    _apply(stage, preview)
    case = Case.objects.get(ref="TC-500")
    assert (case.title, case.objective, case.preconditions) == ("Case TC-500", "Show that it works", "An open order")
    assert (case.description, case.extras) == ("What TC-500 is about", {"Post-conditions": "Signed out"})
    assert _steps("TC-699") == list(STEPS)
    assert Step.objects.count() == 400

    out = stage.get("testing/cases/list.xlsx", "wo").content
    assert "Nothing would change" in stage.text(_offer(stage, out), "wo")
    # The forms once more: nothing is doubled.
    again = stage.text(_offer(stage, forms(REFS)), "wo")
    assert "200 rows of cases stay as they are." in again
    assert "Nothing would change" in again

    changes = stage.text("lists/changes/", "wo")
    assert "Import: Cases, Steps" in changes
    made = ListChange.objects.get(sheet="testing.cases")
    assert stage.post(f"lists/changes/{made.uid}/", "wo").status_code == 303
    assert (Case.objects.count(), Step.objects.count()) == (before, 0)


@pytest.mark.requirement("UAT-01")
def test_two_hundred_cases_of_a_flat_list_come_in_at_once(stage: Stage) -> None:
    rows = [("Ref", "Title", "Persona"), *((ref, f"Case {ref}", "Order clerk") for ref in REFS)]
    _apply(stage, _offer(stage, listed(rows), "cases.csv"))
    assert Case.objects.filter(persona="Order clerk", ref__in=REFS).count() == 200


@pytest.mark.requirement("UAT-01")
def test_an_export_of_azure_test_plans_comes_in_with_its_steps(stage: Stage) -> None:
    data = azure({4711: ("Order", STEPS), 4712: ("Invoice", ((1, "Print", "It comes out"),))})
    _apply(stage, _offer(stage, data, "plans.csv"))
    case = Case.objects.get(ref="4711")
    assert (case.title, case.owner, case.extras) == ("Order", "Paula Ortiz", {"Area Path": "Shop\\Orders"})
    assert _steps("4711") == list(STEPS)
    assert _steps("4712") == [(1, "Print", "It comes out")]


def test_a_case_that_was_never_saved_in_azure_is_refused_and_the_others_come_in(stage: Stage) -> None:
    preview = _offer(stage, azure({"": ("Unsaved", STEPS), 4712: ("Invoice", STEPS)}), "plans.csv")
    page = stage.text(preview, "wo")
    assert "1 row refused" in page
    assert "this cell is empty; expected text." in page
    _apply(stage, preview)
    assert Step.objects.filter(case__ref="4712").count() == Step.objects.count() == 2


def test_steps_that_repeat_the_id_of_their_case_in_every_row_are_its_steps(stage: Stage) -> None:
    rows = [
        ("Test Case ID", "Test Case Title", "Step No", "Step Description", "Test Data", "Expected Result"),
        ("TC-900", "Order", 1, "Open it", "4711", "It is shown"),
        ("TC-900", "Order", 2, "Post it", "", "It is posted"),
        ("", "", "", "", "", "and the stock is reduced"),
        ("TC-901", "Invoice", "2.1", "Print it", "", "It comes out"),
    ]
    _apply(stage, _offer(stage, listed(rows), "cases.csv"))
    assert _steps("TC-900") == [(1, "Open it", "It is shown"), (2, "Post it", "It is posted\nand the stock is reduced")]
    assert _steps("TC-901") == [(1, "Print it", "It comes out")]
    assert Step.objects.get(case__ref="TC-900", number=1).data == "4711"


def test_headings_are_mapped_once_and_remembered_with_a_sentence(stage: Stage) -> None:
    head = ("Prüffall", "Bezeichnung", "Handlung", "Soll")
    first = _offer(stage, listed([head, ("TC-900", "Order", "Open it", "It is shown")]), "eins.csv")
    assert "These columns are missing: Ref, Title." in stage.text(first, "wo")
    columns = ["ref", "title", "testing.steps:action", "testing.steps:expected"]
    assert stage.post(first, "wo", do="map", heading=list(head), column=columns).status_code == 303
    page = stage.text(first, "wo")
    assert "Remembered for this project: “Prüffall” is Ref, “Bezeichnung” is Title, “Handlung” is Steps: Action" in page
    _apply(stage, first)
    assert _steps("TC-900") == [(1, "Open it", "It is shown")]
    second = _offer(stage, listed([head, ("TC-901", "Invoice", "Print it", "It comes out")]), "zwei.csv")
    assert "Remembered for this project: “Prüffall” is Ref" in stage.text(second, "wo")
    _apply(stage, second)
    assert _steps("TC-901") == [(1, "Print it", "It comes out")]
    # A list with headings of its own has nothing to be remembered of.
    plain = _offer(stage, listed([("Ref", "Title"), ("TC-902", "Return")]), "drei.csv")
    assert "Remembered" not in stage.text(plain, "wo")


def test_what_was_tried_in_a_form_stays_beside_its_step_and_counts_as_no_run(stage: Stage) -> None:
    sheet = form("TC-900", "Order", E10="As expected", F10="Pass", G10="Quick")
    preview = _offer(stage, workbook({"Order": sheet}))
    assert "1 step has a result written beside it on “Order”; it is kept there and counts as no run." in stage.text(
        preview, "wo"
    )
    _apply(stage, preview)
    step = Step.objects.get(case__ref="TC-900", number=1)
    assert step.extras == {"Actual Results": "As expected", "Pass / Fail": "Pass", "Notes": "Quick"}
    assert not Step.objects.get(case__ref="TC-900", number=2).extras


@pytest.mark.parametrize(
    ("sheet", "ref", "title"),
    [
        (form("TC-900"), "TC-900", "What TC-900 is about"),
        (form("TC-900", "Test title: Take an order"), "TC-900", "Take an order"),
        (form("", "Take an order"), "Order 7", "Take an order"),
        (form("TC-900", B1="Take an order"), "TC-900", "Take an order"),
        (form("", A1="Test case title", B1="Take it", A3="Test Case ID:", B3="TC-9", A4=None), "TC-9", "Take it"),
    ],
)
def test_a_form_is_read_as_people_fill_it_in(stage: Stage, sheet: dict[str, Any], ref: str, title: str) -> None:
    _apply(stage, _offer(stage, workbook({"Order 7": sheet})))
    assert Case.objects.get(ref=ref).title == title
    assert _steps(ref) == list(STEPS)


def test_the_published_template_is_a_blank_form_and_says_so(stage: Stage, shared_data: Any) -> None:
    data = (shared_data / "catalogue" / "Test Case Template.xlsx").read_bytes()
    page = stage.text(_offer(stage, data, "Test Case Template.xlsx"), "wo")
    assert "The form on “Sheet1” is blank." in page
    assert "Nothing would change" in page


def test_a_step_of_a_new_case_that_is_left_out_does_not_come_alone(stage: Stage) -> None:
    preview = _offer(stage, forms(["TC-900", "TC-901"]))
    page = stage.text(preview, "wo")
    listed_keys = [one.split('"')[0] for one in page.split('name="listed" value="')[1:]]
    kept = [key for key in listed_keys if key != "a:TC-900"]
    assert len(kept) == len(listed_keys) - 1
    stage.post(preview, "wo", do="apply", listed=listed_keys, take=kept)
    assert not Case.objects.filter(ref="TC-900").exists()
    assert Step.objects.count() == Step.objects.filter(case__ref="TC-901").count() == 2


def test_a_step_added_since_stands_in_the_way_of_undoing(stage: Stage) -> None:
    _apply(stage, _offer(stage, forms(["TC-900"])))
    case = Case.objects.get(ref="TC-900")
    Step.objects.create(project=case.project, case=case, number=3, action="Sign out")
    made = ListChange.objects.get(sheet="testing.cases")
    refused = stage.post(f"lists/changes/{made.uid}/", "wo")
    assert refused.status_code == 409
    assert "added since" in refused.content.decode()
    assert Step.objects.count() == 3


def test_steps_of_a_case_that_goes_come_back_with_it(stage: Stage) -> None:
    _apply(stage, _offer(stage, forms(["TC-900"])))
    rest = [row for row in Case.objects.values_list("ref", "title") if row[0] != "TC-900"]
    preview = _offer(stage, listed([("Ref", "Title"), *rest]), "cases.csv")
    stage.post(preview, "wo", do="all:removed")
    _apply(stage, preview)
    assert not Step.objects.exists()
    made = ListChange.objects.filter(sheet="testing.cases").first()
    assert made is not None
    assert stage.post(f"lists/changes/{made.uid}/", "wo").status_code == 303
    assert _steps("TC-900") == list(STEPS)


# what cannot be read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("worksheets", "sentence"),
    [
        ({"Budget": {"A1": "Quarter", "B1": "Sum", "A2": "Q1", "B2": 7},
          "Plan": {"A1": "Week", "B1": "Task", "A2": 1, "B2": "x"}}, "no worksheet of it is cases."),
        ({"Cases": {"A1": "Ref", "A2": None}}, "no worksheet of it has rows"),
    ],
)  # fmt: skip
def test_a_workbook_with_the_wrong_sheets_is_refused_with_a_sentence(
    stage: Stage, worksheets: Any, sentence: str
) -> None:
    cells = {name: {place: value for place, value in one.items() if value} for name, one in worksheets.items()}
    assert sentence in _refusal(stage, workbook(cells if "Budget" in worksheets else {"Empty": {}}))


def test_worksheets_that_are_not_read_are_named(stage: Stage) -> None:
    data = workbook({"TC-900": form("TC-900", "Order"), "Budget": {"A1": "Quarter", "B1": "Sum", "A2": "Q1", "B2": 7}})
    assert "The worksheet “Budget” is not read: " in stage.text(_offer(stage, data), "wo")


def test_a_form_without_an_id_is_refused_by_its_sheet_and_the_others_come_in(stage: Stage) -> None:
    data = workbook({"Sheet1": form("", "Order"), "Sheet2": form("TC-901", "Invoice")})
    preview = _offer(stage, data)
    assert "the form has no test case id; write one into it" in stage.text(preview, "wo")
    _apply(stage, preview)
    assert Step.objects.count() == Step.objects.filter(case__ref="TC-901").count() == 2


def test_one_id_on_two_forms_is_refused_with_both_places(stage: Stage) -> None:
    data = workbook({"One": form("TC-900", "Order"), "Two": form("TC-900", "Order again")})
    page = stage.text(_offer(stage, data), "wo")
    assert "“TC-900” stands in cases.xlsx, sheet “One”, row 1 already" in page


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [(lambda data: data[: len(data) // 2], "damaged"), (lambda data: b"%PDF-1.7", "not a workbook")],
)
def test_a_broken_workbook_is_refused(stage: Stage, cut: Any, sentence: str) -> None:
    assert sentence in _refusal(stage, cut(forms(["TC-900"])))


def test_an_outsider_offers_nothing(stage: Stage) -> None:
    file = SimpleUploadedFile("cases.xlsx", forms(["TC-900"]))
    assert stage.outsider().post("/p/wave-1/lists/testing.cases/import/", {"file": file}).status_code == 404
    assert not ListChange.objects.exists()
