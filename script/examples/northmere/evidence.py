"""What lies in the folder evidence, by name."""

from __future__ import annotations

import csv
import io
from functools import cache

from northmere import (
    evidence_data,
    evidence_later,
    evidence_notes,
    evidence_tests,
    outline,
    scope_base,
    scope_goods,
    scope_money,
    scope_order,
)
from northmere.people import rows


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
    found = {**evidence_notes.NOTES, **evidence_later.NOTES, **evidence_tests.TABLES, **evidence_data.TABLES}
    found["2026-10-12 register of rules.csv"] = evidence_tests.register_of_rules(scope, written=False)
    found["2026-11-09 register of rules.csv"] = evidence_tests.register_of_rules(scope, written=True)
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
