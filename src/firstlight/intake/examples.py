"""The example project that comes with the program."""

from __future__ import annotations

from pathlib import Path

#: The state that the demo opens with: no-go, 17 days before go-live.
EXAMPLE = "northmere"

#: The same project a fortnight later: conditional.
LATER = "northmere-later"


def examples_folder() -> Path:
    """Where the examples lie: inside the installed package, or beside the sources in a clone."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_shipped" / "examples"
    return shipped if shipped.is_dir() else package.parents[1] / "examples"


def example_folder(name: str) -> Path:
    """One example."""
    return examples_folder() / name


def earlier_states() -> list[Path]:
    """The example as it was at earlier committees, oldest first."""
    return sorted(path for path in (examples_folder() / "northmere-before").glob("*") if path.is_dir())
