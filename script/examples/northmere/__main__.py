"""`script/build-examples [FOLDER]`: write the example project, all of its states, below a folder."""

from __future__ import annotations

import sys
from pathlib import Path


def run() -> None:
    """Write the states below the given folder, or into `examples` of this clone."""
    from firstlight.cli.preparing import open_scratch

    open_scratch()
    from northmere.folders import build

    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "examples"
    build(target)
    print(f"Written below {target}.", file=sys.stderr)


run()
