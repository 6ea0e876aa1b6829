"""`python -m firstlight` is the command line."""

from firstlight.cli.main import run

run()
