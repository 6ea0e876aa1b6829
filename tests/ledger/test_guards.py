"""What is written once stays: the database itself refuses to change or delete it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from firstlight.kernel import append_only
from firstlight.kernel.actions import actions
from firstlight.kernel.append_only import AppendOnly
from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.house import doing_gates  # noqa: F401  (prepares)
from tests.house.doing import PREPARED
from tests.prepared import Prepared

#: Tables whose rows are written once, and a column of each.
TABLES = {
    "ledger_entry": "actor_name",
    "packs_packversion": "title",
    "readiness_assessment": "verdict",
    "readiness_areastanding": "mark",
    "readiness_questionsetversion": "title",
    "readiness_dissent": "text",
    "dependencies_providerword": "note",
}


@pytest.fixture
def assessed(cast: Cast, prepared: Prepared) -> None:
    """A row in each of these tables."""
    prepared("assessed", lambda: _fill(cast))


def _fill(cast: Cast) -> None:
    from firstlight.readiness.actions import assess_project

    assess_project(cast.context("pl"))
    for name in (
        "readiness.actions.reviewing.load_question_set",
        "readiness.actions.deciding.record_dissent",
        "dependencies.actions.words.take_down_word",
    ):
        doing = PREPARED[f"firstlight.{name}"](cast)
        actions[f"firstlight.{name}"](doing.context, *doing.arguments, **doing.keywords)


@pytest.mark.django_db
def test_these_tables_are_written_once() -> None:
    assert set(TABLES) == append_only.protected


def _refused(statement: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        before = cursor.fetchall()
        assert before
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        assert cursor.fetchall() == before


@pytest.mark.parametrize(("table", "column"), TABLES.items())
def test_the_database_refuses_to_change_a_row(table: str, column: str, assessed: None) -> None:
    _refused(f"UPDATE {table} SET {column} = 'x'", table)


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_delete_a_row(table: str, assessed: None) -> None:
    _refused(f"DELETE FROM {table}", table)


@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_empty_the_table(table: str, assessed: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _refused(f"TRUNCATE {table} CASCADE", table)


def test_a_row_is_not_replaced_by_another_of_its_number(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    _refused("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry", "ledger_entry")


def test_a_row_is_not_changed_by_inserting_it_again(cast: Cast) -> None:
    row = Entry.objects.order_by("pk").first()
    assert row
    row.actor_name = "Somebody else"
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["stream", "sequence"], update_fields=["actor_name"]
        )


@pytest.mark.django_db
def test_the_name_of_a_guarded_table_is_a_name() -> None:
    with pytest.raises(ValueError, match="is not the name of a table"):
        AppendOnly("ledger_entry; DROP TABLE ledger_entry")
    assert set(TABLES) == append_only.protected
    assert AppendOnly("ledger_entry").describe() == "Rows of ledger_entry are written once"
