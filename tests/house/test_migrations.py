"""Migrations are named, complete and reversible, on the database the tests run on."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from firstlight.assurance.actions.register import open_action
from firstlight.assurance.models import ActionItem
from firstlight.kernel import append_only
from firstlight.workspace.sight import DEFAULTS
from tests.cast import NOW, Cast
from tests.conftest import REPOSITORY
from tests.migrated import KEPT, fingerprint

#: How Django names a migration that nobody named.
UNNAMED = re.compile(r"\d{4}_(initial|auto_\d.*|(alter|add|remove|rename|delete)_.*_and_more)")


def _own(executor: MigrationExecutor) -> list[tuple[str, str]]:
    return [
        key for key, one in executor.loader.disk_migrations.items() if type(one).__module__.startswith("firstlight")
    ]


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_migration_has_a_name_that_somebody_chose() -> None:
    names = [name for _, name in _own(MigrationExecutor(connection))]
    assert names
    assert not [name for name in names if UNNAMED.fullmatch(name)]


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_taken_back_and_done_again_with_rows_in_the_tables(cast: Cast) -> None:
    executor = MigrationExecutor(connection)
    apps = sorted({app for app, _ in _own(executor)})
    leaves = executor.loader.graph.leaf_nodes()
    before = set(connection.introspection.table_names())
    try:
        executor.migrate([(app, None) for app in apps])
        left = set(connection.introspection.table_names())
        assert not [table for table in left if table.startswith(tuple(f"{app}_" for app in apps))]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(leaves)
    assert set(connection.introspection.table_names()) == before
    assert _triggers() >= append_only.protected


@pytest.mark.django_db(transaction=True)
def test_actions_that_were_there_get_the_day_of_the_ledger(cast: Cast) -> None:
    opened = open_action(cast.context("pl"), title="Order more scanners").ref
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("assurance", "0002_asking_for_signatures")])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert ActionItem.objects.get(ref=opened).opened == NOW


@pytest.mark.django_db(transaction=True)
def test_who_saw_everything_before_there_was_a_cutover_sees_it_too(cast: Cast) -> None:
    before = sorted(DEFAULTS["partner"] - {"cutover"})
    make = cast.project.parties.create
    wide = make(ref="wide", name="Wide", kind="partner", sees=[*before, "votes"])
    narrow = make(ref="narrow", name="Narrow", kind="partner", sees=["testing"])
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("workspace", "0004_order_of_tests")])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    wide.refresh_from_db()
    narrow.refresh_from_db()
    assert set(wide.sees) == {*before, "votes", "cutover"}
    assert narrow.sees == ["testing"]


def test_the_copy_with_which_tests_begin_is_what_all_migrations_make(db: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite tests begin with a copy")
    made = tmp_path / "made.sqlite3"
    own = {"PYTHONPATH": str(REPOSITORY / "src"), "FIRSTLIGHT_DATA": str(tmp_path)}
    own |= {"FIRSTLIGHT_DATABASE": f"sqlite:///{made}"}
    command = [
        sys.executable,
        "-m",
        "django",
        "migrate",
        "--settings",
        "firstlight.config.settings",
        "--verbosity",
        "0",
    ]
    subprocess.run(command, env={**os.environ, **own}, check=True, timeout=300)
    schemas = []
    for place in (made, KEPT / f"migrated-{fingerprint()}.sqlite3"):
        with closing(sqlite3.connect(place)) as opened:
            schemas.append(opened.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall())
    assert len(schemas[0]) > 100
    assert schemas[0] == schemas[1]


def _triggers() -> set[str]:
    """Tables with a guard against change."""
    question = (
        "SELECT DISTINCT event_object_table FROM information_schema.triggers"
        if connection.vendor == "postgresql"
        else "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {table for (table,) in cursor.fetchall()}
