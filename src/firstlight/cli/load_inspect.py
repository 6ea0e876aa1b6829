"""`firstlight load inspect FILE`: what a file of a load tool holds, and whether it meets criteria."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.showing import bold, coloured, print_json, say, show_problems

if TYPE_CHECKING:
    from firstlight.engines.loadstats import Criterion

#: A criterion that is missed, or that the file does not show.
NOT_MET = 2
_MOST_LABELS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="results of k6, JMeter or Locust")
    parser.add_argument(
        "--criteria", type=Path, metavar="FILE", help="a list such as load/criteria.csv to judge them by"
    )
    parser.add_argument("--summary", type=Path, metavar="OUT", help="write a small file to put into a project folder")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say what the file holds. 2 when it does not show that all criteria are met, 3 when it cannot be read."""
    from firstlight.contracts.tables import Problem, Unreadable
    from firstlight.testing.loads import LoadSource, read_load
    from firstlight.testing.loads.inspecting import document_of

    try:
        criteria = _criteria(options.criteria) if options.criteria else ()
        over_time = bool(options.summary) or any(one.needs_stretches for one in criteria)
        source = LoadSource(options.file, str(options.file))
        found = read_load(source, over_time=over_time)
        document = document_of(found, criteria)
        if options.summary:
            _write_summary(options.summary, found, source)
    except Unreadable as error:
        show_problems((error.problem,))
        return BAD_INPUT
    except OSError as error:
        place = str(error.filename or options.file)
        show_problems((Problem(place, f"It cannot be read or written: {error.strerror}."),))
        return BAD_INPUT
    if options.json:
        print_json("load-inspect", {"file": str(options.file), **document})
    else:
        _show(str(options.file), document)
    return 0 if all(one["met"] for one in document["criteria"]) else NOT_MET


def _criteria(path: Path) -> tuple[Criterion, ...]:
    """The criteria in a file. Only this needs more than the file: the list of a project that they are read as."""
    from firstlight.cli.preparing import open_nothing

    open_nothing()
    from firstlight.testing.loads.asking import read_criteria

    return read_criteria(path.read_bytes(), str(path))


def _write_summary(out: Path, found: Any, source: Any) -> None:
    from firstlight.testing.loads.summary import summary_of

    document = summary_of(found.run, source, found.format, found.form, from_samples=found.from_samples)
    out.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    say(f"{out} sums up {source.name}.")


def _show(file: str, document: dict[str, Any]) -> None:
    print(bold(file) + f"  {document['format']}")
    facts = [
        (document["samples"], "{:,} samples"),
        (document["errors"], "{:,} of them failed"),
        (document["throughput_per_s"], "{:.4g} a second"),
        (document["users"], "{:,} users at most"),
    ]
    print("  " + ", ".join(form.format(value) for value, form in facts if value is not None))
    if document["start"]:
        print(f"  {document['start']} to {document['end']}")
    print(f"  {'':40} {'samples':>12} {'failed':>8} {'p50 ms':>9} {'p90 ms':>9} {'p95 ms':>9} {'p99 ms':>9}")
    print(_line("all", document))
    for label in document["by_label"][:_MOST_LABELS]:
        print(_line(label["label"], label))
    if len(document["by_label"]) > _MOST_LABELS:
        print(f"  … and {len(document['by_label']) - _MOST_LABELS:,} more labels.")
    for warning in document["warnings"]:
        print(f"  Warning: {warning}")
    for one in document["criteria"]:
        word, kind = {True: ("met", "met"), False: ("missed", "unmet"), None: ("not shown", "unknown")}[one["met"]]
        print(f"{coloured(word, kind)}  {one['ref']} {one['name']}")
        for reason in one["reasons"]:
            print(f"    {reason}")


def _line(name: str, figures: dict[str, Any]) -> str:
    shown = name if len(name) <= 40 else f"{name[:39]}…"
    counts = [
        f"{'–' if value is None else f'{value:,}':>{width}}"
        for value, width in ((figures["samples"], 12), (figures["errors"], 8))
    ]
    times = [f"{'–' if value is None else _time(value):>9}" for value in figures["percentiles_ms"].values()]
    return f"  {shown:40} {' '.join([*counts, *times])}"


def _time(value: float) -> str:
    """Milliseconds with as many digits as matter."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
