"""MS Project XML goes back out: what nothing here knows stays, and what a step says gets in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from firstlight.cutover.formats.mspdi import Wanted, drawn_of, lines_of, read_mspdi
from firstlight.cutover.formats.mspdi.exporting import Base, project_file
from firstlight.cutover.formats.mspdi.fields import TITLES
from firstlight.cutover.rules.drafting import draft_of
from firstlight.cutover.rules.facts import PlanFacts, Step
from firstlight.engines.scheduling import Window, compute
from tests.cutover.mspdi_files import elements, link, project, task
from tests.cutover.stored_dates import NAMES
from tests.intake.files import shared_file

UTC_ZONE = ZoneInfo("UTC")
FRIDAY = datetime(2026, 12, 4, 18, tzinfo=UTC)
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(TITLES, ""),
    **dict.fromkeys(("predecessors", "documents", "deciders", "criteria"), ()),
    **dict.fromkeys(("fixed", "risky", "final"), False),
    **dict.fromkeys(("minutes", "shortest", "longest", "dry_run_minutes")),
    **dict.fromkeys(("start", "end", "actual_start", "actual_end")),
    "percent": 0,
    "plan": "cutover",
    "kind": "task",
}


def _wanted(values: dict[str, Any], extras: dict[str, str] | None = None) -> Wanted:
    row = {**_NOTHING, **values}
    return Wanted(str(row["ref"]), row, extras or {})


def _steps(data: bytes) -> list[Wanted]:
    return [_wanted(dict(line.values), dict(line.extras)) for line in lines_of(read_mspdi(data, "plan.xml"))]


def _facts(steps: list[Wanted], **values: Any) -> PlanFacts:
    known = {field.name for field in fields(Step)}
    made = tuple(
        Step(dry_run=one.values["dry_run_minutes"], **{k: v for k, v in one.values.items() if k in known})
        for one in steps
    )
    return PlanFacts("Cutover", UTC_ZONE, FRIDAY, made, **values)


def _written(steps: list[Wanted], data: bytes | None = None) -> bytes:
    base = Base(data, read_mspdi(data, "plan.xml")) if data else None
    return project_file(_facts(steps), steps, base).data


def _changed(steps: list[Wanted], ref: str, **values: Any) -> list[Wanted]:
    return [replace(one, values={**one.values, **values}) if one.ref == ref else one for one in steps]


def _all(data: bytes) -> Iterator[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Every element of a file with its path, attributes and text, in order."""
    path: list[str] = []
    for event, node in etree.iterwalk(etree.fromstring(data), events=("start", "end")):
        if event == "start":
            path.append(node.tag)
            yield "/".join(path), tuple(sorted(node.attrib.items())), (node.text or "").strip()
        else:
            path.pop()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_which_nothing_was_changed_goes_out_byte_for_byte(name: str) -> None:
    data = shared_file(f"plans/{name}").read_bytes()
    assert _written(_steps(data), data) == data


@pytest.mark.parametrize("name", NAMES)
def test_the_critical_path_of_the_steps_is_that_of_the_file(name: str) -> None:
    found = read_mspdi(shared_file(f"plans/{name}").read_bytes(), name)
    steps = _steps(shared_file(f"plans/{name}").read_bytes())
    schedule = compute(draft_of(_facts(steps, drawn=drawn_of(found))).settled())
    whole = {line.uid for line in lines_of(found)}
    leaves = [id for id, stored in found.stored.items() if stored.critical and not stored.summary and id in whole]
    assert [id for id in schedule.critical if id in whole] == leaves
    for id in whole:
        if name != NAMES[2]:  # that one contradicts its own calendar
            assert schedule.dates(id).early_start == found.stored[id].early_start, id


def test_a_window_that_opens_later_moves_the_plan_and_no_date_of_its_file() -> None:
    data = shared_file(f"plans/{NAMES[0]}").read_bytes()
    steps, found = _steps(data), read_mspdi(data, "plan.xml")
    window = Window(datetime(2026, 12, 4, 18, tzinfo=UTC), datetime(2026, 12, 7, 5, tzinfo=UTC))
    facts = _facts(steps, window=window, drawn=drawn_of(found))
    assert compute(draft_of(facts).settled()).start >= window.start
    assert project_file(facts, steps, Base(data, found)).data == data


def test_one_changed_step_changes_its_fields_and_the_dates_that_move_and_nothing_else() -> None:
    data = shared_file(f"plans/{NAMES[0]}").read_bytes()
    steps = _changed(_steps(data), "108", title="Hand over the keys", minutes=960, notes="Both sets.")
    after = _written(steps, data)
    gone, come = Counter(_all(data)), Counter(_all(after))
    changed = {path.rpartition("}")[2] for path, *_ in [*(gone - come), *(come - gone)]}
    dates = {"Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish", "TotalSlack", "FreeSlack",
             "Critical"}  # fmt: skip
    assert {"Name", "Duration", "Notes"} <= changed <= {*dates, "Name", "Duration", "Notes", "RemainingDuration"}
    again = {line.ref: line for line in lines_of(read_mspdi(after, "plan.xml"))}
    assert (again["108"].values["title"], again["108"].values["minutes"]) == ("Hand over the keys", 960)
    assert _written(_steps(after), after) == after


def test_steps_come_and_go_and_the_file_is_numbered_anew() -> None:
    data = project(
        task(0, "Whole", OutlineLevel=0, Summary=1), task(1, "Freeze", Summary=1), task(2, "Stop", 2, OutlineLevel=2),
        task(3, "Load", 8, link(2), OutlineLevel=2, Cost=7), task(4, "Check", 1, link(3, 3, 600, 5)),
        resources=f"<Resource>{elements(UID=7, Name='Mira', Type=1)}</Resource>",
        assignments=f"<Assignment>{elements(UID=1, TaskUID=2, ResourceUID=7)}</Assignment>",
    )  # fmt: skip
    steps = [one for one in _steps(data) if one.ref != "2"]
    steps = _changed(steps, "3", predecessors=("go",), owner="Jonas Feld")
    steps.insert(1, _wanted({"ref": "go", "title": "Say go", "kind": "checkpoint", "group": "1", "minutes": 15}))
    after = _written(steps, data)
    found = read_mspdi(after, "plan.xml")
    assert [(row.words("UID"), row.words("ID"), row.words("OutlineLevel")) for row in found.rows] == [
        ("0", "0", "0"), ("1", "1", "1"), ("5", "2", "2"), ("3", "3", "2"), ("4", "4", "1"),
    ]  # fmt: skip
    assert found.rows[3].words("Cost") == "7"
    assert [(one.predecessor, one.successor, one.kind.value) for one in found.draft.links] == [
        ("5", "3", "FS"),
        ("3", "4", "SS"),
    ]
    lines = {line.ref: line.values for line in lines_of(found)}
    assert (lines["go"]["kind"], lines["go"]["group"], lines["3"]["owner"]) == ("checkpoint", "1", "Jonas Feld")
    assert [one.words("TaskUID") for one in found.assignments] == ["3"]
    assert {one.name for one in found.draft.resources} == {"Mira", "Jonas Feld"}


def test_a_plan_that_never_was_in_project_comes_back_with_every_column() -> None:
    long = "Open the form.\n\nPress “Run”. " * 40
    steps = [
        _wanted({"ref": "freeze", "title": "Freeze", "kind": "group", "owner": "Mira Holt"}),
        _wanted({
            "ref": "10", "title": "Stop <all> & sundry", "group": "freeze", "minutes": 90, "start": FRIDAY,
            "fixed": True,
            "owner": "Mira Holt", "backup": "Jonas Feld", "verifier": "Nadia Wolff", "skill": "Operations",
            "system": "Finance", "environment": "Production", "area": "Ledger", "countdown": "T-2 d",
            "instruction": long, "verification": "Nothing runs.", "documents": ("a.docx", "https://example.com/b; c"),
            "risky": True, "rollback": "Start them again.", "notes": "Twice.\nReally.", "percent": 40,
            "actual_start": FRIDAY + timedelta(minutes=5), "shortest": 45, "longest": 300, "dry_run_minutes": 75,
        }, {"Cost centre": "4711"}),
        _wanted({"ref": "11a", "title": "Go?", "kind": "checkpoint", "deciders": ("Lina", "Emil"),
                 "criteria": ("All; done", "Balanced"), "final": True, "predecessors": ("10FS+30m", "99"), "minutes": 0,
                 "owner": "Board, steering"}),
        _wanted({"ref": "12", "title": "Load", "kind": "load", "group": "Loads", "minutes": 240, "owner": "Jonas Feld",
                 "predecessors": ("10SS+1h", "11a FF-15m"), "percent": 100, "actual_start": FRIDAY,
                 "actual_end": FRIDAY + timedelta(hours=4)}),
        _wanted({"ref": "13", "title": "Not said", "predecessors": ("12",)}),
        _wanted({"ref": "14", "title": "From to", "start": FRIDAY, "end": FRIDAY + timedelta(hours=3)}),
        _wanted({"ref": "15", "title": "Live", "kind": "milestone", "minutes": 0, "predecessors": ("12",)}),
    ]  # fmt: skip
    data = _written(steps)
    again = _steps(data)
    assert [one.ref for one in again] == [one.ref for one in steps]
    for before, after in zip(steps, again, strict=True):
        told = {key: (before.values[key], after.values.get(key)) for key in TITLES
                if (before.values[key] or None) != (after.values.get(key) or None)}  # fmt: skip
        assert told == {}, before.ref
    assert again[1].extras == {"Cost centre": "4711"}
    assert _written(again, data) == data


def test_a_new_file_has_what_project_needs_and_computes_to_the_same_dates() -> None:
    steps = [
        _wanted({"ref": "1", "title": "Night", "minutes": 600, "owner": "Mira Holt"}),
        _wanted({"ref": "2", "title": "Day", "minutes": 60, "predecessors": ("1FS+2h",), "owner": "Jonas Feld"}),
    ]
    data = _written(steps)
    found = read_mspdi(data, "plan.xml")
    names = [etree.QName(one).localname for one in etree.fromstring(data)]
    assert names[-5:] == ["ExtendedAttributes", "Calendars", "Tasks", "Resources", "Assignments"]
    assert found.draft.calendars[0].id == found.draft.calendar
    schedule = compute(found.draft.settled())
    assert (schedule.start, schedule.finish) == (FRIDAY, FRIDAY + timedelta(hours=13))
    for id, stored in found.stored.items():
        dates = schedule.dates(id)
        assert (stored.start, stored.finish, stored.critical) == (dates.start, dates.finish, dates.critical)
    order = [etree.QName(one).localname for one in etree.fromstring(data).find("{*}Tasks")[1]]
    assert order[:3] == ["UID", "ID", "Name"]
    assert order.index("Finish") < order.index("Duration") < order.index("PredecessorLink")


def test_a_step_that_comes_later_is_written_as_one_that_was_there_from_the_beginning() -> None:
    steps = [
        _wanted({"ref": str(number), "title": f"Load {number} <&>\r]]> ä", "minutes": 30 + number, "owner": "Mira Holt",
                 "predecessors": (str(number - 1),) if number > 1 else (), "verifier": "Nadia Wolff"})
        for number in range(1, 9)
    ]  # fmt: skip
    together, later = (
        etree.tostring(etree.fromstring(one), method="c14n")
        for one in (_written(steps), _written(steps, _written(steps[:3])))
    )
    # Lags of a file that is ours count by the clock, of one that came in in working time: it is the same here.
    assert later.replace(b"<LagFormat>3<", b"<LagFormat>4<") == together
    assert _steps(together)[7].values["title"] == "Load 8 <&>\r]]> ä"


def test_columns_are_called_in_the_file_as_in_the_list() -> None:
    from firstlight.cutover.sheets import TASKS

    assert {column.key: column.title for column in TASKS.columns} == TITLES


def test_a_namespace_of_somebody_else_and_comments_survive_a_change(tmp_path: Path) -> None:
    data = project(task(1, "Stop", 2), task(2, "Load", 8, link(1))).replace(
        b"<Tasks>", b'<!-- mind the gap --><own:Thing xmlns:own="urn:own" own:a="1">x</own:Thing><Tasks>'
    )
    after = _written(_changed(_steps(data), "1", title="Halt"), data)
    assert b"<!-- mind the gap -->" in after
    assert b'<own:Thing xmlns:own="urn:own" own:a="1">x</own:Thing>' in after
    assert b"<Name>Halt</Name>" in after


def test_who_is_assigned_beside_the_owner_goes_into_a_new_file_and_comes_out_of_it() -> None:
    steps = [
        _wanted(
            {"ref": "1", "title": "Load", "owner": "Mira Holt", "minutes": 60}, {"Also assigned": "Jo; Nadia Wolff"}
        ),
        _wanted({"ref": "2", "title": "Tell", "minutes": 60}, {"Also assigned": "Jo; Nadia Wolff"}),
        _wanted({"ref": "3", "title": "Check", "owner": "Team A, B", "minutes": 60}, {"Also assigned": "Jo"}),
        _wanted({"ref": "4", "title": "End", "owner": "Jo", "minutes": 60}, {"Also assigned": "Team A, B; Mira Holt"}),
    ]
    data = _written(steps)
    found = read_mspdi(data, "plan.xml")
    assert [len(one.needs) for one in found.draft.tasks] == [3, 0, 0, 1]
    assert [(line.values.get("owner", ""), dict(line.extras)) for line in lines_of(found)] == [
        (one.values["owner"], dict(one.extras)) for one in steps
    ]
    assert _written(_steps(data), data) == data


def test_a_percentage_stays_though_nobody_says_when_the_step_began() -> None:
    steps = [_wanted({"ref": "1", "title": "Load", "minutes": 60, "percent": 40, "predecessors": ("1",)})]
    data = _written(steps)
    assert [one.values["percent"] for one in _steps(data)] == [40]
    assert read_mspdi(data, "plan.xml").draft.tasks[0].progress.percent == 0
    assert _written(_steps(data), data) == data
