"""Small plans as MS Project XML."""

from __future__ import annotations

from collections.abc import Iterable

NAMESPACE = "http://schemas.microsoft.com/project"


def elements(**fields: object) -> str:
    """Fields as elements; underscores at the end keep names apart that stand twice."""
    return "".join(f"<{name.rstrip('_')}>{value}</{name.rstrip('_')}>" for name, value in fields.items())


def task(uid: int, name: str, hours: float = 0, *links: str, **fields: object) -> str:
    """A task; further elements stand after its links."""
    own = {"UID": uid, "ID": uid, "Name": name, "OutlineLevel": 1, "Duration": f"PT{hours:g}H0M0S", **fields}
    return f"<Task>{elements(**own)}{''.join(links)}</Task>"


def link(uid: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    """A link from a task."""
    return f"<PredecessorLink>{elements(PredecessorUID=uid, Type=kind, LinkLag=lag, LagFormat=form)}</PredecessorLink>"


def working(*hours: tuple[str, str]) -> str:
    """Working times of a day."""
    times = "".join(f"<WorkingTime>{elements(FromTime=start, ToTime=end)}</WorkingTime>" for start, end in hours)
    return f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"


def calendar(uid: int, name: str, days: Iterable[tuple[int, str]] = (), more: str = "", base: int = -1) -> str:
    """A calendar: days by the number of the format, 1 is Sunday."""
    week = "".join(f"<WeekDay><DayType>{number}</DayType>{content}</WeekDay>" for number, content in days)
    own = elements(UID=uid, Name=name, IsBaseCalendar=int(base < 0), BaseCalendarUID=base)
    return f"<Calendar>{own}<WeekDays>{week}</WeekDays>{more}</Calendar>"


ALWAYS = calendar(1, "Around the clock", [(day, working(("00:00:00", "00:00:00"))) for day in range(1, 8)])


def project(
    *tasks: str, calendars: str = ALWAYS, resources: str = "", assignments: str = "", **fields: object
) -> bytes:
    """A file with these tasks; it starts on Friday, 4 December 2026, at 18:00."""
    own = {"StartDate": "2026-12-04T18:00:00", "CalendarUID": 1, **fields}
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}">{elements(**own)}'
        f"<Calendars>{calendars}</Calendars><Tasks>{''.join(tasks)}</Tasks><Resources>{resources}</Resources>"
        f"<Assignments>{assignments}</Assignments></Project>"
    ).encode()
