"""What all tests share: one cast, one project, and databases that may be emptied between tests."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# Before Django reads its settings: tests never touch the data of whoever runs them.
_DATA = tempfile.mkdtemp(prefix="firstlight-tests-")
os.environ["FIRSTLIGHT_DATA"] = _DATA
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstlight.config.settings")
# Playwright runs an event loop in the thread of the test; Django must not take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

REPOSITORY = Path(__file__).resolve().parents[1]

#: The time at which tests play, unless they say otherwise.
NOW = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)

#: Properties are tried often enough to fail when they are wrong; how long one trial takes is no property. The same
#: trials every time, so that a change is judged by what it changes; `--hypothesis-profile=search` looks for new ones.
hypothesis_settings.register_profile("firstlight", deadline=None, max_examples=60, database=None, derandomize=True)
hypothesis_settings.register_profile("search", deadline=None, max_examples=500, database=None)
hypothesis_settings.load_profile("firstlight")

pytest_plugins = ["tests.prepared", "tests.cast", "tests.web.signing_in"]


@pytest.fixture(autouse=True)
def _evidence_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Every test keeps its evidence in a folder of its own."""
    settings.DATA_FOLDER = tmp_path / "data"


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test() -> None:
    """Each test has a database of its own, and projects of other tests were called the same at the same time."""
    from firstlight.ledger.keeping import forget

    forget()
    if "firstlight.web.live.boards" in sys.modules:
        from firstlight.web.live import boards

        boards.forget()


@pytest.fixture(autouse=True)
def _every_test_begins_in_english() -> None:
    """The language of the last page that a test asked for stays on."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards; the guards step aside for that moment only."""
    from django.core.management.commands import flush
    from django.db import connection

    from firstlight.kernel import append_only

    original = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with connection.schema_editor() as editor:
            for table in sorted(append_only.protected):
                append_only.lift(editor, table)
        original(self, **options)
        with connection.schema_editor() as editor:
            for table in sorted(append_only.protected):
                append_only.impose(editor, table)

    flush.Command.handle = handle  # type: ignore[method-assign]
    yield
    flush.Command.handle = original  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """Browsers ask for several things at once. In a file each has a connection of its own, as in the real program.

    On SQLite what the migrations make is copied from an earlier run with the same migrations.
    """
    from django.conf import settings
    from django.db import connection

    from tests.migrated import Copying

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3") or request.config.getvalue("nomigrations"):
        yield None
        return
    if request.config.option.markexpr == "browser":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
    copying = Copying(connection)
    yield copying
    copying.given_up()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, django_db_modify_db_settings: Any) -> None:
    """The shipped packs are loaded once; a test that emptied the database loads them again with its cast."""
    from firstlight.kernel.context import Context
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.workspace.roles import FOLDER_READER
    from tests import prepared

    with django_db_blocker.unblock():
        if django_db_modify_db_settings:
            django_db_modify_db_settings.done()
        load_shipped_packs(Context(FOLDER_READER, NOW))
    prepared.test_begins()


#: Folders and files whose tests run whole programs or render whole documents: too slow for every save of a file.
THOROUGH = {"cli", "examples", "reporting", "test_ledger_commands.py", "test_cost_of_refusing.py", "test_migrations.py"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `script/check` leaves to `script/test`. On PostgreSQL only tests are left that say something of it."""
    from django.db import connection

    for item in items:
        if THOROUGH & set(item.path.relative_to(REPOSITORY).parts):
            item.add_marker(pytest.mark.thorough)
    if connection.vendor != "sqlite":
        told = {one: _has_database(one) and not _same_on_any_database(one) for one in items}
        config.hook.pytest_deselected(items=[one for one in items if not told[one]])
        items[:] = [one for one in items if told[one]]


def _has_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db"))


def _same_on_any_database(item: pytest.Item) -> bool:
    """The matrix of addresses asks the same of the database for every viewer: there two are enough."""
    viewer = getattr(item, "callspec", None) and item.callspec.params.get("viewer")  # type: ignore[attr-defined]
    return item.path.name == "test_addresses.py" and viewer not in (None, "project-lead", "outsider")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files of other producers. They lie beside the repository where it is developed, and nowhere else."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real files is not beside this checkout")
    return folder
