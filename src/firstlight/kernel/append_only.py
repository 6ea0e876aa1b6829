"""Tables whose rows are written once: the database itself refuses to change or delete them.

Used in a migration: `operations = [AppendOnly("ledger_entry")]`. Reversing the migration lifts it.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

#: Table names this program protects; names come from migrations, never from outside.
protected: set[str] = set()


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and (where the database has it) TRUNCATE on a table."""

    reduces_to_sql = False
    reversible = True
    atomic = True

    def __init__(self, table: str) -> None:
        if not table.isidentifier():
            raise ValueError(f"{table!r} is not the name of a table")
        self.table = table
        protected.add(table)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        impose(schema_editor, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        lift(schema_editor, self.table)

    def describe(self) -> str:
        return f"Rows of {self.table} are written once"


def impose(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Put the guards on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()",
            params=None,
        )
        return
    for verb in ("update", "delete"):
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            params=None,
        )


def lift(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the guards off."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {table}_is_append_only()", params=None)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}", params=None)
