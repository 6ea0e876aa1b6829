"""Plans in and out of MS Project by way of the pages, the API and the project folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from firstlight.cutover.formats.mspdi import lines_of, read_mspdi
from firstlight.cutover.models import ProjectFile, Task
from firstlight.cutover.queries import planned
from tests.api.conftest import program
from tests.cutover.conftest import Cutover, after
from tests.cutover.mspdi_files import elements, link, project, task
from tests.intake.files import shared_file
from tests.web.conftest import Stage
from tests.web.test_cutover_pages import planned as planned_by_hand  # noqa: F401
from tests.web.test_folder_round_trip import elsewhere, files_of

IMPORT = "lists/cutover.tasks/import/"
SMALL = project(task(1, "Stop", 2, Cost=7), task(2, "Load", 8, link(1, 1, 600, 5)), task(9, "Check", 1, link(2)))


def _bring_in(stage: Stage, data: bytes, name: str = "plan.xml") -> Any:
    """Give the file to the list of steps, and apply what the preview shows."""
    sent = stage.client("cm").post(f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile(name, data)})
    assert sent.status_code == 303, sent.content.decode()[:2000]
    return stage.client("cm").post(sent.headers["Location"], {"do": "apply"})


def _given(stage: Stage, address: str = "cutover/plan.xml") -> bytes:
    return bytes(stage.get(address).content)


def test_the_plan_of_a_real_file_goes_in_and_out_and_in_and_nothing_differs(stage: Stage) -> None:
    data = shared_file("plans/Residential_Construction.xml").read_bytes()
    assert _bring_in(stage, data).status_code == 303
    assert Task.objects.filter(project=stage.project).count() == 108
    assert _given(stage) == data
    sent = stage.client("cm").post(
        f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile("plan.xml", _given(stage))}
    )
    assert "Nothing would change" in stage.client("cm").get(sent.headers["Location"]).content.decode()


def test_the_critical_path_on_the_pages_is_that_of_project(stage: Stage) -> None:
    data = shared_file("plans/Residential_Construction.xml").read_bytes()
    _bring_in(stage, data)
    found = read_mspdi(data, "plan.xml", "Europe/Berlin")
    steps = {line.uid for line in lines_of(found)}
    own = {id for id, one in found.stored.items() if one.critical and not one.summary and id in steps}
    table = planned(stage.project, stage.inside.now).timetable
    assert {ref for ref, times in table.times.items() if times.critical} == own
    page = stage.text("cutover/chart/?critical=yes")
    assert "Sign contract and notice to proceed" in page


def test_what_is_changed_on_a_page_goes_out_with_all_that_only_project_knows(stage: Stage) -> None:
    _bring_in(stage, SMALL)
    Task.objects.filter(ref="2").update(title="Load twice", minutes=960)
    _touch(stage)
    found = read_mspdi(_given(stage), "plan.xml")
    assert [row.words("Name") for row in found.rows] == ["Stop", "Load twice", "Check"]
    assert (found.rows[0].words("Cost"), found.rows[1].words("Duration")) == ("7", "PT16H0M0S")
    assert found.draft.links == read_mspdi(SMALL, "plan.xml").draft.links


def _touch(stage: Stage) -> None:
    """Something of the project changes, so that nothing is kept in memory."""
    Cutover(stage.project, stage.inside).shift("Mira Holt", after(0), after(8))


def test_a_plan_made_here_opens_in_project(planned_by_hand: Stage) -> None:  # noqa: F811
    found = read_mspdi(_given(planned_by_hand), "plan.xml", "Europe/Berlin")
    assert [line.ref for line in lines_of(found)] == ["10", "11", "12", "13", "14"]
    assert found.draft.calendars[0].name == "24 Hours"
    assert [one.words("Summary") for one in found.rows] == ["1", "0", "0", "0", "0"]


def test_hostile_files_are_refused_with_a_sentence(stage: Stage) -> None:
    for data, sentence in (
        (b'<!DOCTYPE p [<!ENTITY a "b">]>' + SMALL, "declares a document type"),
        (SMALL[:400], "before all that was opened is closed"),
        (project(task(1, "Load", Duration="soon")), "expected a duration such as"),
    ):
        sent = stage.client("cm").post(
            f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile("plan.xml", data)}
        )
        assert sent.status_code == 422
        assert sentence in sent.content.decode()
    assert not Task.objects.exists()


def test_two_tasks_of_one_id_are_told_in_the_preview_and_circles_in_the_findings(stage: Stage) -> None:
    ring = [task(n, f"Task {n}", 1, link(n % 40 + 1)) for n in range(1, 41)]
    data = project(*ring, task(41, "Last", 1, link(40)), task(41, "Twice", 1))
    sent = stage.client("cm").post(f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile("p.xml", data)})
    page = stage.client("cm").get(sent.headers["Location"]).content.decode()
    assert "“41” stands in row 41 already" in page
    stage.client("cm").post(sent.headers["Location"], {"do": "apply"})
    page = stage.text("cutover/findings/")
    assert "Steps wait for each other" in page
    assert "40 tasks wait for each other in a circle" in page
    assert _given(stage) == data, "what was refused is not lost: no step was changed, so neither is the file"
    lost = project(task(1, "Stop", 1), task(2, "Lost", 1, link(99)))
    _bring_in(stage, lost)
    assert "waits for" in stage.text("cutover/findings/")


def test_the_file_travels_with_the_project_folder_and_the_order_of_steps_with_it(stage: Stage, tmp_path: Path) -> None:
    data = project(
        task(7, "Freeze", Summary=1), task(3, "Stop", 2, OutlineLevel=2), task(5, "Load", 8, link(3), OutlineLevel=2),
        task(1, "Check", 1, link(5)), resources=f"<Resource>{elements(UID=7, Name='Mira', Type=1)}</Resource>",
    )  # fmt: skip
    _bring_in(stage, data, "Plan of Friday.xml")
    now = stage.inside.now
    files = files_of(stage.project, now)
    assert files["cutover/plan.xml"] == data
    other = elsewhere(files, tmp_path / "out", now)
    assert list(Task.objects.filter(project=other).values_list("ref", flat=True)) == ["7", "3", "5", "1"]
    again = files_of(other, now)
    assert {name for name in files if again.get(name) != files[name]} == {"project.yaml"}
    kept = ProjectFile.objects.get(plan__project=other)
    assert (kept.name, kept.size) == ("Plan of Friday.xml", len(data))


def test_a_folder_with_nothing_but_the_file_of_project_has_its_steps(stage: Stage, tmp_path: Path) -> None:
    files = {**files_of(stage.project, stage.inside.now), "cutover/plan.xml": SMALL}
    files.pop("cutover/plan.xlsx", None)
    other = elsewhere(files, tmp_path / "out", stage.inside.now)
    assert list(Task.objects.filter(project=other).values_list("ref", flat=True)) == ["1", "2", "9"]


def test_programs_bring_plans_in_and_take_them_along(stage: Stage) -> None:
    cutover_manager = program(stage, "cm")
    seen = cutover_manager.upload("imports/preview", SMALL, "plan.xml", sheet="cutover.tasks").json()["seen"]
    done = cutover_manager.upload("imports", SMALL, "plan.xml", key="k1", sheet="cutover.tasks", seen=seen)
    assert done.status_code == 200, done.content
    assert cutover_manager.get("cutover/project-file").content == SMALL
    other = SMALL.replace(b"Cost>7", b"Cost>8")
    kept = cutover_manager.upload("cutover/project-file", other, "later.xml", key="k2")
    assert kept.json()["name"] == "later.xml"
    assert cutover_manager.get("cutover/project-file").content == other
    assert cutover_manager.upload("cutover/project-file", b"<a/>", "x.xml", key="k3").status_code == 422
    assert cutover_manager.get("cutover/project-file?plan=none").status_code == 404


def test_whoever_is_outside_finds_no_file(stage: Stage) -> None:
    assert stage.outsider().get(f"/p/{stage.project.slug}/cutover/plan.xml").status_code == 404
    assert stage.get("cutover/plan.xml?plan=none").status_code == 404


def test_a_file_in_which_only_calendars_changed_is_kept_from_its_preview(stage: Stage) -> None:
    _bring_in(stage, SMALL)
    other = SMALL.replace(b"</Project>", b"<Calendars></Calendars></Project>")
    assert other != SMALL
    sent = stage.client("cm").post(
        f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile("later.xml", other)}
    )
    preview = stage.client("cm").get(sent.headers["Location"]).content.decode()
    assert "Nothing would change" in preview
    assert "Keep the file" in preview
    answer = stage.client("cm").post(sent.headers["Location"], {"do": "apply"}, follow=True)
    assert "later.xml is kept" in answer.content.decode()
    assert ProjectFile.objects.get(plan__project=stage.project).name == "later.xml"
    again = stage.client("cm").post(
        f"/p/{stage.project.slug}/{IMPORT}", {"file": SimpleUploadedFile("rows.csv", b"Step,Task\n1,Stop\n")}
    )
    assert "Keep the file" not in stage.client("cm").get(again.headers["Location"]).content.decode()


def _strictly_read(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar by the letter of RFC 5545: line ends, folds, escapes, what an event needs."""
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or line == lines[-1] for line in lines)
    events: list[dict[str, str]] = []
    for line in re.sub(rb"\r\n[ \t]", b"", data).decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in ("END", ""):
            assert name not in events[-1]
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), line
            events[-1][name] = value
    for one in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= one.keys()
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", one[name]) for name in ("DTSTAMP", "DTSTART", "DTEND") if name in one)
        assert one.get("DTEND", "9") > one["DTSTART"]
    assert len({one["UID"] for one in events}) == len(events)
    return events


def test_the_calendar_is_strict_and_speaks_the_language_of_whoever_takes_it(stage: Stage) -> None:
    cutover = Cutover(stage.project, stage.inside)
    cutover.add(
        {"ref": "1", "title": "Schritt für Größen; mit Komma, und \\ Strich " * 5, "start": after(0),
         "instruction": "Eins\nzwei 🚀" * 20},
        {"ref": "2", "title": "Ende", "kind": "milestone", "predecessors": ("1",)},
    )  # fmt: skip
    events = _strictly_read(stage.get("cutover/plan.ics", "cm").content)
    assert [one["SUMMARY"][:9] for one in events] == ["1 Schritt", "2 Ende"]
    assert "DTEND" not in events[1]
    assert events[1]["DTSTART"] == events[0]["DTEND"]
    again = _strictly_read(stage.get("cutover/plan.ics", "cm").content)
    assert [one["UID"] for one in again] == [one["UID"] for one in events]
    german = stage.get("cutover/plan.ics", "cm", headers={"Accept-Language": "de"}).content
    assert "Verantwortlich: " in _strictly_read(german)[0]["DESCRIPTION"]


def test_a_plan_that_cannot_be_computed_has_no_calendar_and_says_why(stage: Stage) -> None:
    assert b"BEGIN:VCALENDAR" in stage.get("cutover/plan.ics", "cm").content
    cutover = Cutover(stage.project, stage.inside)
    cutover.add({"ref": "1", "predecessors": ("2",)}, {"ref": "2", "predecessors": ("1",)})
    answer = stage.get("cutover/plan.ics", "cm")
    assert answer.status_code == 409
    assert "wait for each other in a circle" in answer.content.decode()
