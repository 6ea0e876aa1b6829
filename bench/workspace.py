"""How fast the pages are at eight users, with 50 projects and a ledger of 200,000 entries; and beside a peer.

    python bench/workspace.py [--data FOLDER] [--seconds N] [--peer CHECKOUT --peer-python PYTHON]

Needs `wrk` in the path: it takes little of the processor that the server needs. Times are until the last byte of an
answer, which no first byte exceeds. Goals: 90 of 100 answers within 100 ms (detail), 150 ms (list), 200 ms (home).
CPU is the processor time of the server's processes for one answer, which a busy machine disturbs least (Linux only).

The peer is the dashboard of healthchecks with as many rows. CHECKOUT is a clone of its repository outside of this one,
made ready as its README says (static files collected and compressed); PYTHON is one that has its requirements and
granian. Both are served by granian, with as many processes and threads, compressed as a browser asks for it and as the
peer's own image is set up, and asked in turns, three times each.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from crowd import fill_ledger

ROOT = Path(__file__).resolve().parents[1]
PROJECTS, ENTRIES, USERS, TURNS = 50, 200_000, 8, 3
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PORT, PEER_PORT = 8154, 8155
EXAMPLE = "/p/northmere-wave-1/"
#: Asked beside the peer, in another project, whose lists are long enough for a whole page.
PEER_LISTS = {
    "requirements": "/p/project-1/scope/requirements/",
    "actions": "/p/project-1/actions/",
    "people": "/p/project-1/people/",
}

#: Name, address, and the goal for 90 of 100 in ms.
PAGES = (
    ("home", EXAMPLE, 200),
    ("check", f"{EXAMPLE}checks/uat.complete/", 100),
    ("area", f"{EXAMPLE}readiness/uat/", 100),
    ("readiness", f"{EXAMPLE}readiness/", 150),
    ("requirements", f"{EXAMPLE}scope/requirements/", 150),
    ("actions", f"{EXAMPLE}actions/", 150),
    ("ledger", f"{EXAMPLE}ledger/", 150),
    ("testing", f"{EXAMPLE}testing/", 100),
    ("decision", f"{EXAMPLE}decisions/DECISION/", 100),
    ("review", f"{EXAMPLE}reviews/REVIEW/", 100),
    ("people", f"{EXAMPLE}people/", 150),
    ("portfolio", "/projects/", 150),
    ("delivered", f"{EXAMPLE}scope/delivered/", 150),
)


class Measured(NamedTuple):
    """What wrk says: milliseconds, requests a second, answers that were no 200; and processor time of an answer."""

    p50: float
    p90: float
    rate: float
    failed: int
    cpu: float


def main() -> None:
    """Build where there is nothing yet, serve, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, help="keep the database here (default: thrown away)")
    options.add_argument("--seconds", type=int, default=5, help="so long each page is asked for")
    options.add_argument("--peer", type=Path, help="a checkout of healthchecks")
    options.add_argument("--peer-python", help="a Python with its requirements and granian")
    options.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.build:
        build()
        return
    with tempfile.TemporaryDirectory() as thrown_away:
        data = given.data or Path(thrown_away)
        variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": str(data)}
        begun = time.perf_counter()
        made = output([sys.executable, __file__, "--build"], variables).split()
        print(
            f"made ready in {time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f}; {pace():.2f} s a pace"
        )
        cookie, refs = made[0], {"DECISION": made[1], "REVIEW": made[2]}
        serve = [sys.executable, "-m", "firstlight", "serve", "--port", str(PORT), "--no-worker"]
        with served(serve, variables, PORT) as server:
            table(server, cookie, refs, given.seconds)
            if given.peer:
                compare(server, cookie, given.peer, given.peer_python, given.seconds)


def pace() -> float:
    """Processor seconds of ten million additions in Python, so that times of different machines can be compared."""
    begun = time.process_time()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begun


def table(server: int, cookie: str, refs: dict[str, str], seconds: int) -> None:
    """Measure each page and print it."""
    print(f"{'page':14}{'p50 ms':>9}{'p90 ms':>9}{'goal':>7}{'req/s':>8}{'CPU ms':>8}{'KB':>7}{'load':>7}")
    for name, path, goal in PAGES:
        address = f"http://127.0.0.1:{PORT}" + re.sub("[A-Z]{2,}", lambda found: refs[found.group()], path)
        body = fetched(address, cookie)
        found = measured(server, address, cookie, seconds)
        note = f"  {found.failed} answers failed" if found.failed else "" if found.p90 <= goal else "  over"
        load = os.getloadavg()[0]
        times = f"{found.p50:>9.0f}{found.p90:>9.0f}{goal:>7}{found.rate:>8.1f}{found.cpu:>8.1f}"
        print(f"{name:14}{times}{len(body) / 1024:>7.0f}{load:>7.1f}{note}")


def compare(server: int, own_cookie: str, checkout: Path, python: str, seconds: int) -> None:
    """The peer with as many rows as each list, side by side: asked in turns, so that both meet the same machine."""
    addresses = {name: f"http://127.0.0.1:{PORT}{path}" for name, path in PEER_LISTS.items()}
    own = {name: fetched(address, own_cookie) for name, address in addresses.items()}
    rows = {name: body.count(b"<tr") - 1 for name, body in own.items()}
    with tempfile.TemporaryDirectory() as folder:
        hosts = {"DEBUG": "False", "ALLOWED_HOSTS": "127.0.0.1,localhost", "SECRET_KEY": "bench", "PWD": str(checkout)}
        variables = {**os.environ, **hosts, "USE_GZIP_MIDDLEWARE": "True", "DB_NAME": f"{folder}/peer.sqlite"}
        for unwanted in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE"):
            variables.pop(unwanted, None)
        output([python, "manage.py", "migrate", "-v", "0"], variables, checkout)
        code = PEER.replace("SIZES", repr(list(rows.values())))
        cookie, *paths = output([python, "manage.py", "shell", "-v", "0", "-c", code], variables, checkout).split()
        workers = str(min(4, os.cpu_count() or 1))
        serve = [python, "-m", "granian", "--interface", "wsgi", "--workers", workers, "--blocking-threads", "4"]
        print(
            f"\n{'list, beside the peer':24}{'rows':>6}{'req/s':>14}{'p50 ms':>12}{'CPU ms':>14}{'times':>7}{'CPU':>7}"
        )
        with served([*serve, "--port", str(PEER_PORT), "hc.wsgi:application"], variables, PEER_PORT, checkout) as peer:
            for name, path in zip(own, paths, strict=True):
                theirs = f"http://127.0.0.1:{PEER_PORT}{path}"
                if fetched(theirs, cookie).count(b"<tr") < rows[name]:
                    raise SystemExit("the peer did not answer with its list")
                turns = [
                    (measured(server, addresses[name], own_cookie, seconds), measured(peer, theirs, cookie, seconds))
                    for _ in range(TURNS)
                ]
                side_by_side(name, rows[name], turns)


def side_by_side(name: str, rows: int, turns: list[tuple[Measured, Measured]]) -> None:
    """Print a list's medians beside the peer's, and the medians of what each turn's ratio was."""
    if any(one.failed for turn in turns for one in turn):
        raise SystemExit(f"some answers with {name} failed")
    rate, p50, cpu = (
        "/".join(f"{median(getattr(one, key) for one in side):.0f}" for side in zip(*turns, strict=True))
        for key in ("rate", "p50", "cpu")
    )
    more = median(ours.rate / theirs.rate for ours, theirs in turns)
    less = median(theirs.cpu / ours.cpu for ours, theirs in turns)
    print(f"{name:24}{rows:>6}{rate:>14}{p50:>12}{cpu:>14}{more:>7.1f}{less:>7.1f}{'' if more >= 3 else '  under 3'}")


#: Run by the peer's own Python: a user, a project for each size, its checks; prints a cookie and the lists' addresses.
PEER = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from hc.accounts.models import Profile, Project
from hc.api.models import Check
user = User.objects.create(username="bench", email="bench@example.org")
Profile.objects.for_user(user)
client = Client()
client.force_login(user)
print(f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}")
for number, size in enumerate(SIZES):
    project = Project.objects.create(owner=user, badge_key=f"bench{number}", name="Bench")
    Check.objects.bulk_create(
        Check(project=project, name=f"Check {n}", slug=f"check-{n}", tags="one two") for n in range(size)
    )
    print(f"/projects/{project.code}/checks/")
"""


def output(command: list[str], variables: dict[str, str], folder: Path = ROOT) -> str:
    """What a program prints."""
    return subprocess.run(command, env=variables, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def served(command: list[str], variables: dict[str, str], port: int, folder: Path = ROOT) -> Iterator[int]:
    """A server that answers, by its process."""
    with subprocess.Popen(
        command, env=variables, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


def fetched(address: str, cookie: str) -> bytes:
    """The page, and everything in its two processes warm."""
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    for _ in range(8):
        with urllib.request.urlopen(request, timeout=30) as answer:
            if answer.url != address:
                raise SystemExit(f"{address} led to {answer.url}")
            body: bytes = answer.read()
    return body


def measured(server: int, address: str, cookie: str, seconds: int) -> Measured:
    """Eight users, each asking again as soon as the answer is there."""
    command = ["wrk", "-t1", f"-c{USERS}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-H", f"Cookie: {cookie}"]
    before = processor_time(server)
    said = output([*command, "-H", "Accept-Encoding: gzip", address], dict(os.environ))
    spent = processor_time(server) - before
    failed, rate = re.search(r"Non-2xx or 3xx responses: (\d+)", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    answered = re.search(r"(\d+) requests in", said)
    if rate is None or answered is None:
        raise SystemExit(said)
    return Measured(
        *(percentile(said, one) for one in (50, 90)), float(rate[1]), int(failed[1]) if failed else 0,
        1000 * spent / max(1, int(answered[1])),
    )  # fmt: skip


def processor_time(process: int) -> float:
    """Seconds that a process and its children have had of the processor; 0 where the system does not say."""
    spent, waiting = 0.0, [process]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        try:
            fields = (one / "stat").read_text().rpartition(")")[2].split()
            waiting += [
                int(pid) for task in (one / "task").iterdir() for pid in (task / "children").read_text().split()
            ]
        except OSError:
            continue
        spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def percentile(said: str, share: int) -> float:
    """Milliseconds of one line of wrk."""
    found = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)\b", said)
    if found is None:
        raise SystemExit(said)
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def build() -> None:
    """The database, where it is not there yet; prints a cookie of the lead, a decision and a review."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from firstlight.cli.demo import example_project
    from firstlight.readiness.models import Decision, Review
    from firstlight.workspace.models import Project

    settings.ALLOWED_HOSTS = ["*"]
    project = example_project()
    lead = next(one for one in project.people.all() if "project-lead" in one.roles)
    if Project.objects.count() < PROJECTS:
        fill_ledger(project, ENTRIES, NOW)
        add_others(lead)
        from firstlight.cli.accounts import link_for

        link_for(lead, timezone.now(), "")
    lead.refresh_from_db()
    client = Client()
    client.force_login(lead.user)
    print(
        f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}",
        Decision.objects.filter(project=project).latest("pk").ref,
        Review.objects.filter(project=project).latest("pk").ref,
    )


def fill_lists(fill: Any, wanted: int) -> None:
    """Other lists of a project, as long as its requirements."""
    from firstlight.assurance.sheets import ACTIONS
    from firstlight.workspace.sheets import PEOPLE

    people = [{"ref": f"p{n}", "name": f"Person {n}", "email": f"person.{n}@example.org"} for n in range(wanted)]
    fill(PEOPLE, [{**one, "roles": ("workstream-owner",)} for one in people])
    tasks = [{"ref": f"A-{n}", "title": f"Do what was agreed, part {n}", "owner": f"Person {n}"} for n in range(wanted)]
    fill(ACTIONS, [{**one, "due": (NOW + timedelta(days=n % 60 - 20)).date()} for n, one in enumerate(tasks)])


def add_others(lead: Any) -> None:
    """The other projects of the same lead: from ten requirements to a thousand, each judged once."""
    from firstlight.kernel.context import Context
    from firstlight.kernel.sheets import Row, RowChange
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.models import PackVersion
    from firstlight.readiness.actions import assess_project
    from firstlight.scope.sheets import REQUIREMENTS
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.profile import Profile
    from firstlight.workspace.roles import FOLDER_READER
    from firstlight.workspace.sheets import PEOPLE

    def fill(sheet: Any, rows: list[dict[str, Any]]) -> None:
        given = [{column.key: row.get(column.key, column.empty) for column in sheet.columns} for row in rows]
        sheet.apply(inside, project, [RowChange("added", None, Row(sheet.identify(one), one)) for one in given])

    person = {"ref": "pl", "name": lead.name, "email": lead.email, "roles": ("project-lead",)}
    for number in range(1, PROJECTS):
        profile = Profile(
            f"Project {number}", f"project-{number}", "", "finance-operations", "phased", "Europe/Berlin",
            NOW + timedelta(days=number), None, None, None, (), (), (), ("sit", "uat"), {}, None,
        )  # fmt: skip
        project = add_project(Context(FOLDER_READER, NOW), profile)
        inside = Context(FOLDER_READER, NOW, project)
        pin_packs(inside, list(PackVersion.objects.all()))
        fill(PEOPLE, [person])
        wanted = 10 ** (1 + number % 3)
        if number == 1:
            fill_lists(fill, wanted)
        fill(
            REQUIREMENTS, [{"ref": f"R-{n}", "title": f"Requirement {n}", "kind": "functional"} for n in range(wanted)]
        )
        assess_project(inside)


if __name__ == "__main__":
    main()
