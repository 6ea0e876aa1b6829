"""Plans made up for tests of the engine: any shape, any kind of link, three calendars."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from firstlight.engines.scheduling import Lag, Link, LinkKind, Plan, Shift, Task, WorkCalendar

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
NIGHT = WorkCalendar("night", "Night", week={day: (Shift(time(22), time(6)),) for day in range(7)})
CALENDARS = (WorkCalendar.always("always"), WorkCalendar.office("office"), NIGHT)

hours = st.integers(0, 30).map(lambda number: timedelta(hours=number))
lags = st.one_of(
    st.just(Lag()),
    st.integers(-10, 20).map(lambda number: Lag.working(hours=number)),
    st.integers(-10, 20).map(lambda number: Lag.elapsed(hours=number)),
    st.sampled_from([-50, 25, 100]).map(Lag.of_predecessor),
)


@st.composite
def plans(
    draw: st.DrawFn,
    most: int = 9,
    summaries: bool = True,
    calendars: bool = True,
    kinds: tuple[LinkKind, ...] = (LinkKind.FS, LinkKind.FF),
) -> Plan:
    """A plan without constraints: links lead from earlier to later tasks; a summary holds a run of tasks.

    `kinds` are those of a link out of the summary.
    """
    count = draw(st.integers(1, most))
    held = draw(st.integers(0, count)) if summaries else 0
    tasks = [
        Task(
            f"t{number}",
            duration=draw(hours),
            elapsed=calendars and draw(st.booleans()) and draw(st.booleans()),
            calendar=draw(st.sampled_from([None, "office", "night"])) if calendars else None,
            parent="s" if number < held else None,
        )
        for number in range(count)
    ]
    links = []
    for then in range(1, count):
        for first in draw(st.sets(st.integers(0, then - 1), max_size=3)):
            links.append(Link(f"t{first}", f"t{then}", draw(st.sampled_from(LinkKind)), draw(lags)))
    if held and held < count and draw(st.booleans()):
        links.append(Link("s", f"t{count - 1}", draw(st.sampled_from(kinds)), draw(lags)))
    rows = [Task("s", "Summary"), *tasks] if held else tasks
    return Plan(MONDAY, tuple(rows), tuple(links), CALENDARS, "always")
