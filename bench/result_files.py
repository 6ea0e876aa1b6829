"""How long a large file of JUnit results takes to read, measured against the bare library under it.

    python bench/result_files.py [--cases N] [--repetitions N]

The yardstick is a bare lxml iterparse of the same bytes that clears every element and keeps nothing: what nobody can
do without. Ours reads, counts, compares with what the file declares and keeps every case. Both are run in turns in one
process, in processor time, so that the figures are ratios of the same machine at the same time; memory is the height
of a whole fresh process for each, the file in it included. Target: at most 1.5 for the usual file, under 300 MB. The
other shapes show what more attributes cost, whose times and states the yardstick leaves alone.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from firstlight.testing.formats import read_results  # noqa: E402

#: Attributes of a case beside its class, name and duration.
SHAPES = {
    "usual": "",
    "with places": ' file="src/orders/test_posting.py" line="12"',
    "with states and times": ' status="run" result="completed" timestamp="2026-03-02T09:00:00.123Z"',
}
FAILURE = '><failure message="expected 1 but was 2" type="AssertionError">at Orders.java:12\nat Main.java:3</failure>'
SKIPPED = '><skipped message="later"/>'


def made(cases: int, shape: str) -> bytes:
    """A file of suites with 500 cases each; one case in a hundred failed, one was skipped."""
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="all" tests="{cases}">\n']
    for first in range(0, cases, 500):
        suite = f"com.example.orders.Posting{first // 500}Test"
        number = min(500, cases - first)
        stamp = "2026-03-02T09:00:00+00:00"
        parts.append(f'  <testsuite name="{suite}" tests="{number}" errors="0" timestamp="{stamp}" time="12.5">\n')
        for case in range(first, first + number):
            inside = {0: f"{FAILURE}</testcase>\n", 50: f"{SKIPPED}</testcase>\n"}.get(case % 100, "/>\n")
            name = f"posts order number {case} and books it"
            parts.append(f'    <testcase classname="{suite}" name="{name}"{SHAPES[shape]} time="0.{case % 1000:03}"')
            parts.append(inside)
        parts.append("  </testsuite>\n")
    parts.append("</testsuites>\n")
    return "".join(parts).encode()


def bare(data: bytes) -> object:
    """What nobody can do without."""
    for _, element in etree.iterparse(io.BytesIO(data)):
        element.clear()
    return None


def bare_cases(data: bytes) -> object:
    """The same, looking at test cases only and taking the cleared ones out of the tree."""
    for _, element in etree.iterparse(io.BytesIO(data), tag="testcase"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return None


def ours(data: bytes) -> object:
    """The way of the product."""
    return read_results(data, "results.xml")


READERS: dict[str, Callable[[bytes], object]] = {"bare": bare, "bare, cases only": bare_cases, "ours": ours}


def seconds(read: Callable[[bytes], object], data: bytes) -> float:
    """Processor time of one reading."""
    gc.collect()
    start = time.process_time()
    kept = read(data)
    taken = time.process_time() - start
    del kept
    return taken


def peak(reader: str, data: bytes) -> str:
    """Megabytes of a fresh process that reads the file, at its height; a dash where the system does not tell."""
    if not Path("/proc/self/status").exists():
        return "-"
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(data)
        file.flush()
        command = [sys.executable, __file__, "--peak", reader, file.name]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def print_peak(reader: str, file: str) -> None:
    """The part of `peak` that runs in the fresh process."""
    kept = READERS[reader](Path(file).read_bytes())
    print(f"{height() / 1024:.0f}")
    del kept


def height() -> int:
    """How many kB Linux has given to this process at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def measure(cases: int, repetitions: int) -> None:
    """Print the table."""
    print(f"{cases} test cases, {repetitions} repetitions in turns, processor time")
    print(f"{'file':24}{'reader':20}{'best ms':>9}{'median ms':>11}{'ratio':>7}{'peak MB':>9}")
    for shape in SHAPES:
        data = made(cases, shape)
        taken: dict[str, list[float]] = {name: [] for name in READERS}
        for _ in range(repetitions):
            for name, read in READERS.items():
                taken[name].append(seconds(read, data))
        for name, times in taken.items():
            best, median = min(times) * 1000, statistics.median(times) * 1000
            ratio = statistics.median(times) / statistics.median(taken["bare"])
            print(f"{shape:24}{name:20}{best:9.1f}{median:11.1f}{ratio:7.2f}{peak(name, data):>9}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--peak", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peak:
        print_peak(*arguments.peak)
    else:
        measure(arguments.cases, arguments.repetitions)


if __name__ == "__main__":
    main()
