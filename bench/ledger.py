"""How long an exported ledger takes to verify, against a bare read and SHA-256 of the same lines.

    python bench/ledger.py [--entries N]

Goal: at most 5 s of processor time for 1,000,000 entries, and the first bad entry named. The floor reads every line
and hashes it, which is what no verifier can do without.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ["DJANGO_SETTINGS_MODULE"] = "firstlight.config.settings"

START = datetime(2026, 1, 1, tzinfo=UTC)


def write(path: Path, count: int) -> None:
    """An export with so many entries, as a busy project has them."""
    from firstlight.kernel.canonical import canonical
    from firstlight.ledger.rules import FIRST, EntryFacts

    previous = FIRST
    with path.open("w", encoding="utf-8") as out:
        out.write(canonical({"schema": "firstlight/ledger/1", "stream": "prj_1", "project": "p", "name": "P"}) + "\n")
        for number in range(1, count + 1):
            entry = EntryFacts(
                "prj_1", number, START + timedelta(seconds=number), "person", "12", "Willem Oost",
                "scope.requirements.changed", "Requirements changed", "requirement", f"R-{number}",
                f"Requirement number {number}", '{"title":"before"}', '{"title":"after","owner":"Head of order desk"}',
                "abcdef0123456789", previous,
            )  # fmt: skip
            entry = replace(entry, digest=entry.computed())
            previous = entry.digest
            out.write(canonical(asdict(entry)) + "\n")
        out.write(canonical({"head": {"sequence": count, "digest": previous}}) + "\n")


def verify(path: Path) -> int:
    """Our way; the number of entries that hold."""
    from firstlight.ledger.files import Export
    from firstlight.ledger.rules import examine

    exported = Export(path)
    found = examine(exported.entries(), lambda: exported.head)
    if not found.ok:
        raise SystemExit(f"the export does not hold: {found.flaw}")
    return found.entries


def floor(path: Path) -> int:
    """Every line read and hashed, nothing looked at."""
    with path.open("rb") as lines:
        return sum(1 for line in lines if hashlib.sha256(line).hexdigest()) - 2


def timed(work: Callable[[Path], int], path: Path, count: int) -> float:
    """Seconds of processor time for a million entries."""
    start = time.process_time()
    if work(path) != count:
        raise SystemExit("not every entry was read")
    return (time.process_time() - start) * 1_000_000 / count


def main() -> None:
    """Print both, and the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=200_000)
    count = options.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTLIGHT_DATA"] = folder
        import django

        django.setup()
        path = Path(folder) / "ledger.jsonl"
        write(path, count)
        ours, bare = timed(verify, path, count), timed(floor, path, count)
    print(f"verified    {ours:6.2f} s for 1,000,000 entries (goal: at most 5)")
    print(f"bare hash   {bare:6.2f} s")
    print(f"ratio       {ours / bare:6.2f}")


if __name__ == "__main__":
    main()
