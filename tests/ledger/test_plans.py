"""Few entries of a long ledger are found without walking it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.identity.queries import recent_sign_ins
from firstlight.ledger import queries
from firstlight.workspace.charts import changes_of
from tests.cast import Cast

MANY = [("check", "a"), *(("action", f"A-{number}") for number in range(20))]
READS: dict[str, Callable[[Cast], object]] = {
    "of many subjects": lambda cast: queries.touching(cast.project, MANY, [("attestation", "a/"), ("waiver", "a/")]),
    "of many subjects since": lambda cast: queries.touching(cast.project, MANY, [("attestation", "a/")], after=9),
    "of some kinds": lambda cast: queries.since_sequence(cast.project, 1, ["check", "action", "signature"]),
    "changes of the chart": lambda cast: changes_of(cast.project),
    "somebody's sign-ins": lambda cast: recent_sign_ins(cast.users["pl"]),
}


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="on an empty table PostgreSQL plans a walk, whatever is asked"
)
@pytest.mark.parametrize("name", READS)
def test_the_index_of_subjects_is_asked(cast: Cast, name: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        READS[name](cast)
    statements = [one["sql"] for one in asked.captured_queries if "ledger_entry" in one["sql"]]
    assert statements
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {one}")
            plan = [str(step[-1]) for step in cursor.fetchall() if "ledger_entry" in str(step[-1])]
            assert all("ledger_entry_subject (stream=? AND subject_kind=?" in step for step in plan), plan
