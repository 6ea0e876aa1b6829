"""What a refusal costs, measured in a process of its own: memory is the highest it ever had.

Time is told in times of a yardstick taken in the same process: what the bare parser takes for 20 MB of plain cells, as
much as the largest file that is accepted.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.files import inline, packed, plain_parts, strings_xml, vast, workbook

ROOT = Path(__file__).resolve().parents[2]


def noisy_cells() -> str:
    return "".join(random.Random(3).choices(("<c/>", "<c />"), k=1_000_000))


_HARM = {
    "a bomb": lambda: workbook(inline("a" * 60_000_000)),
    "a cell of 600 MB": vast,
    "a million texts": lambda: packed(
        plain_parts(**{"xl/sharedStrings.xml": strings_xml(*map(str, range(1_000_001)))})
    ),
    "a million columns": lambda: workbook("<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000)) + "</row>"),
    "two far corners": lambda: workbook('<row r="2"><c r="GR2"><v>1</v></c><c r="A90000"><v>1</v></c></row>'),
    "a million cells in an unknown form": lambda: workbook("<row>" + "<c/><c />" * 50_000 + noisy_cells() + "</row>"),
    "a text repeated": lambda: workbook(
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 19_000)), "b" * 32_000
    ),
}
_MEASURE = """
import resource, sys, time
from xml.parsers import expat
sys.path[:0] = ["src", "."]
from firstlight.intake.reading import read_tables
from firstlight.contracts.tables import Unreadable
data = open(sys.argv[1], "rb").read()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    read_tables(data, "list.xlsx")
except Unreadable:
    taken, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plain, start = b"<row>" + b"<c><v>123</v></c>" * 1_200_000 + b"</row>", time.process_time()
    expat.ParserCreate().Parse(plain, True)
    print(taken / (time.process_time() - start), (after - before) / 1024)
"""


@pytest.mark.parametrize("harm", _HARM)
def test_refusing_costs_little(harm: str, tmp_path: Path) -> None:
    file = tmp_path / "harm.xlsx"
    file.write_bytes(_HARM[harm]())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    times, megabytes = map(float, done.stdout.split())
    assert times < 15, "as often as the bare parser's time for 20 MB"
    assert megabytes < 150
