"""`firstlight doctor`: whether this installation is well, each check with what to do about it."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from firstlight.cli.showing import coloured, print_json

LEAST_DISK = 200 * 1024 * 1024
#: A worker looks at letters every few seconds.
UNTOUCHED = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of the installation."""

    name: str
    ok: bool
    sentence: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """0 when everything is well, 2 when something is not."""
    findings = list(examine())
    ok = all(one.ok for one in findings)
    if options.json:
        print_json("doctor", {"ok": ok, "checks": [asdict(one) for one in findings]})
        return 0 if ok else 2
    for one in findings:
        mark = coloured("✓", "met") if one.ok else coloured("✗", "unmet")
        print(f"{mark} {one.name}: {one.sentence}")
    return 0 if ok else 2


def examine() -> Iterator[Finding]:
    """Every check; one that breaks is a finding, not a crash."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:  # the next check may still say something useful
            sentence = f"could not be checked ({type(error).__name__}: {error})."
            yield Finding(check.__name__.capitalize(), False, sentence)


def python() -> Finding:
    """The interpreter and its SQLite."""
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11) and sqlite3.sqlite_version_info >= (3, 31)
    return Finding("Python", ok, f"{version}, SQLite {sqlite3.sqlite_version}; needed are 3.11 and 3.31.")


def data() -> Finding:
    """The data directory can be written."""
    from firstlight.kernel.installation import data_folder

    folder = data_folder(os.environ)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ok = os.access(folder, os.W_OK)
    return Finding("Data directory", ok, f"{folder} {'can' if ok else 'cannot'} be written; FIRSTLIGHT_DATA names it.")


def disk() -> Finding:
    """Room for what will be written."""
    from firstlight.kernel.installation import data_folder

    free = shutil.disk_usage(data_folder(os.environ)).free
    return Finding("Disk", free > LEAST_DISK, f"{free // 1024**2:,} MB free; needed are {LEAST_DISK // 1024**2} MB.")


def database() -> Finding:
    """The database answers and is up to date."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("Database", True, f"{connection.vendor} answers and is up to date.")


def secret() -> Finding:
    """The secret key is its owner's alone."""
    from django.conf import settings

    mode = stat.S_IMODE((Path(settings.DATA_FOLDER) / "secret-key").stat().st_mode)
    return Finding("Secret key", mode == 0o600, f"readable as {mode:04o}; it should be 0600.")


def packs() -> Finding:
    """The shipped packs are loaded."""
    from firstlight.packs.models import PackVersion

    names = [f"{ref}@{version}" for ref, version in PackVersion.objects.values_list("ref", "version")]
    return Finding("Packs", bool(names), ", ".join(names) or "none is loaded.")


def ledgers() -> Finding:
    """Every chain holds."""
    from firstlight.ledger.queries import verify
    from firstlight.workspace.models import Project

    results = {project.slug: verify(project) for project in Project.objects.all()}
    broken = {slug: one.flaw.sentence for slug, one in results.items() if one.flaw}
    if broken:
        return Finding("Ledger", False, "; ".join(f"{slug}: {sentence}" for slug, sentence in broken.items()))
    entries = sum(one.entries for one in results.values())
    return Finding("Ledger", True, f"{len(results)} projects, {entries:,} entries hold.")


def events() -> Finding:
    """No event is stuck."""
    from firstlight.kernel.models import OutboxEvent

    failed = OutboxEvent.objects.filter(state=OutboxEvent.State.FAILED).count()
    return Finding("Events", not failed, f"{failed} were not handled." if failed else "none is waiting for a person.")


def documents() -> Finding:
    """Decision packs can be written."""
    import typst

    return Finding("Documents", True, f"typst {getattr(typst, '__version__', 'is there')}.")


def mail() -> Finding:
    """Links can be mailed, or nobody said that they should be."""
    from django.conf import settings
    from django.core.mail import get_connection
    from django.utils import timezone

    from firstlight.letters.queries import overdue

    if not settings.MAIL_CONFIGURED:
        return Finding(
            "Mail", True, "none is set up; people get their links from you. FIRSTLIGHT_MAIL_SERVER names it."
        )
    connection = get_connection()
    connection.open()
    connection.close()
    if left := overdue(timezone.now(), UNTOUCHED):
        return Finding(
            "Mail", False, f"Letters wait untouched: {left}. Is a worker running? “firstlight worker” is one."
        )
    return Finding("Mail", True, f"the server answers; letters come from {settings.DEFAULT_FROM_EMAIL}.")


def organisation() -> Finding:
    """The organisation's own sign-in answers, or nobody said that there is one."""
    from django.conf import settings

    if settings.OPENID is None:
        return Finding("Organisation's sign-in", True, "none is set up. FIRSTLIGHT_OPENID_ISSUER names it.")
    from firstlight.identity.openid import discover

    provider = discover(settings.OPENID.issuer)
    return Finding("Organisation's sign-in", True, f"{provider.issuer} answers.")


def address() -> Finding:
    """Passkeys and cookies need an encrypted address, unless everything stays on this machine."""
    from django.conf import settings

    hosts = [host for host in settings.ALLOWED_HOSTS if host not in ("127.0.0.1", "localhost", "[::1]")]
    ok = settings.ENCRYPTED or not hosts
    said = f"{settings.ADDRESS}." if settings.ADDRESS else "this machine only."
    missing = f"{hosts[0]} is served, but FIRSTLIGHT_ADDRESS names no https address: no passkeys." if hosts else ""
    return Finding("Address", ok, said if ok else missing)


CHECKS: tuple[Callable[[], Finding], ...] = (
    python,
    data,
    disk,
    database,
    secret,
    packs,
    ledgers,
    events,
    documents,
    address,
    mail,
    organisation,
)
