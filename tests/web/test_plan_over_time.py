"""The chart of a plan and the page of its people: which part of the time is seen, and that nothing is left out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.facts import PlanFacts, Step
from firstlight.engines.scheduling import Window
from firstlight.web.pages.plan_people import day_chosen, days_near, days_of, hour_lines, people_chart, person_lines
from firstlight.web.pages.zoom import zoom_of
from tests.cutover.conftest import START, Cutover, after
from tests.web.conftest import Stage

BERLIN = ZoneInfo("Europe/Berlin")


def plan_of(*steps: Step, start: datetime = START, hours: float = 59) -> Planned:
    window = Window(start, start + timedelta(hours=hours))
    return Planned("cutover", PlanFacts("Cutover", BERLIN, steps[0].start or start, steps, window))


def fixed(ref: str, start: datetime, minutes: int = 60, **values: str) -> Step:
    return Step(ref, f"Step {ref}", start=start, fixed=True, minutes=minutes, **values)


def zoomed(plan: Planned, **asked: str) -> tuple[str, dict[str, list[str]], dict[str, list[str]]]:
    found = zoom_of(plan, asked, lambda parts: "&".join(f"{key}={value}" for key, value in parts.items()))
    on = next(words for words, _url, shown in found.links if shown)
    return on, parse_qs(found.before.replace("+", "%2B")), parse_qs(found.after.replace("+", "%2B"))


def test_weeks_of_preparation_leave_room_for_the_weekend() -> None:
    plan = plan_of(fixed("1", after(-300)), fixed("2", after(1)))
    assert zoomed(plan)[0] == "The window"
    assert zoomed(plan, zoom="all")[0] == "Whole plan"
    assert zoomed(plan_of(fixed("1", after(0)), fixed("2", after(1))))[0] == "Whole plan"


def test_what_is_late_is_never_out_of_sight_unasked() -> None:
    assert zoomed(plan_of(fixed("1", after(-300)), fixed("2", after(80))))[0] == "Whole plan"


def test_one_walks_from_day_to_day_as_far_as_the_plan_goes() -> None:
    plan = plan_of(fixed("1", after(0)), fixed("2", after(30)))
    on, before, later = zoomed(plan, zoom="day")
    assert (on, before) == ("A day", {})
    assert later["at"] == ["2026-12-05T00:00+01:00"]
    on, before, later = zoomed(plan, zoom="day", at=later["at"][0])
    assert before["at"] == ["2026-12-04T00:00+01:00"]
    assert later["at"] == ["2026-12-06T00:00+01:00"]
    assert zoomed(plan, zoom="hours")[2]["at"] == ["2026-12-05T00:00+01:00"]
    for odd in ("", "soon", "1999-01-01", "2999-01-01T00:00+01:00"):
        assert zoomed(plan, zoom="day", at=odd)[0] == "A day", odd


def test_a_day_on_which_the_clocks_change_is_seen_whole() -> None:
    plan = plan_of(
        fixed("1", datetime(2026, 10, 24, 18, tzinfo=BERLIN), 60 * 40), start=datetime(2026, 10, 24, 16, tzinfo=UTC)
    )
    found = zoom_of(plan, {"zoom": "day", "at": "2026-10-25T12:00+01:00"}, lambda parts: "")
    assert found.start is not None
    assert found.end is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=25)


def test_the_hour_that_comes_twice_is_told_twice() -> None:
    first, second = (datetime(2026, 10, 25, hour, 15, tzinfo=UTC) for hour in (0, 1))
    plan = plan_of(fixed("1", first, 30), fixed("2", second, 30), start=first)
    lines = hour_lines(plan, date(2026, 10, 25), lambda ref: ref)
    assert [(one.hour, one.begins[0][0]) for one in lines] == [("02:00 CEST", "1"), ("02:00 CET", "2")]


def test_an_hour_says_how_many_it_does_not_name() -> None:
    plan = plan_of(*(fixed(f"{number}", after(0), owner=f"Person {number:02}") for number in range(20)))
    (line,) = hour_lines(plan, date(2026, 12, 4), lambda ref: ref)
    assert (line.running, len(line.begins), line.more) == (20, 15, 5)
    assert line.more_people == 8


def test_only_days_on_which_something_runs_can_be_chosen_and_all_of_them() -> None:
    plan = plan_of(fixed("1", after(-24 * 90)), fixed("2", after(0), 360), fixed("3", after(6), 60))
    days = days_of(plan)
    assert days == [date(2026, 9, 5), date(2026, 12, 4), date(2026, 12, 5)]
    assert day_chosen(plan, days, "", after(-24 * 40)) == date(2026, 12, 4)
    assert day_chosen(plan, days, "", after(8)) == date(2026, 12, 5)
    assert day_chosen(plan, days, "2026-09-05", after(8)) == date(2026, 9, 5)
    many = [date(2026, 1, 1) + timedelta(days=number) for number in range(100)]
    assert many[50] in days_near(many, many[50])
    assert many[99] in days_near(many, many[99])


def test_a_short_step_inside_a_long_one_is_two_at_once_wherever_it_lies() -> None:
    plan = plan_of(*(fixed(ref, after(hours), minutes, owner="Mira Holt")
                     for ref, hours, minutes in (("1", 0, 600), ("2", 1, 60), ("3", 8, 60))))  # fmt: skip
    lines = person_lines(plan, lambda name: name)
    chart = people_chart(plan, lines, START, zoom_of(plan, {}, lambda parts: ""))
    assert sum(bar.kind == "late" for bar in chart.rows[0].bars) == 2


def test_who_breaks_a_rule_stands_before_who_does_not() -> None:
    plan = plan_of(fixed("1", after(0), owner="Ada Unger"), fixed("2", after(0), 800, owner="Zoe Last"))
    assert [one.name for one in person_lines(plan, lambda name: name)] == ["Zoe Last", "Ada Unger"]


def test_three_hundred_people_stand_on_pages(stage: Stage) -> None:
    rows = ({"ref": f"{number}", "start": after(0), "owner": f"Person {number:03}"} for number in range(300))
    Cutover(stage.project, stage.inside).add(*rows)
    first = stage.get("cutover/people/")
    assert len(first.content) < 200_000
    assert b"Page 1 of 5" in first.content
    assert "Person 299" in stage.text("cutover/people/?page=5")
    assert "300 people" in first.content.decode()


def test_the_chart_says_how_many_steps_run_in_the_part_that_is_seen(stage: Stage) -> None:
    Cutover(stage.project, stage.inside).add(
        {"ref": "1", "title": "Weeks before", "start": after(-300), "fixed": True},
        {"ref": "2", "title": "On the weekend", "start": after(1)},
    )
    page = stage.text("cutover/chart/")
    assert "1 of 2 steps run then" in page
    assert "Weeks before" not in page
    assert "Weeks before" in stage.text("cutover/chart/?zoom=all")
    assert "Nothing runs then" in stage.text("cutover/chart/?zoom=hours&at=2026-11-30T12:00")
    for odd in ("?zoom=x", "?zoom=day&at=x", "?zoom=window&page=9", "?zoom=hours&at=0001-01-01T00:00%2B14:00"):
        assert stage.get(f"cutover/chart/{odd}").status_code == 200, odd
        assert stage.get(f"cutover/people/{odd}").status_code == 200, odd


def test_a_plan_without_times_has_no_time_above_it(stage: Stage) -> None:
    Cutover(stage.project, stage.inside).add({"ref": "1", "predecessors": ("2",)}, {"ref": "2", "predecessors": ("1",)})
    page = stage.text("cutover/chart/")
    assert "The plan cannot be computed yet" in page
    assert 'class="grid' not in page


def test_a_screen_reader_hears_of_which_day_a_step_is(stage: Stage) -> None:
    Cutover(stage.project, stage.inside).add({"ref": "1", "start": after(0)}, {"ref": "2", "start": after(7 * 24)})
    page = stage.text("cutover/chart/")
    assert "Fri 4 Dec, 18:00 – 19:00" in page
    assert "Fri 11 Dec, 18:00 – 19:00" in page


def test_german_pages_write_shares_and_days_as_german_does(stage: Stage) -> None:
    cutover = Cutover(stage.project, stage.inside)
    cutover.add({"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)})
    cutover.forecast()
    pages = {name: stage.get(f"cutover/{name}/", headers={"Accept-Language": "de"}).content.decode()
             for name in ("forecast", "people", "findings")}  # fmt: skip
    assert re.search(r"höchstens 0,\d Prozentpunkte", pages["forecast"])
    assert "Worauf" not in pages["people"].partition('id="hours-of"')[2].partition("</thead>")[0]
    assert "der Art „Kontrollpunkt“" in pages["findings"]


def test_a_long_plan_has_its_figures_in_groups(stage: Stage) -> None:
    cutover = Cutover(stage.project, stage.inside)
    cutover.add(
        {"ref": "0", "start": after(0)}, *({"ref": f"{number}", "predecessors": ("0",)} for number in range(1, 1200))
    )
    cutover.forecast()
    assert "1,200 steps" in stage.text("cutover/chart/")
    assert "of 1,200 steps" in stage.text("cutover/graph/")
    assert ": 1,200 steps" in stage.text("cutover/forecast/")
