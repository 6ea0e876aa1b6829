"""How long a large JMeter file takes to summarise, measured against bare scans of the same bytes.

    python bench/load_results.py [--megabytes N] [--repetitions N] [--file FILE]

The yardsticks are the fastest reader of a library that we know of, DuckDB's, three times: counting rows (which looks
at no value at all), reading the six columns that are needed, and reading all of them. Ours is the whole program from
its start to the last line: percentiles, errors and throughput by label. All run as processes of their own, in turns,
so that the figures are ratios of the same machine at the same time: processor time, wall time and the most memory.
Targets: at most 1.5 times a scan that reads the values, under 300 MB. numpy says besides what the percentiles are.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = (
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,"
    "grpThreads,allThreads,URL,Latency,IdleTime,Connect"
)
NEEDED = "timeStamp, elapsed, label, responseMessage, success, allThreads"
SCANS = {
    "counting rows": "count(*)",
    "the six columns": ", ".join(f"max({column.strip()})" for column in NEEDED.split(",")),
    "all columns": "max(COLUMNS(*))",
}
TYPES = {"timeStamp": "BIGINT", "elapsed": "INTEGER", "success": "BOOLEAN", "allThreads": "INTEGER"}


def make(path: Path, megabytes: int) -> None:
    """A run of two hours and twenty labels, as JMeter 5 writes it; four requests in a thousand fail."""
    chance = random.Random(7)
    at, number, written = 1_793_440_800_000, 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(COLUMNS + "\n")
        while written < megabytes * 1_000_000:
            rows = []
            for _ in range(20_000):
                number += 1
                at += chance.randrange(3)
                label, bad = chance.randrange(20), chance.random() < 0.004
                took = int(chance.lognormvariate(5.5 + label * 0.05, 0.6))
                users = min(200, 1 + number // 5000)
                end = "500,Internal Server Error" if bad else "200,OK"
                why = "false,Test failed: code expected to match /200/" if bad else "true,"
                rows.append(
                    f"{at},{took},{label:02} Order desk step,{end},Group 1-{chance.randrange(1, users + 1)},text,"
                    f"{why},{chance.randrange(500, 20_000)},312,{users},{users},https://perf.example/orders/{label},"
                    f"{max(1, took - 3)},0,{chance.randrange(5)}\n"
                )
            written += file.write("".join(rows))


def scan(kind: str, file: str) -> None:
    """A bare scan; the part that runs in a process of its own."""
    import duckdb

    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in COLUMNS.split(","))
    config: dict[str, str | bool | int | float | list[str]] = {"threads": min(4, os.cpu_count() or 1)}
    with duckdb.connect(config=config) as database:
        print(
            database.execute(
                f"SELECT {SCANS[kind]} FROM read_csv(?, auto_detect=false, header=true, columns={{{columns}}}, "
                "delim=',', quote='\"', escape='\"')",
                [file],
            ).fetchone()
        )


def run(command: list[str]) -> tuple[float, float, int, str]:
    """Processor seconds, wall seconds, megabytes at the most, and what it printed."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    printed = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss // 1024, printed


def measure(file: Path, repetitions: int) -> str:
    """Print the table; what ours said as JSON."""
    ours = [sys.executable, "-m", "firstlight", "load", "inspect", str(file), "--json"]
    commands = {kind: [sys.executable, __file__, "--scan", kind, "--file", str(file)] for kind in SCANS}
    taken: dict[str, list[tuple[float, float, int, str]]] = {kind: [] for kind in (*commands, "ours")}
    for _ in range(repetitions):
        for kind, command in (*commands.items(), ("ours", ours)):
            taken[kind].append(run(command))
    own = {field: statistics.median(one[field] for one in taken["ours"]) for field in (0, 1)}
    print(f"{file.stat().st_size / 1e9:.2f} GB, median of {repetitions} runs in turns, {os.cpu_count()} processors")
    print(f"{'':18}{'processor s':>12}{'wall s':>9}{'MB':>7}{'ours / it':>11}{'(wall)':>9}")
    for kind, all_of_it in taken.items():
        processor, wall = (statistics.median(one[field] for one in all_of_it) for field in (0, 1))
        most = max(one[2] for one in all_of_it)
        print(f"{kind:18}{processor:12.2f}{wall:9.2f}{most:7}{own[0] / processor:11.2f}{own[1] / wall:9.2f}")
    return taken["ours"][0][3]


def compare(file: Path, printed: str) -> None:
    """The percentiles beside those of numpy on the raw samples."""
    import numpy

    with file.open(encoding="utf-8") as lines:
        next(lines)
        raw = numpy.fromiter((int(line.split(",", 2)[1]) for line in lines), dtype=numpy.int64)
    told = json.loads(printed)
    numbers = {percent: float(numpy.percentile(raw, percent)) for percent in (50, 90, 95, 99)}
    same = all(told["percentiles_ms"][f"p{percent}"] == value for percent, value in numbers.items())
    print(f"{told['samples']:,} samples; percentiles {'are' if same else 'ARE NOT'} those of numpy: {numbers}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--file", type=Path, help="a file of JMeter 5 instead of one that is made")
    parser.add_argument("--scan", choices=list(SCANS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.scan:
        return scan(arguments.scan, str(arguments.file))
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.file or Path(folder, "results.csv")
        if not arguments.file:
            make(file, arguments.megabytes)
        compare(file, measure(file, arguments.repetitions))
    return None


if __name__ == "__main__":
    main()
