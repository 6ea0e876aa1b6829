"""`firstlight load inspect FILE`: what a file of a load tool holds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from firstlight.cli.main import BAD_INPUT
from firstlight.cli.showing import bold, print_json, show_problems

_MOST_LABELS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="results of k6, JMeter or Locust")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Say what the file holds; 3 when it cannot be read."""
    from firstlight.contracts.tables import Problem, Unreadable
    from firstlight.testing.loads import LoadSource, read_load
    from firstlight.testing.loads.inspecting import document_of

    try:
        document = document_of(read_load(LoadSource(options.file, str(options.file))))
    except Unreadable as error:
        show_problems((error.problem,))
        return BAD_INPUT
    except OSError as error:
        show_problems((Problem(str(options.file), f"It cannot be read: {error.strerror}."),))
        return BAD_INPUT
    if options.json:
        print_json("load-inspect", {"file": str(options.file), **document})
    else:
        _show(str(options.file), document)
    return 0


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


def _line(name: str, figures: dict[str, Any]) -> str:
    shown = name if len(name) <= 40 else f"{name[:39]}…"
    counts = [f"{'–' if value is None else f'{value:,}':>{width}}" for value, width in
              ((figures["samples"], 12), (figures["errors"], 8))]  # fmt: skip
    times = [f"{'–' if value is None else _time(value):>9}" for value in figures["percentiles_ms"].values()]
    return f"  {shown:40} {' '.join([*counts, *times])}"


def _time(value: float) -> str:
    """Milliseconds with as many digits as matter."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
