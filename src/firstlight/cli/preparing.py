"""Getting Django and a database ready: the workspace's own, or one that is thrown away afterwards."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from firstlight.kernel.installation import data_folder

SETTINGS = "firstlight.config.settings"


def open_workspace() -> None:
    """Use the installation's database, made and brought up to date where needed, with the shipped packs loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    data = data_folder(os.environ)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(data):
        _start_from_template(data)
        _set_up()
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _migrate()
        _load_packs()


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Wait until no other program makes this workspace ready: a server and its worker are often started together."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (data / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def demo_folder(variables: Mapping[str, str]) -> Path:
    """Where the demo keeps its own workspace, apart from real projects, so that it can be started anew."""
    return data_folder(variables) / "demo"


def open_demo() -> None:
    """Use the demo's workspace."""
    os.environ["FIRSTLIGHT_DATA"] = str(demo_folder(os.environ))
    os.environ.pop("FIRSTLIGHT_DATABASE", None)
    open_workspace()


def open_scratch() -> Path:
    """Use a database and an evidence store of this run's own; both are removed when the program ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    folder = Path(tempfile.mkdtemp(prefix="firstlight-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    template = _template_in(data_folder(os.environ))
    os.environ["FIRSTLIGHT_DATA"] = str(folder)
    os.environ["FIRSTLIGHT_DATABASE"] = f"sqlite:///{folder / 'scratch.sqlite3'}"
    os.environ["FIRSTLIGHT_THROWAWAY"] = "1"
    if template.exists():
        shutil.copyfile(template, folder / "scratch.sqlite3")
        _set_up()
        return folder
    _set_up()
    _migrate()
    _load_packs()
    _keep(folder / "scratch.sqlite3", template)
    return folder


def _template_in(data: Path) -> Path:
    """Where an empty database of this very version is kept."""
    return data / "cache" / f"empty-{fingerprint()}.sqlite3"


def _start_from_template(data: Path) -> None:
    """A first database is a copy of an empty one, where an earlier run has left one."""
    place, template = data / "firstlight.sqlite3", _template_in(data)
    if "FIRSTLIGHT_DATABASE" not in os.environ and not place.exists() and template.exists():
        half = place.with_suffix(f".{os.getpid()}")
        shutil.copyfile(template, half)
        half.replace(place)


def fingerprint() -> str:
    """Changes whenever an empty database would look different: with any migration or any shipped pack."""
    package = Path(__file__).resolve().parents[1]
    from firstlight.packs.content import content_folder

    digest = hashlib.sha256()
    for path in sorted([*package.glob("*/migrations/*.py"), *content_folder().glob("packs/*/*.yaml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _set_up() -> None:
    import django

    django.setup()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _load_packs() -> None:
    from django.utils import timezone

    from firstlight.kernel.context import Context
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.workspace.roles import FOLDER_READER

    load_shipped_packs(Context(FOLDER_READER, timezone.now()))


def _keep(database: Path, template: Path) -> None:
    """Keep the empty database for the next run. A folder that cannot be written only costs time."""
    from django.db import connection

    try:
        template.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for older in template.parent.glob("empty-*.sqlite3"):
            older.unlink(missing_ok=True)
        half = template.with_suffix(f".{os.getpid()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.replace(template)
    except OSError:
        return


def open_nothing() -> None:
    """For commands that only look into files: code is loaded, no database is opened, nothing is written."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    folder = Path(tempfile.mkdtemp(prefix="firstlight-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["FIRSTLIGHT_DATA"] = str(folder)
    os.environ["FIRSTLIGHT_DATABASE"] = "sqlite:///:memory:"
    _set_up()
