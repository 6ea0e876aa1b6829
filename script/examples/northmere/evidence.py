"""What lies in the folder evidence, by name."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from functools import cache

from northmere import (
    evidence_data,
    evidence_later,
    evidence_notes,
    outline,
    scope_base,
    scope_goods,
    scope_money,
    scope_order,
    surroundings,
)
from northmere.people import rows
from northmere.timeline import at

#: What lies there without anybody vouching for a check with it: reports and records of what is measured.
KEPT = (
    "2026-10-12 register of rules.csv",
    "2026-10-19 rehearsal 1.md",
    "2026-10-30 performance environment.md",
    "2026-11-06 performance report.md",
    "2026-11-09 register of rules.csv",
    "2026-11-11 exit criteria.md",
    "2026-11-12 interim acceptance.md",
    "2026-11-16 rehearsal 2.md",
    "2026-12-01 UAT closing report.md",
    "2026-12-01 exit criteria.md",
    "2026-12-02 acceptance record.md",
)


def kept_at(moment: datetime) -> list[str]:
    """Names of those that were written by the end of the day before, or on the day itself by now."""
    return [name for name in KEPT if at(f"{name[:10]} 12:00") <= moment]


def content(name: str) -> bytes:
    """The bytes of a file. Raises KeyError for one that nobody wrote."""
    words = _all()[name].strip()
    if name.endswith(".csv"):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows(words))
        return out.getvalue().encode()
    return f"{words}\n".encode()


@cache
def _all() -> dict[str, str]:
    scope = outline.read(scope_base.TEXT, scope_goods.TEXT, scope_order.TEXT, scope_money.TEXT)
    found = {**evidence_notes.NOTES, **evidence_later.NOTES, **evidence_data.TABLES}
    found[surroundings.FIRST_REGISTER] = surroundings.register_of_rules(scope, written=False)
    found[surroundings.REGISTER] = surroundings.register_of_rules(scope, written=True)
    series = (
        ("training record", evidence_data.training, ("2026-10-22", "2026-11-05", "2026-11-30")),
        ("batch jobs", evidence_data.batch_jobs, ("2026-10-28", "2026-11-10", "2026-11-17")),
        (
            "production list",
            evidence_data.production_list,
            ("2026-10-28", "2026-11-10", "2026-11-18", "2026-12-01"),
        ),
        ("monitoring", evidence_data.monitoring, ("2026-11-10", "2026-11-26")),
    )
    found.update({f"{day} {name}.csv": write(day) for name, write, days in series for day in days})
    return found
