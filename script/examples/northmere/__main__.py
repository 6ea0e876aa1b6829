"""`script/build-examples [FOLDER]`: write the example project, all of its states, below a folder.

`--freeze` judges anew what the committee decided on. It is kept in examples/northmere/assessments and not made again.
"""

from __future__ import annotations

import sys
from pathlib import Path


def run(given: list[str]) -> None:
    """Write the states below the given folder, or into `examples` of this clone."""
    from firstlight.cli.preparing import open_scratch

    open_scratch()
    from northmere.folders import build

    if "--freeze" in given:
        from northmere.freezing import freeze

        freeze()
    folders = [Path(one) for one in given if not one.startswith("--")]
    target = folders[0] if folders else Path(__file__).resolve().parents[3] / "examples"
    build(target)
    print(f"Written below {target}.", file=sys.stderr)


run(sys.argv[1:])
