"""`firstlight assess` of the example, from key press to verdict. The floor is an interpreter that only loads Django."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def timed(arguments: list[str], variables: dict[str, str]) -> float:
    """Seconds on the wall for one process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=variables, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as data:
        variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": data}
        example = str(ROOT / "examples" / "northmere")
        first = timed(["-m", "firstlight", "assess", example], variables)
        later = sorted(timed(["-m", "firstlight", "assess", example], variables) for _ in range(5))[2]
        floor = sorted(timed(["-c", "import django.db.models"], variables) for _ in range(5))[2]
    print(f"{'':34}{'seconds':>9}")
    print(f"{'first run, empty database made':34}{first:>9.2f}")
    print(f"{'second run (median of 5)':34}{later:>9.2f}")
    print(f"{'floor: interpreter and Django':34}{floor:>9.2f}")
    print(f"second run against floor: {later / floor:.1f} times; goal: under 3 s")


if __name__ == "__main__":
    main()
